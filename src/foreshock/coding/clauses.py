"""Clauses that hang on a verb of saying: which are told or asked by it, and which another tells beside it.

The law: these functions read the parse and the words of speech.toml; they know no source and no quotation.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import cue_lemmas
from foreshock.coding import syntax
from foreshock.coding.sources import speech
from foreshock.coding.standing_signs import is_infinitive

if TYPE_CHECKING:
    from spacy.tokens import Token


def denying() -> frozenset[str]:
    """Verbs that deny what they name."""
    return cue_lemmas("verb", "deny")


def asking() -> frozenset[str]:
    """What is turned down and was uttered all the same: "rejected a call by Y"."""
    return cue_lemmas("noun", "urge", "promise")


@cache
def speaking() -> frozenset[str]:
    """The first words of verbs of saying."""
    return frozenset(lemma.split()[0] for lemma in cue_lemmas("verb"))


def opening(verb: Token) -> Token | None:
    """The first word of a clause in which another speaks: "a charge Y denies", "which said", "while Y urged"."""
    first = verb.left_edge
    if verb.dep_ == "relcl" and _speaks(verb) and first.lower_ in ("which", "who"):
        return first
    if verb.dep_ == "relcl" and verb.lemma_ in denying():
        return verb.head.left_edge
    beside = verb.dep_ == "advcl" and verb.lemma_ in speaking() and first.lower_ in ("while", "whereas")
    return first if beside and any(s.dep_ in syntax.SUBJECTS for s in verb.children) else None


def _speaks(verb: Token) -> bool:
    """False of "who is expected to" and "a plan which says that": others say it, or a text of terms lays it down."""
    laid_down = verb.head.lemma_.lower() in speech("provisions", "nouns")
    looked_for = syntax.is_passive(verb) and any(c.dep_ == "xcomp" for c in verb.children)
    return verb.lemma_ in speaking() and not laid_down and not looked_for


def denies_all_before(verb: Token) -> bool:
    """True of "which Serbia denies" and "a charge both deny": the relative stands for what is denied, not for who."""
    if verb.dep_ != "relcl":
        return False
    objects = [c for c in verb.children if c.dep_ == "dobj" and c.tag_ != "WDT"]
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "agent")]
    return not objects and bool(subjects) and not any(c.tag_ in ("WP", "WDT") for c in subjects)


def sets_beside(clause: Token) -> bool:
    """True of "hours before Y met Z" and "as Y fell"."""
    if clause.dep_ == "prep":
        return clause.lower_ in speech("set_beside", "words")
    return clause.dep_ == "advcl" and is_beside(clause)


def is_beside(clause: Token) -> bool:
    """True of a clause that tells what happened around a saying: "as Y fell"."""
    opens = (c for c in clause.children if c.dep_ in ("mark", "advmod"))
    return any(c.lower_ in speech("set_beside", "words") for c in opens)


def hangs_behind(verb: Token) -> bool:
    """True of "X fell, hours after Y ruled out a vote", which the parser takes for the main clause: X is not Y's."""
    marks = [c for c in verb.children if c.dep_ == "mark" and c.lower_ in speech("set_beside", "words")]
    return any(c.i < m.i for m in marks if m.lower_ != "as" for c in verb.children if c.dep_ == "ccomp")


def hosts_of(tag: Token) -> list[Token]:
    """Of "X fell, he said, hours before Y met Z" what stands before the tag, of "X knows, he said, that" all of it."""
    if tag.head.dep_ == "ccomp" and any(c.dep_ == "mark" and c.i > tag.i for c in tag.head.children):
        return [tag.head.head]
    before = [c for c in tag.head.children if c.dep_ == "ccomp" and c.i < tag.i]
    return before if before and hangs_behind(tag.head) else [tag.head]


def told_as(verb: Token) -> bool:
    """True of "X, as the agency reported, announced Y" and "as police said, X fell", where the verb has no object."""
    first = verb.left_edge
    if verb.dep_ != "advcl" or first.lower_ != "as" or first.dep_ not in ("mark", "advmod"):
        return False
    parted = first.is_sent_start or first.nbor(-1).text in (",", "-", "–", "—", "(")
    told = any(c.dep_ == "nsubj" for c in verb.children) and not _has_object(verb)
    return bool(parted) and told and _is_anybodys(verb.head)


def _has_object(verb: Token) -> bool:
    spoken_to = verb.lemma_ in speech("addressed", "verbs")
    objects = ("ccomp", "xcomp") if spoken_to else ("ccomp", "xcomp", "dobj")
    about = speech("set_beside", "of")
    return any(c.dep_ in objects or (c.dep_ == "prep" and c.lower_ in about) for c in verb.children)


def _is_anybodys(clause: Token) -> bool:
    """False of what is denied, and of what "we" say ourselves: another does not tell it."""
    denied = clause.dep_ == "ccomp" and clause.head.lemma_ in denying()
    own = any(c.dep_ == "nsubj" and c.lower_ in speech("first_person", "words") for c in clause.children)
    return syntax.is_verb(clause) and not denied and not own


def asked(verb: Token) -> list[Token]:
    """What is asked of somebody: "urged X to do", "asked X for help"."""
    acts = [c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i and _is_infinitive(c)] or meant(verb)
    through = [(c, o) for c in verb.children if c.dep_ == "prep" for o in c.children if o.dep_ == "pobj"]
    acts = acts or [o for c, o in through if c.lower_ == "to" and o.tag_ == "VB"]
    return acts or [o for c, o in through if c.lower_ == "for"]


def meant(verb: Token) -> list[Token]:
    """An infinitive that the parser took for a purpose: "threatened on Monday to close", "appealed to X to end"."""
    return [c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i and _is_infinitive(c)][:1]


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and is_infinitive(verb)


def is_told(clause: Token) -> bool:
    """False for the infinitive, whose act is asked, promised or threatened."""
    return clause.dep_ != "xcomp" or clause.tag_ == "VBG"


def charged(verb: Token) -> list[Token]:
    """What somebody is charged with: "accused X of shelling", "accused X of an attack"."""
    return [g for c in _charges(verb) for g in c.children if g.dep_ == "pcomp" or _is_charge(g, c)]


def _charges(verb: Token) -> list[Token]:
    """The "of" of "accused X of doing", and those joined to it."""
    hosts = [verb, *(c for c in verb.children if c.dep_ == "dobj")]
    found = [c for h in hosts for c in h.children if c.dep_ == "prep" and c.lower_ in speech("charging", "through")]
    return found + [j for c in found for j in c.children if j.dep_ == "conj" and j.pos_ == "ADP"]


def _is_charge(noun: Token, preposition: Token) -> bool:
    if noun.dep_ != "pobj":
        return False
    blamed = preposition.lower_ == "for" and preposition.head.lemma_ in speech("charging", "blaming")
    return blamed or (preposition.lower_ == "of" and preposition.head.lemma_ != "suspect")
