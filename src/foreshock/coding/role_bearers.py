"""Whom a role noun means: "Hamas fighters", "the envoy of the president, Jane Doe", "the government in Baghdad".

The law: who is named beside the noun goes before the noun; without a name the noun stands for itself.
"""

from __future__ import annotations

import typing
from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import Agent
from foreshock.codebook.registry import Entry
from foreshock.coding import nationality, roles, syntax, unlisted
from foreshock.coding.pronouns import PERSONAL
from foreshock.records import Actor, Span
from foreshock.records.actor import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast


def of_role(cast: Cast, token: Token, agent: Agent, country_from: Token | None = None) -> Actor:
    """The person named beside the noun, the group or state it stands for, or somebody known by the noun alone."""
    person = _named_beside(cast, token) or _named_behind(cast, token)
    if person:
        return person
    org = nationality.group_named(cast, token)
    noun = token.lemma_.lower()
    span = roles.phrase_of(cast.page, token)
    text = span.of(cast.page.text)
    kind = typing.cast("ActorKind", agent.kind)
    if org and org.sector != "SOC" and agent.kind == "role" and noun in roles.role_words().member:
        return replace(org, text=text, span=span)
    state = nationality.country_of(cast, token) or (
        nationality.country_of(cast, country_from) if country_from is not None else None
    )
    sector = agent.sector or None
    sector = roles.sector_from_modifiers(token, agent.noun) or sector
    if org:
        own = agent.kind == "role" and org.sector not in roles.GROUPS
        return Actor(text, text, org.country, sector if own else org.sector, span, kind)
    if state and agent.kind == "role" and noun in roles.role_words().government:
        return Actor(text, state.name, state.country, state.sector, span)
    country = state.country if state else nationality.told_before(cast, token, sector, kind)
    return Actor(text, _name(cast, token, text), country, sector, span, kind)


def _name(cast: Cast, token: Token, text: str) -> str:
    """Of "his men", who they are: "men of X", where it is told of what country X is."""
    mine = next((t for t in syntax.owners(token) if t.lower_ in PERSONAL), None)
    owner = cast.actor(mine) if mine is not None and text.lower().startswith(f"{mine.lower_} ") else None
    return f"{text.partition(' ')[2]} of {owner.name}" if owner is not None and owner.country else text


def of_title(cast: Cast, token: Token) -> Actor | None:
    """Of "its director, Jane Doe" the person, of "the head of the agency" somebody of the agency's country and sector;
    None where neither is told."""
    person = _named_beside(cast, token)
    body = nationality.group_named(cast, token) or nationality.country_of(cast, token)
    if person is not None:
        return person if person.country or body is None else replace(person, country=body.country)
    if body is None:
        return None
    span = roles.phrase_of(cast.page, token)
    text = span.of(cast.page.text)
    return Actor(text, text, body.country, body.sector, span, "role")


def _named_beside(cast: Cast, token: Token) -> Actor | None:
    """The person named in apposition to a role: "the envoy of the president, Jane Doe"."""
    if not roles.is_person_role(token):
        return None
    for child in _appositions(token):
        hit = cast.hit_at.get(child.i)
        known_person = hit and isinstance(hit.reading.of, Entry) and hit.reading.of.kind == "person"
        if known_person or (child.ent_type_ == "PERSON" and child.pos_ == "PROPN"):
            named = cast.from_hit(child) if hit else unlisted.of_name(cast, child, role=token)
            if named:
                first, _ = roles.words_of(token)
                span = Span(cast.page.doc[first].idx, named.span.end)
                return replace(named, text=span.of(cast.page.text), span=span)
    return None


def _named_behind(cast: Cast, token: Token) -> Actor | None:
    """The known group whose name stands right behind the noun: "the peacekeeping force UNIFIL"."""
    for child in token.children:
        if child.dep_ == "appos" and child.i in cast.hit_at and cast.hit_at[child.i].first == token.i + 1:
            return cast.from_hit(child)
    return None


def _appositions(token: Token) -> list[Token]:
    found = [c for c in token.children if c.dep_ == "appos"]
    for child in token.children:
        if child.dep_ == "prep":
            for noun in child.children:
                found.extend(_appositions(noun))
    return found
