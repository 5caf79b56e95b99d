"""Who is actor and who recipient of a trigger, by its frame.

The law: a party comes from the words of the clause through the frame, and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file, word_set
from foreshock.codebook.lexicon import classes
from foreshock.coding import roles, syntax
from foreshock.coding.actors import OWNING
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast


OWN = ("its ", "their ", "his ", "her ")


@dataclass(frozen=True, slots=True)
class Parties:
    """The two sides of an act, and the words that say where the frame found them."""

    actors: list[Actor]
    recipients: list[Actor]


@cache
def prepositions(kind: str) -> frozenset[str]:
    """The prepositions of one kind in frames.toml."""
    return frozenset(toml_file("frames.toml")["prepositions"][kind])


@cache
def support_verbs() -> frozenset[str]:
    """Verbs that only carry a noun."""
    return frozenset(toml_file("frames.toml")["support"]["verbs"])


@cache
def undergone_verbs() -> frozenset[str]:
    """Verbs whose subject is the one the noun is done to."""
    return frozenset(toml_file("frames.toml")["support"]["undergone"])


@cache
def answers() -> frozenset[str]:
    """Words that answer a deed of the other side."""
    return frozenset(toml_file("frames.toml")["answers"]["words"])


ATTACKED = frozenset({"on", "against", "upon"})
"""Prepositions before whom an act is done to, whatever noun they hang on."""


@cache
def laid_to() -> dict[str, frozenset[str]]:
    """The preposition behind each verb that says whose act something is."""
    return {verb: frozenset(names) for verb, names in toml_file("frames.toml")["laid_to"].items()}


@cache
def going_on() -> frozenset[str]:
    """Verbs by which an act told before is told to last or to come again."""
    return word_set("frames.toml", "going_on", "verbs")


@cache
def telling() -> frozenset[str]:
    """Verbs whose object is the one something is said to."""
    return word_set("frames.toml", "telling", "verbs")


@cache
def striking() -> frozenset[str]:
    """Nouns for what strikes in no figure of speech: warplanes, drones, missiles."""
    return frozenset().union(*(classes()[name] for name in toml_file("frames.toml")["struck"]["literal"]))


@cache
def struck() -> frozenset[str]:
    """Nouns for what can be struck by force."""
    told = toml_file("frames.toml")["struck"]
    return frozenset(told["words"]).union(*(classes()[name] for name in told["classes"]))


@cache
def acts_apart() -> frozenset[str]:
    """Verbs whose act is no other word's: "condemned it and summoned the envoy"."""
    return frozenset(toml_file("frames.toml")["apart"]["verbs"])


@cache
def acts_before_unnamed() -> int:
    """After how many acts with a doer a report may tell an act without a party."""
    return int(toml_file("frames.toml")["unnamed"]["acts"])


def is_figurative(token: Token, cast: Cast) -> bool:
    """True of "a battle against rust", "war on potholes": what force is turned on is no party, place or goods."""
    targets = syntax.objects_of(token, prepositions("target") | {"with"})
    if syntax.is_verb(token):
        targets = syntax.done_to(token) or targets
    elif token.dep_ in ("dobj", "pobj"):
        targets = targets or syntax.objects_of(syntax.clause_of(token), prepositions("target"))
    if any(t.lemma_.lower() in striking() for t in syntax.doers(token)):
        return False
    targets_in = [*targets, *(o for t in targets for o in syntax.objects_of(t, frozenset({"of"})))]
    return bool(targets) and not any(_can_be_struck(t, cast) for t in targets_in)


def _can_be_struck(target: Token, cast: Cast) -> bool:
    return (
        target.pos_ != "NOUN" or target.lemma_.lower() in struck() or bool(cast.members(target) or cast.owner(target))
    )


def parties(frame: str, token: Token, cast: Cast) -> Parties:
    """Actors and recipients of the act that `token` triggers under the frame."""
    if syntax.is_verb(token):
        found = _of_verb(frame, token, cast)
    elif token.pos_ == "ADJ":
        found = _of_adjective(token, cast)
    else:
        found = _of_noun(frame, token, cast)
    return _told_apart(frame, found)


def _told_apart(frame: str, found: Parties) -> Parties:
    """Documents do nothing but for their authors; nobody is both actor and recipient; mutual acts have actors only."""
    actors = _doing(found.actors) or _authors(found.actors)
    names = {a.name for a in actors}
    recipients = [a for a in _doing(found.recipients) if a.name not in names]
    if frame == "mutual":
        return Parties([*actors, *recipients], [])
    if frame == "split" and not recipients and len(actors) > 1:
        return Parties(actors[:1], actors[1:])
    return Parties(actors, recipients)


def party(tokens: list[Token], cast: Cast) -> list[Actor]:
    """The actors at these words, or the owners of the things they are."""
    return _once(a for token in tokens for a in _doing(cast.members(token)) or cast.owner(token) or _held(token, cast))


def _held(token: Token, cast: Cast) -> list[Actor]:
    place = cast.held_before(token)
    return [place] if place else []


def doing(tokens: list[Token], cast: Cast) -> list[Actor]:
    """The actors at these words, or those whose thing does it; a place where the thing is does nothing."""
    return _once(
        a
        for token in tokens
        for a in _doing(cast.members(token)) or cast.owner(token, placed=False) or _authored(token, cast)
    )


def _authored(token: Token, cast: Cast) -> list[Actor]:
    """The report that accuses, for its author: where the text tells of what country or body it is."""
    return _authors(cast.members(token))


def _authors(found: list[Actor]) -> list[Actor]:
    return [a for a in found if a.kind == "document" and a.country]


def _once(actors: Iterable[Actor]) -> list[Actor]:
    """Each actor at its first mention."""
    found: dict[str, Actor] = {}
    for actor in actors:
        found.setdefault(actor.name, actor)
    return list(found.values())


def _of_verb(frame: str, verb: Token, cast: Cast) -> Parties:
    objects = syntax.done_to(verb)
    actors = doing(syntax.doers(verb), cast)

    def at(kind: str) -> list[Actor]:
        return party(syntax.objects_of(verb, prepositions(kind)), cast)

    match frame:
        case "on":
            recipients = _others(party(objects, cast), actors)
            recipients = recipients or at("target") or _beyond(objects, cast, actors) or at("given")
        case "at":
            recipients = at("target") or at("addressee") or at("benefit")
        case "ask":
            recipients = _doing(cast.actors(objects)) or at("asked") or party(_asked_in_clause(verb), cast)
        case "give":
            dative = [t for c in verb.children if c.dep_ == "dative" for t in _dative(c)]
            recipients = (
                party(dative, cast) or _others(at("given"), actors) or _others(_doing(cast.actors(objects)), actors)
            )
            recipients = recipients or _given_through(objects, cast)
        case "mutual" | "split" | "fight":
            recipients = _doing(cast.actors(objects)) or at("together") or _together_through(objects, cast)
        case "from":
            recipients = at("left") or _others([a for o in objects for a in cast.owner(o)], actors)
        case "undergo":
            by = syntax.objects_of(verb, prepositions("doer") | prepositions("origin"))
            return Parties(party(by or _in_whose_hands(verb), cast), actors)
        case _:
            recipients = party(syntax.objects_of(verb, prepositions("target")), cast)
    return Parties(actors, recipients)


def _doing(found: list[Actor]) -> list[Actor]:
    """Those found who can act: no documents and no instruments."""
    return [a for a in found if a.kind not in ("document", "instrument")]


def _others(found: list[Actor], actors: list[Actor]) -> list[Actor]:
    """Those found who are not the actors, nor their own: of "recalled its ambassador", nobody yet."""
    names = {a.name for a in actors}
    countries = {a.country for a in actors}
    own = {a.name for a in found if a.country in countries and a.text.lower().startswith(OWN)}
    return [a for a in found if a.name not in names | own]


def _beyond(objects: list[Token], cast: Cast, actors: list[Actor]) -> list[Actor]:
    """ "recalled its ambassador to Ethiopia": where the thing is the actor's own, the one behind it."""
    behind = [t for o in objects for t in syntax.objects_of(o, OWNING)]
    return _others(party(behind, cast), actors)


def _dative(child: Token) -> list[Token]:
    return syntax.prepositional_objects(child) if child.pos_ == "ADP" else syntax.expand(child)


def _in_whose_hands(verb: Token) -> list[Token]:
    """ "died at the hands of the army": the army."""
    hands = [t for t in syntax.objects_of(verb, prepositions("hands")) if t.lemma_.lower() in ("hand", "hands")]
    return [o for t in hands for o in syntax.objects_of(t, frozenset({"of"}))]


def _asked_in_clause(verb: Token) -> list[Token]:
    """ "demanded that Israel withdraw": Israel."""
    return [s for c in verb.children if c.dep_ == "ccomp" for s in syntax.surface_subjects(c)]


def _given_through(objects: list[Token], cast: Cast) -> list[Actor]:
    """ "sent aid to Sudan" where the parser hangs `to Sudan` on the aid."""
    return party([t for o in objects for t in syntax.objects_of(o, prepositions("given"))], cast)


def _together_through(objects: list[Token], cast: Cast) -> list[Actor]:
    return party([t for o in objects for t in syntax.objects_of(o, prepositions("together"))], cast)


def _of_adjective(token: Token, cast: Cast) -> Parties:
    clause = syntax.clause_of(token)
    return Parties(
        party(syntax.surface_subjects(clause), cast), party(syntax.objects_of(token, prepositions("target")), cast)
    )


def _of_noun(frame: str, noun: Token, cast: Cast) -> Parties:
    around = _AroundNoun(noun, cast)
    match frame:
        case "fight":
            between = around.between()
            actors = between or around.doer() or around.left() or around.of() or around.carrier()
            return Parties(actors, [] if between else around.target() or around.together())
        case "mutual" | "split":
            own = around.left() or around.of()
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

    def origin(self) -> list[Actor]:
        return party(syntax.objects_of(self.noun, prepositions("origin")), self.cast)

    def between(self) -> list[Actor]:
        return party(syntax.objects_of(self.noun, frozenset({"between", "among"})), self.cast)

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
        dative = [t for c in verb.children if c.dep_ == "dative" for t in _dative(c)]
        return party(dative, self.cast)

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
