"""Levels of verbal and material conflict and cooperation, day by day: points as a share of all reports, fading.

The law: a level is the exact sum of what its incidents add, and more news about everything leaves it where it is. The
share of all reports, and threats apart from acts, follow the Geopolitical Risk Index (Caldara and Iacoviello 2022);
the scores are PLOVER's, the half-lives ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from foreshock.gauge.fading import TENSION, faded, measures
from foreshock.gauge.happenings import History, NothingKnown
from foreshock.gauge.origins import independent
from foreshock.gauge.targets import Target
from foreshock.records.reading import Because, Part, Reading, RowId

DYAD = ("actor_country", "recipient_country")


def readings(history: History, target: Target, day: date | None = None) -> tuple[Reading, ...]:
    """A reading for each measure and half-life of the target on `day`, the last known by default.

    Raises NothingKnown where no report tells of that day.
    """
    at = history.day_or_last(day)
    rows = history.rows.filter(target.fits() & (pl.col("day") <= at))
    found = [r for days in history.weights.level.half_lives_days for r in _readings(history, target, at, rows, days)]
    return tuple(found)


def series(history: History, target: Target) -> pl.DataFrame:
    """One row a day: `day`, `reports`, and a column for each measure and half-life, such as threats_3d."""
    rows = history.rows.filter(target.fits()).with_columns(place=pl.lit(0, pl.Int64))
    own = faded(history, rows, 1, history.first, history.last)
    return history.exposure.with_columns(pl.Series(name, values.ravel()) for name, values in own)


def levels(history: History, since: date | None = None, until: date | None = None) -> pl.DataFrame:
    """All dyads of countries, day by day from the first act of each: actor_country, recipient_country, day, levels.

    Rows without a country on either side have no dyad and are not in it. The table holds one row a dyad and day
    between `since` and `until`, all known days by default: about 60 MiB for a thousand dyads and a year.
    """
    begin, end = (history.day_or_last(day) for day in (since or history.first, until))
    rows = history.rows.drop_nulls(DYAD).filter((pl.col("points") > 0) & (pl.col("day") <= end))
    dyads = rows.select(DYAD).unique().sort(DYAD).with_row_index("place")
    placed = rows.join(dyads, on=DYAD, how="left", maintain_order="left").with_columns(pl.col("place").cast(pl.Int64))
    days = history.exposure.filter(pl.col("day").is_between(begin, end))["day"]
    start = placed.group_by("place").agg(pl.col("day").min()).sort("place")["day"]
    shown = days.to_numpy()[:, None] >= start.to_numpy()[None, :]
    day_at, dyad_at = np.nonzero(shown)
    columns = {name: values[shown] for name, values in faded(history, placed, len(dyads), begin, end)}
    return pl.concat(
        [dyads.select(DYAD)[dyad_at], pl.DataFrame({"day": days[day_at]}), pl.DataFrame(columns)], how="horizontal"
    )


def tensest(history: History, many: int, day: date | None = None) -> tuple[str, ...]:
    """The dyads of countries with the most tension on `day` by the slowest half-life, the tensest first."""
    at, tense = history.day_or_last(day), history.weights.tension
    slow = max(history.weights.level.half_lives_days)
    rows = history.rows.drop_nulls(DYAD).filter((pl.col("day") <= at) & pl.col("measure").is_in(list(tense)))
    weight = pl.col("measure").replace_strict(dict(tense), default=0.0, return_dtype=pl.Float64)
    summed = rows.group_by(DYAD, maintain_order=True).agg(
        (pl.col("points") * weight * _fading(at, slow)).sum().alias("tension")
    )
    most = summed.filter(pl.col("tension") > 0).sort("tension", *DYAD, descending=[True, False, False]).head(many)
    return tuple(f"{actor}>{recipient}" for actor, recipient in most.select(DYAD).iter_rows())


def row_ids(rows: pl.DataFrame) -> Because:
    """The events of the rows, each once, the latest act first."""
    told = rows.sort("day", "report_id", "event_id", descending=[True, False, False], nulls_last=True)
    pairs = told.select(pl.col("report_id").fill_null(""), "event_id").unique(maintain_order=True)
    return tuple(RowId(report, event) for report, event in pairs.iter_rows())


def _readings(history: History, target: Target, day: date, rows: pl.DataFrame, days: float) -> Iterator[Reading]:
    weights = history.weights
    known = history.exposure.filter(pl.col("day") <= day)
    reports = float(known.select((pl.col("reports") * _fading(day, days)).sum()).item())
    if reports <= 0:
        raise NothingKnown(f"no report is known up to {day}, so there is nothing to take a share of")
    per = weights.level.per_reports
    adds = rows.with_columns((pl.col("points") * _fading(day, days) * (per / reports)).alias("adds"))
    parts = _parts(adds)
    for measure in measures(history):
        if measure == TENSION:
            own = tuple(
                _times(part, weights.tension[part.measure]) for part in parts if part.measure in weights.tension
            )
        else:
            own = tuple(part for part in parts if part.measure == measure)
        yield Reading(target.name, day, measure, days, per, reports, own, weights.version)


def _parts(adds: pl.DataFrame) -> tuple[Part, ...]:
    """What each kind of act adds, the most first."""
    found = []
    for (measure, kind, mode), rows in adds.group_by(["measure", "type", "mode"], maintain_order=True):
        incidents, voices = rows["key"].n_unique(), independent(rows)
        value = float(rows["adds"].sum())
        if value > 0:
            found.append(Part(str(measure), str(kind), _text(mode), value, incidents, voices, row_ids(rows)))
    return tuple(sorted(found, key=lambda part: (-part.value, part.measure, part.type, part.mode or "")))


def _times(part: Part, weight: float) -> Part:
    return replace(part, value=part.value * weight)


def _fading(day: date, half_life_days: float) -> pl.Expr:
    """The weight of a day seen from `day`: one half for every half-life between."""
    age = (pl.lit(day) - pl.col("day")).dt.total_days()
    return pl.lit(0.5).pow(age / half_life_days)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
