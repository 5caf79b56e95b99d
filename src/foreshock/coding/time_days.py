"""How expressions that name a day are read: one function a form.

The law: a reading is what the words and the anchor say; without an anchor a relative day stays unknown.
"""

from __future__ import annotations

import re
from datetime import timedelta

from foreshock.coding.time_anchor import (
    UNKNOWN,
    Anchor,
    Reading,
    named_day,
    nearest_day,
    one_day,
    part_code,
    told_year,
)
from foreshock.coding.time_words import (
    Period,
    day_of,
    nth_weekday,
    time_words,
)

_WORDS = time_words()


def whole_date(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """October 26, 26 October 2024, Sunday, Oct. 26."""
    month, day = _WORDS.months[match["month"].rstrip(".")], int(match["day"])
    if (year := told_year(match["year"], match["yearly"], anchor)) is not None:
        return one_day(year, month, day, part_code(match))
    if (named := named_day(month, day, anchor)) is not None:
        return Reading(day_of(named), "date", named.isoformat())
    found = nearest_day(month, day, anchor, _WORDS.weekdays.get((match["dayname"] or "").rstrip(".")))
    if found is None:
        return Reading(UNKNOWN, "date", f"XXXX-{month:02d}-{day:02d}") if anchor.published is None else None
    return Reading(day_of(found), "date", found.isoformat() + part_code(match))


def digits(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """2024-11-27, with or without a clock time."""
    clock = match["clock"]
    found = one_day(int(match["year"]), int(match["month"]), int(match["day"]), "")
    return Reading(found.period, "date", found.value + f"T{clock}") if found and clock else found


def slashed(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """11/02/89 is read month first, unless the first number cannot be a month."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["c"])
    year += 0 if year > 99 else 1900 if year > 40 else 2000
    return one_day(year, first, second, "") if first <= 12 else one_day(year, second, first, "")


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
    elif anchor.future or (anchor.bound in ("by", "until", "till") and not anchor.tense):
        found = anchor.published + timedelta(days=(-back) % 7 if back else 0)
    else:
        found = anchor.published - timedelta(days=back)
    return Reading(day_of(found), "date", found.isoformat() + part_code(match))


def near_day(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Today, yesterday, tomorrow, tonight, last night, this morning, overnight."""
    word = match["word"]
    by = {"yesterday": -1, "tomorrow": 1, "last": -1, "overnight": -1}.get(word.split()[0], 0)
    by = {"the day before yesterday": -2, "the day after tomorrow": 2}.get(word, by)
    code = next((letters for part, letters in _WORDS.day_parts.items() if word.endswith(part)), "")
    code = (
        "T" + (code or ("NI" if word.endswith("night") else "")) if code or word.endswith("night") else part_code(match)
    )
    if anchor.published is None:
        return Reading(UNKNOWN, "date", "PRESENT_REF")
    told = anchor.here if word == "overnight" and anchor.here and anchor.here < anchor.published else None
    day = (told or anchor.published) + timedelta(days=by)
    period = Period(day, told or anchor.published, "day") if word == "overnight" else day_of(day)
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
    day = base + timedelta(days=by.get(match["which"] or match["which2"], 0))
    return Reading(day_of(day), "date", day.isoformat() + part_code(match))


def day_range(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """November 10 to 14, August 5 and 9, 10-14 November, August 5 to September 3."""
    months = _WORDS.months
    first, last = months[match["m1"].rstrip(".")], months[(match["m2"] or match["m1"]).rstrip(".")]
    if match["year"]:
        to = one_day(int(match["year"]), last, int(match["d2"]), "")
        end = to.period.start if to else None
    else:
        end = nearest_day(last, int(match["d2"]), anchor)
    if end is None:
        return Reading(UNKNOWN, "date", f"XXXX-{first:02d}-{int(match['d1']):02d}") if not anchor.published else None
    begin = one_day(end.year - int(first > last), first, int(match["d1"]), "")
    if begin is None or begin.period.start is None or begin.period.start >= end:
        return None
    start = begin.period.start
    return Reading(Period(start, end, "day"), "date", f"{start.isoformat()}/{end.isoformat()}")


def feast(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Christmas Day, New Year's Eve."""
    if match["feast"] in _WORDS.floating_feasts:
        return _floating(match["feast"], anchor)
    month, day = _WORDS.feasts[match["feast"]]
    found = nearest_day(month, day, anchor)
    if found is None:
        return Reading(UNKNOWN, "date", f"XXXX-{month:02d}-{day:02d}")
    return Reading(day_of(found), "date", found.isoformat())


def _floating(name: str, anchor: Anchor) -> Reading:
    """A feast that moves with the week: the latest one, or the next where the tense is future."""
    month, weekday, nth = _WORDS.floating_feasts[name]
    if anchor.published is None:
        return Reading(UNKNOWN, "date", f"XXXX-{month:02d}")
    year = anchor.published.year
    days = [nth_weekday(y, month, weekday, nth) for y in (year - 1, year, year + 1)]
    past, ahead = max(d for d in days if d <= anchor.published), min(d for d in days if d >= anchor.published)
    found = ahead if anchor.future else past
    return Reading(day_of(found), "date", found.isoformat())


def named(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """The Gulf War, 9/11, the 2006 war."""
    for row in _WORDS.named:
        if row.name == match["named"] and (not row.near or row.near & anchor.sentence):
            value = row.start.isoformat() if row.start == row.end else f"{row.start}/{row.end}"
            return Reading(Period(row.start, row.end, "day"), "date", value)
    return None


def clock(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """10:35 a.m., 5 p.m., 14:30 GMT, noon: a time of a day that is told elsewhere."""
    base = anchor.last or anchor.published
    return Reading(UNKNOWN, "vague", f"{base.isoformat() if base else 'XXXX-XX-XX'}T{_hour(match)}")


def _hour(match: re.Match[str]) -> str:
    if match["called"]:
        return _WORDS.clock[match["called"]]
    if match["hour24"]:
        return f"{int(match['hour24']):02d}:{match['minute24']}"
    hour = int(match["hour"]) % 12 + (12 if match["half"].startswith("p") else 0)
    return f"{hour:02d}:{match['minute'] or '00'}"


def that_time(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """That night, of the last day told; of "in the morning" nothing is known but the part."""
    base = anchor.last or anchor.published
    code = _WORDS.day_parts[match["daypart"]]
    if anchor.last and match[0].startswith("that "):
        return Reading(day_of(anchor.last), "date", f"{anchor.last.isoformat()}T{code}")
    return Reading(UNKNOWN, "vague", f"{base.isoformat() if base else 'XXXX-XX-XX'}T{code}")
