"""Change points in retrospect, with all days known: the optional package ruptures, for reports on the past.

The law: what is not installed is said; nothing takes its place. Method: PELT (Killick, Fearnhead and Eckley 2012) on
the square roots of the daily rates, which have about the same variance whatever the rate (Anscombe 1948).
"""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import numpy as np
import polars as pl

from foreshock.errors import ForeshockError
from foreshock.gauge.happenings import History
from foreshock.gauge.targets import Target


class RupturesMissing(ForeshockError):
    """The package for change points in retrospect is not installed."""

    exit_code = 4

    def __init__(self) -> None:
        super().__init__("change points in retrospect need the package ruptures: pip install 'foreshock[retrospect]'")


def changes_in_retrospect(history: History, target: Target, measure: str) -> tuple[date, ...]:
    """The first days of new rates, found with the whole history known; raises RupturesMissing without the package."""
    try:
        pelt = import_module("ruptures").Pelt
    except ModuleNotFoundError as gone:
        raise RupturesMissing from gone
    rows = history.rows.filter(target.fits() & (pl.col("measure") == measure))
    counted = rows.select("day", "key").unique().group_by("day").agg(pl.len().alias("told"))
    days = history.exposure.join(counted, on="day", how="left").sort("day").with_columns(pl.col("told").fill_null(0))
    mean = float(days["reports"].sum()) / max(len(days), 1)
    told, reports = days["told"].to_numpy(), days["reports"].to_numpy()
    weights = history.weights.change
    roots = np.sqrt(np.divide(told * mean, reports, out=np.zeros(len(days)), where=reports > 0) + 3 / 8)
    penalty = 2 * np.log(max(len(days), 2)) * weights.dispersion / 4
    found = pelt(model="l2", min_size=weights.settled_days).fit(roots[:, None]).predict(pen=float(penalty))
    return tuple(history.first + timedelta(days=int(at)) for at in found[:-1])
