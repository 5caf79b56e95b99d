"""Asking the automaton of simulated paths: when the outcome comes on each, under each intervention, and by which way.

The law: one forest answers for all interventions; a path on which the outcome does not come with all events of all
interventions together is not asked again for each of them, since more acts never put an outcome off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foreshock.forecast import Paths
from foreshock.forecast.compiled import compiled
from foreshock.forecast.daily import FROM_HISTORY
from foreshock.scenario.machine import NEVER, Ints, Machine, _run, first_outcome

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judged:
    """What came about on each path, in days from the start, NEVER where not.

    `outcome` (paths, bits), bit 0 the world as it is; `ways`, `stages`, `guards` (paths, each) of bit 0; `descent`
    (paths, pathways): an act that completes the outcome descends from one that fits a stage the pathway begins with.
    """

    outcome: Ints
    ways: Ints
    stages: Ints
    guards: Ints
    descent: Bools


@dataclass(frozen=True, slots=True)
class Asked:
    """An automaton over marks: which `fits` (patterns, marks), what `past` (patterns, memory days) it starts from."""

    machine: Machine
    fits: Bools
    past: Ints

    def stage_marks(self) -> Bools:
        """Which marks fit a stage that each pathway begins with, (pathways, marks)."""
        m = self.machine
        rows = np.zeros((m.ways, self.fits.shape[1]), np.bool_)
        for stage, way in enumerate(m.way_of_stage):
            if m.stage_after[stage] < 0:
                rows[way] |= self.fits[m.outcomes + stage]
        return rows


def judge(asked: Asked, paths: Paths) -> Judged:
    """The automaton's answer for every path."""
    m = asked.machine
    starts = np.searchsorted(paths.path, np.arange(paths.first, paths.first + paths.paths + 1))
    day = np.minimum(paths.time.astype(np.int64), m.horizon_days - 1)
    matters = np.asarray(asked.fits.any(axis=0))
    answers = _judge(
        starts, day, paths.mark, paths.parent, paths.mask, len(paths.names), asked.fits, matters,
        asked.past, m.needs, m.window, m.outcomes, m.whole, m.stage_after, m.stage_lag, m.way_of_stage,
        m.way_of_guard, m.ways, m.memory_days, m.days, asked.stage_marks(),
    )  # fmt: skip
    return Judged(*answers)


@compiled
def _judge(
    starts: Ints, day: Ints, mark: NDArray[np.int32], parent: Ints, mask: NDArray[np.uint64], bits: int, fits: Bools,
    matters: Bools, past: Ints, needs: Ints, window: Ints, outcomes: int, whole: bool, after: Ints, lag: Ints,
    way_of_stage: Ints, way_of_guard: Ints, ways: int, memory: int, days: int, staged: Bools,
) -> tuple[Ints, Ints, Ints, Ints, Bools]:  # fmt: skip
    paths, patterns = starts.size - 1, needs.size
    outcome = np.full((paths, bits), NEVER, np.int64)
    ended = np.empty((paths, ways), np.int64)
    first = np.empty((paths, after.size), np.int64)
    fired = np.empty((paths, way_of_guard.size), np.int64)
    descent = np.zeros((paths, ways), np.bool_)
    counts, union = np.empty((patterns, days), np.int64), np.empty((outcomes, days), np.int64)
    each, one = np.empty((outcomes, days), np.int64), np.uint64(1)
    for p in range(paths):
        counts[:, :memory] = past
        counts[:, memory:] = 0
        union[:] = 0
        for i in range(starts[p], starts[p + 1]):
            if not matters[mark[i]]:
                continue
            now = mask[i] & one
            for k in range(patterns):
                if fits[k, mark[i]]:
                    counts[k, memory + day[i]] += now
                    if k < outcomes:
                        union[k, memory + day[i]] += 1
        came, ended[p], first[p], fired[p] = _run(
            counts, needs, window, outcomes, whole, after, lag, way_of_stage, way_of_guard, ways, memory
        )
        outcome[p, 0] = came
        if came < NEVER:
            _trace(
                starts[p],
                starts[p + 1],
                day,
                mark,
                parent,
                mask,
                came,
                fits,
                window,
                outcomes,
                whole,
                staged,
                descent[p],
            )
        if bits > 1 and first_outcome(union, needs, window, outcomes, whole, memory) < NEVER:
            for b in range(1, bits):
                each[:] = 0
                for i in range(starts[p], starts[p + 1]):
                    if matters[mark[i]] and (mask[i] >> np.uint64(b)) & one:
                        for k in range(outcomes):
                            if fits[k, mark[i]]:
                                each[k, memory + day[i]] += 1
                outcome[p, b] = first_outcome(each, needs, window, outcomes, whole, memory)
    return outcome, ended, first, fired, descent


@compiled
def _trace(
    start: int, stop: int, day: Ints, mark: NDArray[np.int32], parent: Ints, mask: NDArray[np.uint64], came: int,
    fits: Bools, window: Ints, outcomes: int, whole: bool, staged: Bools, descent: Bools,
) -> None:  # fmt: skip
    """Sets the pathways from whose stages an act that counts towards the outcome descends."""
    for i in range(start, stop):
        if not mask[i] & np.uint64(1) or day[i] + 1 > came:
            continue
        counts = False
        for k in range(outcomes):
            counts |= fits[k, mark[i]] and (whole or day[i] + 1 > came - window[k])
        at = parent[i] if counts else -1
        while at >= 0:
            descent |= staged[:, mark[at]]
            at = parent[at]
        if at <= FROM_HISTORY:
            descent |= staged[:, FROM_HISTORY - at]
