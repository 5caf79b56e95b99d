"""Accusations that lie in what a deed is called."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Code, first


@pytest.mark.parametrize(
    ("sentence", "accused"),
    [
        ("Turkey said the Israeli strike was a violation of Syrian sovereignty.", "ISR"),
        ("Kyiv said Russia's offer was a sham.", "RUS"),
        ('Israel bombed Tyre on Monday. "This was a hostile act," the Lebanese prime minister said.', "ISR"),
        ("Turkey shelled Kobani. The Syrian minister replied that these acts constitute a flagrant breach.", "TUR"),
    ],
)
def test_who_speaks_for_a_state_accuses_by_what_a_deed_is_called(code: Code, sentence: str, accused: str) -> None:
    accusation = first(code(sentence), "ACCUSE")
    assert [a.country for a in accusation.recipients] == [accused]
    assert accusation.standing == "actual" and accusation.chain == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Analysts said the Israeli strike was a violation of Syrian sovereignty.",
        "Turkey said the strike was not a crime.",
        "Turkey said another strike would be a crime.",
        "Turkey said the winter was cold.",
    ],
)
def test_who_speaks_for_nobody_or_brands_nothing_accuses_nobody(code: Code, sentence: str) -> None:
    assert "ACCUSE" not in [e.type for e in code(sentence).events]
