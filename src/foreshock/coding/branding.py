"""Accusations without a word of accusing: "said the strike was a crime", "these words constitute a provocation".

The law: only who speaks in public for a state, an army or a party accuses so, of a deed that is not their own; the
trigger is the cue, and what is said of the deed stays a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import classes
from foreshock.coding import sides, syntax
from foreshock.coding.claims import Claim, speaks_for
from foreshock.coding.found import Found, said
from foreshock.coding.standing_signs import at_node, words
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence

JUDGING = frozenset({"ACCUSE", "REJECT", "THREATEN"})


def brandings_told(scene: Scene, sentence: Sentence, before: list[Found], here: list[Found]) -> Iterator[Found]:
    """The accusations of the sentence that no row of it tells yet, one a speaker; `before` are the acts told before."""
    accused: set[str] = set()
    for verb in filter(_brands, sentence.tokens):
        claims = scene.voices.claims_at(scene.page.char_span(verb, verb), verb.i)
        if not claims or claims[-1].source.name in accused or not _accuses(claims[-1]):
            continue
        source, subjects = claims[-1].source, syntax.surface_subjects(verb)
        told = any(f.event.type in JUDGING and speaks_for(source, list(f.event.actors)) for f in here)
        behind = _behind(scene, subjects, here) or _pointed_at(source, subjects, before)
        if not told and not speaks_for(source, behind) and not any(t.lower_ in ("i", "we") for t in subjects):
            accused.add(source.name)
            yield _accusation(scene, sentence, verb, claims, behind)


def _accuses(claim: Claim) -> bool:
    public = claim.source.sector in words("branding", "sectors") and claim.source.country is not None
    return public and claim.stance == "asserts" and not claim.inherited


def _brands(verb: Token) -> bool:
    """True of "was a crime", "amounts to a flagrant breach": told as a fact."""
    if verb.lemma_.lower() not in words("branding", "verbs") or at_node(verb)[0] is not None:
        return False
    told = [c for c in verb.children if c.dep_ in words("branding", "labels")]
    told += syntax.objects_of(verb, words("branding", "inside"))
    return any(_is_branded(t) for t in told)


def _is_branded(label: Token) -> bool:
    if any(c.dep_ in ("neg", "det") and c.lower_ in ("no", "not") for c in label.children):
        return False
    deeper = syntax.objects_of(label, words("branding", "inside"))
    inside = [
        t for t in (label, *deeper) for t in (t, *(c for c in t.children if c.dep_ in ("amod", "compound", "nmod")))
    ]
    return any(t.lemma_.lower() in classes()["branded"] for t in inside)


def _behind(scene: Scene, subjects: list[Token], here: list[Found]) -> list[Actor]:
    """Whose deed it is: who does the act that the subject names, or who is named with it."""
    acts = [f.event for f in here if f.token in {t.i for t in subjects}]
    return [a for e in acts for a in e.actors] or sides.party(subjects, scene.cast)


def _pointed_at(source: Actor, subjects: list[Token], before: list[Found]) -> list[Actor]:
    """Of "this was a hostile act", who did the last deed of conflict told before, unless the speaker's own side did."""
    points = any(w.lower_ in words("branding", "pointing") for t in subjects for w in (t, *t.children))
    doers = [list(f.event.actors) for f in before if f.event.quad in ("MX", "VX") and f.event.actors]
    return doers[-1] if points and doers and not speaks_for(source, doers[-1]) else []


def _accusation(scene: Scene, sentence: Sentence, verb: Token, claims: list[Claim], behind: list[Actor]) -> Found:
    source = claims[-1].source
    accused = [a for a in behind if a.name != source.name and a.kind != "document"]
    return said(scene, sentence, verb, claims, ("ACCUSE", "disapprove"), accused, "a deed branded")
