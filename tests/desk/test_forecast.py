"""From a view of the ledger to issued forecasts, their outcomes and scores."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from foreshock.desk.backtest import backtest
from foreshock.desk.forecast import Order, forecast, known
from foreshock.desk.score import resolve, score
from foreshock.errors import NoForecast, NoScore
from foreshock.records.forecast import IssuedForecast, Resolution
from tests.forecast.worlds import DAY, acts

DAYS = 110
CUT = DAY + timedelta(days=80)
NOW = datetime(2024, 3, 21, 8)


class Pages:
    """A view that holds acts of two states, more on some days than on others, each told by a report of its day."""

    def __init__(self, days: int = DAYS) -> None:
        dice = np.random.default_rng(4)
        pairs = (("AAA", "BBB", "MX"), ("BBB", "AAA", "VX"), ("AAA", "BBB", "VC"))
        rows = [
            (DAY + timedelta(days=d), a, b, quad)
            for d in range(days)
            for a, b, quad in pairs
            for _ in range(dice.poisson(1.2))
        ]
        self._acts = acts(rows)

    def acts(self) -> pl.DataFrame:
        return self._acts

    def reports(self) -> pl.DataFrame:
        return self._acts.select(published="day")


@pytest.fixture(scope="module")
def told() -> list[IssuedForecast]:
    return forecast(Pages(), Order(CUT, seed=3, horizons=(1, 7), paths=100), NOW)


def test_each_mark_and_horizon_has_a_forecast_with_all_baselines_beside_it(told: list[IssuedForecast]) -> None:
    assert len(told) == 6
    for one in told:
        assert [b.name for b in one.baselines] == ["climatology", "persistence", "ewma", "ingarch"]
        assert one.answer.probability is not None and 0.0 < one.answer.probability <= 1.0
        assert list(one.answer.quantiles) == sorted(one.answer.quantiles)
        assert one.known_by == CUT and one.question.first == CUT
        assert str(one.question.last) in one.rule


def test_what_is_learned_later_changes_no_forecast(told: list[IssuedForecast]) -> None:
    again = forecast(Pages(80), Order(CUT, seed=3, horizons=(1, 7), paths=100), NOW)
    assert [one.id for one in again] == [one.id for one in told]
    other = forecast(Pages(80), Order(CUT, seed=4, horizons=(7,), paths=100), NOW)
    assert {one.id for one in other}.isdisjoint(one.id for one in told)


def test_the_ledger_itself_decides_a_forecast_and_scores_it_beside_its_baselines(told: list[IssuedForecast]) -> None:
    one = next(t for t in told if t.question.horizon_days == 7 and t.question.kind == "cooperation")
    outcome = resolve(one, Pages(), CUT + timedelta(days=7), NOW + timedelta(days=8))
    days = [CUT + timedelta(days=d) for d in range(7)]
    wanted = Pages().acts().filter(pl.col("day").is_in(days), pl.col("quad") == "VC").height
    assert outcome.count == wanted == len(outcome.events) and outcome.happened == (wanted > 0)
    scores = score(one, outcome)
    assert [s.name for s in scores] == ["network", "climatology", "persistence", "ewma", "ingarch"]
    assert all(s.crps is not None and s.crps >= 0 and s.brier is not None for s in scores)


def test_a_forecast_whose_days_are_not_over_is_not_decided(told: list[IssuedForecast]) -> None:
    with pytest.raises(NoScore, match="runs to"):
        resolve(told[-1], Pages(), CUT + timedelta(days=3), NOW)


def test_a_void_or_early_or_foreign_outcome_is_not_scored(told: list[IssuedForecast]) -> None:
    good = Resolution(told[0].id, NOW + timedelta(days=2), CUT + timedelta(days=1), True, 2)
    assert score(told[0], good)
    for bad in (
        replace(good, void="the ledger lost it"),
        replace(good, forecast_id="x"),
        replace(good, resolved=NOW - timedelta(days=1)),
    ):
        with pytest.raises(NoScore):
            score(told[0], bad)


def test_a_ledger_without_acts_is_refused() -> None:
    class Empty(Pages):
        def acts(self) -> pl.DataFrame:
            return super().acts().clear()

    with pytest.raises(NoForecast, match="no act"):
        forecast(Empty(), Order(CUT, seed=1), NOW)


class Imported(Pages):
    """The same acts read from a file of others, and one report of one day beside them."""

    def __init__(self, days: int = DAYS) -> None:
        super().__init__(days)
        self._acts = self._acts.with_columns(origin=pl.lit("icews"))

    def reports(self) -> pl.DataFrame:
        return self._acts.select(published="day").head(1)


def test_one_report_beside_an_imported_history_makes_no_other_day_unheard() -> None:
    history = known(Imported(), Order(CUT, seed=1))
    assert history.volume.tolist() == history.counts.sum(axis=1).astype(float).tolist()
    assert known(Pages(), Order(CUT, seed=1)).volume.sum() == Pages(80).acts().height


def test_nothing_is_certain_where_every_path_or_none_has_an_act() -> None:
    class Busy(Pages):
        def __init__(self) -> None:
            dice = np.random.default_rng(1)
            rows = [(DAY + timedelta(days=d), "AAA", "BBB", "MX") for d in range(80) for _ in range(dice.poisson(40))]
            self._acts = acts(rows)

    (one,) = forecast(Busy(), Order(CUT, seed=3, horizons=(7,), paths=100), NOW)
    assert one.answer.quantiles[0] > 50, "every path has an act"
    assert one.answer.probability == pytest.approx(1 - 0.5 / 100)
    assert all(b.probability is not None and 0 < b.probability < 1 for b in one.baselines)


def test_a_ledger_that_fell_silent_long_ago_is_not_taken_for_calm() -> None:
    with pytest.raises(NoForecast, match="last day told of is 2024-03-20, 28 days before"):
        forecast(Pages(80), Order(CUT + timedelta(days=28), seed=1, horizons=(1,), paths=100), NOW)
    assert forecast(Pages(80), Order(CUT + timedelta(days=14), seed=1, horizons=(1,), paths=100), NOW)


def test_a_back_test_ends_with_what_is_told_and_is_the_same_on_every_later_day() -> None:
    at_once, later = (backtest(Imported(), Order(DAY + timedelta(days=d), 1), 80) for d in (DAYS, DAYS + 400))
    assert at_once == later
    assert (later[0].first, later[0].last) == (DAY + timedelta(days=80), DAY + timedelta(days=DAYS - 1))


def test_a_back_test_chooses_its_marks_without_the_days_it_scores() -> None:
    late = [(DAY + timedelta(days=d), "CCC", "AAA", "MX") for d in range(80, DAYS) for _ in range(5)]

    class Waking(Pages):
        def acts(self) -> pl.DataFrame:
            return pl.concat([self._acts, acts(late).with_columns(event_id=pl.lit("late") + pl.col("event_id"))])

    woken, usual = (backtest(view, Order(DAY + timedelta(days=DAYS), 1), 80) for view in (Waking(), Pages()))
    assert [row.events for row in woken] == [row.events for row in usual]


def test_a_back_test_tells_every_baseline_and_how_much_it_saw() -> None:
    rows = backtest(Pages(), Order(DAY + timedelta(days=DAYS), seed=1), fit_days=80)
    assert [r.baseline for r in rows] == ["climatology", "persistence", "ewma", "ingarch"]
    assert all(r.days == 30 and r.error >= 0 and 0 < r.brier < 1 for r in rows)
    with pytest.raises(NoForecast, match="to score"):
        backtest(Pages(), Order(date(2024, 3, 1), seed=1), fit_days=80)


@pytest.mark.parametrize("gone", ["scipy", "numba"])
@pytest.mark.parametrize("room", ["forecast", "scenario.board", "desk.score"])
def test_without_the_extra_one_line_says_what_to_install(gone: str, room: str) -> None:
    program = f"""
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "{gone}":
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Gone())
from foreshock.errors import ForecastMissing
try:
    import foreshock.{room}, foreshock.forecast.history
except ForecastMissing as fault:
    print(fault)
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told == f"forecasting needs {gone}, which is not installed; `pip install 'foreshock[forecast]'`\n"


def test_a_first_day_after_all_that_is_told_is_what_the_refusal_speaks_of() -> None:
    with pytest.raises(NoForecast, match=r"no act between two parties is from 2024-03-20 to 2024-03-20"):
        forecast(Pages(79), Order(CUT, seed=1, since=CUT - timedelta(days=1)), NOW)


def test_a_day_that_is_not_over_is_forecast_and_not_counted_as_calm() -> None:
    learned = datetime(2024, 3, 21, 6)
    frame = Pages(81).acts()
    morning = frame.filter(pl.col("day") == CUT).head(1)
    held = pl.concat([frame.filter(pl.col("day") < CUT), morning]).with_columns(
        learned=pl.lit(learned).cast(frame.schema["learned"])
    )

    class View(Pages):
        def acts(self) -> pl.DataFrame:
            return held

    whole = Order(CUT + timedelta(days=1), seed=3, horizons=(1,), paths=100)
    order = replace(whole, unfinished=CUT)
    seen = known(View(), order)
    assert seen.end == CUT and known(View(), whole).end == CUT + timedelta(days=1)
    assert seen.counts.sum() == frame.filter(pl.col("day") < CUT).height, "what was learned that day still counts"
    one = forecast(View(), order, NOW)[0]
    assert (one.question.first, one.known_by) == (CUT, CUT + timedelta(days=1))
    early = replace(order, known_by=CUT, unfinished=None)
    with pytest.raises(NoForecast):
        forecast(View(), early, NOW)
