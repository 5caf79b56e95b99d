"""One forest answers for all interventions: what the bit planes say is what the automaton says of each alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.forecast import Mark, Paths, State
from foreshock.records.scenario import Outcome, Party, Pattern, Scenario
from foreshock.scenario.judging import Asked, judge
from foreshock.scenario.machine import machine_of

MARKS = 4


@st.composite
def forests(draw: st.DrawFn) -> tuple[Asked, Paths]:
    horizon, bits = draw(st.integers(1, 12)), draw(st.sampled_from([2, 3, 9, 64]))
    patterns = draw(st.lists(st.tuples(st.integers(1, 6), st.none() | st.integers(1, 8)), min_size=1, max_size=3))
    join = draw(st.sampled_from(["any", "all"]))
    told = tuple(Pattern(types=("ASSAULT",), at_least=n, within_days=w) for n, w in patterns)
    scenario = Scenario("s", "?", horizon, 3, (Party("A", ("ISR",)),), Outcome(join, told))  # type: ignore[arg-type]
    machine = machine_of(scenario)
    fits = np.array(
        draw(st.lists(st.lists(st.booleans(), min_size=MARKS, max_size=MARKS), min_size=len(told), max_size=len(told)))
    )
    paths = draw(st.integers(1, 3))
    size = draw(st.integers(0, 60))
    dice = np.random.default_rng(draw(st.integers(0, 1 << 30)))
    path = np.sort(dice.integers(0, paths, size)).astype(np.int32)
    every = np.uint64((1 << bits) - 1)
    mask = (
        dice.integers(0, 1 << 62, size).astype(np.uint64) * np.uint64(4) + dice.integers(0, 4, size).astype(np.uint64)
    ) & every
    made = Paths(
        tuple(Mark("A", "B", str(n)) for n in range(MARKS)),
        State(date(2024, 1, 1), np.zeros((MARKS, 1))),
        horizon,
        0,
        paths,
        256,
        tuple(map(str, range(bits))),
        path,
        (dice.uniform(0, horizon, size) * 0.9999).astype(np.float32),
        dice.integers(0, MARKS, size).astype(np.int32),
        np.full(size, -1, np.int64),
        mask,
        np.zeros((1, 0)),
        0,
    )
    return Asked(machine, fits, np.zeros((len(told), machine.memory_days), np.int64)), made


@settings(max_examples=1500, deadline=None)
@given(forests())
def test_every_intervention_is_judged_as_if_it_stood_alone(made: tuple[Asked, Paths]) -> None:
    asked, paths = made
    judged = judge(asked, paths)
    for bit in range(len(paths.names)):
        kept = paths.under(bit)
        alone = replace(
            paths,
            names=("alone",),
            path=paths.path[kept],
            time=paths.time[kept],
            mark=paths.mark[kept],
            parent=paths.parent[kept],
            mask=np.ones(int(kept.sum()), np.uint64),
        )
        assert np.array_equal(judge(asked, alone).outcome[:, 0], judged.outcome[:, bit])
