"""Whether a fit describes the days it was fitted to: time-rescaling, and its counterpart for daily counts.

The law: p-values come from a parametric bootstrap, because the same test with estimated parameters taken as known
accepts too much (arXiv 2409.07130). Source: Brown et al. (2002); randomised PIT, Czado et al. (2009).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc
from scipy.stats import kstest

from foreshock.forecast.compiled import compiled
from foreshock.forecast.daily import Ints, burst_rates
from foreshock.forecast.dice import burst, poisson, stream_of
from foreshock.forecast.features import Floats, day_factors
from foreshock.forecast.fit import Fit, fit
from foreshock.forecast.history import History
from foreshock.forecast.network import State
from foreshock.forecast.plans import daily_inputs
from foreshock.forecast.predict import daily_rates


@dataclass(frozen=True, slots=True)
class Goodness:
    """Distance of the PIT of all cells from uniform, its bootstrap p-value, and the distances of the bootstrap."""

    distance: float
    p_value: float
    bootstrap: Floats


def goodness(fitted: Fit, history: History, seed: int, samples: int | None = None) -> Goodness:
    """The test for all marks together on the fitted days after the warm ones.

    Each bootstrap history is drawn from the fit and fitted again; `samples` of them (settings by default).
    """
    seen = history.until(fitted.days)
    observed = pit_distance(fitted, seen, seed)
    drawn = []
    for number in range(1, 1 + (samples or fitted.model.bootstrap_samples)):
        other = synthetic(fitted, seen, seed + number)
        drawn.append(pit_distance(fit(other, fitted.model), other, seed + number))
    worse = 1 + sum(distance >= observed for distance in drawn)
    return Goodness(observed, worse / (1 + len(drawn)), np.array(drawn))


def pit_distance(fitted: Fit, history: History, seed: int) -> float:
    """Kolmogorov's distance of the randomised PIT of all cells after the warm days from uniform."""
    return float(kstest(pits(fitted, history, seed).ravel(), "uniform").statistic)


def pits(fitted: Fit, history: History, seed: int) -> Floats:
    """Randomised PIT of every day and mark after the warm days, (days, marks): uniform where the fit is right."""
    warm = fitted.model.warm_days
    mean, count = daily_rates(fitted, history)[warm:-1], history.counts[warm:]
    size, share = mean / fitted.network.dispersion, 1.0 / (1.0 + fitted.network.dispersion)
    up_to = betainc(size, count + 1.0, share)
    below = np.where(count > 0, betainc(size, np.maximum(count, 1.0), share), 0.0)
    dice = np.random.default_rng([seed, 3])
    return np.asarray(below + dice.uniform(size=count.shape) * (up_to - below))


def rescaled_gaps(times: Floats, marks: Ints, background: Floats, branching: Floats, beta: float) -> list[Floats]:
    """Lambda(t_i) - Lambda(t_i-1) of each mark in continuous time: exponential of mean 1 where the fit is right.

    `times` rise from 0; `branching` (targets, sources) with one decay `beta`.
    """
    gaps = _rescaled(times, marks, background, branching, beta)
    return [gaps[marks == m] for m in range(background.size)]


@compiled
def _rescaled(times: Floats, marks: Ints, background: Floats, branching: Floats, beta: float) -> Floats:
    size = background.size
    trace, sums, before, out = np.zeros(size), np.zeros(size), np.zeros(size), np.empty(times.size)
    last = 0.0
    for i in range(times.size):
        gap = times[i] - last
        left = np.exp(-beta * gap)
        for m in range(size):
            sums[m] += background[m] * gap
        for s in range(size):
            if trace[s] > 0.0:
                for m in range(size):
                    sums[m] += branching[m, s] * trace[s] * (1.0 - left)
                trace[s] *= left
        out[i] = sums[marks[i]] - before[marks[i]]
        before[marks[i]] = sums[marks[i]]
        trace[marks[i]] += 1.0
        last = times[i]
    return out


def synthetic(fitted: Fit, history: History, seed: int) -> History:
    """A history of the same span drawn from the fit: no frailty, no drift, the exposure that was."""
    network = fitted.network
    state = State(history.first, np.repeat(fitted.start[:, None], network.decays.size, axis=1), 1.0)
    background, start, source, decay, size, beta, past, *_ = daily_inputs(network, state, history.days)
    from foreshock.forecast.features import exposure

    volume = exposure(history, fitted.model.exposure_half_life_days, fitted.days)[:-1]
    scale = day_factors(history.first.weekday(), history.days, network.weekday)
    counts = _drawn(seed, background, volume, start, source, decay, size, beta, past, scale, network.dispersion)
    return History(history.first, history.marks, counts, history.volume, history.left_out)


@compiled
def _drawn(
    seed: int, background: Floats, volume: Floats, start: Ints, source: Ints, decay: Ints, size: Floats, beta: Floats,
    past: Floats, scale: Floats, dispersion: Floats,
) -> Ints:  # fmt: skip
    days, marks, kept, kappa = scale.shape[0], scale.shape[1], np.exp(-beta), burst_rates(dispersion)
    counts, trace, stream = np.zeros((days, marks), np.int64), past.copy(), stream_of(seed, 0)
    for d in range(days):
        for m in range(marks):
            rate = background[m] * volume[d]
            for j in range(start[m], start[m + 1]):
                rate += size[j] * trace[source[j], decay[j]]
            for _ in range(poisson(stream, rate * scale[d, m] * kappa[m])):
                counts[d, m] += burst(stream, dispersion[m])
        for m in range(marks):
            for k in range(beta.size):
                trace[m, k] = kept[k] * trace[m, k] + (1.0 - kept[k]) * counts[d, m] / scale[d, m]
    return counts
