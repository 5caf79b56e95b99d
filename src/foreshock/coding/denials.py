"""Denials that point back: "which Serbia denies", "a charge both have denied", "Minsk denied the accusation".

The law: who denies must be a doer of the act or answer for it, told in the same paragraph just before; the denied act
is a row of its own, vouched against by the denier, and the row of whoever accused stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.coding import sides, syntax
from foreshock.coding.attribution import VERBAL, speaks_for
from foreshock.coding.found import Found, named
from foreshock.coding.proposals import BY_STUDENT
from foreshock.coding.standing_signs import words
from foreshock.records import Actor, Event, Link

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence


def denials_told(scene: Scene, sentence: Sentence, told: list[Found], here: list[Found]) -> Iterator[Found]:
    """The acts of this sentence or the one before it that a verb of the sentence denies without naming them.

    `told` are the acts of the sentences before, `here` those of this one.
    """
    verbs = [v for v in sentence.tokens if v.lemma_.lower() in words("denied_back", "verbs") and syntax.is_verb(v)]
    for verb in filter(_points, verbs):
        before = [*told, *here]
        for source in _deniers(scene, verb, before):
            denied = next((f for f in reversed(before) if _is_denied(scene, f, verb, sentence, source)), None)
            if denied is not None:
                yield _denied(scene, sentence, denied, verb, source)


def affirmed(told: list[Found], denials: list[Found]) -> list[Found]:
    """The rows told, those that a denial points back to as their accusers tell them: the denial is a row of its own."""
    denied = {f.event.chain[-1].content for f in denials}
    if not denied:
        return told
    return [_as_told(f) if f.event.trigger in denied and f.event.standing == "negated" else f for f in told]


def _as_told(found: Found) -> Found:
    last = found.event.because[-1]
    if not last.startswith(f"standing by: {BY_STUDENT}"):
        return found
    return replace(found, event=replace(found.event, standing="actual", because=found.event.because[:-1]))


def _points(verb: Token) -> bool:
    """True where what is denied is a pronoun, or a noun for what was said of the denier."""
    if any(c.dep_ in ("ccomp", "xcomp") or c.dep_ == "neg" for c in verb.children):
        return False
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    pointing = [o for o in objects if o.lemma_.lower() in words("denied_back", "objects") and not _says_what(o)]
    return bool(pointing) or (
        not objects and verb.dep_ == "relcl" and verb.head.lemma_ in words("denied_back", "objects")
    )


def _says_what(noun: Token) -> bool:
    """True of "the accusation of theft", "the charge that": the noun tells itself what is denied."""
    return any(
        c.dep_ in ("acl", "ccomp", "relcl") or (c.dep_ == "prep" and c.lower_ in ("of", "in", "for"))
        for c in noun.children
    )


def _deniers(scene: Scene, verb: Token, before: list[Found]) -> list[Actor]:
    """Who denies; "both" and "all" are the doers of the act before."""
    subjects = syntax.surface_subjects(verb)
    if any(s.lower_ in words("denied_back", "several") for s in subjects):
        doers = [f.event.actors for f in before if f.event.type not in VERBAL and len(f.event.actors) > 1]
        return list(doers[-1][:1]) if doers else []
    return sides.party(subjects, scene.cast)[:1]


def _is_denied(scene: Scene, found: Found, verb: Token, sentence: Sentence, source: Actor) -> bool:
    event, at = found.event, scene.page.sentence_of(scene.page.doc[found.token])
    near = at is not None and at.paragraph == sentence.paragraph and 0 <= sentence.index - at.index <= 1
    told = found.token < verb.i and event.type not in VERBAL and event.standing in ("actual", "historical", "negated")
    return near and told and _answers_for(source, event)


def _answers_for(source: Actor, event: Event) -> bool:
    """True of a doer or one it is done to, of one who speaks for them, and of an organ of the state for another: a
    ministry for the police."""
    if speaks_for(source, [*event.actors, *event.recipients]):
        return True
    organs = words("denied_back", "organs")
    same = all(a.country == source.country and a.sector in organs for a in event.actors)
    return event.quad == "MX" and source.country is not None and source.sector in organs and same


def _denied(scene: Scene, sentence: Sentence, found: Found, verb: Token, source: Actor) -> Found:
    cue = scene.page.char_span(verb, verb)
    link = Link(source, cue, found.event.trigger, "denies")
    event = replace(
        found.event,
        actors=found.event.actors or (source,),
        standing="negated",
        trigger=cue,
        sentence=sentence.span,
        chain=(*_outside(scene, verb, source), link),
        because=(*found.event.because, f"denied by {source.name}"),
    )
    return Found(named(scene.page, event), verb.i)


def _outside(scene: Scene, verb: Token, source: Actor) -> tuple[Link, ...]:
    """Who tells of the denial, outermost first; in a clause of the accuser, the accuser does not."""
    claims = scene.voices.claims_at(scene.page.char_span(verb, verb), verb.i)
    others = [c for c in claims if c.kind != "accuse" and not speaks_for(c.source, [source])]
    return tuple(c.link() for c in others)
