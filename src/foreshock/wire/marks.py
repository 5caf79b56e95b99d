"""Marks at the start of a paragraph: outlet marks, datelines and labels, which are no words of the report.

The law: a mark ends where the sentence begins; what reads on as a sentence is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from foreshock.wire.outlets import names_outlet, outlet_name
from foreshock.wire.stamps import read_day, read_stamp
from foreshock.wire.words import words

MarkKind = Literal["outlet", "dateline", "furniture", "time"]


@dataclass(frozen=True, slots=True)
class Mark:
    """The first `end` characters of what follows the mark before it; `outlet` and `day` as written, where told."""

    kind: MarkKind
    start: int
    end: int
    outlet: str | None = None
    day: str | None = None


def read_marks(line: str, leads: bool) -> list[Mark]:
    """The marks before the first sentence of `line`; `leads` is true for the first paragraph of the report."""
    marks: list[Mark] = []
    place = 0
    while len(marks) < 4 and (mark := _next_mark(line, place, leads)):
        if mark.end >= len(line):
            break
        marks.append(mark)
        place = mark.end
    return marks


def _next_mark(line: str, place: int, leads: bool) -> Mark | None:
    return next(_candidates(line, place, leads), None)


def _candidates(line: str, place: int, leads: bool) -> Iterator[Mark]:
    forms = _forms()
    if match := forms["label"].match(line, place):
        yield Mark("furniture", place, match.end())
    if match := forms["clock"].match(line, place):
        yield Mark("time", place, match.end())
    if (match := forms["agency"].match(line, place)) and _trusted(match, leads):
        yield Mark("dateline", place, match.end(), outlet_name(match["outlet"] or match["between"]), match["day"])
    if leads and (mark := _dated(line, place)):
        yield mark
    if (match := forms["slash"].match(line, place)) and (leads or names_outlet(match["name"])):
        yield _slashed(match, place)
    if (match := forms["sign"].match(line, place)) and names_outlet(match["name"]):
        yield Mark("outlet", place, match.end(), outlet_name(match["name"]))
    if (match := forms["capitals"].match(line, place)) and (leads or ":" not in match.group()):
        yield _placed(match, place)
    if leads and (match := forms["titled"].match(line, place)):
        yield _placed(match, place)


def _dated(line: str, place: int) -> Mark | None:
    """A whole day beside a place or an outlet, in any order, before a dash, a colon, a stop or a bracket."""
    reach = min(len(line), place + words().limits.dateline_letters)
    for stop in reversed(list(_forms()["stop"].finditer(line, place, reach))):
        head = line[place : stop.end()]
        stamp = read_stamp(head)
        if stamp and stamp.day and stamp.rest and not any(x[:1].islower() for x in stamp.rest):
            named = next(filter(names_outlet, re.findall(r"\(([^()]+)\)", head)), None)
            return Mark("dateline", place, stop.end(), outlet_name(named) if named else None, head)
    return None


def _trusted(match: re.Match[str], leads: bool) -> bool:
    place = match["place"] or ""
    if read_day(match["outlet"] or match["between"]):
        return False
    return place.isupper() or bool(leads and place) or names_outlet(match["outlet"] or match["between"])


def _slashed(match: re.Match[str], place: int) -> Mark:
    name = match["name"]
    if " " in name or names_outlet(name):
        return Mark("outlet", place, match.end(), outlet_name(name))
    return Mark("dateline", place, match.end())


def _placed(match: re.Match[str], place: int) -> Mark:
    name = match["place"]
    if names_outlet(name):
        return Mark("outlet", place, match.end(), outlet_name(name))
    return Mark("dateline", place, match.end(), day=match["day"])


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    told = words()
    capitals = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ'’.-]*){0,4}"
    titled = r"[A-ZÀ-Þ][\w'’.-]+(?:[ /][A-ZÀ-Þ][\w'’.-]+){0,3}"
    region = rf"(?:, {titled})?"
    month = "|".join(sorted(told.months, key=len, reverse=True))
    year = r"(?:,? \d{4})?"
    weekday = rf"(?:(?:{'|'.join(told.weekdays)})\b\.?,? )?"
    day = rf"(?:(?:,|\.)? {weekday}(?P<day>(?i:{month})\b\.? \d{{1,2}}{year}|\d{{1,2}} (?i:{month})\b\.?{year}))"
    dash = r"(?:\s+[-|]{1,2}\s*|\s*[–—―]{1,2}\s*|\s*--\s*)"
    start = r"""(?=["“‘'«\[(]*[A-ZÀ-Þ0-9])"""
    stars = r"[*_]{0,2}"
    labels = "|".join(re.escape(x) for x in told.labels)
    clock = r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?(?:[ap]\.?m\.?|GMT|UTC|local time))?"
    forms = {
        "stop": rf"(?:{dash}|[:.\])]\s+){start}",
        "label": rf"(?:(?i:{labels})(?: \d{{1,2}})?:\s+|(?:{labels.upper()})(?: \d{{1,2}})?\s*[-–—|]\s*)(?=\S)",
        "clock": rf"(?P<stars>{stars}){clock}(?::(?P=stars)\s|(?P=stars)\s*(?:[-–—|:]\s+|\s)){start}",
        "agency": rf"(?:{stars}(?P<place>{capitals}|{titled}){region}{stars}{day}?[.,]? ?)?"
        rf"(?:\((?P<outlet>[^()\n]{{2,40}})\)|/(?P<between>[^/\n]{{2,40}})/\.?)(?:{dash}|:?\s+){start}",
        "slash": rf"{stars}(?P<name>{titled}(?: (?:&|of|the) {titled})?){stars}\s?/{stars}\s+(?=\S)",
        "sign": rf"\(?(?P<name>[A-Z][\w.&'’-]*(?: [A-Z&][\w.&'’-]*){{0,4}})\)?(?:{dash}|:\s+){start}",
        "capitals": rf"{stars}(?P<place>{capitals}){region}{stars}{day}?[.,]?(?:{dash}|:\s+){start}",
        "titled": rf"{stars}(?P<place>{titled}){region}{stars}{day}?[.,]?"
        rf"(?:\s+-{{1,2}}\s+|\s*[–—―]\s*|\s+\|\s+){start}",
    }
    return {kind: re.compile(form) for kind, form in forms.items()}
