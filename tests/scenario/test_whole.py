"""From any sound file and any history: a play that holds together, or a plain refusal."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foreshock.errors import ForeshockError
from foreshock.scenario import read_scenario
from foreshock.scenario.fitting import fit_scenario
from foreshock.scenario.history import history
from foreshock.scenario.pictures import course_svg, pathways_svg, tornado_svg
from foreshock.scenario.play import Setup, play
from tests.scenario.made import START, acts

CODES = {"A": "ISR", "B": "IRN", "D": "IRQ", "E": "IRQ:REB"}
TYPES = ("ASSAULT", "THREATEN", "COERCE", "AID", "RETREAT", "MOBILIZE")
LAST = START + timedelta(150)


@st.composite
def kinds(draw: st.DrawFn) -> str:
    told = {
        "by": draw(st.none() | st.sampled_from(list(CODES))),
        "to": draw(st.none() | st.lists(st.sampled_from(list(CODES)), min_size=1, max_size=2, unique=True)),
        "type": draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=2, unique=True)),
    }
    return ", ".join(f"{key}: {str(value).replace(chr(39), '')}" for key, value in told.items() if value)


@st.composite
def files(draw: st.DrawFn) -> str:
    def counted() -> str:
        within = draw(st.sampled_from(["", ", within: 7d"]))
        return f"{draw(kinds())}, at_least: {draw(st.integers(1, 3))}{within}"

    lines = ["scenario: any", "question: Is it so?", f"horizon: {draw(st.sampled_from([1, 10, 60]))}d", "actors:"]
    lines += [f"  {name}: [{code}]" for name, code in CODES.items()]
    lines += [
        "outcome:",
        f"  {draw(st.sampled_from(['any', 'all']))}:",
        f"    - {{{counted()}}}",
        f"    - {{{counted()}}}",
    ]
    lines += ["pathways:", "  way:", "    stages:", f"      - {{stage: one, {counted()}}}"]
    lines += [f"      - {{stage: two, {counted()}, after: one, lag: 9d}}"]
    if draw(st.booleans()):
        lines += [
            "edges:",
            f"  - {{from: {{{draw(kinds())}}}, to: {{{draw(kinds())}}}, expect: 0.01..0.1, because: x}}",
        ]
    factor = draw(st.sampled_from(["0", "0.2..0.6", "1.1..1.2"]))
    lines += ["interventions:", f"  move: {{scale: {{{draw(kinds())}}}, factor: {factor}}}"]
    return "\n".join(
        [*lines, f"  more: {{inject: {{by: A, to: B, type: {draw(st.sampled_from(TYPES))}}}, at: 0d}}", ""]
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(files(), st.integers(0, 1 << 20), st.sampled_from([5, 40, 200]))
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_any_sound_file_plays_on_any_history_or_is_refused_in_plain_words(text: str, seed: int, count: int) -> None:
    dice = np.random.default_rng(seed)
    pairs = [(a, b) for a in CODES.values() for b in (*CODES.values(), "-") if a != b]
    rows = [
        f"{dice.integers(0, 151)} {'>'.join(pairs[int(dice.integers(len(pairs)))])} {dice.choice(TYPES)}"
        for _ in range(count)
    ]
    scenario = read_scenario(text)
    try:
        told = history(scenario, acts(*rows), LAST)
        fitted, state = fit_scenario(scenario, told)
        done = play(scenario, told, fitted, state, Setup(180, 3, 3, 1))
    except ForeshockError as refusal:
        assert str(refusal)
        return
    assert 0 < done.chance.value < 1
    chances = [day.chance.hits for day in done.by_day]
    assert chances == sorted(chances)
    assert all(0 <= way.in_order <= 1 and 0 <= way.by_descent <= 1 for way in done.pathways)
    assert all(row.ninety.low <= row.ninety.high for row in done.tornado)
    assert not any("nan" in draw for draw in (course_svg(done), pathways_svg(scenario, done), tornado_svg(done)))
