"""The reader of `limits.toml`. The law: no size and no length of this room stands in code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the file, by their names there."""

    file_bytes: int
    unpacked_bytes: int
    ratio: int
    ratio_from_bytes: int
    cell_letters: int
    shown_letters: int
    span_letters: int
    around_letters: int
    feed_entries: int


@cache
def limits() -> Limits:
    """The limits, read once."""
    told = tomllib.loads((files("foreshock.formats") / "limits.toml").read_text(encoding="utf8"))
    return Limits(**told["read"], **told["write"])
