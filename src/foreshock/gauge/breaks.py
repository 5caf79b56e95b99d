"""Change points of a dyad or theatre: the day on which the rate of incidents a report changed, by how much, how surely.

The law: a change point that has settled does not move when later days come, and each names the acts of its new rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from foreshock.codebook.gauges import ChangeWeights
from foreshock.gauge.happenings import History
from foreshock.gauge.runs import Seen, begin, feed
from foreshock.gauge.targets import Target
from foreshock.gauge.tension import DYAD, row_ids
from foreshock.records.reading import ChangePoint

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Break:
    """A change in one series, in days from its first: the new rate's first day `at`, and when it was announced.

    `size` is the new rate over the old, `low` to `high` its credible interval.
    """

    at: int
    earliest: int
    latest: int
    announced: int
    settled: int
    size: float
    low: float
    high: float
    probability: float


def change_points(history: History, target: Target, day: date | None = None) -> tuple[ChangePoint, ...]:
    """The change points of the target up to `day`, the last known by default, oldest first."""
    at, weights, found = history.day_or_last(day), history.weights.change, []
    rows = history.rows.filter(target.fits() & (pl.col("day") <= at))
    reports = history.exposure.filter(pl.col("day") <= at)["reports"].to_numpy()
    for measure in weights.measures:
        own = rows.filter(pl.col("measure") == measure)
        if own["key"].n_unique() < weights.min_incidents:
            continue
        counts = _counts(own.with_columns(place=pl.lit(0)), history.first, (len(reports), 1))
        for one in breaks(counts, reports, weights)[0]:
            found.append(_point(history.first, target.name, measure, own, one, weights))
    return tuple(sorted(found, key=lambda point: (point.day, point.measure)))


def all_change_points(history: History) -> pl.DataFrame:
    """The change points of all dyads of countries that have incidents enough: one row a point, without its acts."""
    weights, tables = history.weights.change, []
    reports, series = history.exposure["reports"].to_numpy(), [*DYAD, "measure"]
    rows = history.rows.drop_nulls(DYAD).filter(pl.col("measure").is_in(weights.measures))
    enough = rows.group_by(series).agg(pl.col("key").n_unique().alias("incidents"))
    enough = enough.filter(pl.col("incidents") >= weights.min_incidents).sort(series).with_row_index("place")
    placed = rows.join(enough.select(*series, pl.col("place").cast(pl.Int64)), on=series)
    found = breaks(_counts(placed, history.first, (len(reports), len(enough))), reports, weights)
    for place, points in enumerate(found):
        told = {name: [getattr(one, name) for one in points] for name in Break.__dataclass_fields__}
        tables.append(pl.DataFrame(told, schema=_SCHEMA).with_columns(place=pl.lit(place, pl.UInt32)))
    table = pl.concat(tables) if tables else pl.DataFrame(schema={**_SCHEMA, "place": pl.UInt32})
    days = [(pl.lit(history.first) + pl.duration(days=name)).alias(name) for name in _DAYS]
    return enough.join(table, on="place").with_columns(days).drop("place", "settled").sort(*series, "at")


def breaks(incidents: Whole, reports: Numbers, weights: ChangeWeights) -> list[list[Break]]:
    """The changes in each series, oldest first; `incidents` day by series, `reports` one a day.

    A change is announced on the first day on which one within `recent_days` is as probable as `probability` asks, and
    settled `settled_days` later, or on the last day.
    """
    incidents, reports = _told_days(incidents, reports)
    if not len(reports):
        return [[] for _ in range(incidents.shape[1])]
    _, seen = feed(begin(incidents.shape[1], weights), incidents, reports, weights)
    hot = np.any(seen.recent >= weights.probability, axis=0).tolist()
    sums = np.cumsum(incidents, axis=0), np.cumsum(reports)
    return [list(_breaks(seen, n, sums, weights)) if hot[n] else [] for n in range(incidents.shape[1])]


def _told_days(incidents: Whole, reports: Numbers) -> tuple[Whole, Numbers]:
    """A day without reports tells nothing: what is dated to it, if anything, counts as told by one report."""
    return incidents, np.where((reports <= 0) & incidents.any(axis=1), 1.0, reports)


def _breaks(seen: Seen, n: int, sums: tuple[Whole, Numbers], weights: ChangeWeights) -> Iterator[Break]:
    """The changes of series `n`, each later than the one before; a burst that has passed when settled is none."""
    last, start, after = len(seen.recent) - 1, 0, -1
    for day in np.nonzero(seen.recent[:, n] >= weights.probability)[0].tolist():
        settled = min(day + weights.settled_days, last)
        at = settled - int(seen.run[settled, n]) + 1
        if day <= after or at <= start:
            continue
        ends = settled - int(seen.longest[settled, n]) + 1, settled - int(seen.shortest[settled, n]) + 1
        size, low, high = _size(n, (start, at, settled), sums, weights)
        after = settled
        if not low <= 1 <= high:
            yield Break(at, *ends, max(day, at), settled, size, low, high, float(seen.recent[day, n]))
            start = at


def _size(
    n: int, stretch: tuple[int, int, int], sums: tuple[Whole, Numbers], weights: ChangeWeights
) -> tuple[float, float, float]:
    """The rate from `at` to `settled` over that from `start` to the day before `at`: median and credible interval."""
    start, at, settled = stretch
    rates = []
    for first, last in ((at, settled), (max(start, at - weights.longest_run_days), at - 1)):
        told, reports = _between(sums[0][:, n], first, last), _between(sums[1], first, last)
        shape = weights.prior_shape + told / weights.dispersion
        rates.append((shape, weights.prior_reports + reports / weights.dispersion))
    dice = np.random.default_rng(weights.seed)
    draws = [dice.gamma(shape, 1 / rate, weights.draws) for shape, rate in rates]
    tail = (1 - weights.interval) / 2
    low, size, high = np.quantile(draws[0] / draws[1], [tail, 0.5, 1 - tail])
    return float(size), float(low), float(high)


def _between(sums: Whole | Numbers, first: int, last: int) -> float:
    return float(sums[last]) - (float(sums[first - 1]) if first else 0.0)


def _counts(rows: pl.DataFrame, first: date, shape: tuple[int, int]) -> Whole:
    """Incidents by day and place, each once."""
    told = rows.select("place", "key", (pl.col("day") - pl.lit(first)).dt.total_days().alias("at")).unique()
    days, places = shape
    at, place = told["at"].to_numpy(), told["place"].to_numpy()
    return np.bincount(at * places + place, minlength=days * places).reshape(days, places).astype(np.int64)


def _point(
    first: date, target: str, measure: str, rows: pl.DataFrame, one: Break, weights: ChangeWeights
) -> ChangePoint:
    begins, ends = first + timedelta(days=one.at), first + timedelta(days=one.settled)
    return ChangePoint(
        target=target,
        measure=measure,
        day=begins,
        earliest=first + timedelta(days=one.earliest),
        latest=first + timedelta(days=one.latest),
        announced=first + timedelta(days=one.announced),
        size=one.size,
        low=one.low,
        high=one.high,
        interval=weights.interval,
        probability=one.probability,
        because=row_ids(rows.filter(pl.col("day").is_between(begins, ends))),
    )


_DAYS = ("at", "earliest", "latest", "announced")
_SCHEMA = dict.fromkeys((*_DAYS, "settled"), pl.Int64) | dict.fromkeys(
    ("size", "low", "high", "probability"), pl.Float64
)
