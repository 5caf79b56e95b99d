"""Whether probabilities mean what they say: reliability, calibration error, and the CORP decomposition of Brier.

The law: the reliability curve is the best rising one (pool adjacent violators), so that no choice of bins is hidden in
it, and miscalibration - discrimination + uncertainty is the Brier score exactly. Dimitriadis, Gneiting, Jordan (2021).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foreshock.scoring.scores import Floats, brier

BINS = 10


@dataclass(frozen=True, slots=True)
class Corp:
    """Brier = miscalibration - discrimination + uncertainty; the curve runs over told and recalibrated probability."""

    brier: float
    miscalibration: float
    discrimination: float
    uncertainty: float
    told: Floats
    recalibrated: Floats


def corp(probability: Floats, happened: NDArray[np.bool_]) -> Corp:
    """The decomposition for these cases."""
    order = np.lexsort((happened, probability))
    told, outcome = probability[order].astype(float), happened[order].astype(float)
    better = rising(*_ties(told, outcome))
    better = np.repeat(better, np.unique(told, return_counts=True)[1])
    score, best = brier(told, outcome > 0.5), float(((better - outcome) ** 2).mean())
    unsure = float(outcome.mean() * (1.0 - outcome.mean()))
    return Corp(score, score - best, unsure - best, unsure, told, better)


def _ties(told: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    """Mean outcome and number of cases of each different probability."""
    _, place, number = np.unique(told, return_inverse=True, return_counts=True)
    return np.bincount(place, outcome) / number, number.astype(float)


def rising(values: Floats, weights: Floats) -> Floats:
    """The rising sequence nearest to `values` in weighted squares: neighbours that fall are pooled."""
    means: list[float] = []
    masses: list[float] = []
    sizes: list[int] = []
    for value, weight in zip(values, weights, strict=True):
        means.append(float(value))
        masses.append(float(weight))
        sizes.append(1)
        while len(means) > 1 and means[-2] >= means[-1]:
            mass = masses[-2] + masses[-1]
            means[-2] = (means[-2] * masses[-2] + means[-1] * masses[-1]) / mass
            masses[-2], sizes[-2] = mass, sizes[-2] + sizes[-1]
            del means[-1], masses[-1], sizes[-1]
    return np.repeat(np.array(means), sizes)


def calibration_error(probability: Floats, happened: NDArray[np.bool_], bins: int = BINS) -> float:
    """Mean distance of told and observed frequency over bins of equal width, weighted by their cases (ECE)."""
    told, seen, cases = reliability(probability, happened, bins)
    return float((np.abs(told - seen) * cases).sum() / cases.sum())


def reliability(
    probability: Floats, happened: NDArray[np.bool_], bins: int = BINS
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Mean told probability, observed frequency and cases of each bin of equal width that has any."""
    place = np.minimum((probability * bins).astype(np.int64), bins - 1)
    cases = np.bincount(place, minlength=bins)
    some = cases > 0
    told = np.bincount(place, probability, minlength=bins)[some] / cases[some]
    seen = np.bincount(place, happened.astype(float), minlength=bins)[some] / cases[some]
    return told, seen, cases[some]


def discrimination(probability: Floats, happened: NDArray[np.bool_]) -> float:
    """Chance that a case that happened was given more than one that did not (AUC); ties count half."""
    from scipy.stats import rankdata

    ranks, yes = rankdata(probability), int(happened.sum())
    no = happened.size - yes
    return float((ranks[happened].sum() - yes * (yes + 1) / 2.0) / (yes * no)) if yes and no else float("nan")
