"""The tense about a time: whether the words that govern it look back or ahead.

The law: where nothing tells, the tense is empty and the reading keeps its past bias.
"""

from __future__ import annotations

from spacy.tokens import Token

from foreshock.coding import syntax
from foreshock.coding.attaching import governor_of, owned_by_noun
from foreshock.coding.standing_signs import FINITE, PRESENT, is_infinitive
from foreshock.coding.syntax import sentence_of
from foreshock.coding.time_anchor import Tense
from foreshock.coding.time_words import time_words

_NEAR = 14
"""Words before a day within which what is asked for is told."""


def tense_about(token: Token) -> Tense:
    """The tense of the verb that governs the time, empty where none tells."""
    lemmas, below = time_words().future_lemmas, False
    if _is_asked_for(token) or _is_set_for(token):
        return "future"
    if token.i and owned_by_noun(token):
        return "past" if governor_of(token).tag_ == "VBD" else ""
    if _lies_ahead(token):
        return "future"
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            told = _verb_tense(token)
            if told or (below and token.lemma_ in lemmas):
                planned = below and token.lemma_ in lemmas
                return told if not planned else "" if _is_given_up(token) else "future"
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


def _is_asked_for(token: Token) -> bool:
    """True of "urged supporters to march on Sunday" and "called for talks on Friday": what is asked for has its day."""
    first = max(sentence_of(token).start, token.i - _NEAR)
    words, told = [*token.doc[first : token.i]], time_words()
    asked = [n for n, w in enumerate(words) if w.pos_ == "VERB" and w.lemma_.lower() in told.asking]
    wanted = words[asked[-1] + 1 :] if asked else []
    aimed = next((n for n, w in enumerate(wanted) if w.lower_ in ("to", "for")), len(wanted))
    named = [w for w in wanted[aimed:] if w.lemma_.lower() in told.appointed]
    return bool(named) and not any(w.tag_ in FINITE for w in wanted)


def _is_set_for(token: Token) -> bool:
    """True of "called a rally for Saturday" and "is to rule on Monday"."""
    for_day = token.i > 0 and token.nbor(-1).lower_ == "for" and token.dep_ == "pobj"
    if for_day and token.nbor(-1).head.i != token.i and syntax.is_verb(syntax.clause_of(token)):
        return not (token.i + 1 < len(token.doc) and token.nbor(1).tag_ == "POS")
    verb = syntax.clause_of(token)
    if verb.dep_ != "xcomp" or not is_infinitive(verb):
        return False
    asked = verb.head.lemma_ in time_words().asking and token.nbor(-1).lower_ in ("by", "until")
    return asked or (verb.head.lemma_ == "be" and verb.head.tag_ in PRESENT)


def _is_given_up(verb: Token) -> bool:
    """True of "had planned to withdraw in May": a plan of that time, which tells no day ahead."""
    return any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def _is_planned(verb: Token) -> bool:
    return verb.tag_ == "VBN" and verb.lemma_ in time_words().future_lemmas


def _verb_tense(verb: Token) -> Tense:
    """What the verb's own form and auxiliaries say; infinitives, gerunds and bare presents say nothing."""
    aux = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.lower_ in time_words().future_auxiliaries for c in aux):
        return "past" if any(c.lower_ == "have" for c in aux) else "future"
    if verb.tag_ in PRESENT or (verb.tag_ == "VBG" and any(c.tag_ in PRESENT for c in aux)):
        return "future" if verb.lemma_ in time_words().future_lemmas or _is_due(verb) else ""
    if verb.tag_ == "VBD":
        return "past"
    if verb.tag_ == "VBN":
        if any(c.tag_ in ("MD", "TO") for c in aux):
            return ""
        if not _is_planned(verb):
            return "past"
        return "future" if any(c.tag_ in ("VBZ", "VBP") for c in aux) else ""
    return ""


def _is_due(verb: Token) -> bool:
    """True of "is due in Ankara on Monday"."""
    return any(c.dep_ == "acomp" and c.lemma_ in time_words().future_lemmas for c in verb.children)
