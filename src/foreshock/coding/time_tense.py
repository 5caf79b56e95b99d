"""The tense about a time: whether the words that govern it look back or ahead.

The law: where nothing tells, the tense is empty and the reading keeps its past bias.
"""

from __future__ import annotations

from spacy.tokens import Token

from foreshock.coding.attaching import owned_by_noun
from foreshock.coding.syntax import sentence_of
from foreshock.coding.time_anchor import Tense
from foreshock.coding.time_words import time_words


def tense_about(token: Token) -> Tense:
    """The tense of the verb that governs the time, empty where none tells."""
    lemmas, below = time_words().future_lemmas, False
    if token.i and owned_by_noun(token):
        return ""
    if _lies_ahead(token):
        return "future"
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            if told := _verb_tense(token):
                return "future" if below and token.lemma_ in lemmas else told
            if below and token.lemma_ in lemmas:
                return "future"
            if _is_planned(token):
                return ""
            below = True
        elif below and token.pos_ in ("ADJ", "NOUN") and token.lemma_ in lemmas:
            return "future"
        if token.head.i == token.i:
            return ""
        token = token.head
    return ""


def _lies_ahead(token: Token) -> bool:
    """True of a time to which something is put off or from which it holds: "extended to", "payable"; "as soon as"."""
    sentence = sentence_of(token)
    before = sentence.doc[max(sentence.start, token.i - 5) : token.i].text.lower()
    if before.endswith(time_words().future_bounds):
        return True
    host = token.head
    while host.ent_type_ in ("DATE", "TIME") or host.pos_ == "ADP":
        if host.head.i == host.i:
            return False
        host = host.head
    put_off = host.pos_ in ("VERB", "ADJ") and host.lemma_.lower() in time_words().ahead
    return put_off and host.i < token.i and not (host.pos_ == "VERB" and _opens_with(token, "on", "in"))


def _opens_with(token: Token, *words: str) -> bool:
    """True where the preposition of the time is one of the words, or where it has none."""
    preposition = next((t for t in token.ancestors if t.ent_type_ not in ("DATE", "TIME")), token)
    return preposition.pos_ != "ADP" or preposition.lower_ in words


def _is_planned(verb: Token) -> bool:
    return verb.tag_ == "VBN" and verb.lemma_ in time_words().future_lemmas


def _verb_tense(verb: Token) -> Tense:
    """What the verb's own form and auxiliaries say; infinitives, gerunds and bare presents say nothing."""
    aux = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.lower_ in time_words().future_auxiliaries for c in aux):
        return "past" if any(c.lower_ == "have" for c in aux) else "future"
    if verb.tag_ == "VBD":
        return "past"
    if verb.tag_ == "VBN":
        if any(c.tag_ in ("MD", "TO") for c in aux):
            return ""
        if not _is_planned(verb):
            return "past"
        return "future" if any(c.tag_ in ("VBZ", "VBP") for c in aux) else ""
    return ""
