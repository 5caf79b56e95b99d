"""The taught student: a small encoder that reads the words of a part and says which tell an act, and who does it.

The law: it proposes and decides nothing, and what it says depends on the words of the report alone. How it was taught,
from what and how well, is written in training/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from foreshock.codebook.base import toml_file
from foreshock.coding.encoder import WEIGHTS, check_shipped, session, word_vectors
from foreshock.coding.learned import Learned, read_learned
from foreshock.coding.wordpieces import WordPieces
from foreshock.errors import StudentMissing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

MOST = 250
"""Pieces read at once; a longer part is read in several stretches of words."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From codebook/student.toml: from which probability on the student's word counts, and for what."""

    scan: float
    drop: float
    sure: float
    propose: float
    told: float
    told_type: float
    retype: float
    unblock: float
    actor: float
    recipient: float
    standing: float
    overrule: float
    belonging: float
    other_country: float
    missing: float
    guessed_actor: float
    guessed_recipient: float
    drop_amid: float
    marked: float
    vouches: float
    vouches_too: float
    nobody: float


@cache
def thresholds() -> Thresholds:
    """The thresholds of the shipped weights."""
    return Thresholds(**toml_file("student.toml")["thresholds"])


@dataclass(frozen=True, slots=True)
class Marks:
    """What the student says of the n words of a report, as probabilities.

    `acts` (n, types + 1), the first for no act; `standings` (n, 5); `cues` (n,). `bounds` (n, 2) are the first and
    the last but one word that was read together with each: what it says of two words in two stretches is nothing.
    `columns` (n, columns) are the scores that all of it is worked out from, as the encoder gave them, and `states`
    (n, width) what it makes of each word.
    """

    acts: Floats
    standings: Floats
    cues: Floats
    bounds: Ints
    columns: Floats
    states: Floats
    _role: Floats
    _pairs: dict[str, Floats]
    _told: dict[int, tuple[int, Floats]] = field(default_factory=dict)

    def worth(self) -> bool:
        """True where one of the words may tell an act or a saying."""
        least = thresholds().scan
        return bool((self.acts[:, 0] < 1 - least).any() or (self.cues > least).any())

    def roles(self, at: int) -> tuple[int, Floats]:
        """For an act told at word `at`: how likely each word from the one returned on is of actor and recipient."""
        if at not in self._told:
            self._told[at] = self._roles(at)
        return self._told[at]

    def _roles(self, at: int) -> tuple[int, Floats]:
        join, steps, told = self._pairs["role_join"], self._pairs["role_steps"], self._role
        wide, reach = join.shape[0], (len(steps) - 1) // 2
        first, end = self.bounds[at]
        near, far, own = told[at, :wide], told[first:end, wide : 2 * wide], told[first:end, 2 * wide :]
        joined: Floats = near + far
        joined += steps[reach + first - at : reach + end - at]
        np.maximum(joined, 0.0, out=joined)
        return int(first), _sigmoid(joined @ join + own)


class Student:
    """The encoder with its heads; built once, used for every report. `learned` corrects the heads for one user."""

    def __init__(self, folder: Path = WEIGHTS, learned: Learned | None = None) -> None:
        self._learned = learned
        told = json.loads((folder / "student.json").read_text("utf8"))
        check_shipped(folder, told["files"])
        self.version: str = told["version"] + (f"+learned.{learned.mark}" if learned else "")
        self.types: tuple[str, ...] = tuple(told["types"])
        self.standings: tuple[str, ...] = tuple(told["standings"])
        self._columns: dict[str, tuple[int, int]] = {name: (a, b) for name, (a, b) in told["columns"].items()}
        self._pieces = WordPieces(folder / "pieces.txt")
        with np.load(folder / "pairs.npz") as pairs:
            self._pairs = {name: pairs[name].astype(np.float32) for name in pairs.files}
        steps = self._pairs["role_steps"]  # farther than they reach, every step is like the last
        self._pairs["role_steps"] = np.pad(steps, ((MOST - len(steps) // 2,) * 2, (0, 0)), mode="edge")
        self._vectors, self._session = word_vectors(folder / "words.npz"), session(folder / "student.onnx")

    def read(self, reports: Sequence[Sequence[Sequence[str]]]) -> list[Marks]:
        """The marks of each report, given as its parts in order, each a list of words."""
        return [self._marks([self._run(stretch) for stretch in self._stretches(parts)]) for parts in reports]

    def scores(self, columns: Floats) -> dict[str, Floats]:
        """The columns (n, columns) by head, as the encoder gave them."""
        return {name: columns[:, start:end] for name, (start, end) in self._columns.items()}

    def _stretches(self, parts: Sequence[Sequence[str]]) -> Iterator[_Stretch]:
        """Parts that follow one another, read together as far as there is room; a longer part is cut between words."""
        ids, firsts = [self._pieces.start], list[int]()
        for words in parts:
            cut = [self._pieces.cut(word)[: MOST - 2] for word in words]
            if firsts and len(ids) + sum(map(len, cut)) >= MOST:
                yield _Stretch([*ids, self._pieces.end], firsts)
                ids, firsts = [self._pieces.start], []
            for pieces in cut:
                if len(ids) + len(pieces) >= MOST:
                    yield _Stretch([*ids, self._pieces.end], firsts)
                    ids, firsts = [self._pieces.start], []
                firsts.append(len(ids))
                ids.extend(pieces)
        if firsts:
            yield _Stretch([*ids, self._pieces.end], firsts)

    def _run(self, stretch: _Stretch) -> Floats:
        """One row a word. Stretches are read one at a time: read together, each would change the others' rounding."""
        held = np.ones((1, len(stretch.ids)), dtype=np.int64)
        (told,) = self._session.run(None, {"vectors": self._vectors(stretch.ids), "held": held})
        rows: Floats = told[0, stretch.firsts]
        return rows

    def _marks(self, stretches: Sequence[Floats]) -> Marks:
        widest = max(end for _, end in self._columns.values())
        whole = np.concatenate([np.zeros((0, widest), dtype=np.float32), *stretches])
        ends = np.cumsum([len(rows) for rows in stretches], dtype=np.int64)
        bounds = [(end - len(rows), end) for end, rows in zip(ends, stretches, strict=True) for _ in range(len(rows))]
        at = self.scores(whole)
        told = whole[:, : self._columns["state"][0]]
        acts, standings = at["act"], at["standing"]
        if self._learned is not None:
            acts, standings = self._learned.corrected(told, acts, standings)
        return Marks(
            acts=softmax(acts),
            standings=softmax(standings),
            cues=softmax(at["cue"])[:, 1],
            bounds=np.array(bounds, dtype=np.int64).reshape(-1, 2),
            columns=told,
            states=at["state"],
            _role=at["role"],
            _pairs=self._pairs,
        )


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Pieces to read, and which of them begin a word."""

    ids: list[int]
    firsts: list[int]


def softmax(told: Floats) -> Floats:
    """Scores as shares that add up to one in each row."""
    grown = np.exp(told - told.max(axis=1, keepdims=True, initial=-1e9))
    shares: Floats = (grown / grown.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def _sigmoid(told: Floats) -> Floats:
    return (1.0 / (1.0 + np.exp(-told))).astype(np.float32)


@lru_cache(maxsize=2)
def load_student(learned: Path | None = None) -> Student:
    """The shipped student, with what was learned from corrections where a file of that is told.

    Raises StudentMissing where weights or runtime are missing or not whole.
    """
    try:
        return Student(learned=read_learned(learned) if learned else None)
    except (ImportError, OSError, ValueError, KeyError) as fault:
        raise StudentMissing(f"{type(fault).__name__}: {fault}") from fault
