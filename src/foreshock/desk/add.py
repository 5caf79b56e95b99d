"""Adding to the ledger: reports in, what became of each out. The law: what is held is not coded again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from foreshock.coding.windows import windows
from foreshock.desk.code import Codes, Uncodable, attempt, length
from foreshock.desk.collect import Found, Read, Repeat
from foreshock.desk.copies import HeldCopies, Remembers, whose
from foreshock.desk.terminal import counted
from foreshock.errors import UnreadableReport, Withdrawn
from foreshock.records import CodedReport, Coder, Report
from foreshock.records.copy import Copy, Sketch


class Holds(Remembers, Protocol):
    """What adding asks of a ledger."""

    def holds(self, report_id: str, coder: Coder | None = None) -> bool:
        """True where the report is held, by this coder."""

    def add(
        self,
        coded: CodedReport,
        learned: datetime,
        *,
        copy: Copy | None = None,
        sketch: Sketch | None = None,
        replaces: str | None = None,
        replaced_by: str | None = None,
    ) -> bool:
        """True where it was not held before."""

    def at_address(self, address: str) -> list[str]:
        """The reports of this address that count, or were withdrawn."""

    def withdraw(
        self, report_id: str, why: str, learned: datetime, *, day: date | None = None, who: str | None = None
    ) -> bool:
        """True where the report counted and does no more."""


@dataclass(frozen=True, slots=True)
class Retracted:
    """What a message of withdrawal did: the reports held under its address, each with True where it counted before."""

    told: Withdrawn
    reports: tuple[tuple[str, bool], ...]

    def lines(self) -> tuple[str, ...]:
        """One line a report, or one that says that none is held."""
        if not self.reports:
            held = f"no report is held under {self.told.url}" if self.told.url else "it tells no address"
            return (f"{self.told.path}: {self.told.seen}; {held}, nothing is withdrawn",)
        why = f": {self.told.why}" if self.told.why else ""
        return tuple(
            f"{name}  {'withdrawn, counts no more' if now else 'was withdrawn before'}  {self.told.url}{why}"
            for name, now in self.reports
        )


@dataclass(frozen=True, slots=True)
class Added:
    """A report that the ledger holds now; `new` where it did not before, with the number of its events.

    `copy` says whose text it is, where it is that of a report held before, and `whose` says it in words; `replaces` is
    the older version of the article whose place it takes, `replaced_by` the newer one that was held before it;
    `uncoded` is the reason where it is kept without having been coded.
    """

    report: Report
    new: bool
    events: int = 0
    copy: Copy | None = None
    whose: str = ""
    uncoded: str | None = None
    replaces: str | None = None
    replaced_by: str | None = None

    @property
    def state(self) -> str:
        """What became of it, in words."""
        if not self.new:
            return "held before"
        told = f"new, kept uncoded ({self.uncoded})" if self.uncoded else f"new, {counted(self.events, 'event')}"
        if self.replaces:
            return f"{told}, a new version of {self.replaces}"
        if self.replaced_by:
            return f"{told}, an older version of {self.replaced_by}, counts no more"
        return f"{told}, {self.whose}" if self.whose else told


def add(
    found: Iterable[Found], coder: Codes, ledger: Holds, clock: Callable[[], datetime]
) -> Iterator[Added | Retracted | Repeat | UnreadableReport | Uncodable]:
    """Each report added by one transaction of its own, all else handed on; `clock` tells when it was learned.

    What a file says is withdrawn is withdrawn from the ledger, where a report of that address is held.
    """
    copies = HeldCopies(ledger, clock)
    for window in windows(found, length):
        reads = (x for x in window if isinstance(x, Read))
        fresh = {x.report.id: x for x in reads if not ledger.holds(x.report.id, coder.coder_of(x.report))}
        coded = dict(zip(fresh, attempt(list(fresh.values()), coder), strict=True))
        for read in window:
            if not isinstance(read, Read):
                yield _retracted(read, ledger, clock()) if isinstance(read, Withdrawn) else read
            elif (told := coded.pop(read.report.id, None)) is None:
                yield Added(read.report, False)
            else:
                yield told if isinstance(told, Uncodable) else _kept(told, ledger, copies, clock())


def _retracted(told: Withdrawn, ledger: Holds, now: datetime) -> Retracted:
    """What is held under the address of a message of withdrawal counts no more."""
    why = f"withdrawn by its publisher, told in {told.path}" + (f": {told.why}" if told.why else "")
    there = ledger.at_address(told.url) if told.url else []
    held = [name for name in there if _may_retract(told, ledger.text_of(name))]
    return Retracted(
        told, tuple((name, ledger.withdraw(name, why, now, day=told.day, who=told.outlet)) for name in held)
    )


def _may_retract(told: Withdrawn, held: Report | None) -> bool:
    """No outlet takes back what another published."""
    return held is None or None in (told.outlet, held.outlet) or told.outlet == held.outlet


def _kept(coded: CodedReport, ledger: Holds, copies: HeldCopies, now: datetime) -> Added:
    """The report is held, and in the same transaction it is known whose text it is, or what it is a new version of."""
    report = coded.report
    copy = copies.find(report)
    older, newer = _versions(report, copy, ledger)
    new = ledger.add(coded, now, copy=copy, sketch=copies.sketch(report), replaces=older, replaced_by=newer)
    copies.join(report, copy)
    told = whose(copy, ledger) if copy else ""
    added = Added(report, new, len(coded.events), copy, told, coded.uncoded)
    return replace(added, replaces=older, replaced_by=newer) if new else added


def _versions(report: Report, copy: Copy | None, ledger: Holds) -> tuple[str | None, str | None]:
    """The report held whose newer version this one is, or whose older: of the same address, outlet and title, or for
    the most part of the same words; older is what is of an earlier day."""
    for name in reversed(ledger.at_address(report.url) if report.url else []):
        held = ledger.text_of(name)
        if held is None or name == report.id or held.text == report.text or held.outlet != report.outlet:
            continue
        if (copy is not None and copy.of == name) or (report.title is not None and report.title == held.title):
            later = held.published and report.published and held.published > report.published
            return (None, name) if later else (name, None)
    return None, None
