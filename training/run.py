"""Teaching under way: one step after the other, and a file that it goes on from when it was stopped.

The law: a run in stretches gives the weights of a run in one go; the state of other rows, plans or seeds is not taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import Tensor

ON = torch.device("cuda" if torch.cuda.is_available() else "cpu")
"""Where teaching runs: an accelerator where there is one."""
Step = Callable[[Any], Tensor]
"""A draw: how far a student is from what is marked on some texts."""
HEADS = 8.0
"""How much faster than the encoder its heads learn."""
STATED = ("student", "learner", "pace")
"""What of a run has a state of its own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How one is taught: `epochs` over the rows in draws of `size`; `rate` of the encoder, which rises over the first
    share `rise` of the steps, stays, and falls to nothing from the share `fall` on."""

    epochs: int
    size: int
    rate: float
    rise: float
    fall: float


@dataclass(frozen=True, slots=True)
class Run:
    """Who is taught, by which learner, at which pace, in the order of which dice; `called` is the same for runs of the
    same rows, plan and seed alone."""

    student: Any
    learner: Any
    pace: Any
    dice: Random
    called: str

    def step(self, step: Step) -> float:
        """One draw learned from; how far the student was from it."""
        loss = step(self.student)
        loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), 1.0)
        self.learner.step()
        self.pace.step()
        self.learner.zero_grad()
        return float(loss.detach())

    def keep(self, file: Path | None, epochs: int) -> None:
        """Write what a run goes on from after so many epochs; one stopped while writing keeps the state before."""
        if file is None:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        parts = {name: getattr(self, name).state_dict() for name in STATED}
        chance = {"dice": self.dice.getstate(), "chance": _chance().get_rng_state()}
        whole = file.with_suffix(".part")
        torch.save({"called": self.called, "epochs": epochs, **parts, **chance}, whole)
        whole.replace(file)

    def resumed(self, file: Path | None) -> int:
        """How many epochs were done by the run whose state the file holds; 0 where there is none, or of another run."""
        if file is None or not file.exists():
            return 0
        held = torch.load(file, weights_only=False)
        if held["called"] != self.called:
            return 0
        for name in STATED:
            getattr(self, name).load_state_dict(held[name])
        self.dice.setstate(held["dice"])
        _chance().set_rng_state(held["chance"])
        print(f"goes on after epoch {held['epochs']}, as {file} says", flush=True)
        return int(held["epochs"])


def _chance() -> Any:
    return torch.cuda if ON.type == "cuda" else torch


def learner(student: Any, plan: Plan, steps: int) -> tuple[Any, Any]:
    """The learner of a student with an `encoder` and heads, and the pace of so many steps."""
    inside = [p for name, p in student.named_parameters() if name.startswith("encoder.") and p.requires_grad]
    outside = [p for name, p in student.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": inside, "lr": plan.rate}, {"params": outside, "lr": plan.rate * HEADS}]
    learns = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    return learns, pace(learns, steps, plan.rise, plan.fall)


def pace(learns: Any, steps: int, rise: float, fall: float) -> Any:
    """The pace of so many steps, which rises, stays and falls as a plan says."""

    def share(n: int) -> float:
        return max(0.01, min(1.0, n / (rise * steps), (1 - n / steps) / (1 - fall)))

    return torch.optim.lr_scheduler.LambdaLR(learns, share)
