"""A day right behind the words of a deed, where the parse hangs it elsewhere: "the seizure of Goma by rebels in 1981".

The law: between the deed and such a day stand only those who did it and where, no other deed and no comma.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.coding import syntax
from foreshock.coding.time_hosts import is_timeless
from foreshock.coding.time_words import time_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from foreshock.coding.times import TimeFound

_JOINTS = frozenset({"ADP", "DET", "PROPN", "ADJ", "PRON", "NUM"})
_PRESENT = frozenset({"VBZ", "VBP"})


def is_behind(deed: Token, governor: Token, time: TimeFound) -> bool:
    """True where the time stands right behind the deed and what the parse hangs it on has no day of its own there."""
    if syntax.is_verb(deed):
        return _is_misread(deed, governor)
    if deed.pos_ != "NOUN" or not deed.i < time.first or not _only_joints(deed, time):
        return False
    if syntax.is_verb(governor):
        subject = deed.dep_ in ("nsubj", "nsubjpass") and deed.head.i == governor.i and time.last < governor.i
        return subject or (governor.tag_ in _PRESENT and governor.i < deed.i and governor.is_ancestor(deed))
    return governor.i < deed.i and is_timeless(governor)


def decided(doc: Doc, time: TimeFound) -> Token | None:
    """What is decided on the day: banning in "mocked the decision this week to ban it"."""
    if time.first < 1 or time.last + 2 >= len(doc):
        return None
    before, to, verb = doc[time.first - 1], doc[time.last + 1], doc[time.last + 2]
    noun = before.nbor(-1) if before.pos_ == "ADP" and before.i else before
    is_told = noun.lemma_.lower() in time_words().hosts["decided"] and to.lower_ == "to" and verb.tag_ == "VB"
    return verb if is_told else None


def _is_misread(verb: Token, governor: Token) -> bool:
    """True of "Rebels wrested control of Goma in May", where the verb is taken for a word of its object."""
    told = verb.tag_ == "VBN" and verb.dep_ == "amod" and verb.head.i == governor.i and governor.dep_ == "ROOT"
    return told and verb.i > 0 and (verb.nbor(-1).pos_ in ("NOUN", "PROPN") or verb.nbor(-1).text == ")")


def _only_joints(deed: Token, time: TimeFound) -> bool:
    between = deed.doc[deed.i + 1 : time.first]
    return all(t.pos_ in _JOINTS or t.tag_ == "POS" or is_timeless(t) for t in between)
