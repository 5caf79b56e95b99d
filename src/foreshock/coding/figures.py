"""Figures of a report: numbers that count something, with what they count and the period they count it over.

The law: low and high are as told, open ends stay open, and a number that counts nothing is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from foreshock.coding.count_words import Counted
from foreshock.coding.counted import counted
from foreshock.coding.figure_words import figure_words
from foreshock.coding.numbers import Number, read_number
from foreshock.coding.syntax import lowered, sentence_of
from foreshock.coding.times import TimeFound, shared_time
from foreshock.records.event import When
from foreshock.records.span import Span

_RANGE_WORDS = ("to", "-", "or", "and")
_NOT_COUNTS = frozenset({"DATE", "TIME", "ORDINAL", "LAW", "FAC", "PRODUCT", "WORK_OF_ART"})


@dataclass(frozen=True, slots=True)
class FigureFound:
    """One figure: `head` is the token of what is counted, `number` the first token of the number."""

    what: str
    low: float | None
    high: float | None
    unit: str | None
    when: When | None
    span: Span
    head: int
    number: int


def find_figures(doc: Doc, times: Sequence[TimeFound]) -> list[FigureFound]:
    """All figures of the text in text order."""
    taken = {i for time in times for i in range(time.first, time.last + 1)}
    words = lowered(doc)
    found = [*_numbers(doc, words, taken, times), *_none_hurt(doc, times)]
    return sorted(found, key=lambda f: (f.span, f.number))


def _numbers(doc: Doc, words: list[str], taken: set[int], times: Sequence[TimeFound]) -> Iterator[FigureFound]:
    at = 0
    while at < len(doc):
        number = None if at in taken or not _may_count(doc[at]) else read_number(words, at)
        if number is None or any(i in taken for i in range(number.first, number.last + 1)):
            at += 1
            continue
        number = _within(doc, words, number)
        low, high, first, last = _range(words, number)
        at = last + 1
        thing = counted(doc, Number(number.low, number.high, first, last))
        if thing is not None and not _excluded(doc, number, thing):
            yield _figure(doc, words, (low, high, first, last), thing, times)


def _may_count(token: Token) -> bool:
    """A number word that is not part of a name, a date, an age, a law or a score."""
    if not (token.like_num or token.lower_ in _OPENERS or token.lower_[0].isdigit()):
        return False
    if token.ent_type_ in _NOT_COUNTS and not (
        token.ent_type_ in ("DATE", "TIME", "PRODUCT") and not _year_like(token)
    ):
        return False
    before = token.nbor(-1) if token.i else None
    if before is None:
        return True
    glued = before.text in ("-", "/", ":") and not before.whitespace_ and before.i > 0
    if glued and not (before.nbor(-1).like_num and before.text == "-"):
        return False
    return before.lower_ not in figure_words().not_after and not (
        before.text == "." and token.is_sent_start and not before.whitespace_
    )


_OPENERS = frozenset("a half several few dozens scores tens hundreds thousands millions billions dozen".split())


def _year_like(token: Token) -> bool:
    return bool(re.fullmatch(r"(?:1[89]|20)\d\d", token.text))


def _within(doc: Doc, words: list[str], number: Number) -> Number:
    """The number cut at the end of its sentence."""
    end = sentence_of(doc[number.first]).end
    return number if number.last < end else read_number(words[:end], number.first) or number


def _range(words: list[str], number: Number) -> tuple[float | None, float | None, int, int]:
    """Between 10 and 15, 10 to 15, 10-15, 12 or 13; else the number with the words that bound it."""
    joint, first = number.last + 1, number.first
    between = first > 0 and words[first - 1] == "between"
    if words[joint : joint + 1] and words[joint] in _RANGE_WORDS and (words[joint] != "and" or between):
        upper = read_number(words, joint + 1) if joint + 1 < len(words) else None
        rising = first > 0 and words[first - 1] == "from"
        if upper and upper.low > number.low and not rising:
            low = number.low
            if upper.low >= 1000 * low and upper.last > upper.first:
                low *= upper.low / max(1.0, read_first(words, upper))
            return low, upper.high, first - between, upper.last
    bound, first = _bound(words, first)
    if bound == "low":
        return number.low, None, first, number.last
    return (None if bound == "high" else number.low), number.high if bound != "high" else number.low, first, number.last


def read_first(words: list[str], number: Number) -> float:
    """The value of a number's first word alone: 15 of "15 million"."""
    alone = read_number(words[: number.first + 1], number.first)
    return alone.low if alone else 1.0


def _bound(words: list[str], first: int) -> tuple[str, int]:
    """What the words before a number say of it, and where they begin."""
    currency = first > 0 and words[first - 1] in figure_words().currencies
    at = first - currency
    for phrase, bound in figure_words().bounds:
        if tuple(words[max(0, at - len(phrase)) : at]) == phrase:
            return bound, at - len(phrase)
    return "exact", at


def _excluded(doc: Doc, number: Number, thing: Counted) -> bool:
    """Ages, list numbers, addresses, years, idle counts such as "the two sides"."""
    words, first, last = figure_words(), doc[number.first], doc[number.last]
    noun = doc[thing.head].lower_
    if noun in words.not_nouns or (first.lower_ == "one" and doc[min(number.last + 1, len(doc) - 1)].lower_ == "of"):
        return True
    few = noun in words.not_few and not thing.toll
    if number.low <= 3 and (few or (number.low == 1 and first.lower_ == "a")):
        return True
    definite = first.i > 0 and first.nbor(-1).lower_ in ("the", "both", "these", "those", "his", "its", "their")
    if definite and number.low <= 10 and not thing.toll:
        return True
    if _year_like(last) and first.i == last.i and not thing.toll and doc[thing.head].tag_ not in ("NNS", "NNPS"):
        return True
    return _aside(doc, number)


def _aside(doc: Doc, number: Number) -> bool:
    """A number between commas after a person is an age; one before a full stop at a line's start is a list mark."""
    before, after = number.first - 1, number.last + 1
    if after < len(doc) and doc[number.first].is_sent_start and doc[after].text in (".", ")"):
        return True
    if before < 1 or doc[before].text not in (",", "("):
        return False
    closed = after >= len(doc) or doc[after].text in (",", ")", ".", ";")
    return closed and doc[before - 1].ent_type_ == "PERSON"


def _figure(
    doc: Doc,
    words: list[str],
    told: tuple[float | None, float | None, int, int],
    thing: Counted,
    times: Sequence[TimeFound],
) -> FigureFound:
    low, high, first, last = told
    if thing.series and low is None and words[first : first + 2] == ["up", "to"]:
        low = high
    start, end = doc[first], doc[max(last, thing.last)]
    span = Span(start.idx, end.idx + len(end))
    number = next(i for i in range(first, last + 1) if doc[i].like_num or words[i] in _OPENERS or words[i][0].isdigit())
    return FigureFound(thing.what, low, high, thing.unit, _period(doc, last, thing, times), span, thing.head, number)


def _period(doc: Doc, last: int, thing: Counted, times: Sequence[TimeFound]) -> When | None:
    """The period right after the number, else the one that dates the act that is counted."""
    end = max(last, thing.last)
    for time in times:
        if last < time.first <= end + 3 and sentence_of(doc[time.first]) == sentence_of(doc[last]) and time.when.start:
            between = [doc[i] for i in range(end + 1, time.first)]
            if all(t.pos_ in ("ADP", "DET", "SCONJ") for t in between):
                return time.when
    if thing.series:
        return None
    found = shared_time(doc[thing.act], times, doc) if thing.act is not None else None
    return found.when if found else None


def _none_hurt(doc: Doc, times: Sequence[TimeFound]) -> Iterator[FigureFound]:
    """No casualties, no one was hurt, without injuries: none is a figure too."""
    tolls = figure_words().toll_words
    for token in doc:
        if token.lower_ not in ("no", "without", "nobody", "none"):
            continue
        for ahead in doc[token.i + 1 : min(token.i + 6, sentence_of(token).end)]:
            if ahead.lower_ in tolls and ahead.pos_ in ("NOUN", "VERB", "ADJ"):
                found = shared_time(ahead, times, doc)
                span = Span(token.idx, ahead.idx + len(ahead))
                when = found.when if found else None
                yield FigureFound(tolls[ahead.lower_], 0.0, 0.0, "persons", when, span, ahead.i, token.i)
                break
            if (
                ahead.pos_ == "VERB"
                or ahead.is_punct
                or (token.lower_ in ("no", "without") and ahead.pos_ in ("ADP", "SCONJ"))
            ):
                break
