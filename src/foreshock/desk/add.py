"""Adding to the ledger: reports in, what became of each out. The law: what is held is not coded again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from foreshock.coding.windows import windows
from foreshock.desk.code import Codes, Uncodable, attempt, length
from foreshock.desk.collect import Found, Read, Repeat
from foreshock.errors import UnreadableReport
from foreshock.records import CodedReport, Coder, Report


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
    for window in windows(found, length):
        fresh = {x.report.id: x for x in window if isinstance(x, Read) and not ledger.holds(x.report.id, coder.coder)}
        coded = dict(zip(fresh, attempt(list(fresh.values()), coder), strict=True))
        for read in window:
            if not isinstance(read, Read):
                yield read
            elif (told := coded.pop(read.report.id, None)) is None:
                yield Added(read.report, False)
            else:
                yield _kept(told, ledger, clock)


def _kept(coded: CodedReport | Uncodable, ledger: Holds, clock: Callable[[], datetime]) -> Added | Uncodable:
    if isinstance(coded, Uncodable):
        return coded
    return Added(coded.report, ledger.add(coded, clock()), len(coded.events))
