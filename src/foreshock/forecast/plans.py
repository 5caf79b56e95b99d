"""What is asked of a simulation beside the fit: interventions and declared edges, and one draw of all that is open.

The law: a range is a prior and is drawn from, never averaged away; a draw whose radius reaches 1 is thrown away and
counted, and a plan that reaches it at the upper end of its range by itself is refused.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from foreshock.errors import Explosive, NoForecast
from foreshock.forecast.daily import TOO_MANY, daily_events
from foreshock.forecast.forest import alias_tables, forest_events
from foreshock.forecast.network import Floats, Ints, Network, State

if TYPE_CHECKING:
    from foreshock.forecast.simulate import Fitted

DRAWS = 200
"""Draws tried before a network is taken to be explosive as a whole."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A declared tie: an event of mark `source` brings `low` to `high` direct events of mark `target`.

    Drawn log-uniformly (uniformly from 0); its delay follows the network's decay number `decay`. It comes on top of
    what the data found. `because` says who declares it and why.
    """

    source: int
    target: int
    low: float
    high: float
    decay: int = 0
    because: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Rates of `marks` times a factor drawn between `low` and `high`, from `from_day` on (0 is the first day).

    It stays until `until_day` (exclusive; the horizon by default), or fades to 1 in a straight line over `fade_days`.
    """

    marks: tuple[int, ...]
    low: float
    high: float
    from_day: int = 0
    until_day: int | None = None
    fade_days: int | None = None

    def course(self, factor: float, days: int) -> Floats:
        """The factor on each day, (days,)."""
        day = np.arange(days)
        strength = np.where(day >= self.from_day, 1.0, 0.0)
        if self.fade_days:
            strength *= np.clip(1.0 - (day - self.from_day) / self.fade_days, 0.0, 1.0)
        if self.until_day is not None:
            strength[self.until_day :] = 0.0
        return 1.0 + (factor - 1.0) * strength


@dataclass(frozen=True, slots=True)
class Planned:
    """`count` events of a mark that happen on `day` of the horizon under the intervention alone."""

    mark: int
    day: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Intervention:
    """A named change of the process: rates scaled, events added."""

    name: str
    scales: tuple[Scale, ...] = ()
    planned: tuple[Planned, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw of all that is open: the network with its edges, and factors (bits, days, marks); bit 0 is all ones."""

    network: Network
    factors: Floats
    values: Floats
    rejected: int


def draw(
    fitted: Fitted, interventions: Sequence[Intervention], edges: Sequence[Edge], days: int, seed: int, block: int
) -> Drawn:
    """Parameters, edges and factors of one block, stable under every intervention."""
    _possible(fitted.network, interventions, edges, days)
    dice = np.random.default_rng([seed, block, 1])
    for tried in range(DRAWS):
        sizes = np.array([_between(e.low, e.high, dice) for e in edges])
        chosen = [[_between(s.low, s.high, dice) for s in one.scales] for one in interventions]
        network = _with_edges(fitted.draw(dice), edges, sizes)
        factors = _factors(interventions, chosen, days, len(network.marks))
        if (worst := _radius(network, factors)) < 1.0:
            flat = [value for one in chosen for value in one]
            return Drawn(network, factors, np.concatenate([sizes, flat]), tried)
        if tried == 0 and fitted.known and all(x.low == x.high for x in edges):
            _refuse(network, interventions, factors, worst)
    raise Explosive(worst, f"every one of {DRAWS} draws of the network and its plan")


def run(
    drawn: Drawn, state: State, days: int, interventions: Sequence[Intervention], seed: int, first: int, last: int,
    most: int,
) -> tuple[Any, Any, Any, Any, Any]:  # fmt: skip
    """Path, time, mark, parent and mask of every event of a block of paths."""
    planned = [
        (p.day, p.mark, k + 1) for k, one in enumerate(interventions) for p in one.planned for _ in range(p.count)
    ]
    day, mark, bit = (np.array([row[i] for row in planned], np.int64) for i in range(3))
    bits = np.uint64(1) << bit.astype(np.uint64)
    everything = np.uint64((1 << drawn.factors.shape[0]) - 1)
    factors = drawn.factors if interventions else drawn.factors[:0]
    play = _daily if drawn.network.step == "daily" else _forest
    events = play(drawn, state, days, factors, everything, (seed, first, last, most), (day, mark, bits))
    if events[2].size and events[2][-1] == TOO_MANY:
        raise NoForecast(f"a path of more than {most:,} events", "a shorter horizon or a smaller plan can be simulated")
    return cast(tuple[Any, Any, Any, Any, Any], events)


def _daily(drawn: Drawn, state: State, days: int, factors: Any, every: Any, which: Any, planned: Any) -> Any:
    network = drawn.network
    envelope = drawn.factors.max(axis=0)
    play: Callable[..., Any] = daily_events
    return play(*which, *daily_inputs(network, state, days), envelope, factors, every, *planned)


def daily_inputs(network: Network, state: State, days: int) -> tuple[Any, ...]:
    """The arrays that both daily kernels read, in their order."""
    ties, marks = network.excitation, len(network.marks)
    order = np.lexsort((ties.decay, ties.source, ties.target))
    start = np.searchsorted(ties.target[order], np.arange(marks + 1))
    weekdays = (state.first_weekday() + np.arange(days)) % 7
    return (
        network.background * state.exposure,
        start,
        ties.source[order],
        ties.decay[order],
        ties.size[order],
        network.decays,
        np.ascontiguousarray(state.excited, float),
        np.ascontiguousarray(network.weekday[:, weekdays].T),
        network.dispersion,
        network.frailty,
        network.drift,
        network.drift_shared,
        network.group,
    )


def _forest(drawn: Drawn, state: State, days: int, factors: Any, every: Any, which: Any, planned: Any) -> Any:
    network = drawn.network
    ties, marks = network.excitation, len(network.marks)
    if any(x.any() for x in (network.dispersion, network.frailty, network.drift, network.drift_shared)):
        raise NoForecast("dispersion or frailty in continuous time", "such a network is simulated by days")
    if not np.all(network.weekday == 1.0):
        raise NoForecast("weekdays in continuous time", "such a network is simulated by days")
    envelope = drawn.factors.max(axis=(0, 1))
    order = np.lexsort((ties.decay, ties.target, ties.source))
    source, target, decay = ties.source[order], ties.target[order], ties.decay[order]
    size = ties.size[order] * envelope[target]
    start = np.searchsorted(source, np.arange(marks + 1))
    threshold, other = alias_tables(start, size)
    means = np.bincount(source, size, minlength=marks).astype(float)
    day, mark, bits = planned
    past = ties.size[order] * state.excited[source, decay] / network.decays[decay]
    still = past > 0.0
    mean = float(network.background.max(initial=0.0) * days * marks + past.sum())
    room = 4096 + int(min(1e7, 1.2 * (which[2] - which[1]) * mean / max(0.05, 1.0 - network.radius())))
    grow: Callable[..., Any] = forest_events
    return grow(
        *which, room, float(days), network.background * state.exposure, start, target, decay, threshold, other, means,
        network.decays, target[still], decay[still], source[still], past[still],
        envelope, factors, every, day + 0.5, mark, bits,
    )  # fmt: skip


def _between(low: float, high: float, dice: np.random.Generator) -> float:
    """Log-uniform between the two, uniform from 0; no dice are thrown where they are the same."""
    if low == high:
        return low
    return float(dice.uniform(low, high)) if low <= 0.0 else math.exp(dice.uniform(math.log(low), math.log(high)))


def _with_edges(network: Network, edges: Sequence[Edge], sizes: Floats) -> Network:
    if not edges:
        return network
    target, source, decay = (_indices(edges, name) for name in ("target", "source", "decay"))
    more = network.excitation.with_more(target, source, decay, sizes)
    return Network(**{**{f: getattr(network, f) for f in network.__slots__}, "excitation": more})


def _indices(edges: Sequence[Edge], name: str) -> Ints:
    return np.array([getattr(edge, name) for edge in edges], np.int64)


def _factors(interventions: Sequence[Intervention], chosen: list[list[float]], days: int, marks: int) -> Floats:
    factors = np.ones((1 + len(interventions), days, marks))
    for k, (one, values) in enumerate(zip(interventions, chosen, strict=True), start=1):
        for scale, value in zip(one.scales, values, strict=True):
            factors[k][:, list(scale.marks)] *= scale.course(value, days)[:, None]
    return factors


def _radius(network: Network, factors: Floats) -> float:
    branching = network.radius()
    raised = [f.max(axis=0) for f in factors[1:] if f.max() > 1.0]
    return max([branching, *(network.radius(f) for f in raised)])


def _refuse(network: Network, interventions: Sequence[Intervention], factors: Floats, worst: float) -> None:
    network.stable()
    for one, f in zip(interventions, factors[1:], strict=True):
        if network.radius(f.max(axis=0)) >= 1.0 and all(s.low == s.high for s in one.scales):
            raise Explosive(worst, f"the network under {one.name!r}")


def _possible(network: Network, interventions: Sequence[Intervention], edges: Sequence[Edge], days: int) -> None:
    marks, decays = len(network.marks), network.decays.size
    told = [m for one in interventions for s in one.scales for m in s.marks]
    told += [p.mark for one in interventions for p in one.planned] + [m for e in edges for m in (e.source, e.target)]
    if any(not 0 <= m < marks for m in told):
        raise NoForecast(f"mark {next(m for m in told if not 0 <= m < marks)}", f"marks are 0 to {marks - 1}")
    if any(not 0 <= e.decay < decays for e in edges):
        raise NoForecast("an edge with an unknown decay", f"decays are 0 to {decays - 1}")
    ranges = [(s.low, s.high) for one in interventions for s in one.scales] + [(e.low, e.high) for e in edges]
    if any(not 0.0 <= low <= high for low, high in ranges):
        raise NoForecast("a factor or edge below 0 or with its ends swapped", "ranges are told as 0 <= low <= high")
    if any(not 0 <= p.day < days or p.count < 1 for one in interventions for p in one.planned):
        raise NoForecast("a planned event outside the horizon", f"days are 0 to {days - 1}, counts 1 or more")
