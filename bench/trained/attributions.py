"""Attributions learnt from PolNeAR's training part: taught, read out, and scored.

The law: its dev part chooses between designs and its test part is scored once for each; no weights are kept in the
repository.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from random import Random
from typing import Any

import torch
from torch import Tensor

from bench.polnear import Marked, Scores, scored
from bench.trained.chain import add_spans
from bench.trained.tagger import TAGS, Tagger, Window, batch, best_way, windows
from bench.trained.words import Article, tags
from foreshock.coding.wordpieces import WordPieces

RATE, HEADS, SIZE, WARM = 2e-4, 6.0, 10, 0.1
TOLD = 50
"""Steps after which the loss is printed."""
Read = Sequence[tuple[Article, Marked]]


def teach(tagger: Tagger, read: Read, pieces: WordPieces, seed: int, steps: int) -> None:
    """The tagger taught on the articles for so many steps."""
    dice = Random(seed)
    gold = [tags(article.words, marked) for article, marked in read]
    learner, pace = _learner(tagger, steps)
    groups, total, started = list[list[Window]](), 0.0, time.monotonic()
    tagger.train()
    for n in range(1, steps + 1):
        if not groups:
            told = [w for (a, _), g in zip(read, gold, strict=True) for w in windows(a, g, pieces, dice)]
            groups = _groups(told, dice)
        loss = tagger.loss(batch(groups.pop()))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
        learner.step()
        pace.step()
        learner.zero_grad()
        total += float(loss.detach())
        if n % TOLD == 0:
            print(f"step {n} of {steps}: loss {total / TOLD:.4f}, {time.monotonic() - started:.0f} s", flush=True)
            total = 0.0
    tagger.eval()


def _groups(told: Sequence[Window], dice: Random) -> list[list[Window]]:
    """Windows of like length together, in new order."""
    order, groups = dice.sample(list(told), len(told)), list[list[Window]]()
    for start in range(0, len(order), SIZE * 20):
        near = sorted(order[start : start + SIZE * 20], key=lambda w: len(w.ids))
        groups.extend(near[at : at + SIZE] for at in range(0, len(near), SIZE))
    dice.shuffle(groups)
    return groups


def _learner(tagger: Tagger, steps: int) -> tuple[Any, Any]:
    told = [(name, p) for name, p in tagger.named_parameters() if p.requires_grad]
    inside = [p for name, p in told if name.startswith("encoder.")]
    outside = [p for name, p in told if not name.startswith("encoder.")]
    groups = [{"params": inside, "lr": RATE}, {"params": outside, "lr": RATE * HEADS}]
    learner = torch.optim.AdamW(groups, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(learner, lambda n: max(0.01, min(1, n / (WARM * steps)) * (1 - n / steps)))
    return learner, pace


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def scores_of(tagger: Tagger, article: Article, pieces: WordPieces, step: float = 0.5) -> Tensor:
    """Scores a tag of each word (words, TAGS): the mean over the windows it stands in, their edges weighing less."""
    told = windows(article, [0] * len(article.words), pieces, None, step)
    total, weight = torch.zeros(len(article.words), TAGS), torch.zeros(len(article.words), 1)
    for start in range(0, len(told), 16):
        group = told[start : start + 16]
        for window, rows in zip(group, tagger(batch(group)), strict=True):
            n = len(window.firsts)
            near = torch.minimum(torch.arange(n) + 1, n - torch.arange(n)).clamp(max=24)[:, None].float()
            near[0 : 24 if window.first == 0 else 0] = 24
            total[window.first : window.first + n] += near * rows[:n].float()
            weight[window.first : window.first + n] += near
    return total / weight


def spans(article: Article, way: Sequence[int]) -> Marked:
    """The tagged spans, told as first-and-others tags to what reads them out."""
    plain = [0 if tag == 0 else 2 * ((tag - 1) // 4) + (1 if (tag - 1) % 4 in (0, 3) else 2) for tag in way]
    found = Marked()
    add_spans(found, article, 0, plain)
    return found


def score(taggers: Sequence[Tagger], read: Read, pieces: WordPieces) -> Scores:
    """The scores of the mean of several taggers on the articles."""
    steps = torch.stack([t.steps.detach() + t.allowed for t in taggers]).mean(0)
    return scored(
        (marked, spans(a, best_way(torch.stack([scores_of(t, a, pieces) for t in taggers]).mean(0), steps)))
        for a, marked in read
    )
