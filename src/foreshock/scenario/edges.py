"""What the ledger's own days say of a declared edge: its range as declared, and as it stands after them.

The law: where both ends of an edge were seen, the days since are asked, and what they leave of the declared range is
shown beside it with the days it stands on; where an end was never seen, the range stays what somebody declared.

The posterior is the declared prior (even over the logarithm) weighed by the likelihood of the daily acts of the
effect: negative-binomial, with a rate that is g times what the fitted network gives by itself, plus the edge's echo of
the cause. The factor g of each day's rest is chosen anew for each size (profile likelihood), so that an edge has to
explain *when* acts come and gains nothing from their number. Two kinds of acts that answer a third the same way look
like an edge: that is told with the figure, and no design here can part them.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from foreshock.forecast import Network, State, features
from foreshock.forecast.history import History as Counted
from foreshock.forecast.likelihood import log_chance
from foreshock.forecast.predict import excited_part
from foreshock.records.played import Interval
from foreshock.records.scenario import Edge, Range, Scenario
from foreshock.scenario.history import History
from foreshock.scenario.limits import table

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Believed:
    """An edge's size before and after the ledger's days: `sizes` and their cumulative `mass`; empty where not learnt.

    `cause_days` and `effect_days` are the days with acts of each end, `near` the acts of the effect that fell within
    `reach_days` after an act of the cause.
    """

    expect: Range
    sizes: tuple[float, ...]
    mass: tuple[float, ...]
    cause_days: int
    effect_days: int
    near: int
    effect_acts: int
    reach_days: int

    @property
    def learnt(self) -> bool:
        """Whether the ledger speaks about it."""
        return bool(self.sizes)

    def at(self, place: float) -> float:
        """The size at a place from 0 to 1 of what is believed."""
        if not self.sizes:
            return between(self.expect, place)
        return float(np.interp(place, (0.0, *self.mass), (self.sizes[0], *self.sizes)))

    def ninety(self) -> Interval:
        """The middle 90 % of what is believed."""
        return Interval(self.at(0.05), self.at(0.95))

    def days(self) -> str:
        """The day counts behind it, in words."""
        if not self.cause_days or not self.effect_days:
            return "an end of it was never seen: the range stays as declared"
        days = "day" if self.cause_days == 1 else "days"
        told = f"{self.cause_days} {days} with the cause, {self.effect_days} with the effect"
        if not self.sizes:
            return f"{told}: the range is one number and stays as declared"
        return f"{told}, {self.near} of its {self.effect_acts} acts within {self.reach_days} days after one"


def believed(scenario: Scenario, history: History, network: Network, state: State) -> tuple[Believed, ...]:
    """What is believed of every declared edge, in order of the file; `network` is the fitted one without edges."""
    if not scenario.edges:
        return ()
    told = table("limits.toml")["edges"]
    rates, echoes = _course(history, network, state)
    return tuple(
        _one(edge, history, network, rates, echoes, told["points"], told["warm_days"]) for edge in scenario.edges
    )


def between(spread: Range, place: float) -> float:
    """The value at a place from 0 to 1 of a range, evenly over its logarithm, or evenly where it begins at 0."""
    if spread.low == spread.high:
        return spread.low
    if spread.low <= 0:
        return spread.high * place
    return float(spread.low * (spread.high / spread.low) ** place)


def decay_of(network: Network) -> int:
    """The number of the decay that declared edges act with."""
    return int(np.argmin(np.abs(np.log(network.decays / table("limits.toml")["play"]["edge_decay_per_day"]))))


def _course(history: History, network: Network, state: State) -> tuple[Floats, Floats]:
    """The network's own rates, and the decaying trace that edges echo, of each day; (days, marks) both."""
    counted = Counted(history.since, network.marks, history.daily(), history.volume.astype(float), MappingProxyType({}))
    scale = features.day_factors(history.since.weekday(), history.days, network.weekday)
    start = (history.daily() / scale).mean(axis=0)
    excited = features.traces(counted, scale, network.decays, start)[:-1]
    echo = np.stack([excited_part(network, traces) for traces in excited])
    rates = scale * (network.background * state.exposure + echo)
    return np.asarray(rates), np.asarray(scale * excited[:, :, decay_of(network)])


def _one(
    edge: Edge, history: History, network: Network, rates: Floats, echoes: Floats, points: int, warm: int
) -> Believed:
    cause, effect = (history.marks.fits([p])[0].astype(bool) for p in (edge.cause, edge.effect))
    daily = history.daily()
    acts, causes = daily[:, effect].sum(axis=1), daily[:, cause].sum(axis=1)
    reach = round(np.log(20.0) / float(network.decays[decay_of(network)]))
    near = int(acts[_after(causes, reach)].sum())
    ends = (int((causes > 0).sum()), int((acts > 0).sum()), near, int(acts.sum()), reach)
    if not ends[0] or not ends[1] or edge.expect.low == edge.expect.high or history.days <= warm:
        return Believed(edge.expect, (), (), *ends)
    places = (np.arange(points) + 0.5) / points
    sizes = np.array([between(edge.expect, float(place)) for place in places])
    rest, echo = rates[warm:, effect].sum(axis=1), echoes[warm:, cause].sum(axis=1)
    spread = _dispersion(network, effect, rates)
    heights = np.array([_profile(acts[warm:].astype(float), rest, size * echo, spread) for size in sizes])
    weights = np.exp(heights - heights.max())
    mass = np.cumsum(weights) / weights.sum()
    return Believed(edge.expect, tuple(sizes.tolist()), tuple(mass.tolist()), *ends)


def _after(causes: NDArray[np.int64], reach: int) -> NDArray[np.bool_]:
    """The days that follow a day with a cause within `reach`; the day itself is not one of them."""
    total = np.concatenate([[0], np.cumsum(causes)])
    day = np.arange(causes.size)
    return np.asarray(total[day] - total[np.maximum(0, day - reach)] > 0)


def _dispersion(network: Network, effect: NDArray[np.bool_], rates: Floats) -> float:
    """The excess of variance over mean of the effect's marks together, by their rates."""
    weight = rates[:, effect].sum(axis=0)
    return float(max(1e-3, (network.dispersion[effect] * weight).sum() / max(1e-12, weight.sum())))


def _profile(acts: Floats, rest: Floats, echo: Floats, dispersion: float) -> float:
    """The log-likelihood of the days at the best factor of the rest, searched from none of it to all that came."""
    top = 2.0 * max(acts.sum(), 1.0) / max(rest.sum(), 1e-9)
    factors = np.linspace(0.0, top, 81)
    means = np.maximum(factors[:, None] * rest + echo, 1e-6)
    heights = [float(log_chance(acts, mean, np.array(dispersion)).sum()) for mean in means]
    return max(heights)
