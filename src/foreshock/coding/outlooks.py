"""Outlooks: somebody's judgement of how likely something is.

The law: the words of likelihood decide the band; where they are none of ICD 203's, there is no band but the percent at
which the sentence itself puts the odds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from foreshock.codebook.base import likelihood_bands, toml_file
from foreshock.coding import roles, syntax
from foreshock.coding.identity import row_id
from foreshock.coding.phrases import Phrases
from foreshock.records import Outlook, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene


THAT = frozenset({"that"})
GRADES = frozenset({"very", "highly", "almost", "nearly", "most", "more", "less"})
_INSIDE = ("prep", "acl", "ccomp", "relcl")
"""How what is likely hangs on the noun that says how likely it is."""
WORST = "worst"
"""How the words for a case that is told of again and again begin: "the worst-case scenario"."""


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(toml_file("outlooks.toml")[table]["words"])


@cache
def _bands() -> dict[tuple[str, ...], tuple[int, int]]:
    return {tuple(words.split()): (band.low, band.high) for band in likelihood_bands() for words in band.words}


@cache
def _band_phrases() -> Phrases:
    return Phrases(" ".join(words) for words in _bands() if len(words) > 1)


def find_outlooks(scene: Scene) -> list[Outlook]:
    """The outlooks of the page in text order, one for each judging word."""
    found: dict[tuple[int, int], Outlook] = {}
    for token in (t for s in scene.page.sentences if s.part.kind == "body" for t in s.tokens):
        for first, last, content in _judgements(token, scene):
            outlook = _row(scene, first, last, content)
            told = outlook.words.lower() in {
                o.words.lower() for o in found.values() if o.words.lower().startswith(WORST)
            }
            if not told and not any(outlook.cue.meets(o.cue) for o in found.values()):
                found[outlook.cue.start, outlook.cue.end] = outlook
    for first, last, content in _phrases(scene):
        outlook = _row(scene, first, last, content)
        if not any(outlook.cue.meets(o.cue) for o in found.values()):
            found[outlook.cue.start, outlook.cue.end] = outlook
    return sorted(found.values(), key=lambda o: o.cue)


def _phrases(scene: Scene) -> Iterator[tuple[Token, Token, Span]]:
    """Words of likelihood in a row that no single word tells: "puts the odds of X at roughly even"."""
    for sentence in (s for s in scene.page.sentences if s.part.kind == "body"):
        for at, words in _band_phrases().find([t.lower_ for t in sentence.tokens]):
            first, last = sentence.tokens[at], sentence.tokens[at + len(words) - 1]
            yield first, last, _put_at(scene, first, last) or _clause(scene, syntax.clause_of(last))


def _put_at(scene: Scene, first: Token, last: Token) -> Span | None:
    """Of "puts the odds of X at roughly even if Y": X with its words of likelihood and its condition."""
    before = scene.page.doc[syntax.sentence_of(first).start : first.i]
    odds = next((t for t in reversed(before) if _is_odds(t)), None)
    inside = [c for c in odds.children if c.dep_ in _INSIDE and c.i > odds.i] if odds is not None else []
    if not inside or not any(t.lower_ == "at" for t in before[-2:]):
        return None
    told = scene.page.bare(inside[:1], THAT | {"of"})
    ends = (told, scene.page.char_span(last, last), _clause(scene, syntax.clause_of(last)))
    return Span(told.start, max(span.end for span in ends))


def _is_odds(token: Token) -> bool:
    return token.pos_ == "NOUN" and bool({token.lemma_.lower(), token.lower_} & _words("noun"))


def _is_graded_after(noun: Token) -> bool:
    """True of the "odds" in "puts the odds at roughly even", which are judged by the words behind."""
    end = syntax.sentence_of(noun).end
    after = noun.doc[noun.i + 1 : end]
    for at in (t for t in after if t.lower_ == "at" and t.i + 1 < end):
        words = [t.lower_ for t in noun.doc[at.i + 1 : min(at.i + 3, end)]]
        graded = words[-1] in _words("adjective") and words[0] in GRADES
        if graded or words[0] in _words("adjective") or any(_band_phrases().at(words, 0)):
            return True
    return False


def _row(scene: Scene, first: Token, last: Token, content: Span) -> Outlook:
    cue = scene.page.char_span(first, last)
    words = cue.of(scene.page.text)
    low, high = _bands().get(tuple(words.lower().split())) or (
        _percent(scene, last) if _is_odds(last) else (None, None)
    )
    return Outlook(
        id=row_id("o", scene.page.report.id, cue, words),
        content=content,
        words=words,
        cue=cue,
        low=low,
        high=high,
        chain=scene.voices.chain(cue),
    )


def _percent(scene: Scene, odds: Token) -> tuple[int | None, int | None]:
    """The ends that the sentence gives itself: "a 40 percent chance of X", "puts the odds of X at 20 to 30 percent"."""
    here = syntax.sentence_of(odds)
    before, after = scene.page.text[here.start_char : odds.idx], scene.page.text[odds.idx + len(odds) : here.end_char]
    found = _BEFORE.search(before) or _BEHIND.search(after)
    if found is None:
        return None, None
    ends = sorted(round(float(end)) for end in (found["low"], found["high"] or found["low"]))
    return (ends[0], ends[1]) if ends[1] <= 100 else (None, None)


_SHARE = r" ?(?:per ?cent|%)"
_ENDS = rf"(?P<low>\d+(?:\.\d+)?)(?:(?:{_SHARE})?(?: to | and | or |-|–)(?P<high>\d+(?:\.\d+)?))?{_SHARE}"
_BEFORE = re.compile(rf"{_ENDS} (?:\w+ )?$")
_BEHIND = re.compile(rf"\b(?:at|is|was|of|between|from|about|around|to be) (?:\w+ )?{_ENDS}")
"""A percent, or two that bound it, before and behind the word for odds."""


def _judgements(token: Token, scene: Scene) -> Iterator[tuple[Token, Token, Span]]:
    word, lemma = token.lower_, token.lemma_.lower()
    if token.tag_ == "MD" and word in _words("modal"):
        if not _is_inability(token) and not _is_judged_already(token):
            yield token, _with_be(token), _clause(scene, token.head)
    elif token.tag_ == "MD" and word in _words("would") and _is_judged(token, scene):
        yield token, token, _clause(scene, token.head)
    elif token.pos_ == "ADJ" and word in _words("adjective"):
        first = _graded(token)
        yield first, token, _put_at(scene, first, token) or _judged_by_adjective(scene, token)
    elif token.pos_ == "ADV" and word in _words("adverb"):
        yield _graded(token), token, _clause(scene, syntax.clause_of(token))
    elif _is_odds(token):
        inside = [c for c in token.children if c.dep_ in _INSIDE and c.i > token.i]
        if inside and not _is_graded_after(token):
            yield _graded_noun(token), token, scene.page.bare(inside, THAT)
    elif token.pos_ == "NOUN" and lemma in _words("absent") and any(c.lower_ == "no" for c in token.children):
        inside = [c for c in token.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > token.i]
        if inside:
            yield next(c for c in token.children if c.lower_ == "no"), token, scene.page.bare(inside, THAT)
    elif (
        token.text == "-"
        and scene.page.doc[max(token.i - 1, 0)].lower_ == "worst"
        and token.i + 2 < len(scene.page.doc)
    ):
        yield from _worst_case(token, scene)
    elif token.pos_ == "VERB" and lemma in _words("doubt") and token.dep_ not in ("amod",):
        yield from _doubted(token, scene)
    elif token.pos_ == "VERB" and lemma in _words("verb") and token.dep_ not in ("amod",):
        inside = [c for c in token.children if c.dep_ in ("ccomp", "xcomp", "dobj")]
        if inside and syntax.surface_subjects(token):
            yield token, token, scene.page.bare(inside, THAT)


def _doubted(verb: Token, scene: Scene) -> Iterator[tuple[Token, Token, Span]]:
    """ "doubts that X", "ruled out that X": that X is thought unlikely; to rule out doing it is a refusal."""
    inside = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i and c.tag_ != "VBG"]
    part = [c for c in verb.children if c.dep_ == "prt" and c.lower_ == "out"]
    if inside and (part or verb.lemma_ != "rule") and not any(c.dep_ == "neg" for c in verb.children):
        yield verb, part[0] if part else verb, scene.page.bare(inside, THAT)


def _is_inability(modal: Token) -> bool:
    """True of "could not be verified": what was not possible is no judgement of what may come."""
    subjects = [t for c in modal.head.children if c.dep_ in syntax.SUBJECTS for t in (c, *c.children)]
    none = any(t.lower_ in _words("none") for t in subjects)
    return modal.lower_ == "could" and (none or any(c.dep_ == "neg" for c in modal.head.children))


def _is_judged_already(modal: Token) -> bool:
    """True of the "could" in "unlikely that X could", which is judged by the adjective."""
    clause = modal.head
    if clause.dep_ != "ccomp":
        return False
    above = [clause.head, *clause.head.children]
    return any(t.pos_ == "ADJ" and t.lower_ in _words("adjective") and t.i < modal.i for t in above)


def _worst_case(dash: Token, scene: Scene) -> Iterator[tuple[Token, Token, Span]]:
    """ "worst-case scenario of X": the words, and X where it is told."""
    doc = scene.page.doc
    last = doc[dash.i + 1]
    noun = doc[dash.i + 2] if doc[dash.i + 2].lower_ in ("scenario", "outcome") else last
    inside = [c for c in noun.children if c.dep_ in ("prep", "acl", "relcl") and c.i > noun.i]
    yield doc[dash.i - 1], noun, scene.page.bare(inside, THAT) if inside else _clause(scene, syntax.clause_of(noun))


def _with_be(modal: Token) -> Token:
    """ "may be": the modal with the copula behind it."""
    after = modal.nbor() if modal.i + 1 < len(modal.doc) else modal
    return after if after.lower_ == "be" else modal


def _graded(token: Token) -> Token:
    """ "very likely", "almost certainly": the first word of the grade."""
    before = token.doc[token.i - 1] if token.i else token
    return before if before.lower_ in GRADES else token


def _graded_noun(noun: Token) -> Token:
    """Of "a roughly even chance", the first of the longest row of words that has a band."""
    for back in (3, 2, 1):
        words = tuple(t.lower_ for t in noun.doc[max(noun.i - back, 0) : noun.i + 1])
        if words in _bands():
            return noun.doc[noun.i - back]
    return noun


def _is_judged(modal: Token, scene: Scene) -> bool:
    """True for a "would" under which no infinitive of a plan is reported: its subject is a deed or a thing."""
    subjects = syntax.surface_subjects(modal.head)
    graded = any(c.lower_ in _words("adverb") for c in modal.head.children)
    answered = syntax.is_passive(modal.head) and modal.head.lemma_.lower() in _words("answered")
    return bool(subjects) and not graded and not answered and not any(_can_plan(s, scene) for s in subjects)


def _can_plan(subject: Token, scene: Scene) -> bool:
    state = subject.lemma_.lower() in _words("sides")
    return state or scene.cast.actor(subject) is not None or roles.is_person_role(subject)


def _judged_by_adjective(scene: Scene, token: Token) -> Span:
    if token.dep_ == "amod":
        return scene.page.bare([token.head], THAT)
    clause = token.head
    if clause.dep_ == "relcl" and any(t.lower_ == "which" for t in (*clause.children, *token.children)):
        return scene.page.bare([_whole(clause.head)], THAT)
    inside = [
        c for t in (token, clause) for c in t.children if c.dep_ in ("ccomp", "xcomp", "csubj") and c.i != token.i
    ]
    return scene.page.bare(inside, THAT) if inside and _is_expletive(clause) else _clause(scene, clause)


def _whole(noun: Token) -> Token:
    """Of "a strike on the terminals, which", the strike: what is likely is the whole of it."""
    while noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head.pos_ == "NOUN":
        noun = noun.head.head
    return noun


def _is_expletive(clause: Token) -> bool:
    subjects = [c for c in clause.children if c.dep_ in ("nsubj", "expl")]
    return not subjects or any(c.lower_ in ("it", "there", "that", "which") for c in subjects)


def _clause(scene: Scene, verb: Token) -> Span:
    return scene.page.bare([verb], THAT)
