"""The period of a passage: history that is told on, sentence after sentence, under one date at its opening.

The law: a sentence takes an earlier sentence's date only within its paragraph, only an old one that opened its
sentence, and only while the telling stays in the past without a date or a speaker of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import classes
from foreshock.coding.standing import is_old
from foreshock.coding.standing_signs import PRESENT, is_dating_clause, words
from foreshock.coding.syntax import SUBJECTS, clause_of
from foreshock.records import When

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence
    from foreshock.coding.times import TimeFound

OPENING = 8
"""Words within which a date stands at the opening of its sentence."""


def told_when(scene: Scene, token: Token, when: When) -> When:
    """The period to judge standing by: the act's own, its sentence's, or that of the passage."""
    sentence, published = scene.page.sentence_of(token), scene.page.report.published
    if sentence is None or published is None:
        return when
    opened = _opening(scene, sentence, published)
    if opened is not None and (when.start is None or when in _run_of(scene, sentence, opened)):
        return opened.when
    if when.start is not None and not _is_of_named(scene, token, when):
        return _gone_on(scene, sentence, when, published) or when
    dated = _dated_below(scene, token, published) or _only_period(scene, sentence)
    if dated is not None and not _reaches(scene, dated, token):
        dated = None
    return dated.when if dated else _inherited(scene, sentence, published)


def _gone_on(scene: Scene, sentence: Sentence, when: When, published: date) -> When | None:
    """Of "three years later" and "by August" behind an old date: that date."""
    own = any(_is_of_its_own(t) for t in scene.times if t.when == when)
    inherited = When() if own else _inherited(scene, sentence, published)
    return inherited if inherited.start is not None else None


def _dated_below(scene: Scene, verb: Token, published: date) -> TimeFound | None:
    """Of "was shot when the army invaded in 1968": the old date of the clause of time under the verb."""
    below = {t.i for c in verb.children if is_dating_clause(c) for t in c.subtree}
    return next((t for t in scene.times if t.first in below and is_old(t.when, published)), None)


def _only_period(scene: Scene, sentence: Sentence) -> TimeFound | None:
    """The one period that the sentence tells, unless it belongs to a noun: "the 1951 treaty"."""
    told = [t for t in _times(scene, sentence) if t.when.start and _is_of_its_own(t) and not _dated_noun(scene, t)]
    return told[0] if len(told) == 1 else None


def _reaches(scene: Scene, time: TimeFound, token: Token) -> bool:
    """True unless the date is that of another clause or noun: "accused it of breaking the embargo imposed in 2015"."""
    verb = clause_of(scene.page.doc[time.first])
    while verb.dep_ in ("pcomp", "xcomp"):
        verb = clause_of(verb.head)
    if verb.i == token.i or any(verb.i == a.i for a in token.ancestors):
        return True
    bare = token.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in token.children)
    return bare and verb.dep_ == "ccomp" and token.i > time.last


def _is_of_named(scene: Scene, token: Token, when: When) -> bool:
    """True where the date is not the act's own, but that of a thing it names: "reaffirmed the 1951 treaty"."""
    nouns = [_dated_noun(scene, t) for t in scene.times if t.when == when]
    return any(n is not None and n.i != token.i and n.dep_ in ("dobj", "nsubj", "nsubjpass") for n in nouns)


def _dated_noun(scene: Scene, time: TimeFound) -> Token | None:
    """The noun that a date belongs to, if it does: "the 1951 treaty", "its treaty of 1951"."""
    at = scene.page.doc[time.first]
    if at.dep_ == "pobj" and at.head.lower_ == "of":
        return at.head.head
    modifier = at.dep_ in ("nummod", "amod", "poss", "compound", "nmod") and at.head.i > time.last
    return at.head if modifier else None


def _inherited(scene: Scene, sentence: Sentence, published: date) -> When:
    """The old date under which the sentences before are told, without a break."""
    deeper = _is_deep_past(sentence)
    for earlier in reversed([*_before(scene, sentence), sentence]):
        opened = _opening(scene, earlier, published) or (_only_period(scene, earlier) if deeper else None)
        if opened is not None and is_old(opened.when, published):
            return opened.when
        deeper = deeper or _is_deep_past(earlier)
        if not _tells_on(scene, earlier):
            break
    return When()


def _is_deep_past(sentence: Sentence) -> bool:
    """True of "the emperor had denounced a treaty": told from the time that the sentence before is of."""
    root = sentence.tokens.root
    return root.tag_ == "VBN" and any(c.dep_ == "aux" and c.lower_ == "had" for c in root.children)


def _before(scene: Scene, sentence: Sentence) -> list[Sentence]:
    return [s for s in scene.page.sentences[: sentence.index] if s.paragraph == sentence.paragraph]


def _opening(scene: Scene, sentence: Sentence, published: date) -> TimeFound | None:
    """The old date at the opening of the sentence; with a day of the year beside it ("on that day in 1988"), too."""
    first = sentence.tokens.start
    for time in _times(scene, sentence):
        if time.when.start is not None and time.first - first < OPENING and is_old(time.when, published):
            before_verb = all(t.pos_ != "VERB" for t in sentence.tokens if t.i < time.first)
            return time if before_verb else None
    return None


def _run_of(scene: Scene, sentence: Sentence, opened: TimeFound) -> list[When]:
    """The times that stand beside the opening one."""
    return [t.when for t in _times(scene, sentence) if min(abs(t.first - opened.last), abs(opened.first - t.last)) <= 2]


def _tells_on(scene: Scene, sentence: Sentence) -> bool:
    """True of a sentence in the past tense without a day, a "now" or a speaker of its own."""
    spoken = any(c.cue_token in range(sentence.tokens.start, sentence.tokens.end) for c in scene.voices.claims)
    if spoken and not _is_deep_past(sentence):
        return False
    if any(t.lower_ in words("historical", "now") for t in sentence.tokens):
        return False
    root = sentence.tokens.root
    tenses = {root.tag_} | {c.tag_ for c in root.children if c.dep_ in ("aux", "auxpass")}
    dated = [t for t in _times(scene, sentence) if t.when.start is not None]
    return not tenses & (PRESENT | {"MD"}) and not any(_is_of_its_own(t) for t in dated)


def _is_of_its_own(time: TimeFound) -> bool:
    """True of a date; "three years later" and "by August" go on from the date before."""
    told = str(time.when.text).lower()
    return not told.endswith(tuple(words("historical", "going_on"))) and told.split(" ")[-1] not in classes()["month"]


def _times(scene: Scene, sentence: Sentence) -> list[TimeFound]:
    return [t for t in scene.times if sentence.span.covers(t.span)]
