"""Baselines and back-tests: nothing is known early, everything is repeatable."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import kstest

from foreshock.errors import NoForecast
from foreshock.forecast import backtest
from foreshock.forecast.baselines import GRIDS, sums, tune
from foreshock.forecast.fit import fit
from foreshock.forecast.goodness import goodness, pits, synthetic
from foreshock.forecast.model import settings
from foreshock.forecast.recalibrate import recalibrated
from tests.forecast.worlds import history

SEEN = history(160, 3)
SMALL = replace(settings(), half_lives_days=(1.0, 5.0), warm_days=14)


@pytest.mark.parametrize("name", sorted(GRIDS))
def test_a_baseline_knows_nothing_of_its_own_day_or_later(name: str) -> None:
    base = tune(name, SEEN.until(100), 7)
    counts = SEEN.counts.copy()
    counts[120:] += 9
    changed = replace(SEEN, counts=counts, volume=counts.sum(axis=1).astype(float))
    assert np.array_equal(base.means(SEEN)[:121], base.means(changed)[:121])
    if name != "climatology":
        assert not np.array_equal(base.means(SEEN)[128], base.means(changed)[128])


def test_sums_are_those_of_the_days_ahead() -> None:
    assert sums(np.arange(6)[:, None], 3)[:, 0].tolist() == [3.0, 6.0, 9.0, 12.0]


def test_on_a_constant_rate_every_baseline_learns_its_level() -> None:
    flat = replace(SEEN, counts=np.random.default_rng(2).poisson(1.5, (300, 4)))
    flat = replace(flat, volume=flat.counts.sum(axis=1).astype(float))
    for name in GRIDS:
        assert tune(name, flat).means(flat)[200:].mean() == pytest.approx(1.5, abs=0.15)


def test_the_ewma_of_a_constant_rate_leans_on_the_climatology() -> None:
    flat = replace(SEEN, counts=np.random.default_rng(2).poisson(1.5, (300, 4)))
    half_life, share = tune("ewma", replace(flat, volume=np.ones(300))).values
    assert share > 0.5 or half_life > 20


def test_a_back_test_uses_the_refit_before_each_day_and_is_repeatable() -> None:
    fitted = backtest.refits(SEEN, [90, 120], (1, 7), SMALL)
    one = list(backtest.ahead(SEEN, fitted, [90, 119, 120, 140], 7, 40, 5))
    assert [o.parameters for o in one] == [fitted[0].fit.id] * 2 + [fitted[1].fit.id] * 2
    assert np.array_equal(one[0].observed, SEEN.counts[90:97].sum(axis=0))
    again = list(backtest.ahead(SEEN, fitted, [90, 119, 120, 140], 7, 40, 5))
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(one, again, strict=True))
    days = {d.model: d for d in backtest.day_ahead(SEEN, fitted, 90, 160)}
    assert set(days) == {"network", *backtest.NAMES}
    assert all(np.all((d.any > 0) & (d.any < 1)) and np.all(d.log_chance < 0) for d in days.values())


def test_a_forecast_from_before_the_first_refit_is_refused() -> None:
    fitted = backtest.refits(SEEN, [90], (1,), SMALL)
    with pytest.raises(NoForecast, match="sees 90 days"):
        backtest.day_ahead(SEEN, fitted, 60, 100)


def test_later_days_change_no_issued_forecast() -> None:
    fitted = backtest.refits(SEEN, [90], (1, 7), SMALL)
    counts = SEEN.counts.copy()
    counts[110:] = 0
    other = replace(SEEN, counts=counts, volume=counts.sum(axis=1).astype(float))
    one = next(backtest.ahead(SEEN, fitted, [110], 7, 40, 5))
    two = next(backtest.ahead(other, fitted, [110], 7, 40, 5))
    assert np.array_equal(one.samples, two.samples) and not np.array_equal(one.observed, two.observed)


def test_the_pit_of_a_history_drawn_from_the_fit_is_uniform() -> None:
    fitted = fit(SEEN, SMALL)
    drawn = synthetic(fitted, SEEN, 5)
    assert kstest(pits(fitted, drawn, 1).ravel(), "uniform").pvalue > 0.01


def test_a_right_fit_passes_and_a_history_of_another_kind_does_not() -> None:
    assert goodness(fit(SEEN, SMALL), SEEN, 1, samples=19).p_value > 0.05
    odd = SEEN.counts.copy()
    odd[::2] = 2
    odd[1::2] = 1
    strange = replace(SEEN, counts=odd, volume=odd.sum(axis=1).astype(float))
    assert goodness(fit(strange, SMALL), strange, 1, samples=19).p_value <= 0.05


def test_recalibration_mends_a_told_chance_by_earlier_days_only() -> None:
    dice = np.random.default_rng(1)
    happened = (dice.uniform(size=(80, 60)) < 0.3).astype(float)
    told = np.full((80, 60), 0.6)
    better = recalibrated(told, happened, 20, 1.0)
    assert better[0, 0] == pytest.approx(0.6) and abs(better[40:].mean() - 0.3) < 0.04
    changed = happened.copy()
    changed[50:] = 1.0
    assert np.array_equal(better[:51], recalibrated(told, changed, 20, 1.0)[:51])
