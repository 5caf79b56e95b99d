"""The reader of `readers.toml`: what a reader may use, and the words by which it reads.

The law: no limit and no phrase of a reader stands in code; each is a line in the file.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Caps:
    """What a reader's own process may use for one document, and after how many documents it is replaced."""

    memory_bytes: int
    cpu_s: int
    wall_s: float
    start_s: float
    reply_bytes: int
    documents: int
    open_files: int


@dataclass(frozen=True, slots=True)
class PageLimits:
    """The thresholds of the reader of pages, by their names in the file."""

    raw_bytes: int
    tree_bytes: int
    elements: int
    steps: int
    head_bytes: int
    fewest_words: int
    stub_words: int
    broken_share: float
    control_share: float
    aria_words: int
    off_screen_px: int
    flagged_words: int
    furniture_share: float
    title_share: float
    links_share: float
    article_words: int
    extracted_letters: int


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """The thresholds of PDF files and documents, by their names in the file."""

    raw_bytes: int
    pages: int
    letters: int
    fewest_words: int
    edge_lines: int
    repeated_share: float
    full_line: float
    heading_line: float
    gap: float
    other_size: float
    members: int
    member_bytes: int
    ratio: int
    hyphened: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterLimits:
    """The thresholds and phrases of letters; patterns cover a whole line, upper and lower case alike."""

    raw_bytes: int
    parts: int
    attached: int
    own_words: int
    signature_lines: int
    forwarded: re.Pattern[str]
    wrote: re.Pattern[str]
    answered: re.Pattern[str]
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words by which a page's own marks are told; `pairs` stand between blanks."""

    tags: frozenset[str]
    roles: frozenset[str]
    words: frozenset[str]
    pairs: tuple[str, ...]
    day: frozenset[str]
    author: frozenset[str]


@cache
def caps() -> Caps:
    """The caps of the file."""
    return Caps(**_told()["caps"])


@cache
def page_limits() -> PageLimits:
    """The limits of pages, without the table of encodings."""
    return PageLimits(**{key: told for key, told in _told()["page"].items() if not isinstance(told, dict)})


@cache
def page_words() -> PageWords:
    """The words of pages."""
    told = _told()["page"]["furniture"]
    sets = {key: frozenset(told[key]) for key in ("tags", "roles", "words", "day", "author")}
    return PageWords(pairs=tuple(f" {x} " for x in told["pairs"]), **sets)


@cache
def charsets() -> dict[str, str]:
    """What pages call their encoding, in lower case, to the codec that reads it."""
    return dict(_told()["page"]["charsets"])


@cache
def sheet_limits() -> SheetLimits:
    """The limits of PDF files and documents."""
    told = dict(_told()["sheets"])
    return SheetLimits(hyphened=tuple(told.pop("hyphened")), **told)


@cache
def letter_limits() -> LetterLimits:
    """The limits and phrases of letters."""
    told = dict(_told()["letters"])
    told |= {key: re.compile(told[key], re.IGNORECASE) for key in ("forwarded", "wrote", "answered")}
    return LetterLimits(**told)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("readers.toml").read_text("utf8"))
