"""The country a sentence is at home in: whose police "the police" are.

The law: it is told by the names and places of the sentence itself, or by one country that rules the whole report;
a sentence without any keeps the home of the one before, and where several compete there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from foreshock.codebook.base import stand_ins
from foreshock.coding import roles
from foreshock.coding.places import country_meant

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.names import NameHit
    from foreshock.coding.places import PlaceFound
    from foreshock.coding.sentences import Page

SEATED = frozenset({"based", "-based", "headquartered"})
RULES = 0.6
"""The share of all country words of a report from which on one country rules it."""


def home_countries(page: Page, hits: list[NameHit], places: list[PlaceFound]) -> dict[int, str]:
    """The home country by sentence index, for the sentences that have one."""
    told: dict[int, Counter[str]] = {s.index: Counter() for s in page.sentences}
    strong = dict.fromkeys(told, False)
    taken: set[int] = set()
    for hit in hits:
        country, sentence = hit.reading.of.country, page.sentence_at.get(hit.first)
        behind = stands_behind(page.doc[hit.last])
        owns = roles.owns(page.doc[hit.last]) and not behind
        taken.update(range(hit.first, hit.last + 1) if behind else ())
        if country and sentence and country not in stand_ins() and owns:
            strong[sentence.index] |= not _colours_object(page.doc[hit.last])
            told[sentence.index][country] += 1
            taken.update(range(hit.first, hit.last + 1))
    for place in places:
        sentence = page.sentence_at.get(place.first)
        if place.where.country and sentence and place.first not in taken:
            told[sentence.index][place.where.country] += 1
            strong[sentence.index] = True
    whole: Counter[str] = sum(told.values(), Counter())
    ruling = _ruling(whole) if any(strong.values()) else None
    homes: dict[int, str] = {}
    for index, counts in told.items():
        before = homes.get(index - 1) if not strong[index] else None
        home = ruling or (next(iter(counts)) if len(counts) == 1 and strong[index] else before)
        if home:
            homes[index] = home
    return homes


def _colours_object(word: Token) -> bool:
    """True of "abducted two Indian engineers", "chanting against America": to whom it is done tells no home."""
    noun = word.head
    if word.dep_ == "pobj" and noun.lower_ == "against":
        return True
    return word.pos_ == "ADJ" and word.dep_ == "amod" and noun.dep_ == "dobj" and noun.tag_ in ("NNS", "NN")


def stands_behind(word: Token) -> bool:
    """True of Russia in "the leadership, which is backed by Russia", and of "the Dakar-based institute": who backs
    somebody is elsewhere, and where a house sits tells nothing of what it speaks of."""
    by, inside = word.head, word.dep_ == "pobj"
    backs = inside and by.dep_ == "agent" and by.head.lemma_ in roles.role_words().backing
    return backs or by.lower_ in SEATED or (inside and (by.head.lower_ in SEATED or _names_house(by.head)))


def _names_house(noun: Token) -> bool:
    """True of "a research group" and "the Levant Policy Centre"."""
    house, agent = roles.role_words().house, roles.role_of(noun)
    named = noun.pos_ == "PROPN" and noun.lower_ in house["house_names"]
    return named or (agent is not None and agent.noun in house["houses"])


DATED_SHARE = 0.2
"""The share of all country words that the country of the dateline needs to be the report's own."""


def dateline_country(page: Page, hits: list[NameHit]) -> str | None:
    """The country of the one place that the report is dated from, where the report tells of that country too."""
    lines = [page.report.text[p.span.start : p.span.end] for p in page.report.parts if p.kind == "dateline"]
    place = re.split(r"[,(—–/]|\s-|\d", lines[0])[0] if lines and "/" not in lines[0] else ""
    country = country_meant(place) if place.strip() else None
    told = [hit.reading.of.country for hit in hits if hit.reading.of.country not in stand_ins()]
    return country if country and told.count(country) >= DATED_SHARE * len(told) else None


def _ruling(counts: Counter[str]) -> str | None:
    if not counts:
        return None
    country, most = counts.most_common(1)[0]
    return country if most >= RULES * sum(counts.values()) else None
