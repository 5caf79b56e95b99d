"""The marks of a scenario: every kind of act it tells apart, and which of its patterns each fits.

The law: a mark is one actor (or anybody else), one recipient (or anybody else) and one group of types that no pattern
tells apart; so every pattern is a set of whole marks, and an act belongs to at most one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foreshock.codebook.base import event_types
from foreshock.forecast.network import Mark
from foreshock.records.scenario import Pattern, Scenario

OTHERS = "others"
Triple = tuple[int, int, int]
"""Positions of the actor, the recipient (-1 others or nobody) and the group of types."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a scenario, in a fixed order; `groups` are the types of each group."""

    parties: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    triples: tuple[Triple, ...]

    def named(self) -> tuple[Mark, ...]:
        """The marks as the forecast names them."""
        return tuple(self.mark_of(triple) for triple in self.triples)

    def fits(self, patterns: Iterable[Pattern]) -> NDArray[np.bool_]:
        """Which marks each pattern asks for, (patterns, marks)."""
        rows = [[self._fit(pattern, triple) for triple in self.triples] for pattern in patterns]
        found: NDArray[np.bool_] = np.array(rows, np.bool_).reshape(len(rows), len(self.triples))
        return found

    def quads(self) -> tuple[str, ...]:
        """The quad of each mark."""
        return tuple(event_types()[self.groups[group][0]].quad for _, _, group in self.triples)

    def mark_of(self, triple: Triple) -> Mark:
        """The name of one mark."""
        actor, recipient, group = triple
        return Mark(self._party(actor), self._party(recipient), "+".join(self.groups[group]))

    def group_of(self, kind: str) -> int:
        """The group that a type belongs to."""
        return next(n for n, group in enumerate(self.groups) if kind in group)

    def _party(self, position: int) -> str:
        return self.parties[position] if position >= 0 else OTHERS

    def _fit(self, pattern: Pattern, triple: Triple) -> bool:
        actor, recipient, group = triple
        return (
            (not pattern.by or self._party(actor) in pattern.by)
            and (not pattern.to or self._party(recipient) in pattern.to)
            and (not pattern.types or self.groups[group][0] in pattern.types)
        )


def type_groups(scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """The types in groups of one quad that no pattern tells apart."""
    named = [frozenset(p.types) for p in scenario.patterns() if p.types]
    groups: dict[object, list[str]] = {}
    for kind, row in event_types().items():
        told = tuple(kind in types for types in named)
        groups.setdefault((told, row.quad), []).append(kind)
    return tuple(tuple(group) for group in groups.values())


def marks_of(scenario: Scenario, seen: Iterable[Triple]) -> Marks:
    """The marks seen in the history that bear on the scenario, and one for whatever it asks for that was never seen.

    A mark bears on it where a pattern asks for it, or where its two parties are those of one that is asked for: acts
    excite acts of the same pair. Where only an intervention's scale would reach it, it is left out.
    """
    groups, parties = type_groups(scenario), tuple(party.name for party in scenario.parties)
    told = Marks(parties, groups, tuple(sorted(set(seen))))
    scales = [id(move.scale) for move in scenario.interventions]
    asked = np.any(told.fits([p for p in scenario.patterns() if id(p) not in scales]), axis=0).tolist()
    pairs = {frozenset(t[:2]) for t, fit in zip(told.triples, asked, strict=True) if fit}
    kept = {t for t, fit in zip(told.triples, asked, strict=True) if fit or (t[0] >= 0 and frozenset(t[:2]) in pairs)}
    added = [move.inject for move in scenario.interventions if move.inject is not None]
    held = Marks(parties, groups, tuple(sorted(kept)))
    for pattern in scenario.patterns():
        if pattern in added or (id(pattern) not in scales and not held.fits([pattern]).any()):
            kept.add(_example(pattern, held))
            held = Marks(parties, groups, tuple(sorted(kept)))
    return held


def example_of(pattern: Pattern, marks: Marks) -> int:
    """The position of the mark that an added act of the pattern takes."""
    return marks.triples.index(_example(pattern, marks))


def _example(pattern: Pattern, marks: Marks) -> Triple:
    actor, recipient = (marks.parties.index(told[0]) if told else -1 for told in (pattern.by, pattern.to))
    kind = pattern.types[0] if pattern.types else marks.groups[0][0]
    return actor, recipient, marks.group_of(kind)
