"""Coding: reports in, coded reports out. The law: an error that comes in goes out in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from foreshock.errors import UnreadableReport
from foreshock.records import CodedReport, Report


def code(
    found: Iterable[Report | UnreadableReport], coder: Callable[[Report], CodedReport]
) -> Iterator[CodedReport | UnreadableReport]:
    """One coded report for each report, one error for each error, in order."""
    for report in found:
        yield report if isinstance(report, UnreadableReport) else coder(report)
