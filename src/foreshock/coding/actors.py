"""The cast of a report: which words stand for which actor.

The law: every actor keeps its words; an unknown one still comes out with its name, its role's sector and the country
its modifiers tell, and what the text does not tell stays None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from foreshock.codebook.lexicon import Agent, classes
from foreshock.codebook.registry import Entry, State
from foreshock.coding import coreference, roles, syntax
from foreshock.coding.homes import dateline_country, home_countries
from foreshock.coding.names import NameHit, Names
from foreshock.coding.places import PlaceFound
from foreshock.coding.sentences import PLAIN, Page
from foreshock.records import Actor, Span
from foreshock.records.actor import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

NAMED_ENTITIES = frozenset({"PERSON", "ORG", "NORP", "GPE", "FAC"})
CROWDS = frozenset({"hundred", "thousand", "dozen", "score", "crowd", "people", "million"})
"""Words that stand for people where nothing is counted with them: "thousands marched"."""

LONGEST_NAME = 30
"""Words from any word of a name to its ends, at most."""

ARMED = frozenset({"REB", "PRM"})
AT_HOME = frozenset("GOV MIL COP JUD LEG OPP PTY REB PRM CVL LAB MED REL AGR SPY UAF ELI SOC CRM".split())
"""Sectors whose people, named without a country, are those of the country the passage is about."""
ACTED_ON = frozenset({"against", "on", "upon"})
OF_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG"})
"""Sectors whose bodies, named as the only one there is, are those of the country the report is dated from."""

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
        self._place_at = {i: place for place in places for i in range(place.first, place.last + 1)}
        self.hits = names.find(page.text.translate(PLAIN), page.doc, day)
        self.hit_at: dict[int, NameHit] = {i: hit for hit in self.hits for i in range(hit.first, hit.last + 1)}
        self.mentions: list[Mention] = []
        self._homes = home_countries(page, self.hits, places)
        self._dated_from = dateline_country(page, self.hits)
        self._known: dict[int, Actor | None] = {}
        self._introduce_all()

    def actor(self, token: Token) -> Actor | None:
        """The actor that a head token stands for, or None where it is no actor."""
        if token.i not in self._known:
            self._known[token.i] = None
            self._known[token.i] = self._read(token)
        return self._known[token.i]

    def actors(self, tokens: list[Token]) -> list[Actor]:
        """The actors at these head tokens, each once."""
        found: dict[str, Actor] = {}
        for token in tokens:
            for actor in self.members(token):
                found.setdefault(actor.name, actor)
        return list(found.values())

    def members(self, token: Token) -> list[Actor]:
        """The actors a head token stands for: of "both sides", "they" or "the allies, X and Y" each one."""
        pair = coreference.both(self, token) or coreference.joined(self, token)
        if pair:
            return pair
        listed = [
            t for c in token.children if c.dep_ == "appos" and token.tag_ in ("NNS", "CD") for t in syntax.expand(c)
        ]
        named = [a for t in listed if (a := self.actor(t)) is not None and a.kind == "named"]
        if named and (token.tag_ == "CD" or roles.role_of(token)):
            return named
        examples = self._examples(token)
        if examples:
            return examples
        split = self._by_adjectives(token) or self._by_countries(token)
        if split:
            return split
        actor = self.actor(token)
        return [actor] if actor else []

    def _examples(self, token: Token) -> list[Actor]:
        """Of "groups such as X and Y", where the groups have no country of their own: X and Y."""
        if token.tag_ != "NNS" or not roles.role_of(token) or ((own := self.actor(token)) and own.country):
            return []
        listed = syntax.objects_of(token, frozenset({"as", "including", "like"}))
        return [a for t in listed if (a := self.actor(t)) is not None and a.kind == "named"]

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
        return self.actors(inside) or [a for t in inside for a in self.owner(t)][:2]

    def held_before(self, token: Token) -> Actor | None:
        """Of "the city", "the area": those who hold the place that was named last before it."""
        definite = syntax.determined(token, ("the", "that", "this"))
        kinds = [kind for kind, words in _PLACE_WORDS.items() if token.lower_ in classes()[words]]
        if not definite or not kinds:
            return None
        named = [p for i, p in self._place_at.items() if i < token.i and p.kind in kinds]
        place = self._from_place(max(named, key=lambda p: p.first)) if named else None
        return self._said_as(token, place) if place else None

    def modifier(self, token: Token) -> Actor | None:
        """The actor that a word before a noun names: "Israeli strikes", "militia sites"."""
        if token.i in self.hit_at:
            return self._from_hit(token) if roles.owns(token) else None
        agent = roles.role_of(token)
        if agent and agent.kind == "role" and agent.sector != "UNK" and token.dep_ in ("compound", "poss"):
            return self._from_role(token, agent, country_from=token.head)
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

    def is_person_role(self, token: Token) -> bool:
        """True for a noun that stands for one person by office."""
        return coreference.is_person_role(token)

    def is_many(self, actor: Actor) -> bool:
        """True where the actor's words are plural."""
        return any(m.plural for m in self.mentions if m.actor.span == actor.span)

    def led_by(self, title: Token) -> Actor | None:
        """What the holder of a title leads: the group or state named with the title."""
        return self._group_named(title) or self._country(title)

    def led_in_office(self, title: Token, person: Actor) -> Actor | None:
        """The state that a person of the registry leads on the report's day, where the text gives that very title."""
        known = (hit.reading.of for hit in self.hits if isinstance(hit.reading.of, Entry))
        entry = next((e for e in known if e.name == person.name), None)
        if entry is None or self.day is None or person.country is None:
            return None
        office = entry.on(self.day)[2]
        state = next((s for s in self.registry.states if s.country == person.country), None)
        if office is None or state is None or title.lemma_.lower() not in office.split():
            return None
        return Actor(title.text, state.name, state.country, "GOV", self._span(title.i, title.i))

    def state(self, country: str, token: Token) -> Actor | None:
        """The state of a country, in the word that stands for it here."""
        state = next((s for s in self.registry.states if s.country == country), None)
        return Actor(token.text, state.name, country, "GOV", self._span(token.i, token.i)) if state else None

    def modifier_group(self, noun: Token) -> Actor | None:
        """The group that the words before a noun name: "their Sudanese rebel partners"."""
        for modifier in roles.modifiers(noun):
            agent = roles.role_of(modifier)
            if agent and agent.kind == "role" and modifier.dep_ in ("compound", "nmod"):
                return self._from_role(modifier, agent, country_from=noun)
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
        title = self._title(token)
        words = [title.lemma_.lower()] if title is not None else []
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
        placed = token.i in self._place_at and actor.sector is None
        if (token.ent_type_ == "PERSON" and not placed) or coreference.is_person_role(token):
            return "person"
        return "group"

    def _read(self, token: Token) -> Actor | None:
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$", "WP", "DT"):
            return coreference.pronoun(self, token)
        back = coreference.description(self, token) or coreference.of_owner(self, token)
        if back:
            return self._said_as(token, back)
        agent = roles.role_of(token)
        hit = self.hit_at.get(token.i)
        if hit:
            return self._from_hit(token)
        if any(t.lemma_.lower() in classes()["animal"] for t in syntax.objects_of(token, frozenset({"of"}))):
            return None
        counted = self._counted(token)
        if counted is not None and (of := self.actor(counted)) is not None:
            return of
        if token.lemma_.lower() in CROWDS and token.tag_ in ("NNS", "NN", "CD"):
            return self._from_role(token, Agent(token.lemma_.lower(), "CVL", "role", 0))
        if agent and (agent.sector != "UNK" or agent.kind != "role"):
            return self._from_role(token, agent)
        if token.i in self._place_at and token.pos_ == "PROPN":
            return self._from_place(self._place_at[token.i])
        named = token.ent_type_ in NAMED_ENTITIES and token.pos_ in ("PROPN", "NOUN", "ADJ")
        if named and token.lemma_.lower() not in roles.role_words().never:
            return self._from_entity(token)
        return None

    def _counted(self, token: Token) -> Token | None:
        """Of "thousands of protesters", the protesters."""
        if token.lemma_.lower() not in roles.role_words().quantity:
            return None
        of = syntax.objects_of(token, frozenset({"of"}))
        return of[0] if of and of[0].pos_ != "PRON" else None

    def _from_place(self, place: PlaceFound) -> Actor | None:
        """A place that stands for those who hold it: known by its country, of no sector."""
        if place.where.country is None:
            return None
        return Actor(place.where.text, place.where.text, place.where.country, None, place.span)

    def _said_as(self, token: Token, actor: Actor) -> Actor:
        """The same actor in the words used here."""
        span = roles.phrase_of(self.page, token)
        return replace(actor, text=span.of(self.page.text), span=span)

    def _span(self, first: int, last: int) -> Span:
        return self.page.char_span(self.page.doc[first], self.page.doc[last])

    def _head_of(self, hit: NameHit) -> int:
        tokens = self.page.doc[hit.first : hit.last + 1]
        return int(tokens.root.i)

    def _from_hit(self, token: Token) -> Actor:
        hit = self.hit_at[token.i]
        span = self._span(hit.first, hit.last)
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

    def _from_role(self, token: Token, agent: Agent, country_from: Token | None = None) -> Actor:
        person = self._named_beside(token) or self._named_behind(token)
        if person:
            return person
        org = self._group_named(token)
        noun = token.lemma_.lower()
        span = roles.phrase_of(self.page, token)
        text = span.of(self.page.text)
        kind = cast("ActorKind", agent.kind)
        if org and org.sector != "SOC" and agent.kind == "role" and noun in roles.role_words().member:
            return replace(org, text=text, span=span)
        state = self._country(token) or (self._country(country_from) if country_from is not None else None)
        sector = agent.sector or None
        sector = roles.sector_from_modifiers(token, agent.noun) or sector
        if org:
            return Actor(text, text, org.country, sector if agent.kind == "role" else org.sector, span, kind)
        if state and agent.kind == "role" and noun in roles.role_words().government:
            return Actor(text, state.name, state.country, state.sector, span)
        country = state.country if state else self._country_told_before(token, sector, kind)
        return Actor(text, text, country, sector, span, kind)

    def _country_told_before(self, token: Token, sector: str | None, kind: str) -> str | None:
        """The country that the same noun, or another armed group without a name, was last told with."""
        if kind != "role" or any(m.lower_ in roles.role_words().foreign for m in roles.modifiers(token)):
            return None
        noun, again = token.lemma_.lower(), not _is_introduced(token)
        for mention in reversed(self.mentions):
            known = mention.actor
            if known.country and known.kind == "role" and mention.token < token.i:
                same_noun = again and self.page.doc[mention.token].lemma_.lower() == noun
                if same_noun or (sector in ARMED and known.sector in ARMED):
                    return known.country
        sentence = self.page.sentence_of(token)
        home = self._homes.get(sentence.index) if sentence and sector in AT_HOME else None
        home = None if home and self._acts_on(token, home) else home
        return home or (self._dated_from if sector in OF_STATE and again and token.tag_ in ("NN", "NNP") else None)

    def _acts_on(self, token: Token, country: str) -> bool:
        """True of the army in "the army accused Israel": the state that it acts on is not its own."""
        verb = syntax.clause_of(token)
        if token.dep_ not in syntax.SUBJECTS or token.head.i != verb.i:
            return False
        objects = [*syntax.done_to(verb), *syntax.objects_of(verb, ACTED_ON)]
        hits = (self.hit_at[t.i] for t in objects if t.i in self.hit_at and t.i != token.i)
        return any(hit.is_state and hit.reading.of.country == country for hit in hits)

    def _named_beside(self, token: Token) -> Actor | None:
        """The person named in apposition to a role: "the envoy of the president, Jane Doe"."""
        if not coreference.is_person_role(token):
            return None
        for child in self._appositions(token):
            hit = self.hit_at.get(child.i)
            known_person = hit and isinstance(hit.reading.of, Entry) and hit.reading.of.kind == "person"
            if known_person or (child.ent_type_ == "PERSON" and child.pos_ == "PROPN"):
                named = self._from_hit(child) if hit else self._from_entity(child, role=token)
                if named:
                    first, _ = roles.words_of(token)
                    span = Span(self.page.doc[first].idx, named.span.end)
                    return replace(named, text=span.of(self.page.text), span=span)
        return None

    def _named_behind(self, token: Token) -> Actor | None:
        """The known group whose name stands right behind the noun: "the peacekeeping force UNIFIL"."""
        for child in token.children:
            if child.dep_ == "appos" and child.i in self.hit_at and self.hit_at[child.i].first == token.i + 1:
                return self._from_hit(child)
        return None

    def _appositions(self, token: Token) -> list[Token]:
        found = [c for c in token.children if c.dep_ == "appos"]
        for child in token.children:
            if child.dep_ == "prep":
                for noun in child.children:
                    found.extend(self._appositions(noun))
        return found

    def _group_named(self, token: Token) -> Actor | None:
        """The group whose name stands before the noun ("Hamas fighters") or owns it ("leader of Hamas")."""
        near = roles.modifiers(token)
        through = syntax.objects_of(token, frozenset({"of", "for", "from"}))
        for candidate in [*reversed(near), *through]:
            hit = self.hit_at.get(candidate.i)
            if hit and not hit.is_state and roles.owns(candidate):
                entry = hit.reading.of
                if isinstance(entry, Entry) and entry.kind != "person":
                    return self._from_hit(candidate)
        return None

    def _country(self, token: Token) -> Actor | None:
        """The state or other known actor that gives a role noun its country."""
        for modifier in roles.modifiers(token):
            if modifier.i in self.hit_at and roles.owns(modifier):
                return self._from_hit(modifier)
        relational = token.lemma_.lower() in roles.role_words().relational
        for owner in [] if relational else syntax.owners(token):
            actor = self.actor(owner)
            if actor and actor.country:
                return actor
        role = roles.role_of(token)
        by = frozenset({"by"}) if role is not None and role.kind == "document" else frozenset()
        for place in syntax.objects_of(token, roles.role_words().country_through | by):
            found = self._from_hit(place) if place.i in self.hit_at else self._country(place)
            if found is None and place.i in self._place_at:
                found = self._from_place(self._place_at[place.i])
            found = found or coreference.description(self, place)
            if found:
                return found
        based = self._based(token)
        if based:
            return based
        for child in token.children:
            if child.dep_ == "acl" and child.lemma_ in ("base", "operate", "station", "deploy"):
                for place in syntax.objects_of(child, frozenset({"in", "inside", "within", "from"})):
                    if place.i in self.hit_at:
                        return self._from_hit(place)
        return None

    def _based(self, token: Token) -> Actor | None:
        """Of "the Sarajevo-based institute", whoever has Sarajevo."""
        for word in roles.modifiers(token):
            after = self.page.doc[word.i + 1 : word.i + 3]
            if len(after) == 2 and after[0].text == "-" and after[1].lower_ == "based":
                hit = self._from_hit(word) if word.i in self.hit_at else None
                return hit or (self._from_place(self._place_at[word.i]) if word.i in self._place_at else None)
        return None

    def _headed(self, person: Token) -> Actor | None:
        """Of "X, who heads the Serbian government's office", what X heads or its owner, where the country is told."""
        for clause in (c for c in person.children if c.dep_ == "relcl" and c.lemma_ in roles.role_words().heading):
            led = [t for c in clause.children if c.dep_ == "dobj" for t in syntax.expand(c)]
            found = [a for t in led if (a := self._country(t) or self.actor(t)) is not None and a.country]
            if found:
                return found[0]
        return None

    def _by_adjectives(self, token: Token) -> list[Actor]:
        """ "French and German farmers": one actor for each adjective."""
        agent = roles.role_of(token)
        states = [m for m in roles.modifiers(token) if (h := self.hit_at.get(m.i)) and h.is_state and roles.owns(m)]
        if agent is None or len(states) < 2 or not any(m.dep_ == "conj" for m in states):
            return []
        return self._of_each(token, agent, states)

    def _by_countries(self, token: Token) -> list[Actor]:
        """ "The foreign ministers of France and Germany": one actor for each country."""
        agent = roles.role_of(token)
        if agent is None or token.tag_ != "NNS":
            return []
        through = syntax.objects_of(token, roles.role_words().country_through)
        states = [t for of in through for t in syntax.expand(of) if (h := self.hit_at.get(t.i)) and h.is_state]
        return self._of_each(token, agent, states) if len(states) > 1 else []

    def _of_each(self, token: Token, agent: Agent, states: list[Token]) -> list[Actor]:
        """What a role noun means, once for each state told with it."""
        government = token.lemma_ in roles.role_words().government
        sector = roles.sector_from_modifiers(token) or agent.sector or None
        made = []
        for state in states:
            of = self._from_hit(state)
            name = of.name if government else f"{state.text} {token.text}"
            made.append(replace(of, text=state.text, name=name, sector=sector))
        return made

    def _from_entity(self, token: Token, role: Token | None = None) -> Actor | None:
        """An actor that no list knows: its name as written, its country and sector from title and modifiers."""
        words = [t for t in self._entity(token) if not t.is_punct or t.text == "-"] or [token]
        if words[0].dep_ == "det" or words[0].lower_ == "the":
            words = words[1:] or words
        if words[-1].tag_ == "POS":
            words = words[:-1] or words
        span = self._span(words[0].i, words[-1].i)
        title = self._title(token) if role is None else role
        agent = roles.role_of(title) if title is not None else None
        state = self._country(title) if title is not None else None
        state = state or self._country(token) or self._headed(token)
        sector = (roles.sector_from_modifiers(title) if title is not None else None) or (
            agent.sector if agent else None
        )
        if token.ent_type_ in ("GPE", "FAC", "NORP") and not sector and not state:
            return None
        text = span.of(self.page.text)
        known = self._bracketed(words[-1]) if token.ent_type_ == "ORG" else None
        if known is not None:
            return replace(known, text=text, span=span)
        country = state.country if state else None
        if country is None and agent is not None and agent.kind == "role" and title is not None:
            country = self._country_told_before(title, sector, "role")
        known = self._told_in_full(text, token)
        if known is None:
            return Actor(text, text, country, sector, span)
        return Actor(text, known.name, country or known.country, sector or known.sector, span)

    def _bracketed(self, last: Token) -> Actor | None:
        """Of "the Confederation of Nations (CONX)" the group that the letters in brackets name."""
        behind = self.page.doc[last.i + 1 : last.i + 3]
        hit = self.hit_at.get(behind[1].i) if len(behind) == 2 and behind[0].text == "(" else None
        group = (
            hit is not None and isinstance(hit.reading.of, Entry) and hit.reading.of.kind not in ("person", "document")
        )
        actor = self._from_hit(behind[1]) if group else None
        return actor if actor is not None and actor.sector != "JRN" else None

    def _told_in_full(self, text: str, token: Token) -> Actor | None:
        """Whom the report told before by a longer name that this one is the last word of."""
        if token.ent_type_ != "PERSON" or " " in text:
            return None
        for mention in reversed(self.mentions):
            if mention.kind == "person" and mention.actor.name.split()[-1] == text:
                return mention.actor
        return None

    def _entity(self, token: Token) -> list[Token]:
        """The words of the name that the token is part of, as far as a name can reach."""
        here, first, last = syntax.sentence_of(token), token.i, token.i
        while first > max(here.start, token.i - LONGEST_NAME) and self.page.doc[first].ent_iob_ == "I":
            first -= 1
        while last + 1 < min(here.end, token.i + LONGEST_NAME) and self.page.doc[last + 1].ent_iob_ == "I":
            last += 1
        return [t for t in self.page.doc[first : last + 1] if t.ent_type_ == token.ent_type_]

    def _title(self, token: Token) -> Token | None:
        """The role noun of "Foreign Minister X", "X, the army's spokesman" or "the spokesman, X"."""
        beside = [
            c for c in token.children if c.dep_ in ("compound", "appos", "nmod", "amod") and c.ent_type_ != "PERSON"
        ]
        if token.dep_ == "appos":
            beside.append(token.head)
        found = next((word for word in reversed(beside) if roles.role_of(word)), None)
        return found or self._title_above(token)

    def _title_above(self, token: Token) -> Token | None:
        """The office of "the commander of the X, Jane Doe", where the parser hangs the name on the X."""
        at = token
        while at.dep_ in ("appos", "pobj", "prep", "compound", "poss"):
            at = at.head
            if at.i < token.i and coreference.is_person_role(at):
                return at if token.dep_ == "appos" else None
        return None


def _is_introduced(token: Token) -> bool:
    """True of "a force", "five soldiers": somebody who was not told of before."""
    numbered = any(c.dep_ == "nummod" for c in token.children) and not any(c.dep_ == "det" for c in token.children)
    return numbered or syntax.determined(token, ("a", "an", "another"))
