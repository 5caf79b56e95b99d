"""The commands that keep a ledger trusted: verify, correct, learn, recode and takedown."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foreshock.cli import shell
from foreshock.cli.shell import CoderOption, LedgerPath, Model, Now, Who, Why, app
from foreshock.errors import ForeshockError

if TYPE_CHECKING:
    from foreshock.desk.brief import Form
    from foreshock.desk.correct import Corrected
    from foreshock.records.correction import Correction

FORECASTS = 10
"""Issued forecasts that are named after a correction."""
ReportId = Annotated[str, typer.Argument(metavar="REPORT", help="Id of the report.")]


@app.command()
def verify(
    ledger: LedgerPath = None,
    head: Annotated[
        str | None,
        typer.Option(parser=shell.parse_head, metavar="HASH", help="Is a head told earlier in the chain?"),
    ] = None,
) -> None:
    """Read the whole ledger again: is every row as it was written?"""
    from foreshock.desk.open import open_ledger
    from foreshock.desk.verify import verify as errand

    with open_ledger(shell.settings(), ledger, create=False) as book:
        seen = errand(book, head)
    shell.say(f"whole: {shell.counted(seen.entries, 'entry')}, {shell.counted(seen.rows, 'row')}; head {seen.head}")


@app.command()
def correct(
    report: Annotated[str | None, typer.Argument(metavar="REPORT", help="Id of the report.")] = None,
    op: Annotated[str | None, typer.Argument(metavar="OP", help="accept, set, split, merge, reject or add.")] = None,
    row: Annotated[str | None, typer.Argument(metavar="ROW", help="Id of the row; with add its kind.")] = None,
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="FIELD=VALUE", help='type=ACCUSE, actors[0].country=IRN, trigger="said so"; JSON too.'),
    ] = None,
    who: Annotated[str, typer.Option("--who", metavar="NAME", help="Who corrects.")] = "",
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="Why.")] = "",
    blind: Annotated[bool, typer.Option(help="Start from what the coder said, for a second reading.")] = False,
    batch: Annotated[
        Path | None,
        typer.Option("--from", parser=shell.parse_path, metavar="FILE", help="Corrections, one a line, as JSON."),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(parser=shell.parse_path, metavar="FILE", help="Write corrected reports as JSON lines."),
    ] = None,
    agreement: Annotated[
        tuple[str, str] | None, typer.Option(metavar="NAME NAME", help="How far two reviewers agree.")
    ] = None,
    page: Annotated[
        list[Path] | None,
        typer.Option(parser=shell.parse_path, metavar="FILE", help="A brief to write anew where it shows it."),
    ] = None,
    ledger: LedgerPath = None,
    now: Now = None,
) -> None:
    """Correct a coded row; who, when, why, before and after are kept."""
    from foreshock.desk import correct as errand
    from foreshock.desk.open import open_ledger

    settings = shell.settings()
    with open_ledger(settings, ledger, create=False) as book:
        if export is not None:
            _write(errand.export(book), export)
            return
        if agreement is not None:
            _say_agreement(errand.agree(book, *agreement))
            return
        review = errand.Review(who, why, now or shell.now(), blind)
        corrections = list(_asked(report, op, row, fields or [], batch))
        shown = [path for path in page or [] if any(errand.shows(path, name) for name, _ in corrections)]
        _check_pages(shown)
        for name, asked in corrections:
            _say_corrected(name, errand.correct(book, name, asked, review))
        for path in shown:
            _render(path, ledger)


@app.command()
def recode(ledger: LedgerPath = None, model: Model = None, coder: CoderOption = None, now: Now = None) -> None:
    """Code every report of the ledger again, as after an upgrade; keep the old rows and tell the difference."""
    from foreshock.desk import recode as errand
    from foreshock.desk.open import open_ledger

    settings = shell.settings()
    faults: list[ForeshockError] = []
    said = 0
    with open_ledger(settings, ledger, create=False) as book:
        for done in errand.recode(book, shell.coder(settings, model, kind=coder), shell.clock(now)):
            said += 1
            if isinstance(done, ForeshockError):
                shell.complain(done)
                faults.append(done)
            else:
                shell.say(str(done))
    if not said:
        shell.note("nothing to code again: this coder has coded every report")
    shell.end(faults)


@app.command()
def learn(
    corrections: Annotated[
        Path, typer.Argument(parser=shell.parse_path, metavar="FILE", help="What `foreshock correct --export` wrote.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", parser=shell.parse_path, metavar="FILE", help="Where it goes.")
    ] = Path("learned.npz"),
    model: Model = None,
    coder: CoderOption = None,
) -> None:
    """Teach the student from your corrections; what it knew is kept, and the figures before and after are told."""
    from foreshock.desk import learn as errand
    from foreshock.desk.correct import read_lines
    from foreshock.desk.place import check_place

    check_place(output, "learned", [corrections])
    found = list(errand.read_corrected(read_lines(corrections), str(corrections)))
    done = errand.learn(found, shell.coder(shell.settings(), model, kind=coder), output)
    shell.say(*done.lines())
    if done.written is None:
        raise typer.Exit(1)


@app.command()
def takedown(report: ReportId, who: Who, why: Why, ledger: LedgerPath = None, now: Now = None) -> None:
    """Erase the text of a report on request; its hash and a tombstone stay, and the chain still holds."""
    from foreshock.desk.open import open_ledger
    from foreshock.desk.takedown import take_down
    from foreshock.desk.terminal import plain

    with open_ledger(shell.settings(), ledger, create=False) as book:
        shell.say(plain(take_down(book, report, who, why, now or shell.now())))


def _asked(
    report: str | None, op: str | None, row: str | None, fields: list[str], batch: Path | None
) -> Iterator[tuple[str, list[Correction]]]:
    """The corrections by report, those of one report together."""
    from foreshock.desk.correct import read_corrections, read_lines
    from foreshock.records.correction import OPS, Correction

    if batch is not None:
        if report is not None:
            raise typer.BadParameter("tell REPORT, OP and ROW, or a file of them, not both", param_hint="--from")
        together: dict[str, list[Correction]] = {}
        for name, asked in read_corrections(sys.stdin if str(batch) == "-" else read_lines(batch), str(batch)):
            together.setdefault(name, []).append(asked)
        if not together:
            shell.note(f"no correction in {batch}")
        yield from together.items()
        return
    if report is None or op is None or row is None:
        raise typer.BadParameter("tell REPORT, OP and ROW, or --from FILE, --export FILE or --agreement NAME NAME")
    if op not in OPS:
        raise typer.BadParameter(f"{op!r} is none of {', '.join(OPS)}", param_hint="OP")
    yield report, [Correction(op, row, tuple(map(_field, fields)))]  # type: ignore[arg-type]


def _field(told: str) -> tuple[str, Any]:
    import json

    path, mark, value = told.partition("=")
    if not mark:
        raise typer.BadParameter(f"{told!r} is no field=value", param_hint="FIELD=VALUE")
    if value[:1] in "[{" or value in ("null", ""):
        try:
            return path, json.loads(value or "null")
        except ValueError as fault:
            raise typer.BadParameter(f"{path}: {value!r} is no JSON ({fault})", param_hint="FIELD=VALUE") from None
    return path, value


def _say_corrected(report: str, done: Corrected) -> None:
    from foreshock.desk.terminal import plain

    for change in done.changes:
        asked = change.correction
        rows = f"{shell.counted(len(change.before), 'row')} before, {len(change.after)} after"
        shell.say(plain(f"{report} {asked.row}: {asked.op}, {rows}"))
    for incident in done.incidents:
        shell.say(plain(f"  hangs on it: incident {incident}"))
    for actor, recipient, first, last in done.pairs:
        days = f"{first}" if first == last else f"{first} to {last}"
        shell.say(plain(f"  hangs on it: gauge of {actor}>{recipient}, {days}"))
    for name in done.forecasts[:FORECASTS]:
        shell.say(plain(f"  hangs on it: forecast {name}"))
    if len(done.forecasts) > FORECASTS:
        shell.say(f"  hangs on it: {len(done.forecasts) - FORECASTS:,} more of its forecasts")


def _say_agreement(told: Iterable[Any]) -> None:
    from foreshock.desk.terminal import print_table

    def shown(value: float | None) -> str:
        return "-" if value is None else f"{value:.3f}"

    rows = [(a.layer, str(a.units), f"{a.equal:.3f}", shown(a.kappa), shown(a.alpha)) for a in told]
    print_table("agreement", ("layer", "units", "equal", "Cohen's kappa", "Krippendorff's alpha"), rows)


def _write(lines: Iterator[str], path: Path) -> None:
    from foreshock.desk.brief import write_page

    if str(path) == "-":
        shell.say(*lines)
        return
    text = "".join(line + "\n" for line in lines)
    write_page(text, path, "corrections")
    shell.note(f"{shell.counted(text.count(chr(10)), 'corrected report')}: {path}")


def _check_pages(pages: Iterable[Path]) -> None:
    """Refuse, before anything is kept, a page that no brief may be written over."""
    from foreshock.desk.brief import output_of
    from foreshock.desk.place import check_place

    for path in pages:
        check_place(path, output_of(_form(path)))


def _render(path: Path, ledger: str | None) -> None:
    from foreshock.desk.brief import output_of, page, write_page
    from foreshock.desk.open import held

    form = _form(path)
    write_page(page(held(shell.settings(), ledger), shell.today(), form), path, output_of(form))
    shell.say(f"  written anew: {path}")


def _form(path: Path) -> Form:
    """The form of a brief that is written anew: that of the path's ending, else a page."""
    from foreshock.desk.brief import form_of

    return form_of(path, None) or "html"
