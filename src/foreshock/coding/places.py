"""Places of a report: which words name a place, where it lies, and which event it belongs to.

The law: what the text and the gazetteer do not tell stays open; no event is placed at a capital by default.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from foreshock.codebook.linking import rarity
from foreshock.codebook.registry import registry
from foreshock.coding.attaching import governor_of, steps_between
from foreshock.coding.gazetteer import (
    PlaceKind,
    Spot,
    Told,
    candidates,
    country_of,
    place_words,
    resolve,
    state_mark,
)
from foreshock.coding.meanings import meanings
from foreshock.coding.reading_signs import scale
from foreshock.coding.readings import Reading, atlas_of, read
from foreshock.coding.syntax import sentence_of
from foreshock.coding.towns import fold
from foreshock.records.event import Where
from foreshock.records.span import Span

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_BESIDE = re.compile(r"(?:,|\s\(|'s|\sin|,\sin)\s?(?:the\s)?((?:[A-Z][\w.'-]*)(?:\s[A-Z][\w.'-]*){0,2})")

_MISTAKEN = frozenset({"PERSON", "ORG", "NORP"})
_LITTLE_SAID = frozenset({"", "PRODUCT", "WORK_OF_ART"})
"""What the parser takes a town for that it does not know."""
_ROW = re.compile(r"(?: [A-Z]\w+)?, ")
"""What stands between two names of a row: "Djibo, Soum Province, Burkina Faso"."""
_IN = re.compile(r"(?: [a-z]+)?,? in (?:the )?(?:[\w-]+ )?")
"""What stands between a place and the larger one that it lies in: "Ak-Sai village in the southern Batken region"."""


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """One place named in the text: tokens `first` to `last`, and where it lies."""

    span: Span
    where: Where
    first: int
    last: int
    kind: PlaceKind | None


def find_places(doc: Doc) -> list[PlaceFound]:
    """All places of the text in text order; what cannot be resolved keeps its words and nothing else."""
    atlas = atlas_of(doc)
    page, told = atlas.page, told_countries(doc, atlas.page)
    found = []
    for first, last, sure in _spans(doc, told):
        start, end = doc[first].idx, doc[last].idx + len(doc[last])
        text = page[start:end]
        spot = _settled(place_named(text, page[end : end + 60], told), read(atlas, start, end))
        if spot is None and not sure:
            continue
        where = Where(text, Span(start, end), *((spot.country, spot.lat, spot.lon) if spot else (None, None, None)))
        found.append(PlaceFound(where.span, where, first, last, spot.kind if spot else None))
    return _in_their_country(found, page, told)


def _in_their_country(found: list[PlaceFound], page: str, told: Told) -> list[PlaceFound]:
    """Of "Inata, Soum Province, Burkina Faso", all three in Burkina Faso: the row of names ends in the country; and
    what lies "in the Batken region" in the country of that."""
    placed = found[-1:]
    home: str | None = None
    for place in reversed(found[:-1]):
        behind = placed[0]
        home = behind.where.country if behind.kind == "country" else home
        if not _ROW.fullmatch(page[place.span.end : behind.span.start]) or place.kind == "country":
            home = None
        inside = place.where.country is None and _IN.fullmatch(page[place.span.end : behind.span.start])
        country = home or (behind.where.country if inside else None)
        placed.insert(0, _at_home(place, country, told) if country else place)
    return placed


def _at_home(place: PlaceFound, country: str, told: Told) -> PlaceFound:
    if place.where.country == country:
        return place
    spot = resolve(place.where.text, replace(told, beside_country=country))
    lat, lon = (spot.lat, spot.lon) if spot and spot.country == country else (None, None)
    return replace(place, where=replace(place.where, country=country, lat=lat, lon=lon), kind=place.kind or "region")


def _settled(plain: Spot | None, reading: Reading | None) -> Spot | None:
    """What may stand in a row: the reading where it is believed enough, else what is plain by size and neighbours."""
    if reading is None or reading.basis != "name" or (plain and plain.kind == "part"):
        return plain
    if reading.belief >= scale("settled"):
        return reading.spot
    if plain is None or plain.lat is not None:
        return plain
    country = reading.spot.country if reading.country_belief >= scale("settled") else None
    return replace(reading.spot, country=country, lat=None, lon=None)


def told_countries(doc: Doc, page: str) -> Told:
    """How often each country and state is named or clearly meant in the text, and the names it settles itself."""
    counts: Counter[str] = Counter()
    states: Counter[str] = Counter()
    told: dict[str, Spot] = {}
    for entity in doc.ents:
        if entity.label_ not in ("GPE", "NORP", "LOC", "FAC"):
            continue
        country, state = _beside(page[entity.end_char : entity.end_char + 60])
        if state := state or (state_mark(entity.text) if len(entity.text) > 2 else None):
            states[state] += 1
            counts["USA"] += 1
        elif iso := country_meant(entity.text):
            counts[iso] += 1
        if country and (spot := resolve(entity.text, Told({}, {}, {}, country, state))) and spot.country == country:
            told.setdefault(fold(entity.text), spot)
    return Told(dict(counts), dict(states), told)


def country_meant(text: str) -> str | None:
    """The country that a name means whatever the report tells: its own, or that of a city without a rival."""
    key = fold(text)
    if iso := country_of(key):
        return None if key == "georgia" else iso
    spots = candidates(key)
    if len(spots) == 1 and spots[0].kind != "water":
        return spots[0].country
    big = sorted((s.people for s in spots if s.main), reverse=True)
    if big and big[0] > 500_000 and big[0] > 30 * (big[1] if len(big) > 1 else 1):
        return max(spots, key=lambda s: (s.main, s.people)).country
    return None


def place_named(text: str, after: str, told: Told) -> Spot | None:
    """The place that `text` names, given the words right after it and what the report tells."""
    country, state = _beside(after)
    return resolve(text, replace(told, beside_country=country, beside_state=state))


def _beside(after: str) -> tuple[str | None, str | None]:
    """The country and the state that stand right after a name: "Paris, Texas", "Tripoli, in Lebanon"."""
    match = _BESIDE.match(after)
    if match is None:
        return None, None
    words = match[1].split()
    for many in range(len(words), 0, -1):
        name = " ".join(words[:many])
        if state := state_mark(name):
            return "USA", state
        if iso := country_of(fold(name.rstrip("."))):
            return iso, None
        spots = [s for s in candidates(fold(name.rstrip("."))) if s.kind == "region"]
        if spots:
            return spots[0].country, None
    return None, None


def _spans(doc: Doc, told: Told) -> Iterator[tuple[int, int, bool]]:
    """First and last token of each name of a place; the third is False where only the gazetteer can tell."""
    spans: dict[int, tuple[int, bool]] = {}
    for entity in doc.ents:
        if entity.label_ in _PLACES and (trimmed := _trim(doc, entity.start, entity.end - 1)):
            first, last = trimmed
            spans[first] = (last, registry().read(doc[first : last + 1].text) is None)
    held = {i for first, (last, _) in spans.items() for i in range(first, last + 1)}
    locative = frozenset(place_words()["event_locative"])
    for first, last in _runs(doc):
        if first in held:
            continue
        if _is_told_to_be_one(doc, first, last):
            spans[first] = (last, True)
        elif _known(doc, first, last, first > 0 and _led(doc, first, locative), told):
            spans[first] = (last, False)
    for first in sorted(spans):
        yield first, *spans[first]


def _is_told_to_be_one(doc: Doc, first: int, last: int) -> bool:
    """True of "the village of X", "the X district" and "a convoy near X", whatever the parser takes X for, and of "a
    market in X" where no list knows the word X."""
    name, words = doc[first : last + 1], place_words()
    if not first or fold(name.text) in words["never"] or registry().read(name.text) or name.root.ent_type_ == "DATE":
        return False
    before, behind = doc[first - 1], doc[min(last + 1, len(doc) - 1)]
    kinds = [word.lower_ for word in name.root.children if word.dep_ == "appos"]
    kinds += [behind.lower_] if name.root.head.i == behind.i else []
    kinds += [before.head.lower_] if before.lower_ == "of" else []
    if any(kind in words["settlements"] for kind in kinds):
        return True
    plain = " " not in name.text and not name.text.isupper()
    unheard = plain and rarity(name.text.lower()) > scale("unheard")
    leads = (*words["beside"], "in", "at") if unheard else words["beside"]
    return before.lower_ in leads and name.root.dep_ == "pobj" and name.root.head.i == before.i


def _led(doc: Doc, first: int, locative: frozenset[str]) -> bool:
    before = doc[first - 1] if doc[first - 1].pos_ != "DET" or first < 2 else doc[first - 2]
    return before.lower_ in locative


def _trim(doc: Doc, first: int, last: int) -> tuple[int, int] | None:
    while first <= last and (doc[first].pos_ in ("DET", "PUNCT", "ADP") or doc[first].is_space):
        first += 1
    while last >= first and (doc[last].tag_ == "POS" or doc[last].is_space or doc[last].text in (",", '"', "'")):
        last -= 1
    return (first, last) if first <= last else None


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Proper nouns that stand together, with the hyphens inside them."""
    first = -1
    for i, token in enumerate(doc):
        inside = token.pos_ == "PROPN" or (first >= 0 and token.text == "-" and not token.whitespace_)
        if inside and first < 0:
            first = i
        elif not inside and first >= 0:
            yield first, i - 1
            first = -1
    if first >= 0:
        yield first, len(doc) - 1


def _known(doc: Doc, first: int, last: int, led: bool, told: Told) -> bool:
    """True where the words are a region, a spelling of the table, or a large town, and no date or person."""
    label, words = doc[first].ent_type_, place_words()
    if label in ("DATE", "TIME", "EVENT", "LAW"):
        return False
    key = fold(doc[first : last + 1].text)
    if key in words["never"]:
        return False
    if label in _MISTAKEN and not led and key not in words["spellings"]:
        return _is_mistaken(doc, first, last, key, told)
    if key in words["regions"] or key in words["spellings"] or key in words["waters"]:
        return label != "NORP"
    least = scale("led_people") if led and label in _LITTLE_SAID else scale("lone_people")
    return label != "NORP" and any(s.main and s.kind == "city" and s.people >= least for s in candidates(key))


def _is_mistaken(doc: Doc, first: int, last: int, key: str, told: Told) -> bool:
    """True where what the parser takes for a body or a person is a division or a town, whole and large or at home.

    A person's name is one only in a report that tells of the town's country.
    """
    inside = (first > 0 and doc[first].ent_iob_ == "I") or (last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I")
    if inside:
        return False
    if any(key.endswith(f" {affix}") for affix in place_words()["affixes"]) and meanings(key).spots:
        return True
    towns = [s for s in candidates(key) if s.main and s.kind == "city"]
    home = any(s.country in told.countries and s.people >= scale("home_people") for s in towns)
    return home or (doc[first].ent_type_ != "PERSON" and any(s.people >= scale("mistaken_people") for s in towns))


def place_of(token: Token, places: Sequence[PlaceFound], doc: Doc) -> PlaceFound | None:
    """The place of the event headed by `token`: in its own clause first, else lent by the clause that holds it."""
    here, ranked = sentence_of(token), []
    for place in places:
        if not here.start <= place.last < here.end or place.first <= token.i <= place.last:
            continue
        head = _head(doc, place)
        if (steps := _place_steps(token, head, place)) is not None:
            ranked.append((steps, abs(place.first - token.i), place))
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def _head(doc: Doc, place: PlaceFound) -> Token:
    inside = range(place.first, place.last + 1)
    return next((doc[i] for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), doc[place.first])


def _place_steps(event: Token, head: Token, place: PlaceFound) -> int | None:
    """Steps by a locative phrase; a town that is struck or stands before the event noun counts as its place too."""
    if head.dep_ == "compound" and head.head.lower_ in place_words()["affixes"]:
        head = head.head
    if head.dep_ in ("conj", "appos") and head.head.ent_type_ in _PLACES:
        head = head.head
    if head.head.lower_ == "of" and head.head.head.lower_ in place_words()["settlements"]:
        head = head.head.head
    link, fine = head.head, place.kind in ("city", "region", "part", None)
    if link.pos_ == "ADP" and head.dep_ == "pobj":
        if _is_locative(link, place):
            return _by_link(event, link)
        return 5 if fine and link.lower_ in ("on", "against", "of", "to", "into") and link.head.i == event.i else None
    if fine and link.i == event.i and head.dep_ in ("dobj", "nsubjpass", "compound", "poss"):
        return 0 if head.dep_ in ("dobj", "nsubjpass") else 5
    return None


def _is_locative(link: Token, place: PlaceFound) -> bool:
    plain = link.lower_ in place_words()["event_locative"] and not (link.lower_ == "on" and place.kind == "country")
    return plain or _is_close_to(link)


def _is_close_to(link: Token) -> bool:
    """True of "close to", "north of" and "outside of"."""
    words = place_words()
    near = link.head.lower_ in words["beside"] or link.head.lower_ in words["directions"]
    return (link.lower_ == "of" and near) or (link.lower_ == "to" and link.head.lower_ in ("close", "next"))


def _by_link(event: Token, link: Token) -> int | None:
    """Steps from the event to a locative phrase, also where it hangs on what the event is aimed at."""
    close = _is_close_to(link)
    governor = governor_of(link.head if close else link)
    if (steps := steps_between(event, link, governor)) is not None:
        return steps + close
    for more in (6, 7):
        if governor.dep_ != "pobj" or governor.head.lower_ not in ("on", "at", "against", "of", "into"):
            return None
        governor = governor.head.head
        if governor.i == event.i or (governor.head.i == event.i and governor.dep_ == "dobj"):
            return more
    return None
