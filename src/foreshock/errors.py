"""Every error foreshock raises on purpose: one tree, each carrying the facts as attributes.

The law kept here: an error says what was seen and what was hoped for. The command line turns the tree into exit
codes and one clear line each, in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path


class ForeshockError(Exception):
    """The root of the tree; `exit_code` is what the command line ends with."""

    exit_code = 1


class UnreadableReport(ForeshockError):
    """A file or text that cannot become a report."""

    exit_code = 3

    def __init__(self, path: Path | str, seen: str, hoped: str) -> None:
        super().__init__(f"{path}: {seen}; {hoped}")
        self.path, self.seen, self.hoped = path, seen, hoped


class LeftAside(UnreadableReport):
    """Parts of a container that hold no report, counted by reason: said, and no fault."""

    exit_code = 0

    def __init__(self, path: Path | str, counts: Mapping[str, int]) -> None:
        told = ", ".join(f"{number:,} {reason}" for reason, number in sorted(counts.items(), key=_most_first))
        super().__init__(path, f"{sum(counts.values()):,} of its parts are no reports", told)
        self.counts = dict(counts)


class Withdrawn(UnreadableReport):
    """A report that its publisher took back, with the reason and the day where told; what it said is not coded."""

    exit_code = 0

    def __init__(
        self,
        path: Path | str,
        url: str | None,
        title: str | None,
        outlet: str | None,
        why: str | None = None,
        day: date | None = None,
    ) -> None:
        super().__init__(path, f"withdrawn by its publisher ({title or url or 'untitled'})", "left aside")
        self.url, self.title, self.outlet, self.why, self.day = url, title, outlet, why, day


class Stumbled(UnreadableReport):
    """Something that a reader failed on in a way that nobody foresaw: a fault of foreshock; its cause is kept."""

    exit_code = 1

    def __init__(self, path: Path | str, fault: Exception) -> None:
        told = (str(fault).splitlines() or [""])[0][:200]
        super().__init__(path, f"could not be read ({type(fault).__name__}: {told})", "a fault of foreshock itself")
        self.fault = fault


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


class SourceFails(ForeshockError):
    """A source that is watched and cannot be read; all others are."""

    exit_code = 3

    def __init__(self, name: str, state: str, why: str) -> None:
        super().__init__(f"{name}: {state}" + (f": {why}" if why else ""))
        self.name, self.state, self.why = name, state, why


class UnreadableHistory(ForeshockError):
    """A file of other people's events that cannot be read whole; nothing of it is kept."""

    exit_code = 3

    def __init__(self, path: Path | str, line: int | None, seen: str, hoped: str) -> None:
        at = f"{path}, line {line}" if line is not None else str(path)
        super().__init__(f"{at}: {seen}; {hoped}")
        self.path, self.line, self.seen, self.hoped = path, line, seen, hoped


class NoSuchFormat(ForeshockError):
    """A format that is none of those read or written here."""

    exit_code = 2

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        super().__init__(f"{wanted!r} is no format; known are {', '.join(known)}")
        self.wanted, self.known = wanted, known


class ModelMissing(ForeshockError):
    """No parser model is installed that the coder can use."""

    exit_code = 4

    def __init__(self, tried: tuple[str, ...]) -> None:
        looked = ", ".join(tried)
        super().__init__(f"no English parser model is installed (looked for {looked}); see `foreshock doctor`")
        self.tried = tried


class ModelBroken(ForeshockError):
    """A parser model that is installed and not whole."""

    exit_code = 4

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(f"the parser model {name} cannot be loaded ({fault}); install it anew")
        self.name, self.fault = name, fault


class ReaderMissing(ForeshockError):
    """The reader of pairs, by which reports are linked, is not there or not whole."""

    exit_code = 4

    def __init__(self, fault: str) -> None:
        super().__init__(f"the reader of pairs cannot be loaded ({fault}); install foreshock anew")
        self.fault = fault


class StudentMissing(ForeshockError):
    """The taught student is asked for, and its weights or what runs them are not there."""

    exit_code = 4

    def __init__(self, fault: str) -> None:
        super().__init__(f"the taught student cannot be loaded ({fault}); `--coder rules` codes without it")
        self.fault = fault


class NoSuchCoder(ForeshockError):
    """A coder that is none of those there are."""

    exit_code = 2

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        super().__init__(f"{wanted!r} is no coder; known are {', '.join(known)}")
        self.wanted, self.known = wanted, known


class CodebookError(ForeshockError):
    """A codebook file, ours or a user's, that breaks its own rules; line 0 is the file as a whole."""

    exit_code = 5

    def __init__(self, file: Path | str, line: int, fault: str) -> None:
        super().__init__(f"{file}, line {line}: {fault}" if line else f"{file}: {fault}")
        self.file, self.line, self.fault = file, line, fault


class ScenarioError(ForeshockError):
    """A scenario file that breaks the rules of the language, or asks what no ledger can decide."""

    exit_code = 10

    def __init__(self, file: Path | str, line: int | None, field: str, fault: str) -> None:
        where = f"{file}, line {line}" if line else str(file)
        super().__init__(f"{where}: {field}: {fault}" if field else f"{where}: {fault}")
        self.file, self.line, self.field, self.fault = file, line, field, fault


class NoPlay(ForeshockError):
    """A scenario that cannot be played on this history: no number is given rather than one out of nothing."""

    exit_code = 11

    def __init__(self, scenario: str, seen: str, hoped: str) -> None:
        super().__init__(f"{scenario} cannot be played: {seen}; {hoped}")
        self.scenario, self.seen, self.hoped = scenario, seen, hoped


class NoDraft(NoPlay):
    """Reports from which no scenario can be drafted: nothing feared, or no two sides to it."""

    def __init__(self, seen: str, hoped: str) -> None:
        ForeshockError.__init__(self, f"no scenario can be drafted: {seen}; {hoped}")
        self.scenario, self.seen, self.hoped = "the draft", seen, hoped


class LedgerError(ForeshockError):
    """A ledger that cannot be opened, read or written."""

    exit_code = 6

    def __init__(self, ledger: Path | str, fault: str) -> None:
        super().__init__(f"ledger {ledger}: {fault}")
        self.ledger, self.fault = ledger, fault


class Damaged(LedgerError):
    """A value that no ledger writes stands in the file, so what hangs on it cannot be read."""

    exit_code = 12

    def __init__(self, ledger: Path | str, seen: str) -> None:
        super().__init__(ledger, f"was touched: a value is not of its kind ({seen}); run `foreshock verify`")
        self.seen = seen


class Touched(ForeshockError):
    """A ledger that is not as it was written."""

    exit_code = 12

    def __init__(self, ledger: Path | str, fault: str, whole: int) -> None:
        super().__init__(f"ledger {ledger} was touched: {fault}; {whole:,} entries before it are whole")
        self.ledger, self.fault, self.whole = ledger, fault, whole


class BadCorrection(ForeshockError):
    """A correction that names no row, or makes one that the codebook does not know."""

    exit_code = 2

    def __init__(self, where: str, fault: str) -> None:
        super().__init__(f"{where}: {fault}")
        self.where, self.fault = where, fault


class UnsupportedStatement(ForeshockError):
    """A number, name or date that a page would show without a sentence to back it."""

    exit_code = 7

    def __init__(self, shown: str, where: str) -> None:
        super().__init__(f"{where}: {shown!r} has no evidence in any report")
        self.shown, self.where = shown, where


class NotWritable(ForeshockError):
    """A place that was asked to hold an output and cannot."""

    exit_code = 8

    def __init__(self, path: Path | str, fault: str) -> None:
        super().__init__(f"cannot write {path}: {fault}")
        self.path, self.fault = path, fault


class ForecastMissing(ForeshockError):
    """What forecasts are computed with is not installed."""

    exit_code = 4

    def __init__(self, package: str) -> None:
        super().__init__(f"forecasting needs {package}, which is not installed; `pip install 'foreshock[forecast]'`")
        self.package = package


class NoForecast(ForeshockError):
    """A history or question from which no forecast can be made: none is given rather than a number out of nothing."""

    exit_code = 9

    def __init__(self, seen: str, hoped: str) -> None:
        super().__init__(f"no forecast: {seen}; {hoped}")
        self.seen, self.hoped = seen, hoped


class Explosive(NoForecast):
    """A network in which every event brings one or more on average: its paths have no bound."""

    def __init__(self, radius: float, where: str) -> None:
        super().__init__(
            f"{where} has a spectral radius of {radius:.3f}", "below 1 each event brings less than one more"
        )
        self.radius, self.where = radius, where


class NoScore(ForeshockError):
    """Forecasts and outcomes that do not fit together, or are too few to be scored."""

    exit_code = 9

    def __init__(self, seen: str, hoped: str) -> None:
        super().__init__(f"cannot be scored: {seen}; {hoped}")
        self.seen, self.hoped = seen, hoped
