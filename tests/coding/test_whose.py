"""Laws of the network that tells whose people a party is: only countries told, shares that add up, nothing unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from foreshock.coding import EventCoder
from foreshock.coding.belonging import Party, plain_signs
from foreshock.coding.scene import Scene
from foreshock.coding.whose import SIZES, Question, Whose, load_whose, question, words_of
from foreshock.wire import read_text

TEXT = """Border guards exchanged fire

Kyrgyz and Tajik guards exchanged fire near Batken on Sunday, officials in Bishkek said. Police arrested two men.

NATO ambassadors met in Brussels. The alliance sent jets to Poland after Russian drones crossed the border."""


@pytest.fixture(scope="module")
def scene(both: EventCoder) -> Scene:
    return both.scene(read_text(TEXT, published=date(2024, 11, 20)))


@pytest.fixture(scope="module")
def whose() -> Whose:
    return load_whose()


def questions(scene: Scene) -> Iterator[Question]:
    """Every noun, asked about as the doer of the act above it."""
    for token in scene.page.tokens():
        if token.pos_ == "NOUN":
            party = Party(token.i, token.i, None, "actor", "ASSAULT", frozenset())
            act = token.head
            yield question(scene, act, party, plain_signs(scene, act, party), is_missing=False)


def test_shares_add_up_over_the_countries_that_the_report_names_and_none(scene: Scene, whose: Whose) -> None:
    named = {word.country for word in scene.countries.words}
    asked = list(questions(scene))
    assert asked
    for one in asked:
        shares = whose.shares(scene, one)
        assert sum(shares.values()) == pytest.approx(1)
        assert shares.keys() - {None} <= named


def test_a_body_of_states_is_among_the_answers(scene: Scene, whose: Whose) -> None:
    assert all("IGO" in whose.shares(scene, one) for one in questions(scene))


def test_where_a_word_lies_is_told_within_the_tables(scene: Scene) -> None:
    asked = [one.apart for one in questions(scene)]
    assert any(len(apart) for apart in asked)
    assert all(((apart >= 0) & (apart < SIZES)).all() for apart in asked)


def test_a_type_or_sector_that_was_never_taught_counts_nothing(scene: Scene, whose: Whose) -> None:
    one = next(questions(scene))
    strange = replace(one, type="NEVER", sector="NEVER")
    assert sum(whose.shares(scene, strange).values()) == pytest.approx(1)
    assert whose.shares(scene, strange) == whose.shares(scene, replace(one, type="OTHER", sector="ALIEN"))


def test_the_same_question_has_the_same_answer(scene: Scene, whose: Whose) -> None:
    one = next(questions(scene))
    assert whose.shares(scene, one) == whose.shares(scene, one)


def test_a_report_without_a_country_has_no_country_words(both: EventCoder) -> None:
    assert words_of(both.scene(read_text("Gunmen shot two farmers dead."))).states.shape == (0, 384)
