"""Verifying: the whole ledger read again. The law: a ledger that is not whole is an error that names the row."""

from __future__ import annotations

from typing import Protocol

from foreshock.errors import Touched
from foreshock.records.verified import Verified


class Verifies(Protocol):
    """What verifying asks of a ledger."""

    name: str

    def verify(self) -> Verified:
        """What all entries and rows show."""

    def holds_head(self, told: str) -> bool:
        """True where the chain holds the entry with this hash."""


def verify(book: Verifies, head: str | None = None) -> Verified:
    """The ledger is whole, and where a head is told its chain holds it; raises Touched."""
    seen = book.verify()
    if seen.fault is not None:
        raise Touched(book.name, str(seen.fault), seen.entries)
    if head is not None and not book.holds_head(head):
        raise Touched(book.name, f"no entry has the hash {head}: the chain was cut, or is another", seen.entries)
    return seen
