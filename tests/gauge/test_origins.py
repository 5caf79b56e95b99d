"""Independent origins: no two share an origin, a report or an outlet, and one more row never makes them fewer."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.gauge import changed_since, moved_dyads, readings, rung_on, rungs, target_of
from foreshock.gauge.origins import independent
from tests.gauge.made import WEIGHTS, Row, act, day, past

DYAD = target_of("IRN>ISR", {})
Pairs = list[tuple[str, str]]
TOLD = st.lists(st.tuples(st.sampled_from("uvwxyz"), st.sampled_from("ABCDE")), max_size=12)


def told(pairs: Pairs) -> pl.DataFrame:
    """Rows by whose word it is and who tells it."""
    return pl.DataFrame(pairs, schema={"voice": pl.String, "teller": pl.String}, orient="row")


def most_apart(pairs: Pairs) -> int:
    """The same count, by trying all."""
    if not pairs:
        return 0
    (voice, teller), *rest = pairs
    apart = [(v, t) for v, t in rest if v != voice and t != teller]
    return max(1 + most_apart(apart), most_apart(rest))


def strikes(pairs: Pairs, days: int = 1) -> list[Row]:
    """An incident a pair: an outlet passes on the word of an origin."""
    return [
        act(20 + n % days, f"e{n}", mode="drone", outlet=outlet, incident=f"i{n}", origin_key=voice)
        for n, (voice, outlet) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("pairs", "count"),
    [
        pytest.param([("Kurti", "A"), ("A", "A"), ("Vucic", "A")], 1, id="one outlet, three sources"),
        pytest.param([("Kurti", "A"), ("Kurti", "B"), ("Kurti", "C")], 1, id="one source in three outlets"),
        pytest.param([("Kurti", "A"), ("A", "A"), ("Kurti", "B")], 2, id="one source in two, and one of them itself"),
        pytest.param([("u", "A"), ("v", "A"), ("w", "A"), ("u", "B"), ("u", "C")], 2, id="two stars"),
        pytest.param([("u", "A"), ("v", "A"), ("v", "B"), ("w", "B"), ("w", "C")], 3, id="a chain"),
        pytest.param([], 0, id="nothing"),
    ],
)
def test_origins_that_share_a_teller_and_tellers_that_share_an_origin_are_one(pairs: Pairs, count: int) -> None:
    assert independent(told(pairs)) == count


@given(TOLD)
@settings(max_examples=100, deadline=None)
def test_they_are_the_most_of_which_no_two_share_anything(pairs: Pairs) -> None:
    assert independent(told(pairs)) == most_apart(sorted(set(pairs)))


@given(TOLD, TOLD)
@settings(max_examples=50, deadline=None)
def test_more_rows_never_make_them_fewer(pairs: Pairs, more: Pairs) -> None:
    assert independent(told(pairs)) <= independent(told([*pairs, *more]))


def test_one_report_holds_no_rung_and_is_one_origin_in_every_reading() -> None:
    known = past([row | {"report_id": "op-ed"} for row in strikes([("Kurti", "A"), ("outlet A", "A")])])
    rung = rung_on(known, DYAD, day(25))
    assert (rung.number, rung.higher[0].lacks) == (0, "1 of 2 independent origins")
    assert {part.independent for reading in readings(known, DYAD, day(25)) for part in reading.parts} == {1}
    assert set(rungs(known)["rung"]) <= {0}


def test_what_an_outlet_told_before_linking_and_after_is_of_one_origin() -> None:
    rows = [act(20, "e1", mode="drone"), *strikes([("outlet Courier", "Copy Post")])]
    assert independent(past(rows).rows) == 1


def test_a_copy_is_told_by_the_outlet_that_had_its_text_first() -> None:
    pairs = [("Kurti", "A"), ("outlet A", "A"), ("Kurti", "B"), ("outlet A", "B")]
    rows = [row | {"published": day(20 + n // 2)} for n, row in enumerate(strikes(pairs))]
    assert independent(past(rows).rows) == 2
    assert independent(past([row | {"family": "A-20"} for row in rows]).rows) == 1


@given(TOLD, st.sampled_from([1, 2, 3]))
@settings(max_examples=25, deadline=None)
def test_all_dyads_at_once_ask_for_the_same_origins_as_each_by_itself(pairs: Pairs, least: int) -> None:
    rung, arrow = replace(WEIGHTS.rung, min_independent=least), replace(WEIGHTS.arrow, min_independent=least)
    known = past([act(0, "e", "AID"), *strikes(pairs, 9)], weights=replace(WEIGHTS, rung=rung, arrow=arrow))
    table = rungs(known)
    for number in (20, 23, 26, 50, 59):
        at = table.filter(pl.col("day") == day(number))["rung"].to_list()
        assert (at or [0]) == [rung_on(known, DYAD, day(number)).number]
    moved = moved_dyads(known, day(19), day(30))
    assert bool(moved) == bool(changed_since(known, DYAD, day(19), day(30)).moved)
