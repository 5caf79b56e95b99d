"""The cast of a report: which words stand for which actor.

The law: every actor keeps its words; an unknown one still comes out with its name, its role's sector and the country
its modifiers tell, and what the text does not tell stays None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import Agent, classes, cue_lemmas
from foreshock.codebook.registry import Entry, State
from foreshock.coding import coreference, nationality, pronouns, role_bearers, roles, several, syntax, unlisted
from foreshock.coding.homes import dateline_country, home_countries
from foreshock.coding.names import NameHit, Names
from foreshock.coding.places import PlaceFound
from foreshock.coding.sentences import PLAIN, Page
from foreshock.records import Actor, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

NAMED_ENTITIES = frozenset({"PERSON", "ORG", "NORP", "GPE", "FAC"})
CROWDS = frozenset({"hundred", "thousand", "dozen", "score", "crowd", "people", "million"})
"""Words that stand for people where nothing is counted with them: "thousands marched"."""

OWNING = frozenset(
    {"of", "in", "inside", "at", "near", "from", "belonging", "across", "to", "for", "outside", "on", "with", "against"}
)
"""Prepositions behind a thing through which it is somebody's, or stands somewhere."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor at a head token, with what coreference needs to know of it."""

    token: int
    noun: str
    office: str
    actor: Actor
    kind: str
    plural: bool
    subject: bool
    sentence: int


_PLACE_WORDS = {"city": "settlement", "region": "tract"}
"""The class of words that name a place of each kind again."""


class Cast:
    """All mentions of a page, resolved from left to right so that pronouns find what they stand for."""

    def __init__(self, page: Page, names: Names, day: date | None, places: list[PlaceFound]) -> None:
        self.page, self.day, self.registry = page, day, names.registry
        self.place_at = {i: place for place in places for i in range(place.first, place.last + 1)}
        self.hits = _without_towns(page, names.find(page.text.translate(PLAIN), page.doc, day))
        self.hit_at: dict[int, NameHit] = {i: hit for hit in self.hits for i in range(hit.first, hit.last + 1)}
        self.mentions: list[Mention] = []
        self.homes = home_countries(page, self.hits, places)
        self.dated_from = dateline_country(page, self.hits)
        self._known: dict[int, Actor | None] = {}
        self._introduce_all()

    def actor(self, token: Token) -> Actor | None:
        """The actor that a head token stands for, or None where it is no actor."""
        if token.i not in self._known:
            self._known[token.i] = None
            self._known[token.i] = self._read(token)
        return self._known[token.i]

    def home(self, token: Token) -> str | None:
        """The country that the token's sentence is at home in, where it has one."""
        sentence = self.page.sentence_of(token)
        return self.homes.get(sentence.index) if sentence else None

    def actors(self, tokens: list[Token]) -> list[Actor]:
        """The actors at these head tokens, each once."""
        found: dict[str, Actor] = {}
        for token in tokens:
            for actor in self.members(token):
                found.setdefault(actor.name, actor)
        return list(found.values())

    def members(self, token: Token) -> list[Actor]:
        """The actors a head token stands for: of "both sides", "they" or "the allies, X and Y" each one."""
        return several.members(self, token)

    def before(self, token: Token, reach: int = pronouns.NEAR) -> Iterator[Mention]:
        """Mentions before the token, nearest first, so many sentences back."""
        here = self.page.sentence_of(token)
        index = here.index if here else 0
        for mention in reversed(self.mentions):
            if mention.token < token.i and index - mention.sentence <= reach:
                yield mention

    def owner(self, token: Token, placed: bool = True) -> list[Actor]:
        """Whose thing a noun is: possessor, adjective, group before it or, if `placed`, who has the place it is in."""
        known = self.actor(token)
        if known and known.kind not in ("document", "instrument"):
            return []
        owned = [a for t in syntax.owners(token) if (a := self.actor(t))]
        if owned:
            return owned
        found = [a for t in roles.modifiers(token) if (a := self.modifier(t))]
        if found:
            return found[:2]
        held = (c for c in token.children if c.dep_ == "acl" and c.tag_ == "VBN")
        holding = [t for c in held if c.lemma_ not in roles.role_words().backing for t in syntax.agents(c)]
        inside = [*holding, *syntax.objects_of(token, OWNING if placed else frozenset({"of", "belonging"}))]
        held_by = [a for a in self.actors(inside) if a.kind != "instrument"]
        return held_by or [a for t in inside for a in self.owner(t)][:2]

    def held_before(self, token: Token) -> Actor | None:
        """Of "the city", "the area": those who hold the place that was named last before it."""
        definite = syntax.determined(token, ("the", "that", "this"))
        kinds = [kind for kind, words in _PLACE_WORDS.items() if token.lower_ in classes()[words]]
        if not definite or not kinds or _is_named(token):
            return None
        named = [p for i, p in self.place_at.items() if i < token.i and p.kind in kinds]
        place = self.from_place(max(named, key=lambda p: p.first)) if named else None
        return self._said_as(token, place) if place else None

    def modifier(self, token: Token) -> Actor | None:
        """The actor that a word before a noun names: "Israeli strikes", "militia sites"."""
        if token.i in self.hit_at:
            return self.from_hit(token) if roles.owns(token) else None
        agent = roles.role_of(token)
        if agent and agent.kind == "role" and agent.sector != "UNK" and token.dep_ in ("compound", "poss"):
            return role_bearers.of_role(self, token, agent, country_from=token.head)
        return None

    def at(self, token: Token) -> Actor | None:
        """Whom a word names, as a party or before a noun."""
        return self.actor(token) or self.modifier(token)

    def country_of(self, entry: Entry) -> str | None:
        """The country of somebody in the registry, on the report's day."""
        return self._standing_of(entry)[0]

    def is_person(self, token: Token) -> bool:
        """True where the name at the token is a person's."""
        hit = self.hit_at.get(token.i)
        if hit is not None:
            return isinstance(hit.reading.of, Entry) and hit.reading.of.kind == "person"
        return bool(token.ent_type_ == "PERSON")

    def is_many(self, actor: Actor) -> bool:
        """True where the actor's words are plural."""
        return any(m.plural for m in self.mentions if m.actor.span == actor.span)

    def led_by(self, title: Token) -> Actor | None:
        """What the holder of a title leads: the group or state named with the title."""
        return nationality.group_named(self, title) or nationality.country_of(self, title)

    def led_in_office(self, title: Token, person: Actor) -> Actor | None:
        """The state that a person of the registry leads on the report's day, where the text gives that very title; none
        of who leads a part of it ("leader of Transnistria")."""
        known = (hit.reading.of for hit in self.hits if isinstance(hit.reading.of, Entry))
        entry = next((e for e in known if e.name == person.name), None)
        if entry is None or self.day is None or person.country is None:
            return None
        office = entry.on(self.day)[2]
        state = next((s for s in self.registry.states if s.country == person.country), None)
        if office is None or state is None or " of " in office or title.lemma_.lower() not in office.split():
            return None
        return Actor(title.text, state.name, state.country, "GOV", self.span(title.i, title.i))

    def state(self, country: str, token: Token) -> Actor | None:
        """The state of a country, in the word that stands for it here."""
        state = next((s for s in self.registry.states if s.country == country), None)
        return Actor(token.text, state.name, country, "GOV", self.span(token.i, token.i)) if state else None

    def modifier_group(self, noun: Token) -> Actor | None:
        """The group that the words before a noun name: "their Sudanese rebel partners"."""
        for modifier in roles.modifiers(noun):
            agent = roles.role_of(modifier)
            if agent and agent.kind == "role" and modifier.dep_ in ("compound", "nmod"):
                return role_bearers.of_role(self, modifier, agent, country_from=noun)
        return None

    def _introduce_all(self) -> None:
        for token in self.page.tokens():
            hit = self.hit_at.get(token.i)
            if hit and token.i != self._head_of(hit):
                continue
            if not hit and token.pos_ not in ("NOUN", "PROPN", "PRON") and token.ent_type_ != "NORP":
                continue
            actor = self.actor(token)
            if actor and token.pos_ != "PRON" and not self._is_title(token):
                self._note(token, actor)

    def _is_title(self, token: Token) -> bool:
        """True for the title before a name: "Secretary-General" of "Secretary-General X"."""
        named = token.head.i in self.hit_at or token.head.ent_type_ == "PERSON"
        return token.dep_ in ("compound", "nmod") and token.i not in self.hit_at and named

    def _note(self, token: Token, actor: Actor) -> None:
        sentence = self.page.sentence_of(token)
        subject = token.dep_ in syntax.SUBJECTS or (token.dep_ == "conj" and token.head.dep_ in syntax.SUBJECTS)
        self.mentions.append(
            Mention(
                token=token.i,
                noun=token.lemma_.lower(),
                office=self._office(token),
                actor=actor,
                kind=self._kind(token, actor),
                plural=token.tag_ in ("NNS", "NNPS") or token.lower_ in ("police",),
                subject=subject,
                sentence=sentence.index if sentence else -1,
            )
        )

    def _office(self, token: Token) -> str:
        """The title told with a name, and the office the registry knows, in one string of words."""
        title = unlisted.title_of(self, token)
        words = [title.lemma_.lower()] if title is not None else []
        words += [role.lemma_.lower() for role in _told_beside(token)]
        hit = self.hit_at.get(token.i)
        if hit and isinstance(hit.reading.of, Entry) and self.day is not None:
            words.append(hit.reading.of.on(self.day)[2] or "")
        return " ".join(words)

    def _kind(self, token: Token, actor: Actor) -> str:
        hit = self.hit_at.get(token.i)
        if hit and hit.is_state:
            return "state"
        if hit and isinstance(hit.reading.of, Entry):
            return "person" if hit.reading.of.kind == "person" else "group"
        if actor.kind in ("document", "instrument"):
            return "document"
        placed = token.i in self.place_at and actor.sector is None
        if (token.ent_type_ == "PERSON" and not placed) or roles.is_person_role(token) or _told_beside(token):
            return "person"
        return "group"

    def _read(self, token: Token) -> Actor | None:
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$", "WP", "WP$", "DT"):
            return pronouns.pronoun(self, token)
        back = coreference.description(self, token) or coreference.of_owner(self, token)
        if back:
            return self._said_as(token, back)
        agent = roles.role_of(token)
        hit = self.hit_at.get(token.i)
        if hit:
            return self.from_hit(token)
        if agent and agent.sector in roles.GROUPS and token.tag_ == "JJ" and self._colours(token):
            return self.from_hit(token.nbor())
        if any(t.lemma_.lower() in classes()["animal"] for t in syntax.objects_of(token, frozenset({"of"}))):
            return None
        counted = self._counted(token)
        if counted is not None and (of := self.actor(counted)) is not None:
            return of
        if token.lemma_.lower() in CROWDS and token.tag_ in ("NNS", "NN", "CD"):
            return role_bearers.of_role(self, token, Agent(token.lemma_.lower(), "CVL", "role", 0))
        if agent and (agent.sector != "UNK" or agent.kind != "role"):
            return role_bearers.of_role(self, token, agent)
        if agent is None and roles.is_person_role(token) and (titled := role_bearers.of_title(self, token)):
            return titled
        if token.i in self.place_at and token.pos_ == "PROPN":
            return self.from_place(self.place_at[token.i])
        named = token.ent_type_ in NAMED_ENTITIES and token.pos_ in ("PROPN", "NOUN", "ADJ")
        if named and token.lemma_.lower() not in roles.role_words().never:
            return unlisted.of_name(self, token)
        return None

    def _colours(self, adjective: Token) -> bool:
        """True of the "paramilitary" of "the paramilitary Rapid Support Forces", taken for a party beside them."""
        hit = self.hit_at.get(adjective.i + 1)
        return hit is not None and hit.first == adjective.i + 1 and not hit.is_state

    def _counted(self, token: Token) -> Token | None:
        """Of "thousands of protesters", the protesters; of "one of them", them, but where one of them speaks."""
        if token.lemma_.lower() not in roles.role_words().quantity:
            return None
        of = syntax.objects_of(token, frozenset({"of"}))
        speaks = token.head.lemma_ in cue_lemmas("verb") or any(c.dep_ == "ccomp" for c in token.head.children)
        return of[0] if of and (of[0].pos_ != "PRON" or (of[0].lower_ in ("them", "whom") and not speaks)) else None

    def from_place(self, place: PlaceFound) -> Actor | None:
        """A place that stands for those who hold it: known by its country, of no sector."""
        if place.where.country is None:
            return None
        return Actor(place.where.text, place.where.text, place.where.country, None, place.span)

    def _said_as(self, token: Token, actor: Actor) -> Actor:
        """The same actor in the words used here."""
        span = roles.phrase_of(self.page, token)
        return replace(actor, text=span.of(self.page.text), span=span)

    def span(self, first: int, last: int) -> Span:
        """The words from the first token to the last, without the blanks around them."""
        return self.page.char_span(self.page.doc[first], self.page.doc[last])

    def _head_of(self, hit: NameHit) -> int:
        tokens = self.page.doc[hit.first : hit.last + 1]
        return int(tokens.root.i)

    def from_hit(self, token: Token) -> Actor:
        """Whom the registry knows by the name at the token."""
        hit = self.hit_at[token.i]
        span = self.span(hit.first, hit.last)
        entry = hit.reading.of
        if isinstance(entry, State):
            return Actor(span.of(self.page.text), entry.name, entry.country, "GOV", span)
        country, sector = self._standing_of(entry)
        return Actor(
            span.of(self.page.text),
            entry.name,
            country,
            sector,
            span,
            "document" if entry.kind == "document" else "named",
        )

    def _standing_of(self, entry: Entry) -> tuple[str | None, str | None]:
        if self.day is None:
            return entry.country, entry.sector
        country, sector, _ = entry.on(self.day)
        return country, sector


def _told_beside(name: Token) -> list[Token]:
    """Of "X, a deputy of Y" the deputy: what a person is told to be."""
    beside = (c for c in name.children if c.dep_ == "appos" and c.tag_ == "NN" and name.pos_ == "PROPN")
    return [c for c in beside if roles.is_person_role(c)]


def _is_named(token: Token) -> bool:
    """True of "the village of Petelkole", which is no place told before."""
    return any(o.pos_ == "PROPN" for o in syntax.objects_of(token, frozenset({"of"})))


def _without_towns(page: Page, hits: list[NameHit]) -> list[NameHit]:
    """The names, but for a person's last name that the report gives to a town: "the town of Masisi"."""
    towns = {hit.words for hit in hits if _is_town(page, hit)}
    return [hit for hit in hits if hit.words not in towns] if towns else hits


def _is_town(page: Page, hit: NameHit) -> bool:
    person = hit.reading.of
    if hit.first != hit.last or not isinstance(person, Entry) or person.kind != "person" or person.name in page.text:
        return False
    before = [t.lemma_.lower() for t in page.doc[max(0, hit.first - 2) : hit.first]]
    after = [t.lemma_.lower() for t in page.doc[hit.last + 1 : hit.last + 2]]
    towns = classes()["settlement"] | classes()["tract"]
    return (before[1:] == ["of"] and before[0] in towns) or bool(towns.intersection(after))
