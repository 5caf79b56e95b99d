"""Schema 2: the chain of entries, directed pairs, imported histories, notes, linked incidents, reviewed codings.

The law: the tables stand here as they were on the day of this step, whatever `schema` says later.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """The new tables are there, empty, and every coding is one that nobody reviewed."""
    op.add_column("codings", sa.Column("reviewed", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "entries",
        _seq(),
        sa.Column("learned", sa.DateTime, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("rows", sa.JSON, nullable=False),
        sa.Column("digests", sa.LargeBinary, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False, unique=True),
        sqlite_autoincrement=True,
    )
    op.create_index("entries_by_learned", "entries", ["learned"])
    op.create_table(
        "histories",
        _seq(),
        sa.Column("learned", sa.DateTime, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False, unique=True),
        sa.Column("acts", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "acts",
        _seq(),
        sa.Column("coding", sa.Integer, sa.ForeignKey("codings.seq")),
        sa.Column("history", sa.Integer, sa.ForeignKey("histories.seq")),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("precision", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("mode", sa.Text),
        sa.Column("standing", sa.Text, nullable=False),
        *_party("actor"),
        *_party("recipient"),
        sa.Column("place_country", sa.Text),
        sa.Column("voucher", sa.Text),
        sa.Column("stance", sa.Text),
        sa.Column("share", sa.Double, nullable=False),
        sa.Column("outlet", sa.Text),
        sa.Column("published", sa.Date),
        sqlite_autoincrement=True,
    )
    op.create_index("acts_by_coding", "acts", ["coding"])
    op.create_index("acts_by_pair", "acts", ["actor_country", "recipient_country", "day"])
    op.create_table(
        "notes",
        _seq(),
        sa.Column("learned", sa.DateTime, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("who", sa.Text),
        sa.Column("why", sa.Text),
        sa.Column("told", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("notes_by_subject", "notes", ["kind", "subject"])
    op.create_table(
        "members",
        _seq(),
        sa.Column("note", sa.Integer, sa.ForeignKey("notes.seq"), nullable=False),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("incident", sa.Text, nullable=False),
        sa.Column("score", sa.Double),
        sa.Column("because", sa.Text),
        sa.Column("origin", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("members_by_event", "members", ["note", "report_id", "event_id"])


def _seq() -> sa.Column[Any]:
    return sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True)


def _party(name: str) -> list[sa.Column[Any]]:
    return [sa.Column(told, sa.Text) for told in (name, f"{name}_country", f"{name}_sector")]
