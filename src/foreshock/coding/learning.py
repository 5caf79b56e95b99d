"""Learning from corrections: the student's heads are fitted to what a person said of single words.

The law: nothing known is lost. The fit starts from the shipped heads and is held near them, by a ridge and by every
word that nobody corrected; the encoder stays as it is. The loss is convex: equal corrections give equal heads.
A softmax head fitted with a Gaussian prior around the shipped one, and with the old answers as soft targets
("learning without forgetting", Li and Hoiem 2016).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from foreshock.codebook.base import toml_file
from foreshock.coding.learned import Learned, features
from foreshock.coding.sentences import Page
from foreshock.coding.student import Student, softmax
from foreshock.records import CodedReport, Event
from foreshock.records.span import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

NONE, UNTOLD = 0, -1


@dataclass(frozen=True, slots=True)
class Lesson:
    """The words of one report: columns (n, columns), and for each the act and standing that a person told, or -1."""

    columns: Floats
    acts: NDArray[np.int64]
    standings: NDArray[np.int64]


def lesson(page: Page, coded: CodedReport, touched: frozenset[str], gone: Iterable[Span], student: Student) -> Lesson:
    """What a corrected report teaches: the acts of `touched` events, and that the words of rows `gone` tell none."""
    assert page.marks is not None
    columns = page.marks.columns
    acts, standings = (np.full(len(columns), UNTOLD, dtype=np.int64) for _ in range(2))
    for span in gone:
        acts[_rows(page, span)] = NONE
    for event in coded.events:
        rows = _rows(page, event.trigger)
        acts[rows] = np.where(acts[rows] == NONE, UNTOLD, acts[rows])
        if event.id in touched:
            _teach(event, rows, acts, standings, student)
    return Lesson(columns, acts, standings)


def learn(lessons: Sequence[Lesson], known: Sequence[Floats], student: Student) -> Learned:
    """The change of the heads; `known` are columns of words beside the lessons on which nothing shall change."""
    weights = toml_file("student.toml")["learning"]
    columns = np.concatenate([*(told.columns for told in lessons), *known])
    mean, spread = columns.mean(axis=0), columns.std(axis=0) + 1e-3
    seen = features(columns, mean, spread)
    more = np.full(len(columns) - sum(len(told.columns) for told in lessons), UNTOLD, dtype=np.int64)
    acts = np.concatenate([*(told.acts for told in lessons), more])
    standings = np.concatenate([*(told.standings for told in lessons), more])
    first = student.scores(columns)
    return Learned(
        mean,
        spread,
        _fitted(seen, first["act"], acts, weights),
        _fitted(seen, first["standing"], standings, weights),
    )


def _teach(event: Event, rows: list[int], acts: Any, standings: Any, student: Student) -> None:
    acts[rows] = student.types.index(event.type) + 1
    standings[rows] = student.standings.index(event.standing)


def _fitted(seen: Floats, first: Floats, told: NDArray[np.int64], weights: dict[str, Any]) -> Floats:
    """What to add (columns + 1, classes), by gradient descent with momentum on the weighted cross-entropy."""
    wanted, held = softmax(first), told == UNTOLD
    wanted[~held] = np.eye(first.shape[1], dtype=np.float32)[told[~held]]
    weight = np.where(held, weights["anchor"] / max(held.sum(), 1), 1.0).astype(np.float32)
    weight /= weight.sum()
    added = pace = np.zeros((seen.shape[1], first.shape[1]), dtype=np.float32)
    for _ in range(weights["steps"]):
        missed = (softmax(first + seen @ added) - wanted) * weight[:, None]
        pace = 0.9 * pace - weights["rate"] * (seen.T @ missed / np.sqrt(seen.shape[1]) + weights["ridge"] * added)
        added = (added + pace).astype(np.float32)
    return added


def _rows(page: Page, span: Span) -> list[int]:
    """The student's rows of the words that begin inside the span."""
    return [row for start, row in page.word_at.items() if span.start <= start < span.end]
