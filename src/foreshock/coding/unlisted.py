"""Somebody whom no list knows: "Foreign Minister Jane Doe", "the Confederation of Nations (CONX)".

The law: a name comes out as it is written, with the sector of its title and the country its words tell.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.codebook.registry import Entry
from foreshock.coding import nationality, roles, syntax
from foreshock.coding.gazetteer import place_words
from foreshock.coding.meanings import meanings
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast

LONGEST_NAME = 30
"""Words from any word of a name to its ends, at most."""
SHORTEST_LETTERS = 2
"""Letters of a short name by which a longer one told before is known again, at least."""


def of_name(cast: Cast, token: Token, role: Token | None = None) -> Actor | None:
    """An actor that no list knows: its name as written, its country and sector from title and modifiers."""
    words = [t for t in _entity(cast, token) if not t.is_punct or t.text == "-"] or [token]
    if words[0].dep_ == "det" or words[0].lower_ == "the":
        words = words[1:] or words
    if words[-1].tag_ == "POS":
        words = words[:-1] or words
    span = cast.span(words[0].i, words[-1].i)
    title = title_of(cast, token) if role is None else role
    agent = roles.role_of(title) if title is not None else None
    state = nationality.country_of(cast, title) if title is not None else None
    state = state or nationality.country_of(cast, token) or nationality.headed(cast, token)
    sector = (roles.sector_from_modifiers(title) if title is not None else None) or (agent.sector if agent else None)
    if token.ent_type_ in ("GPE", "FAC", "NORP") and not sector and not state:
        return None
    text = span.of(cast.page.text)
    known = _bracketed(cast, words[-1]) if token.ent_type_ == "ORG" else None
    if known is not None:
        return replace(known, text=text, span=span)
    country = state.country if state else None
    if country is None and agent is not None and agent.kind == "role" and title is not None:
        country = nationality.told_before(cast, title, sector, "role")
    country = country or _placed(text, token)
    known = _told_in_full(cast, text, token)
    if known is None:
        return Actor(text, text, country, sector, span)
    return Actor(text, known.name, country or known.country, sector or known.sector, span)


def _placed(text: str, token: Token) -> str | None:
    """The country of "Kherson Oblast" or "Eilat", which the parser may take for a body; of a person only the former."""
    divided = " " in text and text.lower().endswith(tuple(f" {word}" for word in place_words()["affixes"]))
    if token.ent_type_ == "PERSON" and not divided:
        return None
    known = meanings(text)
    countries = {spot.country for spot in known.spots if not known.part and (spot.kind == "region" or not divided)}
    return countries.pop() if len(countries) == 1 else None


def title_of(cast: Cast, token: Token) -> Token | None:
    """The role noun of "Foreign Minister X", "X, the army's spokesman" or "the spokesman, X"."""
    beside = [c for c in token.children if c.dep_ in ("compound", "appos", "nmod", "amod") and c.ent_type_ != "PERSON"]
    if token.dep_ == "appos":
        beside.append(token.head)
    found = next((word for word in reversed(beside) if roles.role_of(word)), None)
    return found or _title_above(cast, token)


def _title_above(cast: Cast, token: Token) -> Token | None:
    """The office of "the commander of the X, Jane Doe", where the parser hangs the name on the X."""
    at = token
    while at.dep_ in ("appos", "pobj", "prep", "compound", "poss"):
        at = at.head
        if at.i < token.i and roles.is_person_role(at):
            return at if token.dep_ == "appos" else None
    return None


def _bracketed(cast: Cast, last: Token) -> Actor | None:
    """Of "the Confederation of Nations (CONX)" the group that the letters in brackets name."""
    behind = cast.page.doc[last.i + 1 : last.i + 3]
    hit = cast.hit_at.get(behind[1].i) if len(behind) == 2 and behind[0].text == "(" else None
    group = hit is not None and isinstance(hit.reading.of, Entry) and hit.reading.of.kind not in ("person", "document")
    actor = cast.from_hit(behind[1]) if group else None
    return actor if actor is not None and actor.sector != "JRN" else None


def _told_in_full(cast: Cast, text: str, token: Token) -> Actor | None:
    """Whom the report told before by a longer name that this one is the last word or the first letters of."""
    if " " in text:
        return None
    if token.ent_type_ == "PERSON":
        persons = (m.actor for m in reversed(cast.mentions) if m.kind == "person")
        return next((a for a in persons if a.name.split()[-1] == text), None)
    groups = (m.actor for m in reversed(cast.mentions) if m.kind == "group" and len(text) >= SHORTEST_LETTERS)
    return next((a for a in groups if text.isupper() and _letters(a.name) == text), None)


def _letters(name: str) -> str:
    """ISS of "Institute for Security Studies"."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _entity(cast: Cast, token: Token) -> list[Token]:
    """The words of the name that the token is part of, as far as a name can reach."""
    here, first, last = syntax.sentence_of(token), token.i, token.i
    while first > max(here.start, token.i - LONGEST_NAME) and cast.page.doc[first].ent_iob_ == "I":
        first -= 1
    while last + 1 < min(here.end, token.i + LONGEST_NAME) and cast.page.doc[last + 1].ent_iob_ == "I":
        last += 1
    return [t for t in cast.page.doc[first : last + 1] if t.ent_type_ == token.ent_type_]
