"""Words for a terminal: what a report says, safe to print.

The law: no control character of a report reaches a screen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from foreshock.records import CodedReport, Event

_PIPE_WIDTH = 180
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


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """The rows as a table on stdout, as wide as the terminal, or wide where there is none."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # left to the command line, which has a code for it

    table = Table(title=Text(plain(title), style="bold"), title_justify="left")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    console = Terminal()
    if not console.is_terminal:
        console.width = max(console.width, _PIPE_WIDTH)
    console.print(table)
