"""A passage: a stretch of one report as a reader of pairs sees it. The law: it holds whole sentences, and each act that
it names lies in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """`acts` are the places of the words that tell an act, as character offsets into `text`, in order. `published` is
    the ordinal of the report's day, None where it is not known; `at` is the place of the passage in its report."""

    report: str
    published: int | None
    at: int
    text: str
    acts: tuple[tuple[int, int], ...]
