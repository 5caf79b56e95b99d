"""Collecting: paths in, reports out. The law: each text gives one report, repeat or error, in order, none lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

from foreshock.errors import UnreadableReport
from foreshock.records import CodedReport, Report
from foreshock.wire import find_paths, report_day
from foreshock.wire.columns import Columns, read_columns
from foreshock.wire.doors import Placed, Way, placed
from foreshock.wire.files import STDIN, about_of, is_address, open_path, open_stdin
from foreshock.wire.flow import flow_of
from foreshock.wire.item import About, Item

__all__ = ["Found", "Read", "Repeat", "Told", "collect", "count", "files", "once", "read_columns"]

_Held = Placed | UnreadableReport
Fetch = Callable[[str], Item | UnreadableReport]


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller knows of the reports; it goes before what their text says. Raises NoReportDay.

    `columns` tells which columns of a table, or keys of JSON, hold what.
    """

    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    columns: Columns = field(default_factory=Columns)

    def __post_init__(self) -> None:
        if self.published is not None:
            report_day(self.published)

    @property
    def about(self) -> About:
        """The same as the wire room takes it."""
        return about_of(self.published, self.outlet, self.title, self.language)


@dataclass(frozen=True, slots=True)
class Read:
    """A report and where it was read: a path, or a place in a container such as "crawl.warc.gz, record 12"."""

    path: Path | str
    report: Report


@dataclass(frozen=True, slots=True)
class Repeat:
    """A place that holds the text of one read before; line ends and blanks at its edges count for nothing."""

    path: Path | str
    first: Path | str

    def __str__(self) -> str:
        return f"{self.path}: the same text as {self.first}; taken once"


Found = Read | Repeat | UnreadableReport


def collect(
    paths: Iterable[Path | str],
    told: Told | None = None,
    fetch: Fetch | None = None,
    stdin: IO[bytes] | None = None,
) -> Iterator[Found]:
    """The reports, repeats and errors of each path in turn: folders walked, patterns resolved, containers opened.

    "-" is read from `stdin`; an address is handed to `fetch`. A file whose text tells no day, and whose name starts
    with one ("2024-11-27 strike.txt"), was published then. Nothing longer than one text is held at a time.
    """
    first: dict[bytes, str] = {}
    for path in places(paths):
        yield from _sifted(_placed(path, told or Told(), fetch, stdin), path, told or Told(), first)


def count(paths: Iterable[Path | str]) -> int:
    """How many paths `collect` will read; a container among them may hold many reports."""
    return len(places(paths))


def files(paths: Iterable[Path | str]) -> list[Path]:
    """The files that `collect` will read, in order."""
    return [Path(x) for x in places(paths) if x != STDIN and "://" not in x]


def places(paths: Iterable[Path | str]) -> list[str]:
    """What `collect` will read, in order, each once: files, addresses, and "-" for stdin."""
    found: dict[str, None] = {}
    for told in paths:
        whole = [str(told)] if "://" in str(told) else [str(x) for x in find_paths([told])]
        found.update(dict.fromkeys(whole))
    return list(found)


def once(coded: Iterable[CodedReport]) -> list[CodedReport]:
    """The coded reports without those whose text, outlet and day are those of one before."""
    first: dict[tuple[bytes, str | None, date | None], CodedReport] = {}
    for held in coded:
        report = held.report
        first.setdefault((_words(report.text), report.outlet, report.published), held)
    return list(first.values())


def _sifted(
    found: Iterator[Placed | UnreadableReport], path: str, told: Told, first: dict[bytes, str]
) -> Iterator[Found]:
    """The reports with repeats told as such; one title told for several reports is an error from the second on."""
    titled = 0
    for one in found:
        if isinstance(one, UnreadableReport):
            yield one
            continue
        titled += 1
        if told.title and titled > 1:
            yield UnreadableReport(one.name, "a second report in one path", "hoped for one, since one title is told")
            continue
        held = first.setdefault(_key(one.report), one.name)
        yield Read(one.name, one.report) if held is one.name else Repeat(one.name, held)


def _placed(path: str, told: Told, fetch: Fetch | None, stdin: IO[bytes] | None) -> Iterator[_Held]:
    way = Way(columns=told.columns)
    try:
        if is_address(path):
            item = (
                fetch(path)
                if fetch
                else UnreadableReport(path, "an address, which is not fetched here", "hoped for a file")
            )
            if isinstance(item, UnreadableReport):
                raise item
            yield from placed(flow_of(item), told.about, way)
        elif "://" in path:
            raise UnreadableReport(path, "an address of no kind that is fetched", "hoped for http, https or a path")
        elif path == STDIN and stdin is not None:
            with open_stdin(stdin) as flow:
                yield from placed(flow, told.about, way)
        else:
            with open_path(Path(path)) as flow:
                yield from placed(flow, told.about, way)
    except UnreadableReport as fault:
        yield fault


def _key(report: Report) -> bytes:
    return _words(report.text) + (report.outlet or "").encode("utf8")


def _words(text: str) -> bytes:
    """Equal for texts that differ in their line ends and in blanks at their edges only."""
    return hashlib.sha256("\n".join(text.strip().splitlines()).encode("utf8")).digest()
