"""What teachers say of texts that nobody annotated, and how far a student is from it (Hinton et al. 2015).

The law: only open texts of days that are there to be taught, and reports in our own words, are asked about, and none
that is annotated, but for copies of taught ones in which words are changed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import torch
import torch.nn.functional as F
from torch import Tensor

from foreshock.coding.wordpieces import WordPieces
from training.examples import Example, batch, example, of_like_length, tokens
from training.model import Taught
from training.rows import DEVELOPMENT_FROM, OPEN_TEXT, Row, digest, open_items, pointed_to, scenes
from training.run import ON
from training.varied import Cut, pools, varied

LEAST, AT_ONCE, SIZE = 0.3, 48, 24
"""How likely an act has to be for its sides to be told; texts that the teacher reads at once, and the student."""
FEWEST = 6
"""Words of a text that is asked about."""


@dataclass(frozen=True, slots=True)
class Soft:
    """A text with what the teachers say of its n words: `acts` (n, types + 1), `cues` (n,), and of the m words `heads`
    that may tell an act the `standings` (m, 5) and `sides` (m, n, 2); all as probabilities in half precision, the mean
    of all teachers."""

    example: Example
    acts: Tensor
    cues: Tensor
    heads: Tensor
    standings: Tensor
    sides: Tensor


def unread(data: Path) -> list[Row]:
    """The open texts of the taught days that no row points to, each once, in order of day, and the reports that linking
    learns from."""
    known = pointed_to()
    texts = {text: day for day, text in open_items(data / OPEN_TEXT) if day < DEVELOPMENT_FROM}
    found = (
        Row(day, text, [], [], [])
        for text, day in texts.items()
        if digest(text) not in known and len(text.split()) >= FEWEST and not text.isupper()
    )
    return [*found, *scenes()]


def changed(rows: Sequence[Row], pieces: WordPieces, dice: Random) -> list[Example]:
    """A copy of each text with some of its words changed, in which nothing is marked."""
    bare = [example(replace(row, events=[], claims=[]), pieces) for row in rows]
    cut = [
        Cut(one.ids, one.firsts, [token.text for token in tokens(row.text)][: len(one.firsts)])
        for row, one in zip(rows, bare, strict=True)
    ]
    known = pools(cut)
    return [replace(one, ids=varied(text, known, dice)) for one, text in zip(bare, cut, strict=True)]


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def told(teachers: Sequence[Taught], texts: Sequence[Example]) -> list[Soft]:
    """What the teachers say of each text."""
    for teacher in teachers:
        teacher.eval().to(ON)
    started, order = time.monotonic(), sorted(texts, key=lambda text: len(text.ids))
    found = [one for at in range(0, len(order), AT_ONCE) for one in _told(teachers, order[at : at + AT_ONCE])]
    print(f"{len(found)} texts read by {len(teachers)} teachers in {time.monotonic() - started:.0f} s", flush=True)
    return found


def _told(teachers: Sequence[Taught], texts: Sequence[Example]) -> Iterator[Soft]:
    asked = batch(texts)
    words = [teacher.words(asked) for teacher in teachers]
    each = list(zip(teachers, words, strict=True))
    acts = _mean([F.softmax(teacher.act(read), -1) for teacher, read in each])
    cues = _mean([F.softmax(teacher.cue(read), -1)[..., 1] for teacher, read in each])
    standings = _mean([F.softmax(teacher.standing(read), -1) for teacher, read in each])
    rows, heads = torch.nonzero((acts[..., 0] < 1 - LEAST) & (asked.words > 0), as_tuple=True)
    sides = _mean([torch.sigmoid(teacher.role(read, rows, heads)) for teacher, read in each])
    acts, cues, standings, sides = (one.half().cpu() for one in (acts, cues, standings[rows, heads], sides))
    rows, heads = rows.cpu(), heads.cpu()
    for n, text in enumerate(texts):
        many, own = len(text.firsts), rows == n
        yield Soft(text, acts[n, :many], cues[n, :many], heads[own], standings[own], sides[own, :many])


def _mean(parts: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(parts)).mean(0)


def groups(texts: Sequence[Soft], dice: Random) -> list[list[Soft]]:
    """The texts in new order, those of like length together."""
    order = dice.sample(list(texts), len(texts))
    return list(of_like_length(order, SIZE, 20, lambda one: len(one.example.ids)))


def loss(student: Taught, group: Sequence[Soft]) -> Tensor:
    """How far the student is from the teachers: cross entropies, weighed as `Taught.loss` weighs what is annotated."""
    asked = batch([one.example for one in group])
    words = student.words(asked)
    wide, held = words.shape[1], asked.words
    acts = -(_padded([one.acts for one in group], wide) * F.log_softmax(student.act(words), -1)).sum(-1)
    cues = F.binary_cross_entropy_with_logits(
        student.cue(words)[..., 1] - student.cue(words)[..., 0],
        _padded([one.cues for one in group], wide),
        reduction="none",
    )
    total = ((3 * acts + cues) * held).sum() / held.sum()
    rows = torch.cat([torch.full_like(one.heads, n) for n, one in enumerate(group)]).to(ON)
    if not len(rows):
        return total
    heads = torch.cat([one.heads for one in group]).to(ON)
    likely = torch.cat([1 - one.acts[one.heads, 0].float() for one in group]).to(ON)
    weight = likely[:, None, None] * held[rows][..., None]
    sides = torch.cat([F.pad(one.sides.float(), (0, 0, 0, wide - one.sides.shape[1])) for one in group]).to(ON)
    scores = student.role(words, rows, heads)
    missed = F.binary_cross_entropy_with_logits(scores, sides, reduction="none") * weight
    standings = torch.cat([one.standings.float() for one in group]).to(ON)
    far = -(standings * F.log_softmax(student.standing(words[rows, heads]), -1)).sum(-1)
    return total + 4 * missed.sum() / (2 * weight.sum()) + 0.5 * far.mean()


def _padded(parts: Sequence[Tensor], wide: int) -> Tensor:
    return torch.stack([F.pad(p.float(), (0, 0) * (p.dim() - 1) + (0, wide - len(p))) for p in parts]).to(ON)
