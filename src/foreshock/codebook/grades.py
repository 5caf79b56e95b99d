"""Grades on the Admiralty scale: the rules for items (grading.toml), and an analyst's letters for sources, a file.

The law: a letter says who set it, when and why; a file that leaves one out is refused, never filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from foreshock.codebook.base import toml_file
from foreshock.codebook.lines import toml_and_text
from foreshock.errors import CodebookError

FIELDS = ("letter", "by", "on", "why")


@dataclass(frozen=True, slots=True)
class Letter:
    """One grade: `of` is the outlet or source, by any of its names in small letters."""

    of: str
    letter: str
    by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """When an item is graded so: bounds on the origins beside it and against it, and the letters asked for."""

    credibility: int
    why: str
    others_least: int = 0
    others_most: int | None = None
    against_least: int = 0
    against_most: int | None = None
    letters: str = "ABCDEF"

    def fits(self, letter: str, others: int, against: int) -> bool:
        """True where the item meets every bound."""
        enough = others >= self.others_least and against >= self.against_least
        few = self.others_most is None or others <= self.others_most
        calm = self.against_most is None or against <= self.against_most
        return enough and few and calm and letter in self.letters


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order in which they are asked."""
    return tuple(Rule(**row) for row in toml_file("grading.toml")["rule"])


@cache
def credibility() -> MappingProxyType[int, str]:
    """What each number says of an item."""
    return MappingProxyType({int(n): words for n, words in toml_file("grading.toml")["words"].items()})


@cache
def reliability() -> MappingProxyType[str, str]:
    """What each letter says of a source."""
    return MappingProxyType(dict(toml_file("grading.toml")["letters"]))


def read_letters(file: Path) -> dict[str, Letter]:
    """The grades by name in small letters; raises CodebookError for a file that cannot be read or breaks a rule.

    One table a name: `["Harbour Wire"]` with letter, by, on (a day) and why.
    """
    told, text = toml_and_text(file)
    return {name.casefold(): _letter(file, _line(text, name), name, row) for name, row in told.items()}


def _letter(file: Path, line: int, name: str, row: Any) -> Letter:
    if not isinstance(row, dict) or any(field not in row for field in FIELDS):
        raise CodebookError(file, line, f"{name!r} needs a table with {', '.join(FIELDS)}")
    if row["letter"] not in reliability():
        raise CodebookError(file, line, f"{row['letter']!r} is no letter of the scale, which goes from A to F")
    if not isinstance(row["on"], date) or isinstance(row["on"], datetime):
        raise CodebookError(file, line, f"{row['on']!r} is no day; write it as 2024-11-27")
    if not all(isinstance(row[field], str) and row[field].strip() for field in ("by", "why")):
        raise CodebookError(file, line, f"{name!r} needs words for who set the grade and why")
    return Letter(name, row["letter"], row["by"], row["on"], row["why"])


def _line(text: str, name: str) -> int:
    """The line where the table of a name begins, as far as the name is written plainly."""
    return next((n for n, line in enumerate(text.splitlines(), 1) if line.startswith("[") and name in line), 1)
