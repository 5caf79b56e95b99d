"""What the models start from beside the student that ships: the large encoder that taught it.

The law: it is the teacher that `make train` left, or one taught on the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from training import encoders
from training.model import Taught
from training.rows import Row
from training.train import TEACHER, TEACHER_FILE, keep, teach


def teacher(rows: Sequence[Row]) -> Taught:
    """The teacher, as `make train` left it; taught on the rows where it did not."""
    if not TEACHER_FILE.is_file():
        return keep(teach(encoders.large(), rows, TEACHER))
    taught = Taught(encoders.large())
    taught.load_state_dict(torch.load(TEACHER_FILE))
    return taught
