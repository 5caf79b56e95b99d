"""Collecting: paths in, reports out. The law: each path gives one report, repeat or error, in order, none lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from foreshock.errors import UnreadableReport
from foreshock.records import CodedReport, Report
from foreshock.wire import NoReportDay, find_paths, read_path, report_day

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller knows of the reports; it goes before what their text says. Raises NoReportDay."""

    published: date | None = None
    outlet: str | None = None
    title: str | None = None

    def __post_init__(self) -> None:
        if self.published is not None:
            report_day(self.published)


@dataclass(frozen=True, slots=True)
class Read:
    """A report and the file it was read from."""

    path: Path
    report: Report


@dataclass(frozen=True, slots=True)
class Repeat:
    """A file that holds the text of one read before; line ends and blanks at its edges count for nothing."""

    path: Path
    first: Path

    def __str__(self) -> str:
        return f"{self.path}: the same text as {self.first}; taken once"


Found = Read | Repeat | UnreadableReport


def collect(paths: Iterable[Path | str], told: Told | None = None) -> Iterator[Found]:
    """One report, repeat or error a file, folders walked.

    A file whose text tells no day, and whose name starts with one ("2024-11-27 strike.txt"), was published then.
    """
    first: dict[bytes, Path] = {}
    for path in find_paths(paths):
        try:
            report = _read(path, told or Told())
        except UnreadableReport as fault:
            yield fault
            continue
        held = first.setdefault(_words(report.text), path)
        yield Read(path, report) if held is path else Repeat(path, held)


def count(paths: Iterable[Path | str]) -> int:
    """How many files `collect` will read."""
    return len(files(paths))


def files(paths: Iterable[Path | str]) -> list[Path]:
    """The files that `collect` will read, in order."""
    return find_paths(paths)


def once(coded: Iterable[CodedReport]) -> list[CodedReport]:
    """The coded reports without those whose text, outlet and day are those of one before."""
    first: dict[tuple[bytes, str | None, date | None], CodedReport] = {}
    for held in coded:
        report = held.report
        first.setdefault((_words(report.text), report.outlet, report.published), held)
    return list(first.values())


def _words(text: str) -> bytes:
    """Equal for texts that differ in their line ends and in blanks at their edges only."""
    return hashlib.sha256("\n".join(text.strip().splitlines()).encode("utf8")).digest()


def _read(path: Path, told: Told) -> Report:
    report = read_path(path, published=told.published, outlet=told.outlet, title=told.title)
    day = _named_day(path) if report.published is None else None
    return read_path(path, published=day, outlet=told.outlet, title=told.title) if day else report


def _named_day(path: Path) -> date | None:
    match = _DAY.match(path.name)
    try:
        return report_day(match.group()) if match else None
    except NoReportDay:
        return None
