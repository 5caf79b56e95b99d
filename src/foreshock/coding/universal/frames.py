"""Who is actor and who recipient of a trigger, by its frame, over Universal Dependencies.

The law: a party comes from the words of the clause through the frame, and from nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import Trigger
from foreshock.coding.universal.grammar import OBJECTS, Grammar
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.codebook.language import LanguageBook
    from foreshock.coding.universal.cast import Cast

BEHIND = {"on": "against", "at": "at", "alone": "against", "ask": "asked", "give": "given", "undergo": "against"}
"""The prepositions of language.toml that lead to the recipient, by frame."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The two sides of an act."""

    actors: list[Actor]
    recipients: list[Actor]


class Frames:
    """Finds parties with the words of one language."""

    def __init__(self, book: LanguageBook, grammar: Grammar) -> None:
        self._grammar = grammar
        kinds = ("against", "at", "asked", "given", "with", "left", "owned")
        self._behind = {kind: book.words("prepositions", kind) for kind in kinds}
        self._support = book.words("verbs", "support")
        self._undergone = book.words("verbs", "undergone")
        self._objective = book.words("nouns", "objective")
        self._by = book.words("clause", "by")

    def parties(self, token: Token, trigger: Trigger, cast: Cast) -> Parties:
        """Actors and recipients of the act at the word."""
        if self._grammar.is_verb(token):
            found = self._of_verb(token, trigger, cast)
        else:
            found = self._of_noun(token, trigger, cast)
        names = {a.name for a in found.actors}
        kept = [a for a in found.recipients if a.name not in names]
        return Parties(found.actors, kept)

    def _of_verb(self, verb: Token, trigger: Trigger, cast: Cast) -> Parties:
        g, frame = self._grammar, trigger.frame
        doers, objects = cast.party(g.doers(verb)), g.objects(verb)
        if frame == "undergo":
            return Parties(cast.party(g.agents(verb)), doers)
        if frame == "mutual":
            with_ = g.complements(verb, self._behind["with"]) if not g.is_passive(verb) else []
            met = [t for t in (*objects, *with_) if cast.actor(t) is not None]
            return Parties(_merged(doers, cast.party(met)), [])
        if frame == "split":
            others = cast.party(objects) if trigger.lemma in ("extrader", "remettre", "livrer") else []
            behind = cast.party(g.complements(verb, self._behind["with"] | {"vers"}))
            if not behind and len(doers) > 1:
                return Parties(doers[:1], doers[1:])
            return Parties(doers, behind or others)
        if frame == "from":
            return Parties(doers, cast.party(g.complements(verb, self._behind["left"])) or self._parts(objects, cast))
        if frame in ("on", "ask"):
            to = self._persons(objects, cast) if frame == "ask" else self._parts(objects, cast)
            to = to or self._dative(verb, cast)
            return Parties(doers, to or cast.party(g.complements(verb, self._behind[BEHIND[frame]])[:3]))
        behind = cast.party(g.complements(verb, self._behind[BEHIND[frame]])[:3])
        to = [*self._dative(verb, cast), *behind]
        return Parties(doers, to or (self._parts(objects, cast) if frame == "give" else []))

    def _dative(self, verb: Token, cast: Cast) -> list[Actor]:
        return cast.party([c for c in verb.children if c.dep_ in ("iobj", "obl:arg") and c.pos_ == "PRON" and c.i < verb.i])

    def _parts(self, tokens: list[Token], cast: Cast) -> list[Actor]:
        return cast.party(tokens)

    def _persons(self, tokens: list[Token], cast: Cast) -> list[Actor]:
        """Those asked; of a thing asked for, nobody."""
        named = [t for t in tokens if cast.actor(t) is not None]
        return cast.party(named) or cast.party(tokens)

    def _of_noun(self, noun: Token, trigger: Trigger, cast: Cast) -> Parties:
        g, frame = self._grammar, trigger.frame
        named = _of_adjectives(noun, cast)
        by = cast.party(g.complements(noun, self._by))
        of = cast.party([t for t in g.complements(noun, frozenset({"de"})) if t.head.i == noun.i or t.dep_ == "conj" or t.head.head.i == noun.i])
        held = self._held(noun, cast)
        if frame == "mutual":
            among = cast.party(g.complements(noun, frozenset({"entre", "avec", "de"})))
            carried = self._carrier(noun, cast)
            return Parties(_merged(named, held, by, carried, among), [])
        behind = cast.party([t for t in g.complements(noun, self._behind[BEHIND.get(frame, "against")] - {"de"})][:3])
        if noun.lemma_.lower() in self._objective and not behind:
            return Parties(by or named or held or self._carrier(noun, cast), of)
        actors = by or named or held or of
        actors = actors or self._carrier(noun, cast)
        if frame == "split" and len(actors) > 1 and not behind:
            return Parties(actors[:1], actors[1:])
        return Parties(actors, [*behind, *self._carried_to(noun, trigger, cast)])

    def _held(self, noun: Token, cast: Cast) -> list[Actor]:
        for child in noun.children:
            if child.dep_ == "det" and (owner := cast.mentions.owner(child) if child.lower_ in cast.words.possessive else None):
                return [owner]
        return []

    def _carrier(self, noun: Token, cast: Cast) -> list[Actor]:
        """Of "a mené une attaque", who led it; of "a subi une attaque", nobody."""
        verb = noun.head
        if noun.dep_ not in (*OBJECTS, "nsubj:pass", "obl:arg") or not self._grammar.is_verb(verb):
            return []
        if verb.lemma_ not in self._support or verb.lemma_ in self._undergone:
            return []
        return cast.party(self._grammar.doers(verb))

    def _carried_to(self, noun: Token, trigger: Trigger, cast: Cast) -> list[Actor]:
        """Whom the verb that carries the noun leads to: "a mené une attaque contre X", "a subi une attaque"."""
        verb = noun.head
        if noun.dep_ not in (*OBJECTS, "nsubj:pass", "obl:arg") or not self._grammar.is_verb(verb):
            return []
        if verb.lemma_ in self._undergone:
            return cast.party(self._grammar.doers(verb))
        if verb.lemma_ in self._support:
            return cast.party(self._grammar.complements(verb, self._behind[BEHIND.get(trigger.frame, "against")] - {"de"})[:2])
        return []


def _of_adjectives(noun: Token, cast: Cast) -> list[Actor]:
    """Whose act it is by an adjective: "frappes israéliennes"."""
    found = []
    for child in noun.children:
        hit = cast.hit_at.get(child.i)
        if child.dep_ in ("amod", "nmod", "appos") and hit is not None and hit.is_state and hit.reading.via in ("adjective", "demonym"):
            if child.text[:1].islower():
                found.append(cast.from_hit(hit))
    return found


def _merged(*sides: list[Actor]) -> list[Actor]:
    found: dict[str, Actor] = {}
    for side in sides:
        for actor in side:
            found.setdefault(actor.name, actor)
    return list(found.values())
