"""Rows as the student sees them: words, pieces, and what is marked on them.

The law: words are cut as the shipped coder cuts them, so that what is taught is what is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, TypeVar, get_args

import spacy
import torch
from torch import Tensor

from foreshock.codebook.base import event_types
from foreshock.coding.sentences import PLAIN
from foreshock.coding.student import MOST
from foreshock.coding.wordpieces import WordPieces
from foreshock.records.attribution import Stance
from foreshock.records.event import Standing
from training.rows import Row
from training.run import ON

TYPES = tuple(event_types())
STANDINGS, STANCES = get_args(Standing), get_args(Stance)
IGNORED = -100
T = TypeVar("T")
TOGETHER = (1, 1, 1, 2, 3)
"""How many texts a draw may join."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An act or a cue: the word that carries it, its label, and the words of its two sides."""

    head: int
    label: int
    sides: tuple[list[int], list[int]]
    row: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A text as pieces; `acts` and `cues` label each word."""

    ids: list[int]
    firsts: list[int]
    acts: list[int]
    cues: list[int]
    events: list[Mark]
    claims: list[Mark]


@dataclass(frozen=True, slots=True)
class Batch:
    """Several examples as arrays; words past the end of one are labelled IGNORED and weigh nothing."""

    ids: Tensor
    held: Tensor
    firsts: Tensor
    acts: Tensor
    cues: Tensor
    words: Tensor
    events: list[Mark]
    claims: list[Mark]


@cache
def _tokenizer() -> Any:
    return spacy.blank("en")


def tokens(text: str) -> list[Any]:
    """The words and marks of a text."""
    return [token for token in _tokenizer()(text.translate(PLAIN)) if not token.is_space]


def example(row: Row, pieces: WordPieces) -> Example:
    """One row as an example; words beyond the room the student has are left off."""
    words, ids, firsts = [], [pieces.start], []
    for token in tokens(row.text):
        cut = pieces.cut(token.text)
        if len(ids) + len(cut) >= MOST:
            break
        words.append((token.idx, token.idx + len(token)))
        firsts.append(len(ids))
        ids.extend(cut)
    acts, cues = [0] * len(words), [0] * len(words)
    events = [mark for event in row.events if (mark := _event(event, words, acts))]
    claims = [mark for claim in row.claims if (mark := _claim(claim, words, cues))]
    return Example([*ids, pieces.end], firsts, acts, cues, events, claims)


def _event(event: dict[str, Any], words: Sequence[tuple[int, int]], acts: list[int]) -> Mark | None:
    told = _over(words, event["trigger"])
    for at in told:
        acts[at] = acts[at] or TYPES.index(event["type"]) + 1
    sides = [sorted({at for party in event[side] for at in _over(words, party)}) for side in ("actors", "recipients")]
    return Mark(told[-1], STANDINGS.index(event["standing"]), (sides[0], sides[1])) if told else None


def _claim(claim: dict[str, Any], words: Sequence[tuple[int, int]], cues: list[int]) -> Mark | None:
    told = _over(words, claim["cue"])
    for at in told:
        cues[at] = 1
    sides = (_over(words, claim["source"]), _over(words, claim["content"]))
    return Mark(told[-1], STANCES.index(claim["stance"]), sides) if told else None


def _over(words: Sequence[tuple[int, int]], span: Sequence[Any] | None) -> list[int]:
    return [n for n, (start, end) in enumerate(words) if span and start < span[1] and end > span[0]]


def joined(examples: Sequence[Example]) -> Example:
    """Several texts as one that the student reads at once; nothing is marked from one to another.

    A text that finds no room is left out, until the next draw.
    """
    first, *others = examples
    for other in others:
        if len(first.ids) + len(other.ids) - 2 > MOST:
            break
        words, pieces = len(first.firsts), len(first.ids) - 2
        first = Example(
            ids=[*first.ids[:-1], *other.ids[1:]],
            firsts=[*first.firsts, *(at + pieces for at in other.firsts)],
            acts=first.acts + other.acts,
            cues=first.cues + other.cues,
            events=first.events + [_moved(m, words) for m in other.events],
            claims=first.claims + [_moved(m, words) for m in other.claims],
        )
    return first


def _moved(mark: Mark, by: int) -> Mark:
    return Mark(mark.head + by, mark.label, ([n + by for n in mark.sides[0]], [n + by for n in mark.sides[1]]))


def batches(examples: Sequence[Example], size: int, dice: Random) -> list[Batch]:
    """The examples in new order, some joined, those of like length together."""
    order = dice.sample(range(len(examples)), len(examples))
    texts: list[Example] = []
    while order:
        many = min(dice.choice(TOGETHER), len(order))
        texts.append(joined([examples[order.pop()] for _ in range(many)]))
    groups = list(of_like_length(texts, size, 20, lambda e: len(e.ids)))
    dice.shuffle(groups)
    return [batch(group) for group in groups]


def of_like_length(texts: Sequence[T], size: int, ahead: int, length: Callable[[T], int]) -> Iterator[list[T]]:
    """The texts in groups of `size`, those of like length together, as far as `ahead` groups in order allow."""
    for start in range(0, len(texts), size * ahead):
        near = sorted(texts[start : start + size * ahead], key=length)
        yield from (near[at : at + size] for at in range(0, len(near), size))


def batch(examples: Sequence[Example]) -> Batch:
    """The examples as arrays."""
    words = max(len(e.firsts) for e in examples)
    wide = max(len(e.ids) for e in examples)
    return Batch(
        ids=filled([e.ids for e in examples], wide, 0),
        held=filled([[1] * len(e.ids) for e in examples], wide, 0),
        firsts=filled([e.firsts for e in examples], words, 0),
        acts=filled([e.acts for e in examples], words, IGNORED),
        cues=filled([e.cues for e in examples], words, IGNORED),
        words=filled([[1] * len(e.firsts) for e in examples], words, 0).float(),
        events=[Mark(m.head, m.label, m.sides, n) for n, e in enumerate(examples) for m in e.events],
        claims=[Mark(m.head, m.label, m.sides, n) for n, e in enumerate(examples) for m in e.claims],
    )


def filled(rows: Sequence[Sequence[int]], wide: int, blank: int) -> Tensor:
    """The rows as one array (rows, wide), what a row lacks filled up with `blank`."""
    return torch.tensor([[*row, *([blank] * (wide - len(row)))] for row in rows], dtype=torch.long, device=ON)
