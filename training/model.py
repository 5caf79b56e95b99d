"""The student as it is taught: an encoder, heads a word, and heads a pair of words.

The law: what is exported is what was taught; the columns of the exported graph are written beside it.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.encoders import numbered
from training.examples import STANCES, STANDINGS, TYPES, Batch

REACH, WIDE = 16, 128
"""Steps between two words that are told apart, and the width in which two words are joined."""


class Pair(nn.Module):  # type: ignore[misc,unused-ignore]
    """For one word, how likely each other word takes each of two parts beside it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.near, self.far, self.own = nn.Linear(width, WIDE), nn.Linear(width, WIDE), nn.Linear(width, 2)
        self.join, self.steps = nn.Linear(WIDE, 2), nn.Embedding(2 * REACH + 1, WIDE)

    def forward(self, one: Tensor, others: Tensor, steps: Tensor) -> Tensor:
        """Scores (n, words, 2) for n words `one` (n, width) among `others` (n, words, width)."""
        joined = torch.relu(self.near(one)[:, None] + self.far(others) + self.steps(steps))
        scores: Tensor = self.join(joined) + self.own(others)
        return scores

    def columns(self, words: Tensor) -> Tensor:
        """What of the scores depends on one word alone."""
        return torch.cat([self.near(words), self.far(words), self.own(words) + self.join.bias], -1)


class Taught(nn.Module):  # type: ignore[misc,unused-ignore]
    """The encoder with heads for acts, standings, cues and stances, and pairs for roles and voices."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder, width = encoder, int(encoder.config.hidden_size)
        self.drop = nn.Dropout(0.15)
        self.act, self.standing = nn.Linear(width, len(TYPES) + 1), nn.Linear(width, len(STANDINGS))
        self.cue, self.stance = nn.Linear(width, 2), nn.Linear(width, len(STANCES))
        self.role, self.voice = Pair(width), Pair(width)

    def words(self, batch: Batch) -> Tensor:
        """One vector a word: that of its first piece."""
        ids = numbered(self.encoder, batch.ids, batch.held)
        with torch.autocast("cpu", torch.bfloat16):
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
            rows = torch.tensor([m.row for m in marked])
            heads = torch.tensor([m.head for m in marked])
            one, others = words[rows, heads], words[rows]
            wanted = torch.zeros(len(marked), words.shape[1], 2)
            for n, mark in enumerate(marked):
                for side, told in enumerate(mark.sides):
                    wanted[n, told, side] = 1
            seen = batch.words[rows][..., None].expand_as(wanted)
            missed = F.binary_cross_entropy_with_logits(
                pair(one, others, steps(heads, words.shape[1])), wanted, reduction="none"
            )
            total = total + weight * 4 * (missed * seen).sum() / seen.sum()
            total = total + weight * 0.5 * F.cross_entropy(label(one), torch.tensor([m.label for m in marked]))
        return total


def steps(heads: Tensor, words: int) -> Tensor:
    """How many words lie between each head and each word (heads, words), as the pairs count them."""
    return (torch.arange(words)[None] - heads[:, None]).clamp(-REACH, REACH) + REACH


def _word_loss(scores: Tensor, wanted: Tensor) -> Tensor:
    return F.cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=-100)


class Exported(nn.Module):  # type: ignore[misc,unused-ignore]
    """The graph that ships: pieces in, one row of columns a piece out; voices are taught only for what they add."""

    def __init__(self, taught: Taught) -> None:
        super().__init__()
        self.taught = taught

    def forward(self, ids: Tensor, held: Tensor) -> Tensor:
        """Columns (batch, pieces, n) in the order of `columns`."""
        taught = self.taught
        told = taught.encoder(input_ids=ids, attention_mask=held).last_hidden_state
        heads = [taught.act(told), taught.standing(told), taught.cue(told)]
        return torch.cat([*heads, taught.role.columns(told)], -1)


def columns() -> dict[str, tuple[int, int]]:
    """First column and the one behind the last, by head, of the exported graph."""
    widths = {"act": len(TYPES) + 1, "standing": len(STANDINGS), "cue": 2, "role": 2 * WIDE + 2}
    found, at = {}, 0
    for name, wide in widths.items():
        found[name] = (at, at + wide)
        at += wide
    return found
