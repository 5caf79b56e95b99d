"""What looks like a saying and is none: words of saying under which nothing is told, or nobody tells it.

The law: what is only refused, left open or laid down in a text of terms is said by nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.coding import roles, syntax
from foreshock.coding.cue_words import cue_at
from foreshock.coding.sources import speech

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.codebook.lexicon import Cue
    from foreshock.records import Actor

_ASKING = ("WP", "WDT", "WRB", "WP$")
_TELLING = ("say", "estimate", "explain")
_REFLEXIVE = ("himself", "herself", "itself", "themselves")


def is_unsaid(verb: Token, cue: Cue, last: Token) -> bool:
    """True of a cue verb that tells nothing here: "refused to say", "without naming", "knows what", "carry out"."""
    return (
        _is_refused(verb)
        or _is_asked_for(verb)
        or _is_believed_of(verb)
        or (cue.kind == "urge" and _is_about_oneself(verb))
        or (last.i == verb.i and _is_part_of_phrase(verb))
        or (cue.kind == "estimate" and _leaves_open(verb))
        or (cue.kind == "say" and any(c.dep_ == "neg" for c in verb.children) and _leaves_open(verb))
        or (cue.lemma == "go on" and _goes_on_with(verb, last))
        or (cue.kind in _TELLING and (_is_unable(verb) or _is_not_answered(verb)))
        or _is_said_by_none(verb)
        or (cue.kind == "promise" and _is_denied(verb))
        or _is_done(verb)
        or _is_befallen(verb)
    )


def is_sought(noun: Token) -> bool:
    """Of "demanding guarantees that" and "without assurances that": nobody has given them."""
    return noun.head.lemma_.lower() in speech("unsaid", "seeking")


def lays_down(source: Actor) -> bool:
    """True of a plan, a deal or a law as source: what it provides for is no claim."""
    words = source.name.lower().split()
    return source.kind in ("document", "role") and bool(words) and words[-1] in speech("provisions", "nouns")


def _is_refused(verb: Token) -> bool:
    """Of "refused to say", "plans to announce", "preferred not to reveal" and "without naming": nothing is said yet."""
    if verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        return True
    if verb.dep_ not in ("xcomp", "acl", "ccomp") or not any(c.lower_ == "to" for c in verb.lefts):
        return False
    if verb.dep_ == "acl" and verb.head.lemma_.lower() in speech("unsaid", "of"):
        return True
    return verb.head.lemma_.lower() in speech("unsaid", "under") or any(c.dep_ == "neg" for c in verb.children)


def _is_asked_for(verb: Token) -> bool:
    """Of "recommends that Y offer Z" and "asked X to tell Y": what is asked for has not been said."""
    bare = verb.tag_ in ("VB", "VBP") and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    if not bare or verb.dep_ != "ccomp" or not syntax.has_that(verb):
        return False
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    single = bool(subjects) and all(c.tag_ in ("NN", "NNP") and len(syntax.expand(c)) == 1 for c in subjects)
    return single or verb.tag_ == "VB"


def _is_unable(verb: Token) -> bool:
    """Of "can no longer assume", "cannot say" and "would not comment": it is not said."""
    modal = any(c.tag_ == "MD" for c in verb.children)
    return modal and any(c.dep_ == "neg" or c.lower_ == "longer" for c in verb.children)


def _is_not_answered(verb: Token) -> bool:
    """Of "did not respond to a request" and "does not mention any losses": nothing is said."""
    lemma = verb.lemma_.lower()
    return lemma in speech("unsaid", "unanswered") and any(c.dep_ == "neg" for c in verb.children)


def _is_said_by_none(verb: Token) -> bool:
    """Of "neither side would confirm it", "no official said" and "neither confirmed nor denied": nobody says it."""
    told = [verb, verb.head] if verb.dep_ == "conj" else [verb]
    if any(c.dep_ == "preconj" and c.lower_ == "neither" for t in told for c in t.children):
        return True
    subjects = [c for c in verb.children if c.dep_ in syntax.SUBJECTS]
    return any(t.lower_ in ("neither", "no") for c in subjects for t in (c, *c.children))


def _is_denied(verb: Token) -> bool:
    """Of "denied that the kingdom had offered to pay": no offer is told."""
    cue = cue_at(verb.head) if verb.dep_ in ("ccomp", "pcomp", "xcomp") else None
    return cue is not None and cue.kind == "deny"


def _is_befallen(verb: Token) -> bool:
    """Of "could find itself a party to the war" what comes about, and no finding."""
    inside = [t for c in verb.children if c.i > verb.i for t in (c, *c.children)]
    return verb.lemma_.lower() in speech("unsaid", "befallen") and any(t.lower_ in _REFLEXIVE for t in inside)


def _is_done(verb: Token) -> bool:
    """Of "recalled its ambassador", "called an election", "declared an emergency", "calling himself": a deed."""
    lemma, behind = verb.lemma_.lower(), [c for c in verb.children if c.i > verb.i]
    if any(c.dep_ in ("ccomp", "oprd", "xcomp") or (c.dep_ == "prep" and c.lower_ == "as") for c in behind):
        return any(c.lower_ in _REFLEXIVE for c in behind)
    objects = [c for c in behind if c.dep_ == "dobj"]
    if lemma in speech("done", "aloud"):
        return not any(c.dep_ == "prep" and c.lower_ in speech("done", "of") for c in behind)
    if lemma in speech("done", "back"):
        return any(roles.role_of(t) for t in objects)
    nouns = speech("done", "called") if lemma in speech("done", "calling") else None
    return bool(objects) and nouns is not None and all(t.lemma_.lower() in nouns for t in objects)


def _is_believed_of(verb: Token) -> bool:
    """Of "men believed to be rebels" and "newcomers said to number 2,000": not the men and newcomers say so."""
    if verb.lemma_.lower() not in speech("believed", "verbs") or verb.tag_ not in ("VBN", "VBD"):
        return False
    behind = verb.doc[verb.i + 1 : verb.i + 3]
    infinitive = len(behind) == 2 and behind[0].lower_ == "to" and behind[1].tag_ == "VB"
    return infinitive and not syntax.agents(verb)


def _is_about_oneself(verb: Token) -> bool:
    """Of "asked not to be named" and "asked to be quoted as an aide": how the speaker wants to be told of."""
    objects = any(c.dep_ in ("dobj", "dative", "prep") for c in verb.children)
    return not objects and any(
        c.dep_ in ("xcomp", "advcl") and any(t.dep_ == "auxpass" for t in c.children)
        for c in verb.children
        if c.i > verb.i
    )


def _is_part_of_phrase(verb: Token) -> bool:
    """Of "carry out" and "hold up": another verb than the cue, where no clause follows."""
    parts = [c for c in verb.children if c.dep_ == "prt" or (c.i == verb.i + 1 and c.tag_ == "RP")]
    return bool(parts) and not any(c.dep_ == "ccomp" for c in verb.children)


def _goes_on_with(verb: Token, last: Token) -> bool:
    """Of "has gone on recruiting" and "goes on into winter": no words are said on."""
    behind = [c for t in (verb, last) for c in t.children if c.i > last.i]
    return any(c.dep_ in ("prep", "pobj", "pcomp") or c.tag_ == "VBG" for c in behind)


def _leaves_open(verb: Token) -> bool:
    """Of "knows what was on board" and "indicating whether": a question is left open."""
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i]
    opened = [t for c in clauses[:1] for t in list(c.subtree)[:2]]
    return any((t.tag_ in _ASKING and t.dep_ != "mark") or t.lower_ in ("whether", "if") for t in opened)
