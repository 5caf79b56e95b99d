"""The commands that bring other people's tables in and take ours out: import and export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from foreshock.cli import shell
from foreshock.cli.shell import AsOf, LedgerPath, Now, app


@app.command(name="import")
def import_(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help="polecat, icews, triples, gdelt, ucdp or acled.")],
    file: Annotated[Path, typer.Argument(parser=shell.parse_path, metavar="FILE", help="Plain, .gz or .zip.")],
    mentions: Annotated[
        Path | None,
        typer.Option(parser=shell.parse_path, metavar="FILE", help="GDELT's mentions, beside its events."),
    ] = None,
    ledger: LedgerPath = None,
    now: Now = None,
) -> None:
    """Read a file of other people's events into the ledger, whole or not at all."""
    from foreshock.desk.importing import import_history
    from foreshock.desk.open import open_ledger
    from foreshock.desk.terminal import plain

    with open_ledger(shell.settings(), ledger) as book:
        done = import_history(file, format.lower(), book, shell.clock(now), mentions)
    shell.say(*(plain(line) for line in done.told()))


@app.command()
def export(
    format: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="annotations, atom, csv, ftm, gdelt, geojson, gexf, graphml, icews, parquet, polecat, prov or stix.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", parser=shell.parse_path, metavar="PATH", help="File, or folder for csv and parquet."
        ),
    ] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="With polecat: evidence in three columns more.")] = False,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    now: Now = None,
) -> None:
    """Write what the ledger holds in a form that others read; of a report's text only short spans."""
    from foreshock.desk import export as errand
    from foreshock.desk.open import open_ledger
    from foreshock.desk.place import check_held

    wanted, settings = format.lower(), shell.settings()
    if evidence and wanted != "polecat":
        raise typer.BadParameter("evidence in columns is for polecat only", param_hint="--evidence")
    place, read = errand.place_of(wanted, output), [Path(ledger or settings.ledger)]
    if str(place) != "-":
        errand.check(wanted, place, read)
    with open_ledger(settings, ledger, create=False) as book:
        check_held(place, book)
        made = errand.made(book.as_of(as_of), wanted, now or shell.now(), evidence)
    if str(place) == "-" and len(made.files) == 1:
        sys.stdout.buffer.write(next(iter(made.files.values())))
    elif str(place) == "-":
        raise typer.BadParameter(f"{wanted} is a folder of files; name one", param_hint="--output")
    else:
        told = shell.note if place.exists() and not (place.is_file() or place.is_dir()) else shell.say
        told(f"Exported: {errand.write(made, wanted, place, read)}")
    for line in made.said:
        shell.note(line)
