"""The actors that one noun stands for: "both sides", "the allies, X and Y", "French and German farmers".

The law: a noun is several only where each of them is told; otherwise it is the one that the cast knows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import Agent
from foreshock.coding import pairs, roles, syntax
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast


def members(cast: Cast, token: Token) -> list[Actor]:
    """The actors a head token stands for: of "both sides", "they" or "the allies, X and Y" each one."""
    pair = pairs.both(cast, token) or pairs.joined(cast, token)
    if pair:
        return pair
    listed = [t for c in token.children if c.dep_ == "appos" and token.tag_ in ("NNS", "CD") for t in syntax.expand(c)]
    named = [a for t in listed if (a := cast.actor(t)) is not None and a.kind == "named"]
    if named and (token.tag_ == "CD" or roles.role_of(token)):
        return named
    examples = _examples(cast, token)
    if examples:
        return examples
    split = _by_adjectives(cast, token) or _by_countries(cast, token)
    if split:
        return split
    actor = cast.actor(token)
    return [actor] if actor else []


def _examples(cast: Cast, token: Token) -> list[Actor]:
    """Of "groups such as X and Y", where the groups have no country of their own: X and Y."""
    if token.tag_ != "NNS" or not roles.role_of(token) or ((own := cast.actor(token)) and own.country):
        return []
    listed = syntax.objects_of(token, frozenset({"as", "including", "like"}))
    return [a for t in listed if (a := cast.actor(t)) is not None and a.kind == "named"]


def _by_adjectives(cast: Cast, token: Token) -> list[Actor]:
    """ "French and German farmers": one actor for each adjective."""
    agent = roles.role_of(token)
    states = [m for m in roles.modifiers(token) if (h := cast.hit_at.get(m.i)) and h.is_state and roles.owns(m)]
    if agent is None or len(states) < 2 or not any(m.dep_ == "conj" for m in states):
        return []
    return _of_each(cast, token, agent, states)


def _by_countries(cast: Cast, token: Token) -> list[Actor]:
    """ "The foreign ministers of France and Germany", "envoys of the two countries": one actor for each country."""
    agent = roles.role_of(token)
    if agent is None or token.tag_ != "NNS":
        return []
    through = syntax.objects_of(token, roles.role_words().country_through)
    if both := [a for t in through for a in pairs.both(cast, t)]:
        return both
    states = [t for of in through for t in syntax.expand(of) if (h := cast.hit_at.get(t.i)) and h.is_state]
    return _of_each(cast, token, agent, states) if len(states) > 1 else []


def _of_each(cast: Cast, token: Token, agent: Agent, states: list[Token]) -> list[Actor]:
    """What a role noun means, once for each state told with it."""
    government = token.lemma_ in roles.role_words().government
    sector = roles.sector_from_modifiers(token, agent.noun) or agent.sector or None
    made = []
    for state in states:
        of = cast.from_hit(state)
        name = of.name if government else f"{state.text} {token.text}"
        made.append(replace(of, text=state.text, name=name, sector=sector))
    return made
