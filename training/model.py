"""The student as it is taught: an encoder, heads a word, and heads a pair of words.

The law: what is exported is what was taught; the columns of the exported graph are written beside it.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training import encoders
from training.encoders import numbered
from training.examples import STANCES, STANDINGS, TYPES, Batch
from training.run import ON

REACH, WIDE = 16, 128
"""Steps between two words that are told apart, and the width in which two words are joined."""


class Dropped(nn.Module):  # type: ignore[misc,unused-ignore]
    """Dropout that draws one byte a number: drawing a number each is a third of a step on a processor."""

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p, self.least = p, round(p * 256)

    def forward(self, told: Tensor) -> Tensor:
        """The numbers, a share `p` of them (to the nearest 256th) zero while teaching, the others grown to match."""
        if not self.training or not self.least:
            return told
        many = -(-told.numel() // 8)
        drawn = torch.empty(many, dtype=torch.int64, device=told.device).random_(-(2**63), None).view(torch.uint8)
        kept = drawn[: told.numel()].view(told.shape) >= self.least
        return told * kept.to(told.dtype).mul_(256 / (256 - self.least))


def dropping_cheaply(encoder: nn.Module) -> nn.Module:
    """The encoder with `Dropped` for its dropout, wherever it is a layer of its own."""
    for name, part in encoder.named_children():
        if isinstance(part, nn.Dropout):
            setattr(encoder, name, Dropped(part.p))
        else:
            dropping_cheaply(part)
    return encoder


class Pair(nn.Module):  # type: ignore[misc,unused-ignore]
    """For one word, how likely each other word takes each of two parts beside it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.near, self.far, self.own = nn.Linear(width, WIDE), nn.Linear(width, WIDE), nn.Linear(width, 2)
        self.join, self.steps = nn.Linear(WIDE, 2), nn.Embedding(2 * REACH + 1, WIDE)

    def forward(self, words: Tensor, rows: Tensor, heads: Tensor) -> Tensor:
        """Scores (n, words, 2) for the n words at `heads` of the texts at `rows` of `words` (texts, words, width),
        among the words of the same text."""
        near, far, own = self.near(words[rows, heads]), self.far(words)[rows], self.own(words)[rows]
        scores: Tensor = self.join(torch.relu(near[:, None] + far + self.steps(steps(heads, words.shape[1])))) + own
        return scores

    def columns(self, words: Tensor) -> Tensor:
        """What of the scores depends on one word alone."""
        return torch.cat([self.near(words), self.far(words), self.own(words) + self.join.bias], -1)


class Taught(nn.Module):  # type: ignore[misc,unused-ignore]
    """The encoder with heads for acts, standings, cues and stances, and pairs for roles and voices."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder, width = dropping_cheaply(encoder), int(encoder.config.hidden_size)
        self.drop = Dropped(0.15)
        self.act, self.standing = nn.Linear(width, len(TYPES) + 1), nn.Linear(width, len(STANDINGS))
        self.cue, self.stance = nn.Linear(width, 2), nn.Linear(width, len(STANCES))
        self.role, self.voice = Pair(width), Pair(width)

    def words(self, batch: Batch) -> Tensor:
        """One vector a word: that of its first piece."""
        ids = numbered(self.encoder, batch.ids, batch.held)
        with torch.autocast(ON.type, torch.bfloat16):
            told = self.encoder(input_ids=ids, attention_mask=batch.held).last_hidden_state.float()
        first = batch.firsts[..., None].expand(-1, -1, told.shape[-1])
        vectors: Tensor = self.drop(torch.gather(told, 1, first))
        return vectors

    def loss(self, batch: Batch) -> Tensor:
        """How far the heads are from what the annotators marked; the act weighs most."""
        words = self.words(batch)
        total = 3 * _word_loss(self.act(words), batch.acts) + _word_loss(self.cue(words), batch.cues)
        for marked, pair, label, weight in (
            (batch.events, self.role, self.standing, 1.0),
            (batch.claims, self.voice, self.stance, 0.5),
        ):
            if not marked:
                continue
            rows = torch.tensor([m.row for m in marked], device=ON)
            heads = torch.tensor([m.head for m in marked], device=ON)
            wanted = torch.zeros(len(marked), words.shape[1], 2)
            for n, mark in enumerate(marked):
                for side, told in enumerate(mark.sides):
                    wanted[n, told, side] = 1
            wanted = wanted.to(ON)
            seen = batch.words[rows][..., None].expand_as(wanted)
            missed = F.binary_cross_entropy_with_logits(pair(words, rows, heads), wanted, reduction="none")
            total = total + weight * 4 * (missed * seen).sum() / seen.sum()
            total = total + weight * 0.5 * F.cross_entropy(
                label(words[rows, heads]), torch.tensor([m.label for m in marked], device=ON)
            )
        return total


def steps(heads: Tensor, words: int) -> Tensor:
    """How many words lie between each head and each word (heads, words), as the pairs count them."""
    return (torch.arange(words, device=heads.device)[None] - heads[:, None]).clamp(-REACH, REACH) + REACH


def _word_loss(scores: Tensor, wanted: Tensor) -> Tensor:
    return F.cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=-100)


class Exported(nn.Module):  # type: ignore[misc,unused-ignore]
    """The graph that ships: vectors of pieces in, one row of columns a piece out; voices are taught only for what they
    add."""

    def __init__(self, taught: Taught) -> None:
        super().__init__()
        self.taught = taught

    def forward(self, vectors: Tensor, held: Tensor) -> Tensor:
        """Columns (batch, pieces, n) in the order of `columns`."""
        taught = self.taught
        told = taught.encoder(inputs_embeds=vectors, attention_mask=held).last_hidden_state
        heads = [taught.act(told), taught.standing(told), taught.cue(told)]
        return torch.cat([*heads, taught.role.columns(told), told], -1)


def columns() -> dict[str, tuple[int, int]]:
    """First column and the one behind the last, by head, of the exported graph."""
    widths = {
        "act": len(TYPES) + 1,
        "standing": len(STANDINGS),
        "cue": 2,
        "role": 2 * WIDE + 2,
        "state": encoders.WIDTH,
    }
    found, at = {}, 0
    for name, wide in widths.items():
        found[name] = (at, at + wide)
        at += wide
    return found
