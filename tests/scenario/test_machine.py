"""One semantics for the ledger and for simulated paths: the automaton says what the slow, obvious reading says."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.records.scenario import Outcome, Party, Pathway, Pattern, Scenario, Stage
from foreshock.scenario.machine import NEVER, Machine, machine_of, run
from tests.scenario.reference import Act, Seen, evaluate, fits

WHO = ("A", "B", "C")
KINDS = ("ASSAULT", "COERCE", "AID")
some = st.lists(st.sampled_from(WHO), max_size=2, unique=True).map(tuple)
kinds = st.lists(st.sampled_from(KINDS), max_size=2, unique=True).map(tuple)
patterns = st.builds(Pattern, some, some, kinds, st.integers(1, 3), st.none() | st.integers(1, 9))


@st.composite
def pathways(draw: st.DrawFn, name: str) -> Pathway:
    names = draw(st.permutations(["a", "b", "c"]))[: draw(st.integers(1, 3))]
    stages = []
    for n, one in enumerate(names):
        after = draw(st.sampled_from([None, *names[:n]])) if n else None
        lag = draw(st.none() | st.integers(0, 6)) if after else None
        stages.append(Stage(one, draw(patterns), after, lag))
    shuffled = tuple(draw(st.permutations(stages)))
    return Pathway(name, shuffled, tuple(draw(st.lists(patterns, max_size=2))))


scenarios = st.builds(
    lambda h, m, join, outcome, ways: Scenario(
        "s", "?", h, m, tuple(Party(w, (w,)) for w in WHO), Outcome(join, tuple(outcome)), tuple(ways)
    ),
    st.integers(1, 14),
    st.integers(0, 8),
    st.sampled_from(["any", "all"]),
    st.lists(patterns, min_size=1, max_size=3),
    st.tuples(pathways("first"), pathways("second")),
)
acts = st.lists(
    st.tuples(st.integers(-9, 15), st.sampled_from(WHO), st.sampled_from(WHO), st.sampled_from(KINDS)), max_size=25
)


def counts(machine: Machine, told: list[Act]) -> np.ndarray:
    made = np.zeros((len(machine.patterns), machine.days), np.int64)
    for act in told:
        column = machine.column(act[0])
        if 0 <= column < machine.days:
            made[:, column] += [fits(pattern, act) for pattern in machine.patterns]
    return made


def seen(scenario: Scenario, told: list[Act]) -> Seen:
    machine = machine_of(scenario)
    reached = run(machine, counts(machine, told))

    def day(value: int) -> int | None:
        return None if value >= NEVER else int(value)

    names = [way.name for way in scenario.pathways]
    stages = zip(machine.way_of_stage, machine.stage_names, reached.stages, strict=True)
    guards: dict[tuple[str, int], int | None] = {}
    for way, fired in zip(machine.way_of_guard, reached.guards, strict=True):
        guards[names[way], sum(one == names[way] for one, _ in guards)] = day(fired)
    return Seen(
        day(reached.outcome),
        dict(zip(names, map(day, reached.ways), strict=True)),
        {(names[way], name): day(first) for way, name, first in stages},
        guards,
    )


@settings(max_examples=4000, deadline=None)
@given(scenarios, acts)
def test_the_automaton_says_what_the_slow_reading_says(scenario: Scenario, told: list[Act]) -> None:
    assert seen(scenario, told) == evaluate(scenario, told)


@settings(max_examples=300, deadline=None)
@given(scenarios, acts, st.randoms(use_true_random=False))
def test_the_order_of_acts_is_not_asked(scenario: Scenario, told: list[Act], dice: object) -> None:
    mixed = list(told)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert seen(scenario, mixed) == seen(scenario, told)


@settings(max_examples=500, deadline=None)
@given(scenarios, acts, acts)
def test_more_acts_never_put_an_outcome_or_a_stage_off(scenario: Scenario, told: list[Act], more: list[Act]) -> None:
    few, many = seen(scenario, told), seen(scenario, told + more)

    def day(value: int | None) -> int:
        return NEVER if value is None else value

    assert day(many.outcome) <= day(few.outcome)
    assert all(day(many.stages[key]) <= day(value) for key, value in few.stages.items())


@settings(max_examples=500, deadline=None)
@given(scenarios, acts)
def test_what_lies_beyond_memory_and_horizon_changes_nothing(scenario: Scenario, told: list[Act]) -> None:
    within = [a for a in told if 1 - max(1, scenario.memory_days) <= a[0] <= scenario.horizon_days]
    assert seen(scenario, within) == seen(scenario, told)


def lone(*stages: Stage, unless: tuple[Pattern, ...] = ()) -> Scenario:
    parties = tuple(Party(w, (w,)) for w in WHO)
    never = Outcome("any", (Pattern(by=("C",), to=("C",), at_least=9),))
    return Scenario("s", "?", 10, 5, parties, never, (Pathway("way", stages, unless),))


STRIKE = Stage("strike", Pattern(("A",), ("B",), ("ASSAULT",), 2, 3))
REPLY = Stage("reply", Pattern(("B",), ("A",), ("ASSAULT",)), "strike", 2)


def test_a_reply_within_the_lag_completes_the_way() -> None:
    told = [(1, "A", "B", "ASSAULT"), (3, "A", "B", "ASSAULT"), (5, "B", "A", "ASSAULT")]
    assert seen(lone(STRIKE, REPLY), told).ways == {"way": 5}


def test_a_reply_after_the_lag_does_not() -> None:
    told = [(1, "A", "B", "ASSAULT"), (3, "A", "B", "ASSAULT"), (6, "B", "A", "ASSAULT")]
    assert seen(lone(STRIKE, REPLY), told).ways == {"way": None}


def test_a_later_strike_opens_the_lag_anew() -> None:
    told = [(1, "A", "B", "ASSAULT"), (2, "A", "B", "ASSAULT"), (4, "A", "B", "ASSAULT"), (6, "B", "A", "ASSAULT")]
    assert seen(lone(STRIKE, REPLY), told).ways == {"way": 6}


def test_a_reply_before_the_strike_is_none() -> None:
    told = [(0, "B", "A", "ASSAULT"), (1, "A", "B", "ASSAULT"), (2, "A", "B", "ASSAULT")]
    assert seen(lone(STRIKE, REPLY), told).ways == {"way": None}


def test_a_guard_on_the_same_day_closes_the_way() -> None:
    guard = Pattern(("C",), ("A",), ("COERCE",))
    told = [(1, "A", "B", "ASSAULT"), (1, "A", "B", "ASSAULT"), (2, "C", "A", "COERCE")]
    assert seen(lone(STRIKE, unless=(guard,)), told).ways == {"way": 1}
    assert seen(lone(STRIKE, unless=(guard,)), [*told, (1, "C", "A", "COERCE")]).ways == {"way": None}
