"""Which two are meant by "both sides", "the two countries", "the pair", and who is told jointly.

The law: two are meant only where two were told before, or are told with the words.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from foreshock.codebook.base import stand_ins
from foreshock.coding import roles, syntax
from foreshock.coding.coreference import definite
from foreshock.coding.homes import stands_behind
from foreshock.coding.pronouns import NEAR, mention_fits
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast, Mention

AT_PLACE = frozenset({"in", "at", "near", "along", "across", "inside", "around", "through", "within"})
OF_LAND = frozenset({"country", "nation", "state", "capital", "government"})
NO_SIDES = frozenset({"JRN", "CVL"})
OF_STATE = frozenset({"GOV", "MIL", "SPY", "COP"})
PAIRED = 5
"""Sentences that "both sides" reaches back over to two that are told together."""


def both(cast: Cast, token: Token) -> list[Actor]:
    """The two that "both sides" or "the two countries" point back to."""
    told, neighbours = _tells_two(token), _is_two_others(token)
    if not told and not neighbours:
        return []
    earlier = _told_as_two(cast, token) if told else None
    paired = told and not earlier and _words(token) in roles.role_words().points_back["pair"]
    if paired and (two := _two_persons(cast, token)):
        return two
    if syntax.objects_of(token, frozenset({"of"})) or any(c.dep_ == "appos" for c in token.children):
        return []
    apart = _apart(cast, token)
    joint, at = _joint_subjects(cast, token, apart)
    if earlier and earlier.i > at:
        return both(cast, earlier)
    if joint:
        return joint
    before = (m for m in cast.before(token, reach=PAIRED) if not stands_behind(cast.page.doc[m.token]))
    sides = [m for m in before if _is_side(m) and m.actor.country not in apart]
    states = [m for m in sides if m.kind == "state"]
    if token.lemma_.lower() in OF_LAND and len({m.actor.country for m in states}) > 1:
        sides = states
    if neighbours:
        return _last_two([m for m in sides if m.kind == "state"])
    own = [m for m in sides if _is_party_of_its_clause(cast, m)]
    here = cast.page.sentence_of(token)
    near = [m for m in sides if here is None or here.index - m.sentence <= NEAR]
    return _told_together(own) or _last_two(near)


def joined(cast: Cast, token: Token) -> list[Actor]:
    """Those joined by "and" as the last subject, or told as "both sides", to whom "they" points back."""
    if token.lower_ not in ("they", "them"):
        return []
    for mention in cast.before(token, reach=2):
        head = cast.page.doc[mention.token]
        if token.lower_ == "them" and (listed := _listed(head, token)):
            return cast.actors(listed)
        if two := both(cast, head):
            return two
        if head.dep_ in syntax.SUBJECTS:
            members = syntax.expand(head)
            if len(members) > 1:
                return cast.actors(members)
            if mention_fits(mention, "many"):
                return []
    return []


def _listed(head: Token, token: Token) -> list[Token]:
    """The names of a list of three or more that holds this one and ends before the pronoun."""
    first = syntax.first_joined(head)
    listed = syntax.expand(first)
    named = all(t.pos_ == "PROPN" and t.i < token.i for t in listed)
    return listed if named and len(listed) > 2 and first.dep_ not in syntax.SUBJECTS else []


@cache
def _phrases() -> frozenset[str]:
    told = roles.role_words().points_back
    return told["both"] | told["pair"]


@cache
def _nouns() -> frozenset[str]:
    """The last words of the phrases: a quick no for all others."""
    return frozenset(phrase.split()[-1] for phrase in _phrases())


def _tells_two(token: Token) -> bool:
    return token.lower_ in _nouns() and _words(token) in _phrases()


def _told_as_two(cast: Cast, token: Token) -> Token | None:
    """The word nearest before that tells the same two: "both sides" before "the two foreign ministers"."""
    here = cast.page.sentence_of(token)
    near = cast.page.sentences[max(0, here.index - NEAR) : here.index + 1] if here else ()
    before = (t for s in reversed(near) for t in reversed(s.tokens) if t.i < token.i and t.pos_ == "NOUN")
    return next(filter(_tells_two, before), None)


def _joint_subjects(cast: Cast, token: Token, apart: set[str | None]) -> tuple[list[Actor], int]:
    """Of "Saudi envoys and Houthi negotiators met", told right before: the two, whoever they are, and where."""
    for mention in cast.before(token, reach=1):
        head = cast.page.doc[mention.token]
        before = head.dep_ in syntax.SUBJECTS and not head.is_ancestor(token)
        actors = cast.actors(syntax.expand(head)) if before else []
        if len(actors) == 2 and len({a.country for a in actors if a.country} - apart) == 2:
            return actors, head.i
    return [], -1


def _is_side(mention: Mention) -> bool:
    told = mention.kind in ("state", "group") and mention.actor.kind != "document"
    return told and mention.actor.sector not in NO_SIDES


def _is_party_of_its_clause(cast: Cast, mention: Mention) -> bool:
    """False of a place where something happens, and of the owner of another: "Sudan" of "Sudan's army"."""
    head = cast.page.doc[mention.token]
    placed = head.dep_ == "pobj" and head.head.lower_ in AT_PLACE
    return not placed and head.dep_ not in ("poss", "amod", "compound", "nmod") and mention.actor.sector is not None


def _told_together(mentions: list[Mention]) -> list[Actor]:
    """The two of the nearest sentence that tells two of them; `mentions` come nearest first."""
    for _, here in groupby(mentions, key=lambda m: m.sentence):
        pair = _last_two(list(here))
        if pair:
            return pair
    return []


def _last_two(mentions: list[Mention]) -> list[Actor]:
    """The two different ones told last, in the order of the text."""
    found: dict[str, Actor] = {}
    for mention in mentions:
        if not any(_are_one(mention.actor, other) for other in found.values()):
            found.setdefault(mention.actor.name, mention.actor)
    return list(reversed(list(found.values())[:2])) if len(found) > 1 else []


def _are_one(one: Actor, other: Actor) -> bool:
    """True of a state and its army, and of "Italian soldiers" in "a company of Italian soldiers": they are no two
    sides."""
    inside = one.span.start <= other.span.start < one.span.end or other.span.start <= one.span.start < other.span.end
    return one.country == other.country and (inside or {one.sector, other.sector} <= OF_STATE)


def _words(token: Token) -> str:
    """ "The two foreign ministers", "both sides", or the noun alone."""
    if plain := definite(token):
        return plain
    before = [c for c in token.children if c.i < token.i and c.dep_ in ("det", "nummod", "amod", "compound", "predet")]
    return " ".join(t.lower_ for t in (*before, token))


def _is_two_others(token: Token) -> bool:
    """True of "its two neighbours": two that are somebody's, and not that one."""
    if token.lemma_.lower() not in roles.role_words().relational:
        return False
    numbered = any(c.dep_ == "nummod" and c.lower_ == "two" for c in token.children)
    return numbered and bool(syntax.owners(token))


def _apart(cast: Cast, token: Token) -> set[str | None]:
    """Countries that are on no side: those of bodies of states, and of who does something to "both sides"."""
    apart: set[str | None] = {code for code in stand_ins() if code != "IMG"}
    if token.dep_ in syntax.SUBJECTS:
        return apart
    doing = [*syntax.surface_subjects(syntax.clause_of(token)), *syntax.owners(token)]
    return apart | {actor.country for t in doing if t.i < token.i and (actor := cast.actor(t))}


def _two_persons(cast: Cast, token: Token) -> list[Actor]:
    """Of "the pair": the two persons of the nearest sentence that tells two, or its "two aides"."""
    persons: list[Mention] = []
    for mention in cast.before(token, reach=6):
        head = cast.page.doc[mention.token]
        if mention.plural and any(c.dep_ == "nummod" and c.lower_ == "two" for c in head.children):
            return _told_together(persons) or [mention.actor]
        if mention.kind == "person":
            persons.append(mention)
    return _told_together(persons)
