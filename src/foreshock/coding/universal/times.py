"""Times of a report over Universal Dependencies: days, weekdays, months, spans counted from the publication.

The law: a time is what the words say, read from the publication day, past first; nothing is dated by default.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from foreshock.codebook.language import language_times
from foreshock.records import Span, When
from foreshock.records.event import Precision

Period = tuple[date | None, date | None, Precision]
UNKNOWN: Period = (None, None, "unknown")


@dataclass(frozen=True, slots=True)
class TimeFound:
    """A time told at characters of the text, and the period it means."""

    span: Span
    when: When
    weekday: bool = False

    def ahead(self) -> When:
        """The same weekday of the week to come, for what is told in the future."""
        if not self.weekday or self.when.start is None:
            return self.when
        day = self.when.start + timedelta(days=7)
        return replace(self.when, start=day, end=day)


class Times:
    """The time expressions of one language; built once."""

    def __init__(self, code: str) -> None:
        self._told = language_times(code)
        self._forms = list(self._readers())

    def find(self, text: str, day: date | None) -> list[TimeFound]:
        """All times of the text in text order, the longest at each place."""
        lower = _lower(text)
        hits = [(m.start(), -m.end(), m, read) for form, read in self._forms for m in form.finditer(lower)]
        found: list[TimeFound] = []
        at = 0
        for start, end, match, read in sorted(hits, key=lambda h: h[:2]):
            if start < at:
                continue
            period = read(match, day)
            if period is None:
                continue
            first, period = self._bounded(lower, start, period)
            at = -end
            span = Span(first, -end)
            bare = read == self._weekday and not match[2]
            found.append(TimeFound(span, When(period[0], period[1], period[2], span.of(text), span), bare))
        return found

    def _bounded(self, lower: str, start: int, period: Period) -> tuple[int, Period]:
        """The period with what the words before it bound: since, until."""
        before = lower[max(0, start - 20) : start]
        words = self._told["words"]
        for key in ("since", "until"):
            for word in words[key]:
                bound = re.search(rf"(?<!\w){re.escape(word)}(?: le| la| l')? ?$", before)
                if bound:
                    first = start - len(before) + bound.start()
                    open_ = (period[0], None) if key == "since" else (None, period[1])
                    return first, (*open_, period[2])
        return start, period

    def _readers(self) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], Period | None]]]:
        told = self._told
        month, weekday = _any(told["months"]), _any(told["weekdays"])
        words, number = told["words"], rf"\d{{1,3}}|{_any(told['numbers'])}"
        last, nxt, this = _any(words["last"]), _any(words["next"]), _any(words["this"])
        unit, first = _any(told["units"]), _any(words["first_day"])
        yield _form(rf"(?:{weekday} )?(\d{{1,2}}|{first}) ({month})\.?(?: (\d{{4}}))?"), self._day
        yield _form(rf"({weekday})(?: ({last}|{nxt}))?"), self._weekday
        yield _form(_any(told["days"])), self._named_day
        yield _form(_any(told["named"])), self._own_name
        parts = "|".join(rf"(?P<{k}>{_any(words[k])})" for k in ("early", "mid", "late"))
        yield _form(rf"(?:{parts}) ?({month})(?: (\d{{4}}))?"), self._part
        yield _form(rf"(?:en |au mois de |au mois d')({month})(?: (\d{{4}}|{last}|{nxt}))?"), self._month
        yield _form(rf"({month}) (\d{{4}})"), self._month
        yield _form(rf"(?:la |le |l'|les )?(?:(?P<n>{number}) )?({unit}) ({last}|{nxt})"), self._beside
        yield _form(rf"(?:{_any(words['ago'])}) (?:environ )?({number}) ({unit})"), self._ago
        yield _form(rf"(?:{this}) ({unit})"), self._this
        yield _form(r"(?:en|dès|depuis|fin|début|de) (\d{4})"), self._year
        yield _form(rf"(?:{_any(words['within'])}) (\d{{1,3}}|{_any(told['numbers'])}) ({unit}|heures)"), self._within

    def _day(self, m: re.Match[str], day: date | None) -> Period | None:
        number = int(re.sub(r"\D", "", m[1]))
        month = self._told["months"][m[2]]
        years = [int(m[3])] if m[3] else ([day.year, day.year - 1] if day else [])
        for year in years:
            if not 1 <= number <= monthrange(year, month)[1]:
                return None
            found = date(year, month, number)
            if m[3] or (day and found <= day + timedelta(days=60)):
                return found, found, "day"
        return UNKNOWN

    def _weekday(self, m: re.Match[str], day: date | None) -> Period:
        if day is None:
            return UNKNOWN
        wanted = self._told["weekdays"][m[1]]
        if m[2] and m[2] in self._told["words"]["next"]:
            found = day + timedelta(days=(wanted - day.weekday() - 1) % 7 + 1)
        else:
            found = day - timedelta(days=(day.weekday() - wanted) % 7)
            found -= timedelta(days=7 if m[2] and found == day else 0)
        return found, found, "day"

    def _named_day(self, m: re.Match[str], day: date | None) -> Period:
        if day is None:
            return UNKNOWN
        found = day + timedelta(days=self._told["days"][m[0]])
        return found, found, "day"

    def _own_name(self, m: re.Match[str], day: date | None) -> Period:
        found = date.fromisoformat(self._told["named"][m[0]])
        return found, found, "day"

    def _part(self, m: re.Match[str], day: date | None) -> Period | None:
        whole = self._month_of(m[4], m[5], day)
        if whole[0] is None:
            return whole
        start, end = whole[0], whole[1]
        if m["early"]:
            return start, start.replace(day=10), "part-of-month"
        return (
            (start.replace(day=11), start.replace(day=20), "part-of-month")
            if m["mid"]
            else (start.replace(day=21), end, "part-of-month")
        )

    def _month(self, m: re.Match[str], day: date | None) -> Period:
        return self._month_of(m[1], m[2], day)

    def _month_of(self, name: str, year: str | None, day: date | None) -> Period:
        month = self._told["months"][name]
        if year and year.isdigit():
            told = int(year)
        elif day is None:
            return UNKNOWN
        elif year and year in self._told["words"]["next"]:
            told = day.year + (month <= day.month)
        else:
            told = day.year - (month > day.month)
        return date(told, month, 1), date(told, month, monthrange(told, month)[1]), "month"

    def _beside(self, m: re.Match[str], day: date | None) -> Period:
        """La semaine dernière, le mois prochain, les trois derniers jours."""
        if day is None:
            return UNKNOWN
        unit, way = self._told["units"][m[2]], 1 if m[3] in self._told["words"]["next"] else -1
        if m["n"]:
            return day - timedelta(days=self._number(m["n"]) * _DAYS[unit]), day, "week"
        return _whole(unit, day, way)

    def _ago(self, m: re.Match[str], day: date | None) -> Period:
        if day is None:
            return UNKNOWN
        unit, number = self._told["units"][m[2]], self._number(m[1])
        if unit == "year":
            return _whole("year", day, -number)
        if unit == "month":
            return _whole("month", day, -number)
        found = day - timedelta(days=number * _DAYS[unit])
        return found, found, "day" if unit == "day" else "week"

    def _this(self, m: re.Match[str], day: date | None) -> Period:
        return UNKNOWN if day is None else _whole(self._told["units"][m[1]], day, 0)

    def _year(self, m: re.Match[str], day: date | None) -> Period | None:
        year = int(m[1])
        return (date(year, 1, 1), date(year, 12, 31), "year") if 1000 <= year <= 2999 else None

    def _within(self, m: re.Match[str], day: date | None) -> Period:
        if day is None:
            return UNKNOWN
        unit = self._told["units"].get(m[2])
        days = self._number(m[1]) * _DAYS[unit] if unit else max(1, self._number(m[1]) // 24)
        return day, day + timedelta(days=days), "week"

    def _number(self, word: str) -> int:
        return int(word) if word.isdigit() else int(self._told["numbers"][word])


_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def _whole(unit: str, day: date, way: int) -> Period:
    """The whole day, week, month or year that lies `way` of them from the day."""
    if unit == "day":
        return day, day, "day"
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * way)
        return monday, (monday + timedelta(days=6) if way else day), "week"
    if unit == "month":
        at = day.year * 12 + day.month - 1 + way
        year, month = divmod(at, 12)
        return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1]), "month"
    return date(day.year + way, 1, 1), date(day.year + way, 12, 31), "year"


def _any(words: Any) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])")


def _lower(text: str) -> str:
    """Lower case with plain apostrophes and spaces, every character at its old place."""
    lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.translate(str.maketrans("’\n\u00a0\u202f", "'   "))
