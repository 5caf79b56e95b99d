"""Passages of sport, stories and nature: no act in figures of speech, and every act that only stands beside them."""

from __future__ import annotations

import pytest

from foreshock.codebook.base import event_types, toml_file
from foreshock.codebook.lexicon import classes
from foreshock.coding.registers import registers
from tests.coding.conftest import Code, acts


@pytest.mark.parametrize(
    "passage",
    [
        "Serbia crushed Croatia in the final, the cup and the tournament; the champion then bombarded Italy.",
        "In the last episode of the series Turkish rebels bomb the palace; Syria kidnaps the actress.",
        "Lions and hyenas fought over the carcass; Kenyan troops of baboons attacked the soldiers of an ant colony.",
        "Chess players in Armenia saw the Russian champion attack the black queen and destroy two rooks.",
        "Investors in Seoul fear that Samsung will attack the market and destroy the profit of its rival.",
    ],
)
def test_a_passage_of_play_story_or_nature_tells_no_act(code: Code, passage: str) -> None:
    coded = code(passage)
    assert acts(coded) == []
    assert any(row.reason.startswith("a passage on ") for row in coded.left_out)


def test_two_words_of_a_register_silence_nothing(code: Code) -> None:
    coded = code("Turkish police arrested forty fans at the match on Monday.")
    assert [kind for kind, _, _ in acts(coded)] == ["COERCE"]


def test_history_told_in_a_passage_on_a_film_stays(code: Code) -> None:
    coded = code("The film, a drama with an actress from Lima, tells how Chilean troops occupied Peru in 1881.")
    assert [e.standing for e in coded.events if e.type == "COERCE"] == ["historical"]


def test_a_register_reaches_its_paragraph_and_no_further(code: Code) -> None:
    coded = code("The film has an actress and a plot.\n\nTurkish warplanes bombed Syria.")
    assert [kind for kind, _, _ in acts(coded)] == ["ASSAULT"]


@pytest.mark.parametrize("text", ["Flames attacked the Turkish embassy.", "A mob of bees attacked Turkish soldiers."])
def test_nature_does_no_act(code: Code, text: str) -> None:
    assert acts(code(text)) == []


def test_every_table_of_registers_names_known_types_and_classes_and_asks_for_several_words() -> None:
    rows = toml_file("registers.toml").values()
    assert {c for row in rows for c in row["classes"]} <= set(classes())
    assert {t for row in rows for t in row["types"]} <= set(event_types())
    assert all(r.least > 2 and len(r.words) >= r.least for r in registers())
