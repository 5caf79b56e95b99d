"""What is explained names the line that decided, and what stood against the others."""

from __future__ import annotations

import pytest

from foreshock.coding import EventCoder
from foreshock.records import Explanation
from foreshock.wire import read_text
from tests.coding.conftest import PUBLISHED


def told(coder: EventCoder, sentence: str, word: str) -> Explanation:
    report = read_text(sentence, published=PUBLISHED)
    return next(e for e in coder.explain(report) if e.span.of(report.text) == word)


def found(one: Explanation, about: str) -> str:
    return " / ".join(reason.found for reason in one.reasons if reason.about == about)


def test_an_event_names_its_line_its_parties_its_voice_and_its_day(coder: EventCoder) -> None:
    one = told(coder, "Israel bombed a Kataib Hezbollah depot on Sunday, police said.", "bombed")
    assert one.verdict.startswith("ASSAULT")
    assert "triggers.csv line" in found(one, "reading") and "bomb" in found(one, "reading")
    assert "actors/states.csv line" in found(one, "actor") and "Israel" in found(one, "actor")
    assert "actors/middle_east.csv line" in found(one, "recipient")
    assert "cue 'said', cues.csv line" in found(one, "according to")
    assert found(one, "when") == "'Sunday'"


def test_a_word_that_tells_no_event_says_why(coder: EventCoder) -> None:
    assert told(coder, "The bakery bombed its hygiene exam.", "bombed").verdict.startswith("no event")
    one = told(coder, "The dancer twirled.", "twirled")
    assert one.verdict == "no event: triggers.csv has no line for 'twirl'"


@pytest.mark.parametrize("sentence", ["Rain fell on the hills.", "Ωμέγα"])
def test_any_sentence_can_be_asked_about(coder: EventCoder, sentence: str) -> None:
    assert all(e.verdict.startswith("no event") for e in coder.explain(read_text(sentence, published=PUBLISHED)))
