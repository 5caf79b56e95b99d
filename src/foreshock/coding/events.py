"""Events: from a trigger and its parties to a row.

The law: a row has at least one party that the text tells, or stands in a report that has told parties of other acts;
its standing is judged inside the innermost speaker's words, and its `because` names the lexicon line and the words that
decided it. What falls short is left out with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from foreshock.codebook.base import event_types
from foreshock.codebook.lexicon import Trigger
from foreshock.coding import frame_words, syntax
from foreshock.coding.attribution import without_speaker
from foreshock.coding.avowals import avowals_told, deeds_laid
from foreshock.coding.belonging import belonging, filled, judges
from foreshock.coding.branding import brandings_told
from foreshock.coding.chosen_sides import sided
from foreshock.coding.denials import affirmed, denials_told
from foreshock.coding.faults import fault_of, is_pardoned
from foreshock.coding.first_parties import decided
from foreshock.coding.found import Found, has_known_doer, named, tells_who_fights
from foreshock.coding.merging import once_a_sentence
from foreshock.coding.modes import contexts_of, mode_of
from foreshock.coding.own_losses import without_mourners
from foreshock.coding.parties import (
    addressed,
    at_deed,
    at_measure,
    called_in,
    completed,
    countrymen,
    in_act,
    official,
    pointed_back,
    spoken,
    told_before,
    with_inner_recipients,
)
from foreshock.coding.passages import told_when
from foreshock.coding.passed_over import inside_name, passed_over
from foreshock.coding.registers import played, registers_by_paragraph
from foreshock.coding.sides import Parties
from foreshock.coding.standing import innermost, standing_of
from foreshock.coding.standing_signs import words
from foreshock.coding.tellings import told_as
from foreshock.coding.threats import threats_in_words
from foreshock.coding.told import demands_told, refusals_told, threats_told, vowed_force
from foreshock.coding.triggers import words_in_row
from foreshock.coding.vouchers import vouched
from foreshock.records import Actor, Event, LeftOut, Span
from foreshock.records.event import Standing

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence


DENIED = "the student finds no act in this word here"


def find_events(scene: Scene) -> tuple[list[Event], list[LeftOut]]:
    """All events of the page in text order, and the triggers that made none."""
    found, left_out = acts_told(scene)
    return [f.event for f in without_mourners(scene, sided(scene, vouched(scene, found)))], left_out


def acts_told(scene: Scene) -> tuple[list[Found], list[LeftOut]]:
    """The acts of the page in text order, vouched for as the rules hold, and the triggers that made none.

    A report that tells who fights is read again as such, once that is known: its first act may go without a party as
    its last may.
    """
    found, left_out = _events_told(scene, amid=False)
    if tells_who_fights(found):
        found, left_out = _events_told(scene, amid=True)
    return sorted(found, key=lambda f: f.event.trigger), left_out


def _events_told(scene: Scene, amid: bool) -> tuple[list[Found], list[LeftOut]]:
    """The acts of the page; `amid`: in a report that tells who fights. Without, it is read until it is one."""
    found: list[Found] = []
    left_out: list[LeftOut] = []
    known = 0
    registers = registers_by_paragraph(scene.page)
    for sentence in scene.page.sentences:
        if sentence.part.kind == "heading":
            left_out.append(LeftOut(sentence.span, "a heading"))
            continue
        register = registers.get(sentence.paragraph, ())
        told = len(found)
        readings, denied = _weighed(scene, sentence, amid)
        left_out.extend(denied)
        unnamed = {i: r for i, r in readings.items() if not inside_name(scene, scene.page.doc[i])}
        for token in (t for t in sentence.tokens if t.i in readings):
            why = passed_over(token, readings[token.i], unnamed)
            span = scene.page.char_span(token, token)
            made = LeftOut(span, why) if why else _row(scene, sentence, token, readings[token.i], found, amid)
            if isinstance(made, Found) and (why := played(scene, token, made.event, register)):
                made = LeftOut(made.event.trigger, why)
            if isinstance(made, LeftOut):
                left_out.append(made)
            else:
                found.append(made)
        here, found[told:] = found[told:], []
        here = [vowed_force(scene, with_inner_recipients(scene, f, here), here) for f in here]
        here.extend(threats_told(scene, here))
        here.extend(list(threats_in_words(scene, sentence, here)))
        here.extend(demands_told(scene, sentence, here))
        here.extend(list(brandings_told(scene, sentence, found, here)))
        here.extend(refusals_told(scene, here))
        here.extend(list(avowals_told(scene, sentence, found, here)))
        here.extend(list(deeds_laid(scene, sentence, found, here)))
        denials = list(denials_told(scene, sentence, found, here))
        found, here = affirmed(found, denials), [*affirmed(here, denials), *denials]
        rows, joined = once_a_sentence(scene, here)
        found.extend(rows)
        left_out.extend(joined)
        known += sum(map(has_known_doer, rows))
        if not amid and known >= frame_words.acts_before_unnamed():
            break
    return found, left_out


def _weighed(scene: Scene, sentence: Sentence, amid: bool) -> tuple[dict[int, Trigger], list[LeftOut]]:
    """The reading of each trigger word, by token, and the words that the student denies; without a student, none."""
    readings = _readings(scene, sentence)
    if scene.proposals is None:
        return readings, []
    weighed = scene.proposals.weighed(sentence, readings, amid)
    denied = [(scene.page.doc[i], reading) for i, reading in readings.items() if i not in weighed]
    return weighed, [LeftOut(_trigger_span(scene, token, reading), DENIED) for token, reading in denied]


def _readings(scene: Scene, sentence: Sentence) -> dict[int, Trigger]:
    """The lexicon's reading of each trigger word of the sentence, by token."""
    return {t.i: reading for t in sentence.tokens if (reading := scene.triggers.reading(t))}


def _row(
    scene: Scene, sentence: Sentence, token: Token, trigger: Trigger, before: list[Found], amid: bool
) -> Found | LeftOut:
    span = _trigger_span(scene, token, trigger)
    if trigger.blocks:
        return LeftOut(span, f"no event in this use: {trigger.note or trigger.lemma}")
    trigger_type, parties = decided(scene, token, trigger)
    if trigger_type is None:
        return LeftOut(span, "a warning of harm by others is a statement, not a threat")
    parties = completed(scene, token, trigger_type, parties)
    parties = spoken(scene, token, trigger_type, parties)
    parties = official(scene, token, trigger_type, parties)
    parties = addressed(scene, token, trigger_type, parties)
    parties = called_in(scene, token, trigger_type, parties)
    parties = pointed_back(scene, token, trigger_type, parties, before)
    parties = in_act(scene, token, trigger_type, parties, before)
    parties = at_deed(scene, token, trigger_type, parties, before)
    parties = at_measure(scene, token, trigger_type, parties)
    told: tuple[str, ...] = ()
    judging: list[Actor] = []
    if scene.proposals is not None:
        judging = judges(scene, token)
        parties, told = scene.proposals.settled(token, trigger, parties, scene.cast, judging)
        parties = countrymen(scene, token, trigger_type, parties)
    parties = belonging(scene, token, trigger_type, parties)
    if told_before(scene, token, trigger_type, parties, before):
        return LeftOut(span, "points back to an act that is coded already")
    fault = fault_of(scene, token, trigger_type, parties)
    if fault and not (amid and is_pardoned(scene, token, trigger_type, fault, parties)):
        return LeftOut(span, fault)
    parties, signed = filled(scene, token, trigger_type, parties, judging)
    trigger_type = _among_states(scene, token, trigger_type)
    return _made(scene, sentence, token, span, trigger_type, parties, trigger, told + signed)


def _made(
    scene: Scene,
    sentence: Sentence,
    token: Token,
    span: Span,
    kind: str,
    parties: Parties,
    trigger: Trigger,
    told: tuple[str, ...] = (),
) -> Found:
    outside = scene.voices.claims_at(span, token.i)
    when = scene.when(token)
    boundary = innermost(outside, scene.page.doc)
    standing, word = standing_of(token, boundary, told_when(scene, token, when), scene.page.report.published)
    if scene.proposals is not None:
        stood, word = scene.proposals.stood(token, standing, word)
        standing = cast("Standing", stood)
    standing, word = _refused(kind, trigger, *told_as(scene, token, standing, word))
    listed = trigger.mode if kind == trigger.type else None
    mode = mode_of(kind, token, listed)
    event = Event(
        id="",
        type=kind,
        mode=mode,
        quad=event_types()[kind].quad,
        contexts=contexts_of(sentence),
        actors=tuple(parties.actors),
        recipients=tuple(parties.recipients),
        standing=standing,
        when=when,
        where=scene.where(token),
        trigger=span,
        sentence=sentence.span,
        chain=tuple(c.link() for c in without_speaker(outside, kind, parties.actors, standing)),
        because=_because(trigger, told, word),
    )
    return Found(named(scene.page, event), token.i)


def _among_states(scene: Scene, token: Token, kind: str) -> str:
    """The type, where a state by its name "protests": it lodges a protest, and marches nowhere."""
    if kind != "PROTEST" or token.lemma_.lower() != "protest" or not syntax.is_verb(token):
        return kind
    hits = [scene.cast.hit_at.get(t.i) for t in syntax.doers(token)]
    return "ACCUSE" if hits and all(hit is not None and hit.is_state for hit in hits) else kind


def _refused(kind: str, trigger: Trigger, standing: Standing, word: str) -> tuple[Standing, str]:
    """Of "would not tolerate", taken whole for a refusal: it was uttered, whatever the "not" denies."""
    whole = kind == "REJECT" and not trigger.line and standing == "negated"
    return ("actual", f"{word} not") if whole and word in words("threat", "foretelling") else (standing, word)


def _because(trigger: Trigger, told: tuple[str, ...], word: str) -> tuple[str, ...]:
    """What made the row: the line or the student, what else the student told, and last what the standing is by."""
    line = f"{trigger.file} line {trigger.line}" if trigger.line else trigger.by
    retyped = (f"retyped by {trigger.by}",) if trigger.by and trigger.line else ()
    standing = (f"standing by: {word}",) if word else ()
    return (f"{line}: {trigger.lemma} ({trigger.pos}, {trigger.frame})", *retyped, *told, *standing)


def _trigger_span(scene: Scene, token: Token, trigger: Trigger) -> Span:
    row = words_in_row(trigger, token) if len(trigger.words) > 1 else None
    first, last = row if row else (token.i, token.i)
    return scene.page.char_span(scene.page.doc[first], scene.page.doc[last])
