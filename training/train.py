"""`make train`: teaches a large encoder on the annotated rows, and the student on the rows and on what that one says of
texts that nobody annotated; writes the weights that ship.

The law: the same rows, seed, packages and processor give the same weights, in one go or in stretches: a run that was
stopped goes on after its last whole epoch. Rows that are held out are never loaded into it.
"""

from __future__ import annotations

import argparse
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

from foreshock.coding.encoder import WEIGHTS
from training import encoders, soft
from training.examples import STANDINGS, TYPES, Example, batches, example
from training.model import Exported, Taught, columns
from training.rows import Row, all_taught
from training.run import ON, Plan, Run, Step, learner
from training.shipped import about, write_graph

SEED, JOINED = 20241126, 1 / 0.62
"""JOINED: texts that a draw joins, about the mean of TOGETHER."""
TEACHER_FILE = encoders.KEPT / "teacher.pt"
TEACHER = Plan(epochs=4, size=8, rate=6e-5, rise=0.03, fall=0.67)
STUDENT = Plan(epochs=4, size=16, rate=8e-5, rise=0.1, fall=0.1)


def teach(
    encoder: Any,
    rows: Sequence[Row],
    plan: Plan,
    by: Sequence[soft.Soft] = (),
    seed: int = SEED,
    kept: Path | None = None,
) -> Taught:
    """The encoder taught on the rows, and on what a teacher says of other texts; where the file `kept` holds the state
    of a run of the same rows, plan and seed, from the last whole epoch of that one on."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    dice, cut = Random(seed), encoders.pieces()
    examples = [example(row, cut) for row in rows]
    student = Taught(encoder).to(ON)
    student.train()
    many = math.ceil(len(by) / soft.SIZE) + math.ceil(len(examples) / plan.size / JOINED)
    run = Run(student, *learner(student, plan, plan.epochs * many), dice, _called(rows, plan, by, seed))
    for epoch in range(run.resumed(kept), plan.epochs):
        started, steps = time.monotonic(), _steps(examples, by, plan, dice)
        far = sum(run.step(step) for step in steps) / len(steps)
        run.keep(kept, epoch + 1)
        took = f"{len(steps)} steps in {time.monotonic() - started:.0f} s"
        print(f"epoch {epoch + 1} of {plan.epochs}: loss {far:.3f}, {took}", flush=True)
    return student.eval().cpu()  # type: ignore[no-any-return,unused-ignore]


def _called(rows: Sequence[Row], plan: Plan, by: Sequence[soft.Soft], seed: int) -> str:
    told = repr((list(rows), plan, [one.example.ids for one in by], seed, torch.__version__))
    return sha256(told.encode("utf8")).hexdigest()


def keep(teacher: Taught) -> Taught:
    """The teacher, its weights written where git does not look, for models that are compared with ours."""
    TEACHER_FILE.parent.mkdir(parents=True, exist_ok=True)
    torch.save(teacher.state_dict(), TEACHER_FILE)
    return teacher


def _steps(examples: Sequence[Example], by: Sequence[soft.Soft], plan: Plan, dice: Random) -> list[Step]:
    steps: list[Step] = [
        lambda student, told=told: student.loss(told)  # type: ignore[misc]
        for told in batches(examples, plan.size, dice)
    ]
    steps += [lambda student, told=told: soft.loss(student, told) for told in soft.groups(by, dice)]  # type: ignore[misc]
    dice.shuffle(steps)
    return steps


def export(student: Taught, out: Path, rows: int, epochs: int) -> None:
    """The weights as the package ships them: the graph in eight-bit integers, pairs, pieces, and what they are."""
    out.mkdir(parents=True, exist_ok=True)
    told = {"vectors": torch.zeros(2, 8, encoders.WIDTH), "held": torch.ones(2, 8, dtype=torch.long)}
    wide = {name: {0: "texts", 1: "pieces"} for name in ("vectors", "held", "told")}
    write_graph(Exported(student), told, wide, out / "student.onnx")
    np.savez(out / "pairs.npz", **_pairs(student))
    shutil.copyfile(encoders.small_folder() / "vocab.txt", out / "pieces.txt")
    if out != WEIGHTS:
        shutil.copyfile(WEIGHTS / "words.npz", out / "words.npz")
    note(out, rows, epochs)


def note(out: Path, rows: int, epochs: int) -> None:
    """Write down what the weights of the folder are, and how many rows the student was taught on."""
    (out / "student.json").write_text(json.dumps(_about(out, rows, epochs), indent=1) + "\n", encoding="utf8")


def _pairs(student: Taught) -> dict[str, Any]:
    role = student.role
    return {
        "role_join": role.join.weight.detach().numpy().T.astype(np.float16),
        "role_steps": role.steps.weight.detach().numpy().astype(np.float16),
    }


def _about(out: Path, rows: int, epochs: int) -> dict[str, Any]:
    """What the written weights are: their version and digests, what they were taught on, and how to read the graph."""
    version, files = about(
        out, ("student.onnx", "pairs.npz", "whose.npz", "vouchers.npz", "sides.npz", "pieces.txt", "words.npz")
    )
    told = {"version": version, "rows": rows, "seed": SEED, "epochs": epochs}
    return {**told, "types": TYPES, "standings": STANDINGS, "columns": columns(), "files": files}


def main() -> None:
    """Teach on the rows that are there to be taught, and write the weights."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=os.environ.get("FORESHOCK_BENCH_DATA"), help="folder of open text")
    asked.add_argument("--teachers", type=int, default=1, help="how many large encoders teach it, an hour each")
    asked.add_argument("--copies", type=int, default=0, help="copies with other words that the teachers read too")
    asked.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    told = asked.parse_args()
    if told.data is None:
        raise SystemExit("say where the open text lies: --data FOLDER or FORESHOCK_BENCH_DATA")
    rows = all_taught(told.data)
    teachers = [
        teach(encoders.large(), rows, TEACHER, seed=SEED + n, kept=encoders.KEPT / f"teacher{n or ''}.run")
        for n in range(told.teachers)
    ]
    keep(teachers[0])
    unread, cut, dice = soft.unread(told.data), encoders.pieces(), Random(SEED)
    texts = [example(row, cut) for row in unread]
    for _ in range(told.copies):
        texts += soft.changed([*unread, *rows], cut, dice)
    by = soft.told(teachers, texts)
    student = teach(
        encoders.with_shipped_words(encoders.small()), rows, STUDENT, by, kept=encoders.KEPT / "student.run"
    )
    export(student, told.out, len(rows), STUDENT.epochs)


if __name__ == "__main__":
    main()
