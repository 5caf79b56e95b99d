"""Laws of the clause: who does and who is done to, undone from passive, control, participle, relative and list."""

from __future__ import annotations

from typing import Any

import pytest

from foreshock.coding import syntax
from tests.coding.conftest import Parse


def word(parse: Parse, sentence: str, lemma: str) -> Any:
    return next(t for t in parse(sentence) if t.lemma_.lower() == lemma)


def said(tokens: list[Any]) -> list[str]:
    """The words, each once."""
    return list(dict.fromkeys(t.text for t in tokens))


@pytest.mark.parametrize(
    ("sentence", "verb", "doers", "done_to"),
    [
        ("Turkey shelled Syria.", "shell", ["Turkey"], ["Syria"]),
        ("Syria was shelled by Turkey.", "shell", ["Turkey"], ["Syria"]),
        ("Syria was shelled on Monday.", "shell", [], ["Syria"]),
        ("Turkey and Iran shelled Syria.", "shell", ["Turkey", "Iran"], ["Syria"]),
        ("Turkey shelled Syria and Iraq.", "shell", ["Turkey"], ["Syria", "Iraq"]),
        ("Turkey shelled Syria and blamed Iraq.", "blame", ["Turkey"], ["Iraq"]),
        ("Turkey wants to attack Syria.", "attack", ["Turkey"], ["Syria"]),
        ("Turkey urged Iraq to attack Syria.", "attack", ["Iraq"], ["Syria"]),
        ("Turkey threatened to attack Syria.", "attack", ["Turkey"], ["Syria"]),
        ("Turkey promised Iraq to attack Syria.", "attack", ["Turkey"], ["Syria"]),
        ("Turkey called on Iraq to attack Syria.", "attack", ["Iraq"], ["Syria"]),
        ("Turkey accused Iraq of attacking Syria.", "attack", ["Iraq"], ["Syria"]),
        ("Turkey, which attacked Syria, left.", "attack", ["Turkey"], ["Syria"]),
        ("The soldiers who attacked Syria left.", "attack", ["soldiers"], ["Syria"]),
        ("The soldiers attacking Syria left.", "attack", ["soldiers"], ["Syria"]),
        ("The town attacked by Turkey lies in Syria.", "attack", ["Turkey"], ["town"]),
    ],
)
def test_the_clause_tells_who_does_it_to_whom(
    parse: Parse, sentence: str, verb: str, doers: list[str], done_to: list[str]
) -> None:
    token = word(parse, sentence, verb)
    assert (said(syntax.doers(token)), said(syntax.done_to(token))) == (doers, done_to)


@pytest.mark.parametrize(
    ("sentence", "verb", "passive"),
    [
        ("Syria was shelled.", "shell", True),
        ("The town shelled by Turkey burned.", "shell", True),
        ("Turkey shelled Syria.", "shell", False),
        ("Turkey has shelled Syria.", "shell", False),
    ],
)
def test_a_passive_is_told_by_its_auxiliary_or_its_place(parse: Parse, sentence: str, verb: str, passive: bool) -> None:
    assert syntax.is_passive(word(parse, sentence, verb)) is passive


def test_a_list_is_each_of_its_members_in_text_order(parse: Parse) -> None:
    subject = word(parse, "Turkey, Iraq and Iran shelled Syria.", "shell")
    assert said(syntax.doers(subject)) == ["Turkey", "Iraq", "Iran"]


def test_a_possessor_owns_the_noun(parse: Parse) -> None:
    assert said(syntax.owners(word(parse, "Turkey's attack failed.", "attack"))) == ["Turkey"]
    assert syntax.owners(word(parse, "The attack failed.", "attack")) == []


def test_the_holder_of_a_plan_is_its_owner_or_the_subject_of_its_verb(parse: Parse) -> None:
    assert said(syntax.holders(word(parse, "Turkey's plan failed.", "plan"))) == ["Turkey"]
    assert said(syntax.holders(word(parse, "Turkey made a plan.", "plan"))) == ["Turkey"]


def test_objects_are_those_of_the_prepositions_named_and_of_no_others(parse: Parse) -> None:
    verb = word(parse, "Turkey spoke to Syria about Iraq.", "speak")
    assert said(syntax.objects_of(verb, frozenset({"to"}))) == ["Syria"]
    assert said(syntax.objects_of(verb, frozenset({"about"}))) == ["Iraq"]
    assert syntax.objects_of(verb, frozenset({"from"})) == []


def test_a_second_preposition_is_seen_through(parse: Parse) -> None:
    verb = word(parse, "Soldiers came out of Syria.", "come")
    assert said(syntax.objects_of(verb, frozenset({"out", "of"}))) == ["Syria"]


def test_the_clause_of_a_noun_is_the_verb_above_it(parse: Parse) -> None:
    noun = word(parse, "Turkey launched a heavy attack on Syria.", "attack")
    assert syntax.clause_of(noun).lemma_ == "launch"


def test_the_way_up_ends_at_the_root(parse: Parse) -> None:
    token = word(parse, "Turkey said Iraq shelled Syria.", "Syria".lower())
    heads = [head for _, head in syntax.ancestors_with_edges(token)]
    assert heads[-1].dep_ == "ROOT"
    assert all(child.head.i == head.i for child, head in syntax.ancestors_with_edges(token))


def test_the_walk_ends_on_every_word_of_a_wordy_sentence(parse: Parse) -> None:
    sentence = (
        "Turkey, which Iraq, a state that Iran wants to persuade to stop helping those attacking it, accused of "
        "planning to let others be seen to have been shelled, left, and having left came back to ask to be heard."
    )
    for token in parse(sentence):
        assert all(isinstance(t.text, str) for t in [*syntax.doers(token), *syntax.done_to(token)])
        assert all(isinstance(t.text, str) for t in syntax.holders(token))


def test_who_is_accused_of_a_deed_does_it(parse: Parse) -> None:
    doc = parse("Residents accused the soldiers of executing six herders in a hamlet.")
    verb = next(t for t in doc if t.text == "executing")
    assert [t.text for t in syntax.surface_subjects(verb)] == ["soldiers"]
