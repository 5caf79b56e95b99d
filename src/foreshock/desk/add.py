"""Adding to the ledger: reports in, what became of each out. The law: what is held is not coded again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from foreshock.errors import UnreadableReport
from foreshock.records import CodedReport, Coder, Report


class Codes(Protocol):
    """What adding asks of a coder."""

    @property
    def coder(self) -> Coder:
        """Who codes."""

    def code(self, report: Report) -> CodedReport:
        """The report with its rows."""


class Holds(Protocol):
    """What adding asks of a ledger."""

    def holds(self, report_id: str, coder: Coder | None = None) -> bool:
        """True where the report is held, by this coder."""

    def add(self, coded: CodedReport, learned: datetime) -> bool:
        """True where it was not held before."""


@dataclass(frozen=True, slots=True)
class Added:
    """A report that the ledger holds now; `new` where it did not before, with the number of its events."""

    report: Report
    new: bool
    events: int = 0


def add(
    found: Iterable[Report | UnreadableReport], coder: Codes, ledger: Holds, clock: Callable[[], datetime]
) -> Iterator[Added | UnreadableReport]:
    """Each report added by one transaction of its own, each error handed on; `clock` tells when it was learned."""
    for report in found:
        if isinstance(report, UnreadableReport):
            yield report
        elif ledger.holds(report.id, coder.coder):
            yield Added(report, False)
        else:
            coded = coder.code(report)
            yield Added(report, ledger.add(coded, clock()), len(coded.events))
