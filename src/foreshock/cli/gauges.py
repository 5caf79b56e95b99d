"""The commands that read what the ledger's acts add up to: link, gauge, changes and alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from foreshock.cli import shell
from foreshock.cli.shell import AsOf, LedgerPath, Now, app

Targets = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="DYAD|THEATRE", help='Such as IRN/ISR, "ISR<>LBN:REB" or israel-iran; none: the tensest dyads.'
    ),
]
Theatres = Annotated[
    Path | None,
    typer.Option("--theatres", parser=shell.parse_path, metavar="FILE", help="TOML file with theatres of your own."),
]
WeightsFile = Annotated[
    Path | None,
    typer.Option("--weights", parser=shell.parse_path, metavar="FILE", help="TOML file of weights in place of ours."),
]
AsJson = Annotated[bool, typer.Option("--json", help="All that was read as JSON, with the rows of every number.")]


@app.command()
def link(
    grades: Annotated[
        Path | None,
        typer.Option(parser=shell.parse_path, metavar="FILE", help="TOML file of grades of outlets and sources."),
    ] = None,
    least: Annotated[int, typer.Option(min=1, help="Show incidents that so many outlets tell.")] = 1,
    limit: Annotated[int, typer.Option(min=1, help="Show at most so many incidents.")] = 100,
    json: AsJson = False,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    now: Now = None,
) -> None:
    """Join mentions of one happening to one incident and count its origins; the gauge then counts it once."""
    from foreshock.desk import link as errand
    from foreshock.desk.open import open_ledger

    with open_ledger(shell.settings(), ledger, create=False) as book:
        if as_of is not None:
            errand.check_known(book.as_of(as_of), as_of)
        found = errand.link(book.as_of(as_of), letters=grades)
        if as_of is None and book.writable:
            errand.keep(found, book, now or shell.now())
        elif as_of is None:
            shell.note(f"{book.name} is read-only: this run is shown and not kept")
    for name in found.strangers:
        shell.note(f"{name!r} is graded, and no outlet or source of these events is called so")
    shown = errand.shown(found, least)
    if json:
        _print_readings([one.plain() for one in shown[:limit]])
    else:
        shell.say(*(_indented(line) for one in shown[:limit] for line in one.lines()))
    counts = f"{shell.counted(len(found.incidents), 'incident')} of {shell.counted(found.frame.height, 'event')}"
    shell.note(counts + (f"; {len(shown):,} told by {least} or more outlets" if least > 1 else ""))


@app.command()
def gauge(
    targets: Targets = None,
    day: Annotated[
        date | None, typer.Option(parser=shell.parse_day, metavar="DAY", help="Read on this day; default: the last.")
    ] = None,
    theatres: Theatres = None,
    weights: WeightsFile = None,
    json: AsJson = False,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
) -> None:
    """Read conflict, cooperation and threats, rungs and change points of dyads and theatres."""
    from foreshock.desk import gauge as errand
    from foreshock.desk.open import open_ledger
    from foreshock.desk.terminal import print_table

    with open_ledger(shell.settings(), ledger, create=False) as book:
        found = errand.gauge(book.as_of(as_of), targets or (), day, theatres, weights)
    if json:
        _print_readings(found)
        return
    for one in found:
        print_table(one.title, errand.columns(one), errand.cells(one))
        shell.say(*(_indented(line) for line in errand.lines(one)), "")
    if not found:
        shell.note("no dyad of countries has any tension")


@app.command()
def changes(
    since: Annotated[
        date, typer.Option(parser=shell.parse_day, metavar="DAY", help="What changed after the end of this day.")
    ],
    targets: Targets = None,
    day: Annotated[
        date | None, typer.Option(parser=shell.parse_day, metavar="DAY", help="Up to this day; default: the last.")
    ] = None,
    theatres: Theatres = None,
    weights: WeightsFile = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many dyads, where none is named.")] = 10,
    json: AsJson = False,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
) -> None:
    """Say what changed since a day: arrows with their why, rungs then and now, change points.

    Without a dyad or theatre: the dyads that moved most, or, where none moved, the tensest with what holds them back.
    """
    from foreshock.desk import changes as errand
    from foreshock.desk.open import open_ledger

    with open_ledger(shell.settings(), ledger, create=False) as book:
        view = book.as_of(as_of)
        found = errand.changes(view, since, targets or (), day, theatres, weights, limit)
    if json:
        _print_readings(found)
        return
    for one in found:
        shell.say(*(_indented(line) for line in errand.lines(one)), "")
    if found and not targets and not any(one.moved for one in found):
        shell.note(f"no dyad is known to have moved since {since}; shown are the tensest")
    if not found:
        shell.note(f"no dyad of countries has tension, and none moved since {since}")


@app.command()
def alerts(
    rules: Annotated[
        Path, typer.Argument(parser=shell.parse_path, metavar="RULES", help=r"TOML file with [\[alert]] tables.")
    ],
    day: Annotated[
        date | None, typer.Option(parser=shell.parse_day, metavar="DAY", help="On this day; default: the last.")
    ] = None,
    theatres: Theatres = None,
    weights: WeightsFile = None,
    json: AsJson = False,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
) -> None:
    """Say which alert rules fire, and which are held back and why."""
    from foreshock.desk import alerts as errand
    from foreshock.desk.open import open_ledger

    with open_ledger(shell.settings(), ledger, create=False) as book:
        found = errand.alerts(book.as_of(as_of), rules, day, theatres, weights)
    if json:
        _print_readings(found)
        return
    shell.say(*(_indented(errand.line(alert)) for alert in found))
    shell.note(f"{sum(alert.fired for alert in found)} fired, {sum(not alert.fired for alert in found)} held back")


def _indented(line: str) -> str:
    """The line made safe for a terminal, with the blanks it begins with."""
    from foreshock.desk.terminal import plain

    return line[: len(line) - len(line.lstrip(" "))] + plain(line)


def _print_readings(found: Sequence[object]) -> None:
    import json

    from foreshock.records.reading_exchange import plain

    shell.say(*(json.dumps(plain(one), ensure_ascii=False) for one in found))
