"""The tables of the ledger, in SQLAlchemy Core and nothing that only one database knows.

The law: rows are added, never changed. Every table counts its rows in `seq`, the order of writing. A coding is one
coder's reading of one report, learned at one moment; every coded row belongs to a coding and is found by it, its kind
and its place in the coding. Spans are kept as two numbers, first character and character after.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

SCHEMA = 5
"""The version of these tables; a ledger of another version is not read."""

_SIGN = "\ufdd0"

tables = MetaData()


class Words(TypeDecorator[str]):
    """Text that may hold a zero character, which PostgreSQL cannot: there it is kept under another sign."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Any) -> Any:
        """How a text is written; SQLite takes it as it is."""
        return None if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Any, coltype: object) -> Any:
        """How a text is read; SQLite gives it as it was."""
        return None if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """As the database holds it."""
        return None if value is None else value.replace(_SIGN, _SIGN + "1").replace("\x00", _SIGN + "0")

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        """As it was given."""
        if value is None or _SIGN not in value:
            return value
        return value.replace(_SIGN + "0", "\x00").replace(_SIGN + "1", _SIGN)


marks = Table(
    "ledger_marks",
    tables,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)


def sequence() -> Column[int]:
    """The order of writing."""
    return Column("seq", Integer, primary_key=True, autoincrement=True)


def _span(name: str, *, optional: bool = False) -> tuple[Column[Any], Column[Any]]:
    return (
        Column(f"{name}_start", Integer, nullable=optional),
        Column(f"{name}_end", Integer, nullable=optional),
    )


def _of_coding() -> tuple[Column[Any], ...]:
    return (
        sequence(),
        Column("coding", Integer, ForeignKey("codings.seq"), nullable=False),
        Column("learned", DateTime, nullable=False),
    )


def _actor() -> tuple[Column[Any], ...]:
    return (
        Column("text", Words, nullable=False),
        Column("name", Words, nullable=False),
        Column("country", Words),
        Column("sector", Words),
        *_span("mention"),
        Column("actor_kind", Words, nullable=False),
    )


def _when(*, optional: bool) -> tuple[Column[Any], ...]:
    return (
        Column("when_start", Date),
        Column("when_end", Date),
        Column("precision", Words, nullable=optional),
        Column("when_text", Words),
        *_span("when_words", optional=True),
    )


def _rows(name: str, *columns: Column[Any]) -> Table:
    place = Column("position", Integer, nullable=False)
    once = UniqueConstraint("coding", "position", name=f"{name}_once")
    return Table(name, tables, *_of_coding(), place, *columns, once, sqlite_autoincrement=True)


reports = Table(
    "reports",
    tables,
    sequence(),
    Column("report_id", Words, nullable=False),
    Column("digest", Words, nullable=False, unique=True),
    Column("learned", DateTime, nullable=False),
    Column("outlet", Words),
    Column("title", Words),
    Column("url", Words),
    Column("published", Date),
    Column("published_at", Words),
    Column("published_found", Words, nullable=False),
    Column("language", Words),
    Column("text", Words, nullable=False),
    Column("parts", JSON, nullable=False),
    Column("author", Words),
    Column("flags", JSON(none_as_null=True)),
    Index("reports_by_id", "report_id"),
    Index("reports_by_address", "url", postgresql_using="hash"),
    sqlite_autoincrement=True,
)
codings = Table(
    "codings",
    tables,
    sequence(),
    Column("report", Integer, ForeignKey("reports.seq"), nullable=False),
    Column("report_id", Words, nullable=False),
    Column("digest", Words, nullable=False, unique=True),
    Column("learned", DateTime, nullable=False),
    Column("coder", Words, nullable=False),
    Column("coder_version", Words, nullable=False),
    Column("model", Words, nullable=False),
    Column("model_version", Words, nullable=False),
    Column("reviewed", Integer, nullable=False, server_default="0"),
    Index("codings_by_report", "report_id", "seq"),
    sqlite_autoincrement=True,
)
events = _rows(
    "events",
    Column("id", Words, nullable=False),
    Column("type", Words, nullable=False),
    Column("mode", Words),
    Column("quad", Words, nullable=False),
    Column("contexts", JSON, nullable=False),
    Column("standing", Words, nullable=False),
    *_when(optional=False),
    Column("place", Words),
    *_span("place", optional=True),
    Column("place_country", Words),
    Column("lat", Double),
    Column("lon", Double),
    *_span("trigger"),
    *_span("sentence"),
    Column("figures", JSON, nullable=False),
    Column("because", JSON, nullable=False),
)
statements = _rows(
    "statements",
    Column("id", Words, nullable=False),
    Column("kind", Words, nullable=False),
    *_span("cue"),
    *_span("content"),
)
figures = _rows(
    "figures",
    Column("id", Words, nullable=False),
    Column("what", Words, nullable=False),
    Column("low", Double),
    Column("high", Double),
    Column("unit", Words),
    *_when(optional=True),
    *_span("figure"),
)
relations = _rows(
    "relations",
    Column("id", Words, nullable=False),
    Column("kind", Words, nullable=False),
    *_span("relation"),
)
outlooks = _rows(
    "outlooks",
    Column("id", Words, nullable=False),
    Column("words", Words, nullable=False),
    Column("low", Integer),
    Column("high", Integer),
    *_span("cue"),
    *_span("content"),
)
consequences = _rows(
    "consequences",
    Column("id", Words, nullable=False),
    Column("kind", Words, nullable=False),
    *_span("cause"),
    *_span("effect"),
    *_span("cue"),
)
left_out = _rows("left_out", *_span("left_out"), Column("reason", Words, nullable=False))

participants = Table(
    "participants",
    tables,
    *_of_coding(),
    Column("row_kind", Words, nullable=False),
    Column("row_position", Integer, nullable=False),
    Column("role", Words, nullable=False),
    Column("position", Integer, nullable=False),
    *_actor(),
    UniqueConstraint("coding", "row_kind", "row_position", "role", "position", name="participants_once"),
    Index("participants_by_name", "name"),
    Index("participants_by_country", "country", "role"),
    sqlite_autoincrement=True,
)
links = Table(
    "links",
    tables,
    *_of_coding(),
    Column("row_kind", Words, nullable=False),
    Column("row_position", Integer, nullable=False),
    Column("depth", Integer, nullable=False),
    *_actor(),
    *_span("cue"),
    *_span("content"),
    Column("stance", Words, nullable=False),
    UniqueConstraint("coding", "row_kind", "row_position", "depth", name="links_once"),
    Index("links_by_name", "name"),
    sqlite_autoincrement=True,
)

KINDS: dict[str, Table] = {
    "event": events,
    "statement": statements,
    "figure": figures,
    "relation": relations,
    "outlook": outlooks,
    "consequence": consequences,
    "left_out": left_out,
}
"""The table of each kind of coded row."""

QUOTED: dict[str, tuple[str, ...]] = {
    "event": ("sentence",),
    "statement": ("cue", "content"),
    "figure": ("figure",),
    "relation": ("relation",),
    "outlook": ("cue", "content"),
    "consequence": ("cause", "effect", "cue"),
    "left_out": ("left_out",),
}
"""The spans of each kind of row that together hold the words it is searched by."""
