"""What the small encoders share: the vectors of pieces, and how a graph is run.

The law: each vector is kept once, in eight-bit integers, and a graph gives the same numbers wherever it runs with one
processor's arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from foreshock.errors import StudentMissing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights"


class WordVectors:
    """The vectors of a file: `rows` (pieces, width) in integers, which lie `scale` apart, `zero` being nought."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as held:
            self._rows, self._scale, self._zero = held["rows"], held["scale"], held["zero"].astype(np.float32)

    def __call__(self, ids: Sequence[int]) -> Floats:
        """The vectors (1, pieces, width) of the pieces with these numbers."""
        told: Floats = (self._rows[list(ids)].astype(np.float32) - self._zero) * self._scale
        return told[None]


@lru_cache(maxsize=2)
def word_vectors(file: Path) -> WordVectors:
    """The vectors of a file, held once for all encoders."""
    return WordVectors(file)


def check_shipped(folder: Path, digests: Mapping[str, str]) -> None:
    """Raise StudentMissing where a file of the folder is not the one with its SHA-256 digest."""
    for name, digest in digests.items():
        if sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise StudentMissing(f"{name} is not the file that was shipped")


def session(graph: Path) -> Any:
    """The graph, run on one thread, so that it takes no more than its share and rounds alike."""
    import onnxruntime  # type: ignore[import-untyped,unused-ignore]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
