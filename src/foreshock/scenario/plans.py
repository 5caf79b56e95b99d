"""A scenario as the forecast takes it: ranges drawn, edges between marks, interventions as factors and added acts.

The law: whatever is declared as a range is drawn from it, evenly over its logarithm (evenly where it begins at 0), by
strata so that few draws cover it; acts never seen get a rate only from what not seeing them says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma

from foreshock.forecast import Edge, Intervention, Network, Planned, Scale
from foreshock.records import scenario as told
from foreshock.records.scenario import Scenario
from foreshock.scenario.edges import Believed, between, decay_of
from foreshock.scenario.history import History
from foreshock.scenario.limits import table
from foreshock.scenario.marks import example_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Assumed:
    """One draw of all that the scenario declares: sizes of edges, factors of interventions, rates of the never seen."""

    edges: tuple[float, ...]
    factors: tuple[float | None, ...]
    rates: tuple[float, ...]


def unseen(scenario: Scenario, history: History) -> tuple[int, ...]:
    """The marks that were never seen and that the outcome, a stage, a guard or an edge asks for."""
    added = [id(move.inject) for move in scenario.interventions] + [id(sign) for sign in scenario.signs()]
    asked = [p for p in scenario.patterns() if id(p) not in added]
    fits = np.any(history.marks.fits(asked), axis=0).tolist()
    seen = {act.triple for act in history.acts}
    return tuple(n for n, triple in enumerate(history.marks.triples) if triple not in seen and fits[n])


def assumed(
    scenario: Scenario, history: History, draws: int, seed: int, ties: Sequence[Believed] = ()
) -> tuple[Assumed, ...]:
    """So many draws, by Latin strata (McKay, Beckman, Conover 1979), the same for the same seed.

    Sizes of edges are drawn from what is believed of them, or from their declared ranges where `ties` are not told.
    """
    missing = len(unseen(scenario, history))
    size = len(scenario.edges) + len(scenario.interventions) + missing
    dice = np.random.default_rng([seed, 11])
    strata = np.array([dice.permutation(draws) for _ in range(size)]).reshape(size, draws)
    places = (strata + dice.uniform(size=(size, draws))) / draws
    return tuple(_assumed(scenario, history, iter(column), ties) for column in places.T)


def middle(scenario: Scenario, history: History, ties: Sequence[Believed] = ()) -> Assumed:
    """All ranges at their middle, edges at that of what is believed of them."""
    size = len(scenario.edges) + len(scenario.interventions) + len(unseen(scenario, history))
    return _assumed(scenario, history, iter(np.full(size, 0.5)), ties)


def edges(scenario: Scenario, history: History, network: Network, sizes: Sequence[float]) -> tuple[Edge, ...]:
    """The declared ties between single marks; what an act brings is shared out over the marks of the effect.

    The shares are those of the acts seen, with half an act for each mark so that none is left out.
    """
    decay = decay_of(network)
    counts = history.daily().sum(axis=0) + 0.5
    made = [_edge(history, counts, decay, one, size) for one, size in zip(scenario.edges, sizes, strict=True)]
    return tuple(edge for some in made for edge in some)


def interventions(scenario: Scenario, history: History, factors: Sequence[float | None]) -> tuple[Intervention, ...]:
    """The counterfactuals with their factors fixed."""
    pairs = zip(scenario.interventions, factors, strict=True)
    return tuple(Intervention(one.name, _scales(history, one, f), _planned(history, one)) for one, f in pairs)


def with_rates(network: Network, marks: Sequence[int], rates: Sequence[float]) -> Network:
    """The network with these background rates, in acts a day, for these marks."""
    background = network.background.copy()
    background[list(marks)] = rates
    return replace(network, background=background)


def _assumed(scenario: Scenario, history: History, places: Iterator[Any], ties: Sequence[Believed]) -> Assumed:
    if ties:
        sizes = tuple(tie.at(float(next(places))) for tie in ties)
    else:
        sizes = tuple(between(edge.expect, float(next(places))) for edge in scenario.edges)
    drawn = [(move.factor, float(next(places))) for move in scenario.interventions]
    factors = tuple(None if spread is None else between(spread, place) for spread, place in drawn)
    shape = table("limits.toml")["play"]["never_seen_shape"]
    rates = tuple(float(gamma.ppf(next(places), shape)) / history.days for _ in unseen(scenario, history))
    return Assumed(sizes, factors, rates)


def _edge(history: History, counts: Floats, decay: int, one: told.Edge, size: float) -> Iterator[Edge]:
    causes, effects = (np.flatnonzero(row) for row in history.marks.fits([one.cause, one.effect]))
    shares = counts[effects] / counts[effects].sum()
    for source in causes:
        for target, share in zip(effects, shares, strict=True):
            value = float(size * share)
            yield Edge(int(source), int(target), value, value, decay, one.because.text)


def _scales(history: History, one: told.Intervention, factor: float | None) -> tuple[Scale, ...]:
    if one.scale is None or factor is None:
        return ()
    marks = tuple(int(n) for n in np.flatnonzero(history.marks.fits([one.scale])[0]))
    return (Scale(marks, factor, factor, one.from_day, None, one.fade_days),)


def _planned(history: History, one: told.Intervention) -> tuple[Planned, ...]:
    if one.inject is None:
        return ()
    return (Planned(example_of(one.inject, history.marks), one.at_day, one.count),)
