"""How each form of time expression is read: one function a form, from matched words to a period.

The law: a reading is what the words and the anchor say; without an anchor a relative form stays without a day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from foreshock.coding.numbers import read_number
from foreshock.coding.time_words import (
    Period,
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


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a relative expression is read from: the publication day, the last day told, and the tense about it."""

    published: date | None
    last: date | None
    tense: Tense
    sentence: frozenset[str]
    bound: str = ""

    @property
    def future(self) -> bool:
        return self.tense == "future"


@dataclass(frozen=True, slots=True)
class Reading:
    """A period, its kind and its normal form in the manner of ISO 8601 (2024-10-26, 2024-W47, P2D, PAST_REF)."""

    period: Period
    kind: TimeKind
    value: str


Read = Callable[[re.Match[str], Anchor], Reading | None]
_WORDS = time_words()
_STEPS = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "following": 1}


def whole_date(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """October 26, 26 October 2024, Sunday, Oct. 26."""
    month, day = _WORDS.months[match["month"].rstrip(".")], int(match["day"])
    if match["year"]:
        return _one_day(int(match["year"]), month, day, _part_code(match))
    if (named := _named_day(month, day, anchor)) is not None:
        return Reading(day_of(named), "date", named.isoformat())
    found = _nearest_day(month, day, anchor, _WORDS.weekdays.get((match["dayname"] or "").rstrip(".")))
    if found is None:
        return Reading(UNKNOWN, "date", f"XXXX-{month:02d}-{day:02d}") if anchor.published is None else None
    return Reading(day_of(found), "date", found.isoformat() + _part_code(match))


def digits(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """2024-11-27, with or without a clock time."""
    clock = match["clock"]
    found = _one_day(int(match["year"]), int(match["month"]), int(match["day"]), "")
    return Reading(found.period, "date", found.value + f"T{clock}") if found and clock else found


def slashed(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """11/02/89 is read month first, unless the first number cannot be a month."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["c"])
    year += 0 if year > 99 else 1900 if year > 40 else 2000
    return _one_day(year, first, second, "") if first <= 12 else _one_day(year, second, first, "")


def month_alone(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """October, mid-October, last August, October 2024."""
    month, rel = _WORDS.months[match["month"].rstrip(".")], (match["rel"] or "").strip()
    if match["year"]:
        year: int | None = int(match["year"])
    else:
        year = _month_year(month, rel, anchor)
    if year is None:
        return Reading(UNKNOWN, "date", f"XXXX-{month:02d}")
    return _cut(month_of(year, month), match["part"], f"{year}-{month:02d}")


def year_alone(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """2003, late 2023."""
    year = int(match["year"])
    return _cut(year_of(year), match["part"], str(year))


def year_span(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """2003-2011, 1990-91."""
    first, last = int(match["y1"]), int(match["y2"])
    last += first // 100 * 100 if last < 100 else 0
    if last <= first or last - first > 60:
        return None
    return Reading(Period(date(first, 1, 1), date(last, 12, 31), "year"), "date", f"{first}/{last}")


def decade(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """The 1990s, the late '80s, the 20th century."""
    if match["century"]:
        first = (int(match["century"]) - 1) * 100
        return Reading(
            Period(date(max(first, 0) + 1, 1, 1), date(first + 100, 12, 31), "year"), "date", f"{first // 100}XX"
        )
    digits = match["decade"].lstrip("'")
    first = int(digits) if len(digits) == 4 else 1900 + int(digits) if int(digits) > 20 else 2000 + int(digits)
    return _cut(Period(date(first, 1, 1), date(first + 9, 12, 31), "year"), match["part"], str(first // 10))


def part_of_year(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """The first half of 2024, the third quarter, the first quarter of last year."""
    which = _ordinal(match["nth"])
    year = _told_year(match["year"], match["rel"], anchor)
    size = {"half": 6, "quarter": 3}[match["what"]]
    if which * size > 12:
        return None
    letter = "H" if size == 6 else "Q"
    if year is None and anchor.published is None:
        return Reading(UNKNOWN, "date", f"XXXX-{letter}{which}")
    if year is None and anchor.published is not None:
        year = anchor.published.year
        begins = date(year, (which - 1) * size + 1, 1)
        year -= int(begins > anchor.published and not anchor.future)
    assert year is not None
    return Reading(months_of(year, (which - 1) * size + 1, size), "date", f"{year}-{letter}{which}")


def season(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Last summer, the summer of 2024."""
    word = match["season"]
    first, code = _WORDS.seasons[word], {"spring": "SP", "summer": "SU", "winter": "WI"}.get(word, "FA")
    if match["year"]:
        year: int | None = int(match["year"])
    else:
        year = _month_year(first, (match["rel"] or "").strip(), anchor)
    if year is None:
        return Reading(UNKNOWN, "date", f"XXXX-{code}")
    return _cut(months_of(year, first, 3), match["part"], f"{year}-{code}")


def weekday(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Sunday, last Sunday, next Tuesday, Tuesday night."""
    wanted, rel = _WORDS.weekdays[match["weekday"].rstrip(".")], (match["rel"] or "").strip()
    if anchor.published is None:
        return Reading(UNKNOWN, "date", f"XXXX-WXX-{wanted + 1}")
    back = (anchor.published.weekday() - wanted) % 7
    if rel in ("next", "coming", "the coming", "this coming", "the next"):
        found = anchor.published + timedelta(days=7 - back)
    elif rel in ("last", "past", "this past", "the past", "the previous", "previous"):
        found = anchor.published - timedelta(days=back or 7)
    elif anchor.future:
        found = anchor.published + timedelta(days=(-back) % 7 if back else 0)
    else:
        found = anchor.published - timedelta(days=back)
    return Reading(day_of(found), "date", found.isoformat() + _part_code(match))


def near_day(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Today, yesterday, tomorrow, tonight, last night, this morning, overnight."""
    word = match["word"]
    by = {"yesterday": -1, "tomorrow": 1, "last": -1, "overnight": -1}.get(word.split()[0], 0)
    by = {"the day before yesterday": -2, "the day after tomorrow": 2}.get(word, by)
    code = next((letters for part, letters in _WORDS.day_parts.items() if word.endswith(part)), "")
    code = (
        "T" + (code or ("NI" if word.endswith("night") else ""))
        if code or word.endswith("night")
        else _part_code(match)
    )
    if anchor.published is None:
        return Reading(UNKNOWN, "date", "PRESENT_REF")
    day = anchor.published + timedelta(days=by)
    period = Period(day, anchor.published, "day") if word == "overnight" else day_of(day)
    return Reading(period, "date", day.isoformat() + code)


def told_day(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """The next day, the previous day, the same day: from the last day told."""
    base = anchor.last or anchor.published
    by = {
        "next": 1,
        "following": 1,
        "after": 1,
        "later": 1,
        "previous": -1,
        "before": -1,
        "earlier": -1,
        "preceding": -1,
    }
    if base is None:
        return Reading(UNKNOWN, "date", "XXXX-XX-XX")
    day = base + timedelta(days=by.get(match["which"], 0))
    return Reading(day_of(day), "date", day.isoformat() + _part_code(match))


def unit_near(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """This week, last month, next year, earlier this week, late last month, the previous year."""
    unit, rel = _WORDS.units[match["unit"]], match["rel"].split()[-1]
    step = _STEPS.get(rel, 0)
    told = rel in ("previous", "preceding", "following", "same", "that")
    base = anchor.last if told and anchor.last else anchor.published
    if rel in ("the", "latest", "full") and not match["part"]:
        return _bare_unit(match["unit"], base)
    if base is None:
        return Reading(UNKNOWN, "date", "XXXX")
    period, value = _unit_at(match["unit"], base, step)
    edge = (match["edge"] or "").strip()
    if edge == "earlier":
        return Reading(Period(period.start, min(base, period.end or base), period.precision), "date", value)
    if edge == "later":
        return Reading(Period(max(base, period.start or base), period.end, period.precision), "date", value)
    return _cut(period, match["part"], value)


def _bare_unit(word: str, base: date | None) -> Reading | None:
    """The weekend is the latest one; the week, the quarter, the year say only how long."""
    unit = _WORDS.units[word]
    if unit.code == "Y" and base is not None:
        return Reading(UNKNOWN, "vague", str(base.year))
    if unit.code != "WE" or base is None:
        return Reading(UNKNOWN, "vague", _duration(1.0, unit.code)) if unit.days > 1 else None
    period, value = _unit_at(word, base - timedelta(days=5), 0)
    return Reading(period, "date", value)


def stretch(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """The past two weeks, the coming days, the last 24 hours, recent days, within 48 hours."""
    unit = _WORDS.units[match["unit"].rstrip("s")] if match["unit"] != "centuries" else _WORDS.units["century"]
    many = _count(match["count"])
    value = _duration(many, unit.code)
    if not match["count"] and not match["unit"].endswith("s"):
        many = 1.0
        if match["rel"] not in ("past", "last", "next", "coming"):
            return None
    backward = match["rel"].split()[-1] in ("past", "last", "previous", "recent", "preceding")
    told = match["rel"].split()[-1]
    placed = told not in ("first", "final") and (told != "in" or anchor.future)
    if not placed or anchor.published is None or (told == "within" and anchor.tense == "past"):
        return Reading(UNKNOWN, "duration", value)
    if many is None:
        if unit.days != 1:
            return Reading(UNKNOWN, "duration" if match["count"] else "vague", value)
        many = 7.0
        if not backward:
            return Reading(
                Period(anchor.published + timedelta(1), anchor.published + timedelta(8), "week"), "date", value
            )
    hours = {"TH": 1 / 24, "TM": 1 / 1440}.get(unit.code, unit.days)
    length = timedelta(days=max(1, round(many * hours)))
    if backward:
        return Reading(Period(anchor.published - length, anchor.published, unit.precision), "duration", value)
    return Reading(Period(anchor.published, anchor.published + length, unit.precision), "duration", value)


def counted_back(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Three days ago, a week earlier, two days later, two years from now."""
    word, many = match["way"].split()[0], _count(match["count"])
    unit = _WORDS.units[match["unit"].rstrip("s")]
    ahead = word in ("later", "after", "from", "hence", "afterwards", "afterward")
    base = anchor.published if word in ("ago", "from", "hence") else anchor.last or anchor.published
    if base is None or many is None:
        return Reading(UNKNOWN, "vague", "FUTURE_REF" if ahead else "PAST_REF")
    by = int(many) if ahead else -int(many)
    if unit.code in ("TH", "TM", "TS"):
        return Reading(day_of(base), "date", base.isoformat())
    if unit.code in ("M", "Y", "Q", "E"):
        period, value = _unit_at(match["unit"].rstrip("s"), base, by)
        return Reading(period, "date", value)
    day = base + timedelta(days=by * unit.days)
    value = "{0}-W{1:02d}".format(*day.isocalendar()[:2]) if unit.code == "W" else day.isoformat()
    return Reading(Period(day, day, unit.precision), "date", value)


def duration(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Two weeks, 48-hour, several months: a length without a place in time."""
    word = match["unit"]
    unit = _WORDS.units["century" if word == "centuries" else word.rstrip("s")]
    return Reading(UNKNOWN, "duration", _duration(_count(match["count"]), unit.code))


def repeated(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Daily, every week, each Thursday."""
    if match["adverb"]:
        return Reading(UNKNOWN, "set", _WORDS.repeated[match["adverb"]])
    word = match["every"].rstrip(".")
    if word in _WORDS.weekdays:
        return Reading(UNKNOWN, "set", f"XXXX-WXX-{_WORDS.weekdays[word] + 1}")
    unit = _WORDS.units.get(word)
    return Reading(UNKNOWN, "set", _duration(1.0, unit.code) if unit else "PT24H")


def day_range(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """November 10 to 14, August 5 and 9, 10-14 November, August 5 to September 3."""
    months = _WORDS.months
    first, last = months[match["m1"].rstrip(".")], months[(match["m2"] or match["m1"]).rstrip(".")]
    if match["year"]:
        to = _one_day(int(match["year"]), last, int(match["d2"]), "")
        end = to.period.start if to else None
    else:
        end = _nearest_day(last, int(match["d2"]), anchor)
    if end is None:
        return Reading(UNKNOWN, "date", f"XXXX-{first:02d}-{int(match['d1']):02d}") if not anchor.published else None
    begin = _one_day(end.year - int(first > last), first, int(match["d1"]), "")
    if begin is None or begin.period.start is None or begin.period.start >= end:
        return None
    start = begin.period.start
    return Reading(Period(start, end, "day"), "date", f"{start.isoformat()}/{end.isoformat()}")


def feast(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Christmas Day, New Year's Eve."""
    month, day = _WORDS.feasts[match["feast"]]
    found = _nearest_day(month, day, anchor)
    if found is None:
        return Reading(UNKNOWN, "date", f"XXXX-{month:02d}-{day:02d}")
    return Reading(day_of(found), "date", found.isoformat())


def named(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """The Gulf War, 9/11, the 2006 war."""
    for row in _WORDS.named:
        if row.name == match["named"] and (not row.near or row.near & anchor.sentence):
            value = row.start.isoformat() if row.start == row.end else f"{row.start}/{row.end}"
            return Reading(Period(row.start, row.end, "day"), "date", value)
    return None


def vague(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Now, recently, soon."""
    return Reading(UNKNOWN, "vague", _WORDS.vague[match["vague"]])


def clock(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """10:35 a.m., 5 p.m.: a time of a day that is told elsewhere."""
    hour, minute = int(match["hour"]) % 12, match["minute"] or "00"
    hour += 12 if match["half"].startswith("p") else 0
    base = anchor.last or anchor.published
    return Reading(UNKNOWN, "vague", f"{base.isoformat() if base else 'XXXX-XX-XX'}T{hour:02d}:{minute}")


def that_time(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """A day part on its own, in the morning: nothing is known but the part."""
    base = anchor.last or anchor.published
    code = _WORDS.day_parts[match["daypart"]]
    return Reading(UNKNOWN, "vague", f"{base.isoformat() if base else 'XXXX-XX-XX'}T{code}")


def _one_day(year: int, month: int, day: int, code: str) -> Reading | None:
    if not (1 <= month <= 12 and 1000 <= year <= 2999 and 1 <= day <= monthrange(year, month)[1]):
        return None
    found = date(year, month, day)
    return Reading(day_of(found), "date", found.isoformat() + code)


def _named_day(month: int, day: int, anchor: Anchor) -> date | None:
    for row in _WORDS.named:
        first = row.start
        if (first.month, first.day) != (month, day) or first != row.end or not row.name[-1].isdigit():
            continue
        if (row.near and not row.near & anchor.sentence) or "/" in row.name:
            continue
        if anchor.published is None:
            return first
        since = anchor.published - (_nearest_day(month, day, anchor) or first)
        fresh = 0 <= since.days <= _WORDS.fresh_days and not row.near and "since" not in anchor.sentence
        return first if anchor.published >= first and not anchor.future and not fresh else None
    return None


def _nearest_day(month: int, day: int, anchor: Anchor, weekday: int | None = None) -> date | None:
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
    reach = {"future": 366, "past": -1}.get(anchor.tense, 60)
    reach = max(reach, 90) if anchor.bound in ("by", "until", "till", "through") else reach
    return ahead if (ahead - anchor.published).days <= reach else past


def _sure(day: date | None) -> date:
    assert day is not None
    return day


def _month_year(month: int, rel: str, anchor: Anchor) -> int | None:
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


def _told_year(year: str | None, rel: str | None, anchor: Anchor) -> int | None:
    if year:
        return int(year)
    if rel and anchor.published:
        return anchor.published.year + {"last": -1, "next": 1, "previous": -1}.get(rel.split()[-1], 0)
    return None


def _unit_at(word: str, base: date, step: int) -> tuple[Period, str]:
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


def _cut(period: Period, part: str | None, value: str) -> Reading:
    third = next((_WORDS.parts[word] for word in re.findall(r"[a-z]+", part or "") if word in _WORDS.parts), None)
    return Reading(third_of(period, third) if third else period, "date", value)


def _part_code(match: re.Match[str]) -> str:
    word = match.groupdict().get("daypart")
    return "T" + _WORDS.day_parts[word] if word else ""


def _count(words: str | None) -> float | None:
    """The number told, 1 for "a", None for "several" and for no number at all."""
    if not words or words.strip() in ("several", "few", "a few", "some", "many"):
        return None
    parts = words.replace("-", " ").split()
    if parts[0] in ("a", "an", "another", "the"):
        if len(parts) == 1:
            return 1.0
        if parts[1] == "couple":
            return 2.0
    found = read_number(parts, 0)
    return found.low if found else None


def _duration(many: float | None, code: str) -> str:
    if code == "E":
        many, code = many and 10 * many, "Y"
    count = "X" if many is None else f"{many:g}"
    return f"PT{count}{code[1]}" if code[0] == "T" else f"P{count}{code}"


def _ordinal(word: str) -> int:
    return {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}.get(word) or int(word[0])
