"""How a passage is told: from an era without a date ("in Stalin's time"), or as a case that is only put ("suppose").

The law: an era reaches the past tenses behind it, a supposition the present tenses, each within its paragraph and until
a sentence with a date or a speaker of its own breaks the telling.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from foreshock.coding import standing_signs as signs
from foreshock.coding import syntax
from foreshock.coding.proposals import BY_STUDENT
from foreshock.coding.standing_signs import PRESENT, words
from foreshock.records.event import Standing

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence


def told_as(scene: Scene, token: Token, standing: Standing, word: str) -> tuple[Standing, str]:
    """The standing of an act, and the word that decided it, where so far nothing speaks against it."""
    sentence = scene.page.sentence_of(token)
    by_word = bool(word) and not word.startswith(BY_STUDENT)
    if sentence is None or standing not in ("actual", "future") or (standing == "actual" and by_word):
        return standing, word
    verb = syntax.clause_of(token)
    if (era := _carried(scene, sentence, _era)) and not _is_now(verb):
        return "historical", era
    if (case := put_in(sentence.tokens, verb)) or (_is_now(verb) and (case := _carried(scene, sentence, _supposed))):
        return "hypothetical", case
    return standing, word


def put_in(sentence: Tokens, verb: Token) -> str:
    """The noun of "in the worst case, ..." and "in one of four scenarios, ..." that opens a sentence; else empty.

    All that the sentence tells is put so ("X sends troops, Y fires rockets"), but for what a case in the past told.
    """
    opening = []
    for token in sentence:
        if syntax.is_verb(token):
            break
        opening.append(token)
    led = bool(opening) and opening[0].lower_ in words("case", "prepositions")
    return next((t.lower_ for t in opening if led and _is_put(t, verb)), "")


def _is_put(noun: Token, verb: Token) -> bool:
    lemma = noun.lemma_.lower()
    put = noun.i > 0 and noun.nbor(-1).lower_ in words("case", "put") and verb.tag_ != "VBD"
    return lemma in words("case", "played") or (put and lemma in words("case", "nouns"))


def _carried(scene: Scene, sentence: Sentence, sign: Callable[[Sentence], str]) -> str:
    """What the sentence or one before it in its paragraph opens, unless the telling broke off in between."""
    if found := sign(sentence):
        return found
    told = [s for s in scene.page.sentences[: sentence.index] if s.paragraph == sentence.paragraph]
    if _breaks(scene, sentence):
        return ""
    for earlier in reversed(told):
        if found := sign(earlier):
            return found
        if _breaks(scene, earlier):
            return ""
    return ""


def _breaks(scene: Scene, sentence: Sentence) -> bool:
    inside = range(sentence.tokens.start, sentence.tokens.end)
    spoken = any(c.cue_token in inside for c in scene.voices.claims)
    dated = any(t.when.start is not None and sentence.span.covers(t.span) for t in scene.times)
    now = any(t.lower_ in words("historical", "now") for t in sentence.tokens)
    return spoken or dated or now


def _era(sentence: Sentence) -> str:
    """The words of "in Stalin's time", "in his day", "in the last century"; empty where no era is named."""
    for token in sentence.tokens:
        if token.lemma_.lower() not in words("era", "nouns") or token.head.lower_ not in words("era", "prepositions"):
            continue
        owned = any(c.dep_ == "poss" for c in token.children)
        gone = any(c.lower_ in words("era", "gone") for c in token.children)
        if gone or (owned and token.lemma_.lower() in words("era", "owned")):
            return f"{token.head.lower_} {token.lower_}"
    return ""


def _supposed(sentence: Sentence) -> str:
    """ "suppose" and "what if" at the opening of a sentence, and the noun of "the worst scenario is simple"."""
    first, second = sentence.tokens[0].lower_, sentence.tokens[min(1, len(sentence.tokens) - 1)].lower_
    if first in words("supposed", "openers") or f"{first} {second}" in words("supposed", "openers"):
        return first
    root = sentence.tokens.root
    return next((t.lower_ for t in syntax.surface_subjects(root) if _is_case(t)), "") if _is_now(root) else ""


def _is_case(noun: Token) -> bool:
    """True of "the worst scenario", "the likeliest path", "the most plausible course"."""
    told = [c for c in noun.children if c.dep_ in ("amod", "compound")]
    weighed = any(c.tag_ == "JJS" or c.lower_ in words("case", "put") for c in told)
    weighed = weighed or any(m.lower_ == "most" for c in told for m in c.children)
    return weighed and noun.lemma_.lower() in words("case", "nouns") | words("case", "paths") and noun.tag_ == "NN"


def _is_now(verb: Token) -> bool:
    tenses = {verb.tag_} | {c.tag_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    return bool(tenses & PRESENT) and not signs.is_past(verb)
