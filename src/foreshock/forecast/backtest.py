"""Forecasts of the past, made as if it were still to come: what seismology calls pseudo-prospective.

The law: for each issue day only what was known before it is used, parameters are those of the last refit before it, and
a forecast is finished before the days it is about are looked at. The outcome is handed back beside it, to be scored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from foreshock.errors import NoForecast
from foreshock.forecast import baselines
from foreshock.forecast.baselines import Baseline
from foreshock.forecast.daily import daily_counts
from foreshock.forecast.direct import Direct, tune_direct
from foreshock.forecast.features import Floats
from foreshock.forecast.fit import Fit, course, fit
from foreshock.forecast.history import History
from foreshock.forecast.likelihood import log_chance
from foreshock.forecast.model import Settings
from foreshock.forecast.network import Network, State
from foreshock.forecast.plans import daily_inputs
from foreshock.forecast.pool import pooled
from foreshock.forecast.predict import daily_rates

NAMES = ("climatology", "persistence", "ewma", "ingarch")


@dataclass(frozen=True, slots=True)
class Refit:
    """What was fitted on the first `days` days: the network, and for each horizon the baselines and the direct fit.

    A horizon has no direct fit where it is a day, or where the days are too few for one.
    """

    days: int
    fit: Fit
    baselines: dict[tuple[str, int], Baseline]
    direct: dict[int, Direct | None]


@dataclass(frozen=True, slots=True)
class DayAhead:
    """One-day-ahead log probabilities, means and chances of any act, (days, marks), from day `first` on.

    `model` names the forecast; `log_chance` is that of the count that came.
    """

    model: str
    first: int
    mean: Floats
    log_chance: Floats
    any: Floats


@dataclass(frozen=True, slots=True)
class Ahead:
    """The sums of one issue day over a horizon: simulated (paths, marks), baselines' means, and what came (marks,)."""

    day: int
    horizon_days: int
    parameters: str
    samples: NDArray[np.int32]
    means: dict[str, Floats]
    dispersions: dict[str, float]
    observed: NDArray[np.int64]
    before: NDArray[np.int64]


def refits(history: History, days: list[int], horizons: tuple[int, ...], model: Settings | None = None) -> list[Refit]:
    """A refit for each number of first days, network and baselines on the same days."""
    found = []
    for number in days:
        seen = history.until(number)
        tuned = {(name, h): baselines.tune(name, seen, h, model) for name in NAMES for h in horizons}
        direct = {h: tune_direct(seen, h, model) for h in horizons if h > 1}
        found.append(Refit(number, fit(seen, model), tuned, direct))
    return found


def day_ahead(history: History, fitted: list[Refit], first: int, last: int) -> list[DayAhead]:
    """One-day-ahead forecasts of the network and each baseline for days first to last (exclusive)."""
    counts = history.counts[first:last].astype(float)
    names = ("network", *NAMES)
    means = {name: np.empty(counts.shape) for name in names}
    chances = {name: np.empty(counts.shape) for name in names}
    nothing = {name: np.empty(counts.shape) for name in names}
    for refit, start, stop in _spans(fitted, first, last):
        here, span = slice(start - first, stop - first), slice(start, stop)
        network, c = daily_rates(refit.fit, history)[span], refit.fit.network.dispersion
        told = counts[here]
        means["network"][here], chances["network"][here] = network, log_chance(told, network, c)
        nothing["network"][here] = log_chance(np.zeros_like(told), network, c)
        for name in NAMES:
            base = refit.baselines[name, 1]
            mean = base.means(history)[span]
            means[name][here], chances[name][here] = mean, base.log_chance(told, mean)
            nothing[name][here] = base.log_chance(np.zeros_like(told), mean)
    return [DayAhead(name, first, means[name], chances[name], -np.expm1(nothing[name])) for name in names]


def ahead(
    history: History, fitted: list[Refit], issue_days: list[int], horizon_days: int, paths: int, seed: int
) -> Iterator[Ahead]:
    """The simulated and baseline sums of each issue day, one after the other, with what came of them."""
    for refit in fitted:
        later = [other.days for other in fitted if other.days > refit.days]
        mine = [d for d in issue_days if refit.days <= d < min(later, default=10**9)]
        if not mine:
            continue
        excited, volume = course(refit.fit, history)
        tuned = {name: refit.baselines[name, horizon_days] for name in NAMES}
        means = {name: base.means(history) for name, base in tuned.items()}
        direct = refit.direct.get(horizon_days)
        steady = None if direct is None else direct.means(history)
        model, kinds = refit.fit.model, np.array([m.kind for m in history.marks])
        for day in mine:
            state = State(history.until(day).end, excited[day], float(volume[day]))
            samples = sampled(refit.fit, state, (horizon_days,), paths, seed + day)[:, :, 0]
            base, mine_direct = tuned[model.pool_baseline], None if steady is None else steady[day]
            samples = pooled(samples, base, means[base.name][day], direct, mine_direct, kinds, model)
            yield Ahead(
                day=day,
                horizon_days=horizon_days,
                parameters=refit.fit.id,
                samples=samples,
                means={name: told[day] for name, told in means.items()},
                dispersions={name: base.dispersion for name, base in tuned.items()},
                observed=history.counts[day : day + horizon_days].sum(axis=0),
                before=history.counts[max(0, day - horizon_days) : day].sum(axis=0),
            )


def sampled(fitted: Fit, state: State, horizons: tuple[int, ...], paths: int, seed: int) -> NDArray[np.int32]:
    """Simulated sums over each horizon, (paths, marks, horizons), parameters drawn anew for each tenth of the paths."""
    if paths < 20:
        raise NoForecast(f"{paths} paths", "a distribution needs at least 20")
    edges = np.linspace(0, paths, 11).astype(int)
    dice = np.random.default_rng([seed, 2])
    parts = []
    for first, last in pairwise(edges):
        network = bounded_draw(fitted, dice)
        inputs = daily_inputs(network, state, max(horizons))
        parts.append(daily_counts(seed, int(first), int(last), np.array(horizons), *inputs))
    return np.concatenate(parts)


def bounded_draw(fitted: Fit, dice: np.random.Generator, tries: int = 50) -> Network:
    """A drawn network of radius below 1, the fitted one where no draw is."""
    for _ in range(tries):
        if (network := fitted.draw(dice)).radius() < 1.0:
            return network
    return fitted.network


def _spans(fitted: list[Refit], first: int, last: int) -> Iterator[tuple[Refit, int, int]]:
    """Each refit with the days it serves: from its own end to the next refit's."""
    ends = [refit.days for refit in fitted[1:]] + [last]
    if fitted[0].days > first:
        raise NoForecast(f"the first refit sees {fitted[0].days} days", f"day {first} is to be forecast from before it")
    for refit, end in zip(fitted, ends, strict=True):
        start, stop = max(first, refit.days), min(last, end)
        if start < stop:
            yield refit, start, stop
