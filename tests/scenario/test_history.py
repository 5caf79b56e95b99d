"""Which acts count, once each and under one mark, and what the board says of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from foreshock.errors import NoPlay
from foreshock.records.scenario import Scenario
from foreshock.scenario import read_scenario
from foreshock.scenario.board import board, past_windows
from foreshock.scenario.history import history
from foreshock.scenario.parties import Resolver
from tests.scenario.made import START, acts

TEXT = """\
scenario: two
question: Is there a war?
horizon: 10d
memory: 20d
actors:
  ISR: [ISR]
  IRQ: [IRQ]
  MIL: ["IRQ:REB", Kataib Hezbollah]
outcome: {by: ISR, to: [IRQ, MIL], type: ASSAULT, at_least: 2, within: 5d}
pathways:
  way:
    stages:
      - {stage: attack, by: MIL, to: ISR, type: ASSAULT, at_least: 2, within: 5d}
      - {stage: strike, by: ISR, to: MIL, type: ASSAULT, after: attack, lag: 4d}
    unless: {by: IRQ, to: MIL, type: COERCE}
interventions:
  calm: {scale: {by: MIL}, factor: 0.5, frictions: [{risk: a rift, sign: {by: MIL, to: IRQ, type: ASSAULT}}]}
"""
LAST = START + timedelta(19)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(TEXT)


def told(scenario: Scenario, *rows: str) -> list[tuple[date, str]]:
    found = history(scenario, acts(*rows), LAST)
    return [(act.day, str(found.marks.mark_of(act.triple))) for act in found.acts]


def test_a_party_belongs_to_the_most_specific_actor(scenario: Scenario) -> None:
    resolve = Resolver(scenario.parties)
    assert resolve("Iraq", "IRQ", "GOV") == 1
    assert resolve("gunmen", "IRQ", "REB") == 2
    assert resolve("The Kataib Hezbollah", "IRQ", "SOC") == 2
    assert resolve("Iran", "IRN", "GOV") is None


@pytest.mark.parametrize(
    "more",
    [{"standing": s} for s in ("negated", "hypothetical", "future", "historical")]
    + [{"stance": "denies"}, {"stance": "doubts"}, {"precision": "year"}],
)
def test_what_is_not_told_as_done_and_vouched_for_adds_nothing(scenario: Scenario, more: dict[str, Any]) -> None:
    rows = pl.concat([acts("0 ISR>IRQ ASSAULT"), acts("9 ISR>IRQ:REB ASSAULT", report_id="another", **more)])
    assert len(history(scenario, rows, LAST).acts) == 1


def test_one_event_of_several_pairs_counts_once_under_its_most_specific_pair(scenario: Scenario) -> None:
    rows = acts("3 ISR>LBN ASSAULT", "3 ISR>IRQ:REB ASSAULT", "3 ISR>SYR ASSAULT").with_columns(report_id=pl.lit("r"))
    found = history(scenario, rows, LAST)
    assert [str(found.marks.mark_of(act.triple)) for act in found.acts] == ["ISR>MIL ASSAULT"]


def test_rows_of_one_incident_are_one_act_on_its_first_day(scenario: Scenario) -> None:
    rows = acts("4 ISR>IRQ ASSAULT", "3 ISR>IRQ:REB ASSAULT", "7 ISR>IRQ ASSAULT", incident="i1")
    found = history(scenario, rows, LAST)
    assert [act.day for act in found.acts] == [START + timedelta(3)] and found.unlinked == 0


def test_acts_of_one_pair_and_kind_on_one_day_are_one_act(scenario: Scenario) -> None:
    found = history(scenario, acts("4 ISR>IRQ ASSAULT", "4 ISR>IRQ ASSAULT", "4 ISR>IRQ:REB ASSAULT"), LAST)
    assert [act.triple[:2] for act in found.acts] == [(0, 1), (0, 2)]


def test_imported_acts_of_one_day_are_happenings_of_their_own_and_a_report_of_that_day_adds_none(
    scenario: Scenario,
) -> None:
    imported = [acts("4 ISR>IRQ ASSAULT", event_id=event, report_id=None) for event in "12"]
    found = history(scenario, pl.concat([acts("4 ISR>IRQ ASSAULT"), *imported]), LAST)
    assert [act.event for act in found.acts] == ["1", "2"]


def test_one_happening_that_two_reports_date_apart_counts_twice_where_nothing_is_linked_and_that_is_said(
    scenario: Scenario,
) -> None:
    found = history(scenario, acts("4 ISR>IRQ ASSAULT", "5 ISR>IRQ ASSAULT"), LAST)
    assert (len(found.acts), found.unlinked) == (2, 2)


@pytest.mark.parametrize(("dated", "days"), [(7, [7]), (2, [2, 8])])
def test_an_undated_act_of_a_report_is_its_dated_one_of_the_last_days_told_again(
    scenario: Scenario, dated: int, days: list[int]
) -> None:
    told = acts(f"{dated} ISR>IRQ ASSAULT", report_id="r")
    headline = acts("8 ISR>IRQ ASSAULT", report_id="r", event_id="e2", precision="unknown")
    found = history(scenario, pl.concat([headline, told]), LAST)
    assert [act.day for act in found.acts] == [START + timedelta(day) for day in days]


@pytest.mark.parametrize(
    ("stance", "denial", "counted"),
    [("asserts", "9 ISR>IRQ ASSAULT", 1), (None, "9 ISR>IRQ ASSAULT", 2), ("asserts", "9 IRQ>ISR ASSAULT", 2)],
)
def test_what_one_says_and_another_denies_does_not_count_unless_the_outlet_tells_it_itself(
    scenario: Scenario, stance: str | None, denial: str, counted: int
) -> None:
    rows = [acts("0 ISR>IRQ ASSAULT", report_id="a"), acts("9 ISR>IRQ ASSAULT", report_id="b", stance=stance)]
    denied = acts(denial, report_id="c", standing="negated", stance="denies")
    found = history(scenario, pl.concat([*rows, denied]), LAST)
    assert (len(found.acts), found.contested) == (counted, 2 - counted)


def test_a_denial_of_the_same_incident_contests_the_act_whatever_its_day(scenario: Scenario) -> None:
    told = acts("0 ISR>IRQ ASSAULT"), acts("8 ISR>IRQ ASSAULT", stance="asserts", incident="i")
    denial = acts("11 ISR>IRQ ASSAULT", standing="negated", stance="denies", incident="i")
    assert len(history(scenario, pl.concat([*told, denial]), LAST).acts) == 1


def test_one_nights_clash_told_four_ways_in_one_report_is_one_act_of_each_side(scenario: Scenario) -> None:
    clash = acts("16 ISR>IRQ ASSAULT", "16 IRQ>ISR ASSAULT", report_id="r", stance="asserts")
    more: dict[str, Any] = {"report_id": "r", "precision": "unknown"}
    headline = acts("17 ISR>IRQ ASSAULT", "17 IRQ>ISR ASSAULT", event_id="e2", incident="i", **more)
    killed = acts("17 IRQ>ISR ASSAULT", event_id="e3", stance="asserts", incident="i", **more)
    first = acts("17 ISR>IRQ ASSAULT", event_id="e4", stance="asserts", incident="k", **more)
    denied = acts("17 ISR>IRQ ASSAULT", event_id="e5", stance="denies", standing="negated", **more)
    shown = board(scenario, history(scenario, pl.concat([headline, clash, killed, first, denied]), LAST))
    assert [(one.have, one.state) for one in shown.indicators if one.kind == "outcome"] == [(1, "building")]


def test_a_fight_of_two_sides_is_an_act_of_each_on_the_other(scenario: Scenario) -> None:
    rows = acts("3 ISR>IRQ:REB ASSAULT", "3 IRQ:REB>ISR ASSAULT").with_columns(report_id=pl.lit("r"))
    found = history(scenario, rows, LAST)
    assert sorted(str(found.marks.mark_of(act.triple)) for act in found.acts) == ["ISR>MIL ASSAULT", "MIL>ISR ASSAULT"]


def test_two_who_act_together_do_not_fight_each_other(scenario: Scenario) -> None:
    rows = acts("3 ISR>- ASSAULT", "3 IRQ:REB>- ASSAULT").with_columns(report_id=pl.lit("r"))
    found = history(scenario, rows, LAST)
    assert all("others" in str(found.marks.mark_of(act.triple)) for act in found.acts)


def test_what_comes_after_the_day_is_not_seen(scenario: Scenario) -> None:
    assert len(told(scenario, "4 ISR>IRQ ASSAULT", "30 ISR>IRQ ASSAULT")) == 1


def test_an_empty_history_and_one_without_its_actors_are_refused(scenario: Scenario) -> None:
    with pytest.raises(NoPlay, match="no act up to"):
        history(scenario, acts(), LAST)
    with pytest.raises(NoPlay, match="by or to its actors"):
        history(scenario, acts("3 FRA>DEU CONSULT"), LAST)


def test_the_board_tells_state_count_and_rows_of_every_part(scenario: Scenario) -> None:
    rows = acts("15 IRQ:REB>ISR ASSAULT", "16 IRQ:REB>ISR ASSAULT", "18 ISR>IRQ:REB ASSAULT", "0 IRQ>IRQ:REB CONSULT")
    shown = {i.name: i for i in board(scenario, history(scenario, rows, LAST)).indicators}
    assert shown["attack"].state == "complete" and shown["attack"].completed == START + timedelta(16)
    assert shown["strike"].state == "complete" and [row.report for row in shown["strike"].rows] == ["r2"]
    assert shown["outcome 1"].state == "building" and (shown["outcome 1"].have, shown["outcome 1"].needs) == (1, 2)
    assert shown["guard 1"].state == "never seen"
    assert (shown["a rift"].kind, shown["a rift"].state) == ("friction", "never seen")


def test_a_stage_whose_acts_came_before_the_one_it_follows_is_met_and_not_complete(scenario: Scenario) -> None:
    rows = acts("14 ISR>IRQ:REB ASSAULT", "17 IRQ:REB>ISR ASSAULT", "18 IRQ:REB>ISR ASSAULT")
    shown = board(scenario, history(scenario, rows, LAST))
    assert next(i for i in shown.indicators if i.name == "strike").state == "met"
    assert [i.name for i in shown.nearest] == ["strike"]


def test_past_windows_count_how_often_the_outcome_came_about(scenario: Scenario) -> None:
    rows = acts("0 IRQ>ISR CONSULT", "12 ISR>IRQ ASSAULT", "13 ISR>IRQ ASSAULT")
    past = past_windows(scenario, history(scenario, rows, LAST))
    assert (past.windows, past.days) == (11, 10)
    assert past.hits == 7


def test_a_part_of_the_board_leads_to_its_sentence() -> None:
    text = TEXT.replace("outcome: {by", "outcome: {because: why it is asked, by").replace(
        "way:\n", "way:\n    because: x\n"
    )
    scenario = read_scenario(text.replace("{risk: a rift,", "{risk: a rift, because: what it costs,"))
    shown = board(scenario, history(scenario, acts("3 ISR>IRQ ASSAULT"), LAST)).indicators
    assert [one.because.text for one in shown if one.because] == ["why it is asked", "what it costs"]
