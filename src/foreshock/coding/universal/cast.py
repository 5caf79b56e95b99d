"""The cast of a report over Universal Dependencies: which words stand for which actor.

The law: names are those of the registry, whatever the language calls them; what the text does not tell stays None.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from foreshock.codebook.base import stand_ins
from foreshock.codebook.lexicon import Agent
from foreshock.codebook.registry import Entry, State
from foreshock.coding.names import NameHit, Names
from foreshock.coding.sentences import PLAIN, Page
from foreshock.coding.universal.grammar import NOMINAL, SUBJECTS, Grammar
from foreshock.coding.universal.mentions import Mention, Mentions
from foreshock.records import Actor, Span
from foreshock.records.actor import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.codebook.language import LanguageBook
    from foreshock.coding.universal.places import Places

AT_HOME = frozenset("GOV MIL COP JUD LEG OPP PTY REB PRM CVL LAB MED REL AGR SPY UAF ELI SOC CRM".split())
"""Sectors whose people, named without a country, are those of the country the passage is about."""
ARMED = frozenset({"REB", "PRM"})
RULES = 0.6
"""The share of all country words of a report from which on one country rules it."""


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists that the cast asks; built once for a language."""

    agents: dict[str, Agent]
    longest: int
    quantity: frozenset[str]
    crowd: frozenset[str]
    person: frozenset[str]
    never: frozenset[str]
    armed: frozenset[str]
    owned: frozenset[str]
    relative: frozenset[str]
    possessive: frozenset[str]

    @classmethod
    def of(cls, book: LanguageBook) -> Words:
        """The lists of a language."""
        agents = {a.noun: a for a in book.agents}
        return cls(
            agents=agents,
            longest=max(len(noun.split()) for noun in agents),
            quantity=book.words("nouns", "quantity"),
            crowd=book.words("nouns", "crowd"),
            person=book.words("nouns", "person"),
            never=book.words("nouns", "never"),
            armed=book.words("nouns", "armed"),
            owned=book.words("prepositions", "owned"),
            relative=book.words("pronouns", "relative"),
            possessive=book.words("pronouns", "possessive_singular") | book.words("pronouns", "possessive_plural"),
        )


class Cast:
    """All actors of a page, resolved from left to right so that pronouns find what they stand for."""

    def __init__(
        self,
        page: Page,
        names: Names,
        book: LanguageBook,
        words: Words,
        grammar: Grammar,
        places: Places,
        day: date | None,
    ) -> None:
        self.page, self.day, self.words, self._grammar, self.places = page, day, words, grammar, places
        hits = names.find(page.text.translate(PLAIN), page.doc, day)
        self.hits = [h for h in hits if h.first in page.sentence_at]
        self.hit_at: dict[int, NameHit] = {i: h for h in self.hits for i in range(h.first, h.last + 1)}
        self._homes = self._home_countries()
        self._known: dict[int, Actor | None] = {}
        self.mentions = Mentions(page, book, grammar)
        for token in page.tokens():
            if token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") and (actor := self.actor(token)) is not None:
                self.mentions.note(self._mention(token, actor))

    def actor(self, token: Token) -> Actor | None:
        """The actor that a head word stands for, or None where it is no actor."""
        if token.i not in self._known:
            self._known[token.i] = None
            self._known[token.i] = self._read(token)
        return self._known[token.i]

    def party(self, tokens: list[Token]) -> list[Actor]:
        """The actors at the words, or whose things they are; each once."""
        found: dict[str, Actor] = {}
        for token in tokens:
            for actor in self.members(token) or self.owner(token):
                if actor.kind not in ("document", "instrument"):
                    found.setdefault(actor.name, actor)
        return list(found.values())

    def members(self, token: Token) -> list[Actor]:
        """The actors at a word: of "both countries", and of "officials of X and Y", each one."""
        if pair := self.mentions.both(token):
            return pair
        actor = self.actor(token)
        if actor is None:
            return []
        states = self._states_of(token)
        if actor.kind == "role" and len(states) > 1:
            return [replace(actor, country=s.country, name=f"{actor.name} ({s.country})") for s in states]
        return [actor]

    def owner(self, token: Token) -> list[Actor]:
        """Whose thing a noun is, or who has the place it stands in."""
        held = [c for c in token.children if c.dep_ == "det" and c.lower_ in self.words.possessive]
        if held and (owner := self.mentions.owner(held[0])) is not None:
            return [owner]
        for state in self._states_of(token):
            hit = next(h for h in self.hits if h.reading.of is state and h.last >= token.i - 3)
            return [self.from_hit(hit)]
        behind = self._grammar.complements(token, self.words.owned)
        found = [a for t in behind if (a := self.actor(t)) is not None and a.kind not in ("document", "instrument")]
        if found:
            return found[:2]
        for word in self._grammar.noun_words(token):
            place = self.places.at(word)
            if place is not None and place.where.country:
                return [Actor(place.where.text, place.where.text, place.where.country, None, place.where.span)]
        return []

    def is_named(self, token: Token) -> bool:
        """True where the word is part of a known name."""
        return token.i in self.hit_at

    def names_state(self, token: Token) -> bool:
        """True where the word names a state or its people."""
        return (hit := self.hit_at.get(token.i)) is not None and hit.is_state

    def _mention(self, token: Token, actor: Actor) -> Mention:
        hit = self.hit_at.get(token.i)
        kind = "state" if hit is not None and hit.is_state else "group"
        of = hit.reading.of if hit is not None else None
        known = isinstance(of, Entry) and of.kind == "person"
        if known or token.ent_type_ == "PER" or self._noun(token) in self.words.person:
            kind = "person"
        subject = token.dep_ in (*SUBJECTS, "ROOT") or (token.dep_ == "conj" and token.head.dep_ in SUBJECTS)
        return Mention(token, self._noun(token), actor, kind, subject)

    def _read(self, token: Token) -> Actor | None:
        if token.pos_ == "PRON":
            counts = token.lower_ in self.words.quantity
            return (self._counted(token) if counts else None) or self.mentions.pronoun(token)
        hit = self.hit_at.get(token.i)
        if hit is not None:
            return self._named(token, hit)
        if token.pos_ not in NOMINAL or (token.pos_ == "ADJ" and token.dep_ in ("amod", "advmod")):
            return None
        noun = self._noun(token)
        if noun in self.words.never:
            return None
        back = self.mentions.description(token, noun)
        if back is not None:
            return back
        agent = self._agent(token)
        if (noun in self.words.quantity or token.lower_ in self.words.quantity) and (
            counted := self._counted(token)
        ) is not None:
            return counted
        if noun in self.words.crowd and not self._grammar.complements(token, frozenset({"de"})):
            agent = Agent(noun, "CVL", "role", 0)
        if agent is not None and token.pos_ != "ADJ":
            return self._role(token, agent)
        return self._entity(token)

    def _named(self, token: Token, hit: NameHit) -> Actor | None:
        words = self.page.doc[hit.first : hit.last + 1]
        if token.i != words.root.i:
            return None
        described = hit.reading.via in ("adjective", "demonym") and token.dep_ in ("amod", "conj", "case", "advmod")
        if described and (token.dep_ != "conj" or token.head.pos_ == "ADJ") and token.text[:1].islower():
            return None
        if hit.reading.via == "adjective" and token.pos_ == "ADJ" and token.text[:1].islower():
            return None
        return self.from_hit(hit)

    def from_hit(self, hit: NameHit) -> Actor:
        """The actor that a known name means on the report's day."""
        span = self._span(hit.first, hit.last)
        entry = hit.reading.of
        text = span.of(self.page.text)
        if isinstance(entry, State):
            people = hit.reading.via == "demonym" and text[:1].isupper()
            return Actor(text, entry.name, entry.country, "CVL" if people else "GOV", span)
        country, sector, _ = entry.on(self.day) if self.day else (entry.country, entry.sector, None)
        kind = "document" if entry.kind == "document" else "named"
        return Actor(text, entry.name, country, sector, span, cast("ActorKind", kind))

    def _noun(self, token: Token) -> str:
        return str(token.lemma_.lower())

    def _agent(self, token: Token) -> Agent | None:
        """The line of the role nouns that the word, or the row of words it opens or ends, stands under."""
        doc, agents = self.page.doc, self.words.agents
        for length in range(self.words.longest, 1, -1):
            for first in {token.i, token.i - length + 1}:
                row = [doc[i].lemma_.lower() for i in range(max(0, first), min(len(doc), first + length))]
                if len(row) == length and (found := agents.get(" ".join(row))) is not None:
                    return found
        return agents.get(self._noun(token)) or agents.get(token.lower_)

    def _role(self, token: Token, agent: Agent) -> Actor:
        person = self._person_beside(token) if self._noun(token) in self.words.person else None
        words = self._grammar.noun_words(token)
        first = next((t for t in words if t.dep_ not in ("det", "case", "nummod", "advmod")), token)
        span = self._span(min(first.i, token.i), words[-1].i)
        text = span.of(self.page.text)
        group, country = self._belongs(token)
        sector = agent.sector
        kind = agent.kind
        if sector == "UNK" and kind == "role":
            inner = (self._agent(t) for t in words if t.i > token.i and t.pos_ == "NOUN")
            sector = next((a.sector for a in inner if a is not None and a.kind == "role"), sector)
        if sector in ("UNK", "CVL") and any(c.lemma_.lower() in self.words.armed for c in token.children):
            sector = "UAF" if sector == "CVL" else "REB"
        if sector in ("IGO", "NGO"):
            country, sector = country or sector, ""
        if group is not None and group.sector in (*ARMED, "PTY") and sector in ("GOV", "UNK", "MIL"):
            sector = group.sector or sector
        if person is not None:
            return self._titled(person, country, sector or None)
        before = self.mentions.same_noun(token, self._noun(token)) if country is None else None
        if before is not None:
            return replace(before, text=text, span=span)
        if country is None and sector in AT_HOME and kind == "role":
            here = self.places.of(token)
            country = (here.country if here is not None else None) or self._home(token)
        return Actor(text, text, country, None if sector in ("", "UNK") else sector, span, cast("ActorKind", kind))

    def _titled(self, person: Token, country: str | None, sector: str | None) -> Actor:
        """The person behind a title, known or not."""
        hit = self.hit_at.get(person.i)
        if hit is not None:
            return self.from_hit(hit)
        words = [t for t in (person, *person.subtree) if t.ent_type_ == "PER" or t.dep_ == "flat:name"]
        words = words or [person]
        span = self._span(min(t.i for t in words), max(t.i for t in words))
        name = span.of(self.page.text)
        return Actor(name, name, country, None if sector == "UNK" else sector, span)

    def _person_beside(self, token: Token) -> Token | None:
        """The name behind a title: "le Premier ministre libanais, Najib Mikati"."""
        doc = self.page.doc
        sentence = self.page.sentence_of(token)
        end = min(sentence.tokens.end if sentence else len(doc), token.i + 14)
        commas = 0
        for i in range(token.i + 1, end):
            word = doc[i]
            hit = self.hit_at.get(i)
            if hit is not None and isinstance(hit.reading.of, Entry) and hit.reading.of.kind == "person":
                return word
            if hit is None and word.ent_type_ == "PER" and word.pos_ == "PROPN":
                return word
            if (
                self._grammar.is_verb(word)
                or word.pos_ in ("AUX", "CCONJ", "SCONJ", "PRON")
                or word.text in (".", ";", '"')
            ):
                return None
            commas += word.text == ","
            if commas > 1:
                return None
        return None

    def _belongs(self, token: Token) -> tuple[Actor | None, str | None]:
        """The group that a role noun belongs to, where one is named, and its country."""
        for word in self._grammar.noun_words(token):
            hit = self.hit_at.get(word.i)
            if hit is not None and word.i > token.i - 2:
                found = self.from_hit(hit)
                return (None if hit.is_state else found), found.country
        held = [c for c in token.children if c.dep_ == "det" and c.lower_ in self.words.possessive]
        if held and (owner := self.mentions.owner(held[0])) is not None:
            return owner, owner.country
        for word in self._grammar.noun_words(token):
            place = self.places.at(word)
            if place is not None and place.where.country:
                return None, place.where.country
        inner = [t for t in self._grammar.complements(token, frozenset({"de"})) if t.i > token.i]
        for word in inner:
            actor = self.actor(word)
            if actor is not None and actor.country:
                return (actor if actor.sector in ARMED else None), actor.country
        return None, None

    def _states_of(self, token: Token) -> list[State]:
        """The states that adjectives at a noun name: both of "responsables israéliens et américains"."""
        found: dict[str, State] = {}
        behind = [token.nbor(1)] if token.i + 1 < len(token.doc) else []
        for word in (*self._grammar.noun_words(token), *behind):
            hit = self.hit_at.get(word.i)
            if hit is not None and isinstance(hit.reading.of, State) and hit.reading.via == "adjective":
                found.setdefault(hit.reading.of.country, hit.reading.of)
        return list(found.values())

    def _counted(self, token: Token) -> Actor | None:
        """Of "milliers de manifestants", the demonstrators."""
        behind = self._grammar.complements(token, frozenset({"de"}))
        return next((a for t in behind if t.i > token.i and (a := self.actor(t)) is not None), None)

    def _entity(self, token: Token) -> Actor | None:
        place = self.places.at(token)
        if place is not None and token.pos_ == "PROPN":
            if place.where.country is None:
                return None
            return Actor(place.where.text, place.where.text, place.where.country, None, place.where.span)
        if token.ent_type_ not in ("PER", "ORG") or token.pos_ != "PROPN" or token.dep_ == "flat:name":
            return None
        words = [t for t in self._grammar.noun_words(token) if t.dep_ not in ("det", "case")]
        span = self._span(words[0].i, words[-1].i)
        return Actor(span.of(self.page.text), span.of(self.page.text), None, None, span)

    def _home(self, token: Token) -> str | None:
        sentence = self.page.sentence_of(token)
        return self._homes.get(sentence.index) if sentence else None

    def _home_countries(self) -> dict[int, str]:
        """The one country that each sentence names, that rules the report, or that the sentence before names."""
        told: dict[int, Counter[str]] = {s.index: Counter() for s in self.page.sentences}
        for hit in self.hits:
            country = hit.reading.of.country
            if country and country not in stand_ins():
                told[self.page.sentence_at[hit.first].index][country] += 1
        whole: Counter[str] = sum(told.values(), Counter())
        country, most = whole.most_common(1)[0] if whole else ("", 0)
        ruling = country if most >= RULES * sum(whole.values()) else ""
        homes: dict[int, str] = {}
        for index, counts in told.items():
            before = homes.get(index - 1, "") if not counts else ""
            home = ruling or (next(iter(counts)) if len(counts) == 1 else before)
            if home:
                homes[index] = home
        return homes

    def _span(self, first: int, last: int) -> Span:
        return self.page.char_span(self.page.doc[first], self.page.doc[last])
