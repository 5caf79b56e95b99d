"""Texts with some of their words changed for others: what teachers say of them is one lesson more (Jiao et al. 2020).

The law: a word is changed for one of its kind that takes as many pieces, names for names and numbers for numbers; words
of grammar and marks stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from spacy.lang.en.stop_words import STOP_WORDS

SHARES = {"name": 0.3, "number": 0.12, "word": 0.12}
"""How many of the words of each kind are changed."""
Pools = Mapping[tuple[str, int], Sequence[Sequence[int]]]
"""Words as pieces, by kind and number of pieces, each as often as it was met."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as pieces, the first piece of each word, and the words; a piece that starts the text and one that ends it
    belong to no word."""

    ids: Sequence[int]
    firsts: Sequence[int]
    words: Sequence[str]


def kind(word: str) -> str | None:
    """What a word may be changed for; None where it stays."""
    if word.lower() in STOP_WORDS or not word[0].isalnum():
        return None
    if word[0].isdigit():
        return "number"
    return "name" if word[0].isupper() else "word"


def pools(texts: Sequence[Cut]) -> Pools:
    """The words of the texts."""
    found: dict[tuple[str, int], list[Sequence[int]]] = defaultdict(list)
    for text in texts:
        for told, start, end in _words(text):
            found[told, end - start].append(text.ids[start:end])
    return found


def varied(text: Cut, known: Pools, dice: Random) -> list[int]:
    """The pieces of the text, some of its words changed."""
    ids = list(text.ids)
    for told, start, end in _words(text):
        if dice.random() < SHARES[told]:
            ids[start:end] = dice.choice(known[told, end - start])
    return ids


def _words(text: Cut) -> Iterator[tuple[str, int, int]]:
    """Kind, first piece, and the piece behind the last of each word that may be changed."""
    ends = [*text.firsts[1:], len(text.ids) - 1]
    for word, start, end in zip(text.words, text.firsts, ends, strict=True):
        if told := kind(word):
            yield told, start, end
