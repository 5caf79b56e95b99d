"""Attributions learnt from PolNeAR's training part: taught, read out, and scored.

The law: its dev part chooses between designs and its test part is scored once for each; no weights are kept in the
repository.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

import torch
from torch import Tensor

from bench.polnear import ROLES, Marked, Scores, trimmed, scored
from bench.trained.tagger import NEVER, TAGS, Tagger, batch, best_way, windows
from bench.trained.words import Article, tags
from foreshock.coding.wordpieces import WordPieces

RATE, HEADS, SIZE, WARM = 1.5e-4, 8.0, 8, 0.1
Read = Sequence[tuple[Article, Marked]]


def teach(
    tagger: Tagger, read: Read, pieces: WordPieces, seed: int, epochs: int, after: Callable[[int], Any] = lambda _: None
) -> None:
    """The tagger taught on the articles."""
    dice = Random(seed)
    gold = [tags(article.words, marked) for article, marked in read]
    about = sum(len(windows(a, g, pieces, None)) for (a, _), g in zip(read, gold, strict=True))
    learner, pace = _learner(tagger, math.ceil(epochs * about * 1.05 / SIZE))
    for epoch in range(epochs):
        started, total = time.monotonic(), 0.0
        told = [w for (a, _), g in zip(read, gold, strict=True) for w in windows(a, g, pieces, dice)]
        groups = _groups(told, dice)
        tagger.train()
        for n, group in enumerate(groups):
            loss = tagger.loss(batch(group))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            learner.step()
            pace.step()
            learner.zero_grad()
            total += float(loss.detach())
            if n % 100 == 99:
                print(f"{n + 1}/{len(groups)} {total / (n + 1):.4f} {time.monotonic() - started:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: loss {total / len(groups):.4f}, {time.monotonic() - started:.0f} s", flush=True)
        tagger.eval()
        after(epoch)


def _groups(told: Sequence[Any], dice: Random) -> list[list[Any]]:
    """Windows of like length together, in new order."""
    order, groups = dice.sample(list(told), len(told)), list[list[Any]]()
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


@torch.no_grad()
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
    """The tagged spans, their edges trimmed as the gold ones are."""
    found, at = Marked(), 0
    while at < len(way):
        tag, end = way[at], at
        if tag:
            while end + 1 < len(way) and way[end] and (way[end] - 1) % 4 in (0, 1):
                end += 1
            span = trimmed(article.text, article.words[at][0], article.words[end][1])
            getattr(found, ROLES[(tag - 1) // 4]).add(span)
        at = end + 1
    return found


def score(taggers: Sequence[Tagger], read: Read, pieces: WordPieces) -> Scores:
    """The scores of the mean of several taggers on the articles."""
    steps = torch.stack([t.steps.detach() + t.allowed for t in taggers]).mean(0)
    return scored(
        (marked, spans(a, best_way(torch.stack([scores_of(t, a, pieces) for t in taggers]).mean(0), steps)))
        for a, marked in read
    )
