"""Whose time an act shares: the verb that tells its noun, the clause beside it, the day on which a clause hangs.

The law: a person or a place has no time; what is said to hang on it hangs on the act that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import classes
from foreshock.coding import syntax
from foreshock.coding.standing_signs import is_definite, is_past
from foreshock.coding.time_words import time_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_UP = frozenset({"pobj", "appos", "conj", "nsubj", "nsubjpass", "dobj", "compound", "nmod", "poss", "attr"})
STEPS = 4
"""Acts that one date is handed on by at most."""


def held_by(governor: Token, time: Token) -> Token:
    """The act that a time hangs on, where the parse hangs it on a person or a place: "a raid on a camp on Sunday"."""
    node = governor
    if time.i < governor.i:
        return _did(time, governor) or governor
    for _ in range(8):
        hung = (node.pos_ == "ADP" and node.head.i != node.i) or _has_at_hand(node)
        if not hung and not (is_timeless(node) and node.dep_ in _UP):
            break
        node = node.head
    return node


def _did(time: Token, named: Token) -> Token | None:
    """What "On 9 July gunmen burned a court" tells, where the parse makes the day a part of who did it."""
    while named.dep_ in ("compound", "amod", "nmod"):
        named = named.head
    first = time.left_edge
    before = first.nbor(-1) if first.i else first
    opens = named.dep_ in syntax.SUBJECTS and before.dep_ == "prep" and before.head.i == named.head.i
    return named.head if opens else None


def _has_at_hand(participle: Token) -> bool:
    """True of "a barge carrying grain": what a person or thing has at hand dates no deed."""
    return participle.tag_ == "VBG" and participle.dep_ == "acl" and is_timeless(participle.head)


def is_timeless(token: Token) -> bool:
    """True of a person, a body or a place: nothing that takes place."""
    if token.pos_ not in ("NOUN", "PROPN", "PRON"):
        return False
    hosts, lemma = time_words().hosts, token.lemma_.lower()
    named = token.ent_type_ in hosts["timeless_entities"] or lemma in hosts["timeless_words"]
    return named or any(lemma in classes()[name] for name in hosts["timeless_classes"])


def is_apart(event: Token, governor: Token, time: Token) -> bool:
    """True of the attack in "on Monday condemned the attack": whoever speaks of a deed does not date it."""
    if syntax.is_verb(event):
        return governor.head.i == event.i and governor.dep_ in ("dobj", "nsubjpass") and _is_noun_s_own(governor, time)
    node = event
    while node.dep_ in ("conj", "compound"):
        node = node.head
    if not syntax.is_verb(governor) or time.i > event.i:
        return False
    hosts = time_words().hosts
    if node.dep_ == "dobj":
        return node.head.i == governor.i and governor.lemma_.lower() in hosts["speak_of"]
    through = node.head if node.dep_ == "pobj" else node
    behind = through.lower_ in hosts["looking_back"] and (is_definite(node) or through.lower_ not in hosts["shortly"])
    return behind and through.head.i == governor.i


def _is_noun_s_own(noun: Token, time: Token) -> bool:
    """True of "the coup of July 2023" under any verb, and of "the coup in July" under one that speaks of it."""
    spoken_of = noun.head.lemma_.lower() in time_words().hosts["speak_of"]
    return spoken_of or (time.dep_ == "pobj" and time.head.lower_ == "of")


def hosts_of(token: Token) -> Iterator[Token]:
    """The acts whose time holds for the one at the token too, nearest first."""
    node: Token | None = token
    for _ in range(STEPS):
        if node is None:
            return
        if node.i != token.i:
            yield node
        yield from _clauses_beside(node)
        node = _above(node)


def day_above(token: Token) -> Token | None:
    """The word before a "when": April of "in April, when the dispute turned into fighting"."""
    for verb in (token, *hosts_of(token)):
        for when in (c for c in verb.children if c.lower_ == "when" and c.i - syntax.sentence_of(verb).start > 1):
            before = when.nbor(-1)
            return before.nbor(-1) if before.lower_ == "," else before
    return None


def _above(token: Token) -> Token | None:
    """The verb that tells that a deed took place; or that it is joined to; or that "when" and "as" hang it on."""
    head = token.head
    if head.i == token.i:
        return None
    if token.dep_ in ("nsubj", "nsubjpass"):
        return _telling(head)
    if not syntax.is_verb(token):
        carried_out = token.dep_ == "dobj" and head.lemma_.lower() in _words("carried_out")
        if carried_out and syntax.is_verb(head) and is_past(head):
            return head
        part = token.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_.lower() in _words("part_of")
        return head.head if part else head if token.dep_ in ("conj", "compound") else None
    if token.dep_ == "acl" and _flies(head, token) and _is_flight_told(head):
        return head.head
    if token.dep_ == "relcl" and not syntax.is_verb(head):
        if (wrote := _wrote_in(token, head)) is not None:
            return wrote
        return head if _tells_of(token, head) or _is_done(token, head) else None
    if token.tag_ == "VBG" and token.dep_ == "advcl" and head.dep_ == "ccomp" and token.i > head.i:
        return head.head if token.lemma_.lower() in _words("telling") else None
    if not syntax.is_verb(head):
        return None
    if token.dep_ == "conj" and token.tag_ == "VBD" and head.tag_ in ("VB", "VBG") and syntax.is_verb(head.head):
        head = head.head
    joined = token.dep_ == "conj" and not any(c.dep_ in syntax.SUBJECTS for c in token.children)
    return head if joined or (token.dep_ == "advcl" and (_marks(token) or _is_hours_off(token))) else None


def _telling(verb: Token) -> Token | None:
    """The verb that tells that its subject takes place: "resumed on Sunday", "is expected to resume on Sunday"."""
    due = (verb, *(c for c in verb.children if c.dep_ == "acomp"))
    told = (verb, *(c for above in due for c in above.children if c.dep_ == "xcomp"))
    return next((v for v in told if v.lemma_.lower() in _words("tell_of_deeds")), None)


def _flies(thing: Token, verb: Token) -> bool:
    return thing.lemma_.lower() in _words("flying") and verb.lemma_.lower() in _words("fly")


def _is_flight_told(thing: Token) -> bool:
    return thing.dep_ in ("nsubj", "nsubjpass") and _flies(thing, thing.head)


def _is_done(verb: Token, deed: Token) -> bool:
    """True of "the blows which Tehran received" and "the raid that was launched": the clause tells who did the deed."""
    own = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "nsubj") and c.lower_ in ("which", "that")]
    told = own[0].dep_ != "nsubj" if own else not any(c.dep_ == "dobj" for c in verb.children)
    return told and verb.lemma_.lower() in _words("done") and not is_timeless(deed)


def _wrote_in(verb: Token, text: Token) -> Token | None:
    """Of "complained in a letter, in which it accused", the complaint, made by the same writing."""
    within = any(t.lower_ == "which" and t.dep_ == "pobj" and t.head.lower_ == "in" for t in verb.subtree)
    told = text
    while told.dep_ == "pobj" and not syntax.is_verb(told):
        told = told.head.head
    past = syntax.is_verb(told) and told.tag_ == verb.tag_ == "VBD"
    return told if within and past and told.lemma_.lower() in _words("telling") else None


def _is_hours_off(clause: Token) -> bool:
    """True of the clause in "hours before they met"."""
    marks = (c for c in clause.children if c.dep_ in ("mark", "advmod") and c.lower_ in ("before", "after"))
    return any(m.i and m.nbor(-1).lower_ in _words("hours") for m in marks)


def _tells_of(verb: Token, deed: Token) -> bool:
    """True of "the clash of 27 July in which three died" and "the raid that killed three"."""
    told = {t.dep_: t for t in verb.subtree if t.lower_ in ("which", "that") and t.i < verb.i}
    within = "pobj" in told and told["pobj"].head.lower_ in ("in", "during")
    harm = "nsubj" in told and told["nsubj"].head.i == verb.i and verb.lemma_.lower() in _words("tell_of_deeds")
    return not is_timeless(deed) and (within or harm)


def _clauses_beside(verb: Token) -> Iterator[Token]:
    """What the act at the verb is part of or goes on with: "as they left on Thursday", "in a speech on Monday"."""
    hosts = time_words().hosts
    for child in verb.children:
        went_on = (
            is_past(child) or _is_to_come(verb) or any(c.dep_ == "aux" and c.tag_ == "VBD" for c in child.children)
        )
        tried = child.dep_ == "xcomp" and verb.lemma_.lower() in hosts["try_or_begin"]
        beside = child.dep_ == "advcl" and _marks(child) and child.lemma_.lower() not in hosts["compared"]
        done = child.dep_ == "relcl" and not syntax.is_verb(verb) and _is_done(child, verb)
        if tried or done or (went_on and (beside or _comes_after(child, verb))):
            yield child
        elif child.dep_ == "prep" and child.lower_ in ("in", "during", "at", "as") and syntax.is_verb(verb):
            yield from _occasions(child)
        elif child.dep_ == "advcl" and child.tag_ == "VBG" and child.i < verb.i and child.lemma_ in _words("speaking"):
            yield child
        elif child.dep_ in syntax.SUBJECTS and is_past(verb):
            yield from (c for c in child.children if c.dep_ == "acl" and c.lemma_ in _words("issued"))
        elif child.dep_ == "dobj" and _flies(child, verb):
            yield from (c for c in child.children if c.dep_ == "relcl" and is_past(c) and _flies(child, c))


def _is_to_come(verb: Token) -> bool:
    """True of "will pull out", which a clause in the present dates: "when the mandate expires on Monday"."""
    return any(c.dep_ == "aux" and c.lower_ in ("will", "would") for c in verb.children)


def _comes_after(clause: Token, verb: Token) -> bool:
    """True of "was hurt after a shell landed", "met hours after the raid began"; and of what stands before "hours"."""
    if clause.dep_ == "ccomp":
        return clause.i < verb.i and _is_hours_off(verb)
    after = any(c.dep_ == "mark" and c.lower_ == "after" for c in clause.children)
    harmed = after and verb.lemma_.lower() in _words("harmed")
    return clause.dep_ == "advcl" and (harmed or _is_hours_off(clause))


def _occasions(preposition: Token) -> Iterator[Token]:
    """A speech broadcast on Sunday, a raid on Monday: what is done in it is done on its day."""
    for noun in (c for c in preposition.children if c.dep_ == "pobj" and not is_timeless(c)):
        if noun.lemma_.lower() in _words("occasions"):
            yield from (n for of in noun.children if of.lower_ == "of" for n in _occasions(of))
            continue
        if preposition.lower_ == "as":
            continue
        yield noun
        yield from (c for c in noun.children if c.dep_ == "acl" and c.lemma_.lower() in time_words().hosts["aired"])


def _marks(verb: Token) -> frozenset[str]:
    told = {c.lower_ for c in verb.children if c.dep_ in ("advmod", "mark") and c.i < verb.i}
    return frozenset(told & set(time_words().hosts["at_once"]))


def _words(name: str) -> frozenset[str]:
    return time_words().hosts[name]
