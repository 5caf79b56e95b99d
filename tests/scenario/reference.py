"""A slow, obvious reading of a scenario over a list of dated acts: what the automaton is held equal to.

The law: no counters, no windows that slide; every question is asked of the whole list again, in the words of the docs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foreshock.records.scenario import Pattern, Scenario, Stage

Act = tuple[int, str, str, str]
"""Day (0 is the last day of history), who, to whom, type."""


@dataclass(frozen=True)
class Seen:
    outcome: int | None
    ways: dict[str, int | None]
    stages: dict[tuple[str, str], int | None]
    guards: dict[tuple[str, int], int | None]


def evaluate(scenario: Scenario, acts: Sequence[Act]) -> Seen:
    memory, horizon = max(1, scenario.memory_days), scenario.horizon_days
    held = [a for a in acts if 1 - memory <= a[0] <= horizon]
    fresh = [a for a in held if a[0] >= 1]
    met = [first(p, fresh, range(1, horizon + 1)) for p in scenario.outcome.patterns]
    days = [d for d in met if d is not None]
    outcome = min(days, default=None)
    if scenario.outcome.join == "all":
        outcome = max(days) if len(days) == len(met) else None
    ways, stages, guards = {}, {}, {}
    for way in scenario.pathways:
        named = {s.name: s for s in way.stages}
        firsts = [min(completions(s, named, held, horizon, memory), default=None) for s in way.stages]
        stages.update({(way.name, s.name): f for s, f in zip(way.stages, firsts, strict=True)})
        fired = [first(g, held, range(0, horizon + 1)) for g in way.unless]
        guards.update({(way.name, n): f for n, f in enumerate(fired)})
        whole = None if None in firsts else max(f for f in firsts if f is not None)
        closed = min((f for f in fired if f is not None), default=None)
        ways[way.name] = None if whole is None or (closed is not None and closed <= whole) else whole
    return Seen(outcome, ways, stages, guards)


def fits(pattern: Pattern, act: Act) -> bool:
    _, who, whom, kind = act
    return (
        (not pattern.by or who in pattern.by)
        and (not pattern.to or whom in pattern.to)
        and (not pattern.types or kind in pattern.types)
    )


def met_on(pattern: Pattern, acts: Sequence[Act], day: int, since: int | None = None) -> bool:
    """At least so many on the days that end with this one, none of them before `since`."""
    found = [a for a in acts if fits(pattern, a) and a[0] <= day]
    if pattern.within_days is not None:
        found = [a for a in found if a[0] > day - pattern.within_days]
    if since is not None:
        found = [a for a in found if a[0] >= since]
    return len(found) >= pattern.at_least


def first(pattern: Pattern, acts: Sequence[Act], days: range) -> int | None:
    return next((d for d in days if met_on(pattern, acts, d)), None)


def completions(stage: Stage, named: dict[str, Stage], acts: Sequence[Act], horizon: int, memory: int) -> list[int]:
    """Every day on which the stage completes."""
    days = [d for d in range(1 - memory, horizon + 1) if any(a[0] == d and fits(stage.pattern, a) for a in acts)]
    if stage.after is None:
        return [d for d in days if met_on(stage.pattern, acts, d)]
    before = completions(named[stage.after], named, acts, horizon, memory)
    lag = stage.lag_days if stage.lag_days is not None else 10**6
    return [d for d in days if any(p <= d <= p + lag and met_on(stage.pattern, acts, d, since=p) for p in before)]
