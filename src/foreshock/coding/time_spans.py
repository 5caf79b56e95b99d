"""How expressions longer or vaguer than a day are read: one function a form.

The law: a length without a place in time has no days; a vague word never gets any.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from foreshock.coding.time_anchor import (
    UNKNOWN,
    Anchor,
    Reading,
    count_of,
    cut,
    length,
    month_year,
    ordinal,
    told_year,
    unit_at,
    unit_named,
)
from foreshock.coding.time_words import (
    Period,
    day_of,
    month_of,
    months_of,
    time_words,
    year_of,
)

_WORDS = time_words()
_FAR_DAYS = 365 * 900
"""Beyond this an expression speaks of ages, not of days a report could mean."""
_STEPS = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "following": 1}


def month_alone(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """October, mid-October, last August, October 2024."""
    month, rel = _WORDS.months[match["month"].rstrip(".")], (match["rel"] or "").strip()
    if match["year"]:
        year: int | None = int(match["year"])
    else:
        year = month_year(month, rel, anchor)
    if year is None:
        return Reading(UNKNOWN, "date", f"XXXX-{month:02d}")
    return cut(month_of(year, month), match["part"], f"{year}-{month:02d}")


def year_alone(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """2003, late 2023."""
    year = int(match["year"])
    return cut(year_of(year), match["part"], str(year))


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
        if not 1 <= int(match["century"]) <= 30:
            return None
        first = (int(match["century"]) - 1) * 100
        return Reading(
            Period(date(max(first, 0) + 1, 1, 1), date(first + 100, 12, 31), "year"), "date", f"{first // 100}XX"
        )
    digits = match["decade"].lstrip("'")
    first = int(digits) if len(digits) == 4 else 1900 + int(digits) if int(digits) > 20 else 2000 + int(digits)
    return cut(Period(date(first, 1, 1), date(first + 9, 12, 31), "year"), match["part"], str(first // 10))


def part_of_year(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """The first half of 2024, the third quarter, the first quarter of last year."""
    which = ordinal(match["nth"])
    year = told_year(match["year"], match["rel"], anchor)
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
        year = month_year(first, (match["rel"] or "").strip(), anchor)
    if year is None:
        return Reading(UNKNOWN, "date", f"XXXX-{code}")
    return cut(months_of(year, first, 3), match["part"], f"{year}-{code}")


def unit_near(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """This week, last month, next year, earlier this week, late last month, the previous year."""
    rel = match["rel"].split()[-1]
    step = _STEPS.get(rel, 0)
    told = rel in ("previous", "preceding", "following", "same", "that")
    base = anchor.last if told and anchor.last else anchor.published
    if rel in ("the", "latest", "full") and not match["part"]:
        return _bare_unit(match["unit"], base)
    if base is None:
        return Reading(UNKNOWN, "date", "XXXX")
    period, value = unit_at(match["unit"], base, step)
    edge = (match["edge"] or "").strip()
    if edge == "earlier":
        return Reading(Period(period.start, min(base, period.end or base), period.precision), "date", value)
    if edge == "later":
        return Reading(Period(max(base, period.start or base), period.end, period.precision), "date", value)
    return cut(period, match["part"], value)


def _bare_unit(word: str, base: date | None) -> Reading | None:
    """The weekend is the latest one; the week, the quarter, the year say only how long."""
    unit = _WORDS.units[word]
    if unit.code == "Y" and base is not None:
        return Reading(UNKNOWN, "vague", str(base.year))
    if unit.code != "WE" or base is None:
        return Reading(UNKNOWN, "vague", length(1.0, unit.code)) if unit.days > 1 else None
    period, value = unit_at(word, base - timedelta(days=5), 0)
    return Reading(period, "date", value)


def stretch(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """The past two weeks, the coming days, the last 24 hours, recent days, within 48 hours."""
    unit = unit_named(match["unit"])
    many = count_of(match["count"])
    value = length(many, unit.code)
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
    if many * unit.days > _FAR_DAYS:
        return Reading(UNKNOWN, "duration", value)
    hours = {"TH": 1 / 24, "TM": 1 / 1440}.get(unit.code, unit.days)
    reach = timedelta(days=max(1, round(many * hours)))
    if backward:
        return Reading(Period(anchor.published - reach, anchor.published, unit.precision), "duration", value)
    return Reading(Period(anchor.published, anchor.published + reach, unit.precision), "duration", value)


def counted_back(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Three days ago, a week earlier, two days later, two years from now."""
    word, many = match["way"].split()[0], count_of(match["count"])
    unit = unit_named(match["unit"])
    ahead = word in ("later", "after", "from", "hence", "afterwards", "afterward")
    base = anchor.published if word in ("ago", "from", "hence") else anchor.last or anchor.published
    if base is None or many is None or many * unit.days > _FAR_DAYS:
        return Reading(UNKNOWN, "vague", "FUTURE_REF" if ahead else "PAST_REF")
    by = int(many) if ahead else -int(many)
    if unit.code in ("TH", "TM", "TS"):
        return Reading(day_of(base), "date", base.isoformat())
    if unit.code in ("M", "Y", "Q", "E"):
        period, value = unit_at(match["unit"].rstrip("s").replace("centurie", "century"), base, by)
        return Reading(period, "date", value)
    day = base + timedelta(days=by * unit.days)
    value = "{}-W{:02d}".format(*day.isocalendar()[:2]) if unit.code == "W" else day.isoformat()
    return Reading(Period(day, day, unit.precision), "date", value)


def duration(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Two weeks, 48-hour, several months: a length without a place in time."""
    unit = unit_named(match["unit"])
    return Reading(UNKNOWN, "duration", length(count_of(match["count"]), unit.code))


def repeated(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Daily, every week, each Thursday."""
    if match["adverb"]:
        return Reading(UNKNOWN, "set", _WORDS.repeated[match["adverb"]])
    word = match["every"].rstrip(".")
    if word in _WORDS.weekdays:
        return Reading(UNKNOWN, "set", f"XXXX-WXX-{_WORDS.weekdays[word] + 1}")
    unit = _WORDS.units.get(word)
    return Reading(UNKNOWN, "set", length(1.0, unit.code) if unit else "PT24H")


def vague(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Now, recently, soon."""
    return Reading(UNKNOWN, "vague", _WORDS.vague[match["vague"]])
