"""Scores of counts and probabilities: CRPS, log score, Brier, coverage, and standard errors of blocks.

The law: all scores are proper, lower is better for CRPS and Brier and higher for the log score, and a case that cannot
be scored raises rather than counting as nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from foreshock.errors import ForecastMissing, NoScore

try:
    from scipy.special import gammaln
    from scipy.stats import nbinom
except ImportError as gone:
    raise ForecastMissing("scipy") from gone

Floats = NDArray[np.float64]
Counts = NDArray[Any]
SMOOTHING = 200.0
"""Samples that a fitted negative-binomial counts for in the log score of samples."""


def crps_of_samples(samples: Counts, observed: Counts) -> Floats:
    """E|X - y| - E|X - X'| / 2 with X from `samples` (samples, cases), per case of `observed` (cases,), in counts.

    Gneiting and Raftery (2007).
    """
    _same(samples.shape[1], observed.size)
    ordered = np.sort(samples, axis=0).astype(float)
    n = ordered.shape[0]
    rank = 2.0 * np.arange(1, n + 1)[:, None] - n - 1.0
    return np.asarray(np.abs(ordered - observed).mean(axis=0) - (rank * ordered).sum(axis=0) / n**2)


def crps_of_counts(mean: Floats, phi: Floats | float, observed: Counts) -> Floats:
    """CRPS of negative-binomial counts of variance mean + phi mean^2, per case: the sum of (F(k) - [k >= y])^2."""
    mean, observed = np.atleast_1d(mean).astype(float), np.atleast_1d(observed)
    _same(mean.size, observed.size)
    phis = np.broadcast_to(np.asarray(phi, float), mean.shape)
    out, order = np.empty(mean.size), np.argsort(np.maximum(mean, observed))
    for part in np.array_split(order, max(1, mean.size // 256)):
        m, f, y = mean[part], phis[part], observed[part]
        top = int(max(y.max(), nbinom.ppf(1.0 - 1e-6, 1.0 / f, 1.0 / (1.0 + f * m)).max())) + 1
        k = np.arange(top)[:, None]
        below = nbinom.cdf(k, 1.0 / f, 1.0 / (1.0 + f * m))
        out[part] = ((below - (k >= y)) ** 2).sum(axis=0)
    return out


def log_score_of_samples(samples: Counts, observed: Counts) -> Floats:
    """Log probability of each observed count, natural logarithm, (cases,).

    The share of samples that hit it, with a negative-binomial of the samples' mean and variance counting as SMOOTHING
    further samples, so that a count no path reached is unlikely rather than impossible.
    """
    _same(samples.shape[1], observed.size)
    hits, n = (samples == observed).sum(axis=0), samples.shape[0]
    mean, variance = samples.mean(axis=0) + 1.0 / n, samples.var(axis=0) + 1.0 / n
    r = 1.0 / np.maximum((variance - mean) / mean**2, 1e-4)
    smooth = gammaln(observed + r) - gammaln(r) - gammaln(observed + 1.0)
    smooth += r * np.log(r / (r + mean)) + observed * np.log(mean / (r + mean))
    return np.asarray(np.log((hits + SMOOTHING * np.exp(smooth)) / (n + SMOOTHING)))


def brier(probability: Floats, happened: NDArray[np.bool_]) -> float:
    """Mean squared difference of probability and outcome, 0 to 1."""
    _same(probability.size, happened.size)
    if ((probability < 0.0) | (probability > 1.0)).any():
        raise NoScore("a probability outside 0 to 1", "probabilities are scored")
    return float(((probability - happened) ** 2).mean())


def brier_skill(probability: Floats, happened: NDArray[np.bool_], reference: Floats | float | None = None) -> float:
    """1 - Brier / Brier of the reference, the base rate of these very cases where none is given."""
    rate = np.broadcast_to(happened.mean() if reference is None else reference, happened.shape).astype(float)
    return 1.0 - brier(probability, happened) / max(1e-300, brier(rate, happened))


def pit_of_samples(samples: Counts, observed: Counts, dice: np.random.Generator) -> Floats:
    """Randomised probability integral transform, uniform where the samples are right, (cases,). Czado et al. (2009)."""
    _same(samples.shape[1], observed.size)
    below, at = (samples < observed).mean(axis=0), (samples == observed).mean(axis=0)
    return np.asarray(below + dice.uniform(size=observed.size) * at)


def pit_of_cumulative(below: Floats, up_to: Floats, dice: np.random.Generator) -> Floats:
    """The same from P(X < y) and P(X <= y)."""
    return np.asarray(below + dice.uniform(size=below.size) * (up_to - below))


def covered(pit: Floats, level: float = 0.9) -> float:
    """Share of cases inside the central interval of that level, its ends taken in with the chance that makes it exact.

    A whole-numbered interval holds more than its level; this one (Geyer and Meeden 2005) does not.
    """
    tail = (1.0 - level) / 2.0
    return float(((pit >= tail) & (pit <= 1.0 - tail)).mean())


def covered_whole(samples: Counts, observed: Counts, level: float = 0.9) -> float:
    """Share of cases between the two whole-numbered quantiles, both included: never less than `level` if right."""
    low, high = np.quantile(samples, [(1.0 - level) / 2.0, (1.0 + level) / 2.0], axis=0, method="inverted_cdf")
    return float(((observed >= low) & (observed <= high)).mean())


def block_error(values: Floats, block: int) -> float:
    """Standard error of the mean of a series that may depend on itself within `block` neighbours."""
    whole = values[: values.size // block * block].reshape(-1, block).mean(axis=1)
    if whole.size < 2:
        raise NoScore(f"{values.size} values for blocks of {block}", "at least two blocks are needed")
    return float(whole.std(ddof=1) / np.sqrt(whole.size))


def _same(told: int, observed: int) -> None:
    if told != observed or observed == 0:
        raise NoScore(f"{told} forecasts for {observed} outcomes", "each forecast has one outcome, and there are some")


def crps_of_quantiles(levels: Floats, quantiles: Floats, observed: float) -> float:
    """CRPS from quantiles at evenly spread levels: twice their mean pinball loss (Laio and Tamea 2007)."""
    _same(levels.size, quantiles.size)
    short = observed - quantiles
    return float(2.0 * np.where(short >= 0.0, levels * short, (levels - 1.0) * short).mean())
