"""What "he", "it", "the group", "we" and "both sides" stand for: told before, in this report, and fitting."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Code, first, names, voices


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("Israel attacked Syria. It condemned Turkey.", "ACCUSE", "Israel"),
        ("Vladimir Putin met Xi Jinping in Moscow. He criticised Turkey.", "ACCUSE", "Vladimir Putin"),
        ("Hezbollah attacked Israel on Monday. The group criticised Turkey.", "ACCUSE", "Hezbollah"),
        ("Kataib Hezbollah attacked the base. The militia criticised Turkey.", "ACCUSE", "Kataib Hezbollah"),
        ("Turkey closed its airspace. The country then criticised Israel.", "ACCUSE", "Turkey"),
        ("Vladimir Putin visited Cairo. The president criticised Turkey.", "ACCUSE", "Vladimir Putin"),
    ],
)
def test_a_word_that_points_back_is_who_was_told_before(code: Code, text: str, kind: str, actor: str) -> None:
    assert names(first(code(text), kind).actors) == [actor]


def test_the_subject_of_a_told_clause_is_the_one_who_tells_it(code: Code) -> None:
    event = first(code("Israel said it would attack Iran."), "ASSAULT")
    assert (names(event.actors), names(event.recipients)) == (["Israel"], ["Iran"])


def test_we_in_a_quotation_is_the_speaker(code: Code) -> None:
    event = first(code("Vladimir Putin said: “We will strike Syria.”"), "ASSAULT")
    assert (names(event.actors), voices(event)) == (["Vladimir Putin"], [("Vladimir Putin", "asserts")])


def test_its_troops_are_those_of_the_one_it_stands_for(code: Code) -> None:
    event = first(code("Baghdad urged Ankara to withdraw its troops."), "RETREAT")
    assert names(event.actors) == ["Turkey"]


def test_a_pronoun_keeps_its_own_words(code: Code) -> None:
    coded = code("Israel attacked Syria. It condemned Turkey.")
    actor = first(coded, "ACCUSE").actors[0]
    assert (actor.text, actor.span.of(coded.report.text), actor.name) == ("It", "It", "Israel")


def test_no_word_points_forward(code: Code) -> None:
    coded = code("It condemned Turkey. Israel attacked Syria.")
    assert [e.type for e in coded.events] == ["ASSAULT"]
    assert "nobody is told to have done it" in {left.reason for left in coded.left_out}


def test_a_person_is_not_it_and_a_state_is_not_he(code: Code) -> None:
    state = code("Israel attacked Syria. He condemned Turkey.")
    person = code("Vladimir Putin visited Cairo. It condemned Turkey.")
    assert "ACCUSE" not in {e.type for e in state.events}
    assert "nobody is told to have done it" in {left.reason for left in state.left_out}
    assert names(first(person, "ACCUSE").actors) == ["Egypt"]


def test_the_report_vouches_for_what_it_tells(code: Code) -> None:
    coded = code("The institute published a report on Iraq. The report said that Iran had attacked Iraq.")
    event = first(coded, "ASSAULT")
    assert len(event.chain) == 1
    assert event.chain[0].cue.of(coded.report.text) == "said"
    assert event.chain[0].source.name in ("report", "institute")


def test_the_two_countries_are_the_two_told_before(code: Code) -> None:
    coded = code("India and Pakistan held talks on Monday. The two countries condemned Turkey.")
    assert sorted(names(first(coded, "ACCUSE").actors)) == ["India", "Pakistan"]
