"""The coder of a language: the one small interface through which English and every other language are coded.

The law: which coder codes a report follows from its language alone; where there is none, the reason is one line.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from foreshock.codebook.language import LanguageBook, language_book, languages
from foreshock.coding.models import models_installed
from foreshock.records import CodedReport, Coder, LeftOut, Report, Span
from foreshock.records.coded import UNCODED

ENGLISH = "en"
UNKNOWN = "und"
"""The code of a report whose language was looked for and is not known (ISO 639-2, undetermined)."""


class LanguageCoder(Protocol):
    """What a coder of one language does: the reports of that language in, their rows out, in order."""

    @property
    def coder(self) -> Coder:
        """Its name, version and model, kept with every row."""

    def code_all(self, reports: Sequence[Report]) -> list[CodedReport]:
        """The reports with their rows, in order; each has the rows that it has alone."""


@dataclass(frozen=True, slots=True)
class Uncoded:
    """No coder: keeps reports without rows, each with the reason."""

    reason: str

    @property
    def coder(self) -> Coder:
        """A coder that says that nobody coded; a later coder takes up its reports."""
        return Coder(UNCODED, version("foreshock"), "none", "")

    def code_all(self, reports: Sequence[Report]) -> list[CodedReport]:
        """The reports without rows, and one left-out row over the whole text with the reason."""
        return [CodedReport(r, self.coder, left_out=(LeftOut(Span(0, len(r.text)), self.reason),)) for r in reports]


def coder_for(language: str, actors: Path | None = None, own: str = "") -> LanguageCoder | None:
    """The coder of a language beside English, opened once; None where there is none or its model is not installed.

    `actors` is a user's file of actors, `own` its mark in the version; raises CodebookError where that file is at
    fault.
    """
    if language not in languages() or model_of(language) is None:
        return None
    return _opened(language, actors, own)


def uncoded(language: str) -> Uncoded:
    """What keeps the reports of a language that has no coder here, with the reason."""
    return Uncoded(_why_not(language))


def model_of(language: str) -> tuple[str, str] | None:
    """The parser model for a language beside English and its version, the best installed; None where none is."""
    found = models_installed(language_book(language).models)
    return next(iter(found.items()), None)


def book_of(language: str) -> LanguageBook:
    """The words of a language beside English."""
    return language_book(language)


def language_name(code: str) -> str:
    """The English name of a language by its ISO 639-1 code, from CLDR; the code itself where it has none."""
    return "unknown" if code == UNKNOWN else _names().get(code, code)


def _why_not(language: str) -> str:
    if language == UNKNOWN:
        return "its language is not known"
    if language in languages():
        book = language_book(language)
        return (
            f"{book.name} is coded with the parser model {' or '.join(book.models)}, which is not installed; "
            f"install the extra foreshock[{book.extra}]"
        )
    return f"no coder for the language {language!r} ({language_name(language)})"


@lru_cache(maxsize=4)
def _opened(language: str, actors: Path | None, own: str) -> LanguageCoder:
    from foreshock.coding.universal.coder import UniversalCoder

    told = model_of(language)
    assert told is not None
    return UniversalCoder(language_book(language), told[0], actors, own)


@cache
def _names() -> dict[str, str]:
    lines = (files("foreshock.codebook") / "language_names.csv").read_text(encoding="utf8").splitlines()
    return {row["code"]: row["name"] for row in csv.DictReader(lines)}
