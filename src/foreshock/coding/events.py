"""Events: from a trigger and its parties to a row.

The law: a row has at least one party that the text tells, a standing judged inside the innermost speaker's words, and
a `because` that names the lexicon line and the words that decided it. What falls short is left out with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from foreshock.codebook.base import event_types, stand_ins, toml_file
from foreshock.codebook.lexicon import Trigger, contexts
from foreshock.coding import frames, syntax
from foreshock.coding.attribution import VERBAL, Claim, speaks_for, without_speaker
from foreshock.coding.frames import Parties
from foreshock.coding.identity import row_id
from foreshock.coding.standing import Boundary, standing_of, threat_words
from foreshock.coding.triggers import words_in_row
from foreshock.records import Actor, Event, LeftOut, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence

FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
PRIVATE = frozenset({"CVL", "UNK", "CRM", None})
AT_HOME = frozenset({"COERCE", "PROTEST", "SANCTION", "RETREAT"})
"""Types mostly done within one country: a party without a country is taken for the other's countryman."""
NEEDS_ACTOR = frozenset({*VERBAL, "CONSULT", "COOPERATE", "AID", "PROTEST", "MOBILIZE", "RETREAT"})


@dataclass(frozen=True, slots=True)
class Found:
    """An event in the making: the row and the token that triggered it."""

    event: Event
    token: int


def find_events(scene: Scene) -> tuple[list[Event], list[LeftOut]]:
    """All events of the page in text order, and the triggers that made none."""
    found: list[Found] = []
    left_out: list[LeftOut] = []
    for sentence in scene.page.sentences:
        if sentence.part.kind == "heading":
            continue
        here: list[Found] = []
        for token, trigger in _triggers(scene, sentence):
            made = _row(scene, sentence, token, trigger, [*found, *here])
            if isinstance(made, LeftOut):
                left_out.append(made)
            else:
                here.append(made)
        here = [_with_inner_recipients(scene, f, here) for f in here]
        here.extend(_threats_told(scene, here))
        here.extend(_demands_told(scene, sentence, here))
        here.extend(_refusals_told(scene, here))
        found.extend(_once_a_sentence(here))
    return [f.event for f in sorted(found, key=lambda f: f.event.trigger)], left_out


def _triggers(scene: Scene, sentence: Sentence) -> Iterator[tuple[Token, Trigger]]:
    """The sentence's trigger words, but for names, standing ties, and verbs whose object says the same act."""
    readings = {t.i: r for t in sentence.tokens if (r := scene.triggers.reading(t)) and not _inside_name(scene, t)}
    for token in sentence.tokens:
        trigger = readings.get(token.i)
        if trigger is None or _is_tie(token, trigger) or _is_reflexive(token):
            continue
        carried = syntax.done_to(token) if syntax.is_verb(token) else []
        if any((r := readings.get(t.i)) and r.type == trigger.type for t in carried):
            continue
        yield token, trigger


def _is_tie(token: Token, trigger: Trigger) -> bool:
    """True for "groups supported by X": a standing tie, coded as a relation."""
    return token.tag_ == "VBN" and token.dep_ in ("acl", "amod") and trigger.type in ("SUPPORT", "AID", "COOPERATE")


def _is_reflexive(token: Token) -> bool:
    """True for "defend itself": nothing is done to another."""
    return any(c.dep_ == "dobj" and c.lower_.endswith(("self", "selves")) for c in token.children)


def _inside_name(scene: Scene, token: Token) -> bool:
    if token.i in scene.cast.hit_at:
        return True
    named = token.pos_ == "PROPN" and any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.children)
    in_body = (sentence := scene.page.sentence_of(token)) is not None and sentence.part.kind == "body"
    return (token.ent_type_ in ("PERSON", "WORK_OF_ART", "PRODUCT") and token.pos_ == "PROPN") or (named and in_body)


def _row(scene: Scene, sentence: Sentence, token: Token, trigger: Trigger, before: list[Found]) -> Found | LeftOut:
    span = _trigger_span(scene, token, trigger)
    if trigger.blocks:
        return LeftOut(span, f"no event in this use: {trigger.note or trigger.lemma}")
    trigger_type, parties = _decided(scene, token, trigger)
    if trigger_type is None:
        return LeftOut(span, "a warning of harm by others is a statement, not a threat")
    parties = _completed(scene, token, trigger_type, parties)
    parties = _pointed_back(token, trigger_type, parties, before)
    parties = _at_deed(scene, token, trigger_type, parties, before)
    if _told_before(scene, token, trigger_type, parties, before):
        return LeftOut(span, "points back to an act that is coded already")
    fault = _fault(scene, token, trigger_type, parties)
    if fault:
        return LeftOut(span, fault)
    return _made(scene, sentence, token, span, trigger_type, parties, trigger)


def _made(
    scene: Scene, sentence: Sentence, token: Token, span: Span, kind: str, parties: Parties, trigger: Trigger
) -> Found:
    outside = scene.voices.claims_at(span, token.i)
    claims = without_speaker(outside, kind, parties.actors)
    when = scene.when(token)
    told = when if when.start else scene.period_of(sentence)
    standing, word = standing_of(token, _boundary(scene, outside), told, scene.page.report.published)
    mode = trigger.mode if kind == trigger.type and trigger.mode else _mode(kind, token)
    event = Event(
        id="",
        type=kind,
        mode=mode,
        quad=event_types()[kind].quad,
        contexts=_contexts(sentence),
        actors=tuple(parties.actors),
        recipients=tuple(parties.recipients),
        standing=standing,
        when=when,
        where=scene.where(token),
        trigger=span,
        sentence=sentence.span,
        chain=tuple(c.link() for c in claims),
        because=_because(trigger, word),
    )
    return Found(_named(scene, event), token.i)


def _named(scene: Scene, event: Event) -> Event:
    told = [event.type, *(a.name for a in event.actors), ">", *(a.name for a in event.recipients)]
    return replace(event, id=row_id("e", scene.page.report.id, event.trigger, *told))


def _because(trigger: Trigger, word: str) -> tuple[str, ...]:
    line = f"triggers.csv line {trigger.line}: {trigger.lemma} ({trigger.pos}, {trigger.frame})"
    return (line, f"standing by: {word}") if word else (line,)


def _trigger_span(scene: Scene, token: Token, trigger: Trigger) -> Span:
    row = words_in_row(trigger, token) if len(trigger.words) > 1 else None
    first, last = row if row else (token.i, token.i)
    return scene.page.char_span(scene.page.doc[first], scene.page.doc[last])


def _boundary(scene: Scene, claims: list[Claim]) -> Boundary | None:
    """The cue of the innermost claim that is marked in words of this sentence."""
    marked = [c for c in claims if not c.inherited]
    if not marked:
        return None
    cue = scene.page.doc[marked[-1].cue_token]
    return Boundary(cue.i, marked[-1].kind, marked[-1].stance, cue.lemma_.lower())


def _decided(scene: Scene, token: Token, trigger: Trigger) -> tuple[str | None, Parties]:
    """Type and parties; of a warning, a threat only where the harm is the speaker's own."""
    parties = frames.parties(trigger.frame, token, scene.cast)
    if trigger.lemma.split()[0] not in ("warn", "warning", "caution") or trigger.type != "THREATEN":
        return trigger.type, _with_infinitive(scene, token, trigger, parties)
    clauses = [c for c in token.children if c.dep_ == "ccomp"]
    if not clauses:
        direct = any(c.dep_ == "prep" and c.lower_ in ("against", "of") for c in token.children)
        return ("THREATEN" if parties.recipients and direct else None), parties
    subjects = frames.party(syntax.surface_subjects(clauses[0]), scene.cast)
    if subjects and any(speaks_for(s, parties.actors) for s in subjects):
        return "THREATEN", parties
    others = [s for s in subjects if s.country and not speaks_for(s, parties.actors)]
    unconditional = not any(m.lower_ in ("if", "unless") for m in clauses[0].subtree)
    if _is_dire(clauses[0]):
        return "THREATEN", parties
    event_noun = any(scene.triggers.reading(t) for t in syntax.surface_subjects(clauses[0]))
    if others and event_noun and unconditional:
        return "ACCUSE", Parties(parties.actors, others)
    return None, parties


def _is_dire(clause: Token) -> bool:
    """True of "would bring a terrible price": what is foretold is a punishment, without saying by whom."""
    foretold = any(c.dep_ == "aux" and c.lower_ in ("will", "would", "shall") for c in clause.children)
    dire = frozenset(toml_file("standing.toml")["threat"]["dire"])
    return foretold and any(t.lemma_.lower() in dire for t in clause.subtree)


def _with_infinitive(scene: Scene, token: Token, trigger: Trigger, parties: Parties) -> Parties:
    """Of "threatened to attack Iran", "threats to strike groups": who would be struck."""
    if trigger.type not in ("THREATEN", "AGREE", "CONCEDE", "REJECT") or parties.recipients:
        return parties
    for child in token.children:
        if child.dep_ in ("xcomp", "acl") and syntax.is_verb(child):
            objects = frames.party(syntax.done_to(child), scene.cast)
            for kind in ("target", "given"):
                objects = objects or frames.party(syntax.objects_of(child, frames.prepositions(kind)), scene.cast)
            names = {a.name for a in parties.actors}
            return Parties(parties.actors, [a for a in objects if a.name not in names])
    return parties


def _completed(scene: Scene, token: Token, kind: str, parties: Parties) -> Parties:
    """Parties whose country only the scene of the act tells, and the struck country where only the place is told."""
    actors, recipients = parties.actors, parties.recipients
    if kind in FORCE and not recipients:
        names = {a.country for a in actors}
        scenes = syntax.objects_of(token, frames.prepositions("scene"))
        if not syntax.is_verb(token):
            scenes += syntax.objects_of(syntax.clause_of(token), frames.prepositions("scene"))
        placed = [a for a in frames.party(scenes, scene.cast) if a.country and a.country not in names]
        recipients = placed[:1]
    place = scene.where(token)
    if place is not None and place.country:
        actors = [_placed(a, place.country) for a in actors]
        recipients = [_placed(a, place.country) for a in recipients]
    if kind in AT_HOME:
        home = {a.country for a in actors if a.country and a.country not in stand_ins()}
        recipients = [_placed(a, *home) if len(home) == 1 else a for a in recipients]
        home = {a.country for a in recipients if a.country and a.country not in stand_ins()}
        actors = [_placed(a, *home) if len(home) == 1 else a for a in actors]
    return Parties(actors, recipients)


SPEECH_OF_CONFLICT = frozenset({"THREATEN", "ACCUSE"})


def _pointed_back(token: Token, kind: str, parties: Parties, before: list[Found]) -> Parties:
    """Of "these threats", the parties of the threat told before; of "threats to strike", those of the threats."""
    if parties.actors:
        return parties
    if token.dep_ == "acl" and syntax.is_verb(token):
        host = next((f.event for f in before if f.token == token.head.i), None)
        return Parties(list(host.actors), parties.recipients) if host else parties
    if not any(c.dep_ == "det" and c.lower_ in ("these", "this", "those", "that", "such") for c in token.children):
        return parties
    for found in reversed(before):
        if found.event.type == kind or {found.event.type, kind} <= SPEECH_OF_CONFLICT:
            return Parties(list(found.event.actors), parties.recipients or list(found.event.recipients))
    return parties


def _at_deed(scene: Scene, token: Token, kind: str, parties: Parties, before: list[Found]) -> Parties:
    """Of "condemned the raid": the recipients are those who raided, told here or in an act before."""
    if kind not in VERBAL or parties.recipients or not parties.actors:
        return parties
    objects = (
        syntax.done_to(token) if syntax.is_verb(token) else syntax.objects_of(token, frozenset({"of", "to", "over"}))
    )
    for deed in objects:
        reading = scene.triggers.reading(deed)
        if reading is None or reading.blocks:
            continue
        doers = frames.parties(reading.frame, deed, scene.cast).actors or _doers_before(reading.type, before)
        return Parties(parties.actors, [a for a in doers if not speaks_for(a, parties.actors)])
    return parties


def _doers_before(kind: str, before: list[Found]) -> list[Actor]:
    """Who did the last act of the kind that was told."""
    return next((list(f.event.actors) for f in reversed(before) if f.event.type == kind and f.event.actors), [])


def _told_before(scene: Scene, token: Token, kind: str, parties: Parties, before: list[Found]) -> bool:
    """True of "the Israeli threats" that add nobody to threats that the same voices told in an earlier sentence."""
    definite = any(c.dep_ == "det" and c.lower_ == "the" for c in token.children) or bool(syntax.owners(token))
    if syntax.is_verb(token) or not definite or not parties.actors:
        return False
    actors, recipients = {a.country for a in parties.actors}, {a.country for a in parties.recipients}
    claims = scene.voices.claims_at(scene.page.char_span(token, token), token.i)
    voices = [c.source.name for c in without_speaker(claims, kind, parties.actors)]
    return any(
        f.event.type == kind
        and f.token < token.sent.start
        and {a.country for a in f.event.actors} == actors
        and recipients <= {a.country for a in f.event.recipients}
        and [link.source.name for link in f.event.chain] == voices
        for f in before
    )


def _placed(actor: Actor, country: str) -> Actor:
    return replace(actor, country=country) if actor.country is None and actor.kind == "role" else actor


def _fault(scene: Scene, token: Token, kind: str, parties: Parties) -> str | None:
    everyone = [*parties.actors, *parties.recipients]
    if not any(a.country or a.sector not in (None, "UNK") for a in everyone):
        return "no party that the text tells"
    if kind in FORCE and all(_is_private(scene, a) for a in everyone):
        return "between private persons"
    if kind in ("ASSAULT", "MOBILIZE", "COERCE") and not parties.recipients and frames.is_figurative(token, scene.cast):
        return "a figure of speech: what is attacked is no party, place or goods"
    if kind in NEEDS_ACTOR and not parties.actors:
        return "nobody is told to have done it"
    outlet = scene.page.report.outlet
    if parties.actors and all(a.name == outlet for a in parties.actors):
        return "the outlet itself is no actor"
    return None


def _is_private(scene: Scene, actor: Actor) -> bool:
    """True for one person without name, office or group: "a jealous husband"."""
    if actor.kind != "role" or actor.sector not in PRIVATE:
        return False
    return actor.country is None or not scene.cast.is_many(actor)


@cache
def _mode_words(kind: str) -> tuple[tuple[str, frozenset[str]], ...]:
    rows = toml_file("modes.toml").get(kind, [])
    return tuple((row["mode"], frozenset(row["words"])) for row in rows)


def _mode(kind: str, token: Token) -> str | None:
    rows = _mode_words(kind)
    if not rows:
        return None
    clause = syntax.clause_of(token)
    near = {t.lemma_.lower() for t in clause.subtree if abs(t.i - token.i) <= 12} | {t.lower_ for t in token.subtree}
    near |= {token.lemma_.lower()}
    for mode, words in rows:
        if near & words:
            return mode
    return None


@cache
def _context_words() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, rows in contexts().items():
        for words in rows:
            by_first.setdefault(words[0], []).append((words, name))
    return by_first


def _contexts(sentence: Sentence) -> tuple[str, ...]:
    lemmas = [t.lemma_.lower() for t in sentence.tokens]
    found = set()
    for n, lemma in enumerate(lemmas):
        for words, name in _context_words().get(lemma, ()):
            if tuple(lemmas[n : n + len(words)]) == words:
                found.add(name)
    return tuple(sorted(found))


def _with_inner_recipients(scene: Scene, found: Found, here: list[Found]) -> Found:
    """Of "agreed to send arms to X", "is willing to help defend X": X, from the act that is agreed to."""
    event = found.event
    if event.type not in ("AGREE", "THREATEN", "REJECT", "CONCEDE") or event.recipients:
        return found
    inside = {t.i for t in scene.page.doc[found.token].subtree}
    names = {a.name for a in event.actors}
    for inner in here:
        if inner.token in inside and inner.token > found.token and names & {a.name for a in inner.event.actors}:
            if inner.event.recipients:
                return replace(found, event=replace(event, recipients=inner.event.recipients))
    return found


def _threats_told(scene: Scene, here: list[Found]) -> Iterator[Found]:
    """Of "Iran is preparing to respond", said by one who speaks for Iran: the threat that was uttered."""
    for found in here:
        event = found.event
        if event.type != "ASSAULT" or event.standing not in ("future", "hypothetical") or not event.actors:
            continue
        if event.because[-1].removeprefix("standing by: ") not in threat_words():
            continue
        claims = [c for c in scene.voices.claims_at(event.trigger, found.token) if not c.inherited]
        if not claims or claims[-1].kind == "deny" or not speaks_for(claims[-1].source, list(event.actors)):
            continue
        cue = scene.page.doc[claims[-1].cue_token]
        if any(f.event.type == "THREATEN" and f.token == cue.i for f in here):
            continue
        threat = replace(
            event,
            type="THREATEN",
            mode="violence",
            quad=event_types()["THREATEN"].quad,
            standing="actual",
            when=scene.when(cue),
            where=None,
            trigger=claims[-1].cue,
            chain=tuple(c.link() for c in scene.voices.claims_at(event.trigger, found.token)[:-1]),
            because=(*event.because, "a future act of force told by one who speaks for its actor is a threat"),
        )
        yield Found(_named(scene, threat), cue.i)


def _demands_told(scene: Scene, sentence: Sentence, here: list[Found]) -> Iterator[Found]:
    """Of "the leader says that the president must step down": the demand."""
    for claim in scene.voices.claims:
        if not sentence.span.start <= claim.cue.start < sentence.span.end or claim.kind != "say":
            continue
        cue = scene.page.doc[claim.cue_token]
        for clause in (c for c in cue.children if c.dep_ == "ccomp"):
            if not any(c.dep_ == "aux" and c.lower_ in ("must", "should") for c in clause.children):
                continue
            asked = [
                a
                for a in frames.party(syntax.surface_subjects(clause), scene.cast)
                if not speaks_for(claim.source, [a])
            ]
            acts = [f for f in here if f.token == clause.i]
            if asked and acts and claim.source.kind != "document":
                yield _told_act(scene, acts[0].event, "REQUEST", claim, asked, "must, said of another")


def _refusals_told(scene: Scene, here: list[Found]) -> Iterator[Found]:
    """Of "he said he would not sign": the refusal."""
    for found in here:
        event = found.event
        if event.standing != "negated" or event.quad not in ("VC", "MC"):
            continue
        verb = scene.page.doc[found.token]
        if not any(c.dep_ == "aux" and c.lower_ in ("will", "would", "wo") for c in verb.children):
            continue
        claims = [c for c in scene.voices.claims_at(event.trigger, found.token) if not c.inherited]
        if claims and speaks_for(claims[-1].source, list(event.actors)):
            yield _told_act(scene, event, "REJECT", claims[-1], list(event.recipients), "will not, said of oneself")


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
    return Found(_named(scene, event), claim.cue_token)


def _once_a_sentence(found: list[Found]) -> list[Found]:
    """One row where a sentence tells the same act in several words: the first, with the fullest parties."""
    kept: list[Found] = []
    for one in found:
        twin = next((n for n, k in enumerate(kept) if _same_act(k.event, one.event)), None)
        if twin is None:
            kept.append(one)
        else:
            kept[twin] = _joined(kept[twin], one)
    return kept


def _joined(one: Found, other: Found) -> Found:
    """The row of the word that tells the doer, with the parties that only the other word tells."""
    main, side = (one, other) if one.event.actors or not other.event.actors else (other, one)
    event = replace(
        main.event,
        actors=main.event.actors or side.event.actors,
        recipients=main.event.recipients or side.event.recipients,
        mode=main.event.mode or side.event.mode,
    )
    return replace(main, event=event)


def _same_act(one: Event, other: Event) -> bool:
    return (
        one.type == other.type
        and one.standing == other.standing
        and [x.source.name for x in one.chain] == [x.source.name for x in other.chain]
        and _sides_fit(one.actors, other.actors)
        and _sides_fit(one.recipients, other.recipients)
        and (one.when.start, one.when.end) == (other.when.start, other.when.end)
    )


def _sides_fit(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool:
    names, others = {a.name for a in one}, {a.name for a in other}
    return names == others or not names or not others or {a.country for a in one} == {a.country for a in other}
