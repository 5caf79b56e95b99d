"""Adding to the ledger: reports in, what became of each out. The law: what is held is not coded again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from foreshock.desk.code import Uncodable, attempt
from foreshock.desk.collect import Found, Read, Repeat
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
    found: Iterable[Found], coder: Codes, ledger: Holds, clock: Callable[[], datetime]
) -> Iterator[Added | Repeat | UnreadableReport | Uncodable]:
    """Each report added by one transaction of its own, all else handed on; `clock` tells when it was learned."""
    for read in found:
        if not isinstance(read, Read):
            yield read
        elif ledger.holds(read.report.id, coder.coder):
            yield Added(read.report, False)
        else:
            coded = attempt(read, coder.code)
            if isinstance(coded, Uncodable):
                yield coded
            else:
                yield Added(coded.report, ledger.add(coded, clock()), len(coded.events))
