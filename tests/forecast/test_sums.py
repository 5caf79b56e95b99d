"""Sums over weeks: the direct fit, the pool, and the correction of doublings know nothing of the days they tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foreshock.forecast import backtest
from foreshock.forecast.baselines import tune
from foreshock.forecast.direct import tune_direct
from foreshock.forecast.doubling import doubled, doubling, doubling_lines
from foreshock.forecast.model import settings
from foreshock.forecast.pool import pooled
from tests.forecast.worlds import history

SEEN = history(160, 3)
SMALL = replace(settings(), half_lives_days=(1.0, 5.0), warm_days=14, doubling_paths=100)
KINDS = np.array([m.kind for m in SEEN.marks])


def test_the_direct_fit_knows_nothing_of_its_own_day_or_later() -> None:
    told = tune_direct(SEEN.until(100), 7, SMALL)
    assert told is not None
    counts = SEEN.counts.copy()
    counts[120:] += 9
    changed = replace(SEEN, counts=counts, volume=counts.sum(axis=1).astype(float))
    assert np.array_equal(told.means(SEEN)[:121], told.means(changed)[:121])
    assert not np.array_equal(told.means(SEEN)[128], told.means(changed)[128])


def test_its_weights_add_up_to_one_so_a_steady_level_is_kept() -> None:
    flat = replace(SEEN, counts=np.full_like(SEEN.counts, 2), volume=np.full(160, 8.0))
    told = tune_direct(flat, 7, SMALL)
    assert told is not None
    for side in told.sides.values():
        assert side.weights.sum() == pytest.approx(1.0) and (side.weights >= 0).all()
    assert told.means(flat)[100:].mean() == pytest.approx(14.0, rel=0.01)


def test_too_few_days_give_no_direct_fit() -> None:
    assert tune_direct(SEEN.until(SMALL.warm_days + 28 + 5), 28, SMALL) is None


def test_the_pool_averages_quantiles_and_keeps_the_rank_of_every_path() -> None:
    base, direct = tune("ingarch", SEEN, 28, SMALL), tune_direct(SEEN, 28, SMALL)
    assert direct is not None
    dice = np.random.default_rng(1)
    samples = dice.poisson(20, size=(400, 4)).astype(np.int32)
    mean, mine = base.means(SEEN)[160], direct.means(SEEN)[160]
    told = pooled(samples, base, mean, direct, mine, KINDS, SMALL)
    share = SMALL.pooled_share(28)
    assert share == pytest.approx(0.5)
    wanted = (1 - share) * (0.5 * 20 + 0.5 * mine) + share * mean
    assert told.mean(axis=0) == pytest.approx(wanted, rel=0.1)
    for m in range(4):
        order = np.argsort(samples[:, m], kind="stable")
        assert (np.diff(told[order, m]) >= 0).all()
    one_day = replace(base, horizon_days=1)
    assert pooled(samples, one_day, mean, None, None, KINDS, SMALL) is samples


def test_a_longer_horizon_leans_more_on_the_baseline() -> None:
    shares = [SMALL.pooled_share(h) for h in (1, 2, 7, 28, 90, 365)]
    assert shares == sorted(shares) and shares[0] == 0.0 and shares[-1] < 1.0


def test_the_correction_of_doublings_is_learnt_from_the_days_handed_in_and_no_chance_is_certain() -> None:
    lines = doubling_lines(SEEN.until(120), 7, 3, SMALL)
    assert set(lines) == {"conflict", "cooperation"}
    fitted = backtest.refits(SEEN, [120], (7,), SMALL)
    for issued in backtest.ahead(SEEN, fitted, [120, 140], 7, 100, 5):
        chance = doubling(issued, KINDS, lines, SMALL)
        assert ((chance > 0) & (chance < 1)).all()
        assert (
            doubled(issued, SMALL).tolist()
            == ((issued.observed >= 2 * issued.before) & (issued.observed >= SMALL.doubling_least)).tolist()
        )
        assert not np.array_equal(doubling(issued, KINDS, {}, SMALL), chance)


def test_a_history_without_room_for_two_halves_is_not_corrected() -> None:
    assert doubling_lines(SEEN.until(40), 28, 3, SMALL) == {}
