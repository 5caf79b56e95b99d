"""The tables beside the coded rows: directed pairs, imported histories, notes, incidents, copies, what became of
reports, and the chain of entries.

The law: rows are added, never changed, as in `schema`. An entry is one thing that was added, whole: it names the rows
it brought, holds their digests, and is chained to the entry before it by its hash.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, Double, ForeignKey, Index, Integer, LargeBinary, Table

from foreshock.ledger.schema import Words, sequence, tables

entries = Table(
    "entries",
    tables,
    sequence(),
    Column("learned", DateTime, nullable=False),
    Column("kind", Words, nullable=False),
    Column("rows", JSON, nullable=False),
    Column("digests", LargeBinary, nullable=False),
    Column("before", Words, nullable=False),
    Column("hash", Words, nullable=False, unique=True),
    Index("entries_by_learned", "learned"),
    sqlite_autoincrement=True,
)
"""`rows` names each table with the first and last `seq` of what was added; `digests` holds eight bytes a row."""

histories = Table(
    "histories",
    tables,
    sequence(),
    Column("learned", DateTime, nullable=False),
    Column("format", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("digest", Words, nullable=False, unique=True),
    Column("acts", Integer, nullable=False),
    sqlite_autoincrement=True,
)


def _party(name: str) -> tuple[Column[Any], ...]:
    return (Column(name, Words), Column(f"{name}_country", Words), Column(f"{name}_sector", Words))


acts = Table(
    "acts",
    tables,
    sequence(),
    Column("coding", Integer, ForeignKey("codings.seq")),
    Column("history", Integer, ForeignKey("histories.seq")),
    Column("event_id", Words, nullable=False),
    Column("day", Date),
    Column("precision", Words, nullable=False),
    Column("type", Words, nullable=False),
    Column("mode", Words),
    Column("standing", Words, nullable=False),
    *_party("actor"),
    *_party("recipient"),
    Column("place_country", Words),
    Column("voucher", Words),
    Column("stance", Words),
    Column("share", Double, nullable=False),
    Column("outlet", Words),
    Column("published", Date),
    Index("acts_by_coding", "coding"),
    Index("acts_by_pair", "actor_country", "recipient_country", "day"),
    sqlite_autoincrement=True,
)
"""One row a directed pair of an event, of a coding or of an imported history."""

notes = Table(
    "notes",
    tables,
    sequence(),
    Column("learned", DateTime, nullable=False),
    Column("kind", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("who", Words),
    Column("why", Words),
    Column("told", JSON, nullable=False),
    Index("notes_by_subject", "kind", "subject"),
    sqlite_autoincrement=True,
)
"""What people and errands say about rows: corrections, grades, takedowns, runs of linking, pages, forecasts, scores."""

members = Table(
    "members",
    tables,
    sequence(),
    Column("note", Integer, ForeignKey("notes.seq"), nullable=False),
    Column("report_id", Words, nullable=False),
    Column("event_id", Words, nullable=False),
    Column("incident", Words, nullable=False),
    Column("score", Double),
    Column("because", Words),
    Column("origin", Words),
    Index("members_by_event", "note", "report_id", "event_id"),
    sqlite_autoincrement=True,
)
"""The events that a run of linking, told in its note, put into incidents."""

copies = Table(
    "copies",
    tables,
    sequence(),
    Column("learned", DateTime, nullable=False),
    Column("report_id", Words, nullable=False, unique=True),
    Column("family", Words, nullable=False),
    Column("copy_of", Words, nullable=False),
    Column("similarity", Double, nullable=False),
    Column("kind", Words, nullable=False),
    Column("because", Words, nullable=False),
    Index("copies_by_family", "family"),
    sqlite_autoincrement=True,
)
"""One row a report that is a copy of one before it; a family is named after its first report, which has no row."""

states = Table(
    "report_states",
    tables,
    sequence(),
    Column("learned", DateTime, nullable=False),
    Column("report_id", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("version", Integer, nullable=False),
    Column("replaced_by", Words),
    Column("day", Date),
    Column("who", Words),
    Column("why", Words),
    Index("report_states_by_report", "report_id", "seq"),
    sqlite_autoincrement=True,
)
"""What became of reports: current, replaced or withdrawn. The last row of a report holds; without one it is current."""

sketches = Table(
    "sketches",
    tables,
    sequence(),
    Column("report_id", Words, nullable=False),
    Column("rule", Words, nullable=False),
    Column("marks", LargeBinary, nullable=False),
    Index("sketches_by_report", "report_id"),
    sqlite_autoincrement=True,
)
"""By what copies are found, made anew from the texts at any time; like the word index, no part of the chain."""
