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
import numpy.typing as npt
import polars as pl

from foreshock.gauge.happenings import History, NothingKnown
from foreshock.gauge.targets import Target
from foreshock.records.reading import Because, Part, Reading, RowId

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

TENSION = "tension"
DYAD = ("actor_country", "recipient_country")


def measures(history: History) -> tuple[str, ...]:
    """The names of all measures, tension last."""
    return (*(measure.name for measure in history.weights.measures), TENSION)


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
    faded = _faded(history, rows, 1)
    return history.exposure.with_columns(**{name: pl.Series(values.ravel()) for name, values in _named(history, faded)})


def levels(history: History, since: date | None = None, until: date | None = None) -> pl.DataFrame:
    """All dyads of countries, day by day from the first act of each: actor_country, recipient_country, day, levels.

    Rows without a country on either side have no dyad and are not in it.
    """
    rows = history.rows.drop_nulls(DYAD).filter(pl.col("points") > 0)
    dyads = rows.select(DYAD).unique().sort(DYAD).with_row_index("place")
    placed = rows.join(dyads, on=DYAD, how="left").with_columns(pl.col("place").cast(pl.Int64))
    faded = _faded(history, placed, len(dyads))
    start = placed.group_by("place").agg(pl.col("day").min()).sort("place")["day"]
    days = history.exposure["day"]
    shown = _shown(days, start, since or history.first, until or history.last)
    day_at, dyad_at = np.nonzero(shown)
    columns = {name: values[shown] for name, values in _named(history, faded)}
    return pl.concat(
        [dyads.select(DYAD)[dyad_at], pl.DataFrame({"day": days[day_at]}), pl.DataFrame(columns)], how="horizontal"
    )


def tensest(history: History, many: int, day: date | None = None) -> tuple[str, ...]:
    """The dyads of countries with the most tension on `day` by the slowest half-life, the tensest first."""
    at, tense = history.day_or_last(day), history.weights.tension
    slow = max(history.weights.level.half_lives_days)
    rows = history.rows.drop_nulls(DYAD).filter((pl.col("day") <= at) & pl.col("measure").is_in(list(tense)))
    weight = pl.col("measure").replace_strict(dict(tense), default=0.0, return_dtype=pl.Float64)
    summed = rows.group_by(DYAD).agg((pl.col("points") * weight * _fading(at, slow)).sum().alias("tension"))
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
        incidents, voices = rows["key"].n_unique(), rows["voice"].n_unique()
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


def _faded(history: History, rows: pl.DataFrame, places: int) -> Numbers:
    """Levels by half-life, measure (tension last), day and place, from rows with a `place`; not-a-number where no
    report is known yet.
    """
    names = {measure.name: n for n, measure in enumerate(history.weights.measures)}
    day, which, place, points = _sums(history, rows, names)
    reports = history.exposure["reports"].to_numpy()
    ends = np.searchsorted(day, np.arange(len(reports)), side="right")
    halves = history.weights.level.half_lives_days
    faded = np.zeros((len(halves), len(names) + 1, len(reports), places))
    counted = reports / history.weights.level.per_reports
    tension = np.array([history.weights.tension.get(name, 0.0) for name in names])
    for half, days in enumerate(halves):
        _fade(faded[half], (which, place, points), ends, counted, 0.5 ** (1 / days), tension)
    return faded


def _fade(
    level: Numbers, told: tuple[Whole, Whole, Numbers], ends: Whole, reports: Numbers, keep: float, tension: Numbers
) -> None:
    """Fills the levels of one half-life, day after day; the last measure is the weighted sum of the others."""
    which, place, points = told
    now, known, begin = np.zeros_like(level[:-1, 0]), 0.0, 0
    for at, end in enumerate(ends):
        now *= keep
        known = known * keep + reports[at]
        now[which[begin:end], place[begin:end]] += points[begin:end]
        share = level[:-1, at]
        share[:] = now / known if known > 0 else np.nan
        level[-1, at] = tension @ share
        begin = end


def _sums(history: History, rows: pl.DataFrame, names: dict[str, int]) -> tuple[Whole, Whole, Whole, Numbers]:
    """Points summed by day, measure and place, in the order of days."""
    told = rows.filter(pl.col("points") > 0).select(
        (pl.col("day") - pl.lit(history.first)).dt.total_days().alias("at"),
        pl.col("measure").replace_strict(names, return_dtype=pl.Int64).alias("which"),
        "place",
        "points",
    )
    told = told.sort("at", "which", "place").group_by("at", "which", "place", maintain_order=True).agg(pl.sum("points"))
    return (
        told["at"].to_numpy(),
        told["which"].to_numpy(),
        told["place"].to_numpy(),
        told["points"].to_numpy(),
    )


def _named(history: History, faded: Numbers) -> Iterator[tuple[str, Numbers]]:
    for half, days in enumerate(history.weights.level.half_lives_days):
        for which, measure in enumerate(measures(history)):
            yield f"{measure}_{days:g}d", faded[half, which]


def _shown(days: pl.Series, start: pl.Series, since: date, until: date) -> npt.NDArray[np.bool_]:
    """Day by dyad: true from the first act of the dyad on, within since and until."""
    told = ((days >= since) & (days <= until)).to_numpy()
    shown: npt.NDArray[np.bool_] = (days.to_numpy()[:, None] >= start.to_numpy()[None, :]) & told[:, None]
    return shown


def _text(value: object) -> str | None:
    return None if value is None else str(value)
