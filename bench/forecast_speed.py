"""How fast the kernels are: simulation, fit with its decay, interventions; beside other packages where they install.

The law: every figure is process time of one core, or wall time where said, in the same run as the packages beside it.
`python -m bench.forecast_speed` writes bench/results/forecast_speed.json.
"""

from __future__ import annotations

import importlib
import json
import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from foreshock.forecast import Intervention, Known, Mark, Network, Scale, State, simulate, simulate_blocks
from foreshock.forecast.network import as_daily, dense, plain_network
from foreshock.forecast.timed import fit_timed

NODES, BETA, RADIUS, DAYS = 20, 1.5, 0.6, 90
RESULTS = Path(__file__).parent / "results" / "forecast_speed.json"


def main() -> None:
    """Measures and writes."""
    network = made()
    start = State(date(2024, 1, 1), np.zeros((NODES, 1)))
    times, marks, end = long_series(network, start)
    fit_timed(times[:4000], marks[:4000], NODES, float(times[4000]))
    given, given_s = timed(lambda: fit_timed(times, marks, NODES, end, BETA))
    free, free_s = timed(lambda: fit_timed(times, marks, NODES, end))
    figures: dict[str, Any] = {
        "load_at_start": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
        "events": int(times.size),
        "fit_decay_given_s": round(given_s, 3),
        "fit_decay_free_s": round(free_s, 3),
        "log_likelihood_decay_given": round(given.log_likelihood, 2),
        "log_likelihood_decay_free": round(free.log_likelihood, 2),
        "decay_found": round(free.beta, 4),
    }
    for name, one in (("forest", network), ("daily", as_daily(network))):
        figures[name] = rates(one, start)
    figures["intensify"] = intensify(times, marks, end)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf8")
    print(json.dumps(figures, indent=1))


def made() -> Network:
    """Twenty marks that excite a third of the others each, at a radius of 0.6."""
    dice = np.random.default_rng(0)
    matrix = dice.random((NODES, NODES)) * (dice.random((NODES, NODES)) < 0.3)
    matrix *= RADIUS / np.abs(np.linalg.eigvals(matrix)).max()
    marks = tuple(Mark(f"A{i}", "B", "conflict") for i in range(NODES))
    return plain_network(marks, np.full(NODES, 0.2), dense(matrix), np.array([BETA]))


def long_series(network: Network, start: State) -> tuple[Any, Any, float]:
    """About a hundred thousand events of one path, in order of time."""
    days = 10_180
    path = simulate(Known(network), start, days, 1, 3, threads=1)
    order = np.argsort(path.time, kind="stable")
    return np.maximum.accumulate(path.time[order].astype(float)), path.mark[order].astype(np.int64), float(days)


def rates(network: Network, start: State) -> dict[str, float]:
    """Events a second on one core, and the wall time of 100,000 paths under eight interventions, scaled up."""
    plan = tuple(Intervention(f"i{k}", (Scale((k,), 0.3, 0.3),)) for k in range(8))
    simulate(Known(network), start, DAYS, 300, 1, plan)
    plain, plain_s = timed(lambda: play(network, start, 4096, (), 1))
    masked, masked_s = timed(lambda: play(network, start, 4096, plan, 1))
    began = time.perf_counter()
    play(network, start, 20_000, plan, None)
    wall = time.perf_counter() - began
    return {
        "million_events_a_second": round(plain / plain_s / 1e6, 2),
        "million_events_a_second_with_8_interventions": round(masked / masked_s / 1e6, 2),
        "wall_s_of_100k_paths_with_8_interventions": round(5.0 * wall, 2),
        "cpu_s_of_100k_paths_with_8_interventions": round(masked_s * 100_000 / 4096, 2),
    }


def play(network: Network, start: State, paths: int, plan: tuple[Intervention, ...], threads: int | None) -> int:
    blocks = simulate_blocks(Known(network), start, DAYS, paths, 1, plan, threads=threads)
    return sum(block.path.size for block in blocks)


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """The result and the process time of the best of three runs."""
    best, result = float("inf"), None
    for _ in range(3):
        began = time.process_time()
        result = run()
        best = min(best, time.process_time() - began)
    return result, best


def intensify(times: Any, marks: Any, end: float) -> dict[str, Any] | str:
    """The fit of the same series, decays free, in intensify, where it installs."""
    try:
        other: Any = importlib.import_module("intensify")
    except ImportError as gone:
        return f"not installed ({gone})"
    series = [times[marks == m] for m in range(NODES)]
    model = other.MultivariateHawkes(NODES, mu=0.2, kernel=other.ExponentialKernel(alpha=0.03, beta=BETA))
    began = time.process_time()
    told = model.fit(series, T=end)
    took = time.process_time() - began
    return {
        "fit_s": round(took, 3),
        "log_likelihood": round(float(told.log_likelihood), 2),
    }


if __name__ == "__main__":
    main()
