"""Columns: which column or key of a table holds the text, the title, the day and the rest.

The law: what the user tells of a table is never guessed otherwise; a column that is not there is named beside those
that are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from foreshock.errors import ForeshockError

FIELDS = ("text", "title", "author", "url", "outlet", "language", "published")


class BadMapping(ForeshockError):
    """A mapping of columns that makes no sense."""

    exit_code = 2

    def __init__(self, told: str, fault: str) -> None:
        super().__init__(f"mapping {told!r}: {fault}")
        self.told, self.fault = told, fault


class NoColumn(Exception):
    """A table in which a column that is needed is not; `hoped` says which columns there are."""

    def __init__(self, seen: str, hoped: str) -> None:
        super().__init__(seen)
        self.seen, self.hoped = seen, hoped


@dataclass(frozen=True, slots=True)
class Columns:
    """What the user tells of a table: field to column; an empty one leaves all to the names of `tables.toml`."""

    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of `tables.toml`."""

    columns: dict[str, tuple[str, ...]]
    lists: tuple[str, ...]
    within: tuple[str, ...]
    delimiters: tuple[str, ...]


def read_columns(told: str | None) -> Columns:
    """A mapping such as "text=body,title=headline", or the TOML file that holds one; raises BadMapping."""
    if told is None:
        return Columns()
    pairs = _pairs(told) if "=" in told else _of_file(told)
    for name, column in pairs.items():
        if name not in FIELDS:
            raise BadMapping(told, f"{name!r} is no field; known are {', '.join(FIELDS)}")
        if not column:
            raise BadMapping(told, f"the field {name!r} is given no column")
    return Columns(pairs)


def find_columns(there: list[str], columns: Columns) -> dict[str, str]:
    """Field to the column that holds it; raises NoColumn where one that was told, or the text's, is not there."""
    inner = {plain(x.rpartition(".")[2]): x for x in reversed(there) if "." in x}
    known = inner | {plain(x): x for x in reversed(there)}
    listed = f"the columns there are: {', '.join(there[:40])}{' ...' if len(there) > 40 else ''}"
    found: dict[str, str] = {}
    for name, column in columns.told.items():
        if column not in there and plain(column) not in known:
            raise NoColumn(f"no column {column!r} for the {name}", listed)
        found[name] = column if column in there else known[plain(column)]
    for name, candidates in names().columns.items():
        taken = set(found.values())
        if name not in found and (
            fit := next((known[x] for x in candidates if known.get(x, "") not in {"", *taken}), None)
        ):
            found[name] = fit
    if "text" not in found:
        raise NoColumn("no column that holds the text", f"{listed}; name it with --mapping text=COLUMN")
    return found


def plain(told: str) -> str:
    """A column's name without case, blanks, hyphens and underscores."""
    return re.sub(r"[\s_\-]+", "", told).lower().lstrip("\ufeff")


@cache
def names() -> Names:
    """The names of `tables.toml`, read once."""
    told = tomllib.loads(Path(__file__).with_name("tables.toml").read_text("utf8"))
    return Names(
        columns={key: tuple(dict.fromkeys(plain(x) for x in said)) for key, said in told["columns"].items()},
        lists=tuple(told["lists"]["keys"]),
        within=tuple(told["lists"]["within"]),
        delimiters=tuple(told["csv"]["delimiters"]),
    )


def _pairs(told: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for piece in told.split(","):
        name, equals, column = (x.strip() for x in piece.partition("="))
        if not equals or name in pairs:
            raise BadMapping(
                told, f"{piece.strip()!r} is not FIELD=COLUMN" if not equals else f"{name!r} is told twice"
            )
        pairs[name] = column
    return pairs


def _of_file(told: str) -> dict[str, str]:
    try:
        held: dict[str, Any] = tomllib.loads(Path(told).read_text("utf8"))
    except (FileNotFoundError, IsADirectoryError):
        raise BadMapping(told, "neither FIELD=COLUMN nor a file that is there") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as fault:
        raise BadMapping(told, f"cannot be read ({(str(fault).splitlines() or [''])[0]})") from fault
    held = held.get("mapping", held)
    if not isinstance(held, dict) or not all(isinstance(x, str) for x in held.values()):
        raise BadMapping(told, 'holds more than lines such as text = "body"')
    return held
