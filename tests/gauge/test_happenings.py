"""Which rows count: happenings and threats apart, an incident once, and nothing left out without a reason."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.codebook.gauges import ladder
from foreshock.gauge import NothingKnown, UnfitFrame, exposure, history, readings, target_of
from tests.gauge.made import SCHEMA, WEIGHTS, Row, act, acts, day, past, quiet_reports

DYAD = target_of("IRN>ISR", {})


def values(rows: list[Row], at: int = 20) -> dict[str, float]:
    """The levels by the fast half-life."""
    fast = min(WEIGHTS.level.half_lives_days)
    return {r.measure: r.value for r in readings(past(rows), DYAD, day(at)) if r.half_life_days == fast}


def test_an_act_counts_in_the_measure_of_its_quad_and_in_no_other() -> None:
    for kind, measure in (
        ("ASSAULT", "material_conflict"),
        ("ACCUSE", "verbal_conflict"),
        ("AID", "material_cooperation"),
    ):
        found = values([act(20, "e1", kind)])
        assert {name for name, value in found.items() if value} == {measure} | (
            {"tension"} if "conflict" in measure else set()
        )


@pytest.mark.parametrize("denial", [{"standing": "negated"}, {"stance": "denies"}])
def test_a_denied_strike_adds_nothing_to_any_measure(denial: dict[str, str]) -> None:
    alone = [act(20, "e1", "ACCUSE")]
    assert values([*alone, act(20, "e2", **denial)]) == values([*alone, act(20, "e2", "ASSAULT", standing="negated")])
    assert values([*alone, act(20, "e2", **denial)])["material_conflict"] == 0


def test_a_denied_threat_is_no_threat() -> None:
    assert values([act(20, "e1", "THREATEN", stance="denies"), act(20, "e2", "AID")])["threats"] == 0


def test_a_threat_and_a_feared_strike_are_threats_and_no_acts() -> None:
    found = values(
        [act(20, "e1", "THREATEN"), act(20, "e2", standing="hypothetical"), act(20, "e3", standing="future")]
    )
    assert found["threats"] > 0
    assert found["material_conflict"] == found["verbal_conflict"] == 0


def test_a_threat_weighs_more_uttered_than_announced_and_more_announced_than_feared() -> None:
    told = [values([act(20, "e1", "THREATEN", standing=s)])["threats"] for s in ("actual", "future", "hypothetical")]
    assert told == sorted(told, reverse=True) and len(set(told)) == 3


def test_a_threat_lies_on_the_day_it_was_told_and_not_on_the_day_it_is_for() -> None:
    rows = past([act(10, "e1", standing="future", day=day(40))]).rows
    assert rows["day"].to_list() == [day(10)]


def test_announced_help_counts_nowhere_and_says_so() -> None:
    left = past([act(10, "e1", "AID", standing="future"), act(10, "e2")]).left_out
    assert left["reason"].to_list() == ["future, and no threat of force"]


def test_what_is_told_only_to_the_month_lies_on_no_day_and_says_so() -> None:
    found = past([act(10, "e1", precision="month"), act(10, "e2", precision="part-of-month")])
    assert found.left_out["reason"].to_list() == ["told only to the month"]
    assert found.rows["event_id"].to_list() == ["e2"]


def test_what_is_doubted_counts_less() -> None:
    assert 0 < values([act(20, "e1", stance="doubts")])["tension"] < values([act(20, "e1")])["tension"]


def test_a_row_without_a_stance_is_told_by_the_outlet_itself() -> None:
    assert values([act(20, "e1", stance=None)]) == values([act(20, "e1")])


@given(copies=st.integers(1, 300))
@settings(max_examples=30, deadline=None)
def test_copies_of_one_incident_are_one_incident(copies: int) -> None:
    rows = [act(20, "e1", outlet=f"outlet {n}", incident="i1") for n in range(copies)]
    found = past(rows).rows
    assert found["points"].sum() == pytest.approx(9.0)
    assert found["key"].n_unique() == 1 and found["voice"].n_unique() == copies


def test_an_incident_takes_points_and_day_from_its_widest_telling() -> None:
    narrow = act(21, "e1", incident="i1")
    wide = [act(20, "e2", outlet="Gazette", incident="i1", share=0.5, recipient_country=c) for c in ("ISR", "USA")]
    rows = past([narrow, *wide]).rows
    assert set(rows["day"].to_list()) == {day(20)}
    assert rows.filter(pl.col("points") > 0)["report_id"].unique().to_list() == ["Gazette-20"]
    assert rows["points"].sum() == pytest.approx(9.0)


def test_of_two_tellings_alike_the_earlier_is_the_chief_in_whatever_order_they_come() -> None:
    rows = [act(n, "e1", outlet=o, incident="i1") for n, o in ((22, "B"), (20, "C"), (21, "A"))]
    assert {past(order).rows.filter("chief")["report_id"].item() for order in (rows, rows[::-1])} == {"C-20"}


def test_what_the_outlet_says_itself_goes_before_what_is_doubted() -> None:
    rows = [act(20, "e1", outlet="A", incident="i1", stance="doubts"), act(21, "e1", incident="i1", stance=None)]
    assert past(rows).rows.filter("chief")["report_id"].item() == "Courier-21"


def test_an_act_and_the_threat_of_it_do_not_hide_each_other_in_one_incident() -> None:
    found = values([act(19, "e1", standing="future", incident="i1"), act(20, "e1", incident="i1")])
    assert found["threats"] > 0 and found["material_conflict"] > 0


def test_origins_found_by_linking_go_before_outlets() -> None:
    rows = acts([act(20, "e1", outlet=o, incident="i1") for o in ("A", "B", "C")])
    rows = rows.with_columns(origin_key=pl.Series(["wire", "wire", None]))
    found = history(rows, exposure(rows, quiet_reports(30), WEIGHTS), WEIGHTS, ladder()).rows
    assert sorted(found["voice"].unique()) == ["outlet C", "wire"]


def test_a_report_counts_for_the_day_it_came_out_and_for_each_day_it_tells_of() -> None:
    frame = acts([act(5, "e1", day=day(3)), act(5, "e2", day=day(4)), act(5, "e3", day=day(4))])
    reports = pl.DataFrame({"report_id": ["Courier-5", "early"], "published": [day(5), day(3)]})
    found = exposure(frame, reports, WEIGHTS)
    assert found["reports"].to_list() == [2, 1, 1]
    assert found["day"].to_list() == [day(3), day(4), day(5)]


def test_days_before_the_first_publication_are_not_gauged_and_their_acts_say_so() -> None:
    found = past([act(5, "old", day=day(-20)), act(5, "e1")])
    assert found.first == day(0)
    assert found.left_out["reason"].to_list() == ["on a day before or after all reports"]


def test_days_between_without_reports_have_none() -> None:
    frame = acts([act(0, "e1"), act(4, "e2")])
    found = exposure(frame, quiet_reports(0), WEIGHTS)
    assert found["reports"].to_list() == [1, 0, 0, 0, 1]


def test_in_a_history_without_reports_the_events_are_the_exposure() -> None:
    pair = [
        act(1, "e1", report_id=None, outlet=None, origin="polecat", share=0.5, recipient_country=c)
        for c in ("ISR", "USA")
    ]
    other = act(1, "e2", report_id=None, outlet=None, origin="polecat")
    assert exposure(acts([*pair, other]), quiet_reports(0), WEIGHTS)["reports"].to_list() == [2]


def test_an_imported_act_without_an_outlet_stands_for_itself() -> None:
    rows = [act(1, f"e{n}", report_id=None, outlet=None, origin="polecat") for n in range(3)]
    assert past(rows).rows["voice"].n_unique() == 3


def test_no_acts_are_nothing_to_gauge() -> None:
    with pytest.raises(NothingKnown, match="no act is known"):
        history(acts([]), exposure(acts([]), quiet_reports(3), WEIGHTS), WEIGHTS, ladder())


def test_a_frame_without_a_needed_column_is_an_error_that_names_it() -> None:
    with pytest.raises(UnfitFrame, match="lacks the columns share"):
        exposure(acts([act(1, "e1")]).drop("share"), quiet_reports(3), WEIGHTS)


def test_a_frame_with_a_column_of_another_kind_is_an_error() -> None:
    bad = acts([act(1, "e1")]).with_columns(day=pl.lit("Tuesday"))
    with pytest.raises(UnfitFrame, match="wrong kind"):
        exposure(bad, quiet_reports(3), WEIGHTS)


def test_columns_without_any_value_are_read_all_the_same() -> None:
    frame = pl.DataFrame([dict.fromkeys(SCHEMA) | act(1, "e1")], schema_overrides={"day": pl.Date})
    assert len(history(frame, exposure(frame, quiet_reports(3), WEIGHTS), WEIGHTS, ladder()).rows) == 1


def test_an_act_outside_all_known_days_is_left_out_with_a_reason() -> None:
    frame = acts([act(1, "e1"), act(30, "e2")])
    days = pl.DataFrame({"day": [day(0), day(2)], "reports": [3, 3]})
    found = history(frame, days, WEIGHTS, ladder())
    assert found.left_out["reason"].to_list() == ["on a day before or after all reports"]
    assert found.rows["event_id"].to_list() == ["e1"]


@given(st.lists(st.sampled_from(["actual", "historical", "future", "hypothetical", "negated", None]), min_size=1))
@settings(max_examples=40, deadline=None)
def test_every_row_counts_or_is_left_out_with_a_reason(standings: list[str | None]) -> None:
    found = past([act(n % 30, f"e{n}", standing=standing) for n, standing in enumerate(standings)])
    assert len(found.rows) + len(found.left_out) == len(standings)
    assert found.left_out["reason"].null_count() == 0


def test_copies_of_one_text_are_one_report_of_exposure_and_what_was_taken_back_is_none() -> None:
    reports = pl.DataFrame(
        {
            "report_id": ["a", "b", "c", "d", "e"],
            "published": [day(0), day(0), day(0), day(0), day(1)],
            "family": ["a", "a", None, None, None],
            "state": ["current", "current", "current", "withdrawn", "replaced"],
        }
    )
    told = acts([act(0, "e1", report_id=name, family=family) for name, family in (("a", "a"), ("b", "a"), ("c", None))])
    found = exposure(told, reports, WEIGHTS)
    assert found.rows() == [(day(0), 2.0)]
