"""Speed of the gauge on a year of a large history: all dyads, every day, both half-lives, rungs and change points.

The law: the seconds are of one process on this machine, reading of the file left out; beside those on the wall stand
those of the processor, which a busy machine moves less.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import polars as pl

from foreshock.codebook.gauges import gauge_weights, ladder
from foreshock.formats import read_history
from foreshock.gauge import all_change_points, exposure, gauged, history, levels, moved_dyads, rungs, target_of

FILE = Path("icews18") / "icews18_named_dated.csv.gz"
TARGET = "RUS>UKR"


def read(path: Path) -> pl.DataFrame:
    """The history with the columns of ACTS."""
    known = read_history("triples", path).frame
    return known.with_columns(learned=pl.lit(None, pl.Datetime("us", "UTC")), incident=pl.lit(None, pl.String))


def score_gauge(data: Path) -> dict[str, float]:
    """Seconds of each step and of all together, and how much was gauged."""
    acts, seconds = read(data / FILE), {}
    clock, worked = time.perf_counter, time.process_time()
    start = clock()
    weights = gauge_weights()
    past = history(acts, exposure(acts, _NO_REPORTS, weights), weights, ladder())
    seconds["history"], start = clock() - start, clock()
    table = levels(past)
    seconds["levels"], start = clock() - start, clock()
    held = rungs(past)
    seconds["rungs"], start = clock() - start, clock()
    points = all_change_points(past)
    seconds["change_points"], start = clock() - start, clock()
    found = {f"{step}_seconds": taken for step, taken in seconds.items()}
    found["gauge_seconds"], found["gauge_cpu_seconds"] = sum(seconds.values()), time.process_time() - worked
    moved = moved_dyads(past, past.last.replace(day=1))
    found["moved_dyads_seconds"], start = clock() - start, clock()
    gauged(past, target_of(TARGET, {}))
    found["one_dyad_seconds"] = clock() - start
    dyads = table.select("actor_country", "recipient_country").n_unique()
    sizes = {"acts": len(acts), "dyads": dyads, "dyad_days": len(table), "rung_days": len(held)}
    found |= sizes | {"change_points": len(points), "moved_dyads": len(moved)}
    return found


_NO_REPORTS = pl.DataFrame(schema={"report_id": pl.String, "published": pl.Date})


def main() -> None:
    """Print the figures."""
    for name, value in score_gauge(Path(os.environ["FORESHOCK_BENCH_DATA"])).items():
        print(f"{name} {value:,.3f}" if name.endswith("seconds") else f"{name} {value:,.0f}")


if __name__ == "__main__":
    main()
