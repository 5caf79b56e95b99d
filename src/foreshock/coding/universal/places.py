"""Places of a report over Universal Dependencies: names behind a preposition of place, by the gazetteer.

The law: a name that the gazetteer does not know, or that could be several places far apart, stays open.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from foreshock.coding.gazetteer import Told, resolve
from foreshock.records import Span, Where

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.codebook.language import LanguageBook
    from foreshock.coding.sentences import Page
    from foreshock.coding.universal.grammar import Grammar


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place told: words `first` to `last`, and whether a preposition of place stands before it."""

    first: int
    last: int
    where: Where
    located: bool


class Places:
    """The places of one page."""

    def __init__(self, page: Page, book: LanguageBook, grammar: Grammar) -> None:
        self._page, self._grammar = page, grammar
        self._exonyms = book.table("exonyms")
        self._states = _states_by_form(book.code)
        self._located = book.words("prepositions", "place")
        self._near = book.words("places", "near")
        self.found = [p for s in page.sentences for p in self._in(s.tokens.start, s.tokens.end)]
        self._at = {i: p for p in self.found for i in range(p.first, p.last + 1)}

    def at(self, token: Token) -> PlaceFound | None:
        """The place that the word is part of."""
        return self._at.get(token.i)

    def of(self, trigger: Token) -> Where | None:
        """Where the act at the word takes place: the place of its clause, told nearest behind it."""
        clause, sentence = self._grammar.clause(trigger), self._page.sentence_of(trigger)
        here = [p for p in self.found if p.located and self._page.sentence_at.get(p.first) == sentence]
        same = [p for p in here if self._grammar.clause(self._page.doc[p.first]) == clause]
        if not same:
            return None
        return min(same, key=lambda p: (p.first < trigger.i, abs(p.first - trigger.i))).where

    def _in(self, start: int, end: int) -> list[PlaceFound]:
        doc, found, i = self._page.doc, [], start
        while i < end:
            last = self._name_ends(i, end)
            if last is None:
                i += 1
                continue
            place = self._place(i, last)
            if place is not None:
                found.append(place)
            i = last + 1
        return found if doc else []

    def _name_ends(self, i: int, end: int) -> int | None:
        """Where a name that starts here ends: names of the lists first, else the run of a place the parser saw."""
        doc = self._page.doc
        for length in range(min(4, end - i), 0, -1):
            words = " ".join(doc[n].lower_ for n in range(i, i + length)).replace("' ", "'")
            if words in self._exonyms and (doc[i + length - 1].text[:1].isupper() or doc[i].text[:1].isupper()):
                return i + length - 1
        if doc[i].ent_type_ != "LOC" or doc[i].pos_ != "PROPN":
            return None
        last = i
        while (
            last + 1 < end
            and doc[last + 1].ent_type_ == "LOC"
            and doc[last + 1].pos_ == "PROPN"
            and doc[last + 1].ent_iob_ == "I"
        ):
            last += 1
        return last

    def _place(self, first: int, last: int) -> PlaceFound | None:
        doc = self._page.doc
        span = Span(doc[first].idx, doc[last].idx + len(doc[last]))
        text = span.of(self._page.text)
        spot = _spot(self._exonyms.get(text.lower().replace("’", "'"), self._states.get(text, text)))
        if spot is None:
            return None
        country, lat, lon = spot
        return PlaceFound(first, last, Where(text, span, country, lat, lon), self._is_located(doc[first]))

    def _is_located(self, token: Token) -> bool:
        """True behind "à", "en", "dans", or behind "le nord de" that stands there itself."""
        if self._grammar.case(token) in self._located:
            return True
        above = token.head
        return above.lemma_.lower() in self._near and self._grammar.case(above) in self._located


@lru_cache(maxsize=4096)
def _spot(name: str) -> tuple[str | None, float | None, float | None] | None:
    spot = resolve(name, Told({}))
    return None if spot is None else (spot.country, spot.lat, spot.lon)


@lru_cache(maxsize=8)
def _states_by_form(code: str) -> dict[str, str]:
    from foreshock.codebook.language import language_book
    from foreshock.codebook.registry import registry_in

    states = registry_in(language_book(code).folder).states
    return {form: s.name for s in states for form in s.aliases}
