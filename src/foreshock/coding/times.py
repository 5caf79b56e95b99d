"""Times of a report: which words name a time, which period they mean, and which event they date.

The law: a time is what the words say, read from the publication day; nothing is dated by default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from foreshock.coding.attaching import governor_of, steps_between
from foreshock.coding.standing_signs import is_past
from foreshock.coding.syntax import sentence_of
from foreshock.coding.time_anchor import Anchor, Reading, TimeKind
from foreshock.coding.time_before import acts_before
from foreshock.coding.time_behind import decided, is_behind
from foreshock.coding.time_guards import YEAR, is_time
from foreshock.coding.time_hosts import day_above, held_by, hosts_of, is_apart
from foreshock.coding.time_offset import Offset, offsets_of
from foreshock.coding.time_patterns import COMPARING, core_words, forms, glue_words
from foreshock.coding.time_since import stretches_since
from foreshock.coding.time_tense import tense_about
from foreshock.coding.time_words import Period, day_of, month_of, time_words, year_of
from foreshock.records.event import When
from foreshock.records.span import Span

_BOUNDS = re.compile(
    r"(?<!\w)(since|until|till|through|by|before|after|from|as of|prior to|ever since)(?: about| around)?(?: the)?\s+$"
)
_PART_OF_DAY = re.compile(
    r"(?:dawn|daybreak|sunrise|first light|noon|midday|midnight|dusk|sunset|nightfall) (?:on|of)\b"
)
"""After these a bound is one of the clock: "before dawn on Tuesday" is Tuesday."""
_AT_HOUR = re.compile(r",?\s+(?:on |at |[a-z]{2,4},? |local time,? )?")
_QUARTER = re.compile(r"\d{4}-Q\d")
_NUMERIC = re.compile(r"\d{4}s?|\d{1,2}(?:st|nd|rd|th)?|\d{1,4}[/-]\d{1,2}(?:[/-]\d{1,4})?|\d[\d:.,/-]*[a-z.]*|'\d0s")


@dataclass(frozen=True, slots=True)
class TimeFound:
    """One time expression: tokens `first` to `last`, its period, its kind and its normal form."""

    span: Span
    when: When
    first: int
    last: int
    kind: TimeKind
    value: str


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    reading: Reading


def find_times(doc: Doc, published: date | None) -> list[TimeFound]:
    """All times of the text in text order, "from May to July" as one; relative ones need `published` for their days."""
    return _joined(doc, doc.text, find_expressions(doc, published))


def find_expressions(doc: Doc, published: date | None) -> list[TimeFound]:
    """All time expressions of the text in text order, the two ends of a stretch apart."""
    page = doc.text
    text = _plain(page)
    found: list[TimeFound] = []
    said = _Said(published)
    for first, last in _runs(doc):
        for hit in _hits(doc, text, first, last, said):
            found.append(_time(doc, page, text, hit))
    return _clocked(page, found)


def _clocked(page: str, found: list[TimeFound]) -> list[TimeFound]:
    """The times, with an hour and the day told right beside it made one: "10 p.m. Wednesday"."""
    whole: list[TimeFound] = []
    for time in found:
        before = whole[-1] if whole else None
        if before is None or not _AT_HOUR.fullmatch(page[before.span.end : time.span.start].lower()):
            whole.append(time)
        elif _is_hour(before) and _is_day(time):
            whole[-1] = _one(page, before, time, before)
        elif _is_day(before) and _is_hour(time):
            whole[-1] = _one(page, before, before, time)
        else:
            whole.append(time)
    return whole


def _one(page: str, first: TimeFound, day: TimeFound, hour: TimeFound) -> TimeFound:
    last = hour if first is day else day
    span = Span(first.span.start, last.span.end)
    when = When(day.when.start, day.when.end, day.when.precision, span.of(page), span)
    return TimeFound(span, when, first.first, last.last, "date", day.value[:10] + hour.value[10:])


def _is_hour(time: TimeFound) -> bool:
    return time.kind == "vague" and bool(re.fullmatch(r"[\dX]{4}-..-..T\d\d:\d\d", time.value))


def _is_day(time: TimeFound) -> bool:
    return time.kind == "date" and bool(re.fullmatch(r"\d{4}-\d\d-\d\d(?:T[A-Z]+)?", time.value))


def _joined(doc: Doc, page: str, found: list[TimeFound]) -> list[TimeFound]:
    """The times, with two that bound one stretch ("from 2014 to 2018", "between May and July") made one."""
    whole: list[TimeFound] = []
    for time in found:
        before = whole[-1] if whole else None
        if before is None or not _stretches(doc, page, before, time):
            whole.append(time)
            continue
        span = Span(before.span.start, time.span.end)
        when = When(before.when.start, time.when.end, time.when.precision, span.of(page), span)
        whole[-1] = TimeFound(span, when, before.first, time.last, "date", f"{before.value}/{time.value}")
    return whole


def _stretches(doc: Doc, page: str, one: TimeFound, other: TimeFound) -> bool:
    if one.kind != "date" or other.kind != "date" or not one.first:
        return False
    start, end = one.when.start, other.when.end
    between = page[one.span.end : other.span.start].strip().lower()
    if between == "and" and one.when.precision == other.when.precision and _follows(one.when, other.when):
        return True
    opened = doc[one.first - 1].lower_ in ("from", "between")
    return opened and between in ("to", "and", "through", "until", "-") and bool(start and end and start < end)


def _follows(one: When, other: When) -> bool:
    """True of May and June, Monday and Tuesday: the one begins where the other ends."""
    return one.end is not None and other.start == one.end + timedelta(days=1)


def _plain(text: str) -> str:
    """Lower case with plain quotes, spaces and dashes, every character at its old place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.translate(_PLAIN)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "\n": " ", "\t": " ", "\u00a0": " "})


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Stretches of tokens that may hold a time: time words, numbers and what joins them."""
    core, glue = core_words(), glue_words()
    first, has_core = -1, False
    for i, token in enumerate(doc):
        word = token.lower_
        timely = word in core or bool(_NUMERIC.fullmatch(word)) or _halves(word, core)
        if timely or (word in glue and not token.is_sent_start) or (word in glue and first < 0):
            first, has_core = (i if first < 0 else first), has_core or timely
            continue
        if has_core:
            yield first, i - 1
        first, has_core = (i, False) if word in glue else (-1, False)
    if has_core:
        yield first, len(doc) - 1


def _halves(word: str, core: frozenset[str]) -> bool:
    return any(c in "-/'" for c in word) and any(
        part in core or YEAR.match(part.removesuffix("s")) for part in re.split(r"[-/']", word)
    )


LONG = 31
"""Days of a period beyond which its start is no day to reckon from."""


@dataclass(slots=True)
class _Said:
    """What the text has told so far: the last day, the last time of any length, and the last quarter."""

    published: date | None
    day: date | None = None
    day_at: int = -1
    time: date | None = None
    quarter: date | None = None
    quarter_at: int = 0

    def anchor(self, token: Token, near: frozenset[str], bound: str) -> Anchor:
        """What the expression that ends at the token is read from."""
        fresh = token.i - self.quarter_at <= time_words().quarter_reach_words
        quarter = self.quarter if fresh else None
        here = self.day if self.day_at >= sentence_of(token).start else None
        return Anchor(self.published, self.day, tense_about(token), near, bound, self.time, quarter, here)

    def keep(self, reading: Reading, at: int, compared: bool) -> None:
        """Takes in one more reading, at a token; one that is only compared with does not become the quarter told."""
        start = reading.period.start
        if start is None:
            return
        if not self._is_running(reading):
            self.time = start
        if start == reading.period.end:
            self.day, self.day_at = start, at
        if _QUARTER.fullmatch(reading.value):
            self.quarter, self.quarter_at = (self.quarter if compared else start), at

    def _is_running(self, reading: Reading) -> bool:
        """True of "this year", from which nothing is reckoned: "has since sent" is told of a day within it."""
        start, end = reading.period.start, reading.period.end
        return (
            self.published is not None
            and start is not None
            and end is not None
            and (start <= self.published <= end and (end - start).days > LONG)
        )


def _hits(doc: Doc, text: str, first: int, last: int, said: _Said) -> Iterator[_Hit]:
    """The readings of one run, longest first where they overlap, in text order."""
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    end += text[end : end + 1] == "."
    matches = [
        (m.start(), -m.end(), n, m) for n, (form, _) in enumerate(forms()) for m in form.finditer(text, start, end)
    ]
    at = start
    for begins, ends, n, match in sorted(matches, key=lambda x: x[:3]):
        if begins < at or not is_time(match, _token_at(doc, match.end() - 1)):
            continue
        token = _token_at(doc, -ends - 1)
        near = frozenset(t.lower_ for t in sentence_of(token)) if doc.has_annotation("SENT_START") else frozenset()
        read = forms()[n][1]
        reading = read(match, said.anchor(token, near, _bound_word(text, begins)))
        if reading is None:
            continue
        at = -ends
        said.keep(reading, token.i, compared=read in COMPARING)
        yield _Hit(begins, -ends, reading)


def _token_at(doc: Doc, offset: int) -> Token:
    return _tokens_at(doc, offset, offset + 1)[0]


def _tokens_at(doc: Doc, start: int, end: int) -> TokenSpan:
    """The tokens that characters `start` to `end` touch."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise IndexError(f"characters {start} to {end} touch no word of the text")
    return span


def _bound_word(text: str, start: int) -> str:
    found = _BOUNDS.search(text, max(0, start - 24), start)
    return found[1] if found else ""


def _time(doc: Doc, page: str, text: str, hit: _Hit) -> TimeFound:
    """The hit with the words that bound it: since, until, before, after."""
    period, start = hit.reading.period, hit.start
    bound = None if _PART_OF_DAY.match(text, start) else _BOUNDS.search(text, max(0, start - 24), start)
    if bound and hit.reading.kind == "date":
        period, taken = _bounded(bound[1], period)
        start = bound.start() if taken else start
    told = page[start : hit.end]
    end = hit.end - (told.endswith(".") and not re.search(r"\w\.\w?\.$|[a-z]{3}\.$", told.lower()))
    span = _tokens_at(doc, start, end)
    when = When(period.start, period.end, period.precision, page[start:end], Span(start, end))
    return TimeFound(Span(start, end), when, span.start, span.end - 1, hit.reading.kind, hit.reading.value)


def _bounded(word: str, period: Period) -> tuple[Period, bool]:
    if period.start is None and period.end is None:
        return period, False
    if word in ("since", "ever since", "as of"):
        return Period(period.start, None, period.precision), True
    if word in ("until", "till", "before", "prior to"):
        last = period.end if word in ("until", "till") else period.start and period.start - timedelta(days=1)
        return Period(None, last, period.precision), True
    if word == "after":
        return Period(period.start, None, period.precision), True
    return period, word == "by"


def time_of(token: Token, times: Sequence[TimeFound], doc: Doc) -> TimeFound | None:
    """The time that dates the event headed by `token`, or None; dated times come before vague ones."""
    here, ranked = sentence_of(token), []
    for time in (*times, *stretches_since(token, times, doc)):
        known = time.when.start is not None or time.when.end is not None or time.kind == "date"
        if not known or not here.start <= time.first < here.end:
            continue
        if (steps := _steps(token, time, doc)) is not None:
            ranked.append((steps, abs(time.first - token.i), time))
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def _steps(token: Token, time: TimeFound, doc: Doc) -> int | None:
    """How far the time is from being the own one of the act at the token, None where it is another's."""
    if (act := decided(doc, time)) is not None:
        return 0 if act.i == token.i else None
    head = doc[_head(doc, time)]
    hung = governor_of(head)
    governor = held_by(hung, head)
    steps = None if is_apart(token, governor, head) else steps_between(token, head, governor)
    return 1 if steps is None and is_behind(token, hung, time) else steps


def shared_time(token: Token, times: Sequence[TimeFound], doc: Doc) -> TimeFound | None:
    """The time of the event headed by `token`, its own or that of an act which it shares its time with."""
    if (found := _lent(token, times, doc)) is not None:
        return found
    for offset in offsets_of(token):
        base = _lent(offset.act, times, doc)
        if base is not None and base.when.start is not None and base.when.start == base.when.end:
            return _counted_from(doc, base, offset)
    day = day_above(token)
    told = (t for t in times if day is not None and t.first <= day.i <= t.last and t.kind == "date")
    return next((_unbound(t) for t in told), None)


def _lent(token: Token, times: Sequence[TimeFound], doc: Doc) -> TimeFound | None:
    """The time of the act itself, of those of its sentence whose time it has too, or of the one before it."""
    for host in (token, *hosts_of(token)):
        if (found := time_of(host, times, doc)) is not None:
            return found
    for host in acts_before(token):
        if (found := time_of(host, times, doc)) is not None and found.when.precision == "day":
            return found
    return _fronted(token, times, doc)


def _fronted(token: Token, times: Sequence[TimeFound], doc: Doc) -> TimeFound | None:
    """The time that opens the sentence, of a clause joined in the same tense: "In April clashes began, and X fled"."""
    for verb in (token, *hosts_of(token)):
        if verb.dep_ == "conj" and is_past(verb) and is_past(verb.head):
            found = time_of(verb.head, times, doc)
            return found if found is not None and found.first - sentence_of(token).start < 2 else None
    return None


def _counted_from(doc: Doc, base: TimeFound, offset: Offset) -> TimeFound:
    """The day so many days from that of another act."""
    day = base.when.start and base.when.start + timedelta(days=offset.days)
    span = Span(offset.first.idx, offset.last.idx + len(offset.last))
    when = replace(base.when, start=day, end=day, text=span.of(doc.text), span=span)
    return replace(base, span=span, when=when, value=str(day))


def _unbound(time: TimeFound) -> TimeFound:
    """September 2023 of "since September 2023, when they met"."""
    start, precision = time.when.start, time.when.precision
    if start is None or time.when.end is not None:
        return time
    cut = {"day": day_of(start), "month": month_of(start.year, start.month), "year": year_of(start.year)}
    period = cut.get(precision, Period(start, None, precision))
    return replace(time, when=replace(time.when, start=period.start, end=period.end))


def _head(doc: Doc, time: TimeFound) -> int:
    """The token of the expression by which it hangs in the sentence."""
    inside = range(time.first, time.last + 1)
    return next((i for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), time.first)
