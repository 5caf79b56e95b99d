"""Words for a terminal: what a report says, safe to print.

The law: no control character of a report reaches a screen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from foreshock.records import CodedReport, Event

if TYPE_CHECKING:
    from rich.console import Console

_PIPE_WIDTH = 180
_WORD_WIDTH, _TEXT_WIDTH = 20, 14
"""Terminal columns up to which a word of a table is not broken, and those that several words take to be read."""
UNBROKEN = ("id", "report_id")
"""Columns whose values are copied into the next command, and so stand on one line."""
_UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Cs")


def plain(told: Any) -> str:
    """One line of `told`: lists joined, None a dash, control characters as spaces."""
    if told is None:
        return "–"
    if isinstance(told, list | tuple):
        return ", ".join(plain(x) for x in told) or "–"
    if isinstance(told, float) and told.is_integer():
        return f"{told:,.0f}"
    text = "".join(" " if unicodedata.category(x) in _UNSEEN else x for x in str(told))
    return " ".join(text.split())


def counted(number: int, word: str) -> str:
    """The number with the word as it is told of so many: 1 event, 2 events, 2 entries."""
    more = f"{word[:-1]}ies" if word.endswith("ry") else f"{word}s"
    return f"{number:,} {word if number == 1 else more}"


def heading(coded: CodedReport) -> str:
    """The line over a report's rows: title, outlet, day, and how much was found."""
    report = coded.report
    told = [report.title or "untitled", report.outlet or "outlet unknown", _day(report.published)]
    if coded.uncoded:
        return plain(" | ".join([*told, f"kept uncoded: {coded.uncoded}"]))
    rows = [("event", coded.events), ("statement", coded.statements), ("figure", coded.figures)]
    counts = [counted(len(found), word) for word, found in rows]
    return plain(" | ".join([*told, ", ".join([*counts, f"{len(coded.left_out)} left out"])]))


def event_cells(event: Event, text: str) -> tuple[str, ...]:
    """An event as the cells of a table: when, act, actors, recipients, standing, according to whom, words."""
    when = _period(event)
    act = f"{event.type} {event.mode}" if event.mode else event.type
    chain = " > ".join(link.source.name for link in event.chain)
    names = [", ".join(dict.fromkeys(a.name for a in told)) for told in (event.actors, event.recipients)]
    return tuple(plain(x or None) for x in (when, act, *names, event.standing, chain, event.trigger.of(text)))


EVENT_COLUMNS = ("when", "act", "actor", "recipient", "standing", "according to", "words")


def _period(event: Event) -> str:
    start, end = event.when.start, event.when.end
    if start is None:
        return ""
    if end is None:
        return f"since {start}"
    return str(start) if start == end else f"{start} to {end}"


def _day(day: date | None) -> str:
    return str(day) if day else "day unknown"


def print_fields(title: str, told: Iterable[tuple[str, Any]]) -> None:
    """Names and values one below the other, each value whole: what a narrow terminal can show."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(plain(title), style="bold"), title_justify="left", box=None, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in told:
        table.add_row(name.replace("_", " "), Text(plain(value)))
    _console().print(table)


def print_rows(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The rows as a table or, where it is too narrow to hold them with whole words, each as fields one below the other.

    What a field would tell as nothing is left out there.
    """
    held = [tuple(row) for row in rows]
    if sum(_needs(columns, held)) <= _room(columns):
        print_table(title, columns, held)
        return
    for number, row in enumerate(held, 1):
        told = [(name, cell) for name, cell in zip(columns, row, strict=True) if cell is not None and cell != []]
        print_fields(f"{title} {number}".strip(), told)


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """The rows as a table on stdout, as wide as the terminal, or wide where there is none; words are whole if they can.

    A word is broken only where it is very long, or where not even the longest words of all columns fit.
    """
    from rich.table import Table
    from rich.text import Text

    names, held = list(columns), [tuple(row) for row in rows]
    table = Table(title=Text(plain(title), style="bold") if title else None, title_justify="left")
    for name, width in zip(names, _widths(names, held), strict=True):
        table.add_column(name.replace("_", " "), overflow="fold", no_wrap=name in UNBROKEN, width=width)
    for row in held:
        table.add_row(*(Text(plain(cell)) for cell in row))
    _console().print(table)


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int | None]:
    """How wide each column is: its longest word at least, and what is left goes to whoever lacks most."""
    widths, wants = _needs(columns, rows), _needs(columns, rows, whole=True)
    left = _room(columns) - sum(widths)
    if left < 0:
        return [None] * len(widths)
    for _ in range(min(left, sum(wants) - sum(widths))):
        lacks = [want / width for want, width in zip(wants, widths, strict=True)]
        widths[lacks.index(max(lacks))] += 1
    return list(widths)


def _needs(columns: Sequence[str], rows: Sequence[Sequence[Any]], whole: bool = False) -> list[int]:
    """By column: what it takes to be read, or the width of its longest cell where `whole` or not to be broken."""
    return [_need(name, [row[at] for row in rows], whole or name in UNBROKEN) for at, name in enumerate(columns)]


def _need(name: str, cells: Sequence[Any], whole: bool) -> int:
    from rich.cells import cell_len

    told = [name.replace("_", " "), *map(plain, cells)]
    longest = max(map(cell_len, told))
    word = max(cell_len(word) for cell in told for word in cell.split() or [""])
    return longest if whole else max(min(word, _WORD_WIDTH), min(longest, _TEXT_WIDTH))


def _room(columns: Sequence[str]) -> int:
    """What the lines and margins of a table of these columns leave to its cells."""
    return _console().width - 3 * len(columns) - 1


def _console() -> Console:
    """Stdout as wide as COLUMNS tells or the terminal is, or wide where there is neither."""
    import os

    from rich.console import Console

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # left to the command line, which has a code for it

    console = Terminal()
    if not (console.is_terminal or os.environ.get("COLUMNS", "").isdigit()):
        console.width = _PIPE_WIDTH
    return console
