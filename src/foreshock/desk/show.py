"""Showing the ledger: its long tables, filtered.

The law: a filter that a table cannot answer is an error, not a blank; and every row shows the id by which it, and its
sentence, is found again.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from foreshock.errors import ForeshockError
from foreshock.records.event import Standing

if TYPE_CHECKING:
    import polars as pl

    from foreshock.ledger import View

Kind = Literal[
    "events", "statements", "figures", "relations", "outlooks", "consequences", "actors", "reports", "left_out"
]
KINDS: tuple[str, ...] = get_args(Kind)

_NAMES = ("actors", "recipients", "source", "addressee", "left", "right", "name")
_COUNTRIES = ("actor_countries", "recipient_countries", "place_country", "country")
_PARTY_COUNTRIES = ("source_country", "addressee_country", "left_country", "right_country")
_SHOWN = {
    "events": ("id", "start", "type", "mode", "actors", "recipients", "standing", "place", "chain", "sentence_text"),
    "statements": ("id", "published", "source", "kind", "addressee", "content_text", "chain"),
    "figures": ("id", "what", "low", "high", "unit", "start", "end", "figure_text", "chain"),
    "relations": ("id", "left", "kind", "right", "relation_text", "chain"),
    "outlooks": ("id", "words", "low", "high", "content_text", "chain"),
    "consequences": ("id", "cause_text", "kind", "effect_text", "chain"),
    "actors": ("name", "country", "sector", "reports", "as_actor", "as_recipient", "as_source"),
    "reports": ("published", "outlet", "title", "events", "version", "state", "family", "report_id"),
    "left_out": ("report_id", "reason", "left_out_text", "outlet"),
}


class NoSuchStanding(ForeshockError):
    """A standing that the codebook does not have."""

    exit_code = 2

    def __init__(self, wanted: str) -> None:
        super().__init__(f"{wanted!r} is no standing; known are {', '.join(get_args(Standing))}")
        self.wanted = wanted


class NoSuchFilter(ForeshockError):
    """A filter on a table that has no such column."""

    exit_code = 2

    def __init__(self, kind: str, wanted: str) -> None:
        super().__init__(f"the table of {kind} has nothing to filter by {wanted}")
        self.kind, self.wanted = kind, wanted


@dataclass(frozen=True, slots=True)
class Filters:
    """What rows must fit, all of it; names and sources fit by a part, in any case."""

    actor: str | None = None
    type: str | None = None
    standing: str | None = None
    country: str | None = None
    since: date | None = None
    until: date | None = None
    source: str | None = None
    id: str | None = None


def show(view: View, kind: Kind, filters: Filters) -> pl.DataFrame:
    """The rows of a table that fit, all columns, in the order of adding.

    `since` and `until` bound the day of the act where one is told, else the day of publication.
    """
    if filters.standing is not None and filters.standing.lower() not in get_args(Standing):
        raise NoSuchStanding(filters.standing)
    frame = _with_ids(getattr(view, kind)(), kind)
    for field in fields(filters):
        if (wanted := getattr(filters, field.name)) is not None:
            frame = frame.filter(_condition(frame, kind, field.name, wanted))
    return frame


def whole(frame: pl.DataFrame) -> list[tuple[str, object]]:
    """Every column of the one row that tells something, with its value: all that is known of it, sentence included."""
    return [(name, held) for name, held in frame.row(0, named=True).items() if held is not None and held != []]


def _with_ids(frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """The rows with a column `id` before them where they have ids: REPORT#ROW, as gauges and scenarios name it."""
    import polars as pl

    name = f"{kind[:-1]}_id"
    if kind == "reports" or name not in frame.columns:
        return frame
    return frame.select(pl.concat_str("report_id", name, separator="#").alias("id"), pl.all())


def shown_columns(kind: Kind) -> tuple[str, ...]:
    """The columns of a table that fit on a terminal."""
    return _SHOWN[kind]


def _condition(frame: pl.DataFrame, kind: str, name: str, wanted: str | date) -> pl.Expr:
    import polars as pl

    if isinstance(wanted, date):
        return _bounded(frame, name, wanted)
    if name == "id":
        return _named(frame, kind, wanted.strip())
    columns = [c for c in _COLUMNS[name] if c in frame.columns]
    if not columns:
        raise NoSuchFilter(kind, name)
    whole = name in ("type", "standing", "country")
    return pl.any_horizontal(_fits(frame, column, wanted.lower(), whole) for column in columns)


def _named(frame: pl.DataFrame, kind: str, wanted: str) -> pl.Expr:
    """True of the rows of a report, or of a row named REPORT#ROW, REPORT:ROW or by its own id."""
    import polars as pl

    row = "id" if "id" in frame.columns else "report_id"
    if row not in frame.columns:
        raise NoSuchFilter(kind, "id")
    whole = pl.col(row) == wanted.replace(":", "#")
    return whole | (pl.col("report_id") == wanted) | pl.col(row).str.ends_with(f"#{wanted}")


_COLUMNS = {
    "actor": _NAMES,
    "type": ("type", "kind"),
    "standing": ("standing",),
    "country": (*_COUNTRIES, *_PARTY_COUNTRIES),
    "source": ("chain", "source"),
}


def _fits(frame: pl.DataFrame, column: str, wanted: str, whole: bool) -> pl.Expr:
    import polars as pl

    def fits(told: pl.Expr) -> pl.Expr:
        low = told.str.to_lowercase()
        return low == wanted if whole else low.str.contains(wanted, literal=True)

    if frame.schema[column] == pl.List(pl.String):
        return pl.col(column).list.eval(fits(pl.element())).list.any().fill_null(False)
    return fits(pl.col(column)).fill_null(False)


def _bounded(frame: pl.DataFrame, name: str, day: date) -> pl.Expr:
    import polars as pl

    if "first_published" in frame.columns:
        return pl.col("last_published") >= day if name == "since" else pl.col("first_published") <= day
    if "start" not in frame.columns:
        return pl.col("published") >= day if name == "since" else pl.col("published") <= day
    if name == "until":
        return pl.coalesce("start", "end", "published") <= day
    open_ended = pl.col("start").is_not_null() & pl.col("end").is_null()
    return open_ended | (pl.coalesce("end", "start", "published") >= day)
