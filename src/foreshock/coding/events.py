"""Events: from a trigger and its parties to a row.

The law: a row has at least one party that the text tells, or stands in a report that has told parties of other acts;
its standing is judged inside the innermost speaker's words, and its `because` names the lexicon line and the words that
decided it. What falls short is left out with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from foreshock.codebook.base import event_types
from foreshock.codebook.lexicon import Trigger, classes
from foreshock.coding import frame_words, frames, syntax
from foreshock.coding.attribution import without_speaker
from foreshock.coding.avowals import avowals_told, deeds_laid
from foreshock.coding.belonging import belonging, filled, judges
from foreshock.coding.branding import brandings_told
from foreshock.coding.denials import affirmed, denials_told
from foreshock.coding.found import NEEDS_ACTOR, PRIVATE, PUBLIC, Found, has_known_doer, named, tells_who_fights
from foreshock.coding.merging import once_a_sentence
from foreshock.coding.modes import contexts_of, mode_of
from foreshock.coding.parties import (
    FORCE,
    addressed,
    at_deed,
    at_measure,
    called_in,
    completed,
    countrymen,
    decided,
    in_act,
    pointed_back,
    spoken,
    told_before,
    with_inner_recipients,
)
from foreshock.coding.passages import told_when
from foreshock.coding.registers import played, registers_by_paragraph
from foreshock.coding.sides import Parties
from foreshock.coding.standing import innermost, standing_of
from foreshock.coding.standing_signs import is_infinitive, words
from foreshock.coding.tellings import told_as
from foreshock.coding.threats import threats_in_words
from foreshock.coding.told import demands_told, refusals_told, threats_told, vowed_force
from foreshock.coding.triggers import words_in_row
from foreshock.records import Actor, Event, LeftOut, Span
from foreshock.records.event import Standing

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence

UNDERGONE = frozenset({"ACCUSE", "REQUEST"})
"""Types told also by whom they befall: charges, pressure."""
PASSED_ON = frozenset({"COOPERATE", "AID"})
"""Types told in the passive by whom they reach: "was handed over to Poland"."""

DENIED = "the student finds no act in this word here"


UNNAMED = ("no party that the text tells", "nobody is told to have done it")
PRIVATELY = "between private persons"
"""Faults of a sentence by itself: in a report that has told who fights, "a ceasefire was reached" is told of them."""


def find_events(scene: Scene) -> tuple[list[Event], list[LeftOut]]:
    """All events of the page in text order, and the triggers that made none.

    A report that tells who fights is read again as such, once that is known: its first act may go without a party as
    its last may.
    """
    found, left_out = _events_told(scene, amid=False)
    if tells_who_fights(found):
        found, left_out = _events_told(scene, amid=True)
    return [f.event for f in sorted(found, key=lambda f: f.event.trigger)], left_out


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
        unnamed = {i: r for i, r in readings.items() if not _inside_name(scene, scene.page.doc[i])}
        for token in (t for t in sentence.tokens if t.i in readings):
            passed = _passed_over(token, readings[token.i], unnamed)
            span = scene.page.char_span(token, token)
            made = LeftOut(span, passed) if passed else _row(scene, sentence, token, readings[token.i], found, amid)
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


def _passed_over(token: Token, trigger: Trigger, unnamed: dict[int, Trigger]) -> str:
    """Why a trigger word makes no row of its own; empty where it may. `unnamed` are the readings outside names."""
    if token.i not in unnamed:
        return "part of a name"
    if _is_tie(token, trigger):
        return "a standing tie, no act"
    if trigger.mode != "suicide-attack" and _is_reflexive(token):
        return "done to nobody else"
    if _carries_nothing(token, unnamed):
        return "carries a word that tells no act here"
    if _is_told_by_other(token, trigger, unnamed):
        return "tells the same act as another word of the sentence"
    return ""


def _carries_nothing(token: Token, readings: dict[int, Trigger]) -> bool:
    """True of "launched" in "launched a war on inflation": the word it carries is used in another sense.

    A line for the two together, such as "open fire", goes before.
    """
    if not syntax.is_verb(token) or token.lemma_ not in frame_words.support_verbs():
        return False
    own = readings.get(token.i)
    told = {f"obj={t.lemma_.lower()}" for t in syntax.done_to(token)}
    if own is not None and any(c.told in told for c in own.when):
        return False
    return any((r := readings.get(t.i)) and r.blocks for t in syntax.done_to(token))


def _is_told_by_other(token: Token, trigger: Trigger, readings: dict[int, Trigger]) -> bool:
    """True for "launched" in "launched an attack", and for "asylum" in "granted asylum": one act, one row.

    A weapon that a verb sends or fires is no act of its own: "delivered drones".
    """
    if syntax.is_verb(token):
        if _is_purpose(token, trigger, readings):
            return True
        if token.lemma_ not in frame_words.support_verbs():
            return False
        return any((r := readings.get(t.i)) and r.type == trigger.type for t in syntax.done_to(token))
    verb = token.head if token.dep_ in ("dobj", "nsubjpass") else None
    reading = readings.get(verb.i) if verb is not None and syntax.is_verb(verb) else None
    if reading is None:
        return False
    same = reading.type == trigger.type and token.head.lemma_ not in frame_words.support_verbs()
    means = not trigger.line and token.lemma_.lower() in classes()["weapon"]
    return same or means or _is_undone(reading, trigger)


def _is_purpose(token: Token, trigger: Trigger, readings: dict[int, Trigger]) -> bool:
    """True of "train" in "sent instructors to train the police": the help was sent for that."""
    if trigger.type != "AID" or not is_infinitive(token) or token.dep_ not in ("xcomp", "advcl", "acl", "relcl"):
        return False
    above = token.head if syntax.is_verb(token.head) else token.head.head
    reading = readings.get(above.i)
    return reading is not None and reading.type == "AID" and above.i < token.i


def _is_undone(verb: Trigger, noun: Trigger) -> bool:
    """True of the sanctions in "lifted the sanctions", the aid in "suspended aid": what is undone is no act here."""
    if verb.type in ("RETREAT", "CONCEDE"):
        return noun.type in FORCE | {"PROTEST"}
    return verb.type == "SANCTION" and noun.type in ("AID", "COOPERATE", "CONSULT", "SUPPORT")


def _is_tie(token: Token, trigger: Trigger) -> bool:
    """True for "groups supported by X", "is backed by X": a standing tie, coded as a relation."""
    if token.tag_ != "VBN" or trigger.type not in ("SUPPORT", "AID", "COOPERATE"):
        return False
    standing = any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in token.children)
    if any(c.dep_ == "dobj" for c in token.children):
        return False
    return token.dep_ in ("acl", "amod") or standing


def _is_reflexive(token: Token) -> bool:
    """True for "defend itself": nothing is done to another."""
    return any(c.dep_ == "dobj" and c.lower_.endswith(("self", "selves")) for c in token.children)


def _inside_name(scene: Scene, token: Token) -> bool:
    if token.i in scene.cast.hit_at:
        return True
    named = token.pos_ == "PROPN" and any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.children)
    named = named or _is_titled(token) or _is_inside_title(token)
    in_body = (sentence := scene.page.sentence_of(token)) is not None and sentence.part.kind == "body"
    return (token.ent_type_ in ("PERSON", "WORK_OF_ART", "PRODUCT") and token.pos_ == "PROPN") or (named and in_body)


def _is_titled(token: Token) -> bool:
    """True of the capitals of "Movement for the Liberation of the Congo"."""
    if token.pos_ != "PROPN" or not token.text.istitle():
        return False
    before = [t for t in token.doc[max(0, token.i - 3) : token.i] if t.lower_ != "the"][-2:]
    return len(before) > 1 and before[1].lower_ in ("for", "of") and before[0].pos_ == "PROPN"


def _is_inside_title(token: Token) -> bool:
    """True of "Disengagement" in "the United Nations Disengagement Observer Force"."""
    head = token.head
    titled = all(t.pos_ == "PROPN" and t.text.istitle() for t in (token, head))
    before = token.i > 0 and token.nbor(-1).pos_ == "PROPN" and token.nbor(-1).text.istitle()
    return token.dep_ == "compound" and titled and before


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
    fault = _fault(scene, token, trigger_type, parties)
    if fault and not (amid and _is_pardoned(scene, token, trigger_type, fault, parties)):
        return LeftOut(span, fault)
    parties, signed = filled(scene, token, trigger_type, parties, judging)
    return _made(scene, sentence, token, span, trigger_type, parties, trigger, told + signed)


def _is_pardoned(scene: Scene, token: Token, kind: str, fault: str, parties: Parties) -> bool:
    """True of a fault that an act has by itself and not in its report, for types that are told without a doer or where
    the student finds the act in its own words."""
    own = fault in UNNAMED or (fault == PRIVATELY and not parties.actors)
    told = scene.proposals is not None and scene.proposals.tells(token, kind)
    return own and (event_types()[kind].unnamed or told)


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


def _fault(scene: Scene, token: Token, kind: str, parties: Parties) -> str | None:
    everyone = [*parties.actors, *parties.recipients]
    if not any(a.country or a.sector not in (None, "UNK") for a in everyone):
        return UNNAMED[0]
    countries = {a.country for a in everyone if a.country}
    if kind not in PUBLIC and len(countries) < 2 and all(_is_private(scene, a) for a in everyone):
        return PRIVATELY
    if kind in FORCE and _is_by_nature(token):
        return "done by nature, not by anybody"
    if kind in ("ASSAULT", "MOBILIZE", "COERCE") and not parties.recipients and frames.is_figurative(token, scene.cast):
        return "a figure of speech: what is attacked is no party, place or goods"
    if kind in NEEDS_ACTOR and not parties.actors and not _is_undergone(token, kind, parties):
        return UNNAMED[1]
    outlet = scene.page.report.outlet
    if parties.actors and all(a.name == outlet for a in parties.actors):
        return "the outlet itself is no actor"
    return None


def _is_undergone(token: Token, kind: str, parties: Parties) -> bool:
    """True of "is charged", "faces charges", "under pressure", "was handed over to Poland": nobody is named as its
    doer."""
    verbal = syntax.is_verb(token)
    named = verbal and syntax.doers(token)
    passed = kind in PASSED_ON and verbal and syntax.is_passive(token)
    return (kind in UNDERGONE or passed) and not named and any(a.country for a in parties.recipients)


def _is_by_nature(token: Token) -> bool:
    """True of "a mob of bees chased", "flames attacked": whoever does it is an animal, the weather or an illness."""
    doers = syntax.doers(token) if syntax.is_verb(token) else []
    named = {t.lemma_.lower() for d in doers for t in (d, *syntax.objects_of(d, frozenset({"of"})))}
    return any(named & classes()[name] for name in ("animal", "weather", "disease", "accident_mark"))


def _is_private(scene: Scene, actor: Actor) -> bool:
    """True for one person without name, office or group: "a jealous husband"."""
    if actor.kind != "role" or actor.sector not in PRIVATE:
        return False
    return actor.country is None or not scene.cast.is_many(actor)
