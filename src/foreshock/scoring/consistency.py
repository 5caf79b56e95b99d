"""Tests of a forecast against what happened, as earthquake science makes them.

The law: a test gives the quantile or the gain and leaves the verdict to the reader; information gain is never told
without its standard error by blocks. After CSEP: Zechar (2010), Rhoades (2011), Savran (2020).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln
from scipy.stats import t as student
from scipy.stats import wilcoxon

from foreshock.errors import NoScore
from foreshock.scoring.scores import Counts, Floats


@dataclass(frozen=True, slots=True)
class Gain:
    """Information gain per event in nats, its standard error by blocks, a 95% interval, and the signed-rank p-value."""

    per_event: float
    error: float
    low: float
    high: float
    signed_rank: float
    events: float


@dataclass(frozen=True, slots=True)
class Quantiles:
    """P(X >= observed) and P(X <= observed): both should be clear of 0."""

    at_least: float
    at_most: float


def gain(one: Floats, other: Floats, counts: Floats, block_days: int = 7) -> Gain:
    """Paired gain of `one` over `other`, log probabilities (days, cells), per event of `counts` (days, cells).

    The T test with blocks of days in the place of single events, which depend on each other; the W test on days.
    """
    if one.shape != other.shape or one.shape != counts.shape:
        raise NoScore(f"arrays of {one.shape}, {other.shape} and {counts.shape}", "all three have the same shape")
    events, daily = float(counts.sum()), (one - other).sum(axis=1)
    blocks = daily.size // block_days
    if blocks < 2 or events == 0.0:
        raise NoScore(f"{daily.size} days with {events:.0f} events", f"two blocks of {block_days} days with events")
    sums = daily[: blocks * block_days].reshape(blocks, block_days).sum(axis=1)
    error = float(sums.std(ddof=1) * np.sqrt(blocks) * (daily.size / (blocks * block_days)) / events)
    mean, reach = float(daily.sum() / events), float(student.ppf(0.975, blocks - 1))
    p = float(wilcoxon(daily).pvalue) if np.any(daily != 0.0) else 1.0
    return Gain(mean, error, mean - reach * error, mean + reach * error, p, events)


def number_test(totals: Counts, observed: float) -> Quantiles:
    """Where the observed total lies among simulated ones, (paths,)."""
    return Quantiles(float((totals >= observed).mean()), float((totals <= observed).mean()))


def share_test(samples: Counts, observed: Counts) -> float:
    """Where the spread of events over cells lies among simulated ones: the quantile of its multinomial likelihood.

    `samples` (paths, cells), `observed` (cells,). Over dyads it is CSEP's spatial test, over classes its magnitude
    test. Near 0 means that events fell where few were expected.
    """
    share = samples.mean(axis=0) + 0.5 / samples.shape[0]
    share /= share.sum()

    def chance(counts: Floats) -> Floats:
        n = counts.sum(axis=-1)
        one = gammaln(n + 1.0) + (counts * np.log(share) - gammaln(counts + 1.0)).sum(axis=-1)
        return np.asarray(one / np.maximum(n, 1.0))

    return float((chance(samples.astype(float)) <= chance(observed.astype(float))).mean())


def uniformity(quantiles: Floats) -> float:
    """p-value that quantiles over issue dates are uniform (Kolmogorov and Smirnov), for dates that do not overlap."""
    from scipy.stats import kstest

    return float(kstest(quantiles, "uniform").pvalue)
