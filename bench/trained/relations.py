"""The root of a marked pair, learnt: one that marks acts, told where the pair stands, looks for the words that tell its
act.

The law: it begins as that one was taught, so that before the first step it answers with what that one says.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from random import Random
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from bench import plv
from bench.trained.pairs import Batch, Pair, batch
from training.encoders import numbered
from training.examples import TYPES, of_like_length
from training.model import Taught

HEADS, SIZE, WARM, SMOOTH, EPOCHS = 8.0, 16, 0.1, 0.1, 5
RATES = {"bert": 6e-5, "mpnet": 3e-5}
"""The rate at which each kind of encoder learns."""
MOST_OF_A_ROOT, LONG = 350, 90
"""Of our own pairs: so many of a root at most, each of fewer pieces than LONG."""
Floats = NDArray[np.float64]


class Related(nn.Module):  # type: ignore[misc,unused-ignore]
    """Scores a root a pair."""

    def __init__(self, taught: Taught) -> None:
        super().__init__()
        self.encoder, self.act = taught.encoder, taught.act
        width = int(self.encoder.config.hidden_size)
        self.side = nn.Embedding(3, width)
        nn.init.normal_(self.side.weight, std=0.01)
        self.near, self.far, self.look = nn.Linear(2 * width, 128), nn.Linear(width, 128), nn.Linear(128, 1)
        self.drop = nn.Dropout(0.2)
        self.hidden, self.root = nn.Linear(3 * width, 256), nn.Linear(256, len(plv.ROOTS))
        self.known = nn.Linear(len(TYPES) + 1, len(plv.ROOTS))
        nn.init.zeros_(self.root.weight)
        nn.init.zeros_(self.look.weight)
        self._begin_as_taught()
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)

    def _begin_as_taught(self) -> None:
        table = torch.zeros(len(plv.ROOTS), len(TYPES) + 1)
        for n, kind in enumerate(TYPES):
            table[plv.ROOTS.index(plv.MERGED.get(kind, kind)), n + 1] = 0.5
        with torch.no_grad():
            self.known.weight.copy_(table)
            self.known.bias.zero_()

    def forward(self, told: Batch) -> tuple[Tensor, Tensor]:
        """Scores (pairs, roots), and how much each piece was looked at, as log shares (pairs, pieces)."""
        ids = numbered(self.encoder, told.ids, told.held)
        inside = self.encoder.embeddings.word_embeddings(ids) + self.side(told.sides) * (told.sides > 0)[..., None]
        with torch.autocast("cpu", torch.bfloat16):
            pieces = self.encoder(inputs_embeds=inside, attention_mask=told.held).last_hidden_state
        pieces = self.drop(pieces.float())
        ends = torch.cat([_mean(pieces, told.sides == side) for side in (1, 2)], -1)
        acts = self.act(pieces)
        tells = -F.log_softmax(acts, -1)[..., 0]
        looked = self.look(torch.tanh(self.near(ends)[:, None] + self.far(pieces)))[..., 0] + torch.log(tells + 1e-3)
        looked = torch.log_softmax(looked.masked_fill(told.held == 0, -1e4), -1)
        share = looked.exp()[..., None]
        joined = self.drop(torch.cat([(share * pieces).sum(1), ends], -1))
        roots = self.root(self.drop(F.gelu(self.hidden(joined)))) + self.known((share * acts).sum(1))
        return roots, looked

    def loss(self, told: Batch) -> Tensor:
        """How far the roots are from those marked, and the looks from the triggers where these are told."""
        roots, looked = self(told)
        total = F.cross_entropy(roots, told.roots, label_smoothing=SMOOTH)
        marked = told.triggers.sum(1) > 0
        if marked.any():
            hit = torch.logsumexp(looked[marked].masked_fill(told.triggers[marked] == 0, -1e4), 1)
            total = total - 0.3 * hit.mean()
        return total


def _mean(pieces: Tensor, held: Tensor) -> Tensor:
    weight = held.float()[..., None]
    return (pieces * weight).sum(1) / weight.sum(1).clamp(min=1)


def teach(model: Related, pairs: Sequence[Pair], seed: int, epochs: int, rate: float) -> None:
    """The model taught on the pairs."""
    dice, steps = Random(seed), epochs * math.ceil(len(pairs) / SIZE)
    learner, pace = _learner(model, steps, rate)
    model.train()
    for epoch in range(epochs):
        total, groups = 0.0, _groups(pairs, dice)
        for group in groups:
            loss = model.loss(batch(group))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            learner.step()
            pace.step()
            learner.zero_grad()
            total += float(loss.detach())
        print(f"epoch {epoch + 1} of {epochs}: loss {total / len(groups):.3f}", flush=True)
    model.eval()


def _groups(pairs: Sequence[Pair], dice: Random) -> list[list[Pair]]:
    order = dice.sample(list(pairs), len(pairs))
    groups = list(of_like_length(order, SIZE, 10, lambda p: len(p.ids)))
    dice.shuffle(groups)
    return groups


def _learner(model: Related, steps: int, rate: float) -> tuple[Any, Any]:
    told = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    inside = [p for name, p in told if name.startswith("encoder.")]
    outside = [p for name, p in told if not name.startswith("encoder.")]
    learner = torch.optim.AdamW([{"params": inside, "lr": rate}, {"params": outside, "lr": rate * HEADS}])
    pace = torch.optim.lr_scheduler.LambdaLR(learner, lambda n: max(0.01, min(1, n / (WARM * steps)) * (1 - n / steps)))
    return learner, pace


def begun(taught: Taught, ours: Sequence[Pair], seed: int, rate: float) -> Related:
    """What marks acts, taught once over our own pairs, of which no root has more than MOST_OF_A_ROOT."""
    torch.manual_seed(seed)
    counted, kept = Counter[int](), list[Pair]()
    for pair in Random(seed).sample(list(ours), len(ours)):
        counted[pair.root] += 1
        if counted[pair.root] <= MOST_OF_A_ROOT and len(pair.ids) < LONG:
            kept.append(pair)
    model = Related(taught)
    teach(model, kept, seed, 1, rate)
    return model


def nets(
    taught: Taught, pairs: Sequence[Pair], place: Sequence[int], ours: Sequence[Pair], seed: int
) -> tuple[list[Related], Floats]:
    """A net for each fold, taught on the others, and the shares of each pair by the net that was not taught on it."""
    rate = RATES[taught.encoder.config.model_type]
    first, found = begun(taught, ours, seed, rate), np.zeros((len(pairs), len(plv.ROOTS)))
    told = []
    for fold in sorted(set(place)):
        model = deepcopy(first)
        teach(model, [pair for pair, at in zip(pairs, place, strict=True) if at != fold], seed, EPOCHS, rate)
        own = [n for n, at in enumerate(place) if at == fold]
        found[own] = shares(model, [pairs[n] for n in own])
        told.append(model)
    return told, found


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def shares(model: Related, pairs: Sequence[Pair]) -> Floats:
    """How likely each root is of each pair (pairs, roots)."""
    model.eval()
    told: Floats = torch.cat([torch.softmax(model(batch([p]))[0], -1) for p in pairs]).double().numpy()
    return told
