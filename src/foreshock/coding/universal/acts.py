"""Events over Universal Dependencies: from a trigger and its parties to a row.

The law: a row has at least one party that the text tells, and a `because` that names the line of the lexicon and the
words that decided its standing. What falls short is left out with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from foreshock.codebook.base import event_types
from foreshock.codebook.lexicon import Trigger
from foreshock.coding.claims import VERBAL, Claim, speaks_for, without_speaker
from foreshock.coding.found import NEEDS_ACTOR, PRIVATE, PUBLIC, as_threat, named
from foreshock.coding.universal.frames import Frames, Parties
from foreshock.coding.universal.grammar import OBJECTS, Grammar
from foreshock.coding.universal.standing import Judge
from foreshock.coding.universal.triggers import TriggerWords
from foreshock.records import Event, LeftOut, Span, When

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.codebook.language import LanguageBook
    from foreshock.coding.sentences import Sentence
    from foreshock.coding.universal.scene import Scene

FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
UNDONE = {"RETREAT": FORCE | {"PROTEST", "SANCTION"}, "CONCEDE": FORCE, "SANCTION": frozenset({"AID", "COOPERATE"})}
"""Types whose object is undone by them: the siege in "lever le siège" is no act here."""


@dataclass(frozen=True, slots=True)
class Act:
    """An event in the making, and the word that triggered it."""

    event: Event
    token: Token


class Acts:
    """Finds the events of pages in one language; built once."""

    def __init__(self, book: LanguageBook, grammar: Grammar) -> None:
        self._grammar, self._book = grammar, book
        self._words, self._frames, self._judge = (
            TriggerWords(book, grammar),
            Frames(book, grammar),
            Judge(book, grammar),
        )
        self._modes: dict[str, dict[str, list[str]]] = book.table("modes")
        self._contexts: dict[str, Any] = book.table("contexts")
        self._support = book.words("verbs", "support")
        self._parts = book.words("nouns", "quantity") | book.words("standing", "nouns_hypothetical")
        self._file = f"{book.code}/triggers.csv"

    def find(self, scene: Scene) -> tuple[list[Event], list[LeftOut]]:
        """All events of the page in text order, and the triggers that made none."""
        found: list[Act] = []
        left_out: list[LeftOut] = []
        for sentence in scene.page.sentences:
            if sentence.part.kind == "heading":
                left_out.append(LeftOut(sentence.span, "a heading"))
                continue
            here: list[Act] = []
            for made in self._in(scene, sentence):
                if isinstance(made, LeftOut):
                    left_out.append(made)
                else:
                    here.append(made)
            kept, again = self._once(here)
            found += [*kept, *self._threats(scene, kept), *self._refusals(scene, kept)]
            left_out += again
        return [a.event for a in sorted(found, key=lambda a: a.event.trigger)], left_out

    def _in(self, scene: Scene, sentence: Sentence) -> list[Act | LeftOut]:
        readings = {t.i: r for t in sentence.tokens if (r := self._words.reading(t, scene.cast)) is not None}
        made: list[Act | LeftOut] = []
        for token in (t for t in sentence.tokens if t.i in readings):
            reason = self._passed(scene, token, readings)
            span = scene.page.char_span(token, token)
            made.append(LeftOut(span, reason) if reason else self._row(scene, sentence, token, readings[token.i]))
        return made

    def _passed(self, scene: Scene, token: Token, readings: dict[int, Trigger]) -> str:
        """Why a trigger word makes no row of its own; empty where it may."""
        trigger = readings[token.i]
        if scene.cast.is_named(token):
            return "part of a name"
        if trigger.blocks:
            return f"no event in this use: {trigger.note or trigger.lemma}"
        if self._is_tie(token, trigger):
            return "a standing tie, no act"
        if self._is_kind(token):
            return "says of what kind another thing is"
        if self._grammar.is_verb(token):
            below = [readings[t.i] for t in self._grammar.objects(token) if t.i in readings]
            if token.lemma_ in self._support and any(r.type == trigger.type or r.blocks for r in below):
                return "carries a word that tells the act"
            return ""
        verb = token.head
        above = readings.get(verb.i) if token.dep_ in (*OBJECTS, "nsubj:pass", "obl:arg") else None
        if above is None or not self._grammar.is_verb(verb):
            return ""
        if above.type == trigger.type and verb.lemma_ not in self._support:
            return "tells the same act as another word of the sentence"
        return "what is undone is no act here" if trigger.type in UNDONE.get(above.type, ()) else ""

    def _is_tie(self, token: Token, trigger: Trigger) -> bool:
        """True of "territoires occupés", "des groupes soutenus par": a standing tie."""
        if not self._grammar.is_verb(token) or token.dep_ not in ("acl", "amod") or not self._grammar.is_passive(token):
            return False
        held = trigger.type in ("SUPPORT", "AID", "COOPERATE")
        return held or (trigger.mode == "seize" and not self._grammar.agents(token))

    def _is_kind(self, token: Token) -> bool:
        """True of the bare noun in "avions de combat": it says what kind of thing another is."""
        if token.pos_ != "NOUN" or token.dep_ != "nmod" or "Plur" in token.morph.get("Number", []):
            return False
        bare = not any(c.dep_ in ("det", "amod", "nmod", "nummod") for c in token.children)
        return bare and self._grammar.case(token) == "de" and token.head.lemma_.lower() not in self._parts

    def _row(self, scene: Scene, sentence: Sentence, token: Token, trigger: Trigger) -> Act | LeftOut:
        span = scene.page.char_span(token, token)
        parties = self._frames.parties(token, trigger, scene.cast)
        claims = scene.voices.at(span, token.i)
        if trigger.type in VERBAL and not parties.actors and claims and trigger.pos == "noun":
            parties = Parties([claims[-1].source], parties.recipients)
        if trigger.type in FORCE and not parties.recipients:
            parties = replace(parties, recipients=self._at_place(scene, token, parties))
        if fault := self._fault(scene, token, trigger.type, parties):
            return LeftOut(span, fault)
        return self._made(scene, sentence, token, trigger, parties, claims)

    def _at_place(self, scene: Scene, token: Token, parties: Parties) -> list[Any]:
        """Of an attack at a place, who holds the place."""
        from foreshock.records import Actor

        where = scene.places.of(token)
        if where is None or where.country is None or any(a.country == where.country for a in parties.actors):
            return []
        return [Actor(where.text, where.text, where.country, None, where.span)]

    def _made(
        self, scene: Scene, sentence: Sentence, token: Token, trigger: Trigger, parties: Parties, claims: list[Claim]
    ) -> Act:
        span, when = scene.page.char_span(token, token), scene.when(token)
        outside = without_speaker(claims, trigger.type, parties.actors)
        standing, word = self._judge.judge(token, outside, when, scene.page.report.published)
        where = scene.places.of(token)
        line = f"{self._file} line {trigger.line}: {trigger.lemma} ({trigger.pos}, {trigger.frame})"
        event = Event(
            id="",
            type=trigger.type,
            mode=trigger.mode or self._mode(trigger.type, token, sentence),
            quad=event_types()[trigger.type].quad,
            contexts=self._contexts_of(sentence),
            actors=tuple(parties.actors),
            recipients=tuple(parties.recipients),
            standing=standing,
            when=when,
            where=where,
            trigger=span,
            sentence=sentence.span,
            chain=tuple(c.link() for c in outside),
            because=(line, *((f"standing by: {word}",) if word else ())),
        )
        return Act(named(scene.page, event), token)

    def _mode(self, kind: str, token: Token, sentence: Sentence) -> str | None:
        """The mode by the instrument nearest the trigger, in the words that hang on it."""
        clause = self._grammar.clause(token)
        near = {
            t.lemma_.lower()
            for t in (
                *token.subtree,
                *(clause.subtree if clause is not None and len(list(clause.subtree)) < 25 else ()),
            )
        }
        return next((mode for mode, words in self._modes.get(kind, {}).items() if near & set(words)), None)

    def _contexts_of(self, sentence: Sentence) -> tuple[str, ...]:
        words = {t.lemma_.lower() for t in sentence.tokens}
        return tuple(sorted(code for code, told in self._contexts.items() if words & set(told)))

    def _fault(self, scene: Scene, token: Token, kind: str, parties: Parties) -> str:
        everyone = [*parties.actors, *parties.recipients]
        if not any(a.country or a.sector not in (None, "UNK") for a in everyone):
            return "no party that the text tells"
        if (
            kind not in PUBLIC
            and len({a.country for a in everyone if a.country}) < 1
            and all(a.sector in PRIVATE for a in everyone)
        ):
            return "between private persons"
        if kind in NEEDS_ACTOR and not parties.actors:
            return "nobody is told to have done it"
        outlet = scene.page.report.outlet
        if parties.actors and all(a.name == outlet for a in parties.actors):
            return "the outlet itself is no actor"
        if (
            event_types()[kind].recipient
            and not parties.recipients
            and kind in ("AID", "COOPERATE")
            and len(parties.actors) < 2
        ):
            return "nobody is told to receive it"
        return ""

    def _once(self, here: list[Act]) -> tuple[list[Act], list[LeftOut]]:
        """One row for one act of a sentence: a noun of the same type and standing whose parties are told already."""
        kept: list[Act] = []
        again: list[LeftOut] = []
        for act in sorted(here, key=lambda a: (not self._grammar.is_verb(a.token), a.token.i)):
            if any(self._is_told(act, other) for other in kept):
                again.append(LeftOut(act.event.trigger, "tells the same act as another word of the sentence"))
            else:
                kept.append(act)
        return kept, again

    def _is_told(self, act: Act, other: Act) -> bool:
        one, two = act.event, other.event
        sides = ({a.name for a in one.actors}, {a.name for a in one.recipients})
        known = ({a.name for a in two.actors}, {a.name for a in two.recipients})
        same = one.type == two.type and one.standing == two.standing and len(one.chain) == len(two.chain)
        return same and sides[0] <= known[0] and sides[1] <= known[1]

    def _threats(self, scene: Scene, here: list[Act]) -> list[Act]:
        """Of "le groupe a déclaré qu'il frapperait", the threat that was uttered."""
        made: list[Act] = []
        for act in here:
            event = act.event
            if event.type != "ASSAULT" or event.standing not in ("future", "hypothetical") or not event.chain:
                continue
            claims = scene.voices.at(event.trigger, act.token.i)
            if not claims or claims[-1].kind not in ("say", "warn") or not self._grammar.is_verb(act.token):
                continue
            if not speaks_for(claims[-1].source, list(event.actors)) or self._is_put(act.token):
                continue
            if any(a.event.type == "THREATEN" and a.event.trigger == claims[-1].cue for a in (*here, *made)):
                continue
            made.append(Act(self._threat(scene, event, claims), scene.page.doc[claims[-1].cue_token]))
        return made

    def _refusals(self, scene: Scene, here: list[Act]) -> list[Act]:
        """Of "Washington ne soutiendrait pas une frappe", said by one who speaks for it: the refusal."""
        made: list[Act] = []
        for act in here:
            event = act.event
            if event.standing != "negated" or event.quad not in ("VC", "MC") or not self._grammar.is_verb(act.token):
                continue
            claims = scene.voices.at(event.trigger, act.token.i)
            if (
                not claims
                or not self._judge.is_ahead(act.token)
                or not speaks_for(claims[-1].source, list(event.actors))
            ):
                continue
            told = (*event.because, "will not, said of oneself")
            refusal = replace(event, type="REJECT", mode=None, quad=event_types()["REJECT"].quad, standing="actual")
            refusal = replace(refusal, trigger=claims[-1].cue, when=When(), where=None, because=told)
            chain = tuple(c.link() for c in claims[:-1])
            made.append(Act(named(scene.page, replace(refusal, chain=chain)), scene.page.doc[claims[-1].cue_token]))
        return made

    def _is_put(self, token: Token) -> bool:
        """True of a purpose or a condition, which threatens nobody."""
        return any(c.dep_ in ("mark", "case") and c.lower_ in ("si", "s'", "pour", "afin") for c in token.children)

    def _threat(self, scene: Scene, event: Event, claims: list[Claim]) -> Event:
        chain = tuple(c.link() for c in claims[:-1])
        threat = replace(as_threat(event, claims[-1].cue), when=When(), where=None, chain=chain)
        return named(scene.page, threat)


__all__ = ["Act", "Acts", "Span"]
