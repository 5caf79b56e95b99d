"""Levels: exact sums, fading by half-lives, shares of all reports; all dyads at once equal one by one."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.codebook.base import event_types
from foreshock.gauge import NothingKnown, levels, readings, series, target_of, tensest
from tests.gauge.made import WEIGHTS, Row, act, day, past

DYAD = target_of("IRN>ISR", {})
COUNTRIES = ("IRN", "ISR", "USA", None)


@st.composite
def worlds(draw: st.DrawFn) -> list[Row]:
    """Some acts of some parties in forty days, a few of them copies of one incident."""
    made: list[Row] = [act(0, "first")]
    for n in range(draw(st.integers(1, 25))):
        told: dict[str, Any] = {
            "outlet": draw(st.sampled_from(["Courier", "Gazette", "Wire"])),
            "actor_country": draw(st.sampled_from(COUNTRIES)),
            "recipient_country": draw(st.sampled_from(COUNTRIES)),
            "standing": draw(st.sampled_from(["actual", "actual", "future", "hypothetical", "negated"])),
            "stance": draw(st.sampled_from(["asserts", "doubts", "denies"])),
            "incident": draw(st.sampled_from([None, None, "i1", "i2"])),
            "share": draw(st.sampled_from([1.0, 0.5, 1 / 3])),
        }
        made.append(act(draw(st.integers(0, 39)), f"e{n}", draw(st.sampled_from(sorted(event_types()))), **told))
    return made


@given(worlds(), st.integers(0, 39))
@settings(max_examples=40, deadline=None)
def test_parts_sum_exactly_to_the_value_and_as_shown(rows: list[Row], at: int) -> None:
    for reading in readings(past(rows, 40), DYAD, day(at)):
        assert math.fsum(part.value for part in reading.parts) == reading.value
        for places in (0, 1, 2, 5):
            whole, parts = reading.shown(places)
            assert sum(parts) == whole
            measures = {part.measure for part in reading.parts}
            assert abs(float(whole) - reading.value) <= 0.5 * len(measures) * 10**-places + 1e-12
            assert all(abs(float(p) - q.value) <= 10**-places for p, q in zip(parts, reading.parts, strict=True))


@given(worlds(), st.integers(0, 39))
@settings(max_examples=40, deadline=None)
def test_what_is_shown_of_the_measures_adds_up_to_the_tension_shown(rows: list[Row], at: int) -> None:
    found = readings(past(rows, 40), DYAD, day(at))
    for half in WEIGHTS.level.half_lives_days:
        own = {reading.measure: reading.shown(2)[0] for reading in found if reading.half_life_days == half}
        assert set(WEIGHTS.tension.values()) == {1.0}
        assert own["tension"] == sum(own[name] for name in WEIGHTS.tension)


@given(worlds(), st.integers(0, 39))
@settings(max_examples=40, deadline=None)
def test_tension_is_the_weighted_sum_of_its_measures(rows: list[Row], at: int) -> None:
    found = readings(past(rows, 40), DYAD, day(at))
    for half in WEIGHTS.level.half_lives_days:
        own = {reading.measure: reading.value for reading in found if reading.half_life_days == half}
        assert own["tension"] == pytest.approx(sum(own[name] * weight for name, weight in WEIGHTS.tension.items()))


@given(worlds())
@settings(max_examples=25, deadline=None)
def test_all_dyads_at_once_are_each_dyad_by_itself(rows: list[Row]) -> None:
    known = past(rows, 40)
    table = levels(known)
    for (actor, recipient), own in table.group_by("actor_country", "recipient_country"):
        alone = series(known, target_of(f"{actor}>{recipient}", {}))
        joined = own.join(alone, on="day", suffix="_alone")
        for name in alone.columns[2:]:
            assert (joined[name] - joined[f"{name}_alone"]).abs().max() == pytest.approx(0, abs=1e-9)


@given(worlds(), st.integers(0, 39), st.integers(0, 39))
@settings(max_examples=25, deadline=None)
def test_a_table_of_some_days_is_that_part_of_the_whole_table(rows: list[Row], one: int, other: int) -> None:
    known, (begin, end) = past(rows, 40), sorted((day(one), day(other)))
    order = ["actor_country", "recipient_country", "day"]
    whole = levels(known).filter(pl.col("day").is_between(begin, end)).sort(order)
    assert levels(known, begin, end).sort(order).equals(whole)


@given(worlds(), st.integers(0, 39))
@settings(max_examples=25, deadline=None)
def test_the_series_of_a_dyad_ends_in_its_readings(rows: list[Row], at: int) -> None:
    known = past(rows, 40)
    row = series(known, DYAD).filter(pl.col("day") == day(at)).row(0, named=True)
    for reading in readings(known, DYAD, day(at)):
        assert row[f"{reading.measure}_{reading.half_life_days:g}d"] == pytest.approx(reading.value)


@given(worlds(), st.integers(5, 39))
@settings(max_examples=25, deadline=None)
def test_a_reading_of_a_day_knows_nothing_of_later_days(rows: list[Row], at: int) -> None:
    early = [row for row in rows if row["published"] <= day(at)]
    kept = [row | {"incident": None} for row in early]
    whole = past([row | {"incident": None} for row in rows], 40)
    assert [r.value for r in readings(past(kept, at + 1), DYAD, day(at))] == pytest.approx(
        [r.value for r in readings(whole, DYAD, day(at))]
    )


def test_a_level_halves_in_its_half_life_while_reports_stay_the_same() -> None:
    known = past([act(400, "e1")], 520, each=10)
    table = series(known, DYAD)
    for half in WEIGHTS.level.half_lives_days:
        own = table[f"material_conflict_{half:g}d"]
        then, later = own[400], own[400 + int(half)]
        assert later / then == pytest.approx(0.5, rel=0.05 * half / 3)


def test_more_news_is_not_more_war() -> None:
    few = [act(n, f"e{n}") for n in range(30)]
    many = [act(n, f"e{n}-{k}", outlet=f"o{k}") for n in range(30) for k in range(4)]
    one = readings(past(few, 30, each=9), DYAD)
    four = readings(past(many, 30, each=36), DYAD)
    assert [r.value for r in four] == pytest.approx([r.value for r in one])


def test_every_part_names_the_rows_it_was_made_from_copies_too() -> None:
    rows = [act(20, "e1", outlet=o, incident="i1") for o in ("A", "B")] + [act(21, "e2", "ACCUSE")]
    tension = next(r for r in readings(past(rows), DYAD) if r.measure == "tension")
    told = {part.type: part for part in tension.parts}
    assert {str(i) for i in told["ASSAULT"].because} == {"A-20#e1", "B-20#e1"}
    assert (told["ASSAULT"].incidents, told["ASSAULT"].independent) == (1, 2)
    assert [str(i) for i in told["ACCUSE"].because] == ["Courier-21#e2"]


def test_rows_without_a_country_are_in_no_dyad_and_make_no_number() -> None:
    known = past([act(3, "e1", actor_country=None), act(3, "e2", recipient_country=None)])
    assert levels(known).is_empty()
    assert tensest(known, 5) == ()


def test_the_tensest_dyad_comes_first() -> None:
    rows = [act(3, "e1", "ACCUSE"), act(3, "e2", actor_country="ISR", recipient_country="IRN"), act(3, "e3", "AID")]
    assert tensest(past(rows), 5) == ("ISR>IRN", "IRN>ISR")


def test_a_day_beyond_what_is_known_gives_no_number() -> None:
    known = past([act(3, "e1")], 30)
    with pytest.raises(NothingKnown, match="nothing is known of 2025-01-01"):
        readings(known, DYAD, day(92))


def test_days_before_the_first_report_give_no_number() -> None:
    frame = past([act(3, "e1")], 30)
    silent = replace(frame, exposure=frame.exposure.with_columns(reports=pl.lit(0.0)))
    with pytest.raises(NothingKnown, match="no report"):
        readings(silent, DYAD)
    assert series(silent, DYAD)["tension_3d"].is_nan().all()


def test_one_event_is_gauged() -> None:
    known = past([act(0, "e1")], 1, each=9)
    assert {r.measure: r.value for r in readings(known, DYAD)}["material_conflict"] == pytest.approx(90.0)
