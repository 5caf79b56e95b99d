"""A coded report: all rows found in one report, and what was left out. The law: nothing is dropped silently."""

from __future__ import annotations

from dataclasses import dataclass

from foreshock.records.consequence import Consequence
from foreshock.records.event import Event
from foreshock.records.figure import Figure
from foreshock.records.outlook import Outlook
from foreshock.records.relation import Relation
from foreshock.records.report import Report
from foreshock.records.span import Span
from foreshock.records.statement import Statement


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words that were read and not coded, and why."""

    span: Span
    reason: str


REVIEW = "review by "
"""How the name of a coder begins that is a person who reviewed what another coded."""


UNCODED = "foreshock-uncoded"
"""The name in a coder's place where nobody coded the report: its language has no coder here."""


@dataclass(frozen=True, slots=True)
class Coder:
    """Which coder made the rows: its name and version, and the parser model with its version."""

    name: str
    version: str
    model: str
    model_version: str


@dataclass(frozen=True, slots=True)
class CodedReport:
    """A report with its rows, each kind in text order."""

    report: Report
    coder: Coder
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    relations: tuple[Relation, ...] = ()
    outlooks: tuple[Outlook, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def uncoded(self) -> str | None:
        """Why the report was kept without being coded, None where it was coded."""
        return self.left_out[0].reason if self.coder.name == UNCODED and self.left_out else None
