"""A tagger of words: a small encoder that also sees the signs of each word, and a chain over the tags it gives.

The law: a span never runs over the end of a paragraph, and every tagging that is read out is a whole one: what begins
also ends. The chain is a conditional random field (Lafferty, McCallum and Pereira 2001) over begin, inside, end and
single tags.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import torch
from torch import Tensor, nn

from bench.polnear import ROLES
from bench.trained.words import SIGNS, Article
from foreshock.coding.sentences import PLAIN
from foreshock.coding.wordpieces import WordPieces

TAGS = 1 + 4 * len(ROLES)
"""None, and for each role begin, inside, end and single."""
NEVER = -1e4
ROOM = 128
"""Pieces read at once."""
WIDE = 8
"""Numbers by which each sign is told to the last layer."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words of one article that are read together, from word `first` on."""

    first: int
    ids: list[int]
    firsts: list[int]
    signs: list[list[int]]
    bars: list[int]
    """Of each word: 1 where it begins a paragraph, 2 where it ends one, 3 for both."""
    tags: list[int]


def steps_allowed() -> Tensor:
    """0 where the second tag may follow the first (TAGS, TAGS), else NEVER."""
    table = torch.full((TAGS, TAGS), NEVER)
    for one in range(TAGS):
        for other in range(TAGS):
            open_before, opened_after = _opens(one), other > 0 and (other - 1) % 4 in (1, 2)
            inside = open_before and opened_after and (one - 1) // 4 == (other - 1) // 4
            if inside or not (open_before or opened_after):
                table[one, other] = 0
    return table


def _opens(tag: int) -> bool:
    return tag > 0 and (tag - 1) % 4 in (0, 1)


def whole_tags(plain: Sequence[int]) -> list[int]:
    """Begin, inside, end and single tags from first-and-others tags of `words.tags`."""
    told = []
    for n, tag in enumerate(plain):
        after = plain[n + 1] if n + 1 < len(plain) else 0
        role, first = (tag - 1) // 2, tag % 2 == 1
        last = after != 2 * role + 2
        told.append(0 if tag == 0 else 1 + 4 * role + ((3 if last else 0) if first else (2 if last else 1)))
    return told


def windows(
    article: Article, tags: Sequence[int], pieces: WordPieces, dice: Random | None, step: float = 1.0
) -> list[Window]:
    """The article in windows; with `dice` the first one is cut short at random, `step` < 1 lets them overlap."""
    cut = [pieces.cut(article.text[a:b].translate(PLAIN))[: ROOM // 4] for a, b in article.words]
    bars, found, at = _bars(article), [], 0
    room = dice.randint(ROOM // 3, ROOM) if dice else ROOM
    while at < len(cut):
        end, used = at, 2
        while end < len(cut) and used + len(cut[end]) <= room:
            used += len(cut[end])
            end += 1
        if end < len(cut):
            breaks = [n for n in article.starts if at + (end - at) // 2 < n < end]
            end = breaks[-1] if breaks else end
        found.append(_window(at, end, cut, article, bars, tags, pieces))
        if end == len(cut):
            break
        starts = [n for n in article.starts if at < n <= end]
        back = at + max(1, int((end - at) * step))
        at = end if step == 1.0 else min([n for n in starts if n >= back], default=back)
        room = ROOM
    return found


def _bars(article: Article) -> list[int]:
    begins, ends = set(article.starts), {n - 1 for n in article.starts}
    ends.add(len(article.words) - 1)
    return [(n in begins) + 2 * (n in ends) for n in range(len(article.words))]


def _window(
    at: int,
    end: int,
    cut: Sequence[Sequence[int]],
    article: Article,
    bars: Sequence[int],
    tags: Sequence[int],
    pieces: WordPieces,
) -> Window:
    ids, firsts = [pieces.start], []
    for word in cut[at:end]:
        firsts.append(len(ids))
        ids.extend(word)
    signs = [[article.signs[name][n] for name in SIGNS] for n in range(at, end)]
    told = whole_tags(list(tags[at:end]))
    return Window(at, [*ids, pieces.end], firsts, signs, list(bars[at:end]), told)


class Tagger(nn.Module):  # type: ignore[misc,unused-ignore]
    """Scores a tag a word, and from one tag to the next."""

    def __init__(self, encoder: Any, seen: Sequence[str] = tuple(SIGNS)) -> None:
        super().__init__()
        self.encoder, width = encoder, int(encoder.config.hidden_size)
        self.seen = [name in seen for name in SIGNS]
        self.inner = nn.ModuleList([nn.Embedding(n, width) for n in SIGNS.values()])
        self.outer = nn.ModuleList([nn.Embedding(n, WIDE) for n in SIGNS.values()])
        for table in self.inner:
            nn.init.normal_(table.weight, std=0.01)
        self.drop = nn.Dropout(0.15)
        self.hidden, self.tag = nn.Linear(2 * width + WIDE * len(SIGNS), 256), nn.Linear(256, TAGS)
        self.steps = nn.Parameter(torch.zeros(TAGS, TAGS))
        self.register_buffer("allowed", steps_allowed())
        encoder.embeddings.word_embeddings.weight.requires_grad_(False)

    def forward(self, batch: Batch) -> Tensor:
        """Scores (windows, words, TAGS)."""
        signs = batch.signs * torch.tensor(self.seen)
        told = self.encoder.embeddings.word_embeddings(batch.ids)
        beside: Tensor = sum(table(signs[..., n]) for n, table in enumerate(self.inner))  # type: ignore[assignment,unused-ignore]
        beside = beside * batch.words[..., None]
        first = batch.firsts[..., None].expand(-1, -1, told.shape[-1])
        told = told.scatter_add(1, first, beside)
        with torch.autocast("cpu", torch.bfloat16):
            told = self.encoder(inputs_embeds=told, attention_mask=batch.held).last_hidden_state
        told = told.float()
        last = batch.lasts[..., None].expand(-1, -1, told.shape[-1])
        outer = [table(signs[..., n]) for n, table in enumerate(self.outer)]
        joined = self.drop(torch.cat([torch.gather(told, 1, first), torch.gather(told, 1, last), *outer], -1))
        scores: Tensor = self.tag(self.drop(torch.nn.functional.gelu(self.hidden(joined))))
        return scores + barred(batch.bars)

    def loss(self, batch: Batch) -> Tensor:
        """How unlikely the gold tags are, a word."""
        scores, steps = self(batch), self.steps + self.allowed
        return (_all_ways(scores, steps, batch.words) - _one_way(scores, steps, batch)).sum() / batch.words.sum()


def barred(bars: Tensor) -> Tensor:
    """NEVER for tags inside a span that would run over the edge of a paragraph."""
    told = torch.zeros(*bars.shape, TAGS)
    kinds = (torch.arange(TAGS) - 1) % 4
    kinds[0] = 9
    told += NEVER * ((bars % 2 == 1)[..., None] & ((kinds == 1) | (kinds == 2)))
    told += NEVER * ((bars >= 2)[..., None] & ((kinds == 0) | (kinds == 1)))
    return told


def _all_ways(scores: Tensor, steps: Tensor, words: Tensor) -> Tensor:
    told = scores[:, 0]
    for n in range(1, scores.shape[1]):
        after = torch.logsumexp(told[:, :, None] + steps[None], 1) + scores[:, n]
        told = torch.where(words[:, n, None] > 0, after, told)
    return torch.logsumexp(told, 1)


def _one_way(scores: Tensor, steps: Tensor, batch: Batch) -> Tensor:
    told = torch.gather(scores, 2, batch.tags[..., None])[..., 0] * batch.words
    moves = steps[batch.tags[:, :-1], batch.tags[:, 1:]] * batch.words[:, 1:]
    return told.sum(1) + moves.sum(1)


@dataclass(frozen=True, slots=True)
class Batch:
    """Several windows as arrays."""

    ids: Tensor
    held: Tensor
    firsts: Tensor
    lasts: Tensor
    signs: Tensor
    bars: Tensor
    tags: Tensor
    words: Tensor


def batch(told: Sequence[Window]) -> Batch:
    """The windows as arrays; what lies past the end of one weighs nothing."""
    wide, words = max(len(w.ids) for w in told), max(len(w.firsts) for w in told)
    lasts = [[*(n - 1 for n in w.firsts[1:]), len(w.ids) - 2] for w in told]
    blank = [0] * len(SIGNS)
    return Batch(
        ids=_filled([w.ids for w in told], wide),
        held=_filled([[1] * len(w.ids) for w in told], wide),
        firsts=_filled([w.firsts for w in told], words),
        lasts=_filled(lasts, words),
        signs=torch.tensor([[*w.signs, *([blank] * (words - len(w.signs)))] for w in told]),
        bars=_filled([w.bars for w in told], words),
        tags=_filled([w.tags for w in told], words),
        words=_filled([[1] * len(w.firsts) for w in told], words).float(),
    )


def _filled(rows: Sequence[Sequence[int]], wide: int) -> Tensor:
    return torch.tensor([[*row, *([0] * (wide - len(row)))] for row in rows], dtype=torch.long)


def best_way(scores: Tensor, steps: Tensor) -> list[int]:
    """The likeliest whole tagging of the words (words, TAGS), by Viterbi's way."""
    told, back = scores[0], []
    for row in scores[1:]:
        ways = told[:, None] + steps
        told, before = ways.max(0)
        told = told + row
        back.append(before.tolist())
    tag = int(told.argmax())
    found = [tag]
    for before in reversed(back):
        tag = before[tag]
        found.append(tag)
    return found[::-1]
