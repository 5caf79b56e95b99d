"""The command line's frame: its options, its one place for errors, and what every command says and asks.

The law: results go to stdout, progress and errors to stderr, one clear line an error; nothing heavy is imported
before a command runs, so that help needs no model.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperGroup

from foreshock.errors import ForeshockError, NotWritable

if TYPE_CHECKING:
    from foreshock.desk.collect import Fetch
    from foreshock.desk.open import Opened
    from foreshock.desk.visit import Item, UnreadableReport
    from foreshock.settings import Settings

_ORDER = (
    *("demo", "code", "explain", "add", "watch", "feeds", "brief", "show", "link", "gauge", "changes", "alerts"),
    *("forecast", "backtest", "score", "draft", "board", "play", "import", "export"),
    *("correct", "learn", "recode", "verify", "takedown", "doctor"),
)
INTERRUPTED, PIPE_CLOSED = 130, 141
_FEW = 5
"""So many faults are seen at a glance; more are summed up at the end."""
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_WRONG_CALLS: tuple[type[Any], ...] = (typer.Exit, typer.Abort, *typer.BadParameter.__bases__)
"""What typer itself prints of a call that makes no sense; where the class lies differs by its version."""
_Item = TypeVar("_Item")


class _Errand(TyperGroup):
    """The one place where errors become a line on stderr and an exit code."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order in which a report passes through them."""
        return sorted(super().list_commands(ctx), key=_ORDER.index)

    def main(self, *args: Any, **told: Any) -> Any:
        """Run what was asked for, help and version too; the exit code tells of an output that took no more."""
        _speak_plainly()
        try:
            try:
                return super().main(*args, **told)
            finally:
                sys.stdout.flush()
        except SystemExit as end:
            if not isinstance(end.__context__, BrokenPipeError):
                raise
        except BrokenPipeError:
            pass
        except OSError as fault:
            sys.exit(_system_fault(fault))
        _drop_output()
        sys.exit(PIPE_CLOSED)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except ForeshockError as fault:
            complain(fault)
            raise typer.Exit(fault.exit_code) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except OSError:
            raise
        except _WRONG_CALLS:
            raise
        except Exception as fault:  # whatever it is, also of a library: one line, never a traceback
            if os.environ.get("FORESHOCK_DEBUG"):
                raise
            told = (str(fault).splitlines() or [""])[0]
            complain(f"a fault of foreshock itself ({type(fault).__name__}: {told}); FORESHOCK_DEBUG=1 shows where")
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


def parse_day(told: str) -> date:
    """The day told as 2024-11-27."""
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise typer.BadParameter(f"{told!r} is no day such as 2024-11-27") from None


def parse_path(told: str | Path) -> Path:
    """The path as told; whether it can be read is found out, and said, where it is read."""
    if not str(told).strip():
        raise typer.BadParameter("an empty name is no file; the working folder is '.'")
    return Path(told)


def parse_place(told: str) -> str:
    """The path, pattern or address as told."""
    return str(told) if "://" in str(told) else str(parse_path(told))


def parse_language(told: str) -> str:
    """The two or three letters of a language."""
    bare = told.strip().lower()
    if not (bare.isascii() and bare.isalpha() and len(bare) in (2, 3)):
        raise typer.BadParameter(f"{told!r} is no code of a language such as en")
    return bare


def parse_moment(told: str) -> datetime:
    """The moment told as 2024-11-27T09:30:00Z; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        raise typer.BadParameter(f"{told!r} is no moment such as 2024-11-27T09:30:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_book(told: str) -> str:
    """The file or address of a ledger, which has a name."""
    if not told.strip():
        raise typer.BadParameter("an empty name is no ledger")
    return told


def parse_head(told: str) -> str:
    """The head of a chain as `verify` tells it, or at least its first eight digits."""
    if not re.fullmatch(r"[0-9a-f]{8,64}", told.strip()):
        raise typer.BadParameter(f"{told!r} is no head: 64 hexadecimal digits, or the first 8 or more of them")
    return told.strip()


def parse_words(told: str) -> str:
    """Words as told, which are more than blanks."""
    if not told.strip():
        raise typer.BadParameter("nothing but blanks is told")
    return told


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"foreshock {version('foreshock')}")
        raise typer.Exit


Paths = Annotated[
    list[str],
    typer.Argument(
        parser=parse_place, metavar="PATH", help="Files of any format read, folders, patterns in quotes; - is stdin."
    ),
]
SomePaths = Annotated[
    list[str] | None,
    typer.Argument(
        parser=parse_place, metavar="PATH", help="Files, folders, patterns, - for stdin; none: the ledger's reports."
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language", parser=parse_language, metavar="CODE", help="Language of the reports (en), before what they say."
    ),
]
Mapping = Annotated[
    str | None,
    typer.Option(
        "--mapping",
        metavar="FIELD=COLUMN,...|FILE",
        help="Which columns of a table, or keys of JSON, hold what: text=body,title=headline; or a TOML file.",
    ),
]
Published = Annotated[
    date | None,
    typer.Option(parser=parse_day, metavar="DAY", help="Day of publication (2024-11-27), before what the text says."),
]
Outlet = Annotated[str | None, typer.Option(help="Who published it, before what the text says.")]
Title = Annotated[str | None, typer.Option(help="Title of the one report given.")]
Model = Annotated[str | None, typer.Option(help="Parser model to use; default: the best one installed.")]
Actors = Annotated[
    Path | None, typer.Option(parser=parse_path, metavar="FILE", help="TOML file with actors of your own.")
]
Triggers = Annotated[
    Path | None, typer.Option(parser=parse_path, metavar="FILE", help="CSV file with trigger lines of your own.")
]
CoderOption = Annotated[
    str | None, typer.Option("--coder", metavar="both|rules|student", help="Who proposes events; default: both.")
]
AllowPrivate = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-private",
        metavar="HOST[:PORT]",
        help="A host that may be asked although it is not public, such as one of your own network. May be repeated.",
    ),
]
LedgerPath = Annotated[
    str | None,
    typer.Option(
        "--ledger", parser=parse_book, metavar="FILE", help="The ledger, a file or database URL; default: foreshock.db."
    ),
]
FormOption = Annotated[
    str | None, typer.Option("--format", metavar="html|md", help="Form of the page; default: by the file's ending.")
]
AsOf = Annotated[
    date | None, typer.Option(parser=parse_day, metavar="DAY", help="The ledger as known at the end of a day.")
]


Now = Annotated[
    datetime | None,
    typer.Option(
        "--now", parser=parse_moment, metavar="MOMENT", help="When this was learned; default: now. For runs to repeat."
    ),
]
Since = Annotated[
    date | None,
    typer.Option(parser=parse_day, metavar="DAY", help="First day of the history; default: the first known."),
]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="The same seed gives the same numbers.")]
Who = Annotated[str, typer.Option("--who", parser=parse_words, metavar="NAME", help="Who says so.")]
Why = Annotated[
    str,
    typer.Option("--why", parser=parse_words, metavar="WORDS", help="Why, in words for those who read it later."),
]


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Read news reports and keep who did, said or threatened what to whom, according to whom."""


def settings() -> Settings:
    """The settings of the environment and the working folder."""
    from foreshock.settings import read_settings

    return read_settings(os.environ, Path.cwd())


def coder(
    settings: Settings,
    model: str | None,
    actors: Path | None = None,
    triggers: Path | None = None,
    kind: str | None = None,
) -> Opened:
    """The coder that the options and settings ask for."""
    from foreshock.desk.open import open_coder

    return open_coder(settings, model, actors, triggers, kind)


def now() -> datetime:
    """The moment by the clock, in UTC."""
    return datetime.now(UTC)


def clock(told: datetime | None) -> Callable[[], datetime]:
    """What tells the moment: the one that was told, else the clock."""
    return now if told is None else lambda: told


def today() -> date:
    """The day by the clock, in UTC."""
    return now().date()


def say(*lines: str) -> None:
    """Lines to stdout."""
    for line in lines:
        sys.stdout.write(line + "\n")


def note(line: str) -> None:
    """A line to stderr that is no fault."""
    typer.echo(line, err=True)


def counted(number: int, word: str) -> str:
    """The number with the word as it is told of so many: 1 event, 2 events."""
    from foreshock.desk.terminal import counted as told

    return told(number, word)


def complain(fault: object) -> None:
    """A fault as one line to stderr."""
    from foreshock.desk.terminal import plain

    typer.echo(f"foreshock: {plain(fault)}", err=True)


def end(faults: Sequence[ForeshockError]) -> None:
    """The end of a command: what was left out summed up, and an exit code where anything failed."""
    if len(faults) > _FEW:
        from foreshock.desk.left_out import summary
        from foreshock.desk.terminal import plain

        note(f"foreshock: {plain(summary(faults))}")
    if codes := [fault.exit_code for fault in faults if fault.exit_code]:
        raise typer.Exit(min(codes))


def _system_fault(fault: OSError) -> int:
    """Say what the system refused, and give the exit code for it."""
    if fault.errno not in _DISK_FULL:
        complain(f"the system says: {fault.strerror or fault}")
        return 1
    _drop_output()
    lost = NotWritable(fault.filename or "the output", fault.strerror or "the disk is full")
    complain(lost)
    return lost.exit_code


def _speak_plainly() -> None:
    """Stdout is UTF-8 but for a terminal or where an encoding is told; a letter that it lacks is written as its number,
    as JSON does, and stops no command."""
    codecs.register_error("numbers", _numbers)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            whole = stream is sys.stdout and not stream.isatty() and not os.environ.get("PYTHONIOENCODING")
            stream.reconfigure(encoding="utf8" if whole else None, errors="numbers")


def _numbers(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    lost = fault.object[fault.start : fault.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{lost[at : at + 4]}" for at in range(0, len(lost), 4)), fault.end


def _drop_output() -> None:
    """What is still to be written to stdout goes nowhere, so that the end of the process says nothing of it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def stdin() -> IO[bytes]:
    """The bytes that come on stdin."""
    return sys.stdin.buffer


def fetch(allow_private: Sequence[str] | None = None) -> Fetch:
    """What fetches an address that stands among the paths; nothing of the network is loaded before one does.

    `allow_private` are hosts that may be asked although they are not public, beside those of the settings.
    """

    def fetched(address: str) -> Item | UnreadableReport:
        from foreshock.desk.visit import fetches, item_of

        told = settings()
        return item_of(fetches((*told.allow_private, *(allow_private or ())), told.link))(address)

    return fetched


def watched(items: Iterable[_Item], total: int, word: str) -> Iterator[_Item]:
    """The items, with a bar on stderr where that is a terminal and there is something to wait for.

    `total` is at least how many they are; where there are more, as in an archive, the bar grows with them.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(word), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(word, total=total)
        for done, item in enumerate(items, 1):
            progress.update(task, completed=done, total=max(total, done))
            yield item
