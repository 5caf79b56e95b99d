"""Who is actor and who recipient of an act that a noun tells: "X's attack on Y", "the killing of Y by X".

The law: a party stands in one of the places around the noun, or at the verb that only carries it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.coding import roles, syntax
from foreshock.coding.frame_words import answers, laid_to, lent, prepositions, support_verbs, undergone_verbs
from foreshock.coding.sides import Parties, dative, party
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast

ATTACKED = frozenset({"on", "against", "upon"})
"""Prepositions before whom an act is done to, whatever noun they hang on."""
BETWEEN = frozenset({"between", "among"})
"""Prepositions before all who take part."""


def of_noun(frame: str, noun: Token, cast: Cast) -> Parties:
    """Actors and recipients of the act that a noun tells."""
    around = _AroundNoun(noun, cast)
    match frame:
        case "fight":
            between = around.between()
            actors = between or around.doer() or around.left() or around.of() or around.carrier()
            return Parties(actors, [] if between else around.target() or around.together())
        case "mutual" | "split":
            own = around.left() or [a for a in around.of() if a.country]
            return Parties(own or around.carrier(), around.together() or (around.target() if own else []))
        case "undergo":
            return Parties(around.doer(), around.left() or around.of() or around.carrier())
        case "ask":
            if around.is_cause():
                return Parties(around.of(), [])
            return Parties(around.doer() or around.left() or around.carrier(), around.at("asked") or around.target())
        case "give":
            actors = around.doer() or around.left() or around.carrier()
            return Parties(actors, around.at("given") or around.carrier_dative())
        case "from":
            return Parties(
                around.left() or around.of() or around.carrier(), around.at("left") if not around.of() else []
            )
        case "alone":
            return Parties(around.doer() or around.left() or around.of() or around.carrier(), around.target())
    return _done_on(frame, around)


def _done_on(frame: str, around: _AroundNoun) -> Parties:
    """Of "X's attack on Y", "the killing of Y by X", "Gaza strikes by X", "attacks from X"."""
    if around.is_lent():
        return Parties(around.of() or around.left() or around.origin(), around.beside())
    recipients = around.target() or around.place_before()
    actors = around.doer() or around.left() or around.origin()
    of = around.of()
    if of and not recipients and frame == "on":
        recipients = of
    elif of and not actors:
        actors = of
    recipients = recipients or around.answered()
    if around.is_undergone():
        return Parties(actors, recipients or around.carrier())
    carried = around.carrier()
    if not actors and carried:
        actors = carried
    elif actors and carried and around.is_carried():
        actors = carried if not around.doer() else actors
    return Parties(actors, recipients or (around.at("addressee") if frame == "at" else []))


class _AroundNoun:
    """The places around an event noun where parties stand."""

    def __init__(self, noun: Token, cast: Cast) -> None:
        self.noun, self.cast = noun, cast

    def at(self, kind: str) -> list[Actor]:
        names = prepositions(kind)
        found = party(syntax.objects_of(self.noun, names), self.cast)
        return found or (party(syntax.objects_of(self._verb(), names), self.cast) if self.is_carried() else [])

    def target(self) -> list[Actor]:
        return self.at("target") or self._beyond_doer()

    def _beyond_doer(self) -> list[Actor]:
        """Of "an attack by X on Y", where the parser hangs the "on Y" on X: Y."""
        doers = syntax.objects_of(self.noun, prepositions("doer"))
        return party([t for doer in doers for t in syntax.objects_of(doer, ATTACKED)], self.cast)

    def of(self) -> list[Actor]:
        return party(syntax.objects_of(self.noun, frozenset({"of"})), self.cast)

    def is_cause(self) -> bool:
        """True of "at the request of X": X asked, and who is told of next does what was asked."""
        return self.noun.dep_ == "pobj" and self.noun.head.lower_ in ("at", "on", "upon") and bool(self.of())

    def is_lent(self) -> bool:
        """True of "with the support of X": X gives it."""
        return self.noun.dep_ == "pobj" and self.noun.head.lower_ == "with" and self.noun.lemma_.lower() in lent()

    def beside(self) -> list[Actor]:
        """Who does the deed that the noun goes with: "a crime committed by M23 with the support of X"."""
        deed = self.noun.head.head
        return party(syntax.doers(deed) or syntax.agents(deed), self.cast) if syntax.is_verb(deed) else []

    def origin(self) -> list[Actor]:
        return party(syntax.objects_of(self.noun, prepositions("origin")), self.cast)

    def between(self) -> list[Actor]:
        return party(syntax.objects_of(self.noun, BETWEEN), self.cast)

    def together(self) -> list[Actor]:
        return self.at("together")

    def doer(self) -> list[Actor]:
        """ "by X", also of a participle: "attacks carried out by X"."""
        found = syntax.objects_of(self.noun, prepositions("doer")) or self._laid_to()
        for child in self.noun.children:
            if child.dep_ == "acl" and child.tag_ == "VBN":
                found.extend(syntax.agents(child))
        verb = syntax.clause_of(self.noun)
        if not found and verb.i < self.noun.i and not syntax.is_passive(verb):
            found = [t for t in syntax.objects_of(verb, prepositions("doer")) if t.i > self.noun.i]
        return party(found, self.cast)

    def _laid_to(self) -> list[Token]:
        """Of "attacks attributed to X", "the bombing was blamed on X": X."""
        above = [self.noun.head] if self.noun.dep_ in syntax.SUBJECTS else []
        for verb in (*(c for c in self.noun.children if c.dep_ in ("acl", "relcl")), *above):
            done = verb.tag_ in ("VBN", "VBD") and not any(c.dep_ == "dobj" for c in verb.children)
            if done and verb.lemma_ in laid_to():
                return syntax.objects_of(verb, laid_to()[verb.lemma_])
        return []

    def answered(self) -> list[Actor]:
        """Of "Iran's response to the strikes": Iran, which was struck."""
        preposition = self._top().head
        answer = preposition.head
        if preposition.lower_ not in ("to", "for", "against", "over") or answer.lemma_.lower() not in answers():
            return []
        verbal = syntax.is_verb(answer)
        return party(syntax.doers(answer) if verbal else syntax.holders(answer), self.cast)

    def left(self) -> list[Actor]:
        """Possessor, or nationality and group before the noun."""
        owners = syntax.owners(self.noun)
        if owners:
            return party(owners, self.cast)
        found: dict[str, Actor] = {}
        for modifier in roles.modifiers(self.noun):
            actor = self.cast.modifier(modifier)
            if actor and modifier.dep_ != "poss":
                found.setdefault(actor.name, actor)
        return list(found.values())

    def place_before(self) -> list[Actor]:
        """ "Israel's Gaza offensive": Gaza."""
        if not syntax.owners(self.noun):
            return []
        inside = [
            m
            for m in roles.modifiers(self.noun)
            if m.dep_ in ("compound", "nmod") and m.ent_type_ in ("GPE", "LOC", "ORG")
        ]
        return [a for m in inside if (a := self.cast.modifier(m))]

    def is_carried(self) -> bool:
        """True where the noun's verb only carries it: "launched an attack"."""
        return self._carrying() is not None

    def is_undergone(self) -> bool:
        verb = self._verb()
        return self.noun.dep_ in ("dobj", "pobj") and syntax.is_verb(verb) and verb.lemma_ in undergone_verbs()

    def carrier(self) -> list[Actor]:
        """Who does the verb that carries the noun, or undergoes it."""
        if self.is_undergone():
            return party(syntax.surface_subjects(self._verb()), self.cast)
        verb = self._carrying()
        return party(syntax.doers(verb), self.cast) if verb is not None else []

    def carrier_dative(self) -> list[Actor]:
        verb = self._carrying()
        if verb is None:
            return []
        given = [t for c in verb.children if c.dep_ == "dative" for t in dative(c)]
        return party(given, self.cast)

    def _carrying(self) -> Token | None:
        verb = self._verb()
        if not syntax.is_verb(verb) or verb.lemma_ not in support_verbs():
            return None
        at = self._top()
        if at.dep_ == "pobj" and at.head.head.lemma_ == "responsibility":
            return verb
        direct = at.head.i == verb.i and at.dep_ in ("dobj", "nsubjpass", "conj", "oprd", "attr")
        through = (
            at.dep_ == "pobj"
            and at.head.head.i == verb.i
            and at.head.lower_ in ("out", "in", "on", "with", "to", "for")
        )
        return verb if direct or through else None

    def _top(self) -> Token:
        at = self.noun
        for _ in range(4):
            joined = at.dep_ == "conj" and not syntax.is_verb(at.head)
            counted = (
                at.dep_ == "pobj" and at.head.lower_ == "of" and at.head.head.lemma_ in roles.role_words().quantity
            )
            if not joined and not counted:
                break
            at = at.head if joined else at.head.head
        return at

    def _verb(self) -> Token:
        at = self._top()
        responsible = at.dep_ == "pobj" and at.head.lower_ == "for" and at.head.head.lemma_ == "responsibility"
        if responsible or (at.dep_ == "pobj" and at.head.dep_ == "prep" and at.head.lower_ == "of"):
            at = at.head.head
        return syntax.clause_of(at.head)
