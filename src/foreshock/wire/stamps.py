"""Publication stamps: the day, clock time and zone that a line of the page tells.

The law: a day is read or unknown, never guessed; 03/04/2024 tells no day, and a day without a year tells none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from typing import Literal

from foreshock.errors import ForeshockError
from foreshock.wire.words import words

_ZONE = re.compile(r"(?P<name>\b[A-Z]{1,4})?\s?(?P<sign>[+-])?(?P<hours>\d{1,2})?:?(?P<minutes>\d{2})?\s*$")
_IN_ADDRESS = re.compile(r"(?<![\d-])(?P<year>\d{4})(?P<mark>[-_/])(?P<month>\d{2})(?P=mark)(?P<day>\d{2})(?![\d-]*\d)")
Label = Literal["published", "updated", ""]


class NoReportDay(ForeshockError, ValueError):
    """A day of publication that is no day, or on which no report can have been published."""

    exit_code = 2

    def __init__(self, told: str, fault: str) -> None:
        super().__init__(f"published {told!r}: {fault}")
        self.told, self.fault = told, fault


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one line tells: `rest` are its words that are no part of a stamp (an outlet, a byline)."""

    day: date | None = None
    clock: time | None = None
    label: Label = ""
    rest: tuple[str, ...] = ()

    @property
    def at(self) -> datetime | None:
        """Day and clock as one moment, where both are told."""
        return datetime.combine(self.day, self.clock) if self.day and self.clock else None


@dataclass(slots=True)
class _Reading:
    days: list[tuple[Label, date | None]]
    clocks: list[time]
    rest: list[str]
    label: Label = ""


def read_stamp(line: str) -> Stamp | None:
    """The stamp that a line is made of, or None where the line tells no day and no clock time."""
    if len(line) > words().limits.stamp_letters:
        return None
    reading = _Reading([], [], [])
    place = 0
    while place < len(line):
        place = _step(line, place, reading)
    if not reading.days and not reading.clocks:
        return None
    label, day = _best_day(reading.days)
    clock = next((c for c in reading.clocks if c.tzinfo), reading.clocks[0] if reading.clocks else None)
    return Stamp(day, clock, label or reading.label, tuple(reading.rest))


def best_stamp(stamps: list[Stamp]) -> Stamp | None:
    """The stamp that tells the publication: marked as published, else unmarked, else as updated."""
    dated = [s for s in stamps if s.day]
    if not dated:
        return None
    order = {"published": 0, "": 1, "updated": 2}
    best = min(dated, key=lambda s: order[s.label])
    bare = next((s.clock for s in stamps if not s.day and s.clock and s.label == best.label), None)
    return best if best.clock or len(dated) > 1 else replace(best, clock=bare)


def read_day(told: str) -> date | None:
    """The day that a dateline's words tell, None without a year."""
    stamp = read_stamp(told)
    return stamp.day if stamp else None


def address_day(told: str) -> date | None:
    """The day that an address of the web or a file's name tells: `/2024/11/27/`, or `2024-11-27` by itself."""
    match = _IN_ADDRESS.search(told)
    return _day(int(match["year"]), int(match["month"]), int(match["day"])) if match else None


def report_day(told: date | str) -> date:
    """The day, or datetime, of publication that a caller tells; raises NoReportDay outside of the file's years."""
    try:
        day = date.fromisoformat(told.strip()) if isinstance(told, str) else told
    except ValueError:
        raise NoReportDay(str(told), "no day such as 2024-11-27") from None
    if not isinstance(day, date):
        raise NoReportDay(str(told), "no day such as 2024-11-27")
    if not _possible(day.year):
        limits = words().limits
        raise NoReportDay(str(told), f"a report's day lies between {limits.first_year} and {limits.last_year}")
    return day


def _possible(year: int) -> bool:
    return words().limits.first_year <= year <= words().limits.last_year


def _step(line: str, place: int, reading: _Reading) -> int:
    match = _piece().match(line, place)
    if match is None:
        return place + 1
    kind, told = match.lastgroup or "", match.group(0)
    if kind in ("published", "updated"):
        reading.label = "published" if kind == "published" else "updated"
    elif kind in _DAY_READERS:
        reading.days.append((reading.label, _DAY_READERS[kind](told)))
        if kind == "iso" and "T" in told.upper() and (clock := _read_clock(told.upper().split("T")[1])):
            reading.clocks.append(clock)
    elif kind == "clock" and (clock := _read_clock(told)):
        reading.clocks.append(clock)
    elif kind == "ago":
        reading.days.append((reading.label, None))
    elif kind == "word" and any(x.isalpha() for x in told):
        reading.rest.append(told)
    return match.end()


def _best_day(days: list[tuple[Label, date | None]]) -> tuple[Label, date | None]:
    told = [x for x in days if x[1]]
    order = {"published": 0, "": 1, "updated": 2}
    return min(told, key=lambda x: order[x[0]]) if told else ("", None)


@cache
def _piece() -> re.Pattern[str]:
    told = words()
    month = "|".join(sorted(told.months, key=len, reverse=True))
    names = "|".join(sorted(told.zones, key=len, reverse=True))
    zone = rf"(?:{names})\b(?:\s?[+-]\d{{1,2}}(?::?\d{{2}})?)?|[+-]\d{{2}}:?\d{{2}}\b"
    half = r"\s?[ap]\.?m\b\.?"
    hour = rf"(?:[01]?\d|2[0-3])[:.][0-5]\d(?::[0-5]\d)?(?:\.\d+)?(?:{half})?|(?:1[0-2]|0?[1-9]){half}"
    small = _words((*told.weekdays, *told.loose_zones, *told.small_words))
    clock = rf"(?:{hour})h?(?:\s?\(?(?:{zone}))?"
    kinds = {
        "published": rf"(?:{_words(told.published)})\b\s*[:\-–—]?(?=\W|$)",
        "updated": rf"(?:{_words(told.updated)})\b\s*[:\-–—]?(?=\W|$)",
        "ago": r"(?:\d+|an?|one|two|three) (?:second|minute|min|hour|hr|day|week)s? ago\b|(?:yester|to)day\b",
        "iso": rf"\d{{4}}(?P<iso_mark>[-/.])\d{{1,2}}(?P=iso_mark)\d{{1,2}}(?!\d)(?:[Tt]{clock})?",
        "numeric": r"\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{4}(?!\d)",
        "dmy": rf"\d{{1,2}}(?:st|nd|rd|th|er)?[ \-](?:of )?(?:{month})\b\.?,?[ \-]\d{{4}}\b",
        "mdy": rf"(?:{month})\b\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b",
        "yearless": rf"\d{{1,2}}(?:st|nd|rd|th)? (?:{month})\b\.?|(?:{month})\b\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?!:)",
        "clock": clock,
        "small": rf"(?:{small})\b\.?|\d{{1,2}} min(?:ute)?s? read",
        "word": r"[^\s,|·•()/:]+",
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()), re.IGNORECASE)


def _words(told: tuple[str, ...]) -> str:
    return "|".join(re.escape(x) for x in told)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _possible(year) else None
    except ValueError:
        return None


def _iso_day(told: str) -> date | None:
    year, month, day = (int(x) for x in re.findall(r"\d+", told)[:3])
    return _day(year, month, day)


def _numeric_day(told: str) -> date | None:
    first, second, year = (int(x) for x in re.findall(r"\d+", told))
    if "." in told or first == second or first > 12:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else None


def _named_day(told: str) -> date | None:
    month = next(words().months[x] for x in re.findall(r"[^\W\d_]+", told.lower()) if x in words().months)
    day, year = (int(x) for x in re.findall(r"\d+", told))
    return _day(year, month, day)


def _no_day(_told: str) -> date | None:
    return None


_DAY_READERS = {
    "iso": _iso_day,
    "numeric": _numeric_day,
    "dmy": _named_day,
    "mdy": _named_day,
    "yearless": _no_day,
}


def _read_clock(told: str) -> time | None:
    match = re.match(r"(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2}))?(?:\.\d+)?\s?([ap])?", told, re.IGNORECASE)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[4]:
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    return time(hour, minute, second, tzinfo=_zone(told[match.end() :])) if hour < 24 and minute < 60 else None


def _zone(told: str) -> timezone | None:
    match = _ZONE.search(told.upper())
    if match is None or not (match["name"] or match["sign"]):
        return None
    east = words().zones.get(match["name"] or "Z")
    if east is None:
        return None
    beyond = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    total = timedelta(hours=east) + (-beyond if match["sign"] == "-" else beyond)
    return timezone(total) if abs(total) < timedelta(hours=24) else None
