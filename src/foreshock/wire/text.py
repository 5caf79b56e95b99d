"""Reading a text as a report: title, outlet, publication and language from its layout, or as the caller gives them.

The law: the text is kept as it came, letter for letter, and flagged where it holds what does not show; what neither
caller nor text tells stays unknown.
"""

from __future__ import annotations

from datetime import date, datetime

from foreshock.errors import UnreadableReport
from foreshock.records import Report, report_id
from foreshock.records.report import Found
from foreshock.wire.language import language_of
from foreshock.wire.layout import lay_out
from foreshock.wire.outlets import outlet_name
from foreshock.wire.page import Layout, coded_text
from foreshock.wire.sizes import megabytes
from foreshock.wire.stamps import best_stamp, read_day, report_day
from foreshock.wire.words import words
from foreshock.wire.zero import unseen_flags


def read_text(
    text: str,
    *,
    published: date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Report:
    """The report that `text` holds; raises UnreadableReport where it holds no words or cannot be kept as UTF-8.

    `published` must be a day on which a report can have been published, else NoReportDay is raised.
    """
    _check(text)
    given = None if published is None else report_day(published)
    layout = lay_out(text, title)
    day, at, found = _published(layout, given)
    named = outlet_name(outlet) if outlet else layout.outlet
    address = url or next((x for x in layout.addresses if "/" in x.removeprefix("https://").strip("/")), None)
    return Report(
        id=report_id(text, named, day, address),
        text=text,
        outlet=named,
        title=title or layout.title,
        url=address,
        published=day,
        published_at=at,
        published_found=found,
        language=language_of(coded_text(text, layout.parts)),
        parts=tuple(layout.parts),
        flags=unseen_flags(text),
    )


def _check(text: str) -> None:
    if not any(x.isalnum() for x in text):
        raise UnreadableReport("text", "holds no words", "hoped for the text of a report")
    try:
        size, most = len(text.encode("utf8")), words().limits.report_bytes
    except UnicodeEncodeError as fault:
        raise UnreadableReport("text", f"broken character at {fault.start}", "hoped for whole characters") from fault
    if size > most:
        seen = f"a text that is too large ({megabytes(size, most)})"
        raise UnreadableReport("text", seen, f"hoped for a report of at most {megabytes(most)}")


def _published(layout: Layout, given: date | None) -> tuple[date | None, datetime | None, Found]:
    stamp = best_stamp(layout.stamps)
    if given is not None:
        day = given.date() if isinstance(given, datetime) else given
        at = given if isinstance(given, datetime) else stamp.at if stamp and stamp.day == day else None
        return day, at, "given"
    if stamp:
        return stamp.day, stamp.at, "text"
    dated = next((found for told in layout.dateline_days if (found := read_day(told))), None)
    return (dated, None, "text") if dated else (None, None, "unknown")
