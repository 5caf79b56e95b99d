"""The commands on scenarios: draft, board and play."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from foreshock.cli import shell
from foreshock.cli.reports import coded_of, told_of
from foreshock.cli.shell import (
    Actors,
    AsOf,
    CoderOption,
    LedgerPath,
    Model,
    Now,
    Outlet,
    Paths,
    Published,
    Seed,
    Since,
    Title,
    Triggers,
    app,
)
from foreshock.errors import ForeshockError

ScenarioFile = Annotated[
    Path, typer.Argument(parser=shell.parse_path, metavar="SCENARIO", help="A scenario file (YAML).")
]


@app.command()
def draft(
    paths: Paths,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", parser=shell.parse_path, metavar="FILE", help="Where the file goes, - is stdout."
        ),
    ] = Path("scenario.yaml"),
    published: Published = None,
    outlet: Outlet = None,
    title: Title = None,
    model: Model = None,
    actors: Actors = None,
    triggers: Triggers = None,
    coder: CoderOption = None,
) -> None:
    """Draft a scenario from the worst case that reports name, as a file to edit."""
    from foreshock.desk import draft as errand
    from foreshock.desk.brief import write_page
    from foreshock.desk.collect import files
    from foreshock.desk.place import check_place

    if str(output) != "-":
        check_place(output, "scenario", files(paths))
    faults: list[ForeshockError] = []
    told = told_of(paths, published, outlet, title)
    coded = list(coded_of(paths, told, shell.coder(shell.settings(), model, actors, triggers, coder), faults))
    if coded:
        text = errand.draft(coded)
        if str(output) == "-":
            shell.say(text.rstrip("\n"))
        else:
            made = f"The scenario drafted from {shell.counted(len(coded), 'report')}"
            shell.say(f"{made}: {write_page(text, output, 'scenario')}")
    shell.end(faults)


@app.command()
def board(
    scenario: ScenarioFile,
    ledger: LedgerPath = None,
    as_of: AsOf = None,
    since: Since = None,
) -> None:
    """Show which parts of a scenario the ledger shows as met, how near the others are, and by which rows."""
    from foreshock.desk import board as errand
    from foreshock.desk.open import open_ledger
    from foreshock.desk.terminal import print_table

    with open_ledger(shell.settings(), ledger, create=False) as book:
        told = errand.board(scenario, book.as_of(as_of), as_of, since)
    print_table(told.question, errand.BOARD_COLUMNS, errand.board_rows(told))
    shell.note(f"{shell.counted(told.acts, 'act')} from {told.since} to {told.as_of}")


@app.command()
def play(
    scenario: ScenarioFile,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", parser=shell.parse_path, metavar="FILE", help="Also write an HTML page."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The whole play as one JSON object.")] = False,
    issue: Annotated[bool, typer.Option("--issue", help="Keep its chances in the ledger, to be decided.")] = False,
    pictures: Annotated[
        Path | None,
        typer.Option("--pictures", parser=shell.parse_path, metavar="FOLDER", help="Also write its pictures as SVG."),
    ] = None,
    ledger: LedgerPath = None,
    as_of: AsOf = None,
    since: Since = None,
    seed: Seed = 1,
    paths: Annotated[int | None, typer.Option(help="Simulated futures in all; default: 36,864.")] = None,
    now: Now = None,
) -> None:
    """Play a scenario forward on the ledger: its chance, its pathways, what would change it."""
    from foreshock.desk import play as errand
    from foreshock.desk.brief import write_page
    from foreshock.desk.open import open_ledger
    from foreshock.desk.place import check_held, check_place
    from foreshock.desk.terminal import print_table
    from foreshock.desk.track import issue as keep

    if output:
        check_place(output, "play", [scenario])
    moment, kept = now or shell.now(), 0
    day = as_of or (moment.date() - timedelta(days=1) if issue else None)
    with open_ledger(shell.settings(), ledger, create=False) as book:
        if output:
            check_held(output, book)
        view = book.as_of(as_of)
        read, told = errand.play(scenario, view, seed, day, since, paths, moment.date())
        if issue:
            kept = keep(errand.play_forecasts(scenario, view, told, moment, since), book, moment)
    if json:
        import json as writer

        shell.say(writer.dumps(errand.play_json(told), ensure_ascii=False, default=str))
    else:
        print_table(told.question, errand.PLAY_COLUMNS, errand.play_rows(told))
        print_table("pathways, of the paths with the outcome", errand.PATHWAY_COLUMNS, errand.pathway_rows(told))
        print_table("model counterfactuals, not causes", errand.TORNADO_COLUMNS, errand.tornado_rows(told))
        print_table("what this rests on", errand.ASSUMPTION_COLUMNS, errand.assumption_rows(told))
    if output:
        shell.note(f"The page: {write_page(errand.play_page(read, told), output, 'play')}")
    if pictures:
        written = errand.write_pictures(errand.pictures_of(read, told), pictures)
        shell.note(f"Pictures: {', '.join(map(str, written))}")
    if issue:
        shell.note(f"{shell.counted(kept, 'forecast')} of it new in the ledger")
