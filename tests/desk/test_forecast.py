"""From a view of the ledger to issued forecasts, their outcomes and scores."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from foreshock.desk.backtest import backtest
from foreshock.desk.forecast import Order, forecast
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


def test_a_back_test_tells_every_baseline_and_how_much_it_saw() -> None:
    rows = backtest(Pages(), Order(DAY + timedelta(days=DAYS), seed=1), fit_days=80)
    assert [r.baseline for r in rows] == ["climatology", "persistence", "ewma", "ingarch"]
    assert all(r.days == 30 and r.error >= 0 and 0 < r.brier < 1 for r in rows)
    with pytest.raises(NoForecast, match="to score"):
        backtest(Pages(), Order(date(2024, 3, 1), seed=1), fit_days=80)
