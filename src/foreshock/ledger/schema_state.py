"""The tables of watching: how each source was last found, which of its entries were seen, and what each site allows.

The law: they are marks of work and not knowledge, so they are changed in place and stand outside of the chain. What
was learned by watching - a report, a new version, a withdrawal, a source that began or ceased to fail - is an entry of
the chain, written in the same transaction as the marks.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, DateTime, Index, Integer, LargeBinary, Table

from foreshock.ledger.schema import Words, tables

sources = Table(
    "watched_sources",
    tables,
    Column("address", Words, primary_key=True),
    Column("told", JSON, nullable=False),
)
seen = Table(
    "watched_entries",
    tables,
    Column("source", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("state", Words, nullable=False),
    Column("due", DateTime),
    Column("listed", Integer, nullable=False),
    Column("told", JSON, nullable=False),
    Column("raw", LargeBinary),
    Index("watched_entries_by_due", "due"),
)
houses = Table(
    "watched_sites",
    tables,
    Column("origin", Words, primary_key=True),
    Column("told", JSON, nullable=False),
)
