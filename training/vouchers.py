"""`make train-vouchers`: teaches the network that tells who vouches for an act.

The law: only rows that are there to be taught are taught, and of a report annotated in blocks nothing that words of
another block would tell. The student is read and not changed. The same rows, seed, packages and processor give the same
weights.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from foreshock.coding import EventCoder, open_coder
from foreshock.coding.claims import Claim
from foreshock.coding.encoder import WEIGHTS
from foreshock.coding.events import acts_told
from foreshock.coding.found import Found
from foreshock.coding.scene import Scene
from foreshock.coding.speakers import Speakers
from foreshock.coding.vouchers import FILE, SCALE, words_of
from foreshock.coding.whose import state
from foreshock.records import Span
from training import encoders, train
from training.belonging import as_reports
from training.rows import DEVELOPMENT_FROM, Row, open_rows, passages, whole_reports, wire

SEED = 20261127
WIDE, MATCHED, EPOCHS, DRAW, RATE = 128, 64, 4, 256, 2e-3
"""Widths in which the words are joined, and in which act and cue are matched; how it is taught."""
LEAST = 8
"""Speakers of whom a sign has to be said."""
TOGETHER = 40
"""Rows that are parsed together."""


@dataclass(frozen=True, slots=True)
class Told:
    """A speaker near an act: the signs, what the student makes of act, cue and source (3, width), whether the rules
    hold that it vouches, and whether it does."""

    signs: tuple[str, ...]
    states: Any
    held: bool
    right: bool


def asked(rows: Sequence[Row], coder: EventCoder) -> Iterator[list[Told]]:
    """For each act of the rows that the coder finds too, the speakers near it, but for those told in another block."""
    for n in range(0, len(rows), TOGETHER):
        some = rows[n : n + TOGETHER]
        for row, scene in zip(some, coder.scenes(as_reports(some)), strict=True):
            if scene.page.marks is not None:
                yield from _of_row(scene, row)


def _of_row(scene: Scene, row: Row) -> Iterator[list[Told]]:
    found = acts_told(scene)[0]
    speakers = Speakers(scene, found)
    for one in found:
        if (event := _same(row, one)) is None:
            continue
        act, vouching = scene.page.doc[one.token], [row.claims[n] for n in event["chain"]]
        told = []
        for speaker in speakers.of(one):
            right = any(_is_told(claim, wanted) for claim in speaker.voice for wanted in vouching)
            if right or any(_block(row, c.cue) == _block(row, one.event.trigger) for c in speaker.voice):
                words = words_of(scene, act, speaker)
                read = [state(scene, words.act), state(scene, words.cue), _of_source(scene, words.source)]
                told.append(Told(speaker.signs, np.stack(read), speaker.held, right))
        yield told


def _same(row: Row, found: Found) -> dict[str, Any] | None:
    """The act of the annotator that the coder's is, where there is one and no more."""
    at = found.event.trigger
    same = [e for e in row.events if e["type"] == found.event.type and at.meets(Span(*e["trigger"]))]
    return same[0] if len(same) == 1 else None


def _is_told(claim: Claim, wanted: dict[str, Any]) -> bool:
    source = wanted["source"]
    return claim.cue.meets(Span(*wanted["cue"])) or (source and claim.source.span.meets(Span(*source[:2])))


def _block(row: Row, at: Span) -> int:
    return bisect_right(row.starts, at.start)


def _of_source(scene: Scene, token: Any) -> Any:
    return np.zeros(encoders.WIDTH, np.float32) if token is None else state(scene, token)


class Network(nn.Module):  # type: ignore[misc,unused-ignore]
    """What `coding.vouchers.Vouchers` works out, for many at once; its parameters have the names that ship."""

    def __init__(self, signs: int) -> None:
        super().__init__()
        self.signs = nn.EmbeddingBag(signs, WIDE, mode="sum")
        self.alone = nn.EmbeddingBag(signs, 1, mode="sum")
        nn.init.normal_(self.signs.weight, std=0.05)
        nn.init.zeros_(self.alone.weight)
        self.act, self.cue, self.source = (nn.Linear(encoders.WIDTH, WIDE, bias=False) for _ in range(3))
        self.act_match, self.cue_match = (nn.Linear(encoders.WIDTH, MATCHED, bias=False) for _ in range(2))
        self.out, self.drop = nn.Linear(WIDE, 1), nn.Dropout(0.3)

    def forward(self, signs: Tensor, starts: Tensor, states: Tensor) -> Tensor:
        """Scores (n,) of n speakers: their signs in one row, beginning at `starts` (n,); `states` (n, 3, width)."""
        act, cue, source = self.drop(states).unbind(1)
        told = F.relu(self.signs(signs, starts) + self.act(act) + self.cue(cue) + self.source(source))
        score: Tensor = self.out(self.drop(told))[:, 0] + self.alone(signs, starts)[:, 0]
        return score + (self.act_match(act) * self.cue_match(cue)).sum(-1) / SCALE


def signs_of(told: Sequence[list[Told]]) -> dict[str, int]:
    """The signs that are said often enough, numbered."""
    counts = Counter(sign for some in told for one in some for sign in one.signs)
    return {sign: n for n, sign in enumerate(sorted(s for s, count in counts.items() if count >= LEAST))}


def shares(network: Network, names: dict[str, int], some: Sequence[Told]) -> Tensor:
    """Scores of speakers."""
    known = [[names[sign] for sign in one.signs if sign in names] for one in some]
    starts = np.cumsum([0, *map(len, known)])[:-1]
    states = torch.tensor(np.array([one.states for one in some]), dtype=torch.float32)
    scores: Tensor = network(torch.tensor([n for row in known for n in row]), torch.tensor(starts), states)
    return scores


def teach(told: Sequence[list[Told]], names: dict[str, int]) -> Network:
    """The network, taught on speakers."""
    torch.manual_seed(SEED)
    network, dice = Network(len(names)), Random(SEED)
    everyone = [one for some in told for one in some]
    steps = EPOCHS * -(-len(everyone) // DRAW)
    learner = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02)
    pace = torch.optim.lr_scheduler.OneCycleLR(learner, RATE, total_steps=steps + 1, pct_start=0.1)
    for epoch in range(EPOCHS):
        dice.shuffle(everyone)
        total = 0.0
        for at in range(0, len(everyone), DRAW):
            draw = everyone[at : at + DRAW]
            right = torch.tensor([float(one.right) for one in draw])
            loss = F.binary_cross_entropy_with_logits(shares(network, names, draw), right)
            learner.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
            learner.step()
            pace.step()
            total += float(loss.detach()) * len(draw)
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {total / len(everyone):.3f}", flush=True)
    return network.eval()


def export(network: Network, names: dict[str, int], out: Path) -> None:
    """The network as it ships."""
    arrays = {name: held.detach().numpy().astype(np.float16) for name, held in network.named_parameters()}
    held: dict[str, Any] = {name.removesuffix(".weight").replace(".bias", "_bias"): a for name, a in arrays.items()}
    held["out"], held["out_bias"], held["alone"] = held["out"][0], held["out_bias"][0], held["alone"][:, 0]
    np.savez(out / FILE, names=np.array(list(names)), **held)


def main(data: Path, out: Path = WEIGHTS) -> None:
    """Teach on the rows that are there to be taught, and write the weights."""
    rows = [row for row in (*open_rows(data), *passages()) if row.date < DEVELOPMENT_FROM]
    told = list(asked([*whole_reports(), *wire(), *rows], open_coder()))
    names = signs_of(told)
    export(teach(told, names), names, out)
    before = json.loads((out / "student.json").read_text("utf8"))
    train.note(out, before["rows"], before["epochs"])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("say where the open text lies: python -m training.vouchers FOLDER")
    main(Path(sys.argv[1]))
