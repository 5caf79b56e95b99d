"""Small stand-ins that the desk's errands are handed: a coder that codes nothing twice, and one that knows one verb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from foreshock.desk.collect import Read
from foreshock.records import Actor, CodedReport, Coder, Event, Report, Span, When
from foreshock.wire import read_text

CODER = Coder("by hand", "1", "none", "0")
TEXT = "Army strikes town\n\nHARBOUR (Levant Wire) - The army struck the town on Monday. It left.\n"
NOON = datetime(2024, 11, 27, 12, tzinfo=UTC)


@dataclass
class OneVerbCoder:
    """Codes every "struck" as an act of the words before it; `seen` are the reports it was shown."""

    seen: list[str] = field(default_factory=list)
    coder: Coder = CODER

    def coder_of(self, report: Report) -> Coder:
        return self.coder

    def code_all(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        for report in reports:
            yield self.code(report)

    def code(self, report: Report) -> CodedReport:
        self.seen.append(report.id)
        at = report.text.find("struck the town")
        return CodedReport(report, CODER, events=(struck(report, at),) if at >= 0 else ())


def struck(report: Report, at: int) -> Event:
    start = report.text.rfind("The army", 0, at)
    army = Actor("The army", "the army", "IRQ", "MIL", Span(start, start + 8))
    town = report.text.find("the town", at)
    recipient = Actor("the town", "the town", "IRQ", "CVL", Span(town, town + 8))
    return Event(
        id="e1",
        type="ASSAULT",
        mode=None,
        quad="MX",
        contexts=("military",),
        actors=(army,),
        recipients=(recipient,),
        standing="actual",
        when=When(date(2024, 11, 25), date(2024, 11, 25), "day", "Monday", Span(town + 12, town + 18)),
        where=None,
        trigger=Span(at, at + 6),
        sentence=Span(start, town + 19),
    )


@dataclass
class ClumsyCoder(OneVerbCoder):
    """Stumbles over every report that holds the word "stumble"."""

    def code(self, report: Report) -> CodedReport:
        if "stumble" in report.text:
            raise IndexError("no such token")
        return super().code(report)


def read(text: str = TEXT, path: str = "a.txt") -> Read:
    return Read(Path(path), report(text))


def report(text: str = TEXT, published: date | None = date(2024, 11, 27)) -> Report:
    return read_text(text, published=published)
