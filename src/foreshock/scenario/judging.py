"""Asking the automaton of simulated paths: when the outcome comes on each, under each intervention, and by which way.

The law: one forest answers for all interventions. The counts of up to 64 interventions are held in bit planes, the n-th
binary digit of all 64 counts in one word, so that an act is added to all of them, or taken from all, by a few
operations on words; the tests hold this equal to the automaton asked of each intervention alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foreshock.forecast import Paths
from foreshock.forecast.compiled import compiled
from foreshock.forecast.daily import FROM_HISTORY
from foreshock.scenario.machine import NEVER, Ints, Machine, _run

Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]


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
    starts: Ints, day: Ints, mark: NDArray[np.int32], parent: Ints, mask: Words, bits: int, fits: Bools,
    matters: Bools, past: Ints, needs: Ints, window: Ints, outcomes: int, whole: bool, after: Ints, lag: Ints,
    way_of_stage: Ints, way_of_guard: Ints, ways: int, memory: int, days: int, staged: Bools,
) -> tuple[Ints, Ints, Ints, Ints, Bools]:  # fmt: skip
    paths, patterns = starts.size - 1, needs.size
    outcome = np.full((paths, bits), NEVER, np.int64)
    ended = np.empty((paths, ways), np.int64)
    first = np.empty((paths, after.size), np.int64)
    fired = np.empty((paths, way_of_guard.size), np.int64)
    descent = np.zeros((paths, ways), np.bool_)
    counts, one = np.empty((patterns, days), np.int64), np.uint64(1)
    late, order = np.empty(days - memory + 1, np.int64), np.empty(day.size, np.int64)
    for p in range(paths):
        counts[:, :memory] = past
        counts[:, memory:] = 0
        for i in range(starts[p], starts[p + 1]):
            if not matters[mark[i]]:
                continue
            now = mask[i] & one
            for k in range(patterns):
                if fits[k, mark[i]]:
                    counts[k, memory + day[i]] += now
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
        if bits > 1:
            _under(
                starts[p], starts[p + 1], day, mark, mask, bits, fits, matters, needs, window, outcomes, whole,
                days - memory, outcome[p], late, order,
            )  # fmt: skip
    return outcome, ended, first, fired, descent


@compiled
def _trace(
    start: int, stop: int, day: Ints, mark: NDArray[np.int32], parent: Ints, mask: Words, came: int,
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


@compiled
def _under(
    start: int, stop: int, day: Ints, mark: NDArray[np.int32], mask: Words, bits: int, fits: Bools, matters: Bools,
    needs: Ints, window: Ints, outcomes: int, whole: bool, horizon: int, came: Ints, late: Ints, order: Ints,
) -> None:  # fmt: skip
    """Sets the day of the outcome under each intervention, `came[1:]`; `late` and `order` are room to work in."""
    held = _by_day(start, stop, day, mark, fits, matters, outcomes, horizon, late, order)
    digits, most = 1, held
    while most > 0:
        digits, most = digits + 1, most >> 1
    planes = np.empty(digits, np.uint64)
    every = ~np.uint64(0) if bits >= 64 else (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    for b in range(1, bits):
        came[b] = -1
    for k in range(outcomes):
        planes[:] = 0
        met, old = np.uint64(0), 0
        for n in range(held):
            i = order[n]
            while day[order[old]] <= day[i] - window[k]:
                if fits[k, mark[order[old]]]:
                    _take(planes, mask[order[old]])
                old += 1
            if fits[k, mark[i]]:
                _add(planes, mask[i])
            if n + 1 == held or day[order[n + 1]] > day[i]:
                fresh = _at_least(planes, needs[k]) & ~met & every
                met |= fresh
                if fresh:
                    _note(fresh, day[i] + 1, bits, whole, came)
                if met == every:
                    break
        if whole and met != every:
            _note(every & ~met, NEVER, bits, whole, came)
    for b in range(1, bits):
        if came[b] < 0:
            came[b] = NEVER


@compiled
def _by_day(
    start: int, stop: int, day: Ints, mark: NDArray[np.int32], fits: Bools, matters: Bools, outcomes: int,
    horizon: int, late: Ints, order: Ints,
) -> int:  # fmt: skip
    """How many events count towards the outcome; their places, by day, stand in `order`."""
    late[:] = 0
    held = 0
    for i in range(start, stop):
        if matters[mark[i]] and fits[:outcomes, mark[i]].any():
            late[day[i] + 1] += 1
            held += 1
    for d in range(horizon):
        late[d + 1] += late[d]
    for i in range(start, stop):
        if matters[mark[i]] and fits[:outcomes, mark[i]].any():
            order[late[day[i]]] = i
            late[day[i]] += 1
    return held


@compiled
def _add(planes: Words, mask: np.uint64) -> None:
    """One more for every bit of the mask."""
    for n in range(planes.size):
        carry = planes[n] & mask
        planes[n] ^= mask
        mask = carry
        if mask == 0:
            return


@compiled
def _take(planes: Words, mask: np.uint64) -> None:
    """One less for every bit of the mask."""
    for n in range(planes.size):
        borrow = ~planes[n] & mask
        planes[n] ^= mask
        mask = borrow
        if mask == 0:
            return


@compiled
def _at_least(planes: Words, need: int) -> np.uint64:
    """The bits whose count is at least the need: those where taking the need away leaves no debt."""
    if need >> planes.size:
        return np.uint64(0)
    debt = np.uint64(0)
    for n in range(planes.size):
        if (need >> n) & 1:
            debt |= ~planes[n]
        else:
            debt &= ~planes[n]
    return ~debt


@compiled
def _note(fresh: np.uint64, when: int, bits: int, whole: bool, came: Ints) -> None:
    """Notes the day for each bit: the first of any pattern, or the last of all."""
    for b in range(1, bits):
        if (fresh >> np.uint64(b)) & np.uint64(1):
            earlier = came[b] if came[b] >= 0 else when
            came[b] = max(earlier, when) if whole else min(earlier, when)
