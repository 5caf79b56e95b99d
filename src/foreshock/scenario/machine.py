"""The stage automaton: a scenario as whole numbers, and one pass over daily counts that says what is complete when.

The law: one semantics for the ledger and for simulated paths. Time is whole days; the order of acts within a day is
not known and never asked. Day 0 is the last day of history, the play runs over days 1 to the horizon.

- A pattern is met on day d when at least `at_least` matching acts fall on the `within` days that end on d.
- A stage completes on a day on which one of its acts falls and its pattern is met; with `after`, only acts count from a
  day on which the stage before it completed, and d is at most `lag` days after that day.
- A guard fires on day 0 if it is met then, else on the first later day it is met; it closes its pathway from that day.
- A pathway completes on the first day by which all its stages have completed and no guard has fired.
- The outcome counts acts from day 1 on only. `any`: the first day a pattern is met; `all`: the day the last one is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foreshock.forecast.compiled import compiled
from foreshock.records.scenario import Pattern, Scenario, Stage
from foreshock.scenario.checks import order

Ints = NDArray[np.int64]
NEVER = 1 << 20
"""The day of what does not come about."""
WITHOUT_BOUND = 1 << 20


@dataclass(frozen=True, slots=True)
class Machine:
    """A scenario's outcome, stages and guards as arrays.

    `needs` and `window` (patterns,) are counts and days; patterns are outcome first, then stages, then guards.
    `stage_after` holds positions of stages, -1 where none; stages of a pathway stand so that each follows its own.
    `way_of_stage` and `way_of_guard` say which pathway. `whole` is True where the outcome needs all its patterns.
    """

    patterns: tuple[Pattern, ...]
    needs: Ints
    window: Ints
    outcomes: int
    whole: bool
    stage_after: Ints
    stage_lag: Ints
    way_of_stage: Ints
    stage_names: tuple[str, ...]
    way_of_guard: Ints
    ways: int
    horizon_days: int
    memory_days: int

    @property
    def stages(self) -> int:
        """How many stages there are over all pathways."""
        return len(self.stage_names)

    @property
    def days(self) -> int:
        """How many days a row of counts has: memory, then the horizon; day d stands at memory_days - 1 + d."""
        return self.memory_days + self.horizon_days

    def column(self, day: int) -> int:
        """Where a day stands in a row of counts; negative where it lies before the memory."""
        return self.memory_days - 1 + day


@dataclass(frozen=True, slots=True)
class Reached:
    """When things came about, in days from the start, NEVER where not: of the outcome, each pathway, stage and guard.

    `stages` are first completions.
    """

    outcome: int
    ways: Ints
    stages: Ints
    guards: Ints


def machine_of(scenario: Scenario) -> Machine:
    """The automaton of a checked scenario."""
    stages: list[Stage] = []
    after, lag, way_of_stage = [], [], []
    for w, way in enumerate(scenario.pathways):
        first, placed = len(stages), order(way.stages) or ()
        at = {way.stages[n].name: first + k for k, n in enumerate(placed)}
        for n in placed:
            stage = way.stages[n]
            stages.append(stage)
            after.append(at[stage.after] if stage.after is not None else -1)
            lag.append(WITHOUT_BOUND if stage.lag_days is None else stage.lag_days)
            way_of_stage.append(w)
    guards = [(w, guard) for w, way in enumerate(scenario.pathways) for guard in way.unless]
    patterns = (*scenario.outcome.patterns, *(s.pattern for s in stages), *(guard for _, guard in guards))
    return Machine(
        patterns=patterns,
        needs=_ints([p.at_least for p in patterns]),
        window=_ints([WITHOUT_BOUND if p.within_days is None else p.within_days for p in patterns]),
        outcomes=len(scenario.outcome.patterns),
        whole=scenario.outcome.join == "all",
        stage_after=_ints(after),
        stage_lag=_ints(lag),
        way_of_stage=_ints(way_of_stage),
        stage_names=tuple(stage.name for stage in stages),
        way_of_guard=_ints([w for w, _ in guards]),
        ways=len(scenario.pathways),
        horizon_days=scenario.horizon_days,
        memory_days=max(1, scenario.memory_days),
    )


def run(machine: Machine, counts: Ints) -> Reached:
    """What comes about under daily counts (patterns, days) of matching acts."""
    m = machine
    outcome, ways, stages, guards = _run(
        np.ascontiguousarray(counts, np.int64), m.needs, m.window, m.outcomes, m.whole, m.stage_after, m.stage_lag,
        m.way_of_stage, m.way_of_guard, m.ways, m.memory_days,
    )  # fmt: skip
    return Reached(int(outcome), ways, stages, guards)


def _ints(told: list[int]) -> Ints:
    return np.array(told, np.int64)


@compiled
def first_outcome(counts: Ints, needs: Ints, window: Ints, outcomes: int, whole: bool, memory: int) -> int:
    """The day of the outcome, from acts of day 1 on; `counts` (at least outcomes, days)."""
    days, last = counts.shape[1], -1
    for o in range(outcomes):
        met, held = NEVER, 0
        for c in range(memory, days):
            held += counts[o, c]
            gone = c - window[o]
            if gone >= memory:
                held -= counts[o, gone]
            if held >= needs[o]:
                met = c - memory + 1
                break
        last = max(last, met) if whole or last < 0 else min(last, met)
    return last


@compiled
def completed(
    counts: Ints, need: int, window: int, prior: NDArray[np.bool_], follows: bool, lag: int
) -> NDArray[np.bool_]:
    """On which columns (days,) a stage with these counts (days,) completes; `prior` are those of the one it follows."""
    days = counts.size
    done = np.zeros(days, np.bool_)
    total = np.zeros(days + 1, np.int64)
    for c in range(days):
        total[c + 1] = total[c] + counts[c]
    for c in range(days):
        first = max(0, c - window + 1)
        if counts[c] == 0 or total[c + 1] - total[first] < need:
            continue
        if not follows:
            done[c] = True
            continue
        p = max(0, c - lag)
        while p <= c and not prior[p]:
            p += 1
        done[c] = p <= c and total[c + 1] - total[max(first, p)] >= need
    return done


@compiled
def first_met(counts: Ints, need: int, window: int, memory: int) -> int:
    """The first day from 0 on that a guard with these counts (days,) is met."""
    held = 0
    for c in range(counts.size):
        held += counts[c]
        if c - window >= 0:
            held -= counts[c - window]
        if c >= memory - 1 and held >= need:
            return c - memory + 1
    return NEVER


@compiled
def _run(
    counts: Ints, needs: Ints, window: Ints, outcomes: int, whole: bool, after: Ints, lag: Ints, way_of_stage: Ints,
    way_of_guard: Ints, ways: int, memory: int,
) -> tuple[int, Ints, Ints, Ints]:  # fmt: skip
    days, stages = counts.shape[1], after.size
    done = np.zeros((stages + 1, days), np.bool_)
    first = np.full(stages, NEVER, np.int64)
    closes = np.full(ways, NEVER, np.int64)
    fired = np.full(way_of_guard.size, NEVER, np.int64)
    ended = np.full(ways, -NEVER, np.int64)
    for g in range(way_of_guard.size):
        p = outcomes + stages + g
        fired[g] = first_met(counts[p], needs[p], window[p], memory)
        closes[way_of_guard[g]] = min(closes[way_of_guard[g]], fired[g])
    for s in range(stages):
        p, before = outcomes + s, after[s] if after[s] >= 0 else stages
        done[s] = completed(counts[p], needs[p], window[p], done[before], after[s] >= 0, lag[s])
        for c in range(days):
            if done[s, c]:
                first[s] = c - memory + 1
                break
        ended[way_of_stage[s]] = max(ended[way_of_stage[s]], first[s])
    for w in range(ways):
        if ended[w] >= closes[w]:
            ended[w] = NEVER
    return first_outcome(counts, needs, window, outcomes, whole, memory), ended, first, fired
