"""The reader of pairs: a small encoder that reads two passages together and says of each act of the one and each of the
other how likely they tell one happening.

The law: what it says depends on the two passages alone, and is the same whichever comes first. How it was taught, from
what and how well, is written in training/README.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from foreshock.coding.encoder import WEIGHTS, check_shipped, session, word_vectors
from foreshock.coding.wordpieces import WordPieces
from foreshock.errors import StudentMissing
from foreshock.records.passage import Passage

if TYPE_CHECKING:
    from foreshock.coding.encoder import Floats

MOST, BEFORE = 140, 40
"""Pieces that are read of a passage; of a longer one, from so many before its first act on."""
GAPS = ((0, "same day"), (1, "next day"), (10, "{} days later"), (60, "weeks later"))
"""How the days between two reports read, up to so many."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = tuple("January February March April May June July August September October November December".split())
WORD = re.compile(r"\S+")
Span = tuple[int, int]
Cut = tuple[list[int], list[Span]]
"""Pieces, and of each act its first piece and its last."""


class Pieces:
    """Passages as the pieces that the encoder reads."""

    def __init__(self, vocabulary: Path) -> None:
        self._pieces = WordPieces(vocabulary)
        self.cut = lru_cache(maxsize=20_000)(self._cut)

    def pair(self, one: Passage, other: Passage) -> tuple[list[int], list[int], list[Span], list[Span]]:
        """Pieces of two passages, the earlier first; for each piece 0 or 1 by the passage that it is of; and the acts
        of the one and of the other. A passage that is read with itself stands there once."""
        (early, acts), (late, others) = self.cut(one), self.cut(other)
        first = [self._pieces.start, *self._plain(_day(one))]
        ids, here = [*first, *early, self._pieces.end], _moved(acts, len(first))
        if one == other:
            return ids, [0] * len(ids), here, here
        second = self._plain(f"{_gap(one, other)} {_day(other)}")
        kinds = [0] * len(ids) + [1] * (len(second) + len(late) + 1)
        return [*ids, *second, *late, self._pieces.end], kinds, here, _moved(others, len(ids) + len(second))

    def _plain(self, words: str) -> list[int]:
        return [piece for word in words.split() for piece in self._pieces.cut(word)]

    def _cut(self, told: Passage) -> Cut:
        ids, places = list[int](), list[Span]()
        for word in WORD.finditer(told.text):
            pieces = self._pieces.cut(word.group())
            ids += pieces
            places += [word.span()] * len(pieces)
        acts = [_pieces_of(span, places) for span in told.acts]
        if len(ids) <= MOST:
            return ids, acts
        lead = max(0, min(acts[0][0] - BEFORE, len(ids) - MOST)) if acts else 0
        return ids[lead : lead + MOST], [(_within(a - lead), _within(b - lead)) for a, b in acts]


def _pieces_of(span: Span, places: Sequence[Span]) -> Span:
    """The first and the last piece of the words that a span touches; the first of all where it touches none."""
    of = [n for n, (start, end) in enumerate(places) if start < span[1] and span[0] < end]
    return (of[0], of[-1]) if of else (0, 0)


def _within(place: int) -> int:
    return min(max(place, 0), MOST - 1)


def _moved(acts: Sequence[Span], by: int) -> list[Span]:
    return [(first + by, last + by) for first, last in acts]


def _day(told: Passage) -> str:
    """The day of a report as a reader says it, so that "on Tuesday" has its place; nothing where it is not known."""
    if told.published is None:
        return ""
    day = date.fromordinal(told.published)
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def _gap(first: Passage, second: Passage) -> str:
    if first.report == second.report:
        return "same report"
    days = (second.published or 0) - (first.published or 0)
    return next((words.format(days) for most, words in GAPS if days <= most), "long after")


class PairReader:
    """The encoder with its head; built once, asked for every two passages."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        told = json.loads((folder / "reader.json").read_text("utf8"))
        check_shipped(folder, told["files"])
        self.version: str = told["version"]
        self._pieces = Pieces(folder / "pieces.txt")
        self._vectors, self._session = word_vectors(folder / "words.npz"), session(folder / "reader.onnx")

    def __call__(self, one: Passage, other: Passage) -> Floats:
        """Log-odds (acts of the one, acts of the other) that two tell one happening. Read two passages at a time: more
        together would change each other's rounding."""
        first, second = sorted((one, other), key=lambda p: (p.published or 0, p.report, p.at))
        ids, kinds, acts, others = self._pieces.pair(first, second)
        asked = [[*act, *of] for act in acts for of in others]
        told = {"vectors": self._vectors(ids), "kinds": np.array([kinds], np.int64), "asked": np.array(asked, np.int64)}
        (said,) = self._session.run(None, told)
        found: Floats = said.reshape(len(acts), len(others))
        return found if first is one else found.T


@lru_cache(maxsize=1)
def load_pair_reader() -> PairReader:
    """The shipped reader of pairs; raises StudentMissing where weights or runtime are missing or not whole."""
    try:
        return PairReader()
    except (ImportError, OSError, ValueError, KeyError) as fault:
        raise StudentMissing(f"{type(fault).__name__}: {fault}") from fault
