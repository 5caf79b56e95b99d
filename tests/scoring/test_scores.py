"""Scores with known answers, and the identities that make them proper."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from foreshock.errors import NoScore
from foreshock.scoring.calibration import calibration_error, corp, discrimination, reliability, rising
from foreshock.scoring.consistency import gain, number_test, share_test
from foreshock.scoring.scores import (
    block_error,
    brier,
    brier_skill,
    covered,
    covered_whole,
    crps_of_counts,
    crps_of_samples,
    log_score_of_samples,
    pit_of_samples,
)

CHANCES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=60)


def test_the_crps_of_one_sample_is_its_distance() -> None:
    assert crps_of_samples(np.array([[3.0, 7.0]]), np.array([5.0, 7.0])).tolist() == [2.0, 0.0]


def test_the_crps_of_two_samples_is_the_known_one() -> None:
    assert crps_of_samples(np.array([[0.0], [4.0]]), np.array([1.0])).tolist() == [2.0 - 1.0]


def test_the_crps_of_a_distribution_is_that_of_many_of_its_samples() -> None:
    mean, phi, seen = np.array([0.3, 2.0, 30.0]), 0.8, np.array([0, 5, 11])
    samples = nbinom.rvs(1 / phi, 1 / (1 + phi * mean), size=(40_000, 3), random_state=1)
    assert np.allclose(crps_of_counts(mean, phi, seen), crps_of_samples(samples, seen), rtol=0.03, atol=0.01)


def test_the_log_score_of_samples_nears_the_log_probability_and_is_finite_where_no_sample_fell() -> None:
    samples = nbinom.rvs(2, 0.4, size=(20_000, 1), random_state=1)
    told = [float(log_score_of_samples(samples, np.array([y]))[0]) for y in (0, 3)]
    assert np.allclose(told, nbinom.logpmf([0, 3], 2, 0.4), atol=0.05)
    assert np.isfinite(log_score_of_samples(samples, np.array([500]))).all()


def test_brier_of_a_sure_and_right_forecast_is_none_and_of_a_coin_a_quarter() -> None:
    seen = np.array([True, False])
    assert brier(np.array([1.0, 0.0]), seen) == 0.0
    assert brier(np.array([0.5, 0.5]), seen) == 0.25
    assert brier_skill(np.array([0.5, 0.5]), seen) == 0.0


@given(CHANCES)
def test_corp_parts_add_up_to_brier_and_are_not_negative(cases: list[tuple[float, bool]]) -> None:
    told, seen = np.array([c for c, _ in cases]), np.array([h for _, h in cases])
    parts = corp(told, seen)
    assert parts.brier == pytest.approx(parts.miscalibration - parts.discrimination + parts.uncertainty)
    assert parts.miscalibration >= -1e-12 and parts.discrimination >= -1e-12
    assert parts.brier == pytest.approx(brier(told, seen))


def test_corp_of_a_worked_case() -> None:
    parts = corp(np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, True, False, True]))
    assert parts.recalibrated.tolist() == [0.0, 0.5, 0.5, 1.0]
    assert parts.miscalibration == pytest.approx(parts.brier - 0.125)
    assert parts.discrimination == pytest.approx(0.125)


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=40))
def test_pooled_neighbours_rise_and_keep_the_mean(values: list[float]) -> None:
    found = rising(np.array(values), np.ones(len(values)))
    assert np.all(np.diff(found) >= -1e-12)
    assert found.mean() == pytest.approx(np.mean(values), abs=1e-9)


def test_a_rising_sequence_stays_and_a_falling_one_becomes_its_mean() -> None:
    assert rising(np.array([1.0, 2.0, 3.0]), np.ones(3)).tolist() == [1.0, 2.0, 3.0]
    assert rising(np.array([3.0, 2.0, 1.0]), np.ones(3)).tolist() == [2.0, 2.0, 2.0]


def test_the_calibration_error_is_the_distance_told_by_hand() -> None:
    told, seen = np.array([0.05, 0.05, 0.95, 0.95]), np.array([False, True, True, True])
    assert calibration_error(told, seen) == pytest.approx((0.45 * 2 + 0.05 * 2) / 4)
    assert reliability(told, seen)[2].tolist() == [2, 2]
    assert discrimination(told, seen) == pytest.approx((1 + 1 + 0.5) / 3)


def test_an_exact_interval_covers_its_level_and_a_whole_numbered_one_more() -> None:
    dice = np.random.default_rng(3)
    samples, seen = dice.poisson(0.7, (400, 6000)), dice.poisson(0.7, 6000)
    assert covered(pit_of_samples(samples, seen, dice)) == pytest.approx(0.9, abs=0.015)
    assert covered_whole(samples, seen) > 0.93


def test_information_gain_of_a_better_forecast_is_seen_with_its_error() -> None:
    dice = np.random.default_rng(2)
    counts = dice.poisson(2.0, (140, 5)).astype(float)
    right, wrong = counts * np.log(2.0) - 2.0, counts * np.log(3.0) - 3.0
    found = gain(right, wrong, counts)
    assert found.per_event == pytest.approx((right - wrong).sum() / counts.sum())
    assert found.low > 0.0 and found.signed_rank < 1e-3 and found.error < found.per_event
    assert gain(wrong, right, counts).high < 0.0
    assert gain(right, right, counts).per_event == 0.0


def test_a_total_far_above_every_path_is_told_by_both_tests() -> None:
    dice = np.random.default_rng(4)
    paths = dice.poisson([5.0, 1.0], (500, 2))
    assert number_test(paths.sum(axis=1), 40.0).at_least == 0.0
    assert 0.1 < number_test(paths.sum(axis=1), 6.0).at_least < 0.9
    assert share_test(paths, np.array([0, 9])) < 0.01
    assert share_test(paths, np.array([5, 1])) > 0.3


def test_block_errors_of_dependent_values_are_larger() -> None:
    dice = np.random.default_rng(1)
    steady = np.repeat(dice.standard_normal(60), 7)
    assert block_error(steady, 7) > 2.0 * block_error(steady, 1)


def test_what_cannot_be_scored_is_said() -> None:
    with pytest.raises(NoScore, match="2 forecasts for 3"):
        brier(np.array([0.1, 0.2]), np.array([True, False, True]))
    with pytest.raises(NoScore, match="outside 0 to 1"):
        brier(np.array([1.2]), np.array([True]))
    with pytest.raises(NoScore):
        block_error(np.ones(5), 7)
    with pytest.raises(NoScore, match="same shape"):
        gain(np.ones((3, 2)), np.ones((3, 1)), np.ones((3, 2)))
