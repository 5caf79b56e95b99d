"""The open news stream as a ledger: every item of the Current Events portal, coded and learned on its own day.

The law: an item is learned at the end of the day it was published, so that the ledger as of a day holds what a reader
of that day could know; the texts stay outside of the repository.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from foreshock.coding import EventCoder, open_coder
from foreshock.ledger import Ledger
from foreshock.records import Report
from foreshock.wire import read_text

STREAM = Path("current-events") / "current_events_2014_2024-11-26.jsonl.gz"
_AT_ONCE = 1000


def reports(data: Path, first: date = date.min, last: date = date.max) -> Iterator[Report]:
    """The items from the first to the last day as reports, by the first outlet each names."""
    with gzip.open(data / STREAM, "rt", encoding="utf8") as lines:
        for told in map(json.loads, lines):
            day = date.fromisoformat(told["date"])
            if first <= day <= last and told["text"].strip():
                outlet = next(iter(told["sources"]), None)
                yield replace(read_text(told["text"], published=day, outlet=outlet), language="en")


def build(found: Iterator[Report], coder: EventCoder, book: Ledger) -> int:
    """How many reports were new to the ledger."""
    new, some = 0, list[Report]()
    for report in found:
        if not book.holds(report.id, coder.coder):
            some.append(report)
        if len(some) == _AT_ONCE:
            new += _add(some, coder, book)
            some = []
    return new + _add(some, coder, book)


def _add(some: list[Report], coder: EventCoder, book: Ledger) -> int:
    return sum(book.add(coded, _learned(coded.report)) for coded in coder.code_all(some))


def _learned(report: Report) -> datetime:
    assert report.published is not None
    return datetime.combine(report.published, time(23, 59), UTC)


def main(data: str, ledger: str, first: str = "0001-01-01", last: str = "9999-12-31") -> None:
    """Code the stream into the ledger; what it holds is not coded again."""
    with Ledger(ledger) as book:
        found = reports(Path(data), date.fromisoformat(first), date.fromisoformat(last))
        print(f"{build(found, open_coder(), book):,} reports added")


if __name__ == "__main__":
    main(*sys.argv[1:])
