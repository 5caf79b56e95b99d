"""Small coded reports for the ledger's tests: one sentence, one threat, its chain and what hangs on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from foreshock.records.actor import Actor
from foreshock.records.attribution import Link
from foreshock.records.coded import CodedReport, Coder, LeftOut
from foreshock.records.consequence import Consequence
from foreshock.records.event import Event, When, Where
from foreshock.records.figure import Figure
from foreshock.records.outlook import Outlook
from foreshock.records.relation import Relation
from foreshock.records.report import Report, report_id
from foreshock.records.span import Span
from foreshock.records.statement import Statement

TEXT = (
    "The institute noted that the envoy warned on Monday of a strike on Basra. "
    "At least 12 drones were seen. Baghdad backs the port guards. "
    "A raid is likely, and it would close the port."
)
CODER = Coder("foreshock", "0.1.0", "en_core_web_sm", "3.8.0")
LATER_CODER = replace(CODER, version="0.2.0")
MONDAY, TUESDAY = datetime(2024, 11, 4, 9, tzinfo=UTC), datetime(2024, 11, 5, 9, tzinfo=UTC)


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def actor(words: str, name: str, country: str | None, sector: str | None) -> Actor:
    return Actor(words, name, country, sector, at(words))


INSTITUTE = actor("The institute", "Harbour Institute", None, "EDU")
ENVOY = actor("the envoy", "Envoy", "IRN", "GOV")
BAGHDAD = actor("Baghdad", "Iraq", "IRQ", "GOV")
GUARDS = actor("the port guards", "Port Guards", "IRQ", None)
NOTED = Link(INSTITUTE, at("noted"), at("the envoy warned on Monday of a strike on Basra"))
WARNED = Link(ENVOY, at("warned"), at("a strike on Basra"), "doubts")


def event() -> Event:
    return Event(
        id="e1",
        type="THREATEN",
        mode="violence",
        quad="VX",
        contexts=("military",),
        actors=(ENVOY,),
        recipients=(BAGHDAD, GUARDS),
        standing="actual",
        when=When(date(2024, 11, 4), date(2024, 11, 4), "day", "on Monday", at("on Monday")),
        where=Where("Basra", at("Basra"), "IRQ", 30.5, 47.8),
        trigger=at("warned"),
        sentence=Span(0, TEXT.index(". ") + 1),
        chain=(NOTED, WARNED),
        figures=("f1",),
        because=("verb warn",),
    )


def coded(number: int | None = None, coder: Coder = CODER, published: date | None = date(2024, 11, 4)) -> CodedReport:
    """The coded report; a number makes it another report with the same rows."""
    text = TEXT if number is None else f"{TEXT}\nNumber {number}."
    chain = (NOTED,)
    return CodedReport(
        report=Report(
            report_id(text, "Tigris Post", published, None), text, "Tigris Post", "A warning", None, published
        ),
        coder=coder,
        events=(event(),),
        statements=(Statement("s1", "warn", ENVOY, BAGHDAD, at("warned"), at("a strike on Basra"), chain),),
        figures=(Figure("f1", "drones", 12.0, None, "drone", None, at("At least 12 drones")),),
        relations=(Relation("r1", "backs", BAGHDAD, GUARDS, at("Baghdad backs the port guards")),),
        outlooks=(Outlook("o1", at("A raid"), "likely", at("likely"), 55, 80),),
        consequences=(Consequence("c1", "leads-to", at("A raid"), at("close the port"), at("would")),),
        left_out=(LeftOut(at("were seen"), "no act"),),
    )
