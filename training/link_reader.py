"""The reader of pairs, taught on labelled mentions of the development part, and its weights written as they ship.

The law: the test part is not opened here, nor are the days on which the reader's word is weighed. Mentions are read
from their texts, whether a coder finds them or not, in passages as the shipped reader gets them.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nlargest
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from foreshock.coding import open_coder
from foreshock.coding.encoder import WEIGHTS
from foreshock.coding.pair_reader import Pieces, Span
from foreshock.linking.likeness import cosine
from foreshock.linking.passages import cut
from foreshock.linking.tellings import weighed
from foreshock.records.incident import Member
from foreshock.records.passage import Passage
from training import encoders
from training.encoders import numbered
from training.examples import of_like_length
from training.links import PORTAL, SCENES, Labels, Place, Reports, as_report, kept_apart, labels, outlets, texts_of
from training.model import Dropped, dropping_cheaply
from training.rows import DEVELOPMENT_FROM, OPEN_TEXT, digest, open_items
from training.run import ON, Plan, Run, learner
from training.shipped import about, student, write_graph

SEED, WIDE = 20241126, 256
FEWEST = 6
"""Words of a text that is read unlabelled."""
PAIRS = Plan(epochs=6, size=24, rate=6e-5, rise=0.08, fall=2 / 27)
TEACHER = Plan(epochs=2, size=48, rate=6e-5, rise=0.08, fall=0.2)
POSSIBLE = 0.03
"""How likely a pair that nobody labelled has to be held, for its reading to be learned from."""
NEAR, DAYS, LOOKED_AT = 3, 12, 40
"""Beside passages that share a happening, each is read with so many others of its window, within so many days, that
share most words; and some of scenes with the likest of so many that stand in other scenes."""
AT_ONCE = 64
"""Readings that a teacher reads at once."""
SAME = 1.5
"""What a pair that is the same weighs more than one that is not."""
SENTENCE = re.compile(r"\S.*?(?:[.!?][”\"')]*(?=\s+[\"“‘']?[A-Z0-9])|\n\s*\n|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    """A passage with the incident of each act, and the words it is found by."""

    passage: Passage
    incidents: tuple[int, ...]
    places: tuple[Place, ...]
    words: dict[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """Two passages as pieces, the pairs of acts asked for (first and last piece of either), and which are the same."""

    ids: list[int]
    kinds: list[int]
    acts: list[tuple[int, int, int, int]]
    same: list[float]


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
            torch.tensor([[*row, *[0] * (wide - len(row))] for row in rows], device=ON)
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


def all_asked(data: Path, pieces: Pieces, dice: Random, taught: bool = True) -> list[Asked]:
    """What is read: passages that share a happening, others of one window that are like them, and likes of two scenes;
    with `taught` false, those of the days kept apart."""
    parts = [(labels("development"), None), *(outlets("development", name) for name in SCENES)]
    found, scenes = list[Asked](), list[list[Told]]()
    for told, own in parts:
        reports = texts_of(data, told.texts) if own is None else own
        kept = Labels(
            {place: of for place, of in told.incidents.items() if kept_apart(place) != taught},
            [(a, b, same) for a, b, same in told.pairs if (kept_apart(a) or kept_apart(b)) != taught],
        )
        for name, window in _windows(kept, reports):
            if name not in told.across:
                found += [_asked(one, one, pieces) for one in window if len(one.incidents) > 1]
            found += _of_window(window, pieces, dice, evenly=own is not None)
            scenes += [window] if own is not None else []
        found += _picked(kept, reports, pieces)
    return found + _strangers(scenes, pieces, dice)


def _windows(told: Labels, reports: Reports) -> Iterator[tuple[str, list[Told]]]:
    windows: dict[str, dict[tuple[str, str], list[Place]]] = defaultdict(lambda: defaultdict(list))
    for place, (window, _) in told.incidents.items():
        windows[window][place[:2]].append(place)
    for name, texts in windows.items():
        yield name, [one for key, places in sorted(texts.items()) for one in _passages(key, places, told, reports)]


def _passages(key: tuple[str, str], places: Sequence[Place], told: Labels, reports: Reports) -> Iterator[Told]:
    """The passages of a report, of its sentences that hold a labelled mention."""
    text, day = reports[key].text, date.fromisoformat(key[0]).toordinal()
    all_sentences = [(found.start(), found.group().rstrip()) for found in SENTENCE.finditer(text)]
    acts: dict[Member, tuple[int, tuple[int, int]]] = {}
    named: dict[Member, Place] = {}
    for place in places:
        start = max((start for start, _ in all_sentences if start <= place[2]), default=0)
        member = key[1], f"{place[2]}-{place[3]}"
        acts[member], named[member] = (start, place[2:]), place
    with_acts = {start for start, _ in acts.values()}
    sentences = {start: sentence for start, sentence in all_sentences if start in with_acts}
    for passage, members in cut(key[1], day, sentences, acts):
        of = tuple(named[member] for member in members)
        incidents = tuple(told.incidents[place][1] if place in told.incidents else -1 for place in of)
        yield Told(passage, incidents, of, weighed(passage.text))


def _of_window(window: Sequence[Told], pieces: Pieces, dice: Random, evenly: bool) -> Iterator[Asked]:
    """The passages of one window read together. With `evenly` no more that share nothing than share something."""
    shared, unlike = list[tuple[Told, Told]](), dict[tuple[int, int], tuple[Told, Told]]()
    near: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for n, one in enumerate(window):
        for m, other in enumerate(window[:n]):
            if set(one.incidents) & set(other.incidents):
                shared.append((other, one))
            elif (one.passage.published or 0) - (other.passage.published or 0) <= DAYS:
                alike = cosine(one.words, other.words)
                near[n].append((alike, m))
                near[m].append((alike, n))
    for n, others in near.items():
        for _, m in sorted(others, reverse=True)[:NEAR]:
            a, b = sorted((n, m))
            unlike[a, b] = window[a], window[b]
    rest = list(unlike.values())
    if evenly and len(rest) > len(shared) + 4:
        rest = dice.sample(rest, len(shared) + 4)
    yield from (_asked(one, other, pieces) for one, other in (*shared, *rest))


def unread(data: Path, pieces: Pieces) -> list[Asked]:
    """Open text of the taught days that nobody labelled, as the coder that ships finds its acts: its passages, each
    read with itself and with the likest before it. What is asked for is not known."""
    known = labels("development").texts
    items = ((day, digest(text), text) for day, text in open_items(data / OPEN_TEXT) if day < DEVELOPMENT_FROM)
    reports = {
        (day, name): as_report(text, day, PORTAL)
        for day, name, text in items
        if (day, name) not in known and not kept_apart((day, name, 0, 0)) and len(text.split()) >= FEWEST
    }
    keys, coder = {report.id: key for key, report in reports.items()}, open_coder()
    acts = (
        (keys[coded.report.id], [(event.trigger.start, event.trigger.end) for event in coded.events])
        for coded in coder.code_all(reports.values())
    )
    return of_stream(dict(acts), reports, pieces)


def of_stream(acts: Mapping[tuple[str, str], Sequence[Span]], reports: Reports, pieces: Pieces) -> list[Asked]:
    """The passages of reports with these acts, each read with itself and with the likest before it."""
    told = Labels({(*key, *span): ("", -1) for key, spans in acts.items() for span in _apart(spans)}, [])
    ((_, stream),) = _windows(told, reports)
    stream.sort(key=lambda one: (one.passage.published or 0, one.passage.report, one.passage.at))
    found, first = list[Asked](), 0
    for n, one in enumerate(stream):
        while (one.passage.published or 0) - (stream[first].passage.published or 0) > DAYS:
            first += 1
        if len(one.incidents) > 1:
            found.append(_asked(one, one, pieces))
        near = nlargest(NEAR, range(first, n), key=lambda m: cosine(one.words, stream[m].words))
        found += [_asked(stream[m], one, pieces) for m in near]
    return found


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, without those that begin within one before them."""
    kept = list[Span]()
    for start, end in sorted(spans):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _picked(told: Labels, reports: Reports, pieces: Pieces) -> Iterator[Asked]:
    """The pairs that were labelled alone."""
    for one, other, same in told.pairs:
        first, second = sorted((one, other))
        (early,), (late,) = (list(_passages(place[:2], [place], told, reports)) for place in (first, second))
        asked = _asked(early, late, pieces)
        yield replace(asked, same=[float(same)])


def _strangers(scenes: Sequence[Sequence[Told]], pieces: Pieces, dice: Random) -> list[Asked]:
    """Passages of two scenes that share wording alone, told as if within ten days: one for two that there are."""
    of = [(n, one) for n, scene in enumerate(scenes) for one in scene]
    found = list[Asked]()
    for _ in range(len(of) // 2):
        (n, one), *others = dice.sample(of, LOOKED_AT + 1)
        far = [other for m, other in others if m != n]
        other = max(far, key=lambda o: cosine(one.words, o.words))
        day = (one.passage.published or 0) + dice.randrange(10)
        moved = replace(other, passage=replace(other.passage, published=day), incidents=(-2,) * len(other.incidents))
        found.append(_asked(one, moved, pieces))
    return found


def _asked(one: Told, other: Told, pieces: Pieces) -> Asked:
    """All pairs of acts of two passages, the earlier first, or of one."""
    ids, kinds, acts, others = pieces.pair(one.passage, other.passage)
    if one is other:
        pairs = [(n, m) for m in range(len(acts)) for n in range(m)]
    else:
        pairs = list(product(range(len(acts)), range(len(others))))
    asked = [(*acts[n], *others[m]) for n, m in pairs]
    return Asked(ids, kinds, asked, [float(one.incidents[n] == other.incidents[m]) for n, m in pairs])


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
