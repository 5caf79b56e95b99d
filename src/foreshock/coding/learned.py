"""What the student learned from a user's corrections: a change of its heads, kept in a file of the user's own.

The law: the shipped weights are never changed; a file that does not fit them is refused, and the coder's version names
the file's digest.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from foreshock.errors import StudentMissing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Learned:
    """What is added to the scores of acts (columns + 1, types + 1) and standings (columns + 1, 5).

    Each is linear in the columns that the encoder gives for a word, less `mean` and over `spread` (columns,), the last
    row alone for the constant. `mark` is the beginning of the file's SHA-256.
    """

    mean: Floats
    spread: Floats
    acts: Floats
    standings: Floats
    mark: str = ""

    def corrected(self, columns: Floats, acts: Floats, standings: Floats) -> tuple[Floats, Floats]:
        """The scores of n words as corrected, given their columns (n, columns) and the scores as shipped."""
        if columns.shape[1] != len(self.mean):
            raise StudentMissing("what was learned does not fit these weights; learn it again")
        seen = features(columns, self.mean, self.spread)
        return (acts + seen @ self.acts).astype(np.float32), (standings + seen @ self.standings).astype(np.float32)


def features(columns: Floats, mean: Floats, spread: Floats) -> Floats:
    """The columns on one scale, and a one behind them."""
    scaled = (columns - mean) / spread
    return np.concatenate([scaled, np.ones((len(columns), 1), np.float32)], axis=1)


def read_learned(file: Path) -> Learned:
    """What the file holds; raises OSError, ValueError or KeyError where it holds something else."""
    with np.load(file, allow_pickle=False) as held:
        told = {name: held[name].astype(np.float32) for name in ("mean", "spread", "acts", "standings")}
    return Learned(**told, mark=sha256(file.read_bytes()).hexdigest()[:8])


def write_learned(told: Learned, file: Path) -> None:
    """The file holds what was learned."""
    with file.open("wb") as out:
        np.savez(out, mean=told.mean, spread=told.spread, acts=told.acts, standings=told.standings)
