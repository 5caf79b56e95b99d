"""`make train-whose`: teaches the network that tells whose people a party is, and the student under it a little more.

The law: only rows that are there to be taught are taught; the network learns first beside the student as it ships, then
both together, and the student is held to what it said before. The same rows, seed, packages and processor give the
same weights.
"""

from __future__ import annotations

import copy
import json
import math
import sys
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
from foreshock.coding.belonging import plain_signs
from foreshock.coding.encoder import WEIGHTS
from foreshock.coding.student import Student
from foreshock.coding.whose import FILE, SIZES, question
from training import encoders, shipped, train
from training.belonging import Side, as_reports, sides_of
from training.encoders import numbered
from training.examples import Example, batch
from training.model import Taught
from training.rows import Row, taught_as_reports
from training.run import Run, pace

SEED = 20261127
WIDE, MATCHED, SCALE = 128, 64, 8
"""Widths in which party, act and word are joined, and in which party and word are matched, and what divides that."""
FIRST, TOGETHER = 3, 3
"""Epochs of the network alone, and of both."""
ALONE, PIECES, SIDES = 64, 1600, 160
"""Questions of a draw of the network alone; pieces of a draw of both, and questions at most."""
RATE, RATE_OF_STUDENT, RATE_OF_BOTH = 2e-3, 5e-5, 1e-3
"""Of the network alone; of the student, whose heads learn four times as fast, and of the network beside it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A question in numbers (`coding.whose.Question`), with word rows of the report for tokens, -1 where the student
    did not read one; and which countries are right."""

    words: list[int]
    of: list[int]
    apart: Any
    marks: list[list[int]]
    party: int
    act: int
    type: int
    sector: int
    side: int
    right: list[bool]


@dataclass(frozen=True, slots=True)
class Text:
    """A report as the student reads it, in stretches of pieces with the first piece of each word, and what is asked."""

    stretches: list[Example]
    asked: list[Told]


@dataclass(frozen=True, slots=True)
class Names:
    """What rows of the tables stand for."""

    types: list[str]
    sectors: list[str]
    marks: list[str]


class Reading(Student):
    """The shipped student, which also keeps what it read."""

    def __init__(self) -> None:
        super().__init__()
        self.read_so_far: list[list[Example]] = []

    def read(self, reports: Sequence[Sequence[Sequence[str]]]) -> list[Any]:
        """The marks of each report."""
        self.read_so_far += [[_bare(s.ids, s.firsts) for s in self._stretches(parts)] for parts in reports]
        return super().read(reports)


def _bare(ids: list[int], firsts: list[int]) -> Example:
    """A stretch in which nothing is marked."""
    return Example(list(ids), list(firsts), [0] * len(firsts), [0] * len(firsts), [], [])


def texts(rows: Sequence[Row]) -> tuple[list[Text], Names]:
    """The rows with what is asked of them, and the names of what is counted."""
    reader, raw = Reading(), []
    coder = _reading(reader)
    for row, scene, stretches in zip(rows, coder.scenes(as_reports(rows)), _read(reader), strict=False):
        at = scene.page.word_at
        for missing, sides in enumerate(sides_of(scene, row)):
            for side in sides:
                asked = question(scene, side.act, side.party, plain_signs(scene, side.act, side.party), bool(missing))
                words = [at.get(scene.page.doc[scene.countries.words[n].last].idx, -1) for n in asked.words]
                tokens = (at.get(asked.party.idx, -1), at.get(asked.act.idx, -1))
                raw.append((stretches, asked, words, tokens, side))
    return _numbered(raw)


def _reading(reader: Reading) -> EventCoder:
    coder = open_coder()
    coder._student = reader
    return coder


def _read(reader: Reading) -> Iterator[list[Example]]:
    """What was read of each report, in the order in which they are coded."""
    n = 0
    while True:
        yield reader.read_so_far[n]
        n += 1


def _numbered(raw: Sequence[tuple[Any, Any, list[int], tuple[int, int], Side]]) -> tuple[list[Text], Names]:
    names = Names(
        sorted({asked.type for _, asked, _, _, _ in raw}),
        sorted({asked.sector for _, asked, _, _, _ in raw}),
        sorted({mark for _, asked, _, _, _ in raw for marks in asked.marks for mark in marks}),
    )
    by_text: dict[int, Text] = {}
    for stretches, asked, words, (party, act), side in raw:
        told = Told(
            words=words,
            of=asked.of,
            apart=asked.apart,
            marks=[[names.marks.index(mark) for mark in marks] for marks in asked.marks],
            party=party,
            act=act,
            type=names.types.index(asked.type),
            sector=names.sectors.index(asked.sector),
            side=asked.side,
            right=[country in side.countries for country in asked.countries],
        )
        if any(told.right):
            by_text.setdefault(id(stretches), Text(stretches, [])).asked.append(told)
    return list(by_text.values()), names


class Network(nn.Module):  # type: ignore[misc,unused-ignore]
    """What `coding.whose.Whose` works out, for many questions at once; its parameters have the names that ship."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        wide = encoders.WIDTH
        self.party, self.act = nn.Linear(wide, WIDE), nn.Linear(wide, WIDE, bias=False)
        self.word, self.drop = nn.Linear(wide, WIDE, bias=False), nn.Dropout(0.2)
        self.party_match, self.word_match = (nn.Linear(wide, MATCHED, bias=False) for _ in range(2))
        sizes = (len(names.types), len(names.sectors), len(names.marks), 4, *SIZES)
        tables = [nn.Embedding(size, WIDE) for size in sizes]
        for table in tables:
            nn.init.normal_(table.weight, std=0.05)
        self.of_types, self.of_sectors, self.of_marks, self.side = tables[:4]
        self.apart = nn.ModuleList(tables[4:])
        self.out, self.none, self.none_hidden = nn.Linear(WIDE, 1), nn.Linear(WIDE, 1), nn.Linear(WIDE, WIDE)
        self.lone = nn.Parameter(torch.zeros(WIDE))

    def forward(self, states: Tensor, asked: Sequence[Told], rows: Sequence[int]) -> Tensor:
        """Scores (n, countries) of n questions; `states` (words + 1, width), the last of nothing, and the row at which
        the words of each question's report begin."""
        at = _Folded(asked, rows, len(states) - 1, len(self.of_marks.weight))
        party, act, word = self.drop(states[at.party]), self.drop(states[at.act]), self.drop(states[at.words])
        told = self.party(party) + self.act(act) + self.of_types(at.types) + self.of_sectors(at.sectors)
        told = told + self.side(at.sides)
        marks = at.marks @ self.of_marks.weight
        apart = torch.stack([table(at.apart[:, :, n]) for n, table in enumerate(self.apart)]).sum(0)
        near = self.word(word) + apart + marks.gather(1, at.of[:, :, None].expand(-1, -1, WIDE))
        near = self.out(self.drop(F.relu(told[:, None] + near)))[:, :, 0]
        near = near + (self.party_match(party)[:, None] * self.word_match(word)).sum(-1) / SCALE
        named = F.one_hot(at.of, at.held.shape[1]).bool() & at.told[:, :, None]
        by_country = torch.where(named, near[:, :, None], torch.tensor(-1e4)).logsumexp(1)
        lone = self.out(F.relu(told[:, None] + marks + self.lone))[:, :, 0]
        none = self.none(F.relu(self.none_hidden(F.relu(told))))
        scores = torch.where(at.none, none, torch.where(named.any(1), by_country, lone))
        weighed: Tensor = scores.masked_fill(~at.held, -1e9)
        return weighed

    def loss(self, states: Tensor, asked: Sequence[Told], rows: Sequence[int]) -> Tensor:
        """How unlikely the right countries are held, in the mean."""
        shares = self(states, asked, rows).log_softmax(1)
        right = torch.zeros(shares.shape, dtype=torch.bool)
        for n, told in enumerate(asked):
            right[n, : len(told.right)] = torch.tensor(told.right)
        missed: Tensor = -shares.masked_fill(~right, -1e9).logsumexp(1).mean()
        return missed


class _Folded:
    """Questions as tables, filled up to the longest."""

    def __init__(self, asked: Sequence[Told], rows: Sequence[int], nothing: int, marks: int) -> None:
        n, words = len(asked), max(1, *(len(told.words) for told in asked))
        countries = max(len(told.right) for told in asked)
        self.words = torch.full((n, words), nothing)
        self.of, self.told = torch.zeros((n, words), dtype=torch.long), torch.zeros((n, words), dtype=torch.bool)
        self.apart = torch.zeros((n, words, len(SIZES)), dtype=torch.long)
        self.marks = torch.zeros((n, countries, marks))
        self.held, self.none = (torch.zeros((n, countries), dtype=torch.bool) for _ in range(2))
        for k, (told, first) in enumerate(zip(asked, rows, strict=True)):
            here = len(told.words)
            if here:
                self.words[k, :here] = torch.tensor([first + w if w >= 0 else nothing for w in told.words])
                self.of[k, :here], self.apart[k, :here] = torch.tensor(told.of), torch.tensor(told.apart)
            self.told[k, :here] = True
            self.held[k, : len(told.right)] = True
            self.none[k, len(told.right) - 1] = True
            for country, of in enumerate(told.marks):
                self.marks[k, country, of] = 1
        self.party, self.act = (
            torch.tensor([first + at if at >= 0 else nothing for at, first in zip(ats, rows, strict=True)])
            for ats in ([t.party for t in asked], [t.act for t in asked])
        )
        self.types, self.sectors = torch.tensor([t.type for t in asked]), torch.tensor([t.sector for t in asked])
        self.sides = torch.tensor([t.side for t in asked])


def states(student: Taught, texts: Sequence[Text]) -> tuple[Tensor, list[int]]:
    """What the student makes of all words (words + 1, width), the last of nothing, and where each text begins."""
    stretches = [stretch for text in texts for stretch in text.stretches]
    asked = batch(stretches)
    with torch.autocast("cpu", torch.bfloat16):
        told = student.encoder(input_ids=numbered(student.encoder, asked.ids, asked.held), attention_mask=asked.held)
    words = [told.last_hidden_state[n, stretch.firsts].float() for n, stretch in enumerate(stretches)]
    starts = np.cumsum([0, *(sum(len(s.firsts) for s in text.stretches) for text in texts)])[:-1]
    return torch.cat([*words, torch.zeros(1, encoders.WIDTH)]), [int(start) for start in starts]


def said(student: Taught, states: Tensor) -> list[Tensor]:
    """What the heads that ship say of words."""
    return [student.act(states), student.standing(states), student.cue(states), student.role.columns(states)]


def far(now: Sequence[Tensor], before: Sequence[Tensor]) -> Tensor:
    """How far the heads are from what they said before; the act weighs most."""
    total = F.mse_loss(now[3], before[3])
    for weight, new, old in zip((3.0, 0.5, 1.0), now, before, strict=False):
        total = total + weight * F.kl_div(new.log_softmax(-1), old.softmax(-1), reduction="batchmean")
    return total


def teach(student: Taught, network: Network, texts: Sequence[Text], seed: int = SEED) -> None:
    """Teach the network, and the student under it, which is held to what it said of the same texts before."""
    dice, before = Random(seed), copy.deepcopy(student).eval()
    _teach_alone(before, network, texts, dice)
    for name, held in student.named_parameters():
        held.requires_grad_("word_embeddings" not in name)
    steps = TOGETHER * len(list(_draws(texts, Random(seed))))
    run = Run(nn.ModuleList([student, network]), *_learner(student, network, steps), dice, "")
    student.train()
    network.train()
    for epoch in range(TOGETHER):
        total, draws = 0.0, list(_draws(texts, dice))
        for draw in draws:
            now, starts = states(student, draw)
            with torch.no_grad():
                old = said(before, states(before, draw)[0])
            asked = [(told, start) for text, start in zip(draw, starts, strict=True) for told in text.asked]
            loss = network.loss(now, *_parted(dice.sample(asked, min(SIDES, len(asked)))))
            loss = loss + far(said(student, now), old)
            total += run.step(lambda _, loss=loss: loss)  # type: ignore[misc]
        print(f"epoch {epoch + 1} of {TOGETHER}: loss {total / len(draws):.3f}", flush=True)
    student.eval()
    network.eval()


def _teach_alone(student: Taught, network: Network, texts: Sequence[Text], dice: Random) -> None:
    with torch.no_grad():
        known = [states(student, [text])[0] for text in texts]
    questions = [(n, told) for n, text in enumerate(texts) for told in text.asked]
    learner = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02)
    steps = FIRST * math.ceil(len(questions) / ALONE)
    cycle = torch.optim.lr_scheduler.OneCycleLR(learner, RATE, total_steps=steps + 1, pct_start=0.1)
    run = Run(network, learner, cycle, dice, "")
    network.train()
    for _ in range(FIRST):
        dice.shuffle(questions)
        for at in range(0, len(questions), ALONE):
            draw = questions[at : at + ALONE]
            held = {n: known[n] for n, _ in draw}
            starts = dict(zip(held, np.cumsum([0, *(len(words) for words in held.values())]), strict=False))
            words = torch.cat([*held.values(), torch.zeros(1, encoders.WIDTH)])
            asked = _parted([(told, int(starts[n])) for n, told in draw])
            run.step(lambda taught, words=words, asked=asked: taught.loss(words, *asked))  # type: ignore[misc]


def _parted(asked: Sequence[tuple[Told, int]]) -> tuple[list[Told], list[int]]:
    return [told for told, _ in asked], [start for _, start in asked]


def _learner(student: Taught, network: Network, steps: int) -> tuple[Any, Any]:
    inside = [p for name, p in student.named_parameters() if name.startswith("encoder.") and p.requires_grad]
    heads = [p for name, p in student.named_parameters() if not name.startswith(("encoder.", "voice", "stance"))]
    rates = ((inside, RATE_OF_STUDENT), (heads, 4 * RATE_OF_STUDENT), (list(network.parameters()), RATE_OF_BOTH))
    learner = torch.optim.AdamW([{"params": held, "lr": rate} for held, rate in rates], weight_decay=0.01)
    return learner, pace(learner, steps, rise=0.05, fall=0.25)


def _pieces(texts: Sequence[Text]) -> int:
    return sum(len(stretch.ids) for text in texts for stretch in text.stretches)


def _draws(texts: Sequence[Text], dice: Random) -> Iterator[list[Text]]:
    """The texts in the order of the dice, as many together as hold so many pieces."""
    draw = list[Text]()
    for text in dice.sample(list(texts), len(texts)):
        draw.append(text)
        if _pieces(draw) >= PIECES:
            yield draw
            draw = []
    if draw:
        yield draw


def export(network: Network, names: Names, out: Path) -> None:
    """The network as it ships."""
    arrays: dict[str, Any] = {
        name: held.detach().numpy().astype(np.float16) for name, held in network.named_parameters()
    }
    held = {_shipped_name(name): rows for name, rows in arrays.items()}
    for name in ("out", "out_bias", "none", "none_bias"):
        held[name] = held[name][0]
    told: dict[str, Any] = {kind: np.array(getattr(names, kind)) for kind in ("types", "sectors", "marks")}
    np.savez(out / FILE, scale=np.float16(SCALE), **held, **told)


def _shipped_name(name: str) -> str:
    """ "apart.0.weight" ships as apart_0, "party.bias" as party_bias."""
    return name.removesuffix(".weight").replace(".bias", "_bias").replace("apart.", "apart_")


def main(data: Path, out: Path = WEIGHTS) -> None:
    """Teach on the rows that are there to be taught, and write the weights."""
    torch.manual_seed(SEED)
    found, names = texts(taught_as_reports(data))
    student, network = shipped.student(), Network(names)
    teach(student, network, found)
    export(network, names, out)
    told = json.loads((WEIGHTS / "student.json").read_text("utf8"))
    train.export(student, out, told["rows"], told["epochs"])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("say where the open text lies: python -m training.whose FOLDER")
    main(Path(sys.argv[1]))
