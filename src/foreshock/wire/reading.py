"""From a text and what is told of it to a report: the one place where caller, container and page are weighed.

The law: who stands first in `told` overrules who stands after, field by field, and the text fills what all leave open;
a report's language is what it reads as, whatever its page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from foreshock.errors import UnreadableReport
from foreshock.records import Report, report_id
from foreshock.records.report import Found
from foreshock.wire.item import About
from foreshock.wire.links import web_address
from foreshock.wire.outlets import domain_outlet
from foreshock.wire.stamps import NoReportDay, address_day, report_day
from foreshock.wire.text import read_text

_CONTAINERS = re.compile(r"^.*\.\w+, ")


def report_of(text: str, name: str, told: Sequence[About], flags: Iterable[str] = (), caller: bool = True) -> Report:
    """The report in `text`; the first of `told` is the caller's, whose language and day are never questioned.

    With `caller` False none of them is. Raises UnreadableReport, named `name`, where the text is none.
    """
    about, noted = merged(told)
    day, at, found = about.published, about.published_at, about.published_found
    try:
        report = read_text(text, published=at or day, outlet=about.outlet, title=about.title, url=about.url)
    except UnreadableReport as fault:
        raise UnreadableReport(name, fault.seen, fault.hoped) from fault
    sure = told[0].language if caller and told else None
    language, doubt = _language(sure, about.language, report.language)
    if report.published is None and (named := address_day(report.url or "") or address_day(_own_name(name))):
        report, day, found = replace(report, published=named), named, "address"
    outlet = report.outlet or (domain_outlet(report.url, []) if report.url else None)
    return replace(
        report,
        id=report_id(text, outlet, report.published, report.url),
        outlet=outlet,
        author=about.author,
        language=language,
        published_found=found if day else report.published_found,
        flags=tuple(dict.fromkeys([*flags, *report.flags, *noted, *doubt])),
    )


def _own_name(name: str) -> str:
    """The name of a file without those of the folders and containers that it lies in; a line of a table has none."""
    return _CONTAINERS.sub("", name).rpartition("/")[2]


def merged(told: Sequence[About]) -> tuple[About, list[str]]:
    """One About of several, the first before the next, and what had to be refused of them, in words."""
    noted: list[str] = []
    day, at, found = _published(told, noted)
    url = next((fit for x in told if x.url and (fit := _address(x.url, noted))), None)
    return About(
        outlet=_line(x.outlet for x in told),
        title=_line(x.title for x in told),
        author=_line(x.author for x in told),
        url=url,
        language=_line(x.language for x in told),
        published=day,
        published_at=at,
        published_found=found,
        withdrawn=any(x.withdrawn for x in told),
    ), noted


def _line(told: Iterable[str | None]) -> str | None:
    """The first that holds letters, as one line of whole characters."""
    lines = (" ".join(x.encode("utf8", "ignore").decode("utf8").split()) for x in told if x)
    return next((x[:1000] for x in lines if any(y.isalnum() for y in x)), None)


def _address(told: str, noted: list[str]) -> str | None:
    if fit := web_address(told):
        return fit
    noted.append(f"an address that is not of the web refused ({told.partition(':')[0].strip()[:20]})")
    return None


def _published(told: Sequence[About], noted: list[str]) -> tuple[date | None, datetime | None, Found]:
    """The first day told, and the moment of whoever tells one on that day."""
    days = [(x, fit) for x in told if (day := x.published_at or x.published) and (fit := _possible(day, noted))]
    if not days:
        return None, None, "unknown"
    first, day = days[0]
    bare = day.date() if isinstance(day, datetime) else day
    moment = next((x for _, x in days if isinstance(x, datetime) and x.date() == bare), None)
    found: Found = "given" if first.published_found == "unknown" else first.published_found
    return bare, moment, found


def _possible(day: date, noted: list[str]) -> date | None:
    try:
        return report_day(day)
    except NoReportDay:
        noted.append(f"a day on which nothing was published refused ({day.isoformat()[:10]})")
        return None


def _language(sure: str | None, told: str | None, read: str | None) -> tuple[str | None, list[str]]:
    if sure:
        return sure, []
    short = told.replace("_", "-").split("-")[0].strip().lower() if told else None
    short = short if short and short.isascii() and short.isalpha() and len(short) in (2, 3) else None
    if read and short and read != short:
        return read, [f"told to be in the language {short}, reads as {read}"]
    return read or short, []
