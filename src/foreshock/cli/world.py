"""The commands that watch the world: watch and feeds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foreshock.cli import shell
from foreshock.cli.shell import Actors, AllowPrivate, CoderOption, LedgerPath, Model, Seed, Triggers, app
from foreshock.errors import ForeshockError, SourceFails

if TYPE_CHECKING:
    from foreshock.desk.feeds import Health
    from foreshock.desk.visit import World
    from foreshock.desk.watch import Happened
    from foreshock.settings import Settings


def parse_duration(told: str) -> timedelta:
    """The time told as 90s, 30m, 12h or 7d."""
    from foreshock.desk.watch import duration

    found = duration(told)
    if found is None:
        raise typer.BadParameter(f"{told!r} is no time such as 90s, 30m, 12h or 7d")
    return found


@app.command()
def watch(
    feeds: Annotated[Path, typer.Argument(parser=shell.parse_path, metavar="FEEDS", help="feeds.toml, or OPML.")],
    once: Annotated[bool, typer.Option("--once", help="Ask what is due, read it, and end.")] = False,
    lasting: Annotated[
        timedelta | None,
        typer.Option("--for", parser=parse_duration, metavar="TIME", help="End after 90s, 30m, 12h or 7d."),
    ] = None,
    ledger: LedgerPath = None,
    allow_private: AllowPrivate = None,
    model: Model = None,
    actors: Actors = None,
    triggers: Triggers = None,
    coder: CoderOption = None,
    seed: Seed = 0,
) -> None:
    """Ask news sources as they are due, and add what is new to the ledger, until Ctrl-C, --for or --once ends it."""
    from foreshock.desk import watch as errand
    from foreshock.desk.open import open_ledger

    if once and lasting:
        raise typer.BadParameter("--once and --for are two ends; give one", param_hint="--once")
    settings, sources = shell.settings(), errand.read_feeds(feeds)
    seconds = None if once else lasting.total_seconds() if lasting else float("inf")
    world, reader = _world(settings, allow_private or [], seed), shell.coder(settings, model, actors, triggers, coder)
    with open_ledger(settings, ledger) as book:
        faults: dict[str, ForeshockError] = dict(errand.failing(sources, book))
        quiet = True
        for happened in errand.watch(sources, reader, book, world, seconds):
            quiet = False
            _say(happened, faults)
        if once and quiet and (due := errand.next_asked(sources, book)):
            shell.note(f"no source is due before {due:%Y-%m-%d %H:%M} UTC; `foreshock feeds` shows each")
    shell.end(list(faults.values()))


@app.command()
def feeds(
    listed: Annotated[
        Path | None,
        typer.Argument(parser=shell.parse_path, metavar="FEEDS", help="feeds.toml or OPML; none: all ever watched."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line, one line a source.")] = False,
    ledger: LedgerPath = None,
) -> None:
    """Show how each watched source is: its state in words, when it was last read, what was left out and why."""
    from foreshock.desk import feeds as errand
    from foreshock.desk.open import open_ledger
    from foreshock.desk.terminal import plain, print_rows

    sources = errand.read_feeds(listed) if listed else ()
    with open_ledger(shell.settings(), ledger, create=False) as book:
        found = errand.health(book, sources)
    if json:
        _print_json(found)
    elif not found:
        shell.note("no source was watched yet; `foreshock watch feeds.toml` does")
    else:
        print_rows("sources", errand.COLUMNS, (one.cells() for one in found))
        for one in found:
            for line in one.lines():
                shell.say(plain(line))
    shell.end([fault for one in found if (fault := one.fault)])


def _print_json(found: list[Health]) -> None:
    import json

    for one in found:
        shell.say(json.dumps(one.told(), ensure_ascii=True))


def _world(settings: Settings, allow_private: list[str], seed: int) -> World:
    import random
    import time

    from foreshock.desk.visit import World, fetches, read_allowed

    told = (*settings.allow_private, *allow_private)
    asked, allowed = fetches(told, settings.link), read_allowed(told)
    return World(asked, shell.now, time.monotonic, time.sleep, random.Random(seed), allowed=allowed)


def _say(happened: Happened, faults: dict[str, ForeshockError]) -> None:
    """A line for what happened; a source that fails is an error until it is read again."""
    from foreshock.desk.terminal import counted, plain

    if happened.polled is None:
        what: str = happened.what
        what += f", {counted(happened.events, 'event')}" if what in ("new", "version") else ""
        what += f", {happened.whose}" if happened.whose else ""
        line = "  ".join(
            x for x in (happened.report_id or "-" * 16, what, happened.title, happened.name, happened.why) if x
        )
        (shell.note if happened.what == "left out" else shell.say)(plain(f"{line}"))
        return
    polled = happened.polled
    if polled.well:
        faults.pop(polled.address, None)
    else:
        faults[polled.address] = SourceFails(polled.name, polled.state, polled.why)
        shell.complain(faults[polled.address])
        if polled.state == "refused":
            shell.note("a host of your own network is let in by --allow-private HOST[:PORT]")
