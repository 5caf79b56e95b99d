"""Copies among what a ledger holds: whose text a new report is, and one telling for each text.

The law: what the ledger holds is asked anew before each answer, so that what another writer added counts too; and a
report that is told through another of its family is named where that one is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from foreshock.records import CodedReport, Report
from foreshock.records.copy import SAME_TEXT, Copy, Sketch
from foreshock.wire.copies import Copies

_AT_ONCE = 1000
UNTOLD = "outlet not told"


class Remembers(Protocol):
    """What finding copies asks of a ledger."""

    def text_of(self, report_id: str) -> Report | None:
        """The report without its rows, None where it is gone."""

    def families(self) -> dict[str, str]:
        """By report: its family, where it has one."""

    def sketches(self, rule: str, after: int = 0) -> list[tuple[int, str, bytes]]:
        """Number, report and marks of what was written after the number."""

    def without_sketch(self, rule: str) -> list[str]:
        """The reports that have no sketch by the rule."""

    def add_sketches(self, found: Mapping[str, Sketch]) -> None:
        """Reports held are found by these."""

    def add_copies(self, found: Mapping[str, Copy], learned: datetime) -> int:
        """Reports held are copies."""


class HeldCopies:
    """The reports of a ledger, to be asked whose text a new one is.

    Opening it looks up the reports that an older foreshock added without looking them up.
    """

    def __init__(self, ledger: Remembers, clock: Callable[[], datetime]) -> None:
        self._ledger, self._copies, self._last = ledger, Copies(ledger.text_of), 0
        _look_up(ledger, clock)
        self._catch_up(ledger.families())

    def find(self, report: Report) -> Copy | None:
        """The report held that this one copies, None where there is none."""
        self._catch_up({})
        return self._copies.find(report)

    def sketch(self, report: Report) -> Sketch:
        """What the report is to be found by, once the ledger holds it."""
        return self._copies.sketch(report)

    def join(self, report: Report, copy: Copy | None) -> None:
        """The report was added, as that copy."""
        self._copies.join(report.id, copy)

    def _catch_up(self, families: Mapping[str, str]) -> None:
        new = self._ledger.sketches(self._copies.rule, self._last)
        self._copies.put([(name, marks) for _, name, marks in new], families)
        self._last = new[-1][0] if new else self._last


def whose(copy: Copy, ledger: Remembers) -> str:
    """In words: whose text a copy is, which outlet printed that, and how much of it."""
    original = ledger.text_of(copy.of)
    share = "the same words" if copy.kind == "exact" else f"{copy.share:.0%} of its words"
    return f"copy of {copy.of} in {(original.outlet if original else None) or UNTOLD}, {share}"


def told_once(coded: Iterable[CodedReport], families: Mapping[str, str]) -> list[CodedReport]:
    """The coded reports with one for each text, in the place of its first.

    The longest of a family tells for all, so that what the others cut is told too, and of those that only bear
    another outlet's name the first; a flag names their outlets.
    """
    groups: dict[str, list[CodedReport]] = {}
    for held in coded:
        groups.setdefault(families.get(held.report.id, held.report.id), []).append(held)
    return [_told_for(group) for group in groups.values()]


def _told_for(group: list[CodedReport]) -> CodedReport:
    fullest = max(group, key=lambda held: len(held.report.text) - len(held.report.outlet or ""))
    if len(group) == 1:
        return fullest
    outlets = list(dict.fromkeys(held.report.outlet or UNTOLD for held in group))
    many = (
        f"{len(outlets)} outlets: {', '.join(outlets)}" if len(outlets) > 1 else f"{len(group)} reports of {outlets[0]}"
    )
    flags = (*fullest.report.flags, f"{SAME_TEXT}{many}")
    return replace(fullest, report=replace(fullest.report, flags=flags))


def _look_up(ledger: Remembers, clock: Callable[[], datetime]) -> None:
    """Every report held has a sketch, and those that are copies of one before them are known as such."""
    seen = Copies(ledger.text_of)
    names = ledger.without_sketch(seen.rule)
    for start in range(0, len(names), _AT_ONCE):
        reports = filter(None, map(ledger.text_of, names[start : start + _AT_ONCE]))
        sketches: dict[str, Sketch] = {}
        found: dict[str, Copy] = {}
        for report in reports:
            if copy := seen.find(report):
                found[report.id] = copy
            sketches[report.id] = seen.add(report, copy)
        ledger.add_sketches(sketches)
        if found:
            ledger.add_copies(found, clock())
