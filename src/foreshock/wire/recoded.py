"""Reports that `foreshock code --json` printed, read back.

The law: a report comes back as it was, or not at all; spans outside of its text are refused.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from foreshock.errors import UnreadableReport
from foreshock.records import Report, report_id
from foreshock.records.exchange import report as report_in
from foreshock.wire.item import About, Item
from foreshock.wire.stamps import NoReportDay, report_day

_HOPED = "hoped for what `foreshock code --json` printed"


def read_coded(item: Item, told: About = About()) -> Report:  # noqa: B008 - frozen
    """The report within; what the caller tells overrules it."""
    try:
        report = report_in(json.loads(item.raw))
        if report.published:
            report_day(report.published)
        _check(report)
    except (KeyError, TypeError, ValueError, AttributeError, NoReportDay, RecursionError) as fault:
        seen = f"no report ({type(fault).__name__}: {(str(fault).splitlines() or [''])[0][:100]})"
        raise UnreadableReport(item.name, seen, _HOPED) from fault
    return _overruled(report, told)


def _overruled(report: Report, told: About) -> Report:
    if told.published or told.published_at:
        day = told.published or (told.published_at.date() if told.published_at else None)
        at = told.published_at or (report.published_at if report.published == day else None)
        report = replace(report, published=day, published_at=at, published_found="given")
    report = replace(
        report,
        outlet=told.outlet or report.outlet,
        title=told.title or report.title,
        url=told.url or report.url,
        author=told.author or report.author,
        language=told.language or report.language,
    )
    return replace(report, id=report_id(report.text, report.outlet, report.published, report.url))


def _check(report: Report) -> None:
    """Raise ValueError for what no reading of a text gives."""
    words = [report.text, *(x for x in (report.outlet, report.title, report.url, report.author, report.language) if x)]
    if not all(isinstance(x, str) for x in [*words, *report.flags]):
        raise ValueError("words that are none")
    "\x1f".join([*words, *report.flags]).encode("utf8")
    if not any(x.isalnum() for x in report.text):
        raise ValueError("it holds no words")
    if report.published_at is not None and not isinstance(report.published_at, datetime):
        raise ValueError("a moment that is none")
    end = 0
    for part in report.parts:
        if not (end <= part.span.start <= part.span.end <= len(report.text)):
            raise ValueError("a part outside of the text")
        end = part.span.end
