"""Coding again: every report the ledger holds, by the coder of today.

The law: the old rows stay, the new are added beside them, and the difference is told; what a person corrected is shown
as corrected still.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from foreshock.coding.windows import windows
from foreshock.desk.code import Codes, Uncodable, attempt, length
from foreshock.desk.collect import Read
from foreshock.desk.terminal import counted
from foreshock.records import CodedReport
from foreshock.records.event import Event

if TYPE_CHECKING:
    from foreshock.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Recoded:
    """What coding a report again changed: events equal to before, added and gone; `reviewed` where a person's stand."""

    report_id: str
    title: str | None
    same: int
    added: tuple[str, ...]
    gone: tuple[str, ...]
    reviewed: bool

    def __str__(self) -> str:
        marks = [f"+{told}" for told in self.added] + [f"-{told}" for told in self.gone]
        changed = ", ".join(marks) or "no difference"
        kept = "; a person's review goes before" if self.reviewed else ""
        return f"{self.report_id}  {counted(self.same, 'event')} as before, {changed}{kept}  {self.title or 'untitled'}"


def recode(book: Ledger, coder: Codes, clock: Callable[[], datetime]) -> Iterator[Recoded | Uncodable]:
    """What became of each report that this coder had not coded."""
    old = (coded for coded in book.all_coded() if not book.holds(coded.report.id, coder.coder_of(coded.report)))
    reads = (Read(Path(coded.report.id), coded.report) for coded in old)
    for window in windows(reads, length):
        for read, new in zip(window, attempt(window, coder), strict=True):
            if isinstance(new, Uncodable):
                yield new
                continue
            before = book.machine_coded(read.report.id) or new
            book.add(new, clock())
            yield _difference(before, new, book.coded(read.report.id) != new)


def _difference(before: CodedReport, after: CodedReport, reviewed: bool) -> Recoded:
    old, new = (Counter(map(_told, coded.events)) for coded in (before, after))
    report = after.report
    added, gone = (tuple(sorted((one - other).elements())) for one, other in ((new, old), (old, new)))
    return Recoded(report.id, report.title, sum((old & new).values()), added, gone, reviewed)


def _told(event: Event) -> str:
    actors, recipients = (", ".join(a.name for a in some) or "?" for some in (event.actors, event.recipients))
    return f"{event.type}{' ' + event.mode if event.mode else ''} {actors} > {recipients} ({event.standing})"
