"""Change points: jumps are found within days, steady rates raise no alarm beyond the stated, blocks do not matter."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.gauge import (
    RupturesMissing,
    all_change_points,
    change_points,
    changes_in_retrospect,
    target_of,
)
from foreshock.gauge.breaks import breaks
from foreshock.gauge.runs import begin, feed
from tests.gauge.made import WEIGHTS, Row, act, day, past

CHANGE = WEIGHTS.change
DYAD = target_of("IRN>ISR", {})
YEAR, REPORTS = 365, 40.0


def steady(mean: float, series: int, seed: int, spread: float = 1.0, days: int = YEAR) -> npt.NDArray[np.int64]:
    """Counts of one steady rate, day by series, with `spread` times the variance of Poisson."""
    dice = np.random.default_rng(seed)
    if spread <= 1:
        return dice.poisson(mean, (days, series))
    return dice.poisson(dice.gamma(mean / (spread - 1), spread - 1, (days, series)))


def flat(days: int) -> npt.NDArray[np.float64]:
    return np.full(days, REPORTS)


@pytest.mark.parametrize("mean", [0.1, 0.5, 2.0, 10.0])
@pytest.mark.parametrize("spread", [1.0, CHANGE.dispersion])
def test_a_steady_rate_raises_no_more_alarms_than_stated(mean: float, spread: float) -> None:
    found = breaks(steady(mean, 200, 7, spread), flat(YEAR), CHANGE)
    assert sum(map(len, found)) / 200 <= CHANGE.alarms_per_year


@pytest.mark.parametrize(("mean", "times", "within"), [(2.0, 5.0, 7), (10.0, 2.0, 10), (10.0, 5.0, 3), (10.0, 0.2, 7)])
def test_a_jump_is_found_within_days_and_its_day_and_size_are_covered(mean: float, times: float, within: int) -> None:
    dice, at, series = np.random.default_rng(11), 120, 60
    rate = np.where(np.arange(180) < at, mean, mean * times)[:, None]
    found = breaks(dice.poisson(np.broadcast_to(rate, (180, series))), flat(180), CHANGE)
    first = [next((one for one in own if abs(one.at - at) <= within), None) for own in found]
    caught = [one for one in first if one and 0 <= one.announced - at <= within]
    assert len(caught) >= 0.9 * series
    assert np.mean([one.earliest <= at <= one.latest for one in caught]) >= 0.8
    assert np.mean([one.low <= times <= one.high for one in caught]) >= 0.8


def test_twice_the_reports_with_twice_the_incidents_is_no_change() -> None:
    reports = np.where(np.arange(200) < 100, REPORTS, 3 * REPORTS)
    dice = np.random.default_rng(3)
    counts = dice.poisson(np.broadcast_to(0.1 * reports[:, None], (200, 100)))
    assert sum(map(len, breaks(counts, reports, CHANGE))) <= 100 * CHANGE.alarms_per_year
    as_if_flat = breaks(counts, flat(200), CHANGE)
    assert sum(map(bool, as_if_flat)) > 90


@given(st.lists(st.integers(0, 12), min_size=2, max_size=80), st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_seen_is_the_same_whatever_blocks_it_is_fed_in(counts: list[int], data: st.DataObject) -> None:
    days = np.array(counts, dtype=np.int64)[:, None]
    reports = np.array([5.0 + n % 3 for n in range(len(counts))])
    cut = data.draw(st.integers(1, len(counts) - 1))
    _, whole = feed(begin(1, CHANGE), days, reports, CHANGE)
    watch, early = feed(begin(1, CHANGE), days[:cut], reports[:cut], CHANGE)
    _, late = feed(watch, days[cut:], reports[cut:], CHANGE)
    for name in ("recent", "run", "shortest", "longest"):
        parts = np.concatenate([getattr(early, name), getattr(late, name)])
        assert np.array_equal(parts, getattr(whole, name)), name


def test_series_do_not_see_each_other() -> None:
    counts = steady(3.0, 5, 21, days=90)
    together = breaks(counts, flat(90), CHANGE)
    assert together == [breaks(counts[:, [n]], flat(90), CHANGE)[0] for n in range(5)]


def test_the_chances_of_all_run_lengths_sum_to_one_on_every_day_even_past_the_longest() -> None:
    short = replace(CHANGE, longest_run_days=40)
    watch = begin(3, short)
    for number in range(90):
        watch, _ = feed(watch, steady(2.0, 3, number, days=1), flat(1), short)
        assert watch.chance.sum(axis=1) == pytest.approx(1.0)


def test_a_steady_stretch_longer_than_the_longest_run_is_still_one_stretch() -> None:
    short = replace(CHANGE, longest_run_days=40)
    watch, seen = feed(begin(20, short), steady(5.0, 20, 2, days=150), flat(150), short)
    assert watch.chance[:, -1].min() > 0.5 and seen.recent[-1].max() < short.probability
    assert breaks(steady(5.0, 20, 2, days=150), flat(150), short) == [[]] * 20


def test_the_beginning_of_a_series_is_no_change() -> None:
    _, seen = feed(begin(20, CHANGE), steady(5.0, 20, 5, days=CHANGE.recent_days), flat(CHANGE.recent_days), CHANGE)
    assert seen.recent.max() < CHANGE.probability / 2


def test_a_settled_change_does_not_move_when_later_days_come() -> None:
    dice = np.random.default_rng(4)
    counts = dice.poisson(np.where(np.arange(200) < 100, 2.0, 12.0))[:, None]
    early = breaks(counts[:130], flat(130), CHANGE)[0]
    assert early and breaks(counts, flat(200), CHANGE)[0][: len(early)] == early


def test_a_burst_of_one_day_is_no_change_of_rate_once_settled() -> None:
    counts = steady(2.0, 1, 8, days=120)
    counts[80] = 60
    assert breaks(counts, flat(120), CHANGE)[0] == []


def test_days_without_reports_tell_nothing() -> None:
    counts, reports = steady(4.0, 1, 9, days=120), flat(120)
    counts[60:90], reports[60:90] = 0, 0
    assert breaks(counts, reports, CHANGE)[0] == []
    with pytest.raises(ValueError, match="without a report"):
        feed(begin(1, CHANGE), np.ones((1, 1), dtype=np.int64), np.zeros(1), CHANGE)


def test_nothing_at_all_changes_nothing() -> None:
    assert breaks(np.zeros((0, 2), dtype=np.int64), np.zeros(0), CHANGE) == [[], []]
    assert breaks(np.zeros((50, 1), dtype=np.int64), flat(50), CHANGE) == [[]]


def surge() -> list[Row]:
    """An incident every fourth day, from the fiftieth day on three a day."""
    rare = [act(n, f"r{n}", outlet="Gazette") for n in range(0, 50, 4)]
    return rare + [act(n, f"s{n}-{k}", outlet=f"o{k}") for n in range(50, 80) for k in range(3)]


def test_a_change_point_names_its_day_its_size_and_the_acts_of_the_new_rate() -> None:
    (point,) = change_points(past(surge(), 80), DYAD)
    assert (point.target, point.measure) == ("IRN>ISR", "material_conflict")
    assert point.earliest <= day(50) <= point.latest and point.announced >= point.day
    assert 1 < point.low < point.size < point.high
    assert point.probability >= CHANGE.probability
    assert point.because and all(row.event_id.startswith("s") for row in point.because)


def test_copies_of_one_incident_change_no_rate() -> None:
    rare = [act(n, f"r{n}") for n in range(0, 80, 4)]
    copies = [act(60, "e1", outlet=f"o{n}", incident="i1") for n in range(60)]
    assert change_points(past([*rare, *copies], 80), DYAD) == ()


def test_all_dyads_at_once_change_where_each_changes_by_itself() -> None:
    known = past(surge(), 80)
    table, alone = all_change_points(known), change_points(known, DYAD)
    assert table.select("at", "earliest", "latest", "announced", "size", "low", "high").rows() == [
        (p.day, p.earliest, p.latest, p.announced, p.size, p.low, p.high) for p in alone
    ]


def test_a_series_with_too_few_incidents_is_not_searched() -> None:
    rows = [act(50, f"e{n}", outlet=f"o{n}") for n in range(CHANGE.min_incidents - 1)]
    assert change_points(past(rows, 80), DYAD) == ()
    assert all_change_points(past(rows, 80)).is_empty()


def test_in_retrospect_the_jump_is_found_or_the_missing_package_is_named() -> None:
    known = past(surge(), 80)
    if find_spec("ruptures") is None:
        with pytest.raises(RupturesMissing, match=r"foreshock\[retrospect\]"):
            changes_in_retrospect(known, DYAD, "material_conflict")
    else:
        found = changes_in_retrospect(known, DYAD, "material_conflict")
        assert any(abs((one - day(50)).days) <= 3 for one in found)
