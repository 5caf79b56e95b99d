"""Web pages: one page in, one report out.

The law: a page is read apart, in a process that can be killed; what it tells of itself goes before what its text
tells, and hidden text, scripts and furniture never reach the report.
"""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.apart import apart
from foreshock.wire.caps import page_limits
from foreshock.wire.item import About, Item
from foreshock.wire.page_text import read_bytes
from foreshock.wire.reading import report_of
from foreshock.wire.sizes import megabytes
from foreshock.wire.stamps import best_stamp, read_stamp


def read_page(item: Item, told: About = About()) -> Report:  # noqa: B008 - frozen
    """The report on the web page of `item`; raises UnreadableReport where there is none, whatever the bytes."""
    most = page_limits().raw_bytes
    if len(item.raw) > most:
        seen = f"too large ({megabytes(len(item.raw), most)})"
        raise UnreadableReport(item.name, seen, f"hoped for a page of at most {megabytes(most)}")
    page = apart(read_bytes, item.raw, item.name, kind=item.kind)
    own, flags = _about(page)
    return report_of(str(page["text"]), item.name, [told, item.about, own], flags)


def _about(page: dict[str, Any]) -> tuple[About, list[str]]:
    """What the page tells of itself, and its flags."""
    flags = [str(x) for x in page["flags"]]
    day = moment(page["day"]) if page["day"] else None
    found = "meta" if day else "unknown"
    if day:
        flags.append(f"day of publication from {page['day_from']}")
    elif stamp := best_stamp([x for x in map(read_stamp, page["lines"]) if x]):
        day, found = stamp.at or stamp.day, "text"
    about = About(
        outlet=page["outlet"],
        title=page["title"],
        author=page["author"],
        url=page["url"],
        language=page["language"],
        published=day.date() if isinstance(day, datetime) else day,
        published_at=day if isinstance(day, datetime) else None,
        published_found="meta" if found == "meta" else "text" if day else "unknown",
    )
    return about, flags


def moment(told: str) -> date | datetime | None:
    """The day, or moment with its zone where one is told, that a machine's stamp tells; None for what is none."""
    told = told.strip()
    for reader in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime):
        try:
            return reader(told)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    stamp = read_stamp(told)
    return (stamp.at or stamp.day) if stamp else None
