"""Arrows: they move on enough of a change only, and every clause of their why has its rows."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.gauge import NothingKnown, changed_since, changes, moved_dyads, target_of
from foreshock.records.reading import Arrow, Changed
from tests.gauge.made import WEIGHTS, Row, act, day, past

DYAD = target_of("IRN>ISR", {})


def since_day_30(rows: list[Row], days: int = 60) -> Changed:
    return changed_since(past(rows, days), DYAD, day(30), day(days - 1))


def arrow(found: Changed, measure: str) -> Arrow:
    return next(a for a in found.arrows if a.measure == measure)


def surge() -> list[Row]:
    rare = [act(n, f"r{n}", "ACCUSE") for n in range(2, 30, 9)]
    return rare + [act(n, f"s{n}", "ASSAULT", "drone", outlet="Gazette" if n % 2 else "Wire") for n in range(31, 59, 3)]


def test_a_surge_is_an_arrow_up_with_a_why_made_from_rows() -> None:
    up = arrow(since_day_30(surge()), "material_conflict")
    assert (up.direction, up.before) == ("up", 0.0)
    (clause,) = up.why
    assert (clause.act, clause.after, clause.before, clause.outlets) == ("ASSAULT drone", 10, 0, 2)
    assert clause.text.startswith("ASSAULT drone rose: 10 incidents in 2 outlets, 0 before, e.g. ")
    assert {i.event_id for i in clause.because} == {f"s{n}" for n in range(31, 59, 3)}
    assert set(clause.examples) <= set(clause.because) and len(clause.examples) == WEIGHTS.arrow.examples


def test_the_mirror_of_a_surge_is_an_arrow_down() -> None:
    rows = [act(n, f"e{n}", "ASSAULT", "drone", outlet="AB"[n % 2]) for n in range(2, 30, 3)]
    rows += [act(45, "late", "ACCUSE")]
    down = arrow(since_day_30(rows), "material_conflict")
    assert (down.direction, down.after) == ("down", 0.0)
    assert down.why[0].text.startswith("ASSAULT drone fell: 0 incidents, 10 before")


def test_a_rise_that_all_news_share_is_no_arrow() -> None:
    rows = [act(n, f"a{n}", outlet="AB"[n % 2]) for n in range(1, 30)]
    rows += [act(n, f"b{n}-{k}", outlet=f"o{k}") for n in range(31, 60) for k in range(3)]
    noise = [act(n, f"x{n}-{k}", "ACCUSE", outlet=f"n{k}", actor_country="FRA", recipient_country="DEU")
             for n in range(31, 60) for k in range(20)]  # fmt: skip
    known = past([*rows, *noise], 60, each=9)
    assert arrow(changed_since(known, DYAD, day(30)), "material_conflict").direction == "steady"


def test_few_incidents_are_no_arrow_and_the_reason_is_told() -> None:
    steady = arrow(since_day_30([act(2, "old", "ACCUSE"), act(40, "e1"), act(41, "e2")]), "material_conflict")
    assert (steady.direction, steady.held_back) == ("steady", "2 of 3 incidents")
    assert steady.why[0].after == 2


def test_an_uneven_split_that_chance_explains_is_no_arrow() -> None:
    rows = [act(2, "a"), act(9, "b"), *(act(n, f"e{n}", outlet="AB"[n % 2]) for n in (40, 45, 50, 55))]
    assert "has a chance of" in arrow(since_day_30(rows), "material_conflict").held_back


def test_the_chance_told_is_that_of_a_split_so_uneven_or_more_given_the_reports() -> None:
    rows = [act(n, f"e{n}", outlet="AB"[n % 2]) for n in (5, 12, 19, *range(32, 53, 3))]
    known = past(rows, 60)
    after, both = (float(known.exposure.filter(pl.col("day") > day(n))["reports"].sum()) for n in (30, 1))
    share = after / both
    hoped = sum(math.comb(10, k) * share**k * (1 - share) ** (10 - k) for k in range(7, 11))
    assert arrow(changed_since(known, DYAD, day(30)), "material_conflict").chance == pytest.approx(hoped)


def test_what_one_outlet_alone_tells_of_is_no_arrow() -> None:
    rows = [act(2, "old", "ACCUSE")] + [act(n, f"e{n}") for n in range(31, 59, 2)]
    assert arrow(since_day_30(rows), "material_conflict").held_back == "1 of 2 independent origins"
    assert moved_dyads(past(rows), day(30)) == ()


def test_copies_move_no_arrow() -> None:
    rows = [act(2, "old", "ACCUSE")] + [act(40, "e1", outlet=f"o{n}", incident="i1") for n in range(50)]
    assert arrow(since_day_30(rows), "material_conflict").direction == "steady"


def test_denied_strikes_move_no_arrow() -> None:
    rows = [act(2, "old", "ACCUSE")] + [act(n, f"e{n}", standing="negated") for n in range(31, 59)]
    assert {a.direction for a in since_day_30(rows).arrows} == {"steady"}


def test_a_change_of_rung_is_told() -> None:
    found = since_day_30(surge())
    assert found.rung_before and found.rung_before.number == 0
    assert found.rung_after.number >= 8 and found.rung_after.because


def test_a_change_point_announced_since_is_told_and_an_older_one_is_not() -> None:
    rows = [act(n, f"r{n}", outlet="Gazette") for n in range(0, 50, 4)]
    rows += [act(n, f"s{n}-{k}", outlet=f"o{k}") for n in range(50, 90) for k in range(3)]
    known = past(rows, 90)
    assert [abs((p.day - day(50)).days) <= 2 for p in changed_since(known, DYAD, day(45)).points] == [True]
    assert changed_since(known, DYAD, day(75)).points == ()


@pytest.mark.parametrize(("since", "until"), [(40, 40), (41, 40), (40, 99), (-5, 40)])
def test_days_that_are_not_known_or_not_in_order_are_an_error(since: int, until: int) -> None:
    with pytest.raises(NothingKnown):
        changed_since(past(surge()), DYAD, day(since), day(until))


def test_since_the_first_day_there_is_nothing_before_to_compare_with() -> None:
    found = changed_since(past(surge()), DYAD, day(0))
    assert all(a.direction != "up" or a.why for a in found.arrows)
    assert found.rung_before is not None


def test_the_dyads_that_moved_are_those_with_an_arrow_the_largest_first() -> None:
    turned = {"actor_country": "ISR", "recipient_country": "IRN"}
    back = [act(n, f"b{n}", "ACCUSE", outlet="AB"[n % 2], **turned) for n in range(31, 59)]
    still = [act(n, f"c{n}", "CONSULT", actor_country="USA") for n in range(0, 60, 2)]
    known = past([*surge(), *back, *still], 60)
    assert moved_dyads(known, day(30)) == ("IRN>ISR", "ISR>IRN")
    assert [found.target for found in changes(known, day(30))] == ["IRN>ISR", "ISR>IRN"]


@given(st.lists(st.tuples(st.integers(0, 59), st.sampled_from(["ASSAULT", "ACCUSE", "AID"])), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_an_arrow_that_moves_always_says_why_with_rows(told: list[tuple[int, str]]) -> None:
    known = past([act(n, f"e{k}", kind, outlet=f"o{k % 4}") for k, (n, kind) in enumerate(told)], 60)
    found = changed_since(known, DYAD, day(30))
    for one in found.arrows:
        moved = one.direction != "steady"
        assert moved == (not one.held_back)
        assert not moved or (one.why and one.why[0].because and one.chance <= WEIGHTS.arrow.surprise)
    assert (bool(moved_dyads(known, day(30)))) == any(a.direction != "steady" for a in found.arrows)
