"""Playing a fitted network forward: many paths at once, each event with its parent and the interventions it outlives.

The law: the same network, state, seed and plan give the same paths to the last bit, on one thread or many. What has no
finite future is refused with Explosive.

How a caller uses it:

    paths = simulate(fitted, state, horizon_days=90, paths=10_000, seed=7,
                     interventions=(Intervention("restraint", scales=(Scale(marks=(4,), low=0.3, high=0.6),)),),
                     edges=(Edge(source=4, target=9, low=0.05, high=0.40),))
    paths.counts()                     # (paths, marks): events as things stand (bit 0)
    paths.counts(under=1)              # the same paths under the first intervention (bit 1)
    for block in simulate_blocks(...): # the same events, a block of paths at a time, for what does not fit in memory

Bit 0 of a mask says that an event happens as things stand, bit k that it happens under intervention k (1 to 63). Under
each bit alone the events have the law of a simulation with that intervention only; between bits they share their dice.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from foreshock.errors import NoForecast
from foreshock.forecast.daily import BACKGROUND, FROM_HISTORY, INJECTED
from foreshock.forecast.network import Floats, Ints, Mark, Network, State
from foreshock.forecast.plans import Drawn, Edge, Intervention, Planned, Scale, draw, run

__all__ = [
    "BACKGROUND",
    "FROM_HISTORY",
    "INJECTED",
    "Edge",
    "Intervention",
    "Paths",
    "Planned",
    "Scale",
    "draw",
    "simulate",
    "simulate_blocks",
]

BLOCK_PATHS = 256
"""Paths that share one draw of parameters, edges and factors."""


class Fitted(Protocol):
    """What is played forward: a network at its best, and draws of it from what the data leave open."""

    @property
    def network(self) -> Network:
        """The network at its most probable parameters."""

    def draw(self, dice: np.random.Generator) -> Network:
        """One network from the distribution of the parameters; the same each time where they are taken as known."""

    @property
    def known(self) -> bool:
        """True where every draw is the network itself."""


@dataclass(frozen=True, slots=True)
class Known:
    """A network whose parameters are taken as known: for laws, oracles and what-if questions."""

    network: Network
    known: bool = True

    def draw(self, dice: np.random.Generator) -> Network:
        """The network itself."""
        return self.network


@dataclass(frozen=True, slots=True)
class Paths:
    """Simulated events, one place an event: paths in order, within a path by rising time (daily) or parents first.

    `time` is in days from the start of `state.day` (its whole part is the day); `mark` an index into `marks`; `parent`
    the place of the parent, or below 0: BACKGROUND, INJECTED, or FROM_HISTORY - s for a trace of mark s in the past;
    bit k of `mask` says whether the event happens under `names[k]`. `drawn` (blocks, edges + scales) are the sizes of
    edges and factors of scales drawn for each block of `block_paths` paths; `rejected` counts draws thrown away because
    their radius reached 1.
    """

    marks: tuple[Mark, ...]
    state: State
    horizon_days: int
    first: int
    paths: int
    block_paths: int
    names: tuple[str, ...]
    path: NDArray[np.int32]
    time: NDArray[np.float32]
    mark: NDArray[np.int32]
    parent: Ints
    mask: NDArray[np.uint64]
    drawn: Floats
    rejected: int

    def under(self, bit: int) -> NDArray[np.bool_]:
        """Which events happen under that bit, (events,)."""
        return np.asarray((self.mask >> np.uint64(bit)) & np.uint64(1) == 1)

    def counts(self, under: int = 0, until: float | None = None) -> Ints:
        """Events per path and mark before day `until` (the horizon by default), (paths, marks)."""
        kept = self.under(under) if until is None else self.under(under) & (self.time < until)
        cells = (self.path[kept].astype(np.int64) - self.first) * len(self.marks) + self.mark[kept]
        return np.bincount(cells, minlength=self.paths * len(self.marks)).reshape(self.paths, len(self.marks))

    def roots(self) -> Ints:
        """For each event the place of the first of its line, (events,): itself where its parent is below 0."""
        root = np.where(self.parent < 0, np.arange(self.parent.size), self.parent)
        while not np.array_equal(further := root[root], root):
            root = further
        return root


def simulate(
    fitted: Fitted,
    state: State,
    horizon_days: int,
    paths: int,
    seed: int,
    interventions: Sequence[Intervention] = (),
    edges: Sequence[Edge] = (),
    threads: int | None = None,
    most_events: int = 1_000_000,
) -> Paths:
    """All events of `paths` futures of `horizon_days` days that start in `state`.

    Parameters, edges and factors are drawn anew for each block of BLOCK_PATHS paths. Raises Explosive where the
    network, or an intervention at the upper end of its range, has a radius of 1 or more, and NoForecast for a horizon,
    number of paths or plan that makes no sense or a path of more than `most_events` events.
    """
    blocks = simulate_blocks(fitted, state, horizon_days, paths, seed, interventions, edges, threads, most_events)
    return _joined(list(blocks), paths)


def simulate_blocks(
    fitted: Fitted,
    state: State,
    horizon_days: int,
    paths: int,
    seed: int,
    interventions: Sequence[Intervention] = (),
    edges: Sequence[Edge] = (),
    threads: int | None = None,
    most_events: int = 1_000_000,
) -> Iterator[Paths]:
    """The same events as `simulate`, a block of paths at a time and in order; parents count from the block's start."""
    _checked(horizon_days, paths, interventions)
    names = ("as things stand", *(one.name for one in interventions))
    fixed = (
        draw(fitted, interventions, edges, horizon_days, seed, 0) if _all_known(fitted, interventions, edges) else None
    )

    def block(number: int) -> Paths:
        drawn = fixed or draw(fitted, interventions, edges, horizon_days, seed, number)
        first, last = number * BLOCK_PATHS, min(paths, (number + 1) * BLOCK_PATHS)
        events = run(drawn, state, horizon_days, interventions, seed, first, last, most_events)
        return _paths(drawn, state, horizon_days, first, last, names, events)

    return _in_order(block, -(-paths // BLOCK_PATHS), threads or os.cpu_count() or 1)


def _in_order(block: Any, blocks: int, threads: int) -> Iterator[Paths]:
    """The blocks in order, never more than a few ahead of the reader."""
    if threads == 1 or blocks == 1:
        yield from map(block, range(blocks))
        return
    with ThreadPoolExecutor(threads) as pool:
        ahead = [pool.submit(block, number) for number in range(min(blocks, 2 * threads))]
        for number in range(blocks):
            yield ahead[number].result()
            ahead[number] = None  # type: ignore[call-overload]
            if len(ahead) < blocks:
                ahead.append(pool.submit(block, len(ahead)))


def _checked(horizon_days: int, paths: int, interventions: Sequence[Intervention]) -> None:
    if horizon_days < 1:
        raise NoForecast(f"a horizon of {horizon_days} days", "one of a day or more can be simulated")
    if paths < 1:
        raise NoForecast(f"{paths} paths asked for", "at least one path is needed")
    if len(interventions) > 63:
        raise NoForecast(f"{len(interventions)} interventions", "a mask has room for 63 beside things as they stand")


def _all_known(fitted: Fitted, interventions: Sequence[Intervention], edges: Sequence[Edge]) -> bool:
    ranges = [(edge.low, edge.high) for edge in edges]
    ranges += [(scale.low, scale.high) for one in interventions for scale in one.scales]
    return fitted.known and all(low == high for low, high in ranges)


def _paths(
    drawn: Drawn, state: State, horizon_days: int, first: int, last: int, names: tuple[str, ...], events: Any
) -> Paths:
    path, time, mark, parent, mask = events
    told = (path, time, mark, parent, mask, drawn.values[None, :], drawn.rejected)
    return Paths(drawn.network.marks, state, horizon_days, first, last - first, BLOCK_PATHS, names, *told)


def _joined(blocks: list[Paths], paths: int) -> Paths:
    starts = np.cumsum([0, *(b.path.size for b in blocks[:-1])])
    parents = [np.where(b.parent < 0, b.parent, b.parent + at) for b, at in zip(blocks, starts, strict=True)]
    one = blocks[0]
    return Paths(
        one.marks,
        one.state,
        one.horizon_days,
        0,
        paths,
        one.block_paths,
        one.names,
        np.concatenate([b.path for b in blocks]),
        np.concatenate([b.time for b in blocks]),
        np.concatenate([b.mark for b in blocks]),
        np.concatenate(parents),
        np.concatenate([b.mask for b in blocks]),
        drawn=np.concatenate([b.drawn for b in blocks]),
        rejected=sum(b.rejected for b in blocks),
    )
