"""Figures of a report over Universal Dependencies: a number, what bounds it, and what it counts.

The law: a number is read as written; a vague one gives its lower bound only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foreshock.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from foreshock.codebook.language import LanguageBook
    from foreshock.coding.sentences import Page
    from foreshock.coding.universal.grammar import Grammar

Number = tuple[float, float | None, int, int]
"""Low, high (None where open), first and last word."""


@dataclass(frozen=True, slots=True)
class FigureFound:
    """A count: what, low, high, unit, its characters, and the words of what is counted and of what became of it."""

    what: str
    low: float | None
    high: float | None
    unit: str | None
    span: Span
    noun: int
    verb: int | None


class Figures:
    """Reads the figures of pages in one language."""

    def __init__(self, book: LanguageBook, grammar: Grammar) -> None:
        told: dict[str, Any] = book.table("figures")
        self._told, self._grammar = told, grammar
        self._bounds = [(tuple(w.split()), kind) for kind in ("low", "high", "about") for w in told[kind]]
        self._bounds.sort(key=lambda pair: -len(pair[0]))

    def find(self, page: Page, times: list[Span]) -> list[FigureFound]:
        """The figures of the coded sentences, in text order; a number in a time is none."""
        found = []
        for sentence in page.sentences:
            i = sentence.tokens.start
            while i < sentence.tokens.end:
                number = self._number(page.doc, i, sentence.tokens.end)
                if number is None:
                    i += 1
                    continue
                figure = self._figure(page, number, sentence.tokens.start, sentence.tokens.end)
                if figure is not None and not any(t.meets(figure.span) for t in times):
                    found.append(figure)
                i = number[3] + 1
        return found

    def _number(self, doc: Doc, i: int, end: int) -> Number | None:
        word = doc[i].lower_
        if word in self._told["vague"] and word.endswith("s"):
            low = float(self._told["vague"][word])
            if i + 2 < end and doc[i + 2].lower_ in ("milliers", "millions"):
                return low * self._told["scales"].get(doc[i + 2].lower_, 1000), None, i, i + 2
            return low, None, i, i
        if word in self._told["round"] and i and doc[i - 1].lower_ in self._told["ones"]:
            value = float(self._told["round"][word])
            return value, value, i - 1, i
        read, last = self._value(doc, i, end)
        if read is None:
            return None
        value = read
        between = i > 0 and doc[i - 1].lower_ in self._told["between"]
        joint = self._told["and"] if between else self._told["range"]
        if last + 2 < end and doc[last + 1].lower_ in joint:
            upper, stop = self._value(doc, last + 2, end)
            if upper is not None and upper > value:
                return value, upper, i, stop
        return value, value, i, last

    def _value(self, doc: Doc, i: int, end: int) -> tuple[float | None, int]:
        """Digits with spaces or a comma in them, or words; and the last word of it."""
        word, last = doc[i].lower_, i
        if re.fullmatch(r"\d+([.,]\d+)?|\d{1,3}([\s.]\d{3})+", word):
            digits = re.sub(r"\s", "", word)
            while (
                last + 1 < end and re.fullmatch(r"\d{3}", doc[last + 1].text) and len(digits) <= 9 and "," not in digits
            ):
                digits, last = digits + doc[last + 1].text, last + 1
            value = float(digits.replace(",", "."))
        elif word in self._told["ones"] and not (word in ("un", "une") and doc[i].pos_ == "DET"):
            value = float(self._told["ones"][word])
        else:
            return None, i
        while last + 1 < end and (scale := self._told["scales"].get(doc[last + 1].lower_)):
            value, last = value * scale, last + 1
        return value, last

    def _figure(self, page: Page, number: Number, start: int, end: int) -> FigureFound | None:
        low, high, first, last = number
        doc = page.doc
        noun = self._counted(doc, last, end)
        if noun is None or noun.lemma_.lower() in self._told["not_counted"] or _is_year(doc[first], low, first, last):
            return None
        unit = self._told["units"].get(noun.lower_)
        bound, first = self._bound(doc, first, start)
        if bound == "low":
            high = None
        elif bound == "high":
            low_told: float | None = None
            return self._made(page, noun, low_told, high, unit, first)
        return self._made(page, noun, low, high, unit, first)

    def _made(
        self, page: Page, noun: Token, low: float | None, high: float | None, unit: str | None, first: int
    ) -> FigureFound:
        verb = self._grammar.clause(noun)
        lemma = noun.lemma_.lower()
        toll = self._told["toll"].get(lemma) or (self._told["toll"].get(verb.lemma_) if verb is not None else None)
        persons = lemma in self._told["persons"] or (bool(toll) and unit is None)
        what = toll if toll and (persons or lemma in self._told["toll"]) else noun.lower_
        unit = unit or ("persons" if persons else None)
        last = page.doc[max(noun.i, first)]
        span = Span(page.doc[first].idx, last.idx + len(last))
        return FigureFound(what, low, high, unit, span, noun.i, verb.i if verb is not None else None)

    def _counted(self, doc: Doc, last: int, end: int) -> Token | None:
        """The noun behind a number; behind a number without one, as in "24 blessés", the participle."""
        for i in range(last + 1, min(last + 4, end)):
            token = doc[i]
            if token.pos_ in ("NOUN", "PROPN") or token.text == "%" or token.lower_ in self._told["toll"]:
                return token
            if token.pos_ not in ("ADJ", "ADP", "DET"):
                return None
        return None

    def _bound(self, doc: Doc, first: int, start: int) -> tuple[str, int]:
        for words, kind in self._bounds:
            at = first - len(words)
            if at >= start and tuple(doc[i].lower_ for i in range(at, first)) == words:
                return kind, at
        return "", first


def _is_year(token: Token, value: float, first: int, last: int) -> bool:
    return first == last and 1900 <= value <= 2099 and re.fullmatch(r"\d{4}", token.text) is not None
