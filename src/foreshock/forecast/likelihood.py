"""The likelihood of daily counts in burst form, its slope and its bend.

The law: y is negative-binomial of mean lambda and variance (1 + c) lambda, so that bursts of mean rate kappa lambda,
kappa = ln(1 + c) / c, bring logarithmic numbers of acts. For fixed c the logarithm of the likelihood is concave in
lambda, and a day without acts enters it through the mean alone: only days with acts are kept as rows.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from foreshock.forecast.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@compiled
def rises(rate: Floats, count: Ints, dispersion: Floats) -> tuple[Floats, Floats, Floats]:
    """Per row with acts: log-likelihood without its mean term, first and minus second derivative by the rate."""
    value, slope, bend = np.empty(rate.size), np.empty(rate.size), np.empty(rate.size)
    for i in range(rate.size):
        c = dispersion[i]
        r = rate[i] / c
        total = count[i] * math.log(c / (1.0 + c)) - math.lgamma(count[i] + 1.0)
        first, second = 0.0, 0.0
        for j in range(count[i]):
            total += math.log(r + j)
            first += 1.0 / (r + j)
            second += 1.0 / (r + j) ** 2
        value[i], slope[i], bend[i] = total, first / c, second / (c * c)
    return value, slope, bend


def quietness(dispersion: Floats) -> Floats:
    """kappa = ln(1 + c) / c: what a unit of mean rate costs where nothing happens."""
    return np.log1p(dispersion) / dispersion


def log_chance(count: Floats, mean: Floats, dispersion: Floats) -> Floats:
    """Log probability of each count for that mean and dispersion, of the shape they share."""
    from scipy.special import gammaln

    size = mean / dispersion
    chance = gammaln(count + size) - gammaln(size) - gammaln(count + 1.0)
    chance += count * (np.log(dispersion) - np.log1p(dispersion)) - size * np.log1p(dispersion)
    return np.asarray(chance, float)
