"""Collecting: paths in, reports out. The law: each path gives one report or one error, in order, none lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire import find_paths, read_path

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller knows of the reports; it goes before what their text says."""

    published: date | None = None
    outlet: str | None = None
    title: str | None = None


def collect(paths: Iterable[Path | str], told: Told | None = None) -> Iterator[Report | UnreadableReport]:
    """One report or error a file, folders walked.

    A file whose text tells no day, and whose name starts with one ("2024-11-27 strike.txt"), was published then.
    """
    for path in find_paths(paths):
        try:
            yield _read(path, told or Told())
        except UnreadableReport as fault:
            yield fault


def count(paths: Iterable[Path | str]) -> int:
    """How many files `collect` will read."""
    return len(find_paths(paths))


def _read(path: Path, told: Told) -> Report:
    report = read_path(path, published=told.published, outlet=told.outlet, title=told.title)
    day = _named_day(path) if report.published is None else None
    return read_path(path, published=day, outlet=told.outlet, title=told.title) if day else report


def _named_day(path: Path) -> date | None:
    match = _DAY.match(path.name)
    try:
        return date.fromisoformat(match.group()) if match else None
    except ValueError:
        return None
