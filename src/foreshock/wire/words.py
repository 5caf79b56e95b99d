"""The reader of `layout.toml`: the words and limits by which a page's layout is told.

The law: no phrase and no threshold of this room stands in code; each is a line in the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds of the file, by their names there."""

    report_bytes: int
    title_letters: int
    title_words: int
    heading_letters: int
    heading_words: int
    stamp_letters: int
    furniture_letters: int
    dateline_letters: int
    head_lines: int
    wrapped_letters: int
    broken_letters: int
    language_letters: int
    language_sample: int
    language_score: float
    language_sure: int
    control_share: float
    first_year: int
    last_year: int
    ascii_letters: float


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters that tell a language from those in `rivals`, by being seen, or by being lacking."""

    language: str
    rivals: frozenset[str]
    seen: frozenset[str]
    lacks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the file, ready to match; patterns must cover a whole line."""

    limits: Limits
    suffixes: frozenset[str]
    not_reports: frozenset[str]
    months: dict[str, int]
    zones: dict[str, float]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    loose_zones: tuple[str, ...]
    small_words: tuple[str, ...]
    weekdays: tuple[str, ...]
    outlet_words: frozenset[str]
    agencies: frozenset[str]
    labels: tuple[str, ...]
    furniture: re.Pattern[str]
    opens_list: re.Pattern[str]
    byline: re.Pattern[str]
    letters: tuple[Letters, ...]


@cache
def words() -> Words:
    """The words of `layout.toml`, read once."""
    told = tomllib.loads(Path(__file__).with_name("layout.toml").read_text("utf8"))
    stamps, furniture = told["stamps"], told["furniture"]
    return Words(
        limits=Limits(**told["limits"]),
        suffixes=frozenset(told["files"]["suffixes"]),
        not_reports=frozenset(told["files"]["not_reports"]),
        months=told["months"],
        zones=told["zones"],
        published=_longest_first(stamps["published"]),
        updated=_longest_first(stamps["updated"]),
        loose_zones=_longest_first(stamps["loose_zones"]),
        small_words=_longest_first(stamps["small_words"]),
        weekdays=_longest_first(stamps["weekdays"]),
        outlet_words=frozenset(told["outlets"]["words"]),
        agencies=frozenset(told["outlets"]["agencies"]),
        labels=_longest_first(told["outlets"]["labels"]),
        furniture=_any_of([*furniture["lines"], *furniture["related"]]),
        opens_list=_any_of(furniture["opens_list"]),
        byline=_any_of([furniture["byline"]]),
        letters=tuple(
            Letters(x["language"], frozenset(x["not"]), frozenset(x.get("seen", "")), frozenset(x.get("lacks", "")))
            for x in told["letters"]
        ),
    )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in patterns), re.IGNORECASE)


def _longest_first(told: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(told, key=lambda word: (-len(word), word)))
