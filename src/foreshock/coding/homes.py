"""The country a sentence is at home in: whose police "the police" are.

The law: it is told by the names and places of the sentence itself, or by one country that rules the whole report;
a sentence without any keeps the home of the one before, and where several compete there is none.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from foreshock.codebook.base import stand_ins
from foreshock.coding import roles

if TYPE_CHECKING:
    from foreshock.coding.names import NameHit
    from foreshock.coding.places import PlaceFound
    from foreshock.coding.sentences import Page

RULES = 0.6
"""The share of all country words of a report from which on one country rules it."""


def home_countries(page: Page, hits: list[NameHit], places: list[PlaceFound]) -> dict[int, str]:
    """The home country by sentence index, for the sentences that have one."""
    told: dict[int, Counter[str]] = {s.index: Counter() for s in page.sentences}
    taken: set[int] = set()
    for hit in hits:
        country, sentence = hit.reading.of.country, page.sentence_at.get(hit.first)
        if country and sentence and country not in stand_ins() and roles.owns(page.doc[hit.last]):
            told[sentence.index][country] += 1
            taken.update(range(hit.first, hit.last + 1))
    for place in places:
        sentence = page.sentence_at.get(place.first)
        if place.where.country and sentence and place.first not in taken:
            told[sentence.index][place.where.country] += 1
    whole: Counter[str] = sum(told.values(), Counter())
    ruling = _ruling(whole)
    homes: dict[int, str] = {}
    for index, counts in told.items():
        before = homes.get(index - 1) if not counts else None
        home = ruling or (next(iter(counts)) if len(counts) == 1 else before)
        if home:
            homes[index] = home
    return homes


def _ruling(counts: Counter[str]) -> str | None:
    if not counts:
        return None
    country, most = counts.most_common(1)[0]
    return country if most >= RULES * sum(counts.values()) else None
