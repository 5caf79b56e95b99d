"""How the week, the month, the quarter and the year near a time already told are read: one function a form.

The law: "the past year" is as long a time up to now, "last year" the one of the calendar; a quarter told of is kept.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from foreshock.coding.time_anchor import UNKNOWN, Anchor, Reading, cut, length, unit_at
from foreshock.coding.time_words import Period, Unit, time_words, year_of

_WORDS = time_words()
_STEPS = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "following": 1}


def unit_near(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """This week, last month, next year, earlier this week, late last month, the previous year."""
    rel = match["rel"].split()[-1]
    step = _STEPS.get(rel, 0)
    told = rel in ("previous", "preceding", "following", "same", "that")
    base = ((anchor.last if match["unit"] == "day" else anchor.told) if told else None) or anchor.published
    if _is_stretch(match):
        return _back(1.0, _WORDS.units[match["unit"]], anchor)
    if rel in ("the", "latest", "full") and not match["part"]:
        return _bare_unit(match["unit"], rel, base, anchor)
    if base is None:
        return Reading(UNKNOWN, "date", "XXXX")
    period, value = unit_at(match["unit"], base, step)
    edge = (match["edge"] or "").strip()
    if edge == "earlier":
        return Reading(Period(period.start, min(base, period.end or base), period.precision), "date", value)
    if edge == "later":
        return Reading(Period(max(base, period.start or base), period.end, period.precision), "date", value)
    return cut(period, match["part"], value)


def _is_stretch(match: re.Match[str]) -> bool:
    """True of "the past year" and "the last week": as long a time up to now, and not the one of the calendar."""
    plain = match["rel"] == "past" or (match["rel"] == "last" and match[0].startswith("the last"))
    return plain and not match["part"] and not match["edge"] and match["unit"] not in ("day", "weekend", "quarter")


def _back(many: float, unit: Unit, anchor: Anchor) -> Reading:
    value = length(many, unit.code)
    if anchor.published is None:
        return Reading(UNKNOWN, "duration", value)
    first = anchor.published - timedelta(days=round(many * unit.days))
    return Reading(Period(first, anchor.published, unit.precision), "duration", value)


def _bare_unit(word: str, rel: str, base: date | None, anchor: Anchor) -> Reading | None:
    """The weekend is the latest one, the quarter the one told of; the week, the year say only how long."""
    unit = _WORDS.units[word]
    if unit.code == "Q" and base is not None and (anchor.quarter or rel == "latest"):
        return _told_quarter(base, anchor.quarter)
    if unit.code == "Y" and base is not None:
        return Reading(UNKNOWN, "vague", str(base.year))
    if unit.code != "WE" or base is None:
        return Reading(UNKNOWN, "vague", length(1.0, unit.code)) if unit.days > 1 else None
    period, value = unit_at(word, base - timedelta(days=5), 0)
    return Reading(period, "date", value)


def _told_quarter(base: date, told: date | None) -> Reading:
    """The quarter told of, or the last one that is over."""
    period, value = unit_at("quarter", told or base, 0 if told else -1)
    if period.end is not None and period.end > base:
        period, value = unit_at("quarter", base, -1)
    return Reading(period, "date", value)


def year_end(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Year-end, by year's end: the end of the year of publication."""
    if anchor.published is None:
        return Reading(UNKNOWN, "date", "XXXX")
    year = anchor.published.year
    return cut(year_of(year), "end", str(year))


def unit_beside(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """The year before, the week after: from the last time told."""
    base = anchor.told or anchor.published
    if base is None:
        return Reading(UNKNOWN, "date", "XXXX")
    period, value = unit_at(match["unit"], base, 1 if match["way"] == "after" else -1)
    return Reading(period, "date", value)


def latest_period(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """The latest period: the quarter told of, nothing where none is."""
    return _told_quarter(anchor.published, anchor.quarter) if anchor.published and anchor.quarter else None


def year_before(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """The year-ago quarter, year-earlier results: a year before the publication."""
    if anchor.published is None:
        return Reading(UNKNOWN, "date", "XXXX")
    return year_back(anchor) or Reading(year_of(anchor.published.year - 1), "date", str(anchor.published.year - 1))


def year_back(anchor: Anchor) -> Reading | None:
    """The same quarter of the year before, where a quarter is what is told of."""
    if anchor.quarter is None:
        return None
    period, value = unit_at("quarter", anchor.quarter, -4)
    return Reading(period, "date", value)
