"""What time expressions are read from, and the steps all their readings share.

The law: past bias: a day or month without a year is the latest one, unless tense, weekday or bound say otherwise.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from foreshock.coding.numbers import read_number
from foreshock.coding.time_words import (
    Period,
    Unit,
    day_of,
    month_of,
    months_of,
    shift_months,
    third_of,
    time_words,
    week_of,
    year_of,
)

Tense = Literal["past", "future", ""]
TimeKind = Literal["date", "duration", "set", "vague"]
UNKNOWN = Period(None, None, "unknown")
_WORDS = time_words()


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a relative expression is read from: publication, the last day, time and quarter told, and the tense.

    `here` is the last day where its own sentence tells it.
    """

    published: date | None
    last: date | None
    tense: Tense
    sentence: frozenset[str]
    bound: str = ""
    told: date | None = None
    quarter: date | None = None
    here: date | None = None

    @property
    def future(self) -> bool:
        """True where the tense about the expression is future."""
        return self.tense == "future"


@dataclass(frozen=True, slots=True)
class Reading:
    """A period, its kind and its normal form in the manner of ISO 8601 (2024-10-26, 2024-W47, P2D, PAST_REF)."""

    period: Period
    kind: TimeKind
    value: str


def one_day(year: int, month: int, day: int, code: str) -> Reading | None:
    """One day as a reading, None where the calendar has no such day."""
    if not (1 <= month <= 12 and 1000 <= year <= 2999 and 1 <= day <= monthrange(year, month)[1]):
        return None
    found = date(year, month, day)
    return Reading(day_of(found), "date", found.isoformat() + code)


def named_day(month: int, day: int, anchor: Anchor) -> date | None:
    """The day with a name of its own that month and day stand for here, or None."""
    for row in _WORDS.named:
        first = row.start
        if (first.month, first.day) != (month, day) or first != row.end or not row.name[-1].isdigit():
            continue
        if (row.near and not row.near & anchor.sentence) or "/" in row.name:
            continue
        if anchor.published is None:
            return first
        since = anchor.published - (nearest_day(month, day, anchor) or first)
        fresh = 0 <= since.days <= _WORDS.fresh_days and not row.near and "since" not in anchor.sentence
        return first if anchor.published >= first and not anchor.future and not fresh else None
    return None


def nearest_day(month: int, day: int, anchor: Anchor, weekday: int | None = None) -> date | None:
    """The latest such day up to publication, or the next one where weekday, tense or bound say so."""
    if anchor.published is None:
        return None
    years = range(anchor.published.year - 8, anchor.published.year + 9)
    days = [date(y, month, day) for y in years if 1 <= day <= monthrange(y, month)[1]]
    if weekday is not None and (near := [d for d in days if d.weekday() == weekday]):
        days = [min(near, key=lambda d: abs((d - _sure(anchor.published)).days))]
    past = max((d for d in days if d <= anchor.published), default=None)
    ahead = min((d for d in days if d >= anchor.published), default=None)
    if past is None or ahead is None:
        return past or ahead
    reach = {"future": 300, "past": -1}.get(anchor.tense, 60)
    reach = max(reach, 90) if anchor.bound in ("by", "until", "till", "through") else reach
    return ahead if (ahead - anchor.published).days <= reach else past


def _sure(day: date | None) -> date:
    assert day is not None
    return day


def month_year(month: int, rel: str, anchor: Anchor) -> int | None:
    """The year of a month told without one."""
    if anchor.published is None:
        return None
    year, this = anchor.published.year, anchor.published.month
    if rel in ("next", "coming", "the coming", "this coming"):
        return year + int(month <= this)
    if rel in ("last", "past", "this past"):
        return year - int(month >= this)
    if rel == "this":
        return year
    if anchor.future or (anchor.bound in ("by", "until", "till") and anchor.tense != "past"):
        return year + int(month < this)
    if not anchor.tense and 0 < (month - this) % 12 <= 3:
        return year + int(month < this)
    return year - int(month > this)


def told_year(year: str | None, rel: str | None, anchor: Anchor) -> int | None:
    """A year told in digits or as this, last, next, or "that year" of the last time told."""
    if year:
        return int(year)
    if rel == "that":
        return anchor.told.year if anchor.told else None
    if rel and anchor.published:
        return anchor.published.year + {"last": -1, "next": 1, "previous": -1}.get(rel.split()[-1], 0)
    return None


def unit_named(word: str) -> Unit:
    """The unit of time of a word in either number."""
    return _WORDS.units[word.rstrip("s").replace("centurie", "century")]


def unit_at(word: str, base: date, step: int) -> tuple[Period, str]:
    """The week, month, quarter, year that lies `step` units from the one holding `base`, and its normal form."""
    code = _WORDS.units[word].code
    if code == "WE":
        week = week_of(base + timedelta(days=7 * step))
        assert week.end is not None
        iso = week.end.isocalendar()
        return Period(week.end - timedelta(days=1), week.end, "week"), f"{iso.year}-W{iso.week:02d}-WE"
    if code == "D":
        day = base + timedelta(days=step)
        return day_of(day), day.isoformat()
    if code == "W":
        week = week_of(base + timedelta(days=7 * step))
        assert week.start is not None
        iso = week.start.isocalendar()
        return week, f"{iso.year}-W{iso.week:02d}"
    if code == "M":
        year, month = shift_months(base.year, base.month, step)
        return month_of(year, month), f"{year}-{month:02d}"
    if code == "Q":
        year, month = shift_months(base.year, (base.month - 1) // 3 * 3 + 1, 3 * step)
        return months_of(year, month, 3), f"{year}-Q{(month + 2) // 3}"
    if code in ("E", "C"):
        size = 10 if code == "E" else 100
        first = (base.year // size + step) * size
        return Period(date(first, 1, 1), date(first + size - 1, 12, 31), "year"), str(first // size)
    return year_of(base.year + step), str(base.year + step)


def cut(period: Period, part: str | None, value: str) -> Reading:
    """The period, or the third of it that `part` names, as a reading."""
    third = next((_WORDS.parts[word] for word in re.findall(r"[a-z]+", part or "") if word in _WORDS.parts), None)
    return Reading(third_of(period, third) if third else period, "date", value)


def part_code(match: re.Match[str]) -> str:
    """The letters of the part of the day that was matched."""
    told = match.groupdict()
    word = told.get("daypart") or told.get("leadpart")
    return "T" + (_WORDS.clock.get(word) or _WORDS.day_parts[word]) if word else ""


def count_of(words: str | None) -> float | None:
    """The number told, 1 for "a", None for "several" and for no number at all."""
    if not words or words.strip() in ("several", "few", "a few", "some", "many"):
        return None
    parts = words.replace("-", " ").split()
    if "couple" in parts:
        return 2.0
    if len(parts) == 1 and parts[0] in ("a", "an", "another", "the"):
        return 1.0
    found = read_number(parts, 0) if parts else None
    return found.low if found else None


def length(many: float | None, code: str, half: str = "") -> str:
    """The normal form of a length of time, with the half unit that comes on top."""
    if code == "E" or (code == "C" and many):
        many, code = many and {"E": 10, "C": 100}[code] * many, "Y"
    count = "X" if many is None else f"{many:g}"
    return f"PT{count}{code[1]}{half}" if code[0] == "T" else f"P{count}{code}{half}"


def ordinal(word: str) -> int:
    """1 for first, 2 for second."""
    return {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}.get(word) or int(word[0])
