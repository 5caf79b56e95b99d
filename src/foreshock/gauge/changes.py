"""What changed since a day: an arrow for each measure with a why-line made from rows, rungs then and now.

The law: an arrow moves only on enough incidents of several origins, by enough, and against the odds of one steady
rate; every clause of its why names its rows. After CrisisWatch, whose entries open with why the arrow moved, and
ACLED's low-base rule.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from foreshock.codebook.gauges import ArrowWeights
from foreshock.gauge.breaks import change_points
from foreshock.gauge.happenings import History, NothingKnown
from foreshock.gauge.origins import PLAIN, at_most, independent
from foreshock.gauge.rungs import rung_on
from foreshock.gauge.targets import Target, target_of
from foreshock.gauge.tension import DYAD, row_ids
from foreshock.records.reading import NO_REPORT, Arrow, Changed, Clause, Direction


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Two stretches, (begin, since] and (since, day], and the reports of each."""

    begin: date
    since: date
    day: date
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class _Moved:
    """Where the points went, and why that makes no arrow where it makes none."""

    direction: Direction
    before: float
    after: float
    chance: float
    held_back: str = ""


@dataclass(frozen=True, slots=True)
class _Side:
    """What one stretch has of a measure: incidents, independent origins, points."""

    incidents: int
    voices: int
    points: float


def changed_since(history: History, target: Target, since: date, day: date | None = None) -> Changed:
    """What changed in the target from the end of `since` to the end of `day`, the last known by default.

    Raises NothingKnown where `since` is not before `day`, or one of them is not known.
    """
    at = history.day_or_last(day)
    stretches = _stretches(history, since, at)
    rows = history.rows.filter(target.fits())
    points = change_points(history, target, at)
    return Changed(
        target=target.name,
        title=target.title,
        since=since,
        day=at,
        arrows=tuple(arrows(history, target.name, rows, stretches)),
        rung_before=rung_on(history, target, since),
        rung_after=rung_on(history, target, at),
        points=tuple(point for point in points if since < point.announced <= at),
    )


def moved_dyads(history: History, since: date, day: date | None = None) -> tuple[str, ...]:
    """The dyads of countries that have an arrow up or down, those with the largest change of points first."""
    at = history.day_or_last(day)
    stretches = _stretches(history, since, at)
    rows = history.rows.drop_nulls(DYAD).filter(_in(stretches.begin, at))
    late = pl.col("day") > since
    told = [
        found.alias(f"{when}_{what}")
        for when, side in (("old", ~late), ("new", late))
        for what, found in (
            ("incidents", pl.col("key").filter(side).n_unique()),
            ("voices", at_most(side)),
            ("points", pl.col("points").filter(side).sum()),
        )
    ]
    gains: dict[str, float] = {}
    for actor, recipient, measure, *sums in rows.group_by(*DYAD, "measure", maintain_order=True).agg(told).iter_rows():
        moved = _moved(history, _Side(*sums[:3]), _Side(*sums[3:]), stretches)
        if not moved.held_back and history.weights.arrow.min_independent > PLAIN:
            own = rows.filter(actor_country=actor, recipient_country=recipient, measure=measure)
            moved = _moved(history, _side(own.filter(~late)), _side(own.filter(late)), stretches)
        if not moved.held_back:
            name = f"{actor}>{recipient}"
            gains[name] = max(gains.get(name, 0.0), abs(moved.after - moved.before))
    return tuple(sorted(gains, key=lambda name: (-gains[name], name)))


def changes(history: History, since: date, day: date | None = None) -> tuple[Changed, ...]:
    """What changed in every dyad of countries that moved, the largest change first."""
    return tuple(changed_since(history, target_of(name, {}), since, day) for name in moved_dyads(history, since, day))


def arrows(history: History, target: str, rows: pl.DataFrame, stretches: _Stretches) -> Iterator[Arrow]:
    """An arrow for each measure of the rows of a target."""
    for measure in history.weights.measures:
        yield _arrow(history, target, measure.name, rows.filter(pl.col("measure") == measure.name), stretches)


def _stretches(history: History, since: date, day: date) -> _Stretches:
    if since >= day:
        raise NothingKnown(f"nothing can have changed from the end of {since} to {day}; reports end on {history.last}")
    history.day_or_last(since)
    length = max((day - since).days, history.weights.arrow.least_days)
    begin = since - timedelta(days=length)
    told = (history.exposure.filter(_in(a, b))["reports"].sum() for a, b in ((begin, since), (since, day)))
    return _Stretches(begin, since, day, *(float(reports) for reports in told))


def _arrow(history: History, target: str, measure: str, rows: pl.DataFrame, stretches: _Stretches) -> Arrow:
    old, new = rows.filter(_in(stretches.begin, stretches.since)), rows.filter(_in(stretches.since, stretches.day))
    moved = _moved(history, _side(old), _side(new), stretches)
    why = tuple(_clauses(old, new, moved.direction, history.weights.arrow))
    shown: Direction = "steady" if moved.held_back else moved.direction
    return Arrow(
        target=target,
        measure=measure,
        since=stretches.since,
        day=stretches.day,
        direction=shown,
        before=moved.before,
        after=moved.after,
        chance=moved.chance,
        why=why,
        held_back=moved.held_back,
    )


def _moved(history: History, old: _Side, new: _Side, stretches: _Stretches) -> _Moved:
    """The direction of the points a report, and whether it is enough of a move."""
    per = history.weights.level.per_reports
    before = old.points * per / stretches.before if stretches.before else 0.0
    after = new.points * per / stretches.after if stretches.after else 0.0
    direction: Direction = "up" if after > before else "down" if after < before else "steady"
    moved = _Moved(direction, before, after, _chance(direction, (old.incidents, new.incidents), stretches))
    return replace(moved, held_back=_held_back(moved, old, new, stretches, history.weights.arrow))


def _held_back(moved: _Moved, old: _Side, new: _Side, stretches: _Stretches, weights: ArrowWeights) -> str:
    """Why the arrow does not move, empty where it does."""
    incidents, more = old.incidents + new.incidents, new if moved.direction == "up" else old
    if not stretches.before or not stretches.after:
        return NO_REPORT
    if moved.direction == "steady":
        return "no change"
    if incidents < weights.least_incidents:
        return f"{incidents} of {weights.least_incidents} incidents"
    if more.voices < weights.min_independent:
        return f"{more.voices} of {weights.min_independent} independent origins"
    if abs(moved.after - moved.before) < weights.least_change * max(moved.after, moved.before):
        return f"less than {weights.least_change:.0%} of change"
    if moved.chance > weights.surprise:
        return f"so uneven a split has a chance of {moved.chance:.2f} under one steady rate"
    return ""


def _chance(direction: Direction, counts: tuple[int, int], stretches: _Stretches) -> float:
    """Chance of a split of the incidents at least so uneven, this way, if both stretches had one rate a report.

    Given their sum, incidents after `since` are binomial with the share of reports after it.
    """
    old, new = counts
    reports = stretches.before + stretches.after
    if direction == "steady" or not reports:
        return 1.0
    tail, share = (new, stretches.after / reports) if direction == "up" else (old, stretches.before / reports)
    return min(1.0, math.fsum(_binomial(k, old + new, share) for k in range(tail, old + new + 1)))


def _binomial(k: int, n: int, share: float) -> float:
    if share in (0.0, 1.0):
        return float(k == n * share)
    ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(ways + k * math.log(share) + (n - k) * math.log1p(-share))


def _clauses(old: pl.DataFrame, new: pl.DataFrame, direction: Direction, weights: ArrowWeights) -> list[Clause]:
    """The kinds of act that moved most in the direction of the arrow, with their rows."""
    both = pl.concat([old.with_columns(side=pl.lit(-1.0)), new.with_columns(side=pl.lit(1.0))])
    way = -1.0 if direction == "down" else 1.0
    ranked = []
    for (kind, mode), rows in both.group_by(["type", "mode"]):
        gain = way * float((rows["points"] * rows["side"]).sum())
        ranked.append((-gain, str(kind), "" if mode is None else str(mode), rows))
    ranked.sort(key=lambda row: row[:3])
    return [_clause(kind, mode or None, rows, weights) for _, kind, mode, rows in ranked[: weights.clauses]]


def _clause(kind: str, mode: str | None, rows: pl.DataFrame, weights: ArrowWeights) -> Clause:
    after, before = rows.filter(pl.col("side") > 0), rows.filter(pl.col("side") < 0)
    shown = after if len(after) else before
    return Clause(
        type=kind,
        mode=mode,
        after=after["key"].n_unique(),
        before=before["key"].n_unique(),
        outlets=after["teller"].n_unique(),
        because=row_ids(rows),
        examples=row_ids(shown.sort("points", "day", "key", descending=[True, True, False]).head(weights.examples)),
    )


def _side(rows: pl.DataFrame) -> _Side:
    return _Side(rows["key"].n_unique(), independent(rows), float(rows["points"].sum()))


def _in(begin: date, end: date) -> pl.Expr:
    return (pl.col("day") > begin) & (pl.col("day") <= end)
