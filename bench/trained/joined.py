"""The root of a marked pair by two that were taught apart: a linear model over clues, and nets over the words.

The law: what is measured on PLV's training part is measured on the third that neither of the two was taught on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import plv
from bench.trained.clues import Clues

Floats = NDArray[np.float64]
FOLDS, SEED = 3, 5
ALL = "words places acts"
HELD = 2.0
"""The penalty of the linear model; chosen on the folds."""
NETS = 0.2
"""What the nets weigh beside the linear model; chosen on the folds."""


def folds(rows: Sequence[plv.Row]) -> NDArray[np.int64]:
    """The fold of each row; rows of one sentence share theirs."""
    texts = sorted({row.text for row in rows})
    Random(SEED).shuffle(texts)
    place = {text: n % FOLDS for n, text in enumerate(texts)}
    return np.array([place[row.text] for row in rows])


@dataclass(slots=True)
class Linear:
    """TF-IDF of words and of places and the student's shares, under a linear support vector machine."""

    kinds: str = ALL
    _tables: list[Any] | None = None
    _model: Any = None

    def teach(self, told: Sequence[Clues], roots: Sequence[str]) -> None:
        """Fit the model to the rows."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC

        kept: dict[str, Any] = {"sublinear_tf": True, "token_pattern": r"\S+", "lowercase": False}
        self._tables = [TfidfVectorizer(ngram_range=(1, 2), **kept), TfidfVectorizer(**kept)]
        for table, texts in zip(self._tables, _texts(told), strict=True):
            table.fit(texts)
        self._model = LinearSVC(C=HELD).fit(self._features(told), list(roots))

    def shares(self, told: Sequence[Clues]) -> Floats:
        """How likely each root is of each row (rows, roots): margins under a softmax, as no more than a ranking."""
        margins = np.full((len(told), len(plv.ROOTS)), -9.0)
        margins[:, [plv.ROOTS.index(root) for root in self._model.classes_]] = self._model.decision_function(
            self._features(told)
        )
        grown = np.exp(2 * (margins - margins.max(1, keepdims=True)))
        shares: Floats = grown / grown.sum(1, keepdims=True)
        return shares

    def _features(self, told: Sequence[Clues]) -> Any:
        from scipy.sparse import csr_matrix, hstack

        wide = max(len(one.acts) for one in told)
        acts = csr_matrix(np.sqrt(np.array([one.acts or [0.0] * wide for one in told])))
        tables = [table.transform(texts) for table, texts in zip(self._tables or [], _texts(told), strict=True)]
        parts = dict(zip(("words", "places", "acts"), [*tables, acts], strict=True))
        return hstack([parts[kind] for kind in self.kinds.split()]).tocsr()


def _texts(told: Sequence[Clues]) -> tuple[list[str], list[str]]:
    return [one.words for one in told], [one.places for one in told]


def left_out(rows: Sequence[plv.Row], told: Sequence[Clues], kinds: str = ALL) -> Floats:
    """The shares of each row by the linear model that was taught on the other folds."""
    place, found = folds(rows), np.zeros((len(rows), len(plv.ROOTS)))
    for fold in range(FOLDS):
        model = Linear(kinds)
        others = np.flatnonzero(place != fold).tolist()
        model.teach([told[n] for n in others], [rows[n].root for n in others])
        own = np.flatnonzero(place == fold).tolist()
        found[own] = model.shares([told[n] for n in own])
    return found


def together(linear: Floats, nets: Floats) -> Floats:
    """The shares by both: their geometric mean, in which the nets weigh NETS."""
    least = 1e-9
    shares: Floats = np.exp((1 - NETS) * np.log(linear + least) + NETS * np.log(nets + least))
    return shares


def macro_f1(rows: Sequence[plv.Row], shares: Floats) -> float:
    """The macro-F1 of the likeliest roots."""
    return plv.macro_f1([(row.root, plv.ROOTS[int(n)]) for row, n in zip(rows, shares.argmax(1), strict=True)])
