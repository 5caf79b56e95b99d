"""Schema 1: reports, codings and coded rows, as the first ledgers hold them."""

from __future__ import annotations

revision = "0001"
down_revision = None


def upgrade() -> None:
    """A ledger of schema 1 is where it begins."""
