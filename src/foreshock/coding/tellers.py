"""Which verb tells who speaks: of "..., adding that" and of verbs joined behind a clause, the saying they hang on.

The law: these functions read the parse and the cues; a raid adds nothing, but one who did something does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.coding import syntax
from foreshock.coding.cue_words import cue_at, cues_by_kind
from foreshock.coding.sources import speech

if TYPE_CHECKING:
    from spacy.tokens import Token


def tellers(preposition: Token) -> list[Token]:
    """Of "according to what X reported" and "according to what was quoted by X", X."""
    told = [c for c in preposition.children if c.dep_ == "pcomp" and syntax.is_verb(c)]
    doers = [t for verb in told for t in syntax.doers(verb)]
    return [t for t in doers if t.tag_ not in ("WP", "WDT")]


def blames(verb: Token) -> bool:
    """True of "blamed the raid on X" and "attributed the hack to X": who did it is told."""
    return verb.lemma_ in speech("charging", "blaming") and syntax.is_verb(verb)


def teller(verb: Token) -> Token:
    """Of "said that the raid had killed ten, adding that ...", the saying, whose speaker adds: a raid
    does not, but one who did something does."""
    above = verb.head
    if _is_joined_above(verb):
        return above.head
    if verb.dep_ != "advcl" or verb.tag_ != "VBG" or above.i > verb.i:
        return verb
    if (answered := _who_answered(verb)) is not None:
        return answered
    if cue_at(above) is not None:
        return verb
    if (nearer := _who_did(verb)) is not None:
        return nearer
    if above.lemma_ in speech("unsaid", "under") and any(t.pos_ == "PROPN" for t in syntax.doers(above)):
        return verb
    while above.dep_ in ("ccomp", "xcomp", "conj", "advcl") and cue_at(above) is None:
        above = above.head
    return above if cue_at(above) is not None and above.i < verb.i and above.i != verb.head.i else verb


def _is_joined_above(verb: Token) -> bool:
    """True of "hoped that X would help, and did not exclude Y" where the parser joins the verb to "help"."""
    if verb.dep_ != "conj" or any(c.dep_ in syntax.SUBJECTS for c in verb.children):
        return False
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP") for t in (verb, *(c for c in verb.children if c.dep_ == "aux")))
    told = verb.head.dep_ == "ccomp" and cue_at(verb.head.head) is not None
    inner = told and (verb.head.tag_ in ("VB", "VBG") or _is_of_one_tense(verb, verb.head.head, verb.head))
    return finite and inner and syntax.is_parted(verb, ("and", "but")) and verb.head.head.i < verb.i


def _is_of_one_tense(verb: Token, above: Token, inner: Token) -> bool:
    """True of "says that X fell and denies": the verb goes with the saying and not with what is said."""
    finite = [c.tag_ for c in inner.children if c.dep_ in ("aux", "auxpass")] or [inner.tag_]
    return cue_at(verb) is not None and verb.tag_ == above.tag_ and verb.tag_ not in finite


def _who_answered(verb: Token) -> Token | None:
    """Of "Y accused X of theft, which was rejected by X, stressing that ..." the rejecting, right before."""
    before = [t for t in syntax.sentence_of(verb) if verb.head.i < t.i < verb.i and t.dep_ == "relcl"]
    last = before[-1] if before else None
    if last is None or not syntax.agents(last) or cue_at(last) is None:
        return None
    return last if verb.i - last.right_edge.i <= 2 else None


def _who_did(verb: Token) -> Token | None:
    """Of "a call from X, who apologized, stressing that ..." the apology, the last thing told before."""
    told = [t for t in syntax.sentence_of(verb) if t.i < verb.i and t.tag_ in ("VBD", "VBZ", "VBP")]
    last = next((t for t in reversed(told) if t.dep_ != "pcomp" and t.head.lower_ != "what"), None)
    who = last is not None and any(c.lower_ == "who" and c.dep_ in syntax.SUBJECTS for c in last.children)
    return last if who and last is not None and last.dep_ == "relcl" else None


def goes_on(verb: Token) -> bool:
    """True of "According to the report, X happened, adding that ...": the report adds."""
    participle = verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.lemma_ in speech("after_quote", "verbs")
    return participle and verb.head.lemma_.lower() not in cues_by_kind()["verb"]
