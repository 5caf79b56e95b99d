"""Acts that lie in what is said: a threat, a demand or a refusal that no word of the lexicon names.

The law: such an act is the speaker's, its trigger is the cue, and the act spoken of stays a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.codebook.base import event_types
from foreshock.coding import sides, syntax
from foreshock.coding.attribution import Claim, speaks_for
from foreshock.coding.found import Found, as_threat, named
from foreshock.coding.modes import mode_of
from foreshock.coding.standing import threat_words
from foreshock.coding.standing_signs import words
from foreshock.coding.threats import is_conditional, is_foretold, is_to_come, is_ultimatum
from foreshock.records import Actor, Event

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence


def threats_told(scene: Scene, here: list[Found]) -> Iterator[Found]:
    """Of "Kenya is getting ready to retaliate", said by one who speaks for Iran: the threat that was uttered."""
    for found in here:
        event = found.event
        if event.standing not in ("future", "hypothetical") or not event.actors or not _is_menacing(scene, found):
            continue
        claims = [c for c in scene.voices.claims_at(event.trigger, found.token) if not c.inherited]
        if not claims or claims[-1].kind == "deny" or not speaks_for(claims[-1].source, list(event.actors)):
            continue
        cue = scene.page.doc[claims[-1].cue_token]
        if any(f.event.type == "THREATEN" and f.token == cue.i for f in here):
            continue
        chain = tuple(c.link() for c in scene.voices.claims_at(event.trigger, found.token)[:-1])
        threat = replace(as_threat(event, claims[-1].cue), when=scene.when(cue), where=None, chain=chain)
        if event.type != "ASSAULT":
            threat = replace(threat, mode=mode_of("THREATEN", scene.page.doc[found.token]))
        yield Found(named(scene.page, threat), cue.i)


def _is_menacing(scene: Scene, found: Found) -> bool:
    """True of force to come, and of a measure that is made to hang on a condition: "would expel them if"."""
    if found.event.type in ("SANCTION", "COERCE"):
        verb, home = scene.page.doc[found.token], {a.country for a in found.event.actors}
        abroad = any(a.country and a.country not in home for a in found.event.recipients)
        return is_foretold(verb) and (is_ultimatum(verb) or (abroad and is_conditional(verb)))
    word = found.event.because[-1].removeprefix("standing by: ")
    to_come = word in threat_words() or is_to_come(scene.page.doc[found.token])
    return found.event.type == "ASSAULT" and to_come


def vowed_force(scene: Scene, found: Found, here: list[Found]) -> Found:
    """Of "vowed to strike", "promised to answer the raid": a threat, where what is promised is force of one's own."""
    event = found.event
    if event.type != "AGREE":
        return found
    names = {a.name for a in event.actors}
    for inner in (f for f in here if _is_promised(scene, f, found)):
        if inner.event.type == "ASSAULT" and names & {a.name for a in inner.event.actors}:
            quad = event_types()["THREATEN"].quad
            because = (*event.because, "what is promised is an act of force")
            threat = replace(event, type="THREATEN", mode="violence", quad=quad, because=because)
            return replace(found, event=named(scene.page, threat))
    return found


def _is_promised(scene: Scene, inner: Found, found: Found) -> bool:
    """True of what lies in the promise itself: neither a condition of it nor a deed done before."""
    at, promise = scene.page.doc[inner.token], scene.page.doc[found.token]
    if inner.event.standing not in ("future", "hypothetical") or at.i == promise.i:
        return False
    path = []
    while at.i not in (promise.i, at.head.i):
        path.append(at.dep_)
        at = at.head
    return at.i == promise.i and not {"advcl", "relcl"} & set(path)


def demands_told(scene: Scene, sentence: Sentence, here: list[Found]) -> Iterator[Found]:
    """Of "the leader says that the president must step down": the demand."""
    for claim in scene.voices.claims:
        if not sentence.span.start <= claim.cue.start < sentence.span.end or claim.kind != "say":
            continue
        cue = scene.page.doc[claim.cue_token]
        for clause in (c for c in cue.children if c.dep_ == "ccomp"):
            if not any(c.dep_ == "aux" and c.lower_ in ("must", "should") for c in clause.children):
                continue
            asked = [
                a for a in sides.party(syntax.surface_subjects(clause), scene.cast) if not speaks_for(claim.source, [a])
            ]
            acts = [f for f in here if f.token == clause.i]
            if asked and acts and claim.source.kind != "document":
                yield _told_act(scene, acts[0].event, "REQUEST", claim, asked, "must, said of another")


def refusals_told(scene: Scene, here: list[Found]) -> Iterator[Found]:
    """Of "he said he would not sign": the refusal."""
    for found in here:
        event = found.event
        if event.standing != "negated" or event.quad not in ("VC", "MC"):
            continue
        verb = scene.page.doc[found.token]
        if not any(c.dep_ == "aux" and c.lower_ in ("will", "would", "wo") for c in verb.children):
            continue
        quoted = any(q.covers(event.trigger) for q in scene.page.quotes)
        claims = [c for c in scene.voices.claims_at(event.trigger, found.token) if quoted or not c.inherited]
        if claims and (speaks_for(claims[-1].source, list(event.actors)) or _is_left_open(verb, event)):
            own = event if event.actors else replace(event, actors=(claims[-1].source,))
            yield _told_act(scene, own, "REJECT", claims[-1], list(event.recipients), "will not, said of oneself")


def _is_left_open(verb: Token, event: Event) -> bool:
    """True of "will not be lifted until": a passive that names nobody, on a condition."""
    clauses = [c for c in verb.children if c.dep_ == "advcl"]
    until = any(c.lower_ in words("threat", "until") for clause in clauses for c in clause.children)
    return not event.actors and syntax.is_passive(verb) and until


def _told_act(scene: Scene, of: Event, kind: str, claim: Claim, recipients: list[Actor], why: str) -> Found:
    """The act of speech that lies in a claim about the act `of`."""
    outside = [c for c in scene.voices.claims_at(of.trigger, None) if c.cue != claim.cue]
    event = replace(
        of,
        type=kind,
        mode=None,
        quad=event_types()[kind].quad,
        actors=(claim.source,) if kind == "REQUEST" else of.actors,
        recipients=tuple(recipients),
        standing="actual",
        when=scene.when(scene.page.doc[claim.cue_token]),
        where=None,
        trigger=claim.cue,
        chain=tuple(c.link() for c in outside),
        because=(*of.because, why),
    )
    return Found(named(scene.page, event), claim.cue_token)
