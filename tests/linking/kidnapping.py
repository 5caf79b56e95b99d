"""Reports of two kidnappings in one country, worded in many ways: different outlets, growing counts, a week of days."""

from __future__ import annotations

import random

from tests.linking.made import Row, event, figure

OPENINGS = (
    "Gunmen {did} {count} pupils {of} a boarding school in Zangori, {state}",
    "{Count} pupils were {done} when armed men stormed a boarding school in Zangori, {state}",
    "Parents in Zangori wait for news of the {count} pupils {done} by gunmen from their boarding school",
    "The governor of Kaduna said that gunmen {did} {count} pupils in Zangori",
    "Police search the forest near Zangori for {count} pupils whom gunmen {did} at their boarding school",
    "In Zangori, {state}, {count} pupils {of} a boarding school were {done} by armed men",
    "Two days of search have not found the {count} pupils that gunmen {did} in Zangori",
    "Anger grows in Kaduna over the {count} pupils {done} at the boarding school in Zangori",
)
ENDINGS = (
    ".",
    ", according to the police.",
    " before dawn, residents said.",
    ", the second such attack this year.",
    ", and a ransom was demanded.",
    "; a teacher was among the missing.",
)
OTHER = (
    "Pirates {did} five sailors off a tanker near Bonny in the Niger Delta{end}",
    "Five sailors of a tanker were {done} by pirates near Bonny in the Niger Delta{end}",
    "The owner of the tanker pleads for the five sailors whom pirates {did} near Bonny{end}",
)


def reports_of_one(count: int, seed: int = 3) -> tuple[list[Row], list[Row]]:
    """Rows of events and figures of so many reports of the school's kidnapping, no two outlets alike."""
    dice = random.Random(seed)
    rows, counted = list[Row](), list[Row]()
    for n in range(count):
        later = dice.randrange(7)
        taken = 39 + 5 * later + dice.randrange(3)
        did, done = dice.choice((("abducted", "abducted"), ("kidnapped", "kidnapped"), ("seized", "seized")))
        words = {"did": did, "done": done, "count": taken, "Count": taken, "of": dice.choice(("of", "from"))}
        words["state"] = dice.choice(("Kaduna State", "Nigeria", "northern Nigeria"))
        sentence = dice.choice(OPENINGS).format(**words) + dice.choice(ENDINGS)
        rows.append(_taken(sentence, did, f"k{n:03}", later, "Zangori"))
        counted.append(figure(f"k{n:03}", "pupils kidnapped", float(taken), float(taken)))
        rows[-1]["figures"] = ["f1"]
        dice_place = dice.random() < 0.5
        rows[-1]["place"] = "Zangori" if dice_place else None
    return rows, counted


def reports_of_another(count: int, seed: int = 5) -> list[Row]:
    """Rows of events of so many reports of the sailors' kidnapping, in the same week."""
    dice = random.Random(seed)
    rows = []
    for n in range(count):
        did = dice.choice(("abducted", "kidnapped", "seized"))
        sentence = dice.choice(OTHER).format(did=did, done=did, end=dice.choice(ENDINGS))
        rows.append(_taken(sentence, did, f"s{n:03}", dice.randrange(7), "Bonny"))
        rows[-1] |= {"actors": ["pirates"], "recipients": ["five sailors"]}
    return rows


def _taken(sentence: str, trigger: str, report: str, later: int, place: str) -> Row:
    return event(
        sentence,
        trigger,
        report,
        later=later,
        mode="abduct",
        actors=["gunmen"],
        actor_countries=["NGA"],
        recipients=["pupils"],
        recipient_countries=["NGA"],
        place=place,
        place_country="NGA",
    )
