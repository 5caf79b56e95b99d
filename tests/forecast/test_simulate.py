"""Paths have the means and masks that theory gives them, on any number of threads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foreshock.errors import Explosive, NoForecast
from foreshock.forecast import Edge, Intervention, Known, Planned, Scale, simulate, simulate_blocks
from foreshock.forecast.daily import daily_counts
from foreshock.forecast.network import dense
from foreshock.forecast.plans import daily_inputs
from tests.forecast.worlds import BACKGROUND, BRANCHING, MARKS, network, settled, state

PATHS = 3000


def expected(days: int, factors: np.ndarray | None = None) -> np.ndarray:
    """Mean daily-model counts from an empty past, by the recursion of means."""
    scale = np.ones(4) if factors is None else factors
    trace, total = np.zeros(4), np.zeros(4)
    for _ in range(days):
        rate = scale * (BACKGROUND + BRANCHING @ trace)
        total += rate
        trace = np.exp(-0.7) * trace + (1 - np.exp(-0.7)) * rate
    return total


def near(found: np.ndarray, wanted: np.ndarray) -> None:
    error = found.std(axis=0) / np.sqrt(found.shape[0])
    assert np.all(np.abs(found.mean(axis=0) - wanted) < 4.5 * error), (found.mean(axis=0), wanted, error)


@pytest.mark.parametrize("dispersion", [0.0, 1.3])
def test_daily_paths_have_the_mean_that_the_recursion_of_means_gives(dispersion: float) -> None:
    paths = simulate(Known(network(dispersion=dispersion)), state(), 20, PATHS, seed=3)
    near(paths.counts(), expected(20))


def test_the_forest_from_the_long_run_state_stays_in_the_long_run() -> None:
    long_run = np.linalg.solve(np.eye(4) - BRANCHING, BACKGROUND)
    start = replace(settled(), excited=long_run[:, None])
    paths = simulate(Known(network("continuous")), start, 20, PATHS, seed=3)
    near(paths.counts(), 20 * long_run)


def test_counts_without_trees_have_the_law_of_counts_with_trees() -> None:
    told = network(dispersion=0.8)
    trees = simulate(Known(told), state(0.5), 12, PATHS, seed=5).counts()
    plain = daily_counts(6, 0, PATHS, np.array([12]), *daily_inputs(told, state(0.5), 12))[:, :, 0]
    near(trees - plain, np.zeros(4))
    assert np.allclose(trees.var(axis=0), plain.var(axis=0), rtol=0.2)


def test_one_day_of_counts_has_the_variance_of_its_bursts() -> None:
    counts = simulate(Known(network(dispersion=1.5)), state(), 1, 40_000, seed=2).counts()
    assert np.allclose(counts.var(axis=0) / counts.mean(axis=0), 2.5, rtol=0.06)


@pytest.mark.parametrize("step", ["daily", "continuous"])
def test_a_mask_has_the_law_of_its_intervention_alone(step: str) -> None:
    calm = Intervention("calm", (Scale((0, 2), 0.3, 0.3),))
    stir = Intervention("stir", (Scale((1,), 1.6, 1.6, from_day=3, fade_days=6),))
    told = Known(network(step))
    both = simulate(told, state(0.4), 15, PATHS, seed=8, interventions=(calm, stir))
    for bit, one in ((1, calm), (2, stir)):
        alone = simulate(told, state(0.4), 15, PATHS, seed=80 + bit, interventions=(one,))
        near(both.counts(bit) - alone.counts(1), np.zeros(4))
        assert np.allclose(both.counts(bit).var(axis=0), alone.counts(1).var(axis=0), rtol=0.25)
    near(both.counts(0) - simulate(told, state(0.4), 15, PATHS, seed=90).counts(), np.zeros(4))


def test_an_intervention_on_all_marks_scales_the_recursion_of_means() -> None:
    half = Intervention("half", (Scale((0, 1, 2, 3), 0.5, 0.5),))
    paths = simulate(Known(network()), state(), 20, PATHS, seed=4, interventions=(half,))
    near(paths.counts(1), expected(20, np.full(4, 0.5)))


@pytest.mark.parametrize("step", ["daily", "continuous"])
def test_threads_change_nothing(step: str) -> None:
    def play(threads: int) -> tuple[bytes, ...]:
        plan = (Intervention("i", (Scale((0,), 0.2, 0.9),)),)
        edges = (Edge(0, 1, 0.05, 0.2),)
        paths = simulate(Known(network(step)), state(0.3), 10, 700, 9, plan, edges, threads=threads)
        told = (paths.path, paths.time, paths.mark, paths.parent, paths.mask, paths.drawn)
        return tuple(x.tobytes() for x in told)

    assert play(1) == play(3)


def test_blocks_are_the_paths_cut_in_pieces() -> None:
    whole = simulate(Known(network()), state(), 10, 600, seed=1)
    pieces = [block.counts() for block in simulate_blocks(Known(network()), state(), 10, 600, seed=1)]
    assert np.array_equal(np.concatenate(pieces), whole.counts())


@pytest.mark.parametrize("step", ["daily", "continuous"])
def test_a_child_comes_after_its_parent_and_lives_under_no_more_interventions(step: str) -> None:
    plan = tuple(Intervention(f"i{k}", (Scale((k,), 0.5, 0.5),)) for k in range(4))
    paths = simulate(Known(network(step)), state(1.0), 15, 300, 2, plan)
    child = np.flatnonzero(paths.parent >= 0)
    parent = paths.parent[child]
    assert child.size > 500
    assert np.all(paths.path[child] == paths.path[parent])
    assert np.all(paths.time[child] >= paths.time[parent])
    assert np.all(paths.mask[child] & ~paths.mask[parent] == 0)
    assert np.all(BRANCHING[paths.mark[child], paths.mark[parent]] > 0.0)
    assert np.all(paths.parent[paths.roots()] < 0)


def test_daily_paths_are_told_in_order_of_time() -> None:
    paths = simulate(Known(network()), state(1.0), 15, 200, 2)
    same = paths.path[1:] == paths.path[:-1]
    assert np.all(paths.time[1:][same] >= paths.time[:-1][same])


def test_a_declared_edge_brings_its_expected_children() -> None:
    none = replace(network(), excitation=dense(np.zeros((4, 4))))
    paths = simulate(Known(none), state(), 40, PATHS, 3, edges=(Edge(0, 3, 0.5, 0.5),))
    causes = simulate(Known(none), state(), 40, PATHS, 3).counts()[:, 0].mean()
    more = paths.counts()[:, 3].mean() - 0.4 * 40
    assert more == pytest.approx(0.5 * causes, rel=0.08)


def test_planned_events_happen_under_their_intervention_only() -> None:
    plan = (Intervention("strike", planned=(Planned(1, 2, 3),)),)
    paths = simulate(Known(network()), state(), 8, 400, 3, plan)
    gained = paths.counts(1) - paths.counts(0)
    assert np.all(gained[:, 1] >= 3) and gained[:, 3].mean() > 0.1


def test_frailty_widens_paths_and_leaves_their_mean() -> None:
    frail = replace(network(), frailty=np.full(4, 0.5))
    wide = simulate(Known(frail), state(1.0), 15, 6000, 3).counts()
    plain = simulate(Known(network()), state(1.0), 15, 6000, 4).counts()
    near(wide - plain, np.zeros(4))
    assert np.all(wide.var(axis=0) > 1.3 * plain.var(axis=0))


def test_an_explosive_network_is_refused() -> None:
    wild = replace(network(), excitation=dense(BRANCHING * 3))
    with pytest.raises(Explosive, match=r"spectral radius of 1\."):
        simulate(Known(wild), state(), 10, 10, 1)
    with pytest.raises(Explosive, match="'stir'"):
        simulate(Known(network()), state(), 10, 10, 1, (Intervention("stir", (Scale((0, 1, 2, 3), 3.0, 3.0),)),))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"horizon_days": 0}, "horizon"),
        ({"paths": 0}, "paths"),
        ({"interventions": (Intervention("x", (Scale((7,), 1, 1),)),)}, "mark 7"),
        ({"interventions": (Intervention("x", (Scale((1,), 0.9, 0.2),)),)}, "ends swapped"),
        ({"interventions": (Intervention("x", planned=(Planned(0, 99),)),)}, "outside the horizon"),
        ({"edges": (Edge(0, 1, 0.1, 0.2, decay=5),)}, "unknown decay"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(change: dict[str, object], told: str) -> None:
    with pytest.raises(NoForecast, match=told):
        simulate(**{"fitted": Known(network()), "state": state(), "horizon_days": 5, "paths": 5, "seed": 1, **change})  # type: ignore[arg-type]


def test_the_marks_of_a_network_are_those_of_its_paths() -> None:
    assert simulate(Known(network()), state(), 2, 2, 1).marks == MARKS
