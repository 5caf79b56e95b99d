"""The reader of pairs, taught on labelled mentions of the development part, and its weights written as they ship.

The law: the same readings, seed, packages and processor give the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from foreshock.coding.encoder import WEIGHTS
from foreshock.coding.pair_reader import Pieces
from training import encoders
from training.encoders import numbered
from training.examples import filled, of_like_length
from training.link_readings import Asked, all_asked, unread
from training.model import Dropped, dropping_cheaply
from training.run import ON, Plan, Run, learner
from training.shipped import about, student, write_graph

SEED, WIDE = 20241126, 256
PAIRS = Plan(epochs=6, size=24, rate=6e-5, rise=0.08, fall=2 / 27)
TEACHER = Plan(epochs=2, size=48, rate=6e-5, rise=0.08, fall=0.2)
POSSIBLE = 0.03
"""How likely a pair that nobody labelled has to be held, for its reading to be learned from."""
AT_ONCE = 64
"""Readings that a teacher reads at once."""
SAME = 1.5
"""What a pair that is the same weighs more than one that is not."""


class Paired(nn.Module):  # type: ignore[misc,unused-ignore]
    """The encoder over two passages, and a head over the pieces that begin and end two acts."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder, width = dropping_cheaply(encoder), int(encoder.config.hidden_size)
        self.tells_two = encoder.config.model_type == "bert"
        self.drop, self.act, self.all = Dropped(0.1), nn.Linear(2 * width, WIDE), nn.Linear(width, WIDE)
        self.head = nn.Sequential(nn.Linear(3 * WIDE, 128), nn.GELU(), nn.Linear(128, 1))

    def scores(self, told: Tensor, rows: Tensor, acts: Tensor) -> Tensor:
        """Log-odds (pairs,) for acts (pairs, 4) of the passages at `rows` of `told` (texts, pieces, width)."""
        first, last, other, end = (told[rows, acts[:, n]] for n in range(4))
        one, two = self.act(self.drop(torch.cat([first, last], -1))), self.act(self.drop(torch.cat([other, end], -1)))
        joined = torch.cat([one * two, (one - two).abs(), one + two + self.all(told[:, 0])[rows]], -1)
        found: Tensor = self.head(joined)[:, 0]
        return found

    def loss(self, group: Sequence[Asked]) -> Tensor:
        """How far the scores are from the labels; a crowd of pairs in two passages weighs the root of its number."""
        same = torch.tensor([same for one in group for same in one.same], device=ON)
        crowds = torch.tensor([len(one.same) ** -0.5 for one in group for _ in one.same], device=ON)
        weight = crowds * (1 + (SAME - 1) * same)
        missed = F.binary_cross_entropy_with_logits(self.asked(group), same, reduction="none")
        return (missed * weight).sum() / weight.sum()

    def asked(self, group: Sequence[Asked]) -> Tensor:
        """Log-odds (pairs,) of all pairs asked for in the group."""
        wide = max(len(one.ids) for one in group)
        ids, kinds, held = (
            filled(rows, wide, 0)
            for rows in zip(*((one.ids, one.kinds, [1] * len(one.ids)) for one in group), strict=True)
        )
        of_two = {"token_type_ids": kinds} if self.tells_two else {}
        with torch.autocast(ON.type, torch.bfloat16):
            read = self.encoder(input_ids=numbered(self.encoder, ids, held), attention_mask=held, **of_two)
        rows = torch.tensor([n for n, one in enumerate(group) for _ in one.same], device=ON)
        acts = torch.tensor([act for one in group for act in one.acts], device=ON)
        return self.scores(read.last_hidden_state.float(), rows, acts)


class Exported(nn.Module):  # type: ignore[misc,unused-ignore]
    """The graph that ships: vectors of pieces in, one number a pair out."""

    def __init__(self, paired: Paired) -> None:
        super().__init__()
        self.paired = paired

    def forward(self, vectors: Tensor, kinds: Tensor, asked: Tensor) -> Tensor:
        """Log-odds (pairs,) for `asked` (pairs, 4) of one text."""
        held = torch.ones_like(kinds)
        told = self.paired.encoder(inputs_embeds=vectors, token_type_ids=kinds, attention_mask=held).last_hidden_state
        return self.paired.scores(told, torch.zeros_like(asked[:, 0]), asked)


def teach(asked: Sequence[Asked], reader: Paired, plan: Plan = PAIRS, seed: int = SEED) -> Paired:
    """The reader taught to tell pairs that are the same from others."""
    torch.use_deterministic_algorithms(True)
    reader.to(ON)
    dice, steps = Random(seed), plan.epochs * math.ceil(len(asked) / plan.size)
    reader.train()
    run = Run(reader, *learner(reader, plan, steps), dice, "")
    for epoch in range(plan.epochs):
        started, drawn = time.monotonic(), _groups(asked, plan.size, dice)
        far = sum(run.step(lambda student, group=group: student.loss(group)) for group in drawn)  # type: ignore[misc]
        took = time.monotonic() - started
        print(f"epoch {epoch + 1} of {plan.epochs}: loss {far / len(drawn):.3f}, {took:.0f} s", flush=True)
    return reader.eval()  # type: ignore[no-any-return,unused-ignore]


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def held(teachers: Sequence[Paired], asked: Sequence[Asked]) -> list[Asked]:
    """The same readings, shorter ones first, with how likely the teachers hold each pair, in the mean."""
    order, found = sorted(asked, key=lambda one: len(one.ids)), list[Asked]()
    for at in range(0, len(order), AT_ONCE):
        group = order[at : at + AT_ONCE]
        likely = torch.stack([torch.sigmoid(teacher.asked(group)) for teacher in teachers]).mean(0).tolist()
        for one in group:
            mine, likely = likely[: len(one.same)], likely[len(one.same) :]
            found.append(replace(one, same=mine))
    return found


def by_teachers(teachers: Sequence[Paired], asked: Sequence[Asked], unread: Sequence[Asked]) -> list[Asked]:
    """What a small reader learns from large ones (Hinton et al. 2015): of what is labelled, half the label and half
    what they hold; of what is not, the readings in which they hold any pair for possible."""
    labelled = sorted(asked, key=lambda one: len(one.ids))
    blended = [
        replace(one, same=[(a + b) / 2 for a, b in zip(one.same, by.same, strict=True)])
        for one, by in zip(labelled, held(teachers, labelled), strict=True)
    ]
    return [*blended, *(one for one in held(teachers, unread) if max(one.same) > POSSIBLE)]


def _groups(asked: Sequence[Asked], size: int, dice: Random) -> list[list[Asked]]:
    """The passages in new order, those of like length together."""
    groups = list(of_like_length(dice.sample(list(asked), len(asked)), size, 20, lambda one: len(one.ids)))
    return dice.sample(groups, len(groups))


def export(reader: Paired, out: Path, asked: Sequence[Asked]) -> None:
    """The weights as the package ships them: the graph in eight-bit integers, and what it is."""
    told = {
        "vectors": torch.zeros(1, 8, encoders.WIDTH),
        "kinds": torch.zeros(1, 8, dtype=torch.long),
        "asked": torch.tensor([[1, 1, 4, 5]]),
    }
    wide = {"vectors": {1: "pieces"}, "kinds": {1: "pieces"}, "asked": {0: "pairs"}, "same": {0: "pairs"}}
    write_graph(Exported(reader), told, wide, out / "reader.onnx")
    version, files = about(out, ("reader.onnx", "pieces.txt", "words.npz"))
    counts = {"passages": len(asked), "pairs": sum(len(one.same) for one in asked)}
    what = {"version": version, **counts, "seed": SEED, "epochs": PAIRS.epochs, "files": files}
    (out / "reader.json").write_text(json.dumps(what, indent=1) + "\n", encoding="utf8")


def main() -> None:
    """Teach on the development part and write the weights."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("data", type=Path, help="folder of open text")
    told.add_argument("--teachers", type=int, default=0, help="how many large encoders teach it, hours each")
    told.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    given = told.parse_args()
    pieces = Pieces(encoders.small_folder() / "vocab.txt")
    asked = all_asked(given.data, pieces, Random(SEED))
    same = [same for one in asked for same in one.same]
    print(f"{len(asked)} readings, {len(same)} pairs, {sum(same):.0f} the same", flush=True)
    torch.manual_seed(SEED)
    teachers = [teach(asked, Paired(encoders.large()), TEACHER, SEED + n) for n in range(given.teachers)]
    learned = by_teachers(teachers, asked, unread(given.data, pieces)) if teachers else asked
    export(teach(learned, Paired(student().encoder)).cpu(), given.out, asked)


if __name__ == "__main__":
    main()
