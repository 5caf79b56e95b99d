"""Imports in figures: how fast ICEWS18 is read, and how many of its names have a country and a sector.

The law: shares are of the directed pairs that the file gives; nothing is left out of a share in silence.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import polars as pl

from foreshock.formats import read_history
from foreshock.formats.history import NO_ACT, History

NOBODY = ("Unspecified Actor", "Unidentified State Actor", "Arab Unidentified State Actor", "International")
"""Names that ICEWS writes where nobody in particular is meant."""

REGIONS = (
    "Africa", "Latin America", "Middle East", "Southeast Asia", "South Asia", "North America", "South America",
    "Central America", "Caribbean", "Persian Gulf",
)  # fmt: skip


def score_formats(data: Path) -> dict[str, float]:
    """Seconds of one reading, and shares of pairs by what is known of their sides."""
    file = data / "icews18" / "icews18_named_dated.csv.gz"
    before = time.perf_counter()
    read = read_history("triples", file)
    seconds = time.perf_counter() - before
    return {"icews18_seconds": seconds, **_known(read)}


def _known(read: History) -> dict[str, float]:
    frame, sides = read.frame, ("actor", "recipient")
    land = [pl.col(f"{side}_country").is_not_null() for side in sides]
    sector = [pl.col(f"{side}_sector").is_not_null() for side in sides]
    nobody = rf"^(?:.* \()?(?:{'|'.join((*NOBODY, *REGIONS))})\)?$"
    somebody = [~pl.col(side).str.contains(nobody) for side in sides]
    of_somebody = frame.filter(somebody[0] & somebody[1])
    return {
        "icews18_rows": float(read.rows),
        "icews18_acts": float(len(frame)),
        "icews18_statements": float(dict(read.left_out).get(NO_ACT, 0)),
        "icews18_both_countries": _share(frame, land[0] & land[1]),
        "icews18_both_countries_of_somebody": _share(of_somebody, land[0] & land[1]),
        "icews18_both_sectors": _share(frame, sector[0] & sector[1]),
        "icews18_names_with_country": _names(frame),
    }


def _share(frame: pl.DataFrame, true: pl.Expr) -> float:
    return float(frame.select(true.mean()).item())


def _names(frame: pl.DataFrame) -> float:
    """The share of different names that have a country."""
    sides = [frame.select(name=side, country=f"{side}_country") for side in ("actor", "recipient")]
    return float(pl.concat(sides).unique("name").select(pl.col("country").is_not_null().mean()).item())


if __name__ == "__main__":
    for name, value in score_formats(Path(os.environ["FORESHOCK_BENCH_DATA"])).items():
        print(f"{name:40} {value:,.4f}")
