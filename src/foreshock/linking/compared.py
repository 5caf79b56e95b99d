"""Compared: two mentions scored by their features, and where those leave it open, by what a reader of both says.

The law: what the reader says is one reason beside the others, with its weight; a pair that features settle is not read,
nor one of which a side was told in another language than English; without a reader features decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foreshock.codebook.linking import reading
from foreshock.linking.likeness import compare, score
from foreshock.linking.passages import passages
from foreshock.linking.tellings import Telling
from foreshock.records.incident import Pair, Part
from foreshock.records.passage import Passage

READ, START = "read", "read_start"
Said = NDArray[np.float32]


class Reader(Protocol):
    """Reads two passages together."""

    def __call__(self, one: Passage, other: Passage) -> Said:
        """Log-odds (acts of the one, acts of the other) that two tell one happening."""


class Compared:
    """How likely two mentions, by their positions in `told`, tell one happening, with the reasons; two passages are
    read once."""

    def __init__(self, told: Sequence[Telling], events: pl.DataFrame, reader: Reader | None = None) -> None:
        self._told, self._reader = told, reader
        self._plain, self._said = dict[tuple[int, int], float](), dict[tuple[int, int], Said]()
        found = passages(events) if reader else {}
        self._passages = list(dict.fromkeys(passage for passage, _ in found.values()))
        place = {passage: n for n, passage in enumerate(self._passages)}
        here = ((n, found[one.member]) for n, one in enumerate(told) if one.member in found)
        self._at = {n: (place[passage], act) for n, (passage, act) in here}

    def is_comparable(self, one: int, other: int) -> bool:
        """False of what has happened beside what is expected, but for one sentence ("signs a ceasefire"), where nobody
        reads both: in features alone they are too much alike."""
        first, second = self._told[one], self._told[other]
        near = (first.member[0], first.sentence) == (second.member[0], second.sentence)
        return near or first.expected == second.expected or self._is_open(one, other)

    def read_ahead(self, pairs: Iterable[tuple[int, int]], workers: int) -> None:
        """Read what open pairs stand in, by so many threads."""
        if self._reader is not None:
            wanted = dict.fromkeys(self._places(*pair) for pair in pairs if self._is_open(*pair))
            with ThreadPoolExecutor(workers) as pool:
                self._said |= zip(wanted, pool.map(self._ask, wanted), strict=True)

    def score(self, one: int, other: int) -> float:
        """The log-odds that the two tell one happening; the score of `pair`."""
        plain, rule = self._features_alone(one, other), reading()
        if not self._is_open(one, other):
            return plain
        return rule.plain * plain + rule.read * self._heard(one, other) + rule.start

    def pair(self, one: int, other: int) -> Pair:
        """The two compared, with what each part adds."""
        plain, rule = compare(self._told[one], self._told[other]), reading()
        if not self._is_open(one, other):
            return plain
        parts = (replace(part, weight=part.weight * rule.plain) for part in plain.parts)
        said = Part(READ, self._heard(one, other), rule.read)
        return replace(plain, parts=(*parts, said, Part(START, 1.0, rule.start)))

    def _features_alone(self, one: int, other: int) -> float:
        if (one, other) not in self._plain:
            self._plain[one, other] = score(self._told[one], self._told[other])
        return self._plain[one, other]

    def _is_open(self, one: int, other: int) -> bool:
        can_be_read = one in self._at and other in self._at
        return can_be_read and reading().least < self._features_alone(one, other) < reading().most

    def _heard(self, one: int, other: int) -> float:
        places = self._places(one, other)
        if places not in self._said:
            self._said[places] = self._ask(places)
        first, second = sorted((self._at[one], self._at[other]))
        return float(self._said[places][first[1], second[1]])

    def _places(self, one: int, other: int) -> tuple[int, int]:
        first, second = sorted((self._at[one][0], self._at[other][0]))
        return first, second

    def _ask(self, places: tuple[int, int]) -> Said:
        assert self._reader is not None
        return self._reader(self._passages[places[0]], self._passages[places[1]])
