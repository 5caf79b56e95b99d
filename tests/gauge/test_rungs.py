"""The ladder: higher acts stand higher, one origin holds no rung, and a war is told by its extent."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.codebook.base import event_types
from foreshock.codebook.gauges import ladder
from foreshock.gauge import rung_on, rungs, target_of
from tests.gauge.made import WEIGHTS, Row, act, day, past

DYAD = target_of("IRN>ISR", {})
OUTLETS = ("Courier", "Gazette", "Wire")


def told_by(*outlets: str, number: int = 20, **told: str) -> list[Row]:
    kind, mode = told.get("kind", "ASSAULT"), told.get("mode", "drone")
    return [act(number, "e1", kind, mode, outlet=o, incident=told.get("incident")) for o in outlets]


def test_what_one_outlet_alone_tells_of_holds_no_rung_but_is_shown() -> None:
    rung = rung_on(past(told_by("Courier")), DYAD, day(25))
    assert (rung.number, rung.because) == (0, ())
    assert [(h.number, h.lacks) for h in rung.higher] == [(8, "1 of 2 independent origins")]
    assert str(rung.higher[0].because[0]) == "Courier-20#e1"


def test_two_outlets_hold_the_rung_and_the_rows_are_named() -> None:
    rung = rung_on(past(told_by("Courier", "Gazette", incident="i1")), DYAD, day(25))
    assert (rung.number, rung.name) == (8, "armed attack")
    assert (rung.incidents, rung.independent) == (1, 2)
    assert {str(i) for i in rung.because} == {"Courier-20#e1", "Gazette-20#e1"}


def test_copies_of_one_outlet_hold_nothing() -> None:
    rows = [act(n, f"e{n}", mode="drone") for n in range(10, 20)]
    assert rung_on(past(rows), DYAD).number == 0


def test_a_rung_is_left_when_its_acts_leave_the_window() -> None:
    known = past(told_by("Courier", "Gazette"), 90)
    last = 20 + WEIGHTS.rung.window_days - 1
    assert (rung_on(known, DYAD, day(last)).number, rung_on(known, DYAD, day(last + 1)).number) == (8, 0)


def test_a_strike_feared_or_denied_stands_on_no_rung() -> None:
    rows = [
        act(20, f"e{n}", outlet=o, **told)
        for o in OUTLETS
        for n, told in enumerate(({"standing": "hypothetical"}, {"standing": "negated"}, {"stance": "denies"}))
    ]
    assert rung_on(past(rows), DYAD).number == 0


def test_a_skirmish_is_no_war_and_attacks_on_most_days_are() -> None:
    war = ladder().steps[10]
    often = [act(n, f"e{k}", mode="aerial", outlet=o) for n in range(20, 50) for k, o in enumerate(OUTLETS)]
    once = [act(20, f"e{k}", mode="aerial", outlet=OUTLETS[k % 3]) for k in range(war.incidents * 2)]
    assert rung_on(past(often), DYAD, day(49)).name == "sustained fighting"
    held = rung_on(past(once), DYAD, day(20))
    assert held.name == "armed attack"
    assert {h.lacks for h in held.higher} == {"1 of 3 days in 14", "1 of 15 days in 30"}


def test_a_threat_of_violence_stands_above_a_threat_of_sanctions_and_below_the_act() -> None:
    told = [("THREATEN", "restrict"), ("THREATEN", "violence"), ("MOBILIZE", "troops"), ("ASSAULT", "firearms")]
    found = [rung_on(past(told_by("A", "B", kind=kind, mode=mode)), DYAD, day(25)).number for kind, mode in told]
    assert found == sorted(set(found))


def test_every_act_of_material_conflict_stands_on_a_rung() -> None:
    for kind in event_types().values():
        for mode in (None, *kind.modes):
            if kind.quad == "MX":
                assert ladder().rung_of(kind.name, mode) > 0, f"{kind.name} {mode}"


@pytest.mark.parametrize("kind", ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"])
def test_cooperation_stands_on_no_rung(kind: str) -> None:
    assert ladder().rung_of(kind, None) == 0


@given(
    st.lists(
        st.tuples(
            st.integers(0, 59), st.sampled_from(OUTLETS), st.sampled_from(["ASSAULT", "THREATEN", "COERCE", "ACCUSE"])
        ),
        min_size=1,
        max_size=60,
    )
)
@settings(max_examples=40, deadline=None)
def test_all_dyads_at_once_stand_where_each_stands_by_itself(told: list[tuple[int, str, str]]) -> None:
    rows = [
        act(n, f"e{k}", kind, "drone" if kind == "ASSAULT" else None, outlet=o) for k, (n, o, kind) in enumerate(told)
    ]
    known = past(rows, 60)
    table = rungs(known)
    for number in range(0, 60, 7):
        at = table.filter(pl.col("day") == day(number))["rung"].to_list()
        assert (at or [0]) == [rung_on(known, DYAD, day(number)).number]


def test_later_days_change_no_rung_of_earlier_ones() -> None:
    rows = told_by("Courier", "Gazette")
    more = [*rows, *told_by("Courier", "Gazette", "Wire", number=22, mode="unconventional")]
    one, two = (rung_on(past(own), DYAD, day(20) + timedelta(days=1)) for own in (rows, more))
    assert one == two
