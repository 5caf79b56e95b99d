"""The fit ends where its likelihood is highest, and finds what made the history."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from scipy.optimize import minimize

from foreshock.errors import NoForecast
from foreshock.forecast.fit import fit, state_after
from foreshock.forecast.laplace import resampled, spreads
from foreshock.forecast.likelihood import log_chance, quietness, rises
from foreshock.forecast.model import settings
from foreshock.forecast.newton import ascend
from foreshock.forecast.predict import aftershock_share, daily_rates, rates
from tests.forecast.worlds import BRANCHING, history

DICE = np.random.default_rng(5)
RATE, COUNT, SPREAD = DICE.uniform(0.1, 4, 40), DICE.integers(1, 7, 40), DICE.uniform(0.2, 3, 40)
SHORT = replace(settings(), half_lives_days=(1.0,), warm_days=14, anchor=0.0)


def slow_chance(count: int, mean: float, c: float) -> float:
    """log p by the product form of the binomial coefficient."""
    r, p = mean / c, c / (1.0 + c)
    chance = r * np.log(1 - p)
    for j in range(count):
        chance += np.log((r + j) / (j + 1.0) * p)
    return float(chance)


def test_the_likelihood_is_that_of_the_slow_product() -> None:
    slow = [slow_chance(int(y), m, c) for y, m, c in zip(COUNT, RATE, SPREAD, strict=True)]
    assert np.allclose(log_chance(COUNT.astype(float), RATE, SPREAD), slow)
    rows = rises(RATE, COUNT, SPREAD)[0] - quietness(SPREAD) * RATE
    assert np.allclose(rows, slow)


def test_chances_of_all_counts_sum_to_one_with_variance_one_plus_c_times_the_mean() -> None:
    k = np.arange(400.0)
    p = np.exp(log_chance(k, np.array(2.3), np.array(1.4)))
    mean = (p * k).sum()
    assert (p.sum(), mean, (p * k**2).sum() - mean**2) == pytest.approx((1.0, 2.3, 2.4 * 2.3))


def test_slope_and_bend_are_finite_differences() -> None:
    step = 1e-5
    up, here, down = (rises(RATE + d, COUNT, SPREAD)[0] for d in (step, 0.0, -step))
    _, slope, bend = rises(RATE, COUNT, SPREAD)
    assert np.allclose(slope, (up - down) / (2 * step), rtol=1e-6)
    assert np.allclose(-bend, (up - 2 * here + down) / step**2, rtol=1e-3, atol=1e-4)
    assert np.all(bend >= 0.0)


def test_projected_newton_ends_in_the_optimum_that_a_general_optimiser_finds() -> None:
    x, cost = DICE.uniform(0.1, 1.0, (300, 5)), np.array([60.0, 20.0, 90.0, 35.0, 50.0])
    count, c = DICE.integers(1, 5, 300), np.full(300, 0.9)

    def value(t: np.ndarray) -> float:
        return float(rises(np.maximum(x @ t, 1e-12), count, c)[0].sum() - cost @ t)

    def steps(t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        _, slope, bend = rises(np.maximum(x @ t, 1e-12), count, c)
        return x.T @ slope - cost, (x * bend[:, None]).T @ x

    at, height, _ = ascend(value, steps, np.full(5, 0.5))
    other = minimize(
        lambda t: -value(t), np.full(5, 0.5), jac=lambda t: -steps(t)[0], bounds=[(0, None)] * 5, tol=1e-12
    )
    assert height >= -other.fun - 1e-6
    assert np.allclose(at, other.x, atol=2e-3) and (at == 0.0).any()


def test_a_history_that_excites_itself_is_found_to_and_one_that_does_not_is_not() -> None:
    found = fit(history(1500, 3), SHORT)
    assert found.coefficient("conflict", "own") == pytest.approx(0.25, abs=0.12)
    assert found.coefficient("conflict", "answered") == pytest.approx(0.22, abs=0.12)
    assert found.network.radius() == pytest.approx(np.abs(np.linalg.eigvals(BRANCHING)).max(), abs=0.12)
    calm = history(1500, 4)
    flat = replace(calm, counts=np.random.default_rng(1).poisson(0.6, calm.counts.shape))
    quiet = fit(flat, SHORT)
    assert quiet.network.radius() < 0.12
    assert all(quiet.coefficient(kind, "same_actor") == 0.0 for kind in ("conflict", "cooperation"))


def test_third_parties_get_nothing_unless_the_data_pay_their_price() -> None:
    found = fit(history(400, 7), SHORT)
    free = replace(SHORT, relations=MappingProxyType(dict.fromkeys(SHORT.relations, 0.0)))
    priced = sum(found.coefficient(k, r) for k in ("conflict", "cooperation") for r in ("same_actor", "actor_was_hit"))
    assert priced <= sum(
        fit(history(400, 7), free).coefficient(k, r)
        for k in ("conflict", "cooperation")
        for r in ("same_actor", "actor_was_hit")
    )


def test_the_same_history_gives_the_same_parameters_to_the_last_bit() -> None:
    one, other = fit(history()), fit(history())
    assert one.id == other.id
    assert one.network.background.tobytes() == other.network.background.tobytes()
    assert fit(history(seed=2)).id != one.id


def test_with_a_full_anchor_the_long_run_is_the_mean_of_the_history() -> None:
    seen = history(300, 5)
    found = fit(seen, replace(SHORT, anchor=1.0, anchor_days=0.0)).network
    long_run = np.linalg.solve(np.eye(4) - found.excitation.branching(4).toarray(), found.background)
    assert np.allclose(long_run, seen.counts.mean(axis=0), rtol=0.05)


def test_rates_of_the_next_day_continue_those_of_the_history() -> None:
    found, seen = fit(history()), history()
    assert np.allclose(daily_rates(found, seen)[-1], rates(found.network, state_after(found, seen)))


def test_a_rate_knows_nothing_of_its_own_day_or_later() -> None:
    seen, found = history(), fit(history().until(80))
    changed = seen.counts.copy()
    changed[100:] += 5
    other = daily_rates(found, replace(seen, counts=changed, volume=changed.sum(axis=1).astype(float)))
    assert np.array_equal(daily_rates(found, seen)[:101], other[:101])
    assert not np.array_equal(daily_rates(found, seen)[101], other[101])


def test_the_aftershock_share_is_none_without_traces_and_grows_with_them() -> None:
    found = fit(history())
    start = state_after(found, history())
    none = aftershock_share(found.network, replace(start, excited=np.zeros_like(start.excited)))
    some = aftershock_share(found.network, start)
    more = aftershock_share(found.network, replace(start, excited=start.excited * 5))
    assert np.all(none == 0.0) and np.all(more > some) and np.all(more < 1.0)


def test_draws_keep_the_mean_and_zeros_of_the_coefficients() -> None:
    found, dice = fit(history(300, 3), SHORT), np.random.default_rng(1)
    drawn = [found.draw(dice).excitation.branching(4).toarray() for _ in range(600)]
    fitted = found.network.excitation.branching(4).toarray()
    assert np.allclose(np.mean(drawn, axis=0), fitted, atol=0.03)
    assert np.all(np.array(drawn)[:, fitted == 0.0] == 0.0)


def test_laplace_and_bootstrap_spreads_are_of_one_size() -> None:
    told = spreads(fit(history(500, 3), SHORT), history(500, 3), seed=1, samples=12)
    own = [s for s in told if s.relation == "own"]
    assert own and all(0.3 < s.laplace / s.bootstrap < 3.0 for s in own)
    assert resampled(history(), 7, np.random.default_rng(1)).days == 119


def test_a_history_with_nothing_after_its_warm_days_is_refused() -> None:
    with pytest.raises(NoForecast, match="fill the traces"):
        fit(history(20))
    empty = replace(history(), counts=np.zeros_like(history().counts))
    with pytest.raises(NoForecast):
        fit(empty)
