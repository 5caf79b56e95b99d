"""The rows of a table with their line numbers.

The law: a table is read whole or not at all. A header that lacks a column, and a row of another width, end the reading
with the line where they stand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import polars as pl

from foreshock.errors import UnreadableHistory
from foreshock.formats.limits import limits
from foreshock.formats.packed import Packed

LINE = "line"
"""The column that holds the line, counted from 1, on which a row begins."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a format writes its tables.

    `columns` are those of the format in order, `wanted` those read. A file without a header has exactly `columns`;
    one with a header may have them in any order, and more. `ghosts` are names that some files have in the header and
    nowhere else; empty cells behind the last column are let pass. `renamed` maps other spellings of a name to ours.
    """

    format: str
    columns: tuple[str, ...]
    wanted: tuple[str, ...]
    separators: str = "\t"
    quoted: bool = False
    header: bool = True
    ghosts: frozenset[str] = frozenset()
    renamed: tuple[tuple[str, str], ...] = ()


def rows(packed: Packed, layout: Layout) -> pl.DataFrame:
    """The wanted columns as text, with `line`; cells are stripped, and empty where nothing is told."""
    separator = _separator(packed.text, layout)
    reader = _reader(packed, layout, separator)
    names, first = _head(packed, layout, reader)
    read = _Rows(packed, layout, names, reader)
    kept = list(read.all(first))
    if not kept:
        raise UnreadableHistory(packed.name, None, "no row behind the header", f"hoped for events of {layout.format}")
    told = dict(zip((LINE, *layout.wanted), zip(*kept, strict=True), strict=True))
    kinds = {name: pl.Int64 if name == LINE else pl.String for name in told}
    return pl.DataFrame(told, schema=kinds).with_columns(pl.col(layout.wanted).str.strip_chars())


def checked(
    frame: pl.DataFrame, packed: Packed, column: str, good: Callable[[pl.Expr], pl.Expr], hoped: str
) -> pl.DataFrame:
    """The frame with the column made by `good`; the first cell that gives nothing ends the reading with its line."""
    made = frame.with_columns(good(pl.col(column)).alias("_made"))
    bad = made.filter(pl.col("_made").is_null()).head(1)
    if len(bad):
        seen = bad.item(0, column)
        raise UnreadableHistory(packed.name, bad.item(0, LINE), f"{column} is {shown(seen)}", hoped)
    return made.with_columns(pl.col("_made").alias(column)).drop("_made")


def numbers(frame: pl.DataFrame, packed: Packed, names: Mapping[str, str], kind: type[pl.DataType]) -> pl.DataFrame:
    """The columns as numbers under our names; an empty cell is none, and one that is no number ends the reading."""
    for theirs, ours in names.items():
        made = frame.with_columns(pl.col(theirs).cast(pl.Float64, strict=False).cast(kind, strict=False).alias(ours))
        bad = made.filter(pl.col(ours).is_null() & pl.col(theirs).is_not_null()).head(1)
        if len(bad):
            told = f"{theirs} is {shown(bad.item(0, theirs))}"
            raise UnreadableHistory(packed.name, bad.item(0, LINE), told, "hoped for a number, or nothing")
        frame = made if ours == theirs else made.drop(theirs)
    return frame


def shown(cell: str | None) -> str:
    """What was seen in a cell, short enough for one line."""
    most = limits().shown_letters
    told = (cell or "")[: most + 1]
    return repr(told if len(told) <= most else told[:most] + "…") if told else "empty"


class _Rows:
    """The rows behind the head, each checked against its width."""

    def __init__(self, packed: Packed, layout: Layout, names: Sequence[str], reader: Lines) -> None:
        self.packed, self.layout, self.names, self.reader = packed, layout, list(names), reader
        self.width = len(self.names)

    def all(self, first: list[str] | None) -> Iterator[tuple[object, ...]]:
        begin = 1 if first is not None else self.reader.line_num + 1
        row = first if first is not None else self._next()
        if row is not None:
            self._drop_ghosts(row)
        pick = itemgetter(*(self.names.index(name) for name in self.layout.wanted))
        while row is not None:
            if row:
                if len(row) != self.width:
                    self._check_tail(row, begin)
                yield (begin, *pick(row))
            begin = self.reader.line_num + 1
            row = self._next()

    def _next(self) -> list[str] | None:
        try:
            return next(self.reader, None)
        except csv.Error as fault:
            raise UnreadableHistory(self.packed.name, self.reader.line_num, str(fault), "hoped for a row") from fault

    def _drop_ghosts(self, row: list[str]) -> None:
        """Names of the header that no row has a cell for are left aside."""
        real = [name for name in self.names if name not in self.layout.ghosts]
        if len(real) < self.width and len(row) == len(real):
            self.names, self.width = real, len(real)

    def _check_tail(self, row: list[str], line: int) -> None:
        if len(row) < self.width or any(cell.strip() for cell in row[self.width :]):
            seen = f"{len(row)} cells, beginning {shown(row[0])}"
            raise UnreadableHistory(self.packed.name, line, seen, f"hoped for {self.width}")


class Lines:
    """A csv reader that knows its line."""

    def __init__(self, text: str, separator: str, quoted: bool) -> None:
        csv.field_size_limit(limits().cell_letters)
        stream = io.StringIO(text, newline="")
        if quoted:
            self._rows = csv.reader(stream, delimiter=separator)
        else:
            self._rows = csv.reader(stream, delimiter=separator, quoting=csv.QUOTE_NONE)

    @property
    def line_num(self) -> int:
        """The last line read, counted from 1."""
        return self._rows.line_num

    def __next__(self) -> list[str]:
        return next(self._rows)

    def __iter__(self) -> Lines:
        return self


def _separator(text: str, layout: Layout) -> str:
    head = text[: text.find("\n")] if "\n" in text else text
    return max(layout.separators, key=head.count)


def _reader(packed: Packed, layout: Layout, separator: str) -> Lines:
    return Lines(packed.text, separator, layout.quoted or packed.text.startswith('"'))


def _head(packed: Packed, layout: Layout, reader: Lines) -> tuple[list[str], list[str] | None]:
    """The names of the columns, and the first row where the file has no header."""
    try:
        first = next(reader, None) or []
    except csv.Error as fault:
        raise UnreadableHistory(packed.name, 1, str(fault), "hoped for a header") from fault
    spelt = dict(layout.renamed)
    names = [spelt.get(name.strip(), name.strip()) for name in first]
    if not layout.header and names[:1] != list(layout.columns[:1]):
        if len(first) != len(layout.columns) and not _only_tail(first, len(layout.columns)):
            seen = f"{len(first)} cells, beginning {shown(first[0] if first else None)}"
            raise UnreadableHistory(packed.name, 1, seen, f"hoped for the {len(layout.columns)} of {layout.format}")
        return list(layout.columns), first
    while names and not names[-1]:
        names.pop()
    _check_names(packed, layout, names)
    return names, None


def _only_tail(row: list[str], width: int) -> bool:
    return len(row) > width and not any(cell.strip() for cell in row[width:])


def _check_names(packed: Packed, layout: Layout, names: list[str]) -> None:
    lacking = [name for name in layout.wanted if name not in names]
    hoped = f"hoped for the header of {layout.format}: {', '.join(layout.columns[:4])} ..."
    if lacking:
        known = sum(name in layout.columns for name in names)
        seen = (
            f"no column {', '.join(lacking[:4])}" if known else f"no header (begins {shown(names[0] if names else '')})"
        )
        raise UnreadableHistory(packed.name, 1, seen, hoped)
    twice = sorted({name for name in names if names.count(name) > 1 and name in layout.wanted})
    if twice:
        raise UnreadableHistory(packed.name, 1, f"two columns {twice[0]}", hoped)
