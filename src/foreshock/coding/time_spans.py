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
    part_code,
    told_year,
    unit_at,
    unit_named,
)
from foreshock.coding.time_units import year_back
from foreshock.coding.time_words import (
    Period,
    day_of,
    half_of,
    month_of,
    months_of,
    time_words,
    year_of,
)

_WORDS = time_words()
_FAR_DAYS = 365 * 900
"""Beyond this an expression speaks of ages, not of days a report could mean."""


def month_alone(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """October, mid-October, last August, October 2024."""
    month, rel = _WORDS.months[match["month"].rstrip(".")], (match["rel"] or "").strip()
    if match["year"]:
        year: int | None = int(match["year"])
    elif match["yearly"]:
        year = told_year(None, match["yearly"], anchor)
    else:
        year = month_year(month, rel, anchor)
    if year is None:
        return Reading(UNKNOWN, "date", f"XXXX-{month:02d}")
    if match["half"]:
        return Reading(half_of(month_of(year, month), match["half"]), "date", f"{year}-{month:02d}")
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
            Period(date(max(first, 0) + 1, 1, 1), date(first + 100, 12, 31), "year"), "date", str(first // 100)
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
    lately = told == "in" and anchor.tense == "past" and unit.code == "TH" and bool(match["count"])
    backward = backward or lately
    placed = told not in ("first", "final") and (told != "in" or anchor.future or lately)
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
    long = unit.code in ("M", "Y", "Q", "E", "C")
    told = (anchor.told if long else anchor.last) or (None if word == "later" else anchor.published)
    base = anchor.published if word in ("ago", "from", "hence") else told
    if base and unit.code in ("TH", "TM", "TS") and word in ("later", "earlier"):
        return Reading(day_of(base), "date", base.isoformat())
    if base is None or many is None or many * unit.days > _FAR_DAYS:
        return Reading(UNKNOWN, "vague", "FUTURE_REF" if ahead else "PAST_REF")
    by = int(many) if ahead else -int(many)
    if (unit.code, by) == ("Y", -1) and (quarter := year_back(anchor)):
        return quarter
    if unit.code in ("TH", "TM", "TS"):
        return Reading(day_of(base), "date", base.isoformat())
    if long:
        by *= {"E": 10, "C": 100}.get(unit.code, 1)
        period, value = unit_at("year" if unit.code in ("E", "C") else match["unit"].rstrip("s"), base, by)
        return Reading(period, "date", value)
    day = base + timedelta(days=by * unit.days)
    value = "{}-W{:02d}".format(*day.isocalendar()[:2]) if unit.code == "W" else day.isoformat()
    return Reading(Period(day, day, unit.precision), "date", value)


def since_told(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Of "has since", "since then": from the last time told on."""
    if anchor.told is None:
        return Reading(UNKNOWN, "vague", "PAST_REF")
    return Reading(Period(anchor.told, None, "day"), "date", f"{anchor.told.isoformat()}/..")


def duration(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Two weeks, 48-hour, several months: a length without a place in time."""
    unit, many = unit_named(match["unit"]), count_of(match["count"])
    halved = match.groupdict().get("half") and many is not None
    if halved and not unit.half:
        return Reading(UNKNOWN, "duration", length((many or 0) + 0.5, unit.code))
    return Reading(UNKNOWN, "duration", length(many, unit.code, unit.half if halved else ""))


def repeated(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Daily, every week, each Thursday."""
    if match["adverb"]:
        return Reading(UNKNOWN, "set", _WORDS.repeated[match["adverb"]])
    word = (match["every"] or match["days"]).rstrip(".")
    if word in _WORDS.weekdays:
        return Reading(UNKNOWN, "set", f"XXXX-WXX-{_WORDS.weekdays[word] + 1}{part_code(match)}")
    if word in _WORDS.months:
        return Reading(UNKNOWN, "set", f"XXXX-{_WORDS.months[word]:02d}")
    unit = _WORDS.units.get(word)
    return Reading(UNKNOWN, "set", length(1.0, unit.code) if unit else "PT24H")


def vague(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Now, recently, soon."""
    return Reading(UNKNOWN, "vague", _WORDS.vague[match["vague"]])
