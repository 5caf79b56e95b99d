"""Copies: how many of the edited copies are found, how many of those found are copies, how fast, in how much memory.

`python -m bench.copies` prints the figures and holds them against `floors.json`. Reports are the examples and stories
put together from one-sentence news items; each is printed again by edits that editors make, and stands among hard
strangers: other items on the same events of the same days, the same form with other facts, and updates with a new toll.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from bench.current import Item, items
from foreshock.records.report import Report, report_id
from foreshock.wire import read_text
from foreshock.wire.copies import Copies
from foreshock.wire.copy_rules import copy_rules
from foreshock.wire.wording import anchors, wording_of

SEED = 5
FLOORS = Path(__file__).parent / "floors.json"
RESULTS = Path(__file__).parent / "results" / "copies.json"

_ONE_TEXT = {"2024-10-04-levant-wire.txt": "2024-10-04-gulf-courier.txt"}
"""Examples that are copies of one another on purpose."""
SPELLINGS = dict(
    pair.split("/")
    for pair in "organization/organisation organizations/organisations defense/defence center/centre color/colour "
    "program/programme recognized/recognised harbor/harbour favor/favour labor/labour neighboring/neighbouring "
    "canceled/cancelled traveling/travelling mobilized/mobilised criticized/criticised percent/per_cent "
    "authorized/authorised rumors/rumours gray/grey toward/towards U.S./US U.N./UN "
    "12/twelve three/3 five/5 two/2".split()
)
LEADS = (
    "Region on edge after night of reports",
    "What we know so far",
    "Officials weigh their next step",
    "Pressure mounts as both sides speak",
)
BYLINES = (
    "By Selma Oduya and Piet Rask",
    "By Our Correspondent",
    "HAVENPORT, {day} (Levant Wire) -",
    "From the foreign desk",
)
CREDITS = (
    "(Reporting by Selma Oduya; editing by Piet Rask)",
    "Source: Levant Wire",
    "Copyright Gulf Courier. All rights reserved.",
    "This story was first published by an agency and has not been edited by our staff.",
)
COLOUR = (
    "In the market of Old Tarsin shopkeepers followed the news on their telephones and closed early.",
    "At the ferry landing, Mira Castellan, a teacher, said that she had not slept since the weekend.",
    "Our readers in the district may remember a like evening in the spring of 2011.",
    "The mayor of Kelmare, Jon Aster, said the town would keep its shelters open through the week.",
    "A bus driver in the capital said that the roads had been empty for hours.",
)
NAMES = "Ardan Belmor Cathrin Dovrek Estova Farlund Gerrin Hollam Istvar Jorvik Kestrel Lomond Marisk Norvane".split()


@dataclass(frozen=True, slots=True)
class Story:
    """A text, the `family` of those that tell the same words, its day, and what was done to it."""

    text: str
    family: str
    day: date
    edits: tuple[str, ...] = ()

    def report(self) -> Report:
        """The story as a report of some outlet."""
        return Report(report_id(self.text, str(self.edits), self.day, None), self.text, published=self.day)


def main() -> None:
    """Print the figures, write them down, and end with 1 where one is below its floor."""
    folder = Path(os.environ["FORESHOCK_BENCH_DATA"])
    told = items(folder / "current-events" / "current_events_2014_2024-11-26.jsonl.gz")
    stories = [*examples(), *compiled(told)]
    found: dict[str, dict[str, Any]] = {
        "long": judged(stream(stories, random.Random(SEED))),
        "held": judged(stream(stories, random.Random(SEED + 1))),
        "short": judged(stream(singles(told), random.Random(SEED))),
        "items": {"copies_found": natural(told)},
        "speed": speed(stories),
        "search": searches(stories),
    }
    text = json.dumps(found, indent=2)
    RESULTS.write_text(text + "\n", encoding="utf8")
    print(text)
    floors = json.loads(FLOORS.read_text(encoding="utf8"))["copies"]
    lower = [name for name, least in floors.items() if _at(found, name) < least]
    if lower:
        sys.exit(f"below the floor: {', '.join(lower)}")


def examples() -> list[Story]:
    """The example reports that are packaged."""
    made = []
    for file in sorted(files("foreshock.examples").iterdir(), key=lambda f: f.name):
        if file.name[:4].isdigit():
            report = read_text(file.read_text(encoding="utf8"))
            body = "\n\n".join(p.span.of(report.text) for p in report.parts if p.kind in ("body", "heading"))
            made.append(Story(body, _ONE_TEXT.get(file.name, file.name), date.fromisoformat(file.name[:10])))
    return made


def compiled(told: Sequence[Item], most: int = 1200) -> list[Story]:
    """Stories of six to nine items on one subject within a week; others on it are strangers of the same days."""
    made: list[Story] = []
    by_subject = sorted(told, key=lambda x: (x.category, x.day))
    for (subject, _), week in groupby(by_subject, key=lambda x: (x.category, x.day.toordinal() // 7)):
        group = list(week)
        rest, day = list(dict.fromkeys(item.text for item in group if len(item.text) > 80)), group[0].day
        for at in range(0, len(rest) - 5, 7):
            made.append(Story("\n\n".join(rest[at : at + 7]), f"{subject} {len(made)}", day + timedelta(len(made) % 3)))
    random.Random(SEED).shuffle(made)
    return made[:most]


def singles(told: Sequence[Item], most: int = 4000) -> list[Story]:
    """Items of one sentence, each a story of its own."""
    some = [item for item in told if 15 <= len(item.text.split()) <= 60]
    picked = sorted(random.Random(SEED).sample(range(len(some)), most))
    texts = dict.fromkeys((some[n].text, some[n].day) for n in picked)
    return [Story(text, f"item {n}", day) for n, (text, day) in enumerate(texts)]


def stream(stories: Sequence[Story], dice: random.Random) -> list[Story]:
    """The stories in mixed order, each followed by some of its copies, updates and forms filled in anew."""
    made: list[tuple[float, Story]] = []
    for n, story in enumerate(stories):
        at = n + 0.0
        made.append((at, story))
        strangers = [other for make in (updated, refilled) if dice.random() < 0.35 and (other := make(story, dice))]
        made += [(at + dice.random() * 40, stranger) for stranger in strangers]
        if dice.random() < 0.4:
            made += [(at + 1 + dice.random() * 60, edited(story, dice)) for _ in range(dice.randint(1, 3))]
    return [story for _, story in sorted(made, key=lambda pair: pair[0])]


def edited(story: Story, dice: random.Random) -> Story:
    """The story as another outlet prints it: two to four edits, none of which changes a fact."""
    short = len(story.text.split()) < 80
    edits = SHORT_EDITS if short else EDITS
    chosen = sorted(dice.sample(sorted(edits), dice.randint(1, 2) if short else dice.randint(2, 4)))
    text = story.text
    for name in sorted(chosen, key=list(EDITS).index):
        text = EDITS[name](text, dice)
    return Story(text, story.family, story.day + timedelta(dice.randint(0, 2)), tuple(chosen))


def updated(story: Story, dice: random.Random) -> Story | None:
    """The story with a new toll: its first count of people raised, everywhere, and a new first sentence."""
    match = _COUNT.search(story.text)
    if match is None:
        return None
    new = str(dice.randint(13, 99))
    text = re.sub(rf"(?<![\w.,:-]){match.group()}(?![\w-]|[.,:]\d)", new, story.text)
    if len(story.text.split()) > 80 and dice.random() < 0.5:
        text = f"The number rose to {new} overnight, officials said.\n\n{text}"
    return Story(text, f"{story.family} updated", story.day + timedelta(1), ("updated",))


_COUNT = re.compile(
    r"(?<![\w.,:-])(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\w-]|[.,:]\d)"
    r"(?=[^.]{0,60}(?:people|killed|dead|wounded|injured|soldiers|civilians|troops|fighters|drones|missiles))"
)


def refilled(story: Story, dice: random.Random) -> Story | None:
    """The same form with other facts: two or more names and the numbers are others."""
    names = [name for name, _ in Counter(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}", story.text)).most_common(4)]
    if len(names) < 2:
        return None
    text = story.text
    for name, other in zip(names, dice.sample(NAMES, len(names)), strict=True):
        text = re.sub(rf"\b{name}\b", other, text)
    text = re.sub(r"\b\d{1,3}\b", lambda m: str(int(m.group()) + dice.randint(1, 9)), text)
    return Story(text, f"{story.family} refilled", story.day + timedelta(dice.randint(0, 2)), ("refilled",))


def _paragraphs(text: str) -> list[str]:
    return [p for p in text.split("\n\n") if p.strip()]


def _cut_tail(text: str, dice: random.Random) -> str:
    rows = _sentences(text)
    return " ".join(rows[: max(2, round(len(rows) * dice.uniform(0.4, 0.85)))])


def _cut_middle(text: str, dice: random.Random) -> str:
    rows = _paragraphs(text)
    if len(rows) < 4:
        return text
    at = dice.randint(1, len(rows) - 2)
    return "\n\n".join(rows[:at] + rows[at + dice.randint(1, 2) :])


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?][\"\u201d]|[.!?] )\s*(?=[A-Z\"\u201c])|\n\n", text)


def _headline(text: str, dice: random.Random) -> str:
    return f"{dice.choice(LEADS)}\n\n{text}"


def _byline(text: str, dice: random.Random) -> str:
    line = dice.choice(BYLINES).format(day=f"Nov. {dice.randint(1, 28)}")
    return f"{line} {text}" if line.endswith("-") else f"{line}\n\n{text}"


def _credit(text: str, dice: random.Random) -> str:
    return f"{text}\n\n{dice.choice(CREDITS)}"


def _style(text: str, dice: random.Random) -> str:
    for one, other in SPELLINGS.items():
        text = re.sub(rf"(?<![\w.,:-]){re.escape(one)}(?![\w-]|[.,:]\d)", other.replace("_", " "), text)
    return text.replace('"', "\u201d").replace("'", "\u2019")


def _turned(text: str, dice: random.Random) -> str:
    return re.sub(_QUOTE, lambda m: f"{m.group(2)}: \u201c{m.group(1)}.\u201d", text)


_QUOTE = re.compile('["\u201c]([^"\u201c\u201d]{20,}?),["\u201d] ([^.,"]{3,40} said)\\.')


def _swapped(text: str, dice: random.Random) -> str:
    rows = _paragraphs(text)
    if len(rows) > 3:
        at = dice.randint(1, len(rows) - 2)
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return "\n\n".join(rows)


def _colour(text: str, dice: random.Random) -> str:
    rows, (one, other) = _paragraphs(text), dice.sample(COLOUR, 2)
    rows.insert(dice.randint(1, len(rows)), f"{one} {other}")
    return "\n\n".join(rows)


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "cut middle": _cut_middle,
    "cut tail": _cut_tail,
    "quotes turned": _turned,
    "paragraphs swapped": _swapped,
    "local colour": _colour,
    "house style": _style,
    "headline": _headline,
    "byline": _byline,
    "credit": _credit,
}
SHORT_EDITS = frozenset({"house style", "byline", "credit", "headline"})


def judged(stories: Sequence[Story]) -> dict[str, object]:
    """Recall and precision over a stream; what was missed by edit, and what was wrongly joined by kind of stranger."""
    seen: dict[str, Story] = {}
    copies, missed, wrong = Copies(), Counter[str](), Counter[str]()
    due = right = said = 0
    families: set[str] = set()
    for story in stories:
        report = story.report()
        if report.id in seen:
            continue
        found = copies.find(report)
        copies.add(report, found)
        good = found is not None and seen[found.of].family == story.family
        seen[report.id] = story
        said += found is not None
        right += good
        if story.family in families:
            due += 1
            missed.update(() if good else story.edits)
        if found is not None and not good:
            wrong[" + ".join(story.edits) or "another story"] += 1
        families.add(story.family)
    told = {"reports": len(seen), "copies": due, "recall": round(right / due, 4), "precision": round(right / said, 4)}
    return told | {"missed": dict(missed.most_common()), "wrong": dict(wrong.most_common())}


def natural(told: Sequence[Item]) -> int:
    """How many of the items themselves are called copies of one before."""
    copies, found = Copies(), 0
    for n, item in enumerate(told):
        report = Report(str(n), item.text, published=item.day)
        found += copies.find(report) is not None
        copies.add(report)
    return found


def speed(stories: Sequence[Story], count: int = 6000) -> dict[str, float]:
    """Reports a second, found and added, where a third are copies; bytes of the index a report; seconds to open it."""
    dice = random.Random(SEED)
    long = [story for story in stories if len(story.text.split()) > 150]
    rows = [story for story in long for _ in range(1 + count // len(long))][:count]
    mixed = [edited(story, dice).report() if n % 3 == 0 else _shuffled(story, dice) for n, story in enumerate(rows)]
    copies = Copies()
    began = time.process_time()
    sketches = []
    for report in mixed:
        copies.find(report)
        sketches.append((report.id, copies.add(report).marks))
    took = time.process_time() - began
    many = [(f"{n}", sketches[n % len(sketches)][1]) for n in range(1_000_000)]
    many = [(name, _other(marks, n // len(sketches))) for n, (name, marks) in enumerate(many)]
    again, before = Copies(lambda name: None), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    again.put(many)
    opened = time.process_time() - began
    began = time.process_time()
    for report in mixed[:1000]:
        again.find(report)
    return {
        "words_a_report": round(float(np.mean([len(report.text.split()) for report in mixed])), 1),
        "reports_a_second": round(len(mixed) / took),
        "bytes_a_report": round(again.bytes_held() / len(again), 1),
        "sketch_bytes": round(float(np.mean([len(marks) for _, marks in sketches])), 1),
        "open_million_seconds": round(opened, 2),
        "open_million_more_mb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024),
        "found_a_second_among_million": round(1000 / (time.process_time() - began)),
    }


def _shuffled(story: Story, dice: random.Random) -> Report:
    """A report of the same words that is no copy: each word somewhere else."""
    words = story.text.split()
    dice.shuffle(words)
    return Story(" ".join(words), "", story.day).report()


def _other(marks: bytes, turn: int) -> bytes:
    return (np.frombuffer(marks, dtype="<u4") * np.uint32(2 * turn + 1)).astype("<u4").tobytes()


def searches(stories: Sequence[Story]) -> dict[str, dict[str, float]]:
    """Ways to find candidates: the share of copies whose original is among those looked at, and reports a second."""
    dice = random.Random(SEED)
    originals = [story.text for story in stories]
    copies = [edited(story, dice).text for story in stories]
    return {name: _searched(make, originals, copies) for name, make in SEARCHES.items()}


Search = tuple[Callable[[int, str], None], Callable[[str], Iterable[int]]]
"""What puts a text, and what finds the numbers of those to compare with one."""


def _searched(make: Callable[[], Search], held: list[str], new: list[str]) -> dict[str, float]:
    put, find = make()
    began = time.process_time()
    for n, text in enumerate(held):
        put(n, text)
    candidates = [list(find(text)) for text in new]
    took = time.process_time() - began
    return {
        "recall": round(sum(n in found for n, found in enumerate(candidates)) / len(new), 4),
        "candidates": round(sum(map(len, candidates)) / len(new), 2),
        "reports_a_second": round((len(held) + len(new)) / took),
    }


def _by_anchors() -> Search:
    from foreshock.wire.anchors import Anchors

    index, rules = Anchors(), copy_rules().found

    def put(n: int, text: str) -> None:
        index.put(anchors(wording_of(text).runs))

    def find(text: str) -> Iterable[int]:
        hits = index.sharing(anchors(wording_of(text).runs), rules.same_anchor)
        return [n for n, shared in hits if shared >= rules.least_hits][: rules.compared]

    return put, find


def _by_rensa(bands: int) -> Search:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(0.3, 128, bands)

    def sketch(text: str) -> RMinHash:
        words = wording_of(text).words
        made = RMinHash(128, SEED)
        made.update([" ".join(words[n : n + 3]) for n in range(len(words) - 2)])
        return made

    return lambda n, text: index.insert(n, sketch(text)), lambda text: index.query(sketch(text))


def _by_minhash(bands: int) -> Search:
    factors = np.random.default_rng(SEED).integers(1, 2**63, size=128, dtype=np.uint64) | np.uint64(1)
    held: dict[tuple[int, bytes], list[int]] = {}

    def keys(text: str) -> list[tuple[int, bytes]]:
        marks = (wording_of(text).runs[:, None] * factors[None, :]).min(axis=0)
        wide = 128 // bands
        return [(band, marks[band * wide : (band + 1) * wide].tobytes()) for band in range(bands)]

    def put(n: int, text: str) -> None:
        for key in keys(text):
            held.setdefault(key, []).append(n)

    return put, lambda text: {n for key in keys(text) for n in held.get(key, ())}


def _by_simhash() -> Search:
    held: list[np.uint64] = []

    def mark(text: str) -> np.uint64:
        bits = np.unpackbits(wording_of(text).runs.view(np.uint8).reshape(-1, 8), axis=1).mean(axis=0) > 0.5
        return np.uint64(np.packbits(bits).view(np.uint64)[0])

    def find(text: str) -> Iterable[int]:
        apart = np.array(held, dtype=np.uint64) ^ mark(text)
        return np.flatnonzero(np.bitwise_count(apart) <= 12).tolist()

    return lambda n, text: held.append(mark(text)), find


SEARCHES = {
    "anchors": _by_anchors,
    "rensa, 64 bands of 2": lambda: _by_rensa(64),
    "rensa, 32 bands of 4": lambda: _by_rensa(32),
    "numpy minhash, 64 bands of 2": lambda: _by_minhash(64),
    "simhash, 12 bits apart": _by_simhash,
}


def _at(found: dict[str, dict[str, Any]], name: str) -> float:
    one, other = name.split(".")
    return float(found[one][other])


if __name__ == "__main__":
    main()
