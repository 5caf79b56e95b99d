"""Known names in a text: every surface form of the registry, found in one pass.

The law: a name is found only as whole words, in its own case: "ambassador" never holds Assad.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from foreshock.codebook.registry import Entry, Reading, Registry, State

if TYPE_CHECKING:
    from spacy.tokens import Doc

HALF = r"\b[Tt]he ({})(?![\w-]| [A-Z])"
"""A word that may mean a state: behind "the", and no first part of a longer name."""


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
        self._halves = [(re.compile(HALF.format(form)), state, beside) for form, state, beside in registry.halves()]

    def find(self, text: str, doc: Doc, day: date | None) -> list[NameHit]:
        """Known names in text order, the longest at each place, none overlapping another."""
        spans = [(self._surfaces[which], doc.char_span(start, end)) for which, start, end in self._longest(text)]
        whole = [(surface, tokens, self._readings[surface]) for surface, tokens in spans if tokens is not None]
        told = Counter(readings[0].of.country for _, _, readings in whole if len(readings) == 1)
        found: list[NameHit] = []
        for surface, tokens, readings in whole:
            reading = held_on(readings, day, told)
            if reading is not None:
                found.append(NameHit(tokens.start, tokens.end - 1, surface, reading))
        return sorted([*found, *self._halves_told(text, doc, found)], key=lambda hit: hit.first)

    def _halves_told(self, text: str, doc: Doc, found: list[NameHit]) -> Iterator[NameHit]:
        """The words that mean a state because the report names it and its other half: "the North" of two Koreas."""
        told = {hit.reading.of.country for hit in found}
        taken = {i for hit in found for i in range(hit.first, hit.last + 1)}
        for words, state, beside in self._halves:
            if {state.of.country, beside} <= told:
                spans = (doc.char_span(*match.span(1)) for match in words.finditer(text))
                yield from (NameHit(s.start, s.end - 1, s.text, state) for s in spans if s and s.start not in taken)

    def _longest(self, text: str) -> list[tuple[int, int, int]]:
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        whole = [m for m in matches if _stands_alone(text, m[1], m[2])]
        whole.sort(key=lambda m: (m[1], -m[2]))
        kept: list[tuple[int, int, int]] = []
        for match in whole:
            if not kept or match[1] >= kept[-1][2]:
                kept.append(match)
        return kept


def held_on(
    readings: Sequence[Reading], day: date | None, told: Mapping[str | None, int] = MappingProxyType({})
) -> Reading | None:
    """The reading whose office or years hold on the day; where several or none do, that of the country told most, the
    first of equals; None of no reading."""
    held = [one for one in readings if day is not None and isinstance(one.of, Entry) and one.of.on(day)[2]]
    return max(held or readings, key=lambda one: told.get(one.of.country, 0), default=None)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum())
