"""Where an output goes: a file that is new, empty, or plainly a former output of the same kind.

The law: nothing is written over that foreshock did not write itself, and never a report, a ledger or a file to read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, Protocol

from foreshock.desk.collect import Read, collect
from foreshock.errors import NotWritable

Output = Literal[
    "html brief",
    "md brief",
    "play",
    "picture",
    "scenario",
    "corrections",
    "learned",
    "annotations",
    "atom",
    "ftm",
    "gdelt",
    "geojson",
    "gexf",
    "graphml",
    "icews",
    "polecat",
    "prov",
    "stix",
]
"""The kinds of output that are one file."""

_FIRST_ID = rb"[^\n]*\n(?:[0-9a-f]{16}:|\Z)"
_MARKS: Mapping[Output, bytes] = {
    "html brief": rb'<meta name="generator" content="foreshock brief">',
    "md brief": rb"\A#[^\n]*\s+foreshock brief, made ",
    "play": rb'<meta name="generator" content="foreshock play">',
    "picture": rb'\A<svg xmlns="http://www.w3.org/2000/svg" class="foreshock" ',
    "corrections": rb'\A\{[^\n]*"corrections": \[',
    "learned": rb"\APK\x03\x04.{26}mean\.npy",
    "annotations": rb'"id": "urn:foreshock:annotations"',
    "atom": rb"<generator>foreshock</generator>",
    "ftm": rb'\A\{"id": "fs-[0-9a-f]{40}", ',
    "geojson": rb'\A\{"type": "FeatureCollection", "features": \[(?:\]|\{"type": "Feature", "id": "[0-9a-f]{16}:)',
    "gexf": rb"<creator>foreshock</creator>",
    "graphml": rb'\A[^\n]*\n?<graphml [^>]*>\s*<key id="node-name" for="node" ',
    "icews": rb"\AEvent ID\tEvent Date\tSource Name\t" + _FIRST_ID,
    "polecat": rb"\AEvent ID\tEvent Date\tEvent Type\t" + _FIRST_ID,
    "prov": rb'"fs": "urn:foreshock:"',
    "stix": rb'"name": "foreshock",\s+"identity_class": "system"',
}
"""By what a former output is known. A scenario is edited by hand, and a table of GDELT tells not who wrote it: neither
is ever written over."""

_DATABASE = b"SQLite format 3\x00"
_BESIDE = ("-wal", "-shm", "-journal")
_OPENING_BYTES = 2**20


class HoldsText(Protocol):
    """What is asked of a ledger that an output is made from."""

    name: str

    def holds_text(self, text: str) -> bool:
        """True where a report of exactly this text is held."""


def check_place(path: Path, output: Output, keep: Iterable[Path] = ()) -> None:
    """Raise NotWritable where no such output can be written, before long work is done; no file of `keep` is lost."""
    if os.path.isdir(path):  # noqa: PTH112 - unlike a Path, it raises nothing where a folder on the way is closed
        raise NotWritable(path, "it is a folder; name a file")
    if not os.path.isdir(path.parent):  # noqa: PTH112
        raise NotWritable(path, f"there is no folder {path.parent}")
    if not os.access(path.parent, os.X_OK) or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise NotWritable(path, "no permission")
    if path.is_file():
        _check_lost(path, output, keep)


def check_held(path: Path, book: HoldsText) -> None:
    """Raise NotWritable where the file is a report of the ledger, which some reader finds in it."""
    if not path.is_file():
        return
    if any(isinstance(one, Read) and book.holds_text(one.report.text) for one in collect([path])):
        raise NotWritable(path, f"it is a report that {book.name} holds, and is not written over; name another")


def _check_lost(path: Path, output: Output, keep: Iterable[Path]) -> None:
    if any(_same(path, other) for other in keep):
        raise NotWritable(path, "it is one of the files to read, and is not written over; name another")
    database = path.with_name(next((path.name.removesuffix(x) for x in _BESIDE if path.name.endswith(x)), path.name))
    if _opening(path).startswith(_DATABASE) or (database != path and _opening(database).startswith(_DATABASE)):
        raise NotWritable(path, "it is a ledger or another database, and is not written over; name another")
    if (told := _opening(path)) and output not in _MARKS:
        raise NotWritable(path, f"it is there already, and {output} is never written over a file; name another")
    if told and not re.search(_MARKS[output], told, re.DOTALL):
        raise NotWritable(path, f"it is there already, and is no {output} that foreshock wrote; name another")


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def _opening(path: Path) -> bytes:
    """The first bytes of the file, none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_OPENING_BYTES)
    except OSError:
        return b""
