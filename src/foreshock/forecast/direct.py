"""Sums over a horizon told directly: a weighted mean of what a mark, its class and the other side did lately.

The law: weights are 0 or more and add up to 1, so the level is that of what was seen and nothing is learnt of where it
may drift to; every feature of a day is made from earlier days only.

A network plays a month forward one day at a time, and its small errors grow; a fit to the sums themselves does not
have that fault (direct against iterated forecasts: Marcellino, Stock and Watson 2006). Counts are negative-binomial of
variance (1 + c + phi m) m, c and phi one each a class.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln
from scipy.stats import nbinom

from foreshock.forecast import features
from foreshock.forecast.baselines import LEAST, sums
from foreshock.forecast.features import Floats
from foreshock.forecast.history import History
from foreshock.forecast.model import Settings, settings
from foreshock.forecast.network import Mark

RIDGE, STEPS = 1e-4, 80


@dataclass(frozen=True, slots=True)
class Side:
    """One class: `weights` of the features in the order of `_features`, and the dispersion's two numbers."""

    weights: Floats
    burst: float
    spread: float


@dataclass(frozen=True, slots=True)
class Direct:
    """A direct forecast of sums over `horizon_days`, with what its features need beside the counts."""

    horizon_days: int
    sides: dict[str, Side]
    weekday: Floats
    start: Floats
    model: Settings

    def means(self, history: History) -> Floats:
        """Mean sums of the `horizon_days` from each day on, (days + 1, marks), made from earlier days only."""
        told = _features(history, self.horizon_days, self.weekday, self.start, self.model)
        out = np.empty(told.shape[1:])
        kinds = np.array([m.kind for m in history.marks])
        for kind, side in self.sides.items():
            out[:, kinds == kind] = np.tensordot(side.weights, told[:, :, kinds == kind], axes=1)
        return np.maximum(out, LEAST)

    def quantiles(self, mean: Floats, kinds: NDArray[np.str_], levels: Floats) -> Floats:
        """Counts at the levels for one day's means (marks,), (levels, marks)."""
        excess = np.empty(mean.size)
        for kind, side in self.sides.items():
            here = kinds == kind
            excess[here] = side.burst + side.spread * mean[here]
        return np.asarray(nbinom.ppf(levels[:, None], mean / excess, 1.0 / (1.0 + excess)))


def tune_direct(history: History, horizon_days: int, model: Settings | None = None) -> Direct | None:
    """The weights and dispersions that best told the sums after the warm days; None where those are too few."""
    model = model or settings()
    last = history.days - horizon_days + 1
    if last - model.warm_days < model.direct_least_days:
        return None
    weekday = features.weekdays(history)
    scale = features.day_factors(history.first.weekday(), history.days, weekday)
    start = features.first_trace(history, scale, model)
    span = slice(model.warm_days, last)
    told = _features(history, horizon_days, weekday, start, model)[:, span]
    seen = sums(history.counts, horizon_days)[span]
    kinds = np.array([m.kind for m in history.marks])
    sides = {}
    for kind in np.unique(kinds):
        here = kinds == kind
        sides[str(kind)] = _side(told[:, :, here].reshape(told.shape[0], -1), seen[:, here].ravel())
    return Direct(horizon_days, sides, weekday, start, model)


def _features(history: History, horizon: int, weekday: Floats, start: Floats, model: Settings) -> Floats:
    """Own traces, running climatology, the class's mean of it, the other side's traces, (features, days + 1, marks)."""
    first = history.first.weekday()
    scale = features.day_factors(first, history.days, weekday)
    mine = features.traces(history, scale, np.log(2.0) / np.array(model.direct_half_lives_days), start)
    theirs = features.traces(history, scale, np.log(2.0) / np.array(model.direct_answer_half_lives_days), start)
    steady = features.climatology(history, scale, start)
    place = {mark: i for i, mark in enumerate(history.marks)}
    other = np.array([place.get(Mark(m.recipient, m.actor, m.kind), -1) for m in history.marks])
    theirs = np.where((other >= 0)[None, :, None], theirs[:, other], 0.0)
    parts = [*np.moveaxis(mine, 2, 0), steady, _of_class(history, steady), *np.moveaxis(theirs, 2, 0)]
    ahead = sums(features.day_factors(first, history.days + horizon, weekday), horizon)
    return np.stack(parts) * ahead


def _of_class(history: History, told: Floats) -> Floats:
    out, kinds = np.empty_like(told), np.array([m.kind for m in history.marks])
    for kind in np.unique(kinds):
        here = kinds == kind
        out[:, here] = told[:, here].mean(axis=1, keepdims=True)
    return out


def _side(told: Floats, seen: Floats) -> Side:
    """The most probable weights and dispersions, searched over their logarithms."""
    size = told.shape[0]

    def cost(at: Floats) -> float:
        weights, burst, spread = _opened(at, size)
        return -float(_log_chance(seen, np.maximum(weights @ told, LEAST), burst, spread).mean()) + RIDGE * float(
            at @ at
        )

    start = np.zeros(size + 2)
    start[-1] = -1.0
    return Side(*_opened(minimize(cost, start, method="L-BFGS-B", options={"maxiter": STEPS}).x, size))


def _opened(at: Floats, size: int) -> tuple[Floats, float, float]:
    weights = np.exp(at[:size] - at[:size].max())
    return weights / weights.sum(), float(np.exp(at[-2])), float(np.exp(at[-1]))


def _log_chance(count: Floats, mean: Floats, burst: float, spread: float) -> Floats:
    excess = burst + spread * mean
    r = mean / excess
    chance = gammaln(count + r) - gammaln(r) - gammaln(count + 1.0)
    return np.asarray(chance - r * np.log1p(excess) + count * (np.log(excess) - np.log1p(excess)), float)
