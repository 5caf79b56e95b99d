"""Which rows count, as what, and once: acts and threats apart, copies of an incident as corroboration only.

The law: a denied or negated act is no happening in any measure, an incident adds its points once, and every row that
does not count is left out with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from foreshock.codebook.base import event_types
from foreshock.codebook.gauges import Ladder, Weights
from foreshock.errors import ForeshockError
from foreshock.records.columns import ACTS

_KINDS: dict[str, Any] = {
    "text": pl.String,
    "number": pl.Float64,
    "day": pl.Date,
    "moment": pl.Datetime("us", "UTC"),
}
ACT, THREAT = "act", "threat"
_CLOSENESS = ("day", "week", "part-of-month", "month", "year")


class UnfitFrame(ForeshockError):
    """A frame that lacks columns the gauge reads, or has them of another kind."""

    def __init__(self, frame: str, fault: str) -> None:
        super().__init__(f"the frame of {frame} {fault}")
        self.frame, self.fault = frame, fault


class NothingKnown(ForeshockError):
    """A question to which no row gives an answer."""

    exit_code = 6


@dataclass(frozen=True, slots=True)
class History:
    """The rows that count, the days with their exposure, and the rows left out.

    `rows`: one a telling of a pair, with `key` (the incident), `measure`, `day` of the incident, `points` (zero for
    copies), `rung`, `voice` (whose word it is) and `teller` (the outlet that tells it). `exposure`: every day from
    first to last, and its `reports`.
    """

    rows: pl.DataFrame
    exposure: pl.DataFrame
    left_out: pl.DataFrame
    weights: Weights
    ladder: Ladder

    @property
    def first(self) -> date:
        """The first day of exposure."""
        return _edge(self.exposure["day"].min())

    @property
    def last(self) -> date:
        """The last day of exposure."""
        return _edge(self.exposure["day"].max())

    def since(self, day: date) -> History:
        """The same history with the days before `day` forgotten."""
        late = pl.col("day") >= day
        return replace(self, rows=self.rows.filter(late), exposure=self.exposure.filter(late))

    def parties(self) -> pl.DataFrame:
        """The parties of every row, counted or left out."""
        names = [f"{side}{field}" for side in ("actor", "recipient") for field in ("", "_country", "_sector")]
        return pl.concat([self.rows.select(names), self.left_out.select(names)])

    def day_or_last(self, day: date | None) -> date:
        """The day asked for, or the last; raises NothingKnown where nothing is known of it."""
        if day is None:
            return self.last
        if not self.first <= day <= self.last:
            raise NothingKnown(f"nothing is known of {day}; reports tell of {self.first} to {self.last}")
        return day


def history(acts: pl.DataFrame, exposure: pl.DataFrame, weights: Weights, ladder: Ladder) -> History:
    """The history that gauges read, from the columns `records.columns.ACTS` and a frame of day and reports.

    Raises UnfitFrame where columns are missing, NothingKnown where there is no act or no day of exposure.
    """
    acts = _fit("acts", acts, {column.name: _KINDS[column.kind] for column in ACTS})
    exposure = _fit("exposure", exposure, {"day": pl.Date, "reports": pl.Float64})
    if acts.is_empty() or exposure.is_empty():
        raise NothingKnown("no act is known, so there is nothing to gauge")
    days = _every_day(exposure)
    judged = _judged(acts, weights)
    rows = _once(judged.filter(pl.col("reason").is_null()), weights).with_columns(_rung(ladder))
    within = pl.col("day").is_between(pl.lit(days["day"].min()), pl.lit(days["day"].max()))
    outside = rows.filter(~within).with_columns(reason=pl.lit("on a day before or after all reports"))
    left = [judged.filter(pl.col("reason").is_not_null()), outside.select(judged.columns)]
    return History(rows.filter(within), days, pl.concat(left), weights, ladder)


def exposure(acts: pl.DataFrame, reports: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """Day and `reports`: how many reports were published that day or tell of an act of that day, each counted once.

    Copies of one text, of one `family`, are one report; what was replaced or withdrawn, where `state` tells, is none.
    For imported history, which has no reports, how many events it has that day. Every day from first to last is there.
    Days before the first publication have no exposure: what is told of them was picked for being worth telling.
    """
    acts = _fit("acts", acts, {column.name: _KINDS[column.kind] for column in ACTS})
    reports = that_count(_fit("reports", reports, {"report_id": pl.String, "published": pl.Date}))
    acts = acts.with_columns(pl.coalesce("family", "report_id").alias("report_id"))
    told = _judged(acts, weights).filter(pl.col("reason").is_null())
    coded = told.filter(pl.col("report_id").is_not_null()).select("day", "report_id")
    columns = [pl.col("published").alias("day"), "report_id"]
    out = pl.concat([frame.select(columns).drop_nulls() for frame in (reports, acts)])
    began = out["day"].min()
    if isinstance(began, date):
        coded = coded.filter(pl.col("day") >= began)
    imported = told.filter(pl.col("report_id").is_null()).select("day", pl.col("event").alias("report_id"))
    counted = pl.concat([coded, out, imported]).unique().group_by("day").agg(pl.len().cast(pl.Int64).alias("reports"))
    return _every_day(counted) if len(counted) else counted


def that_count(reports: pl.DataFrame) -> pl.DataFrame:
    """The reports without those that were replaced or withdrawn, each under the name of its family where it has one."""
    if "state" in reports.columns:
        reports = reports.filter(pl.col("state") == "current")
    if "family" in reports.columns:
        reports = reports.with_columns(pl.coalesce("family", "report_id").alias("report_id"))
    return reports


def _judged(acts: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """The acts with `event`, `kind`, `measure`, `points`, `voice`, `teller`, and a `reason` where one cannot count."""
    origin = pl.col("origin_key") if "origin_key" in acts.columns else pl.lit(None, pl.String)
    event = pl.concat_str("origin", "report_id", "event_id", separator="|", ignore_nulls=True)
    return (
        acts.with_columns(event.alias("event"), _kind(weights).alias("kind"))
        .with_columns(_measure(weights).alias("measure"))
        .with_columns(
            _reason(weights).alias("reason"),
            pl.when(pl.col("kind") == THREAT).then(pl.coalesce("published", "day")).otherwise("day").alias("day"),
            pl.coalesce(origin, pl.format("outlet {}", "outlet"), "report_id", "event").alias("voice"),
            pl.coalesce(_first_of_text(acts), "outlet", "report_id", "event").alias("teller"),
            _points(weights).alias("points"),
        )
    )


def _first_of_text(acts: pl.DataFrame) -> pl.Expr:
    """Of a copy, the outlet that had its text first, as far as rows are known; null for what is no copy."""
    if "family" not in acts.columns:
        return pl.lit(None, pl.String)
    first = pl.coalesce("outlet", "report_id").sort_by("published", "report_id", nulls_last=True).first()
    return pl.when(pl.col("family").is_not_null()).then(first.over("family"))


def _kind(weights: Weights) -> pl.Expr:
    told, threats = pl.col("standing"), weights.threats
    uttered = pl.col("type").is_in(threats.types) & told.is_in(list(threats.standing))
    undone = (
        pl.col("quad").is_in(threats.quads) & told.is_in(list(threats.standing)) & ~told.is_in(weights.counting.acts)
    )
    done = told.is_in(weights.counting.acts)
    return pl.when(uttered | undone).then(pl.lit(THREAT)).when(done).then(pl.lit(ACT)).otherwise(None)


def _measure(weights: Weights) -> pl.Expr:
    quads = {quad: measure.name for measure in weights.measures for quad in measure.quads}
    of_quad = pl.col("quad").replace_strict(quads, default=None, return_dtype=pl.String)
    return pl.when(pl.col("kind") == THREAT).then(pl.lit("threats")).otherwise(of_quad)


def _reason(weights: Weights) -> pl.Expr:
    counting = weights.counting
    denied = pl.col("standing").is_in(counting.never) | pl.col("stance").is_in(counting.denying).fill_null(False)
    close = pl.col("precision").is_in(counting.precisions) | (pl.col("kind") == THREAT)
    return (
        pl.when(denied)
        .then(pl.lit("denied or negated"))
        .when(pl.col("kind").is_null())
        .then(pl.format("{}, and no threat of force", pl.col("standing").fill_null("of no standing")))
        .when(pl.col("measure").is_null())
        .then(pl.lit("of no measure"))
        .when(pl.coalesce("day", "published").is_null())
        .then(pl.lit("on no known day"))
        .when(~close.fill_null(False))
        .then(pl.format("told only to the {}", pl.col("precision").fill_null("unknown")))
        .otherwise(None)
    )


def _points(weights: Weights) -> pl.Expr:
    """Points of the pair: the score turned positive by the sign of its measure, times its weights and its share."""
    scores = {name: kind.score for name, kind in event_types().items()}
    score = pl.coalesce("score", pl.col("type").replace_strict(scores, default=0.0, return_dtype=pl.Float64))
    sign = pl.col("measure").replace_strict(
        {measure.name: float(measure.sign) for measure in weights.measures}, default=0.0, return_dtype=pl.Float64
    )
    undone = pl.col("standing").replace_strict(dict(weights.threats.standing), default=0.0, return_dtype=pl.Float64)
    standing = pl.when(pl.col("kind") == THREAT).then(undone).otherwise(1.0)
    return (score * sign).clip(lower_bound=0.0) * _stance(weights) * standing * pl.col("share")


def _stance(weights: Weights) -> pl.Expr:
    """The weight of the stance of the innermost source; whole in the outlet's own voice."""
    return pl.col("stance").replace_strict(dict(weights.stance), default=1.0, return_dtype=pl.Float64)


def _once(rows: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """The rows with the `key` of their incident; day, measure and points are those of its chief event alone.

    The chief is the event with the most named pairs, then the surest stance, the closest day, the earliest telling.
    """
    alone, linked = rows.filter(pl.col("incident").is_null()), rows.filter(pl.col("incident").is_not_null())
    alone = alone.with_columns(pl.col("event").alias("key"), chief=pl.lit(True))
    if linked.is_empty():
        return alone
    place = ["incident", "kind"]
    both = pl.col("actor").is_not_null() & pl.col("recipient").is_not_null()
    linked = linked.with_columns(both.sum().over([*place, "event"]).alias("named"))
    order = pl.col("precision").replace_strict({p: n for n, p in enumerate(_CLOSENESS)}, default=len(_CLOSENESS))
    by = [-pl.col("named").cast(pl.Int64), -_stance(weights), order, "published", "event"]
    chiefs = linked.sort(by, nulls_last=True).unique(place, keep="first", maintain_order=True)
    linked = linked.join(
        chiefs.select(*place, pl.col("event", "measure", "day").name.prefix("chief_")),
        on=place,
        how="left",
        maintain_order="left",
    ).with_columns(chief=pl.col("event") == pl.col("chief_event"))
    linked = linked.with_columns(
        pl.col("chief_measure").alias("measure"),
        pl.col("chief_day").alias("day"),
        pl.when("chief").then("points").otherwise(0.0).alias("points"),
        pl.col("incident").alias("key"),
    )
    return pl.concat([alone, linked.select(alone.columns)])


def _rung(ladder: Ladder) -> pl.Expr:
    """The rung on which the act stands by itself; announced and feared acts stand on none."""
    done = pl.col("standing") == "actual"
    mode, rung = pl.col("mode").fill_null(""), pl.lit(0, pl.Int64)
    for step in ladder.steps:
        for name, modes in step.acts:
            fits = (pl.col("type") == name) & (mode.is_in(modes) if modes else pl.lit(True))
            rung = pl.when(fits).then(pl.lit(step.number, pl.Int64)).otherwise(rung)
    return pl.when(done).then(rung).otherwise(0).alias("rung")


def _every_day(counted: pl.DataFrame) -> pl.DataFrame:
    """The exposure with every day between its first and last, zero where nothing was told."""
    first, last = counted["day"].min(), counted["day"].max()
    days = pl.select(pl.date_range(_edge(first), _edge(last)).alias("day"))
    return days.join(counted.select("day", "reports"), on="day", how="left").with_columns(
        pl.col("reports").fill_null(0).cast(pl.Float64)
    )


def _edge(day: object) -> date:
    if not isinstance(day, date):
        raise NothingKnown("no day is known, so there is nothing to gauge")
    return day


def _fit(name: str, frame: pl.DataFrame, needed: dict[str, Any]) -> pl.DataFrame:
    """The frame with the columns needed of the kinds needed, others kept; raises UnfitFrame where it cannot be."""
    if lacking := [column for column in needed if column not in frame.columns]:
        raise UnfitFrame(name, f"lacks the columns {', '.join(lacking)}")
    try:
        return frame.with_columns(pl.col(column).cast(kind) for column, kind in needed.items())
    except pl.exceptions.PolarsError as fault:
        raise UnfitFrame(name, f"has a column of the wrong kind: {str(fault).splitlines()[0]}") from fault
