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
_COLUMN_WIDTH = 14
"""Terminal columns that a column of a table takes to be read; with fewer its words are broken."""
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


def heading(coded: CodedReport) -> str:
    """The line over a report's rows: title, outlet, day, and how much was found."""
    report = coded.report
    told = [report.title or "untitled", report.outlet or "outlet unknown", _day(report.published)]
    if coded.uncoded:
        return plain(" | ".join([*told, f"kept uncoded: {coded.uncoded}"]))
    rows = [("event", coded.events), ("statement", coded.statements), ("figure", coded.figures)]
    counts = [f"{len(found)} {word}{'' if len(found) == 1 else 's'}" for word, found in rows]
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
    """The rows as a table or, on a terminal too narrow for so many columns, each as fields one below the other."""
    if _console().width >= _COLUMN_WIDTH * len(columns):
        print_table(title, columns, rows)
        return
    for number, row in enumerate(rows, 1):
        told = [(name, held) for name, held in zip(columns, row, strict=True) if held is not None and held != []]
        print_fields(f"{title} {number}", told)


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """The rows as a table on stdout, as wide as the terminal, or wide where there is none."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(plain(title), style="bold"), title_justify="left")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=column in UNBROKEN)
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    _console().print(table)


def _console() -> Console:
    """Stdout as wide as the terminal, or wide where there is none."""
    from rich.console import Console

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # left to the command line, which has a code for it

    console = Terminal()
    if not console.is_terminal:
        console.width = max(console.width, _PIPE_WIDTH)
    return console
