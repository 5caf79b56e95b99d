"""Graphs as they ship, written and read back: the student that ships can be taught further.

The law: the student is read back out of the graph that ships, eight-bit weights and all, so that nothing is learned
here from any row that it was not taught on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch

from foreshock.coding.encoder import WEIGHTS
from training import encoders
from training.model import Taught

OF_PAIRS = ("near", "far", "own")


def write_graph(
    model: torch.nn.Module, told: Mapping[str, torch.Tensor], wide: Mapping[str, dict[int, str]], file: Path
) -> None:
    """The model as a graph in eight-bit integers. `told` are its inputs by name; `wide` names the dimensions of these
    and, last, of its output that may have any length."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = file.with_name("whole.onnx")
    named: dict[str, Any] = {"input_names": list(told), "output_names": [list(wide)[-1]], "dynamic_axes": dict(wide)}
    torch.onnx.export(model, tuple(told.values()), str(whole), dynamo=False, opset_version=17, **named)
    quantize_dynamic(whole, file, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    whole.unlink()


def about(folder: Path, names: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The version of weights that lie in these files of the folder, and the SHA-256 digest of each."""
    files = {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}
    return f"1.{sha256(''.join(files.values()).encode()).hexdigest()[:8]}", files


def student(graph: Path = WEIGHTS / "student.onnx") -> Taught:
    """The shipped student as it can be taught further; its heads for voices, which do not ship, are new."""
    taught = Taught(encoders.with_shipped_words(encoders.small()))
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
