"""Rules and student together: what the student may deny, retype, propose and fill in, and what it may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pytest

from foreshock.codebook.lexicon import Trigger
from foreshock.coding import EventCoder, open_coder
from foreshock.coding.proposals import Proposals
from foreshock.coding.scene import Scene
from foreshock.coding.sides import Parties
from foreshock.coding.student import MOST, Marks
from foreshock.wire import read_text
from tests.coding.conftest import PUBLISHED, SMALL

TYPES, STANDINGS = ("ASSAULT", "PROTEST", "AID", "RETREAT"), ("actual", "future")
SURE = 9.0
"""A score that makes a share of nearly one."""


@dataclass
class Taught:
    """What a made-up student says of a sentence, by word: type and share, or two types of a sure act; standing, and
    sides of the first act."""

    acts: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    torn: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    future: Mapping[str, float] = field(default_factory=dict)
    actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()


def asked(coder: EventCoder, sentence: str, taught: Taught, alone: bool = False) -> tuple[Scene, Proposals]:
    """The scene of the sentence, and the proposals that the made-up student gives for it."""
    scene = coder.scene(read_text(sentence, published=PUBLISHED))
    words = [t for t in scene.page.tokens() if not t.is_space]
    scene.page.word_at = {t.idx: n for n, t in enumerate(words)}
    acts = np.zeros((len(words), len(TYPES) + 1), dtype=np.float32)
    standings = np.tile(np.array([0.5, 0.5], dtype=np.float32), (len(words), 1))
    sides = np.full((len(words), 4), -SURE, dtype=np.float32)
    for n, word in enumerate(t.text for t in words):
        kind, share = taught.acts.get(word, ("", 0.0))
        acts[n, 0] = 1 - share
        if kind:
            acts[n, 1 + TYPES.index(kind)] = share
        for kind, share in zip(taught.torn.get(word, ()), (0.5, 0.45), strict=False):
            acts[n, 0], acts[n, 1 + TYPES.index(kind)] = 0.05, share
        if word in taught.future:
            standings[n] = [1 - taught.future[word], taught.future[word]]
        for side, told in ((2, taught.actors), (3, taught.recipients)):
            sides[n, side] = SURE if word in told else -SURE
    steps = np.zeros((2 * MOST + 1, 1), dtype=np.float32)
    pairs = {"role_join": np.zeros((1, 2), dtype=np.float32), "role_steps": steps}
    bounds = np.tile(np.array([0, len(words)]), (len(words), 1))
    marks = Marks(acts, standings, acts[:, 0] * 0, bounds, sides, sides, sides, pairs)
    return scene, Proposals(scene.page, marks, TYPES, STANDINGS, alone)


def weighed(coder: EventCoder, sentence: str, taught: Taught, alone: bool = False) -> dict[str, Trigger]:
    scene, proposals = asked(coder, sentence, taught, alone)
    [one] = scene.page.sentences
    readings = {t.i: r for t in one.tokens if (r := scene.triggers.reading(t))}
    return {scene.page.doc[i].text: r for i, r in proposals.weighed(one, readings).items()}


def test_a_word_of_the_lexicon_that_the_student_is_sure_tells_nothing_is_dropped(coder: EventCoder) -> None:
    assert weighed(coder, "Turkey bombed Syria.", Taught()) == {}


def test_a_word_of_the_lexicon_stays_where_the_student_is_not_sure(coder: EventCoder) -> None:
    kept = weighed(coder, "Turkey bombed Syria.", Taught({"bombed": ("ASSAULT", 0.4)}))
    assert kept["bombed"].type == "ASSAULT" and kept["bombed"].line > 0


def test_a_word_that_the_lexicon_lacks_is_proposed_with_its_share(coder: EventCoder) -> None:
    kept = weighed(coder, "Militias kneecapped a guard.", Taught({"kneecapped": ("ASSAULT", 0.97)}))
    assert (kept["kneecapped"].type, kept["kneecapped"].line) == ("ASSAULT", 0)
    assert kept["kneecapped"].by == "the student, 0.97"


def test_a_word_that_the_student_half_believes_is_not_proposed(coder: EventCoder) -> None:
    assert weighed(coder, "Militias kneecapped a guard.", Taught({"kneecapped": ("ASSAULT", 0.4)})) == {}


def test_another_type_of_which_the_student_is_sure_goes_before_the_lexicons(coder: EventCoder) -> None:
    kept = weighed(coder, "Turkey bombed Syria.", Taught({"bombed": ("PROTEST", 0.99)}))
    assert kept["bombed"].type == "PROTEST" and kept["bombed"].mode is None


def test_a_set_phrase_keeps_its_type_against_a_sure_student(coder: EventCoder) -> None:
    kept = weighed(coder, "The preacher promised death to Syria.", Taught({"promised": ("AID", 0.99)}))
    assert kept["promised"].type == "THREATEN"


@pytest.mark.parametrize(
    "sentence",
    ["Russia said it will not accept NATO soldiers.", "Iran said it would not tolerate the closing of the strait."],
)
def test_a_refusal_that_only_the_student_finds_was_uttered(sentence: str) -> None:
    told = open_coder(SMALL).code(read_text(sentence, published=PUBLISHED)).events
    assert [e.standing for e in told if e.type == "REJECT"] == ["actual"]


def test_alone_the_student_asks_no_line_of_the_lexicon(coder: EventCoder) -> None:
    taught = Taught({"bombed": ("ASSAULT", 0.97)})
    assert weighed(coder, "Turkey bombed Syria.", taught, alone=True)["bombed"].line == 0


@pytest.mark.parametrize(("share", "blocked"), [(0.66, True), (0.99, False)])
def test_a_use_that_a_line_says_is_none_stays_none_but_where_the_student_is_sure(
    coder: EventCoder, share: float, blocked: bool
) -> None:
    kept = weighed(coder, "The bakery bombed its exam.", Taught({"bombed": ("ASSAULT", share)}))
    assert kept["bombed"].blocks is blocked


def test_a_set_phrase_is_no_act_however_sure_the_student_is(coder: EventCoder) -> None:
    taught = Taught({"request": ("ASSAULT", 0.99)})
    assert weighed(coder, "The army did not answer a request for comment.", taught)["request"].blocks


def test_a_verb_with_its_particle_is_one_act_and_keeps_its_line(coder: EventCoder) -> None:
    taught = Taught({"stepped": ("AID", 0.4), "down": ("AID", 0.6)})
    kept = weighed(coder, "The minister stepped down on Monday.", taught)
    assert [(word, r.type, r.line > 0) for word, r in kept.items()] == [("stepped", "RETREAT", True)]


def parties(coder: EventCoder, sentence: str, taught: Taught, told: Parties) -> tuple[list[str], list[str]]:
    scene, proposals = asked(coder, sentence, taught)
    word = next(t for t in scene.page.tokens() if t.text in taught.acts)
    found, _ = proposals.settled(word, scene.triggers.reading(word) or BARE, told, scene.cast)
    return [a.name for a in found.actors], [a.name for a in found.recipients]


BARE = Trigger("kneecap", "verb", "ASSAULT", None, "on", (), 0)


def test_parties_that_the_frame_lacks_are_those_that_the_student_marks(coder: EventCoder) -> None:
    taught = Taught({"strike": ("ASSAULT", 0.9)}, actors=frozenset({"Israel"}), recipients=frozenset({"Iran"}))
    assert parties(coder, "After the strike Israel warned Iran.", taught, Parties([], [])) == (["Israel"], ["Iran"])


def test_a_party_that_the_frame_names_stays(coder: EventCoder) -> None:
    taught = Taught({"bombed": ("ASSAULT", 0.9)}, actors=frozenset({"Syria"}))
    scene, _ = asked(coder, "Turkey bombed Syria.", taught)
    turkey = scene.cast.actors([t for t in scene.page.tokens() if t.text == "Turkey"])
    assert parties(coder, "Turkey bombed Syria.", taught, Parties(turkey, []))[0] == ["Turkey"]


def test_whom_the_frame_names_as_struck_the_student_does_not_make_a_doer(coder: EventCoder) -> None:
    taught = Taught({"bombed": ("ASSAULT", 0.9)}, actors=frozenset({"Syria"}))
    scene, _ = asked(coder, "Turkey bombed Syria.", taught)
    syria = scene.cast.actors([t for t in scene.page.tokens() if t.text == "Syria"])
    assert parties(coder, "Turkey bombed Syria.", taught, Parties([], syria)) == ([], ["Syria"])


def test_nobody_is_on_both_sides(coder: EventCoder) -> None:
    both = frozenset({"Israel"})
    taught = Taught({"strike": ("ASSAULT", 0.9)}, actors=both, recipients=both)
    assert parties(coder, "After the strike Israel warned Iran.", taught, Parties([], [])) == (["Israel"], [])


def stood(coder: EventCoder, share: float, word: str, before: str = "hypothetical") -> tuple[str, str]:
    scene, proposals = asked(coder, "Turkey bombed Syria.", Taught(future={"bombed": share}))
    bombed = next(t for t in scene.page.tokens() if t.text == "bombed")
    return proposals.stood(bombed, before if word else "actual", word)


def test_where_no_word_decides_a_sure_student_gives_the_standing(coder: EventCoder) -> None:
    assert stood(coder, 0.95, "") == ("future", "the student, 0.95")
    assert stood(coder, 0.60, "") == ("actual", "")


def test_against_a_word_of_the_text_the_student_must_be_surer(coder: EventCoder) -> None:
    assert stood(coder, 0.75, "should") == ("hypothetical", "should")
    assert stood(coder, 0.99, "should") == ("future", "the student, 0.99")


def test_no_student_goes_against_a_denial_or_a_past_tense_with_a_date(coder: EventCoder) -> None:
    assert stood(coder, 0.99, "not", "negated") == ("negated", "not")
    assert stood(coder, 0.99, "in 1967", "historical") == ("historical", "in 1967")
    assert stood(coder, 0.99, "anniversary", "historical") == ("future", "the student, 0.99")


def test_no_student_takes_a_case_that_is_put_for_a_fact(coder: EventCoder) -> None:
    assert stood(coder, 0.99, "case") == ("hypothetical", "case")


def test_what_somebody_is_tells_no_act_of_the_students(coder: EventCoder) -> None:
    assert weighed(coder, "The ministry was silent on Monday.", Taught({"silent": ("ASSAULT", 0.9)})) == {}


def test_a_guess_fills_an_empty_side_alone_and_never_with_who_is_there_already(coder: EventCoder) -> None:
    taught = Taught(
        {"strike": ("ASSAULT", 0.9)}, actors=frozenset({"Israel"}), recipients=frozenset({"Iran", "Israel"})
    )
    scene, proposals = asked(coder, "After the strike Israel warned Iran.", taught)
    word = next(t for t in scene.page.tokens() if t.text == "strike")
    israel = next(m.actor for m in scene.cast.mentions if m.actor.name == "Israel")
    guessed = proposals.guessed(word, "ASSAULT", Parties([israel], []), scene.cast)
    assert guessed.actors == [israel]
    assert [a.name for a in guessed.recipients] == ["Iran"]
    assert proposals.guessed(word, "ASSAULT", Parties([], [israel]), scene.cast) == Parties([], [israel])
    nobody = proposals.guessed(word, "ASSAULT", Parties([], []), scene.cast)
    assert ([a.name for a in nobody.actors], [a.name for a in nobody.recipients]) == (["Israel"], ["Iran"])


@pytest.mark.parametrize(
    ("text", "kind", "recipients"),
    [
        ("Iran was silent after the strike.", "ASSAULT", ["Iran"]),
        ("Iran was silent.\n\nNobody saw the strike.", "ASSAULT", []),
        ("Iran was silent after the strike.", "RETREAT", []),
    ],
)
def test_a_guess_stays_in_the_paragraph_and_at_acts_that_are_done_to_somebody(
    coder: EventCoder, text: str, kind: str, recipients: list[str]
) -> None:
    scene, proposals = asked(coder, text, Taught({"strike": (kind, 0.9)}, recipients=frozenset({"Iran"})))
    word = next(t for t in scene.page.tokens() if t.text == "strike")
    guessed = proposals.guessed(word, kind, Parties([], []), scene.cast)
    assert [a.name for a in guessed.recipients] == recipients


def test_a_word_that_surely_tells_some_act_is_proposed_under_its_likeliest_type(coder: EventCoder) -> None:
    torn = Taught(torn={"kneecapped": ("ASSAULT", "PROTEST")})
    assert weighed(coder, "Militias kneecapped a guard.", torn)["kneecapped"].type == "ASSAULT"
