"""The arithmetic of levels for many dyads at once: sums that fade day by day, over reports that fade alike.

The law: one day's state and the day's acts make the next day's state, so that all days cost one pass; sums are made in
one order, so that the same acts give the same bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from foreshock.gauge.happenings import History

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

TENSION = "tension"


@dataclass(frozen=True, slots=True)
class _Told:
    """Points summed by day, measure and place, in the order of days; `ends` is where each day's acts end."""

    which: Whole
    place: Whole
    points: Numbers
    ends: Whole


def measures(history: History) -> tuple[str, ...]:
    """The names of all measures, tension last."""
    return (*(measure.name for measure in history.weights.measures), TENSION)


def faded(history: History, rows: pl.DataFrame, places: int, since: date, until: date) -> Iterator[tuple[str, Numbers]]:
    """Name and levels, day from `since` to `until` by place, of each measure and half-life; rows have a `place`.

    Acts before `since` count, faded. A level is not-a-number on days before the first report.
    """
    first, last = ((day - history.first).days for day in (since, until))
    reports = history.exposure["reports"].to_numpy() / history.weights.level.per_reports
    told, tension = _summed(history, rows, last + 1), history.weights.tension
    weights = [tension.get(measure.name, 0.0) for measure in history.weights.measures]
    for days in history.weights.level.half_lives_days:
        level = np.zeros((len(measures(history)), last - first + 1, places))
        _fill(level, told, reports, 0.5 ** (1 / days), weights)
        yield from ((f"{name}_{days:g}d", own) for name, own in zip(measures(history), level, strict=True))


def _fill(level: Numbers, told: _Told, reports: Numbers, keep: float, tension: Sequence[float]) -> None:
    """Fills the levels of one half-life; the last measure is the weighted sum of the others."""
    now, known, begin = np.zeros_like(level[:-1, 0]), 0.0, 0
    skipped = len(told.ends) - level.shape[1]
    for at, end in enumerate(told.ends):
        now *= keep
        known = known * keep + reports[at]
        now[told.which[begin:end], told.place[begin:end]] += told.points[begin:end]
        begin = end
        if at >= skipped:
            share = level[:-1, at - skipped]
            share[:] = now / known if known > 0 else np.nan
            level[-1, at - skipped] = sum(weight * own for weight, own in zip(tension, share, strict=True))


def _summed(history: History, rows: pl.DataFrame, days: int) -> _Told:
    names = {measure.name: n for n, measure in enumerate(history.weights.measures)}
    told = rows.filter(pl.col("points") > 0).select(
        (pl.col("day") - pl.lit(history.first)).dt.total_days().alias("at"),
        pl.col("measure").replace_strict(names, return_dtype=pl.Int64).alias("which"),
        "place",
        "points",
    )
    place_in_time = ["at", "which", "place"]
    told = told.sort(*place_in_time, "points").group_by(place_in_time, maintain_order=True).agg(pl.sum("points"))
    at, which, place, points = (told[name].to_numpy() for name in ("at", "which", "place", "points"))
    return _Told(which, place, points, np.searchsorted(at, np.arange(days), side="right"))
