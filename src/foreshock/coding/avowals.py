"""Deeds told before that somebody takes on or has no part in: "claimed responsibility", "denied any role in it".

The law: the deed is the last one of force told before in the paragraph; whoever takes it on or denies a part in it is
its doer in a row of their own, and the row that told it first stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.coding import sides, syntax
from foreshock.coding.claims import speaks_for
from foreshock.coding.found import Found, named
from foreshock.coding.standing_signs import negation, words
from foreshock.records import Actor, Link

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence
    from foreshock.records.attribution import Stance

FORCEFUL = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})


def avowals_told(scene: Scene, sentence: Sentence, told: list[Found], here: list[Found]) -> Iterator[Found]:
    """The deeds told before that a verb of the sentence takes on or disowns without telling them again."""
    for verb in filter(syntax.is_verb, sentence.tokens):
        stance, part = _taken(scene, verb)
        if part is None or stance is None or not _points(scene, part) or _tells_own(verb, here):
            continue
        sources = [a for a in sides.doing(syntax.surface_subjects(verb), scene.cast) if a.kind != "document"][:1]
        before = [*told, *here]
        found = _meant(scene, sentence, verb, before) or _own_deed(scene, verb, sources, before)
        if sources and found is not None:
            yield _avowed(scene, sentence, found, verb, sources[0], stance)


def deeds_laid(scene: Scene, sentence: Sentence, told: list[Found], here: list[Found]) -> Iterator[Found]:
    """The deeds told before that are laid to somebody by a pronoun: "accused Serbia of having organised it"."""
    for verb in sentence.tokens:
        if not _does_it(verb) or any(f.token == verb.i for f in here):
            continue
        found, doers = _meant(scene, sentence, verb, [*told, *here]), _doers(scene, verb)
        if found is not None and doers and scene.voices.claims_at(scene.page.char_span(verb, verb), verb.i):
            yield _laid(scene, sentence, found, verb, doers)


def _does_it(verb: Token) -> bool:
    """True of "organised it" and "having ordered this", not of "plans it" and "may have ordered it"."""
    if not syntax.is_verb(verb) or verb.lemma_.lower() not in words("avowal", "doing"):
        return False
    done = verb.tag_ in ("VBD", "VBN") or verb.dep_ == "pcomp"
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    return done and not any(c.tag_ == "MD" for c in verb.children) and _are_meant(objects)


def _are_meant(objects: list[Token]) -> bool:
    return bool(objects) and all(o.lower_ in words("avowal", "meant") for o in objects)


def _doers(scene: Scene, verb: Token) -> list[Actor]:
    """Who did it: the subject, or whoever is accused of it."""
    above = verb.head.head if verb.dep_ == "pcomp" else verb
    charged = above.i != verb.i and above.lemma_.lower() in words("avowal", "charging")
    told = syntax.done_to(above) if charged else syntax.surface_subjects(verb)
    return sides.doing(told, scene.cast) if charged or verb.dep_ != "pcomp" else []


def _laid(scene: Scene, sentence: Sentence, found: Found, verb: Token, doers: list[Actor]) -> Found:
    cue, mine = scene.page.char_span(verb, verb), {a.name for a in doers}
    claims = scene.voices.claims_at(cue, verb.i)
    denied = bool(negation(verb)) or (bool(claims) and claims[-1].stance == "denies")
    event = replace(
        found.event,
        actors=tuple(doers),
        recipients=tuple(a for a in found.event.recipients if a.name not in mine),
        standing="negated" if denied else found.event.standing,
        trigger=cue,
        sentence=sentence.span,
        chain=tuple(c.link() for c in claims),
        because=(*found.event.because, f"laid to {doers[0].name}: {verb.lemma_.lower()}"),
    )
    return Found(named(scene.page, event), verb.i)


def _taken(scene: Scene, verb: Token) -> tuple[Stance | None, Token | None]:
    """How the verb stands to a deed, and the word that tells of the part in it."""
    if verb.lemma_.lower() in words("avowal", "denying"):
        return ("denies", _part_denied(verb)) if not negation(verb) else (None, None)
    owned = _object(verb, "owned") if verb.lemma_.lower() in words("avowal", "owning") else None
    owned = owned or (_deed_itself(scene, verb) if verb.lemma_.lower() == "claim" else None)
    return ("asserts", owned) if owned is not None and not _is_open(verb) else (None, None)


def _deed_itself(scene: Scene, verb: Token) -> Token | None:
    """Of "claimed the attack" the attack; "claimed the sabotage of a pipeline" tells an act of its own."""
    objects = (c for c in verb.children if c.dep_ == "dobj" and syntax.determined(c))
    behind = frozenset({"of", "against"})
    return next((c for c in objects if _is_deed_word(scene, c) and not syntax.objects_of(c, behind)), None)


def _is_deed_word(scene: Scene, noun: Token) -> bool:
    return noun.lemma_.lower() in words("avowal", "deeds") or _is_act(scene, noun)


def _is_open(verb: Token) -> bool:
    """True of "no group has claimed" and "refused to claim"."""
    governed = verb.dep_ in ("xcomp", "ccomp", "acl") and any(c.lower_ == "to" for c in verb.lefts)
    return bool(negation(verb)) or governed


def _part_denied(verb: Token) -> Token | None:
    """Of "denied any role", "denied taking part", "denied that it was behind it": role, part, behind."""
    clauses = [c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and c.i > verb.i]
    return next((part for at in (verb, *clauses) if (part := _part_in(at)) is not None), None)


def _part_in(verb: Token) -> Token | None:
    if (part := _object(verb, "parts")) is not None:
        return part
    if verb.lemma_.lower() in words("avowal", "involving"):
        return verb
    held = [c for c in verb.children if c.dep_ in ("prep", "acomp") and c.lower_ in words("avowal", "being")]
    return held[0] if held and verb.lemma_ == "be" else None


def _object(verb: Token, kind: str) -> Token | None:
    objects = (c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in words("avowal", kind))
    return next(objects, None)


def _points(scene: Scene, part: Token) -> bool:
    """True where nothing is told behind the part, or a word for a deed: "in it", "in the attack"; and of a deed."""
    if _is_deed_word(scene, part):
        return True
    through = words("avowal", "for" if part.lemma_.lower() in words("avowal", "owned") else "through")
    behind = [c for c in part.children if c.dep_ == "prep" and c.lower_ in through]
    told = [o for c in (part, *behind) for o in c.children if o.dep_ in ("pobj", "pcomp")]
    return all(o.pos_ == "PRON" or _is_deed_word(scene, o) for o in told)


def _is_act(scene: Scene, noun: Token) -> bool:
    reading = scene.triggers.reading(noun)
    return reading is not None and reading.type in FORCEFUL


def _tells_own(verb: Token, here: list[Found]) -> bool:
    """True where the words behind the verb tell a deed of their own."""
    behind = (c for c in verb.children if c.i > verb.i and c.dep_ != "conj")
    inside = {t.i for c in behind for t in c.subtree}
    return any(f.token in inside and f.event.type in FORCEFUL for f in here)


def _meant(scene: Scene, sentence: Sentence, verb: Token, before: list[Found]) -> Found | None:
    """The last deed of force told before the verb in its paragraph, but for what only says who speaks."""
    aside = {t.i for s in syntax.surface_subjects(verb) for t in s.subtree if verb.dep_ != "relcl"}
    deeds = (f for f in reversed(before) if f.token < verb.i and f.token not in aside)
    return next((f for f in deeds if _is_deed(scene, f, sentence)), None)


def _own_deed(scene: Scene, verb: Token, sources: list[Actor], before: list[Found]) -> Found | None:
    """Of "the group claimed the raid", told in a paragraph of its own, the last deed of force of the group."""
    deeds = (f for f in reversed(before) if f.token < verb.i and f.event.type in FORCEFUL)
    told = (f for f in deeds if f.event.standing in ("actual", "historical"))
    return next((f for f in told if sources and speaks_for(sources[0], list(f.event.actors))), None)


def _is_deed(scene: Scene, found: Found, sentence: Sentence) -> bool:
    at = scene.page.sentence_of(scene.page.doc[found.token])
    near = at is not None and at.paragraph == sentence.paragraph
    return near and found.event.type in FORCEFUL and found.event.standing in ("actual", "historical")


def _avowed(scene: Scene, sentence: Sentence, found: Found, verb: Token, source: Actor, stance: Stance) -> Found:
    cue = scene.page.char_span(verb, verb)
    claims = scene.voices.claims_at(cue, verb.i)
    outside = tuple(c.link() for c in claims if c.kind != "accuse" and not speaks_for(c.source, [source]))
    event = replace(
        found.event,
        actors=(source,),
        recipients=tuple(a for a in found.event.recipients if a.name != source.name),
        standing="negated" if stance == "denies" else found.event.standing,
        trigger=cue,
        sentence=sentence.span,
        chain=(*outside, Link(source, cue, found.event.trigger, stance)),
        because=(*found.event.because, f"{'disowned' if stance == 'denies' else 'taken on'} by {source.name}"),
    )
    return Found(named(scene.page, event), verb.i)
