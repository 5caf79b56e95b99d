"""The reader of `copies.toml`: what is looked at, and from where on two texts are copies.

The law: no threshold and no word of comparing texts stands in code; each is a line in the file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Found:
    """How candidates are found, by the names of the file."""

    run_words: int
    anchors: int
    same_anchor: int
    least_hits: int
    compared: int


@dataclass(frozen=True, slots=True)
class Alike:
    """From where on texts are alike."""

    short_words: int
    short_share: float
    long_words: int
    long_share: float
    least_words: int
    short_part: float
    long_part: float
    near_days: int

    def share(self, words: int) -> float:
        """The share of the shorter text, of so many words, that has to stand in the longer one."""
        return self.short_share + (self.long_share - self.short_share) * self.length(words)

    def part(self, words: int) -> float:
        """The part of the longer text that the shorter, of so many words, has to be."""
        return self.short_part if words <= self.short_words else self.long_part

    def length(self, words: int) -> float:
        """0 for a short text, 1 for a long one, and between the two in proportion."""
        return min(1.0, max(0.0, (words - self.short_words) / (self.long_words - self.short_words)))


@dataclass(frozen=True, slots=True)
class Facts:
    """When a change of words is a change of facts."""

    gap_words: int
    edge_share: float
    alike_names: float
    short_missing: tuple[float, float]
    long_missing: tuple[float, float]
    line_length: float
    inserted_words: int
    same_units: int
    unit_words: int


@dataclass(frozen=True, slots=True)
class CopyRules:
    """The whole file, ready to use: `same` maps a word in small letters to the one it is written as."""

    rule: str
    found: Found
    alike: Alike
    facts: Facts
    dropped: frozenset[str]
    negations: frozenset[str]
    weekdays: frozenset[str]
    months: frozenset[str]
    numbers: frozenset[str]
    common: frozenset[str]
    same: MappingProxyType[str, str]
    endings: tuple[tuple[str, str], ...]
    least_letters: int


@cache
def copy_rules() -> CopyRules:
    """The rules of the file."""
    told = tomllib.loads((Path(__file__).parent / "copies.toml").read_text(encoding="utf8"))
    words = {name: text.split() for name, text in told["words"].items()}
    numbers = {word: str(n) for n, word in enumerate(words["numbers"])}
    numbers |= {word: f"{n}th" for n, word in enumerate(words["ordinals"])}
    numbers |= {word: str(10 * n) for n, word in enumerate(words["tens"], start=3)}
    months = dict(zip(words["short_months"], [*words["months"], "september"], strict=True))
    short = dict(pair.split("=") for pair in words["abbreviations"])
    return CopyRules(
        rule=told["rule"],
        found=Found(**told["found"]),
        alike=Alike(**told["alike"]),
        facts=Facts(**told["facts"]),
        dropped=frozenset(words["dropped"]),
        negations=frozenset(words["negations"]),
        weekdays=frozenset(words["weekdays"]),
        months=frozenset(words["months"]),
        numbers=frozenset([*numbers.values(), *words["many"]]),
        common=frozenset(words["common"]),
        same=MappingProxyType(numbers | months | short),
        endings=tuple(sorted(((a, b) for a, b in told["endings"]["rules"]), key=lambda rule: -len(rule[0]))),
        least_letters=told["endings"]["least_letters"],
    )
