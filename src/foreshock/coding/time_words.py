"""The words of time, read once from the codebook, and the arithmetic of periods.

The law: every word that names a time is in `codebook/times.toml`; here is only how periods are cut from a calendar.
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from foreshock.records.event import Precision


@dataclass(frozen=True, slots=True)
class Period:
    """Days `start` to `end`, both inclusive, None where open."""

    start: date | None
    end: date | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time: its rough length, the letters of its normal form, how finely it tells, the form of its half."""

    days: int
    code: str
    precision: Precision
    half: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A day or period with a name of its own; `near` words must stand in the same sentence, where any are given."""

    name: str
    start: date
    end: date
    near: frozenset[str]


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The tables of `codebook/times.toml`."""

    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    day_parts: dict[str, str]
    units: dict[str, Unit]
    parts: dict[str, int]
    vague: dict[str, str]
    repeated: dict[str, str]
    feasts: dict[str, tuple[int, int]]
    floating_feasts: dict[str, tuple[int, int, int]]
    clock: dict[str, str]
    named: tuple[Named, ...]
    fresh_days: int
    quarter_reach_words: int
    future_auxiliaries: frozenset[str]
    future_lemmas: frozenset[str]
    asking: frozenset[str]
    appointed: frozenset[str]
    ahead: frozenset[str]
    future_bounds: tuple[str, ...]
    hosts: dict[str, frozenset[str]]


@cache
def time_words() -> TimeWords:
    """The words of time that foreshock knows."""
    told: dict[str, Any] = tomllib.loads(files("foreshock.codebook").joinpath("times.toml").read_text("utf8"))
    return TimeWords(
        months=told["months"],
        weekdays=told["weekdays"],
        seasons=told["seasons"],
        day_parts=told["day_parts"],
        units={word: Unit(**row) for word, row in told["units"].items()},
        parts=told["parts"],
        vague=told["vague"],
        repeated=told["repeated"],
        feasts={name: (day[0], day[1]) for name, day in told["feasts"].items()},
        floating_feasts={name: (day[0], day[1], day[2]) for name, day in told["floating_feasts"].items()},
        clock=told["clock"],
        named=tuple(Named(n["name"], n["start"], n["end"], frozenset(n.get("with", ()))) for n in told["named"]),
        fresh_days=told["fresh_days"],
        quarter_reach_words=told["quarter_reach_words"],
        future_auxiliaries=frozenset(told["future"]["auxiliaries"]),
        future_lemmas=frozenset(told["future"]["lemmas"]),
        asking=frozenset(told["future"]["asking"]),
        appointed=frozenset(told["future"]["appointed"]),
        ahead=frozenset(told["future"]["ahead"]),
        future_bounds=tuple(told["future"]["bounds"]),
        hosts={name: frozenset(listed) for name, listed in told["hosts"].items()},
    )


def day_of(day: date) -> Period:
    """One day."""
    return Period(day, day, "day")


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month; -1 is the last."""
    days = [date(year, month, d) for d in range(1, monthrange(year, month)[1] + 1)]
    return [d for d in days if d.weekday() == weekday][nth - (nth > 0)]


def month_of(year: int, month: int) -> Period:
    """One month of the calendar."""
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")


def months_of(year: int, first: int, count: int) -> Period:
    """`count` months from month `first` of `year`; months past twelve run into the next year."""
    last = month_of(year + (first + count - 2) // 12, (first + count - 2) % 12 + 1)
    return Period(date(year, first, 1), last.end, "month")


def year_of(year: int) -> Period:
    """One year of the calendar."""
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def week_of(day: date) -> Period:
    """The week of a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6), "week")


def third_of(period: Period, part: int) -> Period:
    """The early (1), mid (2) or late (3) part: of a month days 1-10, 11-20 and 21 to the end, else a third."""
    if period.start is None or period.end is None:
        return period
    if period.precision == "month" and (period.end - period.start).days <= 31:
        first, last = {1: (1, 10), 2: (11, 20), 3: (21, period.end.day)}[part]
        return Period(period.start.replace(day=first), period.start.replace(day=last), "part-of-month")
    if period.precision == "year" and (period.end - period.start).days <= 366:
        return Period(*_ends(months_of(period.start.year, 4 * part - 3, 4)), "year")
    length = (period.end - period.start).days + 1
    start = period.start + timedelta(days=length * (part - 1) // 3)
    return Period(start, period.start + timedelta(days=length * part // 3 - 1), period.precision)


def half_of(month: Period, which: str) -> Period:
    """The first half of a month, days 1 to 15, or what follows."""
    if month.start is None:
        return month
    middle = month.start.replace(day=15)
    if which == "first":
        return Period(month.start, middle, "part-of-month")
    return Period(middle + timedelta(days=1), month.end, "part-of-month")


def shift_months(year: int, month: int, by: int) -> tuple[int, int]:
    """The year and month that lie `by` months away."""
    count = year * 12 + month - 1 + by
    return count // 12, count % 12 + 1


def _ends(period: Period) -> tuple[date | None, date | None]:
    return period.start, period.end
