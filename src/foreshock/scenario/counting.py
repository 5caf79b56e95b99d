"""Counting over simulated paths: how many have the outcome, under which intervention, and by which way.

The law: counts alone are kept of a path, so that any number of paths fits in memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foreshock.records.scenario import Scenario
from foreshock.scenario.history import History
from foreshock.scenario.judging import Asked, Judged
from foreshock.scenario.machine import NEVER, Ints, machine_of


@dataclass(frozen=True, slots=True)
class Cell:
    """What was counted over the paths of one pair of draws; all but `by_day` are of the whole horizon.

    `by_day` (days + 1,) hits by the end of each day; `under` (bits,) hits; `pairs` (bits, 2) paths that gain and lose
    the outcome; `ways` (pathways, 4): in order and by descent among the hits, completed, closed; `stages` completed.
    """

    by_day: Ints
    under: Ints
    pairs: Ints
    ways: Ints
    stages: Ints
    aimless: int


def asked_of(scenario: Scenario, history: History) -> Asked:
    """The automaton over the marks of the history, with what the last days of it hold."""
    machine = machine_of(scenario)
    fits = history.marks.fits(machine.patterns)
    past = fits.astype(np.int64) @ history.daily().T
    held = np.zeros((len(machine.patterns), machine.memory_days), np.int64)
    days = min(machine.memory_days, past.shape[1])
    held[:, machine.memory_days - days :] = past[:, past.shape[1] - days :]
    return Asked(machine, fits, held)


def counted(asked: Asked, judged: Judged) -> Cell:
    """What is counted over a block of paths."""
    m, came = asked.machine, judged.outcome[:, 0]
    hit = came < NEVER
    ordered = hit[:, None] & (judged.ways <= came[:, None])
    closed = np.zeros_like(ordered)
    for guard, way in enumerate(m.way_of_guard):
        closed[:, way] |= judged.guards[:, guard] < NEVER
    all_hits = judged.outcome < NEVER
    return Cell(
        by_day=np.cumsum(np.bincount(came[hit], minlength=m.horizon_days + 1)),
        under=all_hits.sum(axis=0),
        pairs=np.array([(all_hits & ~hit[:, None]).sum(axis=0), (~all_hits & hit[:, None]).sum(axis=0)]).T,
        ways=np.array([(x & y).sum(axis=0) for x, y in _kinds(hit, ordered, judged, closed)]).T,
        stages=(judged.stages < NEVER).sum(axis=0),
        aimless=int((hit & ~ordered.any(axis=1)).sum()),
    )


def _kinds(
    hit: NDArray[np.bool_], ordered: NDArray[np.bool_], judged: Judged, closed: NDArray[np.bool_]
) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    completes = judged.ways < NEVER
    return [
        (ordered, ordered),
        (judged.descent, hit[:, None]),
        (completes, completes),
        (closed & ~completes, ~completes),
    ]


def added(cells: list[Cell]) -> Cell:
    """The counts of several blocks of paths as one."""
    names = ("by_day", "under", "pairs", "ways", "stages")
    sums = {name: np.sum([getattr(cell, name) for cell in cells], axis=0) for name in names}
    return Cell(**sums, aimless=sum(cell.aimless for cell in cells))
