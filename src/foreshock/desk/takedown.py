"""Taking down: the words of a report erased on request, once.

The law: wherever words are missed that were taken down, it is said when, who asked and why.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foreshock.ledger import Ledger, View


def take_down(book: Ledger, report_id: str, who: str, why: str, now: datetime) -> str:
    """What was done, in a line; a second time nothing is. Raises LedgerError for a report that is not held."""
    if told := tombstones(book).get(report_id):
        return f"report {report_id}: {told}; nothing is left to erase"
    book.take_down(report_id, who, why, now)
    return f"report {report_id}: its text and title are erased; head {book.verify().head}"


def tombstones(view: View) -> dict[str, str]:
    """By the id of each report that was taken down: when, by whom and why."""
    found: dict[str, str] = {}
    for when, note in view.notes("takedown"):
        found.setdefault(note.subject, f"taken down on {when:%Y-%m-%d} by {note.who}: {note.why}")
    return found


def left_out(view: View) -> str:
    """How many reports that the view knows are missing from what is made of it, empty where none is."""
    gone = len(tombstones(view).keys() & set(view.reports()["report_id"]))
    return f"{gone:,} taken down and left out; `foreshock show reports` tells which and why" if gone else ""
