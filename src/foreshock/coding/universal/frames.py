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
        self._own_deed, self._dative_verbs = book.words("verbs", "own_deed"), book.words("verbs", "dative")
        self._accusing = book.words("speech", "accusing")
        self._deeds = frozenset(t.lemma for t in book.triggers if t.pos == "noun" and not t.blocks)

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
            to = to or self._dative(verb, cast) or cast.party(self._led_to(verb, frame, cast))
            return Parties(doers, to or (self._meant_by(verb, trigger, cast)))
        behind = cast.party(self._led_to(verb, frame, cast))
        to = [*self._dative(verb, cast), *behind]
        return Parties(doers, to or (self._parts(objects, cast) if frame == "give" else []))

    def _led_to(self, word: Token, frame: str, cast: Cast) -> list[Token]:
        """The nouns behind the frame's prepositions, none below another deed, no town where something is only done."""
        found = self._grammar.complements(word, self._behind[BEHIND[frame]])
        kept = [t for t in found if not self._below_deed(word, t) and not self._only_there(word, t, cast)]
        return kept[:3]

    def _below_deed(self, word: Token, token: Token) -> bool:
        return any(h.lemma_.lower() in self._deeds for _, h in _path(token, word))

    def _only_there(self, word: Token, token: Token, cast: Cast) -> bool:
        hit = cast.hit_at.get(token.i)
        town = hit is not None and hit.reading.via == "capital"
        return town and self._grammar.case(token) in ("à", "en", "dans") and word.lemma_ not in self._dative_verbs

    def _meant_by(self, verb: Token, trigger: Trigger, cast: Cast) -> list[Actor]:
        """Of "promet de punir X", whom the deed below would befall."""
        if trigger.type not in ("THREATEN", "AGREE"):
            return []
        below = [c for c in verb.children if c.dep_ == "xcomp" and self._grammar.is_verb(c)]
        return cast.party([t for c in below for t in self._grammar.objects(c)])

    def _dative(self, verb: Token, cast: Cast) -> list[Actor]:
        return cast.party(
            [c for c in verb.children if c.dep_ in ("iobj", "obl:arg") and c.pos_ == "PRON" and c.i < verb.i]
        )

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
        of = cast.party([t for c in noun.children if c.dep_ != "acl" and g.case(c) == "de" for t in g.expand(c)])
        held = self._held(noun, cast)
        if frame == "mutual":
            among = cast.party(g.complements(noun, frozenset({"entre", "avec", "de"})))
            carried = self._carrier(noun, cast)
            return Parties(_merged(named, held, by, carried, among), [])
        behind = cast.party(
            [t for t in self._led_to(noun, frame if frame in BEHIND else "on", cast) if g.case(t) != "de"]
        )
        behind = behind or self._beside(noun, frame, cast)
        if noun.lemma_.lower() in self._objective and not behind:
            return Parties(by or named or held or self._carrier(noun, cast), of)
        actors = by or named or held or of
        actors = actors or self._carrier(noun, cast)
        if frame == "split" and len(actors) > 1 and not behind:
            return Parties(actors[:1], actors[1:])
        return Parties(actors, [*behind, *self._carried_to(noun, trigger, cast)])

    def _held(self, noun: Token, cast: Cast) -> list[Actor]:
        for child in noun.children:
            if child.dep_ == "det" and (
                owner := cast.mentions.owner(child) if child.lower_ in cast.words.possessive else None
            ):
                return [owner]
        return []

    def _carrier(self, noun: Token, cast: Cast) -> list[Actor]:
        """Of "a mené une attaque", who led it; of "a subi une attaque", nobody."""
        verb = noun.head
        if noun.dep_ not in (*OBJECTS, "nsubj:pass", "obl:arg") or not self._grammar.is_verb(verb):
            return []
        if verb.lemma_ in self._accusing and noun.dep_ == "obl:arg":
            return cast.party(self._grammar.objects(verb))
        if verb.lemma_ not in self._support | self._own_deed or verb.lemma_ in self._undergone:
            return []
        return cast.party(self._grammar.doers(verb))

    def _beside(self, noun: Token, frame: str, cast: Cast) -> list[Actor]:
        """The one behind "contre" that the parser hung on the verb above the noun."""
        if not self._grammar.is_verb(noun.head) or frame not in ("on", "at", "alone"):
            return []
        near = [
            c
            for c in noun.head.children
            if noun.i < c.i <= noun.i + 6 and self._grammar.case(c) in self._behind["against"]
        ]
        return cast.party(near)

    def _carried_to(self, noun: Token, trigger: Trigger, cast: Cast) -> list[Actor]:
        """Whom the verb that carries the noun leads to: "a mené une attaque contre X", "a subi une attaque"."""
        verb = noun.head
        if noun.dep_ not in (*OBJECTS, "nsubj:pass", "obl:arg") or not self._grammar.is_verb(verb):
            return []
        if verb.lemma_ in self._undergone:
            return cast.party(self._grammar.doers(verb))
        if verb.lemma_ in self._own_deed - self._support:
            return cast.party([t for t in self._grammar.objects(verb) if t.i != noun.i and cast.actor(t) is not None])
        if verb.lemma_ in self._support:
            return cast.party(
                self._grammar.complements(verb, self._behind[BEHIND.get(trigger.frame, "against")] - {"de"})[:2]
            )
        return []


def _of_adjectives(noun: Token, cast: Cast) -> list[Actor]:
    """Whose act it is by an adjective: "frappes israéliennes"."""
    found = []
    for child in noun.children:
        hit = cast.hit_at.get(child.i)
        named = hit is not None and hit.is_state and hit.reading.via in ("adjective", "demonym")
        if hit is not None and named and child.dep_ in ("amod", "nmod", "appos") and child.text[:1].islower():
            found.append(cast.from_hit(hit))
    return found


def _merged(*sides: list[Actor]) -> list[Actor]:
    found: dict[str, Actor] = {}
    for side in sides:
        for actor in side:
            found.setdefault(actor.name, actor)
    return list(found.values())


def _path(token: Token, top: Token) -> list[tuple[Token, Token]]:
    """The steps from a word up to one above it, that one left out."""
    steps = []
    here = token
    while here.head.i not in (top.i, here.i):
        steps.append((here, here.head))
        here = here.head
    return steps
