"""Whose people a party is of that names no country of its own: "six civilians", "the local police", "protesters".

The law: a country is only ever one that the report names, weighed by signs: with the student by a network that reads
(`whose.py`), else by the weights of `belonging.csv`. Where being of none of them, or of one not told, weighs more, the
party stays without. The weights are fitted on annotated parties by a conditional logit (McFadden 1974) over the
countries a report names and none.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from foreshock.codebook.base import stand_ins
from foreshock.codebook.belonging import sign_weights
from foreshock.codebook.registry import Entry
from foreshock.coding import roles, syntax
from foreshock.coding.homes import RULES, stands_behind
from foreshock.coding.proposals import is_own, striking_states
from foreshock.coding.sides import Parties
from foreshock.coding.student import thresholds
from foreshock.coding.threats import is_repaid
from foreshock.coding.whose import load_whose, question
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

Signs = dict[str | None, list[str]]
FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE", "AID", "RETREAT"})
"""Types whose signs weigh by themselves; the others weigh together."""
JUDGING = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT"})
"""Types told of another's act: who does them did not do that one."""
OWNING = frozenset({"of", "in"})
WITHIN = frozenset({"in", "at", "near", "across"})
BY_SIGNS = "by signs"
_MANY = frozenset({"NNS", "NNPS"})


@dataclass(frozen=True, slots=True)
class CountryWord:
    """Tokens `first` to `last` name a country, as place, state, people, adjective, group or person, or a body of
    many."""

    first: int
    last: int
    country: str
    kind: str


@dataclass(frozen=True, slots=True)
class Party:
    """What is asked about: the words of a party at tokens `first` to `last`, and its side of an act of a type."""

    first: int
    last: int
    sector: str | None
    side: str
    type: str
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class CountryWords:
    """Words that name a country, in text order and by country; the countries told, but for who backs others; the two
    that are named most; and by noun the countries that it is told to be of somewhere ("Kenyan police")."""

    words: list[CountryWord]
    by_country: dict[str, list[CountryWord]]
    told: frozenset[str]
    most: tuple[str, ...]
    nouns: dict[str, set[str]]


def country_words(scene: Scene) -> CountryWords:
    """All words of the report that name a country, or something of one country; bodies of many where a network reads
    beside the signs, whose weights know none."""
    found: list[CountryWord] = []
    for hit in scene.cast.hits:
        of, last = hit.reading.of, scene.page.doc[hit.last]
        if isinstance(of, Entry):
            country, kind = scene.cast.country_of(of), "person" if of.kind == "person" else "group"
            country = None if of.sector == "JRN" else country
            kind = "body" if kind == "group" and country in stand_ins() else kind
        else:
            adjective = last.pos_ == "ADJ" or last.tag_ == "JJ"
            country, kind = of.country, "adjective" if adjective else "people" if last.tag_ in _MANY else "state"
        if country and _is_weighed(scene, country):
            found.append(CountryWord(hit.first, hit.last, country, kind))
    taken = {i for word in found for i in range(word.first, word.last + 1)}
    places = [p for p in scene.places if p.where.country and p.first not in taken]
    found += [CountryWord(p.first, p.last, p.where.country, "place") for p in places if p.where.country]
    words, by_country = sorted(found, key=lambda word: word.first), defaultdict(list)
    for word in words:
        by_country[word.country].append(word)
    told = frozenset(w.country for w in words if not stands_behind(scene.page.doc[w.last]))
    most = tuple(country for country, _ in Counter(w.country for w in words).most_common(2))
    return CountryWords(words, dict(by_country), told, most, _owned(scene, words))


def _is_weighed(scene: Scene, country: str) -> bool:
    return scene.page.marks is not None or country not in stand_ins()


def _owned(scene: Scene, words: Sequence[CountryWord]) -> dict[str, set[str]]:
    """By noun the countries that stand before it, or behind it with "of" or "in"."""
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        last = scene.page.doc[word.last]
        noun = last.head.head if last.dep_ == "pobj" and last.head.lower_ in OWNING else last.head
        if last.dep_ in ("amod", "compound", "poss", "nmod", "pobj") and noun.pos_ == "NOUN":
            found[noun.lemma_.lower()].add(word.country)
    return dict(found)


def missing(scene: Scene, act: Token, side: str, kind: str, others: Sequence[Actor]) -> Party:
    """The question who a side of an act is that nobody's words tell: the act's own words stand for it."""
    return Party(act.i, act.i, act.pos_, side, kind, _own_countries(scene, others))


def plain_signs(scene: Scene, act: Token, party: Party) -> dict[str, list[str]]:
    """The signs for each country that the party may be of."""
    where = scene.where(act)
    placed = where.country if where is not None else None
    told = scene.countries.told | {c for c in (placed, *party.others) if c and _is_weighed(scene, c)}
    marks = _marks(scene, act, party, placed, _head(scene, party))
    return {country: sorted(marks.of(country, len(told))) for country in sorted(told)}


def signs(scene: Scene, act: Token, party: Party) -> Signs:
    """The signs for each country that the party may be of and for None, each also with side, type and sector."""
    found: Signs = {}
    told = plain_signs(scene, act, party)
    for country, plain in told.items():
        found[country] = ["any", *plain, *(f"{sign} {more}" for sign in plain for more in _crossings(party))]
    found[None] = _signs_of_none(party, _head(scene, party), len(told))
    return found


def _head(scene: Scene, party: Party) -> Token:
    return scene.page.doc[party.first : party.last + 1].root


def _crossings(party: Party) -> tuple[str, ...]:
    return party.side, _kind(party), f"of {party.sector or 'unknown'}"


def _kind(party: Party) -> str:
    return party.type if party.type in FORCE else "other"


def _signs_of_none(party: Party, head: Token, told: int) -> list[str]:
    sector, kind = party.sector or "unknown", _kind(party)
    number = "many" if head.tag_ in _MANY else "one"
    more = (party.side, kind, f"{party.side} {kind}", sector, f"{sector} {party.side} {kind}", f"{number} {party.side}")
    return ["none", *(f"none {x}" for x in more), f"none of {min(told, 3)}", f"none word {head.lemma_.lower()}"]


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a party and its act are asked about each country; `here` are the tokens of the act's sentence."""

    scene: Scene
    party: Party
    here: range
    under: frozenset[int]
    placed: str | None
    nearest: str | None
    nearest_place: str | None
    nearest_place_of_all: str | None
    first_place: str | None
    before: str | None
    home: str | None
    own: frozenset[str]

    def of(self, country: str, told: int) -> set[str]:
        """The signs for one of so many countries."""
        words, party = self.scene.countries.words, self.party
        mine = self.scene.countries.by_country.get(country, [])
        here = [w for w in mine if w.first in self.here]
        found = {"only" if told == 1 else "rules" if len(mine) >= RULES * len(words) else "among others"}
        found |= {f"as {w.kind}" for w in here} | {"before" if w.last < party.first else "after" for w in here}
        asked = {
            "scene of the act": self.placed == country,
            "in its phrase": any(w.first in self.under for w in mine),
            "in its words": any(party.first <= w.first <= party.last for w in mine),
            "nearest": country == self.nearest,
            "nearest place": country == self.nearest_place,
            "nearest place of all": country == self.nearest_place_of_all != self.nearest_place,
            "first": bool(words) and country == words[0].country,
            "first place": country == self.first_place,
            "last before": country == self.before,
            "home": country == self.home,
            "dated from": country == self.scene.cast.dated_from,
            "named most": self.scene.countries.most[:1] == (country,),
            "named second": self.scene.countries.most[1:] == (country,),
            "of its noun": country in self.own,
            "other side": country in party.others,
            "not the other side": bool(party.others) and country not in party.others,
            "other side at home": country in party.others and self.placed == country,
            "other sentence": not here,
            "within": any(self._last(w).dep_ == "pobj" and self._last(w).head.lower_ in WITHIN for w in here),
            "subject": any(self._last(w).dep_ in syntax.SUBJECTS for w in here),
        }
        return found | {sign for sign, holds in asked.items() if holds}

    def _last(self, word: CountryWord) -> Token:
        return self.scene.page.doc[word.last]


def _marks(scene: Scene, act: Token, party: Party, placed: str | None, head: Token) -> _Marks:
    words, sentence = scene.countries.words, syntax.sentence_of(act)
    here = range(sentence.start, sentence.end)
    apart = [w for w in words if not party.first <= w.first <= party.last]
    places = [w for w in apart if w.kind == "place"]
    return _Marks(
        scene=scene,
        party=party,
        here=here,
        under=frozenset(t.i for t in head.subtree),
        placed=placed,
        nearest=_nearest(party, [w for w in apart if w.first in here]),
        nearest_place=_nearest(party, [w for w in places if w.first in here]),
        nearest_place_of_all=_nearest(party, places),
        first_place=next((w.country for w in words if w.kind == "place"), None),
        before=next((w.country for w in reversed(apart) if w.last < party.first), None),
        home=scene.cast.home(act),
        own=frozenset(scene.countries.nouns.get(head.lemma_.lower(), ())),
    )


def _nearest(party: Party, words: Sequence[CountryWord]) -> str | None:
    best = min(words, key=lambda w: min(abs(w.first - party.last), abs(w.last - party.first)), default=None)
    return best.country if best else None


def likeliest(found: Signs, weights: Mapping[str, float]) -> tuple[str | None, float]:
    """The country, or None, that weighs most, and how likely it is among those asked."""
    scores = {country: math.fsum(weights.get(sign, 0.0) for sign in told) for country, told in found.items()}
    best = max(scores, key=lambda country: (scores[country], country or ""))
    return best, 1 / math.fsum(math.exp(score - scores[best]) for score in scores.values())


def _weighed(scene: Scene, act: Token, party: Party, asked: Literal["party", "missing"]) -> tuple[str | None, float]:
    """Whose the party is, or None, and how likely that is."""
    if scene.page.marks is None:
        return likeliest(signs(scene, act, party), sign_weights(asked))
    if (act.i, party, asked) not in scene.answered:
        scene.answered[act.i, party, asked] = _read(scene, act, party, asked)
    return scene.answered[act.i, party, asked]


def _read(scene: Scene, act: Token, party: Party, asked: Literal["party", "missing"]) -> tuple[str | None, float]:
    told = question(scene, act, party, plain_signs(scene, act, party), asked == "missing")
    shares = load_whose().shares(scene, told)
    best = max(shares, key=lambda country: (shares[country], country or ""))
    return best, shares[best]


def belonging(scene: Scene, act: Token, kind: str, parties: Parties) -> Parties:
    """The parties, those without a country of their own with the one that the signs tell."""
    actors, recipients = parties.actors, parties.recipients
    own = [_own_countries(scene, side) for side in (actors, recipients)]
    return Parties(
        [_placed(scene, act, ("actor", kind), a, own[1]) for a in actors],
        [_placed(scene, act, ("recipient", kind), a, own[0]) for a in recipients],
    )


def placed(scene: Scene, act: Token, role: tuple[str, str], actor: Actor, others: Sequence[Actor]) -> Actor:
    """The actor with the country that the signs tell for it, where its own words name none; `role` is side and type."""
    return _placed(scene, act, role, actor, _own_countries(scene, others))


def _placed(scene: Scene, act: Token, role: tuple[str, str], actor: Actor, others: frozenset[str]) -> Actor:
    inside = _nameless(scene, actor) if scene.countries.words else None
    if inside is None:
        return actor
    party = Party(inside.start, inside.end - 1, actor.sector, *role, others)
    country, share = _weighed(scene, act, party, "party")
    least = thresholds().other_country if actor.country or country in others else thresholds().belonging
    return replace(actor, country=country) if share >= least else actor


def filled(
    scene: Scene, act: Token, kind: str, parties: Parties, judging: Sequence[Actor]
) -> tuple[Parties, tuple[str, ...]]:
    """The parties, an empty side with whom the student marks or else the signs tell, and what was so told.

    Those who are `judging` the act did not do it.
    """
    told: list[str] = []
    if scene.proposals is not None:
        guessed = scene.proposals.guessed(act, kind, parties, scene.cast, judging)
        told += ["actor by the student"] if len(guessed.actors) > len(parties.actors) else []
        told += ["recipient by the student"] if len(guessed.recipients) > len(parties.recipients) else []
        parties = guessed
    sides = [list(parties.actors), list(parties.recipients)]
    for n, side in enumerate(("actor", "recipient")):
        named, share = (None, 0.0) if sides[n] else _by_signs(scene, act, side, kind, sides[1 - n])
        if named is not None:
            sides[n] = [named]
            told.append(f"{side} {BY_SIGNS}, {share:.2f}")
    return Parties(*sides), tuple(told)


def judges(scene: Scene, act: Token) -> list[Actor]:
    """Of "X condemned the attack", "X urged talks", "any attack, X said, would be met with force": those who speak of
    the act, and are not told to have done it."""
    if is_repaid(act):
        return [claim.source for claim in scene.voices.claims_at(scene.page.char_span(act, act), act.i)[-1:]]
    verb = act
    while verb.dep_ in ("dobj", "pobj", "prep", "compound", "conj") and not syntax.is_verb(verb):
        verb = verb.head
    reading = scene.triggers.reading(verb) if verb.i != act.i and syntax.is_verb(verb) else None
    if reading is None or reading.type not in JUDGING:
        return []
    return scene.cast.actors(syntax.doers(verb))


def _by_signs(scene: Scene, act: Token, side: str, kind: str, others: Sequence[Actor]) -> tuple[Actor | None, float]:
    """Who an empty side is, and how likely that is; nobody of a state that strikes or is struck."""
    if not scene.countries.words:
        return None, 0.0
    country, share = _weighed(scene, act, missing(scene, act, side, kind, others), "missing")
    own = country in striking_states(others, kind)
    least = thresholds().other_country if country in {a.country for a in others} else thresholds().missing
    if country is None or own or share < least:
        return None, share
    named = _named(scene, act, country)
    if named is None or named.name in {a.name for a in others} or (side == "recipient" and is_own(named, others)):
        return None, share
    if side == "actor" and _struck_at_home(scene, named, others):
        return None, share
    return named, share


def _struck_at_home(scene: Scene, named: Actor, others: Sequence[Actor]) -> bool:
    """True where a state would act on a town of its own, of which the country alone is told."""
    words = scene.countries.by_country.get(named.country or "", [])
    places = {scene.page.doc[w.first].idx for w in words if w.kind == "place"}
    return named.sector == "GOV" and any(a.span.start in places for a in others)


def _named(scene: Scene, act: Token, country: str) -> Actor | None:
    """The actor of the country that the act's sentence names nearest, states and armies before persons; else its
    state, which is all that the signs tell."""
    here = syntax.sentence_of(act)
    words = scene.countries.by_country.get(country, [])
    near = (w for w in words if w.kind != "place" and here.start <= w.first < here.end)
    ranked = sorted(near, key=lambda w: (w.kind == "person", abs(w.first - act.i)))
    found = (scene.cast.at(scene.page.doc[w.last]) for w in ranked)
    named = next((a for a in found if a is not None and a.country == country), None)
    if named is not None or not words:
        return named
    last = min(words, key=lambda w: (abs(w.first - act.i), w.first)).last
    return scene.cast.state(country, scene.page.doc[last])


def is_nameless(scene: Scene, actor: Actor) -> bool:
    """True of a party whose words do not tell whose it is."""
    return _nameless(scene, actor) is not None


def _nameless(scene: Scene, actor: Actor) -> TokenSpan | None:
    """The words of an actor where neither they nor the registry tell whose it is; a document is its author's, and the
    "ambassadors of the alliance" are the alliance's."""
    if actor.kind == "document" and actor.country:
        return None
    inside = scene.page.doc.char_span(actor.span.start, actor.span.end, alignment_mode="expand")
    if inside is not None and inside.root.pos_ == "PRON" and actor.country is None:
        meant = next((m.actor for m in scene.cast.mentions if m.actor.name == m.actor.text == actor.name), None)
        return _nameless(scene, meant) if meant is not None else None
    if inside is None or any(t.i in scene.cast.hit_at for t in inside):
        return None
    if actor.country and any(word.dep_ == "poss" for word in inside.root.children):
        return None
    if actor.country in stand_ins() and _is_sent_by(scene, inside.root, actor.country):
        return None
    return inside if actor.name == actor.text and inside.root.pos_ != "PRON" else None


def _is_sent_by(scene: Scene, noun: Token, body: str | None) -> bool:
    """True of "ambassadors of the alliance", and of peacekeepers."""
    of = (scene.cast.actor(word) for word in syntax.objects_of(noun, frozenset({"of"})))
    told = any(owner is not None and owner.country == body for owner in of)
    return told or noun.lemma_.lower() in roles.role_words().of_mission


def _own_countries(scene: Scene, side: Sequence[Actor]) -> frozenset[str]:
    return frozenset(a.country for a in side if a.country and _nameless(scene, a) is None)
