"""A play says what can be worked out by hand where it can, and never more than it knows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.errors import Explosive, NoPlay
from foreshock.forecast import Network, State
from foreshock.forecast.network import dense, plain_network
from foreshock.records.played import Played
from foreshock.records.scenario import Scenario
from foreshock.scenario import read_scenario
from foreshock.scenario.board import past_windows
from foreshock.scenario.chances import chance, intervals, parted, percent, words
from foreshock.scenario.fitting import fit_scenario
from foreshock.scenario.history import History, history
from foreshock.scenario.pictures import course_svg, pathways_svg, tornado_svg
from foreshock.scenario.play import Setup, play, setup
from foreshock.scenario.splitting import split
from foreshock.scenario.telling import cautions
from tests.scenario.made import START, acts

TEXT = """\
scenario: one
question: Does A strike B?
horizon: 20d
actors: {A: [ISR], B: [IRN], C: [IRQ]}
outcome: {by: A, to: B, type: ASSAULT, at_least: 1}
pathways:
  threat: {stages: [{stage: threat, by: C, to: A, type: THREATEN}]}
interventions:
  half: {scale: {by: A, to: B}, factor: 0.5}
  none: {scale: {by: A, to: B}, factor: 0}
  twice: {scale: {by: A}, factor: 2}
  other: {scale: {by: C}, factor: 0.5}
  late: {scale: {by: A}, factor: 0, from: 10d}
"""
DAYS = 100
HOW = Setup(4096, 1, 1, 5, threads=1)


def scenario_of(text: str = TEXT) -> Scenario:
    return read_scenario(text)


def past(scenario: Scenario, *more: str) -> History:
    told = [f"{day} ISR>IRN ASSAULT" for day in range(0, DAYS, 9)] + [
        f"{day} IRQ>ISR THREATEN" for day in range(4, DAYS, 8)
    ]
    return history(scenario, acts(*told, *more), START + timedelta(DAYS - 1))


@dataclass(frozen=True)
class Known:
    """A network taken as known."""

    network: Network
    penalty: float = 1.0

    def draw(self, dice: np.random.Generator) -> Network:
        return self.network


def steady(told: History, rates: dict[str, float], ties: Any = None) -> tuple[Known, State]:
    marks = told.marks.named()
    background = np.array([rates.get(str(mark), 0.0) for mark in marks])
    network = plain_network(
        marks, background, dense(np.zeros((len(marks),) * 2) if ties is None else ties), np.array([0.25])
    )
    return Known(network), State(told.as_of + timedelta(1), np.zeros((len(marks), 1)))


@pytest.fixture(scope="module")
def played() -> Played:
    scenario = scenario_of()
    told = past(scenario)
    return play(scenario, told, *steady(told, {"A>B ASSAULT": 0.05, "C>A THREATEN": 0.1}), HOW)


def near(value: float, wanted: float, paths: int = HOW.paths) -> bool:
    return abs(value - wanted) < 4 * math.sqrt(wanted * (1 - wanted) / paths)


def test_a_steady_rate_gives_the_chance_of_a_poisson_count(played: Played) -> None:
    assert near(played.chance.value, 1 - math.exp(-0.05 * 20))
    assert near(next(d for d in played.by_day if d.day == 7).chance.value, 1 - math.exp(-0.05 * 7))


def test_a_play_says_how_thin_its_history_is(played: Played) -> None:
    told = " | ".join(played.cautions)
    assert "few acts: 24" in told and "few days: 100" in told and "no baseline" not in told


def test_a_history_shorter_than_the_horizon_has_no_baseline_and_says_so() -> None:
    scenario = scenario_of(TEXT.replace("horizon: 20d", "horizon: 120d"))
    told = past(scenario)
    found = past_windows(scenario, told)
    assert found.windows == 0
    assert "no baseline: the history is shorter than one window of 120 days" in cautions(told, found, [])


def test_a_mean_outside_the_middle_half_of_the_draws_is_explained() -> None:
    told, far = past(scenario_of()), chance(np.array([[256] * 11 + [0]]), 256)
    assert far.value < far.fifty.low
    found = past_windows(scenario_of(), told)
    assert any("middle half" in one for one in cautions(told, found, [far]))
    assert not any("middle half" in one for one in cautions(told, found, [chance(np.array([[100, 120]]), 256)]))


def test_interventions_change_it_by_what_their_factor_says(played: Played) -> None:
    rows = {row.name: row for row in played.tornado}
    assert near(rows["half"].chance, 1 - math.exp(-0.5))
    assert rows["none"].chance == 0
    assert near(rows["twice"].chance, 1 - math.exp(-2.0))
    assert near(rows["late"].chance, 1 - math.exp(-0.5))


def test_what_does_not_bear_on_the_outcome_changes_nothing_on_any_path(played: Played) -> None:
    row = next(row for row in played.tornado if row.name == "other")
    assert row.difference == 0.0 and row.ninety.low == row.ninety.high == 0.0


def test_the_widest_bar_of_the_tornado_comes_first(played: Played) -> None:
    sizes = [abs(row.difference) for row in played.tornado]
    assert sizes == sorted(sizes, reverse=True)


def test_a_pathway_that_has_nothing_to_do_with_the_outcome_is_in_order_by_chance_and_never_by_descent(
    played: Played,
) -> None:
    way = played.pathways[0]
    assert way.by_descent == 0.0 and 0 < way.in_order <= way.completes + 0.1


def test_an_outcome_that_only_descends_from_a_stage_is_traced_to_it() -> None:
    scenario = scenario_of()
    told = past(scenario)
    names = [str(mark) for mark in told.marks.named()]
    ties = np.zeros((len(names),) * 2)
    ties[names.index("A>B ASSAULT"), names.index("C>A THREATEN")] = 0.5
    done = play(scenario, told, *steady(told, {"C>A THREATEN": 0.2}, ties), HOW)
    way = done.pathways[0]
    assert way.by_descent == 1.0 and way.in_order == 1.0 and done.no_pathway == 0.0


def test_the_same_seed_gives_the_same_play_on_any_number_of_threads() -> None:
    scenario = scenario_of()
    told = past(scenario)
    fit = steady(told, {"A>B ASSAULT": 0.05})
    one, two = (play(scenario, told, *fit, replace(HOW, paths=512, threads=n)) for n in (1, 3))
    assert one == two
    assert play(scenario, told, *fit, replace(HOW, paths=512, seed=6)).chance != one.chance


def test_no_path_is_a_bound_and_no_zero() -> None:
    scenario = scenario_of()
    told = past(scenario)
    done = play(scenario, told, *steady(told, {}), HOW)
    assert done.chance.bound == "no path in 4,096: P < 3/N"
    assert 0 < done.chance.value == 3 / 4096 and done.chance.ninety.low > 0


def test_every_path_is_a_bound_and_no_certainty() -> None:
    scenario = scenario_of()
    told = past(scenario)
    done = play(scenario, told, *steady(told, {"A>B ASSAULT": 9.0}), HOW)
    assert done.chance.bound is not None and done.chance.bound.startswith("every path") and done.chance.value < 1


def test_a_network_without_bound_is_refused() -> None:
    scenario = scenario_of()
    told = past(scenario)
    fit, state = steady(told, {"A>B ASSAULT": 0.05}, np.eye(len(told.marks.named())) * 1.02)
    with pytest.raises(Explosive):
        play(scenario, told, fit, state, HOW)


def test_an_edge_that_takes_the_network_over_its_bound_is_refused() -> None:
    edge = 'edges: [{from: "A>B ASSAULT", to: "A>B ASSAULT", expect: 1.1..1.2, because: x}]\n'
    scenario = scenario_of(TEXT + edge)
    told = past(scenario)
    with pytest.raises(Explosive):
        play(scenario, told, *steady(told, {"A>B ASSAULT": 0.05}), HOW)


def test_a_declared_edge_raises_the_chance_by_what_it_brings() -> None:
    edge = 'edges: [{from: "C>A THREATEN", to: "A>B ASSAULT", expect: 0.2..0.6, because: a sentence}]\n'
    scenario = scenario_of(TEXT + edge)
    told = past(scenario)
    done = play(scenario, told, *steady(told, {"C>A THREATEN": 0.2}), HOW)
    row = done.edges[0]
    assert row.without == 0 and row.low < row.high
    assert any(a.what.startswith("edge") and a.because == "a sentence" for a in done.assumptions)


def test_the_spread_of_a_declared_range_is_told_as_assumptions() -> None:
    edge = 'edges: [{from: "C>A THREATEN", to: "A>B ASSAULT", expect: 0.01..0.9, because: x}]\n'
    scenario = scenario_of(TEXT + edge)
    told = past(scenario)
    done = play(scenario, told, *steady(told, {"C>A THREATEN": 0.2}), Setup(8192, 2, 16, 5))
    shares = done.chance.shares
    assert shares.assumptions > 0.9 and abs(shares.assumptions + shares.parameters + shares.monte_carlo - 1) < 1e-9


def test_acts_never_seen_are_said_and_get_no_more_than_not_seeing_them_leaves_open() -> None:
    scenario = scenario_of(TEXT.replace("by: A, to: B, type: ASSAULT", "by: B, to: C, type: ASSAULT"))
    told = past(scenario)
    done = play(scenario, told, *steady(told, {"A>B ASSAULT": 0.05}), Setup(4096, 1, 16, 5))
    assert any("B>C ASSAULT" in a.what and "never seen" in a.because for a in done.assumptions)
    assert 0 < done.chance.value < 1 - math.exp(-3 / DAYS * 20)


def test_a_thin_or_short_history_is_refused() -> None:
    scenario = scenario_of()
    thin = history(scenario, acts("0 ISR>IRN ASSAULT", "50 ISR>IRN ASSAULT"), START + timedelta(60))
    with pytest.raises(NoPlay, match="acts of its actors"):
        fit_scenario(scenario, thin)
    short = history(scenario, acts(*["3 ISR>IRN ASSAULT"] * 20), START + timedelta(9))
    with pytest.raises(NoPlay, match="days"):
        fit_scenario(scenario, short)


def test_a_ledger_that_has_gone_quiet_is_too_old_to_play() -> None:
    scenario = scenario_of()
    told = history(scenario, acts(*(f"{day} ISR>IRN ASSAULT" for day in range(60))), START + timedelta(120))
    with pytest.raises(NoPlay, match="tells of nothing in the 30 days"):
        fit_scenario(scenario, told)


def test_a_number_of_paths_that_makes_no_sense_is_refused() -> None:
    for paths in (0, 10, 10**9):
        with pytest.raises(NoPlay, match="can be played"):
            setup(1, paths)


def test_the_fit_of_the_forecast_plays_and_keeps_the_rates_seen() -> None:
    scenario = scenario_of(TEXT.replace("  twice: {scale: {by: A}, factor: 2}\n", ""))
    told = past(scenario, *(f"{day} FRA>DEU ASSAULT" for day in range(0, DAYS, 2)))
    fitted, state = fit_scenario(scenario, told)
    assert fitted.network.marks == told.marks.named() and fitted.network.radius() < 1
    done = play(scenario, told, fitted, state, Setup(4096, 8, 8, 5))
    assert 0.5 < done.chance.value < 0.999
    assert done.chance.shares.parameters > 0.5


def test_splitting_agrees_with_plain_monte_carlo_where_both_can_see() -> None:
    text = TEXT.replace("at_least: 1}", "at_least: 4, within: 10d}")
    scenario = scenario_of(text)
    told = past(scenario)
    fit, state = steady(told, {"A>B ASSAULT": 0.08}, None)
    plain = play(scenario, told, fit, state, Setup(60_000, 1, 1, 5)).chance
    done = split(scenario, told, fit, state, 5)
    assert done is not None and "splitting" in done.method
    assert abs(done.value - plain.value) < 0.25 * plain.value


def test_splitting_sees_what_plain_monte_carlo_does_not() -> None:
    text = TEXT.replace("at_least: 1}", "at_least: 6, within: 20d}")
    scenario = scenario_of(text)
    told = past(scenario)
    fit, state = steady(told, {"A>B ASSAULT": 0.02}, None)
    wanted = 1 - sum(math.exp(-0.4) * 0.4**k / math.factorial(k) for k in range(6))
    done = play(scenario, told, fit, state, HOW).chance
    assert done.bound is None and 0.6 < done.value / wanted < 1.6


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 50), st.integers(0, 50), st.integers(50, 300))
def test_no_chance_is_ever_nothing_or_certain(a: int, b: int, paths: int) -> None:
    made = chance(np.array([[a, b], [b, a]]), paths)
    assert 0 < made.value < 1
    assert 0 < made.ninety.low <= made.fifty.low <= made.fifty.high <= made.ninety.high < 1
    assert percent(made.value) not in ("0 %", "100 %", "0.0 %", "100.0 %")


@settings(max_examples=100, deadline=None)
@given(st.floats(0.001, 0.999), st.floats(1e-9, 0.2))
def test_intervals_hold_the_middle_and_lie_inside_each_other(mean: float, variance: float) -> None:
    fifty, ninety = intervals(mean, variance)
    assert 0 < ninety.low <= fifty.low <= fifty.high <= ninety.high < 1


def test_variance_is_parted_into_where_it_is_from() -> None:
    dice = np.random.default_rng(3)
    rows, columns = dice.normal(0, 0.1, (400, 1)), dice.normal(0, 0.05, (1, 400))
    noise, one, other = parted(0.5 + rows + columns + dice.normal(0, 0.02, (400, 400)), 0.02**2)
    assert abs(one - 0.01) < 0.002 and abs(other - 0.0025) < 0.0005 and noise < 1e-8


def test_a_chance_has_the_words_of_its_band() -> None:
    assert words(0.03) == "almost no chance" and words(0.5) == "roughly even" and words(0.9) == "very likely"
    assert words(0.002) == "almost no chance, below 1 %" and words(0.998) == "almost certain, above 99 %"


def test_pictures_are_the_same_each_time_and_label_every_mark(played: Played) -> None:
    scenario = scenario_of()
    drawn = [pathways_svg(scenario, played), tornado_svg(played), course_svg(played)]
    assert drawn == [pathways_svg(scenario, played), tornado_svg(played), course_svg(played)]
    assert all(svg.startswith("<svg") and svg.count("<g>") == svg.count("<title>") > 0 for svg in drawn)
    assert all(row.name in drawn[1] for row in played.tornado)
