"""Rare outcomes: fixed-effort splitting over the levels of the outcome's own counts.

The law: unbiased by construction, since every level has to be crossed on the way to the outcome: an outcome of five
acts in a window needs four of them before. Where there is nothing to cross, or no level is reached, there is no
estimate and plain Monte Carlo's bound stands.

Method: fixed-effort multilevel splitting (Garvels 2000; L'Ecuyer, Le Gland, Lezaud, Tuffin 2009): on each level the
same number of paths is run on from entry states drawn among those that reached it; the chance is the product of the
shares that reach the next. A path's lasting frailty is drawn once for each run, for its background; where the network
lets levels drift, they start anew on each level of a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from foreshock.errors import Explosive
from foreshock.forecast import Edge, Known, Network, Paths, State, simulate
from foreshock.records.played import Chance, Shares
from foreshock.records.scenario import Outcome, Scenario
from foreshock.scenario import plans
from foreshock.scenario.chances import intervals, parted, words
from foreshock.scenario.edges import Believed
from foreshock.scenario.history import History
from foreshock.scenario.limits import table
from foreshock.scenario.machine import WITHOUT_BOUND

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ROWS = 6


class Draws(Protocol):
    """What parameters are drawn from."""

    def draw(self, dice: np.random.Generator) -> Network:
        """One network from the distribution of the parameters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a path stands on the evening of `day` (0 the start): excitation, and outcome acts so far by day."""

    day: int
    excited: Floats
    counts: Ints


@dataclass(frozen=True, slots=True)
class Runs:
    """What the runs of one replica share."""

    network: Network
    edges: tuple[Edge, ...]
    state: State
    fits: NDArray[np.bool_]
    outcome: Outcome
    horizon_days: int


def split(
    scenario: Scenario, history: History, fitted: Draws, state: State, seed: int, ties: Sequence[Believed] = ()
) -> Chance | None:
    """The chance by splitting; None where it has no levels or no replica reached the last."""
    told = table("limits.toml")["splitting"]
    levels = thresholds(scenario.outcome, told["most_levels"])
    if len(levels) < 2:
        return None
    columns = told["replicas"] // ROWS
    values, noise, simulated = np.zeros((ROWS, columns)), np.zeros((ROWS, columns)), 0
    drawn = plans.assumed(scenario, history, columns, seed + 1, ties)
    for i in range(ROWS):
        parameters = fitted.draw(np.random.default_rng([seed, 21, i]))
        for j in range(columns):
            dice = np.random.default_rng([seed, 22, i, j])
            runs = _runs(scenario, history, parameters, drawn[j], state, dice)
            try:
                values[i, j], noise[i, j], paths = _replica(runs, levels, told["paths"], told["entries"], dice)
            except Explosive:
                continue
            simulated += paths
    return _chance(values, noise, simulated, len(levels))


def thresholds(outcome: Outcome, most: int) -> tuple[float, ...]:
    """The levels of progress towards the outcome, the last is 1: as shares of its largest count."""
    needs = max(p.at_least for p in outcome.patterns)
    steps = needs * (len(outcome.patterns) if outcome.join == "all" else 1)
    chosen = sorted({round(k) for k in np.linspace(1, steps, min(most, steps))})
    return tuple(k / steps for k in chosen)


def progress(outcome: Outcome, counts: Ints) -> Floats:
    """How near the outcome each path has come by each day, 1 where it is there; counts (paths, patterns, days)."""
    total = np.cumsum(counts, axis=2)
    shares = []
    for n, pattern in enumerate(outcome.patterns):
        window = pattern.within_days or WITHOUT_BOUND
        gone = np.zeros_like(total[:, n])
        if window < counts.shape[2]:
            gone[:, window:] = total[:, n, :-window]
        best = np.maximum.accumulate(total[:, n] - gone, axis=1)
        shares.append(np.minimum(1.0, best / pattern.at_least))
    joined: Floats = np.max(shares, axis=0) if outcome.join == "any" else np.mean(shares, axis=0)
    return joined


def _runs(
    scenario: Scenario,
    history: History,
    parameters: Network,
    one: plans.Assumed,
    state: State,
    dice: np.random.Generator,
) -> Runs:
    network = plans.with_rates(parameters, plans.unseen(scenario, history), one.rates)
    ties = plans.edges(scenario, history, network, one.edges)
    fits = history.marks.fits(scenario.outcome.patterns)
    return Runs(_with_lasting(network, dice), ties, state, fits, scenario.outcome, scenario.horizon_days)


def _with_lasting(network: Network, dice: np.random.Generator) -> Network:
    """The network with one draw of its frailty worked into its background."""
    if not network.frailty.any():
        return network
    shape = 1.0 / np.maximum(network.frailty, 1e-9)
    factor = np.where(network.frailty > 0, dice.gamma(shape) / shape, 1.0)
    return replace(network, background=network.background * factor, frailty=np.zeros_like(network.frailty))


def _replica(
    runs: Runs, levels: tuple[float, ...], paths: int, entries: int, dice: np.random.Generator
) -> tuple[float, float, int]:
    """The chance, its variance by finite paths, and the paths run."""
    nothing = np.zeros((runs.fits.shape[0], runs.horizon_days), np.int64)
    starts = [Entry(0, np.asarray(runs.state.excited, float), nothing)]
    value, relative, run = 1.0, 0.0, 0
    for level in levels:
        each = paths // len(starts)
        reached, share = [], 0
        for start in starts:
            found, hits = _continue(runs, start, level, each, int(dice.integers(1 << 62)))
            reached += found
            share += hits
        run += each * len(starts)
        if not reached:
            return 0.0, 0.0, run
        chance = share / (each * len(starts))
        value *= chance
        relative += (1 - chance) / (chance * min(each * len(starts), 4 * len(starts) if len(starts) > 1 else paths))
        starts = [reached[k] for k in dice.integers(len(reached), size=entries)]
    return value, value**2 * relative, run


def _continue(runs: Runs, start: Entry, level: float, paths: int, seed: int) -> tuple[list[Entry], int]:
    """The states in which so many paths from a start first reach the level, and how many do."""
    if progress(runs.outcome, start.counts[None])[0, max(0, start.day - 1)] >= level and start.day > 0:
        return [start] * paths, paths
    left = runs.horizon_days - start.day
    if left < 1:
        return [], 0
    state = State(runs.state.day + timedelta(days=start.day), start.excited, runs.state.exposure)
    found = simulate(Known(runs.network), state, left, paths, seed, (), runs.edges, threads=1)
    counts = np.repeat(start.counts[None], paths, axis=0)
    day = np.minimum(found.time.astype(np.int64), left - 1)
    for n, fit in enumerate(runs.fits):
        kept = fit[found.mark]
        np.add.at(counts, (found.path[kept], n, start.day + day[kept]), 1)
    near = progress(runs.outcome, counts) >= level
    hits = np.flatnonzero(near[:, -1])
    return list(_entries(runs, start, found, counts, near, hits)), len(hits)


def _entries(
    runs: Runs, start: Entry, found: Paths, counts: Ints, near: NDArray[np.bool_], hits: NDArray[np.int64]
) -> Iterator[Entry]:
    for path in hits:
        day = int(np.argmax(near[path])) + 1
        mine = (found.path == path) & (found.time < day - start.day)
        excited = _advanced(
            runs.network, found.state, start.excited, found.mark[mine], found.time[mine], day - start.day
        )
        held = counts[path].copy()
        held[:, day:] = 0
        yield Entry(day, excited, held)


def _advanced(
    network: Network, state: State, excited: Floats, mark: NDArray[np.int32], time: NDArray[np.float32], days: int
) -> Floats:
    """The excitation so many days on, after these events; the recursions are those of forecast.network."""
    if network.step == "continuous":
        now = excited * np.exp(-network.decays * days)
        for k, beta in enumerate(network.decays):
            np.add.at(now[:, k], mark, beta * np.exp(-beta * (days - time)))
        return now
    kept, now = np.exp(-network.decays), excited
    for d in range(days):
        fell = np.bincount(mark[time.astype(np.int64) == d], minlength=len(network.marks))
        scaled = fell / network.weekday[:, (state.first_weekday() + d) % 7]
        now = kept * now + (1 - kept) * scaled[:, None]
    return now


def _chance(values: Floats, noise: Floats, simulated: int, levels: int) -> Chance | None:
    mean = float(values.mean())
    if not 0 < mean < 1:
        return None
    parts = parted(values, float(noise.mean()))
    spread = sum(parts)
    fifty, ninety = intervals(mean, spread)
    method = f"fixed-effort splitting over {levels} levels of the outcome's counts"
    shares = Shares(*(part / spread for part in parts))
    return Chance(mean, fifty, ninety, words(mean), simulated, int((values > 0).sum()), shares, method)
