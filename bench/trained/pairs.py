"""Sentences with a marked pair: rows of PLV, and rows of our own annotation told as such.

The law: of our own rows only those the student is taught on are used, under the names that PLV's older codebook gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import spacy
import torch
from torch import Tensor

from bench import plv
from foreshock.coding.sentences import PLAIN
from foreshock.coding.student import MOST
from foreshock.coding.wordpieces import WordPieces
from foreshock.records import Span
from training.rows import Row


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence as pieces, the side each stands on (1 source, 2 target, 0 neither), its root and its trigger."""

    ids: list[int]
    sides: list[int]
    root: int
    trigger: list[int]


def of_plv(row: plv.Row, pieces: WordPieces) -> Pair:
    """A row of PLV; its trigger is not told."""
    return _pair(row.text, row.source, row.target, row.root, None, pieces)


def of_ours(rows: Sequence[Row], pieces: WordPieces) -> Iterator[Pair]:
    """Each annotated act that has an actor and a recipient."""
    for row in rows:
        for event in row.events:
            if event["actors"] and event["recipients"]:
                source, target, trigger = (
                    Span(*s[:2]) for s in (event["actors"][0], event["recipients"][0], event["trigger"])
                )
                root = plv.Answer(plv.root_of(event["type"], event["standing"]), "any", event["mode"]).renamed().root
                yield _pair(row.text, source, target, root, trigger, pieces)


@cache
def _tokenizer() -> Any:
    return spacy.blank("en")


def _pair(
    text: str, source: Span | None, target: Span | None, root: str, trigger: Span | None, pieces: WordPieces
) -> Pair:
    ids, sides, told = [pieces.start], [0], [0]
    for token in _tokenizer()(text.translate(PLAIN)):
        if token.is_space:
            continue
        cut, word = pieces.cut(token.text), Span(token.idx, token.idx + len(token))
        if len(ids) + len(cut) >= MOST:
            break
        ids.extend(cut)
        side = next((n + 1 for n, s in enumerate((source, target)) if s is not None and s.meets(word)), 0)
        sides.extend([side] * len(cut))
        told.extend([int(trigger is not None and trigger.meets(word))] * len(cut))
    return Pair([*ids, pieces.end], [*sides, 0], plv.ROOTS.index(root), [*told, 0])


@dataclass(frozen=True, slots=True)
class Batch:
    """Several pairs as arrays."""

    ids: Tensor
    held: Tensor
    sides: Tensor
    roots: Tensor
    triggers: Tensor


def batch(pairs: Sequence[Pair]) -> Batch:
    """The pairs as arrays; pieces past the end of one weigh nothing."""
    wide = max(len(p.ids) for p in pairs)
    return Batch(
        ids=_filled([p.ids for p in pairs], wide),
        held=_filled([[1] * len(p.ids) for p in pairs], wide),
        sides=_filled([p.sides for p in pairs], wide),
        roots=torch.tensor([p.root for p in pairs]),
        triggers=_filled([p.trigger for p in pairs], wide),
    )


def _filled(rows: Sequence[Sequence[int]], wide: int) -> Tensor:
    return torch.tensor([[*row, *([0] * (wide - len(row)))] for row in rows], dtype=torch.long)
