"""All that is read of one dyad or theatre on a day, put together.

The law: an unknown party is an error, and a dyad of which nothing is told says so in words beside its zeros.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from foreshock.gauge.breaks import change_points
from foreshock.gauge.happenings import History
from foreshock.gauge.rungs import rung_on
from foreshock.gauge.targets import Target, check_known
from foreshock.gauge.tension import readings
from foreshock.records.reading import Gauged


def gauged(history: History, target: Target, day: date | None = None) -> Gauged:
    """The readings, rung, change points and left-out rows of the target on `day`, the last known by default.

    Raises NoSuchTarget where a party is unknown to every row, NothingKnown where nothing is known of the day.
    """
    check_known(target, history.parties())
    at = history.day_or_last(day)
    left = history.left_out.filter(target.fits() & pl.coalesce("day", "published").le(pl.lit(at)).fill_null(True))
    reasons = left.group_by("reason").agg(pl.col("event").n_unique().alias("events")).sort("reason")
    told = history.rows.filter(target.fits() & (pl.col("day") <= at))
    reports = history.exposure.filter(pl.col("day") <= at)["reports"].sum()
    note = f"no act that counts is told of {target.title} in {reports:,.0f} reports" if told.is_empty() else ""
    return Gauged(
        target=target.name,
        title=target.title,
        day=at,
        readings=readings(history, target, at),
        rung=rung_on(history, target, at),
        changes=change_points(history, target, at),
        left_out=tuple((str(reason), int(events)) for reason, events in reasons.iter_rows()),
        note=note,
    )
