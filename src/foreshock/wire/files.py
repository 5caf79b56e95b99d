"""Files and folders in, reports out.

The law: each path told is read or named in one error; of a folder, every text file that can be a report is read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.encoding import decode
from foreshock.wire.text import read_text
from foreshock.wire.words import words


def read_path(
    path: Path | str, *, published: date | None = None, outlet: str | None = None, title: str | None = None
) -> Report:
    """The report in the file at `path`; raises UnreadableReport with one clear line for whatever is no report."""
    file = Path(path)
    text = decode(_bytes(file), file)
    try:
        return read_text(text, published=published, outlet=outlet, title=title)
    except UnreadableReport as fault:
        raise UnreadableReport(file, fault.seen, fault.hoped) from fault


def find_paths(paths: Iterable[Path | str]) -> list[Path]:
    """The files to read: each path told, folders replaced by the text files in them, sorted, each file once.

    A path that leads nowhere, or a folder without a text file, stays in the list: reading it says so.
    """
    found: dict[Path, None] = {}
    for told in map(Path, paths):
        inside = _inside(told) if os.path.isdir(told) else []  # noqa: PTH112 - no error where a folder is closed to us
        found.update(dict.fromkeys(inside or [told]))
    return list(found)


def _inside(folder: Path) -> list[Path]:
    told = words()
    found: list[Path] = []
    closed: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=lambda fault: closed.append(Path(fault.filename))):
        folders[:] = sorted(x for x in folders if not x.startswith("."))
        files = [Path(place, name) for name in names if not name.startswith(".")]
        found += [x for x in files if x.suffix.lower() in told.suffixes and x.stem.lower() not in told.not_reports]
    return sorted(found + closed)


def _bytes(file: Path) -> bytes:
    limit = words().limits.report_bytes
    try:
        about = file.stat()
        _check_kind(file, about.st_mode)
        if about.st_size > limit:
            seen = f"too large ({about.st_size / 1e6:.0f} MB)"
            raise UnreadableReport(file, seen, f"hoped for one report of at most {limit / 1e6:.0f} MB")
        return file.read_bytes()
    except FileNotFoundError as fault:
        raise UnreadableReport(file, "no such file", "hoped for a text file or a folder of them") from fault
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UnreadableReport(file, f"cannot be read ({reason})", "hoped for a text file") from fault


def _check_kind(file: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        if not os.access(file, os.R_OK | os.X_OK):
            raise UnreadableReport(file, "cannot be read (Permission denied)", "hoped for a folder open to us")
        suffixes = " ".join(sorted(words().suffixes))
        raise UnreadableReport(file, "a folder without text files", f"hoped for files ending in {suffixes}")
    if not stat.S_ISREG(mode):
        raise UnreadableReport(file, "no ordinary file", "hoped for a text file")
