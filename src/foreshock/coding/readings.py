"""The best reading of a place name in its report: every meaning weighed by what else the report tells.

The law: a reading says how sure it is and what it rests on; what is read from its surroundings alone says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import Literal

from spacy.tokens import Doc

from foreshock.coding.beside import beside
from foreshock.coding.gazetteer import Spot, country_of, states_of_america
from foreshock.coding.meanings import meanings
from foreshock.coding.reading_signs import Signs, Voice, others_than, place_weights, scale, signs_of
from foreshock.coding.towns import fold

Basis = Literal["name", "part", "surroundings"]
Weights = dict[str, float]
_NAMES = frozenset({"GPE", "LOC", "FAC", "NORP"})
_NO_PLACES = frozenset({"PERSON", "DATE", "WORK_OF_ART"})
_CAPITALISED = re.compile(r"[A-Z][A-Za-z]{3,}(?: [A-Z][a-z]+)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name is read as, the belief in it and in its state (0 to 1), and what the reading rests on."""

    spot: Spot
    belief: float
    country_belief: float
    basis: Basis


@dataclass(slots=True)
class Atlas:
    """The places that a report names: one voice a name, with the belief in each of its meanings."""

    page: str
    voices: dict[str, Voice] = field(default_factory=dict)
    placed: list[tuple[int, Voice]] = field(default_factory=list)


def atlas_of(doc: Doc, weights: Weights | None = None) -> Atlas:
    """All place names of the text, each weighed by the others until they agree."""
    atlas, weights = Atlas(doc.text), weights or place_weights()["reading"]
    for start, end in sorted(_names(doc, atlas.page)):
        _hear(atlas, start, end)
    for entity in () if atlas.placed else doc.ents:
        _hear(atlas, entity.start_char, entity.end_char)
    for voice in atlas.voices.values():
        voice.beliefs = _shares(signs_of(voice, None), weights)
    for _ in range(int(scale("rounds"))):
        heard = [_shares(_signs(atlas, voice), weights) for voice in atlas.voices.values()]
        for voice, beliefs in zip(atlas.voices.values(), heard, strict=True):
            voice.beliefs = beliefs
    return atlas


def read(atlas: Atlas, start: int, end: int, weights: Weights | None = None) -> Reading | None:
    """The best reading of the name that stands there; None where neither name nor surroundings tell."""
    voice = voice_at(atlas, start, end)
    if voice is None:
        return _around(atlas, start)
    shares = _shares(_signs(atlas, voice), weights or place_weights()["reading"])
    by_country: dict[str | None, float] = {}
    for spot, share in zip(voice.spots, shares, strict=False):
        by_country[spot.country] = by_country.get(spot.country, 0.0) + share
    country = max(by_country, key=lambda c: by_country[c])
    if by_country[country] < shares[-1] and (reading := _around(atlas, start)):
        return reading
    best = max((i for i, s in enumerate(voice.spots) if s.country == country), key=lambda i: shares[i])
    return Reading(voice.spots[best], shares[best], by_country[country], "part" if voice.part else "name")


def voice_at(atlas: Atlas, start: int, end: int) -> Voice | None:
    """The voice of the name that stands there, as heard from its own place; None where nothing bears its name."""
    found = meanings(atlas.page[start:end])
    if not found.spots:
        return None
    voice = atlas.voices.get(found.key) or Voice(found.key, found.spots, found.part)
    near = beside(atlas.page, start, end)
    return Voice(voice.key, voice.spots, voice.part, [start], [near] if near else voice.beside, voice.follows)


def signs_at(atlas: Atlas, start: int, end: int) -> tuple[Sequence[Spot], list[Signs]]:
    """The meanings of the name that stands there and their signs, for fitting the weights."""
    voice = voice_at(atlas, start, end)
    return (voice.spots, _signs(atlas, voice)) if voice else ((), [])


def _signs(atlas: Atlas, voice: Voice) -> list[Signs]:
    return signs_of(voice, others_than(voice, tuple(atlas.voices.values()), atlas.placed))


def _names(doc: Doc, page: str) -> Iterator[tuple[int, int]]:
    """Characters of the places and peoples that the parser marks, and of states that it overlooks."""
    shut: set[int] = set()
    for entity in doc.ents:
        if entity.label_ in _NAMES:
            yield entity.start_char, entity.end_char
        if entity.label_ in _NAMES | _NO_PLACES:
            shut.update(range(entity.start_char, entity.end_char))
    for match in _CAPITALISED.finditer(page):
        forms = () if match.start() in shut else (match[0], match[0].split(" ")[0])
        if form := next((f for f in forms if country_of(fold(f)) or fold(f) in states_of_america()), None):
            yield match.start(), match.start() + len(form)


def _hear(atlas: Atlas, start: int, end: int) -> None:
    found = meanings(atlas.page[start:end])
    if not found.spots:
        return
    voice = atlas.voices.setdefault(found.key, Voice(found.key, found.spots, found.part))
    voice.starts.append(start)
    voice.follows |= atlas.page[max(0, start - 2) : start] in (", ", " (")
    if near := beside(atlas.page, start, end):
        voice.beside.append(near)
    atlas.placed.append((start, voice))


def _around(atlas: Atlas, start: int) -> Reading | None:
    """The nearest town or region of the state that is spoken of most close by, else that state."""
    heard = [(abs(at - start), *voice.best()) for at, voice in atlas.placed]
    votes: dict[str, float] = {}
    for away, spot, belief in heard:
        if spot.country:
            weight = belief * (scale("around_state") if spot.kind == "country" else 1.0)
            votes[spot.country] = votes.get(spot.country, 0.0) + weight * exp(-away / scale("around_chars"))
    if not votes:
        return None
    most = max(votes, key=lambda c: votes[c])
    there = [h for h in heard if h[1].country == most]
    _, spot, belief = min([h for h in there if h[1].kind in ("city", "region")] or there, key=lambda h: h[0])
    return Reading(spot, belief, votes[most] / sum(votes.values()), "surroundings")


def _shares(signs: Sequence[Signs], weights: Weights) -> list[float]:
    """Belief in each meaning, and last in none of them; together 1."""
    points = [sum(value * weights.get(name, 0.0) for name, value in sign.items()) for sign in signs]
    top = max(points)
    raised = [exp(p - top) for p in points]
    total = sum(raised)
    return [r / total for r in raised]
