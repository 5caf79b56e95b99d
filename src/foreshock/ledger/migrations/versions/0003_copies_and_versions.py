"""Schema 3: a report's author and flags, copies and their families, versions and withdrawals of reports, sketches.

The law: the tables stand here as they were on the day of this step, whatever `schema` says later.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The new tables are there, empty; every report is current, stands alone, and tells no author and no flag."""
    op.add_column("reports", sa.Column("author", sa.Text))
    op.add_column("reports", sa.Column("flags", sa.JSON))
    op.create_table(
        "copies",
        _seq(),
        sa.Column("learned", sa.DateTime, nullable=False),
        sa.Column("report_id", sa.Text, nullable=False, unique=True),
        sa.Column("family", sa.Text, nullable=False),
        sa.Column("copy_of", sa.Text, nullable=False),
        sa.Column("similarity", sa.Double, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("copies_by_family", "copies", ["family"])
    op.create_table(
        "report_states",
        _seq(),
        sa.Column("learned", sa.DateTime, nullable=False),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("replaced_by", sa.Text),
        sa.Column("day", sa.Date),
        sa.Column("who", sa.Text),
        sa.Column("why", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("report_states_by_report", "report_states", ["report_id", "seq"])
    op.create_table(
        "sketches",
        _seq(),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("marks", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("sketches_by_report", "sketches", ["report_id"])


def _seq() -> sa.Column[Any]:
    return sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True)
