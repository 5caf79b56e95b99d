"""A small ledger to export, and the exports of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from foreshock.formats.export import Asked, Exported, Tables, export
from foreshock.ledger import Ledger
from foreshock.records import CodedReport
from tests.ledger.made import MONDAY, TUESDAY, coded

MADE = Asked(datetime(2024, 12, 1, 8, 30, tzinfo=UTC))


def two_reports() -> list[CodedReport]:
    """A report with its rows, and another whose event is without coordinates and has not happened."""
    first, other = coded(), coded(2)
    event = replace(other.events[0], standing="hypothetical", where=None, mode=None)
    addressed = replace(other.report, url="https://tigris.example/2?a=1&b=2", title="=cmd|' /C calc'!A0")
    return [first, replace(other, report=addressed, events=(event,))]


def tables(*reports: CodedReport) -> Tables:
    """The tables of a ledger in memory that holds the reports, learned on Monday and Tuesday."""
    with Ledger(":memory:") as book:
        for n, one in enumerate(reports or two_reports()):
            book.add(one, learned=(MONDAY, TUESDAY)[n % 2])
        return Tables.of(book)


def exported(format: str, *reports: CodedReport) -> Exported:
    """The export of the reports in a format."""
    return export(format, tables(*reports), MADE)


def only(format: str, *reports: CodedReport) -> bytes:
    """The one file of an export."""
    (content,) = exported(format, *reports).files.values()
    return content


def written(format: str, folder: Path, *reports: CodedReport) -> Path:
    """The folder, now with the files of an export."""
    for name, content in exported(format, *reports).files.items():
        (folder / name).write_bytes(content)
    return folder
