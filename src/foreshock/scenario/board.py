"""The indicator board: which parts of a scenario the ledger shows as met today, how near the others are, by which rows.

The law: it asks the very automaton that simulated paths are asked, and every count leads to the rows it counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from foreshock.records.played import Board, Indicator, PartKind, PastWindows, State
from foreshock.records.scenario import Pattern, Scenario
from foreshock.scenario.checks import order
from foreshock.scenario.history import History
from foreshock.scenario.machine import WITHOUT_BOUND, Machine, completed, first_outcome, machine_of
from foreshock.scenario.once import Act

Ints = NDArray[np.int64]


def board(scenario: Scenario, told: History) -> Board:
    """The state of the outcome, of every stage and of every guard on the last day of the history."""
    machine = machine_of(scenario)
    counts = told.marks.fits((*machine.patterns, *scenario.signs())).astype(np.int64) @ told.daily().T
    parts = zip(_parts(scenario), range(len(counts)), strict=True)
    shown = tuple(_indicator(machine, told, counts, number, *part) for part, number in parts)
    return Board(scenario.name, scenario.question, told.as_of, told.since, len(told.acts), shown)


def past_windows(scenario: Scenario, told: History, days: int | None = None) -> PastWindows:
    """In how many past windows of `days` (the horizon by default), one from each day, the outcome came about."""
    machine = machine_of(scenario)
    counts = told.marks.fits(machine.patterns).astype(np.int64) @ told.daily().T
    length = days or machine.horizon_days
    starts = range(max(0, told.days - length + 1))
    hits = sum(_happens(machine, counts[:, s : s + length]) for s in starts)
    return PastWindows(hits, len(starts), length)


def came_about(scenario: Scenario, told: History, first: date, last: date) -> tuple[bool, list[Act]]:
    """Whether the outcome came about from `first` to `last`, and the acts of those days that it counts."""
    machine = machine_of(scenario)
    counts = told.marks.fits(machine.patterns).astype(np.int64) @ told.daily().T
    start, stop = ((day - told.since).days for day in (max(first, told.since), last + timedelta(days=1)))
    acts = {act for p in scenario.outcome.patterns for act in told.of(p) if first <= act.day <= last}
    ordered = sorted(acts, key=lambda act: (act.day, act.event))
    return start < stop and _happens(machine, counts[:, start:stop]), ordered


def _happens(machine: Machine, counts: Ints) -> bool:
    m = machine
    day = first_outcome(np.ascontiguousarray(counts), m.needs, m.window, m.outcomes, m.whole, 0)
    return bool(day <= counts.shape[1])


def _parts(scenario: Scenario) -> Iterator[tuple[PartKind, str | None, str, Pattern]]:
    """Kind, pathway, name and pattern of each part, in the order of the automaton."""
    for n, pattern in enumerate(scenario.outcome.patterns, 1):
        yield "outcome", None, f"outcome {n}", replace(pattern, because=pattern.because or scenario.outcome.because)
    for way in scenario.pathways:
        for n in order(way.stages) or ():
            yield "stage", way.name, way.stages[n].name, way.stages[n].pattern
    for way in scenario.pathways:
        for n, guard in enumerate(way.unless, 1):
            yield "guard", way.name, f"guard {n}", guard
    for move in scenario.interventions:
        for friction in move.frictions:
            if friction.sign is not None:
                told = replace(friction.sign, because=friction.sign.because or friction.because)
                yield "friction", move.name, friction.risk, told


def _indicator(
    machine: Machine, told: History, counts: Ints, number: int, kind: PartKind, way: str | None, name: str, p: Pattern
) -> Indicator:
    acts = told.of(p)
    window = min(p.within_days or machine.memory_days, machine.memory_days)
    rows = [act for act in acts if act.day > told.as_of - timedelta(days=window)]
    done = _completed(machine, counts, number) if kind == "stage" else _met(counts[number], p)
    recent = done[-machine.memory_days :]
    last = told.as_of - timedelta(days=int(np.flatnonzero(recent[::-1])[0])) if recent.any() else None
    return Indicator(
        kind=kind,
        pathway=way,
        name=name,
        pattern=str(p),
        state=_state(len(rows), p.at_least, last, acts),
        have=len(rows),
        needs=p.at_least,
        window_days=window,
        completed=last,
        ever=len(acts),
        met_days=int(done.sum()),
        last=acts[-1].day if acts else None,
        rows=tuple(act.row() for act in rows),
        because=p.because,
    )


def _state(have: int, needs: int, completed_on: date | None, acts: list[Act]) -> State:
    if not acts:
        return "never seen"
    if completed_on is not None:
        return "complete"
    return "met" if have >= needs else "building" if have else "quiet"


def _completed(machine: Machine, counts: Ints, number: int) -> NDArray[np.bool_]:
    """The days of history on which the stage of a pattern completed, in its order; (days,)."""
    stage = number - machine.outcomes
    before = int(machine.stage_after[stage])
    days = counts.shape[1]
    prior = _completed(machine, counts, machine.outcomes + before) if before >= 0 else np.zeros(days, np.bool_)
    need, window = int(machine.needs[number]), int(machine.window[number])
    row = np.ascontiguousarray(counts[number])
    found: NDArray[np.bool_] = completed(row, need, window, prior, before >= 0, int(machine.stage_lag[stage]))
    return found


def _met(counts: Ints, pattern: Pattern) -> NDArray[np.bool_]:
    """The days of history on which an act falls and the pattern is met."""
    window = pattern.within_days or WITHOUT_BOUND
    nothing = np.zeros(counts.size, np.bool_)
    found: NDArray[np.bool_] = completed(np.ascontiguousarray(counts), pattern.at_least, window, nothing, False, 0)
    return found
