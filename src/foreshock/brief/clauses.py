"""Fragments made whole: a judgement shown with its subject and its condition, in the words of its own sentence.

The law: a quote grows only within its sentence and its speaker's words, and stays the very words of one place.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from foreshock.brief.evidence import Leaf
from foreshock.brief.phrasing import LONGEST_QUOTE, led, sentence_of, trimmed
from foreshock.records import Chain, Link, Span

FEWEST = 4
CONDITION = re.compile(r"\b(?:if|unless|provided that|as long as|in case)\b", re.I)
STOP = re.compile(r"[.;:!?]|,\s")
FULL_STOP = re.compile(r"[.;:!?]\s")
THAT = re.compile(r"\bthat\s+")
WORD = re.compile(r"[a-z]+")
ENDED = re.compile(r"[a-z]{3,}(?:ed|ing)")


def conditioned(leaf: Leaf, span: Span, chain: Chain) -> Span:
    """The span with its subject, where it began without one, and with its condition."""
    sentence = trimmed(leaf.text, sentence_of(leaf, span))
    if not sentence.covers(span):
        return span
    held = span if wordy(span.of(leaf.text)) else Span(span.start, sentence.end)
    whole = _with_subject(leaf, held, sentence, chain) if _is_bare(leaf, span) else held
    grown = _with_condition(leaf, whole, sentence)
    return next((s for s in (grown, whole) if s.end - s.start <= LONGEST_QUOTE), grown)


def wordy(words: str) -> bool:
    """True for four words or more."""
    return len(words.split()) >= FEWEST


def has_verb(leaf: Leaf, span: Span) -> bool:
    """True where an act was coded in the span or one of its words looks like a verb."""
    words = WORD.findall(span.of(leaf.text).casefold())
    if any(span.covers(e.trigger) for e in leaf.coded.events):
        return True
    return any(w in word_list("verbs") or ENDED.fullmatch(w) for w in words)


def _is_bare(leaf: Leaf, span: Span) -> bool:
    """True for fewer than four words, and for words that begin with a verb or with what hangs on one."""
    words = span.of(leaf.text).casefold()
    first = re.match(r"[\w’'-]+", words)
    begins = any(re.match(rf"{re.escape(w)}\b", words) for w in word_list("bare"))
    gerund = bool(first and ENDED.fullmatch(first.group()) and first.group().endswith("ing"))
    cited = any(link.cue.start == span.start for row in leaf.coded.outlooks for link in row.chain)
    return not wordy(words) or begins or gerund or cited


def _with_subject(leaf: Leaf, span: Span, sentence: Span, chain: Chain) -> Span:
    """From where the innermost speaker's words begin, else from where the sentence does."""
    told = [start for link in chain for start in _speech(leaf, link, span, sentence)]
    for start in (*reversed(told), sentence.start):
        whole = led(leaf.text, Span(start, span.end))
        if whole.start < span.start and not _starts_bare(leaf, whole):
            return whole
    return span


def _speech(leaf: Leaf, link: Link, span: Span, sentence: Span) -> list[int]:
    """Where the link's words begin in the sentence before the span: after its cue's "that", or as coded."""
    starts = [link.content.start] if sentence.covers(link.content) and link.content.start < span.start else []
    if sentence.covers(link.cue) and (that := THAT.search(leaf.text, link.cue.end, span.start)):
        starts.insert(0, that.end())
    return starts


def _starts_bare(leaf: Leaf, span: Span) -> bool:
    words = span.of(leaf.text).casefold()
    return any(re.match(rf"{re.escape(w)}\b", words) for w in word_list("bare") if w not in ("in", "on", "after"))


def _with_condition(leaf: Leaf, span: Span, sentence: Span) -> Span:
    """The span grown over an "if" that follows it at once or opens its sentence."""
    after = CONDITION.search(leaf.text, span.end, sentence.end)
    if after and not STOP.search(leaf.text, span.end, after.start()):
        stop = STOP.search(leaf.text, after.end(), sentence.end)
        return trimmed(leaf.text, Span(span.start, stop.start() if stop else sentence.end))
    before = [m.start() for m in CONDITION.finditer(leaf.text, sentence.start, span.start)]
    joined = [at for at in before if not FULL_STOP.search(leaf.text, at, span.start)]
    return Span(joined[0], span.end) if joined else span


@cache
def weights_file() -> dict[str, Any]:
    """The tables of worst.toml."""
    return tomllib.loads((files("foreshock.brief") / "worst.toml").read_text(encoding="utf8"))


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The words of one list of worst.toml, in small letters."""
    return tuple(weights_file()["words"][name])
