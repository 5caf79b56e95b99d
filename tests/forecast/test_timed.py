"""Exact times: the likelihood, its optimum, and the gaps that a right fit rescales to unit exponentials."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import kstest

from foreshock.errors import NoForecast
from foreshock.forecast import Known, simulate
from foreshock.forecast.goodness import rescaled_gaps
from foreshock.forecast.timed import fit_timed
from tests.forecast.worlds import BACKGROUND, BRANCHING, network, settled

END = 1500


def events(days: int = END, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    paths = simulate(Known(network("continuous")), settled(), days, 1, seed)
    order = np.argsort(paths.time, kind="stable")
    return np.maximum.accumulate(paths.time[order].astype(float)), paths.mark[order].astype(np.int64)


def slow(times: np.ndarray, marks: np.ndarray, end: float, mu: np.ndarray, a: np.ndarray, beta: float) -> float:
    """The log-likelihood by its definition, all pairs of events."""
    value = -mu.sum() * end
    for i, t in enumerate(times):
        past = np.exp(-beta * (t - times[:i])) * beta
        value += np.log(mu[marks[i]] + (a[marks[i], marks[:i]] * past).sum())
        value -= a[:, marks[i]].sum() * (1.0 - np.exp(-beta * (end - t)))
    return float(value)


def test_the_likelihood_is_that_of_its_definition() -> None:
    times, marks = events(60)
    found = fit_timed(times, marks, 4, 60.0, beta=0.7)
    by_hand = slow(times, marks, 60.0, found.background, found.branching, 0.7)
    assert found.log_likelihood == pytest.approx(by_hand, abs=1e-6)


def test_it_is_the_optimum_that_a_general_optimiser_finds_decay_included() -> None:
    times, marks = events(60)
    found = fit_timed(times, marks, 4, 60.0)

    def height(x: np.ndarray) -> float:
        return -slow(times, marks, 60.0, x[:4], x[4:20].reshape(4, 4), float(x[20]))

    start = np.concatenate([found.background, found.branching.ravel(), [found.beta]])
    bounds = [(1e-9, None)] * 4 + [(0.0, None)] * 16 + [(1e-3, None)]
    other = minimize(height, np.maximum(start * 1.1, 1e-3), bounds=bounds, method="L-BFGS-B", options={"maxfun": 3000})
    assert found.log_likelihood >= -other.fun - 1e-3


def test_it_finds_what_made_the_events() -> None:
    times, marks = events()
    found = fit_timed(times, marks, 4, float(END))
    assert found.beta == pytest.approx(0.7, abs=0.15)
    assert np.allclose(found.branching, BRANCHING, atol=0.12)
    assert np.allclose(found.background, BACKGROUND, atol=0.12)


def test_rescaled_gaps_are_unit_exponentials_for_the_truth_and_not_for_a_constant_rate() -> None:
    times, marks = events()
    right = rescaled_gaps(times, marks, BACKGROUND, BRANCHING, 0.7)
    assert min(kstest(gaps[1:], "expon").pvalue for gaps in right) > 0.001
    rate = np.bincount(marks) / END
    wrong = rescaled_gaps(times, marks, rate, np.zeros((4, 4)), 0.7)
    assert min(kstest(gaps[1:], "expon").pvalue for gaps in wrong) < 1e-4


@pytest.mark.parametrize(
    ("times", "marks", "told"),
    [
        ([1.0], [0], "1 events"),
        ([2.0, 1.0], [0, 0], "fall"),
        ([1.0, 99.0], [0, 0], "outside"),
        ([1.0, 2.0], [0, 5], "fit together"),
        ([1.0, 1.0], [0, 0], "one moment"),
    ],
)
def test_events_that_cannot_be_fitted_are_refused(times: list[float], marks: list[int], told: str) -> None:
    with pytest.raises(NoForecast, match=told):
        fit_timed(np.array(times), np.array(marks), 2, 10.0)
