"""Schema 5: reports are found by their address.

The law: an address may be longer than a sorted index of PostgreSQL holds, so there the index is one of hashes.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """The index is there; no row changes."""
    op.create_index("reports_by_address", "reports", ["url"], postgresql_using="hash")
