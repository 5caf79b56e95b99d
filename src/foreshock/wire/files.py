"""Files, folders, patterns and standard input in, flows out.

The law: each path told is read or named in one error; of a folder, every file that can hold a report is read.
"""

from __future__ import annotations

import glob
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO

from foreshock.errors import LeftAside, UnreadableReport
from foreshock.records import Report
from foreshock.wire.bounds import bounds
from foreshock.wire.doors import Placed, Way, placed
from foreshock.wire.flow import Flow
from foreshock.wire.item import About
from foreshock.wire.kinds import suffix_of, table
from foreshock.wire.stamps import report_day
from foreshock.wire.words import words

STDIN = "-"
_CHUNK = 1 << 20


def read_path(
    path: Path | str, *, published: date | None = None, outlet: str | None = None, title: str | None = None
) -> Report:
    """The one report in the file at `path`; raises UnreadableReport with one clear line for whatever is no report."""
    about = about_of(published, outlet, title)
    with open_path(Path(path)) as flow:
        found = [x for x in placed(flow, about, Way()) if not isinstance(x, LeftAside)]
    reports = [x.report for x in found if isinstance(x, Placed)]
    if len(reports) == 1:
        return reports[0]
    if reports:
        raise UnreadableReport(
            path, f"holds {len(reports):,} reports", "hoped for one; `foreshock code` reads them all"
        )
    raise next((x for x in found if isinstance(x, UnreadableReport)), UnreadableReport(path, "holds no report", _HOPED))


def about_of(
    published: date | None = None, outlet: str | None = None, title: str | None = None, language: str | None = None
) -> About:
    """What a caller tells of the reports; raises NoReportDay."""
    day = None if published is None else report_day(published)
    moment = day if isinstance(day, datetime) else None
    bare = moment.date() if moment else day
    return About(
        outlet=outlet,
        title=title,
        language=language,
        published=bare,
        published_at=moment,
        published_found="given" if day else "unknown",
    )


def is_address(told: Path | str) -> bool:
    """True for a path that is an address of the web."""
    return str(told).lower().startswith(("http://", "https://"))


def find_paths(paths: Iterable[Path | str]) -> list[Path]:
    """The files to read: each path told, folders replaced by the files in them that can hold reports, sorted.

    A pattern ("wire/**/*.html") is replaced by what fits it. Each file stands once. A path that leads nowhere, or a
    folder without such a file, stays in the list: reading it says so. Addresses and "-" for stdin stay as told.
    """
    found: dict[Path, None] = {}
    for one in paths:
        for told in _fitting(one):
            inside = _inside(told) if os.path.isdir(told) else []  # noqa: PTH112 - no error where it is closed to us
            found.update(dict.fromkeys(inside or [told]))
    return list(found)


@contextmanager
def open_path(path: Path) -> Iterator[Flow]:
    """The file as a flow, closed afterwards; raises UnreadableReport where there is none, or no ordinary one."""
    with _opened(path) as stream:
        yield Flow(str(path), stream)


@contextmanager
def open_stdin(stream: IO[bytes]) -> Iterator[Flow]:
    """What comes on a stream that cannot be read twice, as a flow; long input goes through a file without a name."""
    with tempfile.SpooledTemporaryFile(bounds().spooled_bytes) as held:
        came = 0
        while piece := stream.read(_CHUNK):
            came += len(piece)
            if came > bounds().stdin_bytes:
                seen = f"more than {bounds().stdin_bytes / 1e9:.0f} GB"
                raise UnreadableReport(STDIN, seen, "hoped for less on stdin; name the file")
            held.write(piece)
        held.seek(0)
        yield Flow(STDIN, held)


_HOPED = "hoped for a file, or a folder of them"


def _fitting(told: Path | str) -> list[Path]:
    """The path, or the paths that fit where it is a pattern and no file has that very name."""
    path = Path(told)
    if str(told) == STDIN or is_address(told) or not glob.has_magic(str(told)) or os.path.lexists(path):
        return [path]
    try:
        fitting = sorted(glob.glob(str(told), recursive=True))  # noqa: PTH207 - a pattern may be absolute
    except (OSError, ValueError):
        return [path]
    return [Path(x) for x in fitting if not _of_stars(x, str(told))] or [path]


def _of_stars(found: str, pattern: str) -> bool:
    """True for the folders that "**" fits beside the files in them."""
    return "**" in pattern and os.path.isdir(found)  # noqa: PTH112


def _inside(folder: Path) -> list[Path]:
    found: list[Path] = []
    closed: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=lambda fault: closed.append(Path(fault.filename))):
        folders[:] = sorted(x for x in folders if not x.startswith("."))
        found += [Path(place, name) for name in names if _can_hold(name)]
    return sorted(found + closed)


def _can_hold(name: str) -> bool:
    known = suffix_of(name) in table().by_suffix
    return known and not name.startswith(".") and Path(name).stem.lower() not in words().not_reports


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    try:
        _check_kind(file, file.stat().st_mode)
        stream = file.open("rb")
    except FileNotFoundError as fault:
        pattern = glob.has_magic(str(file))
        raise UnreadableReport(file, "no file fits" if pattern else "no such file", _HOPED) from fault
    except (OSError, ValueError) as fault:
        raise UnreadableReport(file, f"cannot be read ({_reason(fault)})", _HOPED) from fault
    with stream:
        try:
            yield stream
        except OSError as fault:
            raise UnreadableReport(file, f"cannot be read ({_reason(fault)})", _HOPED) from fault


def _reason(fault: Exception) -> str:
    return getattr(fault, "strerror", None) or str(fault)


def _check_kind(file: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        if not os.access(file, os.R_OK | os.X_OK):
            raise UnreadableReport(file, "cannot be read (Permission denied)", "hoped for a folder open to us")
        suffixes = " ".join(sorted(table().by_suffix))
        raise UnreadableReport(file, "a folder without files to read", f"hoped for files ending in {suffixes}")
    if not stat.S_ISREG(mode):
        raise UnreadableReport(file, "no ordinary file", "hoped for a file")
