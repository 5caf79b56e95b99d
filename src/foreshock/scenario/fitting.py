"""The forecast's network fitted to a scenario's history, told apart into the scenario's own marks.

The law: strength is borrowed before it is told apart. The fit is that of every other forecast, on pairs of actors by
class, with the pairs of other countries beside them; what a pair does within a class is shared out over the types by
the acts seen, and a type never seen gets nothing from it. What the fit holds for known in a single rare pair, its own
background, and the shares themselves are drawn from the gamma and Dirichlet distributions that few acts leave open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foreshock.errors import Explosive, NoForecast, NoPlay
from foreshock.forecast import Excitation, Mark, Network, State, features
from foreshock.forecast.fit import Fit, fit, state_after
from foreshock.forecast.history import CLASSES
from foreshock.forecast.history import History as Counted
from foreshock.forecast.model import settings
from foreshock.records.scenario import Scenario
from foreshock.scenario.history import History
from foreshock.scenario.limits import table
from foreshock.scenario.play import check

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
UNSEEN = -1
TRIALS = 40


@dataclass(frozen=True, slots=True)
class Refined:
    """A fit of pairs by class, told apart: `coarse` (marks,) is the fitted mark of each, `counts` (marks,) its acts.

    `coarse` is UNSEEN for a mark whose pair and class were never seen; `penalty` is what relations cost more than in
    every other forecast, 1 unless the fit had no bound without.
    """

    fitted: Fit
    marks: tuple[Mark, ...]
    coarse: Ints
    counts: Ints
    days: int
    penalty: float = 1.0

    @property
    def network(self) -> Network:
        """The network at its most probable parameters, the shares those seen."""
        return refined(self.fitted.network, self.marks, self.coarse, shares(self.coarse, self.counts.astype(float)))

    @property
    def known(self) -> bool:
        """False: every draw differs."""
        return False

    def draw(self, dice: np.random.Generator) -> Network:
        """One network from what the history leaves open."""
        drawn = self.fitted.draw(dice)
        shapes = drawn.background * self.days + self.fitted.model.background_shape
        drawn = replace(drawn, background=drawn.background * dice.gamma(shapes) / shapes)
        prior = table("limits.toml")["play"]["share_prior"]
        weights = np.where(self.counts > 0, dice.gamma(self.counts + prior), 0.0)
        return refined(drawn, self.marks, self.coarse, shares(self.coarse, weights))


def fit_scenario(scenario: Scenario, history: History) -> tuple[Refined, State]:
    """The fitted network and its state on the day after the history; NoPlay where the history is too thin to fit."""
    check(scenario, history)
    named, quads, daily = history.marks.named(), history.marks.quads(), history.daily()
    pairs = [Mark(mark.actor, mark.recipient, CLASSES[quad]) for mark, quad in zip(named, quads, strict=True)]
    seen = sorted({pair for pair, acts in zip(pairs, daily.sum(axis=0), strict=True) if acts})
    coarse = np.array([seen.index(pair) if pair in seen else UNSEEN for pair in pairs], np.int64)
    grouped = np.zeros((history.days, len(seen)), np.int64)
    np.add.at(grouped.T, coarse[coarse >= 0], daily.T[coarse >= 0])
    others, more = _elsewhere(history)
    counted = _counted(history, (*seen, *others), np.concatenate([grouped, more], axis=1))
    made = _bounded(scenario, counted, named, coarse, daily.sum(axis=0))
    fine = _counted(history, named, daily)
    network = made.fitted.network
    scale = features.day_factors(history.since.weekday(), history.days, _of(network.weekday, coarse, 1.0))
    start = _of(made.fitted.start, coarse, 0.0) * shares(coarse, made.counts.astype(float))
    excited = features.traces(fine, scale, network.decays, start)[-1]
    return made, State(counted.end, excited, state_after(made.fitted, counted).exposure)


def _bounded(scenario: Scenario, counted: Counted, named: tuple[Mark, ...], coarse: Ints, acts: Ints) -> Refined:
    """The fit at the lowest price of relations at which it, and enough of its draws, have a finite future."""
    told, plain = table("limits.toml")["play"], settings()
    for penalty in told["penalties"]:
        prices = MappingProxyType({name: price * penalty for name, price in plain.relations.items()})
        try:
            made = Refined(fit(counted, replace(plain, relations=prices)), named, coarse, acts, counted.days, penalty)
        except Explosive as fault:
            last = fault
            continue
        except NoForecast as wrong:
            raise NoPlay(scenario.name, wrong.seen, wrong.hoped) from wrong
        dice = np.random.default_rng([counted.days, 31])
        stable = sum(made.draw(dice).radius() < 1.0 for _ in range(TRIALS)) / TRIALS
        if stable >= told["stable_draws"]:
            return made
        last = Explosive(made.network.radius(), f"{1 - stable:.0%} of the draws of the fitted network")
    raise last


def _elsewhere(history: History) -> tuple[list[Mark], Ints]:
    """The pairs of other countries that are seen often enough to learn from, and their acts (days, marks)."""
    kinds = pl.col("quad").replace_strict(CLASSES, default=None, return_dtype=pl.String)
    cells = history.elsewhere.with_columns(kind=kinds).drop_nulls().group_by("day", "actor", "recipient", "kind").len()
    totals = cells.group_by("actor", "recipient", "kind").agg(pl.col("len").sum())
    often = totals.filter(pl.col("len") >= settings().least_events).sort("actor", "recipient", "kind")
    marks = [Mark(f"{a} itself", f"{b} itself", kind) for a, b, kind, _ in often.iter_rows()]
    made = np.zeros((history.days, len(marks)), np.int64)
    place = {row[:3]: n for n, row in enumerate(often.iter_rows())}
    for day, actor, recipient, kind, acts in cells.iter_rows():
        if (actor, recipient, kind) in place:
            made[day, place[actor, recipient, kind]] = acts
    return marks, made


def shares(coarse: Ints, weights: Floats) -> Floats:
    """Each weight over the sum of those of its fitted mark, 0 where that is 0 or the mark was never seen; (marks,)."""
    seen = coarse >= 0
    total = np.zeros_like(weights)
    total[seen] = np.bincount(coarse[seen], weights[seen])[coarse[seen]] if seen.any() else 0.0
    return np.asarray(np.divide(weights, total, out=np.zeros_like(weights), where=total > 0))


def refined(network: Network, marks: tuple[Mark, ...], coarse: Ints, share: Floats) -> Network:
    """The network of the finer marks: a rate is shared out, and any of the finer marks brings what the fitted one does.

    A share of a burst is a smaller burst: the excess of variance over mean is shared out as the rate is.
    Its branching matrix has the same spectral radius where the shares of each fitted mark sum to 1.
    """
    return replace(
        network,
        marks=marks,
        background=_of(network.background, coarse, 0.0) * share,
        excitation=_told_apart(network.excitation, coarse, share),
        weekday=_of(network.weekday, coarse, 1.0),
        dispersion=_of(network.dispersion, coarse, 0.0) * share,
        frailty=_of(network.frailty, coarse, 0.0),
        drift=_of(network.drift, coarse, 0.0),
        drift_shared=_of(network.drift_shared, coarse, 0.0),
        group=np.where(coarse >= 0, network.group[coarse], 0),
    )


def _of(fitted: Floats, coarse: Ints, missing: float) -> Floats:
    """The value of each mark's fitted mark, or `missing` where it has none; (marks, ...)."""
    values = fitted[coarse].astype(float)
    values[coarse < 0] = missing
    return values


def _told_apart(ties: Excitation, coarse: Ints, share: Floats) -> Excitation:
    finer = [np.flatnonzero(coarse == n) for n in range(int(coarse.max()) + 1)]
    ours = (ties.target < len(finer)) & (ties.source < len(finer))
    ties = Excitation(ties.target[ours], ties.source[ours], ties.decay[ours], ties.size[ours])
    parts: list[list[Any]] = [[], [], [], []]
    for target, source, decay, size in zip(ties.target, ties.source, ties.decay, ties.size, strict=True):
        targets, sources = finer[target][share[finer[target]] > 0], finer[source]
        grid = np.repeat(targets, sources.size), np.tile(sources, targets.size)
        for part, told in zip(parts, (*grid, np.full(grid[0].size, decay), size * share[grid[0]]), strict=True):
            part.append(told)
    kinds = (np.int64, np.int64, np.int64, np.float64)
    return Excitation(*(_joined(part, kind) for part, kind in zip(parts, kinds, strict=True)))


def _joined(parts: list[Any], kind: Any) -> Any:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, kind)


def _counted(history: History, marks: tuple[Mark, ...], counts: Ints) -> Counted:
    return Counted(history.since, marks, counts, history.volume.astype(np.float64), MappingProxyType({}))
