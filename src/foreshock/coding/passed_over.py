"""Trigger words that make no row of their own: parts of names, standing ties, words whose act another word tells.

The law: a word is passed over by the words beside it alone, and with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import Trigger, classes
from foreshock.coding import frame_words, syntax
from foreshock.coding.parties import FORCE
from foreshock.coding.standing_signs import is_infinitive

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene


def passed_over(token: Token, trigger: Trigger, unnamed: dict[int, Trigger]) -> str:
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
        carried = ((t, readings.get(t.i)) for t in syntax.done_to(token))
        return any(r is not None and r.type == trigger.type and not _is_means(t, r) for t, r in carried)
    verb = token.head if token.dep_ in ("dobj", "nsubjpass") else None
    reading = readings.get(verb.i) if verb is not None and syntax.is_verb(verb) else None
    if reading is None:
        return False
    same = reading.type == trigger.type and token.head.lemma_ not in frame_words.support_verbs()
    return same or _is_means(token, trigger) or _is_undone(reading, trigger)


def _is_means(noun: Token, reading: Trigger) -> bool:
    """True of a weapon that no line of the lexicon takes for an act."""
    return not reading.line and noun.lemma_.lower() in classes()["weapon"]


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


def inside_name(scene: Scene, token: Token) -> bool:
    """True of a word that is part of a name, known or only written."""
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
