"""The reader of `containers.toml`: how much a container may hold.

The law: no limit of a container stands in code; each is a line in the file, and a refusal names its place.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of the file, by their names there; bytes where the name ends so, else counts."""

    depth: int
    items: int
    unpacked_bytes: int
    ratio: int
    ratio_window: int
    whole_bytes: int
    item_bytes: int
    record_bytes: int
    head_bytes: int
    members: int
    row_bytes: int
    links: int
    spooled_bytes: int
    stdin_bytes: int
    address_letters: int
    title_letters: int
    feed_bytes: int
    summary_words: int


@dataclass(frozen=True, slots=True)
class Archived:
    """What of a web archive or a zip is read, and what is left aside."""

    kinds: frozenset[str]
    records: frozenset[str]
    statuses: frozenset[int]
    silent: frozenset[str]
    aside: frozenset[str]
    hidden: tuple[str, ...]
    notes: tuple[str, ...]


@cache
def bounds() -> Bounds:
    """The limits of `containers.toml`, read once."""
    return Bounds(**_told()["limits"])


@cache
def archived() -> Archived:
    """What of an archive is read, by `containers.toml`."""
    told, zipped = _told()["archived"], _told()["zipped"]
    return Archived(
        kinds=frozenset(told["kinds"]),
        records=frozenset(told["records"]),
        statuses=frozenset(told["statuses"]),
        silent=frozenset(told["silent"]),
        aside=frozenset(zipped["aside"]),
        hidden=tuple(zipped["hidden"]),
        notes=tuple(zipped["notes"]),
    )


@cache
def _told() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("containers.toml").read_text("utf8"))
