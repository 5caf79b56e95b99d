"""Teaches the small networks that choose: `coding.weighing` works out what they learned.

The law: the student is read and not changed; the same choices, seed, packages and processor give the same weights.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from foreshock.coding import open_coder
from foreshock.coding.encoder import WEIGHTS
from foreshock.coding.events import acts_told
from foreshock.coding.found import Found
from foreshock.coding.scene import Scene
from foreshock.coding.weighing import SCALE, Choice
from foreshock.coding.whose import state
from foreshock.records import Span
from training import encoders, train
from training.belonging import as_reports
from training.rows import Row

SEED = 20261127
WIDE, MATCHED, EPOCHS, DRAW, RATE = 128, 64, 4, 256, 2e-3
"""Widths in which the words are joined, and in which the first two are matched; how it is taught."""
LEAST = 8
"""Choices of which a sign has to be said."""
TOGETHER = 40
"""Rows that are parsed together."""


@dataclass(frozen=True, slots=True)
class Told:
    """A choice: its signs, what the student makes of its words (words, width), its question, and if it is right."""

    signs: tuple[str, ...]
    states: Any
    question: int
    right: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """An act that the coder and the annotator of a row both have."""

    scene: Scene
    row: Row
    found: Found
    all_found: list[Found]
    event: dict[str, Any]


def acts(rows: Sequence[Row]) -> Iterator[Asked]:
    """The acts of the rows that the coder finds too."""
    coder = open_coder()
    for n in range(0, len(rows), TOGETHER):
        some = rows[n : n + TOGETHER]
        for row, scene in zip(some, coder.scenes(as_reports(some)), strict=True):
            found = acts_told(scene)[0] if scene.page.marks is not None else []
            for one in found:
                at = one.event.trigger
                same = [e for e in row.events if e["type"] == one.event.type and at.meets(Span(*e["trigger"]))]
                if len(same) == 1:
                    yield Asked(scene, row, one, found, same[0])


def block(row: Row, at: Span) -> int:
    """Which block of a whole report the words stand in."""
    return bisect_right(row.starts, at.start)


def told(scene: Scene, choice: Choice, right: bool) -> Told:
    """A choice as it is taught."""
    nothing = np.zeros(encoders.WIDTH, np.float32)
    states = [nothing if word is None else state(scene, word) for word in choice.words]
    return Told(choice.signs, np.stack(states), choice.question, right)


class Network(nn.Module):  # type: ignore[misc,unused-ignore]
    """What `coding.weighing.Weighed` works out, for many choices at once, without dropout where it only reads."""

    def __init__(self, signs: int, words: int, questions: int) -> None:
        super().__init__()
        self.signs = nn.EmbeddingBag(signs, WIDE, mode="sum")
        self.alone = nn.EmbeddingBag(signs, 1, mode="sum")
        nn.init.normal_(self.signs.weight, std=0.05)
        nn.init.zeros_(self.alone.weight)
        self.words = nn.ModuleList(nn.Linear(encoders.WIDTH, WIDE, bias=False) for _ in range(words))
        self.match = nn.ModuleList(nn.Linear(encoders.WIDTH, questions * MATCHED, bias=False) for _ in range(2))
        self.out, self.drop = nn.Linear(WIDE, 1), nn.Dropout(0.3)

    def forward(self, signs: Tensor, starts: Tensor, states: Tensor, questions: Tensor) -> Tensor:
        """Scores (n,) of n choices: their signs in one row, beginning at `starts` (n,); `states` (n, words, width)."""
        held = self.drop(states).unbind(1)
        read = self.signs(signs, starts)
        for reads, word in zip(self.words, held, strict=True):
            read = read + reads(word)
        score: Tensor = self.out(self.drop(F.relu(read)))[:, 0] + self.alone(signs, starts)[:, 0]
        pairs = (self.match[0](held[0]) * self.match[1](held[1])).view(len(states), -1, MATCHED).sum(-1)
        matched: Tensor = pairs.gather(1, questions[:, None])[:, 0]
        return score + matched / SCALE


@dataclass(frozen=True, slots=True)
class Taught:
    """A network and the numbers of its signs."""

    network: Network
    names: dict[str, int]

    def scores(self, some: Sequence[Told]) -> Tensor:
        """Scores (n,) of choices."""
        known = [[self.names[sign] for sign in one.signs if sign in self.names] for one in some]
        starts = np.cumsum([0, *map(len, known)])[:-1]
        states = torch.tensor(np.array([one.states for one in some]), dtype=torch.float32)
        signs = torch.tensor([n for row in known for n in row])
        scores: Tensor = self.network(signs, torch.tensor(starts), states, torch.tensor([one.question for one in some]))
        return scores

    def export(self, out: Path) -> None:
        """The network as it ships, into a file."""
        net = self.network
        linear = {"words": net.words, "match": net.match}
        held: dict[str, Any] = {name: np.stack([_bare(one.weight) for one in some]) for name, some in linear.items()}
        held["match"] = held["match"].reshape(2, -1, MATCHED, encoders.WIDTH)
        held |= {"signs": _bare(net.signs.weight), "alone": _bare(net.alone.weight)[:, 0]}
        held |= {"out": _bare(net.out.weight)[0], "out_bias": _bare(net.out.bias)[0]}
        np.savez(out, names=np.array(list(self.names)), **held)


def _bare(held: Any) -> Any:
    return held.detach().numpy().astype(np.float16)


def teach(choices: Sequence[Told], questions: int = 1) -> Taught:
    """A network taught on choices."""
    torch.manual_seed(SEED)
    counts = Counter(sign for one in choices for sign in one.signs)
    names = {sign: n for n, sign in enumerate(sorted(s for s, count in counts.items() if count >= LEAST))}
    taught = Taught(Network(len(names), len(choices[0].states), questions), names)
    steps = EPOCHS * -(-len(choices) // DRAW)
    learner = torch.optim.AdamW(taught.network.parameters(), lr=RATE, weight_decay=0.02)
    pace = torch.optim.lr_scheduler.OneCycleLR(learner, RATE, total_steps=steps + 1, pct_start=0.1)
    dice, everything = Random(SEED), list(choices)
    for epoch in range(EPOCHS):
        dice.shuffle(everything)
        total = 0.0
        for at in range(0, len(everything), DRAW):
            draw = everything[at : at + DRAW]
            right = torch.tensor([float(one.right) for one in draw])
            loss = F.binary_cross_entropy_with_logits(taught.scores(draw), right)
            learner.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
            learner.step()
            pace.step()
            total += float(loss.detach()) * len(draw)
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {total / len(everything):.3f}", flush=True)
    taught.network.eval()
    return taught


def ship(networks: Mapping[str, Taught], out: Path = WEIGHTS) -> None:
    """Write networks beside the student, and note that they are there."""
    for name, taught in networks.items():
        taught.export(out / name)
    before = json.loads((out / "student.json").read_text("utf8"))
    train.note(out, before["rows"], before["epochs"])
