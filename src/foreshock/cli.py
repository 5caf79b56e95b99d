"""The command line: one command an errand, by the same word.

The law: results go to stdout, progress and errors to stderr, one clear line an error; nothing heavy is imported
before a command runs, so that help needs no model.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperGroup

from foreshock.errors import ForeshockError, NotWritable

if TYPE_CHECKING:
    from foreshock.desk.brief import Form
    from foreshock.desk.code import Codes, Uncodable
    from foreshock.desk.collect import Repeat, Told
    from foreshock.desk.open import Opened
    from foreshock.errors import UnreadableReport
    from foreshock.records import CodedReport
    from foreshock.settings import Settings

INTERRUPTED, PIPE_CLOSED = 130, 141
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_Item = TypeVar("_Item")


class _Errand(TyperGroup):
    """The one place where errors become a line on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except ForeshockError as fault:
            _complain(fault)
            raise typer.Exit(fault.exit_code) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            _drop_output()
            raise typer.Exit(PIPE_CLOSED) from None
        except OSError as fault:
            raise typer.Exit(_system_fault(fault)) from None
        except (
            MemoryError,
            RecursionError,
            ArithmeticError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
        ) as fault:
            if os.environ.get("FORESHOCK_DEBUG"):
                raise
            _complain(f"a fault of foreshock itself ({type(fault).__name__}: {fault}); FORESHOCK_DEBUG=1 shows where")
            raise typer.Exit(1) from None


app = typer.Typer(
    name="foreshock",
    cls=_Errand,
    help="Read news reports and keep who did, said or threatened what to whom, according to whom.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise typer.BadParameter(f"{told!r} is no day such as 2024-11-27") from None


def _path(told: str | Path) -> Path:
    """The path as told; whether it can be read is found out, and said, where it is read."""
    if not str(told).strip():
        raise typer.BadParameter("an empty name is no file; the working folder is '.'")
    return Path(told)


def _book(told: str) -> str:
    if not told.strip():
        raise typer.BadParameter("an empty name is no ledger")
    return told


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"foreshock {version('foreshock')}")
        raise typer.Exit


Paths = Annotated[
    list[Path],
    typer.Argument(parser=_path, metavar="PATH", help="Text or Markdown files, or folders of them."),
]
SomePaths = Annotated[
    list[Path] | None,
    typer.Argument(parser=_path, metavar="PATH", help="Files or folders; none: the ledger's reports."),
]
Published = Annotated[
    date | None,
    typer.Option(parser=_day, metavar="DAY", help="Day of publication (2024-11-27), before what the text says."),
]
Outlet = Annotated[str | None, typer.Option(help="Who published it, before what the text says.")]
Title = Annotated[str | None, typer.Option(help="Title of the one report given.")]
Model = Annotated[str | None, typer.Option(help="Parser model to use; default: the best one installed.")]
Actors = Annotated[Path | None, typer.Option(parser=_path, metavar="FILE", help="TOML file with actors of your own.")]
Triggers = Annotated[
    Path | None, typer.Option(parser=_path, metavar="FILE", help="CSV file with trigger lines of your own.")
]
CoderOption = Annotated[
    str | None, typer.Option("--coder", metavar="both|rules|student", help="Who proposes events; default: both.")
]
LedgerPath = Annotated[
    str | None,
    typer.Option(
        "--ledger", parser=_book, metavar="FILE", help="The ledger, a file or database URL; default: foreshock.db."
    ),
]
FormOption = Annotated[
    str | None, typer.Option("--format", metavar="html|md", help="Form of the page; default: by the file's ending.")
]
AsOf = Annotated[date | None, typer.Option(parser=_day, metavar="DAY", help="The ledger as known at the end of a day.")]


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Read news reports and keep who did, said or threatened what to whom, according to whom."""


@app.command()
def demo(
    output: Annotated[
        Path, typer.Option("--output", "-o", parser=_path, metavar="FILE", help="Where the page goes.")
    ] = Path("brief.html"),
    model: Model = None,
) -> None:
    """Code the packaged example reports and write their brief; needs no network."""
    from foreshock.desk import demo as errand
    from foreshock.desk.brief import check_place
    from foreshock.desk.collect import count

    if _form(None, output) != "html":
        raise typer.BadParameter("the page of the demonstration is HTML; end its name in .html", param_hint="--output")
    check_place(output)
    coder = _coder(_settings(), model)
    total = count([errand.examples()])
    done = errand.demo(output, _today(), coder, lambda found: _watched(found, total, "coding"))
    events = sum(len(coded.events) for coded in done.coded)
    _say(f"{len(done.coded)} reports, {events} events. The brief: {done.path.resolve()}")
    _say(*("  " + line for line in done.findings))
    faults: list[ForeshockError] = []
    for fault in done.faults:
        _remark(fault, faults)
    _end(faults)


@app.command()
def code(
    paths: Paths,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line, one line a report.")] = False,
    published: Published = None,
    outlet: Outlet = None,
    title: Title = None,
    model: Model = None,
    actors: Actors = None,
    triggers: Triggers = None,
    coder: CoderOption = None,
) -> None:
    """Code reports and print what was found."""
    faults: list[ForeshockError] = []
    told, show = _told(paths, published, outlet, title), _print_json if json else _print_events
    for coded in _coded(paths, told, _coder(_settings(), model, actors, triggers, coder), faults):
        show(coded)
    _end(faults)


@app.command()
def add(
    paths: Paths,
    ledger: LedgerPath = None,
    published: Published = None,
    outlet: Outlet = None,
    title: Title = None,
    model: Model = None,
    actors: Actors = None,
    triggers: Triggers = None,
    coder: CoderOption = None,
) -> None:
    """Code reports and add them to the ledger; a report it holds changes nothing."""
    from foreshock.desk import add as errand
    from foreshock.desk.collect import collect, count
    from foreshock.desk.open import open_ledger
    from foreshock.desk.terminal import plain

    settings, told = _settings(), _told(paths, published, outlet, title)
    faults: list[ForeshockError] = []
    with open_ledger(settings, ledger) as book:
        found = _watched(collect(paths, told), count(paths), "adding")
        for added in errand.add(found, _coder(settings, model, actors, triggers, coder), book, _now):
            if not isinstance(added, errand.Added):
                _remark(added, faults)
                continue
            state = f"new, {added.events} events" if added.new else "held before"
            _say(plain(f"{added.report.id}  {state}  {added.report.title or 'untitled'}"))
    _end(faults)


@app.command()
def brief(
    paths: SomePaths = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            parser=_path,
            metavar="FILE",
            help="Where the page goes, - is stdout; default: brief.html or .md.",
        ),
    ] = None,
    form: FormOption = None,
    ledger: LedgerPath = None,
    as_of: AsOf = None,
    published: Published = None,
    outlet: Outlet = None,
    title: Title = None,
    model: Model = None,
    actors: Actors = None,
    triggers: Triggers = None,
    coder: CoderOption = None,
) -> None:
    """Write the brief of some reports, or of all the ledger holds."""
    from foreshock.desk.brief import check_place, page, write_page
    from foreshock.desk.collect import files
    from foreshock.desk.open import held

    made, settings = _form(form, output), _settings()
    place = output or Path(f"brief.{made}")
    if str(place) != "-":
        own = [actors or settings.actors, triggers or settings.triggers]
        read = [*files(paths or []), Path(ledger or settings.ledger), *own]
        check_place(place, [path for path in read if path])
    faults: list[ForeshockError] = []
    if paths:
        told = _told(paths, published, outlet, title)
        coded = list(_coded(paths, told, _coder(settings, model, actors, triggers, coder), faults))
    else:
        coded = held(settings, ledger, as_of)
    if coded:
        text = page(coded, _today(), made)
        _say(text.rstrip("\n") if str(place) == "-" else f"The brief of {len(coded)}: {write_page(text, place)}")
    _end(faults)


@app.command()
def show(
    kind: Annotated[
        str, typer.Argument(help="events, statements, figures, relations, outlooks, consequences, actors, reports.")
    ] = "events",
    actor: Annotated[str | None, typer.Option(help="Part of the name of somebody taking part.")] = None,
    type_: Annotated[str | None, typer.Option("--type", help="Type of event, or kind of statement or tie.")] = None,
    standing: Annotated[str | None, typer.Option(help="actual, historical, future, hypothetical, negated.")] = None,
    country: Annotated[str | None, typer.Option(help="Country code of a party or place, such as IRQ.")] = None,
    since: Annotated[date | None, typer.Option(parser=_day, metavar="DAY", help="From this day on.")] = None,
    until: Annotated[date | None, typer.Option(parser=_day, metavar="DAY", help="Up to this day.")] = None,
    source: Annotated[str | None, typer.Option(help="Part of the name of somebody who vouches for it.")] = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 100,
    ledger: LedgerPath = None,
) -> None:
    """Show the ledger's rows as a table."""
    from foreshock.desk import show as errand
    from foreshock.desk.open import open_ledger
    from foreshock.desk.terminal import print_table

    kind = kind.lower().replace("-", "_")
    if kind not in errand.KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(errand.KINDS)}", param_hint="KIND")
    filters = errand.Filters(actor, type_, standing, country, since, until, source)
    with open_ledger(_settings(), ledger, create=False) as book:
        frame = errand.show(book.as_of(as_of) if as_of else book, kind, filters)  # type: ignore[arg-type]
    columns = errand.shown_columns(kind)  # type: ignore[arg-type]
    print_table(kind, columns, frame.select(columns).head(limit).iter_rows())
    _note(f"{min(limit, len(frame)):,} of {len(frame):,} rows")


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
    _say(*errand(sentence, _coder(_settings(), model, actors, triggers, coder), published))


@app.command()
def doctor() -> None:
    """Say what is installed, which model is used, and what is missing."""
    from foreshock.desk.doctor import examine

    found = examine(_settings())
    for finding in found:
        mark = "ok     " if finding.do else "MISSING"
        _say(f"{mark} {finding.what}: {finding.seen}" + (f" ({finding.advice})" if finding.advice else ""))
    if not all(finding.do for finding in found):
        raise typer.Exit(1)


def _settings() -> Settings:
    from foreshock.settings import read_settings

    return read_settings(os.environ, Path.cwd())


def _coder(
    settings: Settings,
    model: str | None,
    actors: Path | None = None,
    triggers: Path | None = None,
    kind: str | None = None,
) -> Opened:
    from foreshock.desk.open import open_coder

    return open_coder(settings, model, actors, triggers, kind)


def _told(paths: Sequence[Path], published: date | None, outlet: str | None, title: str | None) -> Told:
    from foreshock.desk.collect import Told, count

    if title and count(paths) > 1:
        raise typer.BadParameter("one title for several reports", param_hint="--title")
    return Told(published, outlet, title)


def _coded(paths: Sequence[Path], told: Told, coder: Codes, faults: list[ForeshockError]) -> Iterator[CodedReport]:
    """The coded reports; all else is said as it comes, and what is a fault is added to `faults`."""
    from foreshock.desk import code as errand
    from foreshock.desk.collect import collect, count
    from foreshock.records import CodedReport

    for coded in errand.code(_watched(collect(paths, told), count(paths), "coding"), coder):
        if isinstance(coded, CodedReport):
            yield coded
        else:
            _remark(coded, faults)


def _remark(told: Repeat | UnreadableReport | Uncodable, faults: list[ForeshockError]) -> None:
    """Say what became of a file that gave no rows; with FORESHOCK_DEBUG set, also where the coder failed."""
    _complain(told)
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
    found = form_of(place, form)  # type: ignore[arg-type]
    if found is None:
        told = f"{place.suffix!r} is neither .html nor .md; end the name in one, or give --format html or md"
        raise typer.BadParameter(told, param_hint="--output")
    return found


def _now() -> datetime:
    return datetime.now(UTC)


def _today() -> date:
    return _now().date()


def _say(*lines: str) -> None:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf8", errors="replace")
    for line in lines:
        sys.stdout.write(line + "\n")


def _note(line: str) -> None:
    typer.echo(line, err=True)


def _complain(fault: object) -> None:
    from foreshock.desk.terminal import plain

    typer.echo(f"foreshock: {plain(fault)}", err=True)


def _end(faults: Sequence[ForeshockError]) -> None:
    if faults:
        raise typer.Exit(min(fault.exit_code for fault in faults))


def _system_fault(fault: OSError) -> int:
    """Say what the system refused, and give the exit code for it."""
    if fault.errno not in _DISK_FULL:
        _complain(f"the system says: {fault.strerror or fault}")
        return 1
    _drop_output()
    lost = NotWritable(fault.filename or "the output", fault.strerror or "the disk is full")
    _complain(lost)
    return lost.exit_code


def _drop_output() -> None:
    """What is still to be written to stdout goes nowhere, so that the end of the process says nothing of it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _watched(items: Iterable[_Item], total: int, word: str) -> Iterator[_Item]:
    """The items, with a bar on stderr where that is a terminal and there is something to wait for."""
    if total < 2 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, word, total=total, console=Console(stderr=True), transient=True)


def _print_json(coded: CodedReport) -> None:
    import json

    from foreshock.records.exchange import exchange

    line = json.dumps(exchange(coded), ensure_ascii=False)
    _say(line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085"))


def _print_events(coded: CodedReport) -> None:
    from foreshock.desk.terminal import EVENT_COLUMNS, event_cells, heading, print_table

    print_table(heading(coded), EVENT_COLUMNS, (event_cells(e, coded.report.text) for e in coded.events))


if __name__ == "__main__":
    app()
