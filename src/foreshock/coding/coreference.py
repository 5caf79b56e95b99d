"""Who is meant by "the group", "the think tank", "the minister", "his country".

The law: a word points back to a mention of the same report, and to none where none fits; it never reaches forward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.codebook.base import stand_ins
from foreshock.coding import roles, syntax
from foreshock.coding.gazetteer import borders
from foreshock.coding.pronouns import PERSONAL
from foreshock.coding.roles import GROUPS
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast, Mention

BODIES, BETWEEN_STATES = frozenset({"agency", "organization", "organisation", "body"}), frozenset({"IGO", "UNO"})
BLOCS = frozenset({"IGO", "EUR"})
MANY = frozenset({"NNS", "NNPS"})
PLAIN_BEFORE = frozenset({"prime", "warring", "rival", "opposing", "opposition"})
"""Words before a noun that leave it a plain description: "the prime minister", "the warring sides"."""


def description(cast: Cast, token: Token) -> Actor | None:
    """The actor that "the group", "the country" or "the minister" points back to."""
    if (house := _house(cast, token)) is not None:
        return house
    words = definite(token)
    if words is None:
        return None
    for kind, phrases in roles.role_words().points_back.items():
        if words in phrases and kind not in ("both", "pair"):
            return _back_to(cast, token, kind)
    if words == f"the {token.lower_}" and token.tag_ == "NN" and roles.is_person_role(token):
        person = _back_to(cast, token, "person")
        if person is not None:
            return person
    return _same_noun(cast, token) if words.startswith(("the ", "these ", "this ", "those ")) else None


def _house(cast: Cast, token: Token) -> Actor | None:
    """Of "the think tank", "the Brussels-based institute", "the rights group", the one that the report named last."""
    agent, words = roles.role_of(token), roles.role_words().house
    if agent is None or not syntax.determined(token, ("the", "this")):
        return None
    kind = next((kind for kind in ("house", "cause") if agent.noun in words[f"{kind}s"]), None)
    behind = (c for c in token.children if c.dep_ in ("prep", "appos", "acl") and c.i > token.i)
    if kind is None or not all(map(roles.is_matter, behind)):
        return None
    before = (m.actor for m in reversed(cast.mentions) if m.token < token.i and m.kind == "group")
    return next((a for a in before if a.kind == "named" and _is_house(a, kind)), None)


def _is_house(actor: Actor, kind: str) -> bool:
    """True of a body that is known to study things or to stand up for a cause, and of an unknown one whose name says
    so."""
    named = frozenset(actor.name.lower().split()) & roles.role_words().house[f"{kind}_names"]
    known = actor.sector == ("EDU" if kind == "house" else "SOC")
    return known or actor.country == "NGO" or (actor.sector is None and bool(named))


def of_owner(cast: Cast, token: Token) -> Actor | None:
    """Of "his country" the owner's state; of "its neighbour" the state told last that is not the owner's."""
    words, noun = roles.role_words(), token.lemma_.lower()
    if token.tag_ != "NN" or noun not in words.neighbour | words.homeland or token.i in cast.hit_at:
        return None
    held = [t for t in syntax.owners(token) if t.lower_ in PERSONAL]
    owner = next((a for t in held if (a := cast.actor(t)) is not None), None)
    if owner is None or owner.country is None or owner.country in stand_ins():
        return None
    if noun in words.homeland:
        return cast.state(owner.country, token)
    named = next((a for c in token.children if c.dep_ == "appos" and (a := cast.actor(c)) is not None), None)
    return named or _neighbour(cast, token, owner.country)


def _neighbour(cast: Cast, token: Token, country: str) -> Actor | None:
    """Of those told before the one that shares a border with the country, else the state told last."""
    others = [m for m in cast.before(token) if m.actor.country != country]
    beside = next((m.actor.country for m in others if m.actor.country in borders().get(country, ())), None)
    return cast.state(beside, token) if beside else next((m.actor for m in others if m.kind == "state"), None)


def _same_noun(cast: Cast, token: Token) -> Actor | None:
    """Of "the army", the army that was told of before, where its country is known."""
    if not (role := roles.role_of(token)):
        return None
    noun, plural = token.lemma_.lower(), token.tag_ in MANY
    same = [m for m in cast.before(token, reach=8) if m.noun == noun and m.actor.kind != "document"]
    told = [m for m in same if m.actor.country and not (role.sector == "MIL" and m.actor.sector in GROUPS)]
    alike = [m for m in told if m.plural == plural]
    return next((m.actor for m in (*alike, *told)), None) or _body_of_name(cast, token, noun)


def _body_of_name(cast: Cast, token: Token, noun: str) -> Actor | None:
    """Of "the council", the body that the report names with the word, however far before: the Security Council; of "the
    service" also one whose name ends with it, told by its letters or known to no list."""
    before = [m for m in reversed(cast.mentions) if m.token < token.i and m.kind == "group"]
    named = (m for m in before if m.noun == noun and m.token in cast.hit_at)
    ending = (m for m in before if m.actor.kind == "named" and m.actor.name.lower().endswith(f" {noun}"))
    bodies = (m for m in before if noun in BODIES and m.actor.kind == "named" and m.actor.country in BETWEEN_STATES)
    return next((m.actor for m in (*named, *ending, *bodies)), None)


def definite(token: Token) -> str | None:
    """ "the group" where nothing but article and number stand with the noun."""
    left = [
        c
        for c in token.children
        if c.i < token.i and c.dep_ in ("det", "nummod", "amod", "compound", "poss", "nmod", "predet")
    ]
    left = [c for c in left if c.lower_ not in roles.role_words().after_owner]
    if any(c.dep_ in ("amod", "compound", "poss", "nmod") and c.lower_ not in PLAIN_BEFORE for c in left):
        return None
    closed = (
        ("prep", "appos") if any(c.lower_ in ("these", "those") for c in left) else ("prep", "appos", "relcl", "acl")
    )
    if any(c.dep_ in closed and c.i > token.i and not roles.is_matter(c) for c in token.children):
        return None
    words = [c.lower_ for c in sorted(left, key=lambda c: c.i)] + [token.lower_]
    return " ".join(words) if len(words) > 1 else None


def _back_to(cast: Cast, token: Token, kind: str) -> Actor | None:
    before = list(cast.before(token, reach=8))
    match kind:
        case "person":
            noun = token.lemma_.lower()
            return next(
                (m.actor for m in before if m.kind == "person" and noun in {m.noun, *m.office.split()}),
                None,
            )
        case "group":
            return _group(token, [m for m in before if m.kind == "group" and m.actor.sector in GROUPS])
        case "bloc":
            return next((m.actor for m in before if _is_bloc(m)), None)
    return _state(cast, token, [m.actor for m in before if m.kind == "state"])


def _is_bloc(mention: Mention) -> bool:
    """True of a body of states, and of armed groups that stand together."""
    body = mention.actor.kind == "named" and mention.actor.country in BLOCS
    return body or (mention.kind == "group" and mention.actor.sector in GROUPS)


def _group(token: Token, groups: list[Mention]) -> Actor | None:
    """The group told last; of "the rebels" the rebels named last before a party or militia, of "the factions" those
    told before by that noun with a country."""
    noun, many = token.lemma_.lower(), token.tag_ in MANY
    sectors = roles.role_words().group_of_noun.get(noun, frozenset())
    meant = [m for m in groups if m.actor.kind == "named" and m.actor.sector in sectors]
    told = [m for m in groups if m.actor.country and m.plural == many]
    same = [m for m in told if m.noun == noun]
    return next((m.actor for m in (*meant, *same, *told, *groups)), None)


def _state(cast: Cast, token: Token, states: list[Actor]) -> Actor | None:
    """The state told last that can be meant: a kingdom, or the one whose people speak of "the government"."""
    noun = token.lemma_.lower()
    forms = roles.role_words().form_of_state.get(noun)
    if forms is not None:
        return next((s for s in states if s.country in forms), None)
    if noun in roles.role_words().government and token.dep_ not in syntax.SUBJECTS:
        subjects = syntax.surface_subjects(syntax.clause_of(token))
        ruled = [a for t in subjects if t.i < token.i and (a := cast.actor(t)) and a.country]
        if ruled and ruled[0].sector in roles.role_words().governed:
            return cast.state(str(ruled[0].country), token)
    return next(iter(states), None)
