"""Lines of a word list, read with their numbers. The law: a fault names the file and the line where it stands."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any, Protocol, TypeVar

from foreshock.errors import CodebookError


class Lined(Protocol):
    """An entry that knows the line it was read from."""

    @property
    def line(self) -> int:
        """The line, counted from 1."""


L = TypeVar("L", bound=Lined)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, to which a fault belongs."""

    file: Path
    line: int

    def fault(self, told: str) -> CodebookError:
        """The error that says what is wrong here."""
        return CodebookError(self.file, self.line, told)

    def check(self, what: str, seen: str, known: Collection[str]) -> None:
        """Raise CodebookError unless `seen` is one of the known words."""
        if seen not in known:
            near = get_close_matches(seen, known, 5) or sorted(known)[:12]
            more = "" if len(near) == len(known) else f" and {len(known) - len(near)} more"
            raise self.fault(f"unknown {what} {seen!r}; known are {', '.join(near)}{more}")


def csv_lines(file: Path, header: str) -> Iterator[tuple[Place, dict[str, str]]]:
    """The rows under `header`, each with its place and without loose spaces; the first cell is never empty."""
    names = header.split(",")
    with StringIO(_text(file), newline="") as text:
        rows = csv.reader(text)
        if next(rows, None) != names:
            raise CodebookError(file, 1, f"the first line must be {header}")
        for row in rows:
            here = Place(file, rows.line_num)
            if len(row) != len(names):
                raise here.fault(f"{len(names)} cells hoped for, {len(row)} seen")
            if not row[0].strip():
                raise here.fault("the word is missing")
            yield here, {name: cell.strip() for name, cell in zip(names, row, strict=True)}


def _text(file: Path) -> str:
    """The file's text, without the mark that some programs write before it."""
    try:
        return existing(file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CodebookError(file, 0, f"not in UTF-8: {fault.reason} at byte {fault.start}") from fault


def told_once(file: Path, entries: Iterable[L], key: Callable[[L], Hashable]) -> tuple[L, ...]:
    """The entries in order; two with the same key are a fault of the later line."""
    seen: dict[Hashable, L] = {}
    for entry in entries:
        known = seen.setdefault(key(entry), entry)
        if known is not entry:
            raise CodebookError(file, entry.line, f"told twice: the same stands in line {known.line} already")
    return tuple(seen.values())


def toml_tables(file: Path) -> dict[str, Any]:
    """The tables of a TOML file; raises CodebookError of one line where it is not there, or is no TOML."""
    return toml_and_text(file)[0]


def toml_and_text(file: Path) -> tuple[dict[str, Any], str]:
    """The tables of a TOML file with the text they were read from."""
    try:
        text = file.read_text(encoding="utf-8")
        return tomllib.loads(text), text
    except FileNotFoundError as fault:
        raise CodebookError(file, 0, "there is no such file") from fault
    except UnicodeDecodeError as fault:
        raise CodebookError(file, 0, f"not in UTF-8: {fault.reason} at byte {fault.start}") from fault
    except OSError as fault:
        raise CodebookError(file, 0, f"cannot be read: {fault.strerror or fault}") from fault
    except tomllib.TOMLDecodeError as fault:
        at = _AT_LINE.search(str(fault))
        raise CodebookError(file, int(at[1]) if at else 0, f"cannot be read as TOML: {fault}") from fault


_AT_LINE = re.compile(r"\(at line (\d+)")


def existing(file: Path) -> Path:
    """The file itself, which is there."""
    if not file.is_file():
        raise CodebookError(file, 0, "there is no such file" if not file.exists() else "it is no file")
    return file
