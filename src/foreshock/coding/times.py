"""Times of a report: which words name a time, which period they mean, and which event they date.

The law: a time is what the words say, read from the publication day; nothing is dated by default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from foreshock.coding.attaching import governor_of, owned_by_noun, steps_between
from foreshock.coding.syntax import sentence_of
from foreshock.coding.time_anchor import Anchor, Reading, Tense, TimeKind
from foreshock.coding.time_patterns import core_words, forms, glue_words
from foreshock.coding.time_words import Period, time_words
from foreshock.records.event import When
from foreshock.records.span import Span

_BOUNDS = re.compile(
    r"(?<!\w)(since|until|till|through|by|before|after|from|as of|prior to|ever since)(?: about| around)?(?: the)?\s+$"
)
_PART_OF_DAY = re.compile(
    r"(?:dawn|daybreak|sunrise|first light|noon|midday|midnight|dusk|sunset|nightfall) (?:on|of)\b"
)
"""After these a bound is one of the clock: "before dawn on Tuesday" is Tuesday."""
_NUMERIC = re.compile(r"\d{4}s?|\d{1,2}(?:st|nd|rd|th)?|\d{1,4}[/-]\d{1,2}(?:[/-]\d{1,4})?|\d[\d:.,/-]*[a-z.]*|'\d0s")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")


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
    last_day: date | None = None
    for first, last in _runs(doc):
        for hit in _hits(doc, text, first, last, published, last_day):
            time = _time(doc, page, text, hit)
            found.append(time)
            if time.when.precision == "day" and time.when.start is not None and time.when.start == time.when.end:
                last_day = time.when.start
    return found


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
    opened = doc[one.first - 1].lower_ in ("from", "between")
    return opened and between in ("to", "and", "through", "until", "-") and bool(start and end and start < end)


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
    return any(c in "-/'" for c in word) and any(part in core for part in re.split(r"[-/']", word))


def _hits(doc: Doc, text: str, first: int, last: int, published: date | None, last_day: date | None) -> Iterator[_Hit]:
    """The readings of one run, longest first where they overlap, in text order."""
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    end += text[end : end + 1] == "."
    matches = [
        (m.start(), -m.end(), n, m) for n, (form, _) in enumerate(forms()) for m in form.finditer(text, start, end)
    ]
    at = start
    for begins, ends, n, match in sorted(matches, key=lambda x: x[:3]):
        if begins < at or not _allowed(doc, match):
            continue
        token = _token_at(doc, -ends - 1)
        near = frozenset(t.lower_ for t in sentence_of(token)) if doc.has_annotation("SENT_START") else frozenset()
        reading = forms()[n][1](match, Anchor(published, last_day, _tense(token), near, _bound_word(text, begins)))
        if reading is None:
            continue
        at = -ends
        if reading.period.start is not None and reading.period.start == reading.period.end:
            last_day = reading.period.start
        yield _Hit(begins, -ends, reading)


def _token_at(doc: Doc, offset: int) -> Token:
    return _tokens_at(doc, offset, offset + 1)[0]


def _tokens_at(doc: Doc, start: int, end: int) -> TokenSpan:
    """The tokens that characters `start` to `end` touch."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise IndexError(f"characters {start} to {end} touch no word of the text")
    return span


def _allowed(doc: Doc, match: re.Match[str]) -> bool:
    """Guards: the verb may, years that are counts, ages, clock-like numbers, days of mere numbers."""
    told = match.groupdict()
    words = match.group(0)
    token = _token_at(doc, match.end() - 1)
    if words in ("may", "march", "mar", "jan", "dec", "april", "june", "august", "mon", "wed", "fri"):
        return token.text[0].isupper() and token.ent_type_ in ("DATE", "TIME") and not token.is_sent_start
    if told.get("month") in ("may", "march") and not token.text[0].isupper() and not token.like_num:
        return False
    if _YEAR.match(words):
        return _is_year(token)
    if told.get("unit") and re.match(
        r"[ -]+olds?\b|[ -]+of[ -]age", match.string[match.end() : match.end() + 8].lower()
    ):
        return False
    return not (words == "christmas" and token.ent_type_ == "PERSON")


def _is_year(token: Token) -> bool:
    if token.dep_ == "nummod" and token.head.tag_ in ("NNS", "NNPS") and token.head.i == token.i + 1:
        return token.ent_type_ == "DATE"
    before = token.nbor(-1).lower_ if token.i else ""
    return token.ent_type_ in ("DATE", "EVENT", "") or before in ("in", "since", "by", "from", "until", "of", "to")


def _bound_word(text: str, start: int) -> str:
    found = _BOUNDS.search(text, max(0, start - 24), start)
    return found[1] if found else ""


def _tense(token: Token) -> Tense:
    """The tense of the verb that governs the time, empty where none tells."""
    lemmas, below = time_words().future_lemmas, False
    if token.i and owned_by_noun(token):
        return ""
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            if told := _verb_tense(token):
                return "future" if below and token.lemma_ in lemmas else told
            if below and token.lemma_ in lemmas:
                return "future"
            below = True
        elif below and token.pos_ in ("ADJ", "NOUN") and token.lemma_ in lemmas:
            return "future"
        if token.head.i == token.i:
            return ""
        token = token.head
    return ""


def _verb_tense(verb: Token) -> Tense:
    """What the verb's own form and auxiliaries say; infinitives, gerunds and bare presents say nothing."""
    aux = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.lower_ in time_words().future_auxiliaries for c in aux):
        return "past" if any(c.lower_ == "have" for c in aux) else "future"
    if verb.tag_ == "VBD":
        return "past"
    if verb.tag_ == "VBN":
        if any(c.tag_ in ("MD", "TO") for c in aux):
            return ""
        planned = verb.lemma_ in time_words().future_lemmas and any(c.tag_ in ("VBZ", "VBP") for c in aux)
        return "future" if planned else "past"
    return ""


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
    for time in times:
        known = time.when.start is not None or time.when.end is not None or time.kind == "date"
        if not known or not here.start <= time.first < here.end:
            continue
        head = doc[_head(doc, time)]
        steps = steps_between(token, head, governor_of(head))
        if steps is not None:
            ranked.append((steps, abs(time.first - token.i), time))
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def _head(doc: Doc, time: TimeFound) -> int:
    """The token of the expression by which it hangs in the sentence."""
    inside = range(time.first, time.last + 1)
    return next((i for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), time.first)
