"""The commands on reports: demo, code, add, brief, show, explain and doctor."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foreshock.cli import shell
from foreshock.cli.shell import (
    Actors,
    AllowPrivate,
    AsOf,
    CoderOption,
    FormOption,
    Language,
    LedgerPath,
    Mapping,
    Model,
    Now,
    Outlet,
    Paths,
    Published,
    SomePaths,
    Title,
    Triggers,
    app,
)
from foreshock.errors import ForeshockError

if TYPE_CHECKING:
    from foreshock.desk.brief import Form
    from foreshock.desk.code import Codes, Uncodable
    from foreshock.desk.collect import Repeat, Told
    from foreshock.errors import UnreadableReport
    from foreshock.records import CodedReport, Report
    from foreshock.records.prognosis import PrognosisTold


@app.command()
def demo(
    output: Annotated[
        Path, typer.Option("--output", "-o", parser=shell.parse_path, metavar="FILE", help="Where the page goes.")
    ] = Path("brief.html"),
    model: Model = None,
) -> None:
    """Code the packaged example reports and write their brief; needs no network."""
    from foreshock.desk import demo as errand
    from foreshock.desk.collect import count
    from foreshock.desk.place import check_place

    if _form(None, output) != "html":
        raise typer.BadParameter("the page of the demonstration is HTML; end its name in .html", param_hint="--output")
    check_place(output, "html brief")
    coder = shell.coder(shell.settings(), model)
    total = count([errand.examples()])
    done = errand.demo(output, shell.today(), coder, lambda found: shell.watched(found, total, "coding"))
    events = shell.counted(sum(len(coded.events) for coded in done.coded), "event")
    shell.say(f"{shell.counted(len(done.coded), 'report')}, {events}. The brief: {done.path.resolve()}")
    shell.say(*("  " + line for line in done.findings))
    faults: list[ForeshockError] = []
    for fault in done.faults:
        _remark(fault, faults)
    shell.end(faults)


@app.command()
def code(
    paths: Paths,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line, one line a report.")] = False,
    published: Published = None,
    outlet: Outlet = None,
    title: Title = None,
    language: Language = None,
    mapping: Mapping = None,
    allow_private: AllowPrivate = None,
    model: Model = None,
    actors: Actors = None,
    triggers: Triggers = None,
    coder: CoderOption = None,
) -> None:
    """Code reports and print what was found."""
    faults: list[ForeshockError] = []
    told, show = told_of(paths, published, outlet, title, language, mapping), _print_json if json else _print_events
    reader = shell.coder(shell.settings(), model, actors, triggers, coder)
    for coded in coded_of(paths, told, reader, faults, allow_private):
        show(coded)
    shell.end(faults)


@app.command()
def add(
    paths: Paths,
    ledger: LedgerPath = None,
    published: Published = None,
    outlet: Outlet = None,
    title: Title = None,
    language: Language = None,
    mapping: Mapping = None,
    allow_private: AllowPrivate = None,
    model: Model = None,
    actors: Actors = None,
    triggers: Triggers = None,
    coder: CoderOption = None,
    now: Now = None,
) -> None:
    """Code reports and add them to the ledger; a report it holds changes nothing."""
    from foreshock.desk import add as errand
    from foreshock.desk.collect import collect, count
    from foreshock.desk.open import open_ledger
    from foreshock.desk.takedown import tombstones
    from foreshock.desk.terminal import plain

    settings, told = shell.settings(), told_of(paths, published, outlet, title, language, mapping)
    faults: list[ForeshockError] = []
    kept: list[errand.Added] = []
    with open_ledger(settings, ledger) as book, _interrupted(kept):
        gone = tombstones(book)
        found = shell.watched(collect(paths, told, shell.fetch(allow_private), shell.stdin()), count(paths), "adding")
        reader = shell.coder(settings, model, actors, triggers, coder)
        for added in errand.add(found, reader, book, shell.clock(now)):
            if isinstance(added, errand.Retracted):
                (shell.say if added.reports else shell.note)("\n".join(map(plain, added.lines())))
                continue
            if not isinstance(added, errand.Added):
                _remark(added, faults)
                continue
            if added.new:
                kept.append(added)
            state = gone.get(added.report.id, added.state)
            shell.say(plain(f"{added.report.id}  {state}  {added.report.title or 'untitled'}"))
    _say_uncoded([added.report for added in kept if added.uncoded])
    shell.end(faults)


@contextmanager
def _interrupted(kept: Sequence[object]) -> Iterator[None]:
    """An interrupt inside says how many reports were kept before it."""
    try:
        yield
    except KeyboardInterrupt:
        told = f"{shell.counted(len(kept), 'new report')} kept, each whole" if kept else "no report was added"
        shell.complain(f"interrupted; {told}; the same call again goes on from there")
        raise


@app.command()
def brief(
    paths: SomePaths = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            parser=shell.parse_path,
            metavar="FILE",
            help="Where the page goes, - is stdout; default: brief.html or .md.",
        ),
    ] = None,
    form: FormOption = None,
    forecast: Annotated[
        bool, typer.Option("--forecast", help="Also what the model says of the pairs in the ledger.")
    ] = False,
    scenario: Annotated[
        Path | None,
        typer.Option("--scenario", parser=shell.parse_path, metavar="FILE", help="Also play this scenario in it."),
    ] = None,
    ledger: LedgerPath = None,
    as_of: AsOf = None,
    published: Published = None,
    outlet: Outlet = None,
    title: Title = None,
    language: Language = None,
    mapping: Mapping = None,
    allow_private: AllowPrivate = None,
    model: Model = None,
    actors: Actors = None,
    triggers: Triggers = None,
    coder: CoderOption = None,
) -> None:
    """Write the brief of some reports, or of all the ledger holds."""
    from foreshock.desk.brief import linked, output_of, page, write_page
    from foreshock.desk.collect import files
    from foreshock.desk.open import held, open_ledger
    from foreshock.desk.place import check_held, check_place
    from foreshock.desk.takedown import left_out

    made, settings = _form(form, output), shell.settings()
    place = output or Path(f"brief.{made}")
    if str(place) != "-":
        own = [actors or settings.actors, triggers or settings.triggers]
        read = [*files(paths or []), Path(ledger or settings.ledger), *own]
        check_place(place, output_of(made), [path for path in read if path])
    faults: list[ForeshockError] = []
    linkage = None
    if paths:
        told = told_of(paths, published, outlet, title, language, mapping)
        reader = shell.coder(settings, model, actors, triggers, coder)
        coded = list(coded_of(paths, told, reader, faults, allow_private))
    else:
        with open_ledger(settings, ledger, create=False) as book:
            check_held(place, book)
            view = book.as_of(as_of)
            gone, linkage = left_out(view), linked(view)
        coded = held(settings, ledger, as_of)
        if gone:
            shell.note(gone)
    if coded:
        told_ahead = _ahead(ledger, as_of, scenario) if forecast or scenario else None
        text = page(coded, shell.today(), made, told_ahead, linkage)
        if str(place) == "-":
            shell.say(text.rstrip("\n"))
        else:
            shell.say(f"The brief of {shell.counted(len(coded), 'report')}: {write_page(text, place, output_of(made))}")
    shell.end(faults)


def _ahead(ledger: str | None, as_of: date | None, scenario: Path | None) -> PrognosisTold:
    """What the model tells for the brief, from the ledger."""
    from foreshock.desk.forecast import Order
    from foreshock.desk.open import open_ledger
    from foreshock.desk.prognosis import Asked, prognosis

    today = shell.today()
    order = Order((as_of or today) + timedelta(days=1), 1, unfinished=None if as_of else today)
    with open_ledger(shell.settings(), ledger, create=False) as book:
        return prognosis(book.as_of(as_of), Asked(order, scenario))


@app.command()
def show(
    kind: Annotated[
        str,
        typer.Argument(
            help="events, statements, figures, relations, outlooks, consequences, actors, reports, left_out, acts "
            "(imported ones too) or incidents."
        ),
    ] = "events",
    actor: Annotated[str | None, typer.Option(help="Part of the name of somebody taking part.")] = None,
    type_: Annotated[str | None, typer.Option("--type", help="Type of event, or kind of statement or tie.")] = None,
    standing: Annotated[str | None, typer.Option(help="actual, historical, future, hypothetical, negated.")] = None,
    country: Annotated[str | None, typer.Option(help="Country code of a party or place, such as IRQ.")] = None,
    since: Annotated[date | None, typer.Option(parser=shell.parse_day, metavar="DAY", help="From this day on.")] = None,
    until: Annotated[date | None, typer.Option(parser=shell.parse_day, metavar="DAY", help="Up to this day.")] = None,
    source: Annotated[str | None, typer.Option(help="Part of the name of somebody who vouches for it.")] = None,
    id_: Annotated[
        str | None,
        typer.Option(
            "--id", parser=shell.parse_words, metavar="ID", help="REPORT#ROW, a row or a report; one is shown whole."
        ),
    ] = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 100,
    ledger: LedgerPath = None,
) -> None:
    """Show the ledger's rows as a table."""
    from foreshock.desk import show as errand
    from foreshock.desk.open import open_ledger
    from foreshock.desk.terminal import plain, print_fields, print_rows
    from foreshock.desk.trace import trace
    from foreshock.errors import LedgerError

    kind = kind.lower().replace("-", "_")
    if kind not in errand.KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(errand.KINDS)}", param_hint="KIND")
    filters = errand.Filters(actor, type_, standing, country, since, until, source, id_)
    with open_ledger(shell.settings(), ledger, create=False) as book:
        view = book.as_of(as_of)
        frame = errand.show(view, kind, filters)  # type: ignore[arg-type]
        if id_ is not None and filters == errand.Filters(id=id_):
            traced = trace(view, id_, kind)  # type: ignore[arg-type]
            kind, frame = traced.kind, frame.clear() if traced.rows is None else traced.rows
            shell.say(*map(plain, traced.lines))
            if traced.rows is None:
                return
        fields = errand.whole(frame, view) if len(frame) == 1 else []
        unknown = errand.strangers(view, kind, filters) if frame.is_empty() else []  # type: ignore[arg-type]
        unlinked = kind == "incidents" and frame.is_empty() and view.incidents().is_empty()
    limit = min(limit, len(frame))
    if id_ is not None and frame.is_empty():
        raise LedgerError(book.name, f"holds none of its {kind} under the id {id_}")
    if id_ is not None and len(frame) == 1:
        print_fields(kind, fields)
    else:
        columns = errand.shown_columns(kind)  # type: ignore[arg-type]
        print_rows(kind, columns, frame.select(columns).head(limit).iter_rows())
    shell.note(f"{limit:,} of {shell.counted(len(frame), 'row')}")
    for line in unknown:
        shell.note(plain(line))
    if unlinked:
        shell.note("nothing is linked yet: foreshock link makes the incidents")


@app.command()
def explain(
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="A sentence, or a short text, in quotes.")],
    published: Published = None,
    model: Model = None,
    actors: Actors = None,
    triggers: Triggers = None,
    coder: CoderOption = None,
) -> None:
    """Say why a sentence is coded as it is, or why not: the tool for those who add words and actors."""
    from foreshock.desk.explain import explain as errand

    if not sentence.strip():
        raise typer.BadParameter("an empty sentence tells nothing", param_hint="SENTENCE")
    shell.say(*errand(sentence, shell.coder(shell.settings(), model, actors, triggers, coder), published))


@app.command()
def doctor() -> None:
    """Say what is installed, which model is used, and what is missing."""
    from foreshock.desk.doctor import examine

    found = examine(shell.settings())
    for finding in found:
        mark = "ok     " if finding.do else "MISSING"
        shell.say(f"{mark} {finding.what}: {finding.seen}" + (f" ({finding.advice})" if finding.advice else ""))
    if not all(finding.do for finding in found):
        raise typer.Exit(1)


def told_of(
    paths: Sequence[str],
    published: date | None,
    outlet: str | None,
    title: str | None,
    language: str | None = None,
    mapping: str | None = None,
) -> Told:
    """What the options tell of the reports."""
    from foreshock.desk.collect import Told, count, read_columns

    if title and count(paths) > 1:
        raise typer.BadParameter("one title for several reports", param_hint="--title")
    return Told(published, outlet, title, language, read_columns(mapping))


def coded_of(
    paths: Sequence[str], told: Told, coder: Codes, faults: list[ForeshockError], allow: Sequence[str] | None = None
) -> Iterator[CodedReport]:
    """The coded reports; all else is said as it comes, and what is a fault is added to `faults`."""
    from foreshock.desk import code as errand
    from foreshock.desk.collect import collect, count
    from foreshock.records import CodedReport

    uncoded: list[Report] = []
    found = collect(paths, told, shell.fetch(allow), shell.stdin())
    for coded in errand.code(shell.watched(found, count(paths), "coding"), coder):
        if isinstance(coded, CodedReport):
            if coded.uncoded:
                uncoded.append(coded.report)
            yield coded
        else:
            _remark(coded, faults)
    _say_uncoded(uncoded)


def _say_uncoded(uncoded: Sequence[Report]) -> None:
    """Say how many reports have no coder for their language."""
    from foreshock.desk.uncoded import uncoded_line

    if line := uncoded_line(uncoded):
        shell.note(line)


def _remark(told: Repeat | UnreadableReport | Uncodable, faults: list[ForeshockError]) -> None:
    """Say what became of a file that gave no rows; with FORESHOCK_DEBUG set, also where the coder failed."""
    shell.complain(told)
    if isinstance(told, ForeshockError):
        faults.append(told)
        if told.__cause__ and told.exit_code == 1 and os.environ.get("FORESHOCK_DEBUG"):
            import traceback

            traceback.print_exception(told.__cause__)


def _form(form: str | None, output: Path | None) -> Form:
    from foreshock.desk.brief import form_of

    if form not in (None, "html", "md"):
        raise typer.BadParameter(f"{form!r} is neither html nor md", param_hint="--format")
    place = output or Path("brief.html")
    named = form_of(output, None) if output else None
    if form and named and named != form and output and output.suffix:
        told = f"{output.name} is named as {named}, and --format asks for {form}; give one of the two"
        raise typer.BadParameter(told, param_hint="--format")
    found = form_of(place, form)  # type: ignore[arg-type]
    if found is None:
        told = f"{place.suffix!r} is neither .html nor .md; end the name in one, or give --format html or md"
        raise typer.BadParameter(told, param_hint="--output")
    return found


def _print_json(coded: CodedReport) -> None:
    import json

    from foreshock.records.exchange import exchange

    line = json.dumps(exchange(coded), ensure_ascii=False)
    shell.say(line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085"))


def _print_events(coded: CodedReport) -> None:
    from foreshock.desk.terminal import EVENT_COLUMNS, event_cells, heading, print_rows

    shell.say(heading(coded))
    if coded.events:
        print_rows("", EVENT_COLUMNS, (event_cells(e, coded.report.text) for e in coded.events))
    for flag in coded.report.flags:
        shell.say(f"  {flag}")
