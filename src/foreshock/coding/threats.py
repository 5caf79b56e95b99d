"""Threats without a word of threatening: "if we are attacked, our forces will respond", "they will pay a price".

The law: only who commands force threatens so, in words told as theirs; the trigger is the verb that foretells the harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import classes
from foreshock.coding import frame_words, sides, syntax
from foreshock.coding.attribution import Claim, speaks_for
from foreshock.coding.found import Found, said
from foreshock.coding.standing_signs import words
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence

AS = frozenset({"as"})
_DOING = frozenset({"have", "resume", "start", "begin", "continue", "keep"})


def threats_in_words(scene: Scene, sentence: Sentence, here: list[Found]) -> Iterator[Found]:
    """The threats of the sentence that no row of it tells yet."""
    for verb in sentence.tokens:
        if not is_to_come(verb) or (_is_blocked(scene, verb) and not _is_phrased(verb)):
            continue
        claims = scene.voices.claims_at(scene.page.char_span(verb, verb), verb.i)
        if not claims or claims[-1].kind == "deny" or not _commands(verb, claims[-1].source):
            continue
        if {t.lemma_.lower() for t in verb.subtree} & classes()["weather"]:
            continue
        told = any(f.event.type == "THREATEN" and speaks_for(claims[-1].source, list(f.event.actors)) for f in here)
        recipients = None if told else _threatened(scene, verb, claims[-1].source)
        if recipients is not None:
            yield _threat(scene, sentence, verb, claims, recipients)


def is_conditional(verb: Token) -> bool:
    """True of what is done "if ...", "unless ...", or in answer to "any attack"."""
    clauses = [c for c in verb.children if c.dep_ == "advcl"]
    marked = any(c.lower_ in words("threat", "conditions") for clause in clauses for c in clause.children)
    return marked or any(_is_any(t) for t in syntax.objects_of(verb, frozenset({"to"})))


def is_ultimatum(verb: Token) -> bool:
    """True of what is done "if the flights do not cease", "unless they leave": the other side is to act."""
    own = {t.lower_ for t in syntax.surface_subjects(verb)}
    clauses = [c for c in verb.children if c.dep_ == "advcl"]
    others = [c for c in clauses if not own & {t.lower_ for t in syntax.surface_subjects(c)}]
    return any(_is_denied_case(c) for c in others)


def _is_denied_case(clause: Token) -> bool:
    """True of "unless they leave" and "if they do not leave"."""
    marks = {c.lower_ for c in clause.children if c.dep_ == "mark"}
    denied = any(c.dep_ == "neg" for c in clause.children)
    return "unless" in marks or (denied and bool(marks & words("threat", "conditions")))


def is_foretold(verb: Token) -> bool:
    """True of what "will" or "would" be done."""
    return any(c.dep_ == "aux" and c.lower_ in words("threat", "foretelling") for c in verb.children)


def is_to_come(verb: Token) -> bool:
    """True of what will be done, also of what somebody "will have to" do, or "will resume" doing."""
    above = verb.head if verb.dep_ == "xcomp" and verb.head.lemma_ in _DOING else verb
    return is_foretold(verb) or is_foretold(above)


def _is_unborne(verb: Token) -> bool:
    """True of "will not remain silent", "would not stand idly by", "will not remain without an answer"."""
    borne = any(c.lemma_.lower() in words("threat", "unborne") for c in verb.children)
    without = {t.lemma_.lower() for t in syntax.objects_of(verb, frozenset({"without"}))} & words("threat", "amends")
    folded = {t.lemma_.lower() for t in syntax.objects_of(verb, frozenset({"with"}))} & words("threat", "folded")
    return (
        (borne or bool(without or folded))
        and verb.lemma_.lower() in words("threat", "bearing")
        and any(c.dep_ == "neg" for c in verb.children)
    )


def _is_answer(verb: Token) -> bool:
    """True of "a response will be given", "our answer will be crushing"."""
    told = {c.lemma_.lower() for c in verb.children if c.dep_ in ("acomp", "attr")}
    given = verb.lemma_.lower() in words("threat", "given") or told & words("threat", "hard")
    subjects = [c for c in verb.children if c.dep_ in syntax.SUBJECTS]
    return bool(given) and any(s.lemma_.lower() in words("threat", "replies") for s in subjects)


def _is_taken_for(verb: Token) -> bool:
    """True of "would be regarded as an attack", "will be treated as an act of war"."""
    taken = verb.lemma_.lower() in words("threat", "taking") and syntax.is_passive(verb)
    named = syntax.objects_of(verb, AS) + [c for c in verb.children if c.dep_ == "oprd"]
    return taken and any(t.lemma_.lower() in words("threat", "attacks") for t in named)


def _commands(verb: Token, source: Actor) -> bool:
    """True of a speaker of a state or an armed group, and of one who says "our forces"."""
    ours = [t for t in syntax.surface_subjects(verb) if any(c.lower_ == "our" for c in t.children)]
    return source.sector in words("threat", "sectors") or any(t.lemma_.lower() in classes()["troops"] for t in ours)


def _is_phrased(verb: Token) -> bool:
    """True where the verb threatens by the words around it, whatever it means alone."""
    return _is_unborne(verb) or _is_taken_for(verb) or _is_bereft(verb) or _is_punished(verb)


def _is_bereft(verb: Token) -> bool:
    """True of "there will be no mercy", "there would be no life in Lebanon"."""
    there = any(c.dep_ == "expl" for c in verb.children)
    told = [c for c in verb.children if c.dep_ in ("attr", "nsubj") and c.lemma_.lower() in words("threat", "bereft")]
    return there and any(c.lower_ == "no" for t in told for c in t.children)


def _is_punished(verb: Token) -> bool:
    """True of "anyone who ... will go to prison", "whoever did it will be punished"."""
    subjects = [t for t in syntax.surface_subjects(verb) if t.lower_ in words("threat", "whoever")]
    clauses = [c for c in verb.children if c.dep_ in ("csubj", "csubjpass")]
    whoever = subjects or [t for c in clauses for t in c.children if t.lower_ in words("threat", "whoever")]
    caught = {t.lemma_.lower() for t in syntax.objects_of(verb, frozenset({"to", "in"}))} & words("threat", "cells")
    passive = syntax.is_passive(verb) and verb.lemma_.lower() in words("threat", "punishing")
    return bool(whoever) and (bool(caught) or passive)


def _unhesitating(scene: Scene, verb: Token) -> list[Token] | None:
    """Of "will not hesitate to strike Kandahar" the words for whom the act of force is done to."""
    denied = any(c.dep_ == "neg" for c in verb.children) and verb.lemma_ == "hesitate"
    for done in (c for c in verb.children if c.dep_ == "xcomp" and denied):
        reading = scene.triggers.reading(done)
        forceful = reading is not None and reading.type in ("ASSAULT", "COERCE", "SANCTION")
        if forceful or done.lemma_.lower() in words("threat", "answers"):
            return syntax.done_to(done)
    return None


def _is_own_force(scene: Scene, verb: Token) -> bool:
    """True of "an offensive on the town would begin unless ...", told of one's own forces."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj" and not syntax.holders(c)]
    forceful = any((r := scene.triggers.reading(s)) and r.type == "ASSAULT" for s in subjects)
    return forceful and verb.lemma_.lower() in words("threat", "beginning") and is_conditional(verb)


def _is_blocked(scene: Scene, verb: Token) -> bool:
    reading = scene.triggers.reading(verb)
    return reading is not None and reading.blocks


def _threatened(scene: Scene, verb: Token, source: Actor) -> list[Actor] | None:
    """Whom the verb threatens in the speaker's mouth; None where it is no threat."""
    subjects = syntax.surface_subjects(verb)
    if _is_unborne(verb) or _is_answer(verb) or _is_bereft(verb) or _is_punished(verb):
        return []
    if (struck_at := _unhesitating(scene, verb)) is not None:
        return _others(scene, struck_at, source)
    if _is_own_force(scene, verb):
        struck = [t for s in subjects for t in syntax.objects_of(s, frame_words.prepositions("target"))]
        return _others(scene, struck, source)
    if _is_taken_for(verb):
        return [] if any(_is_any(t) for t in subjects) else None
    if verb.lemma_.lower() in words("threat", "owing") and any(c.lower_ == "for" for c in verb.children):
        return _others(scene, subjects, source) or ([] if any(_is_any(s) for s in subjects) else None)
    if verb.lemma_.lower() in words("threat", "answers") and is_conditional(verb):
        return [] if _are_own(scene, subjects, source) else None
    if not _is_harm(verb):
        return None
    if verb.lemma_.lower() in words("threat", "paying"):
        others = _others(scene, subjects, source)
        return others or ([] if any(_is_any(s) for s in subjects) else None)
    if verb.lemma_.lower() in words("threat", "bringing") and any(_is_act(scene, s) for s in subjects):
        behind = [t for o in syntax.done_to(verb) for t in syntax.objects_of(o, frame_words.prepositions("benefit"))]
        return _others(scene, behind, source) or ([] if not behind else None)
    return None


def _is_harm(verb: Token) -> bool:
    """True of "face consequences", "be met with force", "bring a harsh response"."""
    objects = [c for c in verb.children if c.dep_ == "dobj"] + syntax.objects_of(verb, frozenset({"with", "for"}))
    return any(o.lemma_.lower() in words("threat", "repaid") for o in objects)


def is_repaid(act: Token) -> bool:
    """True of the attack in "any attack would be met with force"."""
    return act.dep_ in syntax.SUBJECTS and _is_any(act) and is_foretold(act.head) and _is_harm(act.head)


def _are_own(scene: Scene, subjects: list[Token], source: Actor) -> bool:
    first = any(t.lower_ == "we" or any(c.lower_ == "our" for c in t.children) for t in subjects)
    return first or speaks_for(source, sides.party(subjects, scene.cast))


def _others(scene: Scene, tokens: list[Token], source: Actor) -> list[Actor]:
    return [a for a in sides.party(tokens, scene.cast) if a.country and a.country != source.country]


def _is_any(token: Token) -> bool:
    """True of "any attack", "those who did it"."""
    return token.lower_ in words("threat", "whoever") or any(c.lower_ in words("threat", "any") for c in token.children)


def _is_act(scene: Scene, token: Token) -> bool:
    reading = scene.triggers.reading(token)
    return _is_any(token) or (reading is not None and not reading.blocks)


def _threat(scene: Scene, sentence: Sentence, verb: Token, claims: list[Claim], recipients: list[Actor]) -> Found:
    mode = "arrest" if _is_punished(verb) else "violence"
    return said(scene, sentence, verb, claims, ("THREATEN", mode), recipients, "harm foretold")
