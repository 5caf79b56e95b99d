"""What a reading of the whole ledger shows. The law: a fault names its table and row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row that is not as it was written: its `table`, its number `seq` there, and what is wrong with it."""

    table: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"row {self.seq} of {self.table} {self.what}"


@dataclass(frozen=True, slots=True)
class Verified:
    """So many entries and rows were found whole, up to the entry with the hash `head`; `fault` is the first fault."""

    entries: int
    rows: int
    head: str
    fault: Fault | None
