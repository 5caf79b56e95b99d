"""Known names in a text: every surface form of the registry, found in one pass.

The law: a name is found only as whole words, in its own case: "ambassador" never holds Assad.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from foreshock.codebook.registry import Entry, Reading, Registry, State

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class NameHit:
    """A known name: tokens `first` to `last` inclusive, and how it is to be read on the report's day."""

    first: int
    last: int
    words: str
    reading: Reading

    @property
    def is_state(self) -> bool:
        """True where the name is a state's, in whatever form."""
        return isinstance(self.reading.of, State)


class Names:
    """The registry's surface forms as one automaton; built once, used for every report."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._readings = registry.names()
        self._surfaces = list(self._readings)
        self._automaton = AhoCorasick(self._surfaces)

    def find(self, text: str, doc: Doc, day: date | None) -> list[NameHit]:
        """Known names in text order, the longest at each place, none overlapping another."""
        found: list[NameHit] = []
        for which, start, end in self._longest(text):
            tokens = doc.char_span(start, end)
            if tokens is not None:
                surface = self._surfaces[which]
                reading = held_on(self._readings[surface], day)
                if reading is not None:
                    found.append(NameHit(tokens.start, tokens.end - 1, surface, reading))
        return found

    def _longest(self, text: str) -> list[tuple[int, int, int]]:
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        whole = [m for m in matches if _stands_alone(text, m[1], m[2])]
        whole.sort(key=lambda m: (m[1], -m[2]))
        kept: list[tuple[int, int, int]] = []
        for match in whole:
            if not kept or match[1] >= kept[-1][2]:
                kept.append(match)
        return kept


def held_on(readings: Sequence[Reading], day: date | None) -> Reading | None:
    """The reading whose office or years hold on the day; the first where several or none do, None of no reading."""
    if day is not None:
        for reading in readings:
            if isinstance(reading.of, Entry) and reading.of.on(day)[2]:
                return reading
    return readings[0] if readings else None


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum())
