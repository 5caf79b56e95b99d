"""The limits and defaults of scenario files, and which rows of a ledger count as acts, read from the files beside it.

The law: a weight or a bound is read from its file, never written in code.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(file: str) -> dict[str, Any]:
    """The tables of one of this room's TOML files."""
    return tomllib.loads((files("foreshock.scenario") / file).read_text(encoding="utf8"))


def most(name: str) -> Any:
    """A bound on the size of a scenario."""
    return table("limits.toml")["size"][name]


def in_file(name: str) -> int:
    """A bound on the text of a scenario file."""
    return int(table("limits.toml")["file"][name])


def default(name: str) -> int:
    """What is assumed where a scenario says nothing."""
    return int(table("limits.toml")["default"][name])


def counted(column: str) -> tuple[str, ...]:
    """The values of a column of the acts that let a row count."""
    return tuple(table("limits.toml")["counted"][column])
