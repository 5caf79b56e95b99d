"""The rung of the ladder that a dyad or theatre stands on: the highest with enough independent origins in the window.

The law: a rung is held by acts told of by several independent origins; what only one tells of is shown as not held.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from foreshock.codebook.gauges import Step
from foreshock.gauge.happenings import History
from foreshock.gauge.origins import BY, PLAIN, independent, one_to_one
from foreshock.gauge.targets import Target
from foreshock.gauge.tension import DYAD, row_ids
from foreshock.records.reading import HigherRung, Rung

Grid = npt.NDArray[np.int32]


def rung_on(history: History, target: Target, day: date | None = None) -> Rung:
    """The rung held on `day`, the last known by default, with its acts, and the rungs told of above it."""
    at, weights, steps = history.day_or_last(day), history.weights.rung, history.ladder.steps
    rows = history.rows.filter(target.fits() & (pl.col("day") <= at) & (pl.col("rung") > 0))
    own = {step.number: _within(_at_least(rows, step), at, _window(step, weights.window_days)) for step in steps[1:]}
    held = max((step.number for step in steps[1:] if not _lacks(history, step, own[step.number])), default=0)
    step, stood = steps[held], set(rows["rung"])
    higher = [s for s in steps[held + 1 :] if len(own[s.number]) and (s.number in stood or 0 < (s.of or 0) <= held)]
    acts = own.get(held, rows.clear())
    return Rung(
        target.name,
        at,
        step.number,
        step.name,
        step.means,
        _window(step, weights.window_days),
        acts["key"].n_unique(),
        independent(acts),
        row_ids(acts),
        tuple(HigherRung(s.number, s.name, _lacks(history, s, own[s.number]), row_ids(own[s.number])) for s in higher),
    )


def rungs(history: History) -> pl.DataFrame:
    """The rung of every dyad of countries on every day: actor_country, recipient_country, day, rung; zero left out."""
    rows = history.rows.drop_nulls(DYAD).filter(pl.col("rung") > 0)
    dyads = rows.select(DYAD).unique().sort(DYAD).with_row_index("place")
    placed = rows.join(dyads, on=DYAD, how="left").select(
        pl.col("place").cast(pl.Int64),
        (pl.col("day") - pl.lit(history.first)).dt.total_days().alias("at"),
        "rung",
        pl.col("voice").rank("dense").cast(pl.Int64),
        pl.col("teller").rank("dense").cast(pl.Int64),
        pl.col("key").rank("dense").cast(pl.Int64),
    )
    held = _held(history, placed, (len(dyads), len(history.exposure)))
    dyad_at, day_at = np.nonzero(held)
    found = {"day": history.exposure["day"][day_at], "rung": held[dyad_at, day_at]}
    return pl.concat([dyads.select(DYAD)[dyad_at], pl.DataFrame(found)], how="horizontal")


def _lacks(history: History, step: Step, acts: pl.DataFrame) -> str:
    """What the acts lack to hold the rung, empty where nothing."""
    least = history.weights.rung.min_independent
    voices, incidents, days = independent(acts), acts["key"].n_unique(), acts["day"].n_unique()
    if voices < least:
        return f"{voices} of {least} independent origins"
    if incidents < step.incidents:
        return f"{incidents} of {step.incidents} incidents in {step.within_days} days"
    return f"{days} of {step.days} days in {step.within_days}" if days < step.days else ""


def _at_least(rows: pl.DataFrame, step: Step) -> pl.DataFrame:
    """The acts that stand on the rung or above it; for a counted rung, those on the rung it counts or above."""
    return rows.filter(pl.col("rung") >= (step.number if step.of is None else step.of))


def _within(rows: pl.DataFrame, day: date, window_days: int) -> pl.DataFrame:
    return rows.filter(pl.col("day") > day - timedelta(days=window_days))


def _window(step: Step, usual: int) -> int:
    return step.within_days or usual


def _held(history: History, placed: pl.DataFrame, shape: tuple[int, int]) -> Grid:
    """Place by day: the number of the rung held."""
    weights, held = history.weights.rung, np.zeros(shape, dtype=np.int32)
    for step in history.ladder.steps[1:]:
        acts, window = _at_least(placed, step), _window(step, weights.window_days)
        if acts.is_empty():
            continue
        enough = _independent(acts, window, shape, weights.min_independent)
        if step.of is not None:
            enough &= _rolled(acts.unique(["place", "key", "at"]), window, shape) >= step.incidents
            enough &= _rolled(acts.unique(["place", "at"]), window, shape) >= step.days
        held[enough] = step.number
    return held


def _independent(acts: pl.DataFrame, window_days: int, shape: tuple[int, int], least: int) -> npt.NDArray[np.bool_]:
    """Place by day: true with so many independent origins within the window."""
    enough = np.ones(shape, dtype=np.bool_)
    for side in BY[:1] if one_to_one(acts) else BY:
        acts = acts.filter(pl.col("place").is_in(np.flatnonzero(enough.any(axis=1)).tolist()))
        enough &= _different(acts, side, window_days, shape) >= least
    if least > PLAIN:
        for place, day in zip(*np.nonzero(enough), strict=True):
            within = (pl.col("place") == place) & pl.col("at").is_between(day - window_days + 1, day)
            enough[place, day] = independent(acts.filter(within)) >= least
    return enough


def _different(acts: pl.DataFrame, side: str, window_days: int, shape: tuple[int, int]) -> Grid:
    """Place by day: different origins, or tellers, within the window. Each telling is seen until the next of its own
    or the end of the window, so the stretches of one never overlap and can be added up.
    """
    told = acts.select("place", side, "at").unique().sort("place", side, "at")
    after = pl.col("at").shift(-1).over("place", side).fill_null(shape[1])
    end = told.select(pl.min_horizontal(pl.col("at") + window_days, after, pl.lit(shape[1])).alias("end"))["end"]
    place, at = told["place"].to_numpy(), told["at"].to_numpy()
    return _running(place, at, shape) - _running(place, end.to_numpy(), shape)


def _rolled(acts: pl.DataFrame, window_days: int, shape: tuple[int, int]) -> Grid:
    """Place by day: rows within the window."""
    place, at = acts["place"].to_numpy(), acts["at"].to_numpy()
    end = np.minimum(at + window_days, shape[1])
    return _running(place, at, shape) - _running(place, end, shape)


def _running(place: npt.NDArray[np.int64], at: npt.NDArray[np.int64], shape: tuple[int, int]) -> Grid:
    """Place by day: how many lie on or before the day; what lies after the last day is counted nowhere."""
    places, days = shape
    counts = np.bincount(place * (days + 1) + at, minlength=places * (days + 1)).reshape(places, days + 1)
    running: Grid = np.cumsum(counts[:, :days], axis=1, dtype=np.int32)
    return running
