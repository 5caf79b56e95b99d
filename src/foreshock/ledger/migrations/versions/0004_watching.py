"""Schema 4: what watching keeps: sources as last found, their entries, what sites allow.

The law: the tables stand here as they were on the day of this step, whatever `schema_state` says later.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The new tables are there, empty: nothing was watched yet."""
    op.create_table(
        "watched_sources",
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("told", sa.JSON, nullable=False),
    )
    op.create_table(
        "watched_entries",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due", sa.DateTime),
        sa.Column("listed", sa.Integer, nullable=False),
        sa.Column("told", sa.JSON, nullable=False),
        sa.Column("raw", sa.LargeBinary),
    )
    op.create_index("watched_entries_by_due", "watched_entries", ["due"])
    op.create_table(
        "watched_sites",
        sa.Column("origin", sa.Text, primary_key=True),
        sa.Column("told", sa.JSON, nullable=False),
    )
