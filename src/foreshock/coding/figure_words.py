"""The words about numbers, read once from the codebook. The law: what bounds a number is said in data, not in code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The tables of `codebook/figures.toml`; `bounds` by their words, longest first."""

    bounds: tuple[tuple[tuple[str, ...], str], ...]
    toll: dict[str, str]
    toll_words: dict[str, str]
    toll_from: dict[str, str]
    units: dict[str, str]
    currencies: dict[str, str]
    rising: frozenset[str]
    raising: frozenset[str]
    not_after: frozenset[str]
    not_nouns: frozenset[str]
    not_few: frozenset[str]
    generic: frozenset[str]
    people: frozenset[str]
    least_people: int
    against: frozenset[str]
    how_often: frozenset[str]
    dating: frozenset[str]


@cache
def figure_words() -> FigureWords:
    """The words about numbers that foreshock knows."""
    told: dict[str, Any] = tomllib.loads(files("foreshock.codebook").joinpath("figures.toml").read_text("utf8"))
    bounds = sorted(((tuple(k.split()), v) for k, v in told["bounds"].items()), key=lambda b: (-len(b[0]), b[0]))
    return FigureWords(
        bounds=tuple(bounds),
        toll=told["toll"],
        toll_words=told["toll_words"],
        toll_from=told["toll_from"],
        units=told["units"],
        currencies=told["currencies"],
        raising=frozenset(told["rising"]["by"]),
        rising=frozenset(told["rising"]["lemmas"]),
        not_after=frozenset(told["not_counted"]["before"]),
        not_nouns=frozenset(told["not_counted"]["nouns"]),
        not_few=frozenset(told["not_counted"]["few"]),
        generic=frozenset(told["not_counted"]["generic"]),
        people=frozenset(told["people"]["words"]),
        least_people=told["people"]["least"],
        against=frozenset(told["against"]["words"]),
        how_often=frozenset(told["often"]["words"]),
        dating=frozenset(told["often"]["dating"]),
    )
