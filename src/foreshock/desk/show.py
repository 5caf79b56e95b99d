"""Showing the ledger: its long tables, filtered.

The law: a filter that a table cannot answer is an error, not a blank; and every row shows the id by which it, and its
sentence, is found again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, get_args

from foreshock.codebook.base import event_types
from foreshock.codebook.registry import countries
from foreshock.desk.names import called, nearest
from foreshock.errors import ForeshockError
from foreshock.records.consequence import ConsequenceKind
from foreshock.records.event import Standing
from foreshock.records.relation import RelationKind
from foreshock.records.statement import StatementKind

if TYPE_CHECKING:
    import polars as pl

    from foreshock.ledger import View

Kind = Literal[
    "events",
    "statements",
    "figures",
    "relations",
    "outlooks",
    "consequences",
    "actors",
    "reports",
    "left_out",
    "acts",
    "incidents",
]
KINDS: tuple[str, ...] = get_args(Kind)

_KINDS_OF: dict[str, tuple[str, ...]] = {
    "statements": get_args(StatementKind),
    "relations": get_args(RelationKind),
    "consequences": get_args(ConsequenceKind),
}
_NAMES = ("actors", "recipients", "actor", "recipient", "source", "addressee", "left", "right", "name")
_COUNTRIES = (
    "actor_countries",
    "recipient_countries",
    "place_country",
    "country",
    "actor_country",
    "recipient_country",
)
_PARTY_COUNTRIES = ("source_country", "addressee_country", "left_country", "right_country")
_SHOWN = {
    "events": (
        "id",
        "start",
        "end",
        "type",
        "mode",
        "actors",
        "recipients",
        "standing",
        "place",
        "chain",
        "sentence_text",
    ),
    "statements": ("id", "published", "source", "kind", "addressee", "content_text", "chain"),
    "figures": ("id", "what", "low", "high", "unit", "start", "end", "figure_text", "chain"),
    "relations": ("id", "left", "kind", "right", "relation_text", "chain"),
    "outlooks": ("id", "words", "low", "high", "content_text", "chain"),
    "consequences": ("id", "cause_text", "kind", "effect_text", "chain"),
    "actors": ("name", "country", "sector", "reports", "as_actor", "as_recipient", "as_source"),
    "reports": ("published", "outlet", "language", "title", "events", "version", "state", "family", "report_id"),
    "left_out": ("report_id", "reason", "left_out_text", "outlet"),
    "acts": (
        "id",
        "origin",
        "day",
        "precision",
        "type",
        "mode",
        "actor",
        "recipient",
        "standing",
        "place",
        "deaths_best",
    ),
    "incidents": ("id", "day", "type", "actors", "recipients", "told", "reports", "outlets", "origins", "contested"),
}


class NoSuchStanding(ForeshockError):
    """A standing that the codebook does not have."""

    exit_code = 2

    def __init__(self, wanted: str) -> None:
        super().__init__(f"{wanted!r} is no standing; known are {', '.join(get_args(Standing))}")
        self.wanted = wanted


class NoSuchWord(ForeshockError):
    """A type, kind or country code that neither the codebook nor a row knows."""

    exit_code = 2

    def __init__(self, kind: str, name: str, wanted: str, known: Iterable[str]) -> None:
        near = get_close_matches(wanted.lower(), sorted(told.lower() for told in known), n=1)
        hint = f"; did you mean {next(told for told in known if told.lower() == near[0])}?" if near else ""
        super().__init__(f"{wanted!r} is no {name} of {kind}{hint}")
        self.wanted = wanted


class NoSuchPeriod(ForeshockError):
    """A period that ends before it begins."""

    exit_code = 2

    def __init__(self, since: date, until: date) -> None:
        super().__init__(f"nothing is since {since} and until {until}: the period ends before it begins")
        self.since, self.until = since, until


class NoSuchFilter(ForeshockError):
    """A filter on a table that has no such column."""

    exit_code = 2

    def __init__(self, kind: str, wanted: str) -> None:
        super().__init__(f"the table of {kind} has nothing to filter by {wanted}")
        self.kind, self.wanted = kind, wanted


@dataclass(frozen=True, slots=True)
class Filters:
    """What rows must fit, all of it; names and sources fit by a part, case and accents aside."""

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

    `since` and `until` bound the day of the act where one is told, else the day of publication. Acts are directed
    pairs, imported ones too, with their particulars; the id of an incident is known to events and incidents.
    """
    _check(filters)
    frame = _read(view, kind)
    if kind == "events" and filters.id is not None:
        linked = view.incidents().select("report_id", "event_id", "incident")
        frame = frame.join(linked, on=["report_id", "event_id"], how="left", maintain_order="left")
    for name, told in (("type", filters.type), ("country", filters.country)):
        if told is not None:
            _check_word(frame, kind, name, told)
    for field in fields(filters):
        if (wanted := getattr(filters, field.name)) is not None:
            frame = frame.filter(_condition(frame, kind, field.name, wanted))
    return frame


def strangers(view: View, kind: Kind, filters: Filters) -> list[str]:
    """A line for each name asked for that no row of the table bears, with the nearest that some row does."""
    frame, lines = _read(view, kind), []
    for role, wanted in (("actor", filters.actor), ("source", filters.source)):
        if wanted is None or called(wanted, names := _all_names(frame, role)):
            continue
        near = nearest(wanted, names)
        hint = f"; the nearest {'is' if len(near) == 1 else 'are'} {', '.join(near)}" if near else ", nor nearly so"
        lines.append(f"no {role} of {kind} is called {wanted!r}{hint}")
    return lines


def _read(view: View, kind: Kind) -> pl.DataFrame:
    """The whole table, with the ids of its rows."""
    return _with_ids(_READ[kind](view) if kind in _READ else getattr(view, kind)(), kind)


def _all_names(frame: pl.DataFrame, role: str) -> list[str]:
    """Every name that stands in the table in this role, each once."""
    held = (frame[column] for column in _COLUMNS[role] if column in frame.columns)
    return sorted({name for column in held for name in column.explode().drop_nulls()})


def acts(view: View) -> pl.DataFrame:
    """One row a directed pair, with its id as gauges print it and, where imported, its particulars."""
    import polars as pl

    told = view.acts().join(view.particulars(), on=["origin", "event_id"], how="left", maintain_order="left")
    name = pl.coalesce(pl.concat_str("report_id", "event_id", separator="#"), "event_id")
    return told.select(name.alias("id"), pl.all())


def incidents(view: View) -> pl.DataFrame:
    """One row an incident of the newest run of linking: what it is, as `link` tells it, and how many tell it."""
    import polars as pl

    told = view.incidents().join(view.events(), on=["report_id", "event_id"], how="inner", maintain_order="left")
    owned = view.acts().filter(pl.col("incident").is_not_null())
    rests = owned.group_by("incident").agg(origins=pl.col("origin_key").drop_nulls().n_unique().cast(pl.Int64))
    counted = told.group_by("incident", maintain_order=True).agg(
        pl.col("standing").unique(maintain_order=True).alias("standings"),
        *(pl.col(name).explode().drop_nulls().unique(maintain_order=True) for name in _SIDES),
        pl.len().cast(pl.Int64).alias("told"),
        pl.col("report_id").n_unique().cast(pl.Int64).alias("reports"),
        pl.col("outlet").n_unique().cast(pl.Int64).alias("outlets"),
        pl.col("published").min().alias("first_published"),
        pl.col("published").max().alias("last_published"),
    )
    made = _as_linked(view).join(counted, on="incident", how="inner", maintain_order="left")
    return made.join(rests, on="incident", how="left", maintain_order="left").rename({"incident": "id"})


def _as_linked(view: View) -> pl.DataFrame:
    """Of each incident what `link` says of it."""
    import polars as pl

    from foreshock.desk.link import kept

    told, names = [(one.incident, one.contradiction.contested) for one in kept(view)], pl.List(pl.String)
    return pl.DataFrame(
        [(i.id, i.day, i.type, list(i.actors), list(i.recipients), contested) for i, contested in told],
        schema={"incident": pl.String, "day": pl.Date, "type": pl.String}
        | {"actors": names, "recipients": names, "contested": pl.Boolean},
        orient="row",
    )


def reports(view: View) -> pl.DataFrame:
    """One row a report, with its state and why; what was taken down is in a state of its own."""
    import polars as pl

    from foreshock.desk.takedown import tombstones

    frame, gone = view.reports(), tombstones(view)
    taken = pl.col("report_id").is_in(list(gone))
    why = pl.col("report_id").replace_strict(gone, default=None, return_dtype=pl.String)
    state = pl.when(taken).then(pl.lit("taken down")).otherwise("state").alias("state")
    return frame.with_columns(state, pl.coalesce(why, "state_because").alias("state_because"))


_SIDES = ("actor_countries", "recipient_countries")
_READ = {"acts": acts, "incidents": incidents, "reports": reports}


def whole(frame: pl.DataFrame, view: View) -> list[tuple[str, object]]:
    """Every column of the one row that tells something, with its value: all that is known of it, sentence included."""
    row = frame.row(0, named=True)
    told = [(name, held) for name, held in row.items() if held is not None and held != []]
    sentence = None if row.get("sentence_text") else _sentence(row, view)
    return [*told, ("sentence_text", sentence)] if sentence else told


def _sentence(row: dict[str, Any], view: View) -> str | None:
    """The sentence that the words of a row stand in, None for what has no words or whose words are gone."""
    from foreshock.records import Span
    from foreshock.scenario.cast import sentence_of

    at = [(row[name], row[f"{name[:-6]}_end"]) for name in row if name.endswith("_start") and row[name] is not None]
    report = view.text_of(row["report_id"]) if at and row.get("report_id") else None
    return sentence_of(report.text, Span(*at[0])).of(report.text) if report else None


def _with_ids(frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """The rows with a column `id` before them where they have ids: REPORT#ROW, as gauges and scenarios name it."""
    import polars as pl

    name = f"{kind[:-1]}_id"
    if kind == "reports" or "id" in frame.columns or name not in frame.columns:
        return frame
    return frame.select(pl.concat_str("report_id", name, separator="#").alias("id"), pl.all())


def shown_columns(kind: Kind) -> tuple[str, ...]:
    """The columns of a table that fit on a terminal."""
    return _SHOWN[kind]


def _check(filters: Filters) -> None:
    if filters.standing is not None and filters.standing.lower() not in get_args(Standing):
        raise NoSuchStanding(filters.standing)
    if filters.since and filters.until and filters.since > filters.until:
        raise NoSuchPeriod(filters.since, filters.until)


def _check_word(frame: pl.DataFrame, kind: str, name: str, wanted: str) -> None:
    """Raises NoSuchWord where neither the codebook nor a row knows the word."""
    known = countries() if name == "country" else frozenset(_KINDS_OF.get(kind) or event_types())
    held = frame.filter(_condition(frame, kind, name, wanted))
    if held.is_empty() and wanted.lower() not in {word.lower() for word in known}:
        raise NoSuchWord(kind, name, wanted, known)


def _condition(frame: pl.DataFrame, kind: str, name: str, wanted: str | date) -> pl.Expr:
    import polars as pl

    if isinstance(wanted, date):
        return _bounded(frame, name, wanted)
    if name == "id":
        return _named(frame, kind, wanted.strip())
    columns = [c for c in _COLUMNS[name] if c in frame.columns]
    if not columns:
        raise NoSuchFilter(kind, name)
    if name in ("actor", "source"):
        names = called(wanted, _all_names(frame, name))
        return pl.any_horizontal(_fits(frame, column, lambda told: told.is_in(names)) for column in columns)
    return pl.any_horizontal(_fits(frame, c, lambda told: told.str.to_lowercase() == wanted.lower()) for c in columns)


def _named(frame: pl.DataFrame, kind: str, wanted: str) -> pl.Expr:
    """True of the rows of a report, or of a row named REPORT#ROW, REPORT:ROW or by its own id."""
    import polars as pl

    row = "id" if "id" in frame.columns else "report_id"
    if row not in frame.columns:
        raise NoSuchFilter(kind, "id")
    whole = (pl.col(row) == wanted) | (pl.col(row) == wanted.replace(":", "#"))
    if kind == "incidents":
        return whole
    found = whole | (pl.col("report_id") == wanted) | pl.col(row).str.ends_with(f"#{wanted}")
    return (found | (pl.col("incident") == wanted) if "incident" in frame.columns else found).fill_null(False)


_COLUMNS = {
    "actor": _NAMES,
    "type": ("type", "kind"),
    "standing": ("standing",),
    "country": (*_COUNTRIES, *_PARTY_COUNTRIES),
    "source": ("chain", "source", "voucher"),
}


def _fits(frame: pl.DataFrame, column: str, fits: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    import polars as pl

    if frame.schema[column] == pl.List(pl.String):
        return pl.col(column).list.eval(fits(pl.element())).list.any().fill_null(False)
    return fits(pl.col(column)).fill_null(False)


def _bounded(frame: pl.DataFrame, name: str, day: date) -> pl.Expr:
    import polars as pl

    if "first_published" in frame.columns:
        return pl.col("last_published") >= day if name == "since" else pl.col("first_published") <= day
    if "day" in frame.columns:
        told = pl.coalesce("day", "published")
        return told >= day if name == "since" else told <= day
    if "start" not in frame.columns:
        return pl.col("published") >= day if name == "since" else pl.col("published") <= day
    if name == "until":
        return pl.coalesce("start", "end", "published") <= day
    open_ended = pl.col("start").is_not_null() & pl.col("end").is_null()
    return open_ended | (pl.coalesce("end", "start", "published") >= day)
