"""Role nouns: "Iraqi armed groups", "officials in Baghdad", "the envoy of the King of Spain".

The law: a role noun takes its country and sector from words around it, never from the world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file
from foreshock.codebook.lexicon import Agent, agents, classes
from foreshock.records import Actor, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.sentences import Page

GROUPS = frozenset({"REB", "PTY", "PRM", "UAF", "CRM", "OPP", "SOC"})
"""Sectors of groups that are no part of a state."""
MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "npadvmod", "advmod"})


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The tables of roles.toml as sets."""

    sector_of_modifier: dict[str, str]
    after_owner: frozenset[str]
    after_owner_bare: frozenset[str]
    before_owner: frozenset[str]
    government: frozenset[str]
    member: frozenset[str]
    person: frozenset[str]
    quantity: frozenset[str]
    foreign: frozenset[str]
    never: frozenset[str]
    relational: frozenset[str]
    of_mission: dict[str, frozenset[str]]
    country_through: frozenset[str]
    points_back: dict[str, frozenset[str]]
    house: dict[str, frozenset[str]]
    group_of_noun: dict[str, frozenset[str]]
    form_of_state: dict[str, frozenset[str]]
    governed: frozenset[str]
    of_matter: frozenset[str]
    why: frozenset[str]
    heading: frozenset[str]
    backing: frozenset[str]
    neighbour: frozenset[str]
    homeland: frozenset[str]


@cache
def role_words() -> RoleWords:
    """How words around a role noun change who is meant."""
    told = toml_file("roles.toml")
    return RoleWords(
        sector_of_modifier=told["sector_of_modifier"],
        after_owner=frozenset(told["not_owner"]["after"]),
        after_owner_bare=frozenset(told["not_owner"]["after_without_hyphen"]),
        before_owner=frozenset(told["not_owner"]["before"]),
        government=frozenset(told["government"]["nouns"]),
        member=frozenset(told["member"]["nouns"]),
        person=frozenset(told["person"]["nouns"]),
        relational=frozenset(told["relational"]["nouns"]),
        of_mission=_codes(told["of_mission"]),
        never=frozenset(told["never"]["nouns"]),
        foreign=frozenset(told["foreign"]["adjectives"]),
        quantity=frozenset(told["quantity"]["nouns"]),
        country_through=frozenset(told["country_through"]["prepositions"]),
        points_back=_sets(told["points_back"]),
        house=_sets(told["house"]),
        group_of_noun=_codes(told["group_of_noun"]),
        form_of_state=_codes(told["form_of_state"]),
        governed=frozenset(told["governed"]["sectors"].split()),
        of_matter=frozenset(told["of_matter"]["verbs"]),
        why=frozenset(told["why"]["nouns"]),
        heading=frozenset(told["heading"]["verbs"]),
        backing=frozenset(told["backing"]["verbs"]),
        neighbour=frozenset(told["neighbour"]["nouns"]),
        homeland=frozenset(told["homeland"]["nouns"]),
    )


def _codes(table: dict[str, str]) -> dict[str, frozenset[str]]:
    return {key: frozenset(codes.split()) for key, codes in table.items()}


def _sets(table: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in table.items()}


CAPITAL, HELD = "with a capital", "not bare"
"""The notes of nouns that are an actor only so written, "the House" and not a house, or with an article or a name, "a
force"."""


@cache
def _agents() -> dict[str, Agent]:
    return {agent.noun: agent for agent in agents()}


def role_of(token: Token) -> Agent | None:
    """The role noun at this head, the longest that the words before it make up."""
    if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "VERB", "PRON"):
        return None
    known, words = _agents(), [token.lemma_.lower()]
    if words[0] not in known and token.tag_ in ("NNP", "NNPS"):
        words = [token.lower_.removesuffix("s")]
    if token.lower_ in _office_words():
        office = _office_of(token, known)
        if office or _named_inside(token, known):
            return office
    found = known.get(words[0]) or known.get(token.lower_)
    for before in _words_before(token) if {words[0], token.lower_} & _ends_of_several() else ():
        words.insert(0, before.lower_)
        found = known.get(" ".join(words)) or found
    if found is None or (found.note == CAPITAL and token.text.islower()) or (found.note == HELD and _is_bare(token)):
        return None
    return found


@cache
def _ends_of_several() -> frozenset[str]:
    """The last words of role nouns of several words."""
    return frozenset(noun.split()[-1] for noun in _agents() if " " in noun)


@cache
def _office_words() -> frozenset[str]:
    """The nouns of "head of state", "chief of staff": a quick no for all others."""
    return frozenset(word for noun in _agents() if " of " in noun for word in (noun.split()[0], noun.split()[-1]))


def _office_of(token: Token, known: Mapping[str, Agent]) -> Agent | None:
    """The office of "head of state", told by the noun behind."""
    nouns = (t for of in token.children if of.lower_ == "of" for t in of.children if t.i == of.i + 1 == token.i + 2)
    return next((known[told] for t in nouns if (told := f"{token.lemma_.lower()} of {t.lower_}") in known), None)


def _named_inside(token: Token, known: Mapping[str, Agent]) -> bool:
    """True of "state" in "head of state"."""
    return token.dep_ == "pobj" and token.i > 1 and _office_of(token.doc[token.i - 2], known) is not None


def _is_bare(token: Token) -> bool:
    """True of "force" in "met with full force", which nobody makes up; a force of somebody has an article or a name."""
    held = any(c.dep_ in ("det", "poss", "nummod", "compound") or c.text[0].isupper() for c in token.children)
    return token.tag_ == "NN" and not held


def is_person_role(token: Token) -> bool:
    """True for nouns that stand for one person: minister, spokesman, adviser."""
    return token.lemma_.lower() in role_words().person and token.tag_ in ("NN", "NNP")


def _words_before(token: Token) -> list[Token]:
    doc, found = token.doc, []
    for i in range(token.i - 1, max(token.i - 4, -1), -1):
        if not (doc[i].is_alpha or doc[i].text == "-"):
            break
        found.append(doc[i])
    return found


def modifiers(token: Token) -> list[Token]:
    """The words that modify a noun from the left, those joined to them and those inside them."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ in MODIFIERS and child.i < token.i:
            found.extend(modifiers(child))
            found.append(child)
            found.extend(c for c in child.children if c.dep_ == "conj" and c.i < token.i)
    return found


def sector_from_modifiers(token: Token, role: str = "") -> str | None:
    """The sector that a modifier sets ("military officials"), if one does that is no part of the role's own noun."""
    told = role_words().sector_of_modifier
    known = _agents()
    for modifier in modifiers(token):
        word = modifier.lemma_.lower()
        if modifier.dep_ != "poss" and word in told and word not in role.split():
            return told[word]
    for modifier in modifiers(token):
        agent = known.get(modifier.lemma_.lower())
        beside = modifier.dep_ in ("compound", "amod", "nmod") and modifier.lemma_.lower() not in role.split()
        if agent and agent.kind == "role" and beside:
            return agent.sector
    return None


def owns(token: Token) -> bool:
    """False where the name at this token only colours the noun: "Iran-backed militias", "pro-Iranian groups"."""
    words, doc = role_words(), token.doc
    after = doc[token.i + 1 : token.i + 3]
    if len(after) == 2 and after[0].text == "-" and after[1].lower_ in words.after_owner:
        return False
    if token.i + 1 < len(doc) and doc[token.i + 1].lower_ in words.after_owner_bare:
        return False
    before = doc[max(token.i - 2, 0) : token.i]
    return not (len(before) == 2 and before[1].text == "-" and before[0].lower_ in words.before_owner)


def words_of(token: Token) -> tuple[int, int]:
    """First and last token of the phrase that names the role, without article, clause or list."""
    first = token.i
    for child in token.children:
        if child.i < token.i and child.dep_ in ("amod", "compound", "nmod", "poss", "nummod", "npadvmod", "quantmod"):
            first = min(first, child.left_edge.i)
    last = _end_of_phrases(token)
    while first < token.i and _tells_nothing_of_it(token.doc[first]):
        first += 1
    return first, last


def _tells_nothing_of_it(token: Token) -> bool:
    """True of a mark, an article, and the day of "On Wednesday soldiers executed", not that of "Monday's attackers"."""
    day = token.lower_ in classes()["weekday"] and token.nbor().tag_ != "POS"
    return token.is_punct or token.dep_ == "det" or day


def is_matter(preposition: Token) -> bool:
    """True of the "of" of "accused the party of rearming": it tells what about, and nothing of the party; in
    "warned the regime of X" it tells whose."""
    noun = preposition.head
    if any(c.ent_type_ == "PERSON" for c in preposition.children):
        return False
    return preposition.lower_ == "of" and noun.dep_ == "dobj" and noun.head.lemma_ in role_words().of_matter


def _tells_why(preposition: Token) -> bool:
    """True of the "in" of "summoned the ambassador in protest"."""
    told = [word.lemma_ for word in preposition.children if word.dep_ == "pobj"]
    return preposition.lower_ in ("in", "for") and not role_words().why.isdisjoint(told)


def _end_of_phrases(token: Token) -> int:
    """The last token of the `of`, `to`, `in`, `for`, `from` phrases right behind the noun."""
    last = token.i
    for child in token.children:
        if is_matter(child) or _tells_why(child):
            break
        if child.i == last + 1 and child.dep_ == "prep" and child.lower_ in ("of", "to", "in", "for", "from"):
            ends = [_end_of_phrases(o) for o in child.children if o.dep_ == "pobj"]
            last = max([last, *ends])
    return last


def phrase_of(page: Page, token: Token) -> Span:
    """The characters of the phrase that names the role."""
    first, last = words_of(token)
    return page.char_span(page.doc[first], page.doc[last])


def unlisted(page: Page, token: Token, sector: str | None = None) -> Actor:
    """An actor that no list knows, by the words of its phrase."""
    span = phrase_of(page, token)
    return Actor(span.of(page.text), span.of(page.text), None, sector, span, "role")
