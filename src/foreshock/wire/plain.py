"""The reader of plain text: bytes of an item in, a report out.

The law: the caller overrules the container, and the container the text.
"""

from __future__ import annotations

from dataclasses import replace

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.encoding import decode
from foreshock.wire.item import About, Item, overruled
from foreshock.wire.stamps import NoReportDay
from foreshock.wire.text import read_text


def read_plain(item: Item, told: About) -> Report:
    """The report that the item's text is; raises UnreadableReport where it holds none."""
    about = overruled(told, item.about)
    text = decode(item.raw, item.name)
    try:
        report = read_text(
            text,
            published=about.published_at or about.published,
            outlet=about.outlet,
            title=about.title,
            url=about.url,
        )
    except (UnreadableReport, NoReportDay) as fault:
        seen = fault.seen if isinstance(fault, UnreadableReport) else str(fault)
        raise UnreadableReport(item.name, seen, "hoped for the text of a report") from fault
    found = report.published_found if report.published_found != "given" else about.published_found
    return replace(
        report,
        author=about.author or report.author,
        language=about.language or report.language,
        published_found="given" if found == "unknown" and report.published else found,
        flags=about.flags,
    )
