"""Hypothesis strategies for the records: any report, and any rows that quote it."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta, timezone
from typing import TypeVar

from hypothesis import strategies as st

from foreshock.codebook.base import event_types
from foreshock.records.actor import Actor
from foreshock.records.attribution import Link
from foreshock.records.coded import CodedReport, Coder, LeftOut
from foreshock.records.consequence import Consequence
from foreshock.records.event import Event, When, Where
from foreshock.records.figure import Figure
from foreshock.records.outlook import Outlook
from foreshock.records.relation import Relation
from foreshock.records.report import Part, Report, report_id
from foreshock.records.span import Span
from foreshock.records.statement import Statement

Row = TypeVar("Row")

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
codes = st.text(string.ascii_uppercase, min_size=3, max_size=3)
names = st.sampled_from(["Iran", "Iraq", "Israel", "the adviser", "Ansar Allah", "معهد", "北京", "O'Brien; --", ""])
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)
zones = st.just(UTC) | st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
words = st.lists(st.sampled_from(["drone", "strike", "Tehran", "hit", "\x00", "déjà", "vu", "“no”", "="]), max_size=20)
texts = words.map(" ".join) | anything


def spans(text: str) -> st.SearchStrategy[Span]:
    """Any span of the text."""
    places = st.integers(0, len(text))
    return st.tuples(places, places).map(lambda pair: Span(min(pair), max(pair)))


def actors(text: str) -> st.SearchStrategy[Actor]:
    """Any actor that the text may name."""
    kinds = st.sampled_from(["named", "role", "anonymous", "document", "instrument"])
    return st.builds(Actor, anything, names, st.none() | codes, st.none() | codes, spans(text), kinds)


def chains(text: str) -> st.SearchStrategy[tuple[Link, ...]]:
    """Any chain up to three deep."""
    stances = st.sampled_from(["asserts", "denies", "doubts"])
    return st.lists(st.builds(Link, actors(text), spans(text), spans(text), stances), max_size=3).map(tuple)


def whens(text: str) -> st.SearchStrategy[When]:
    """Any period, told or not."""
    days, precisions = st.none() | st.dates(), st.sampled_from(["day", "week", "month", "unknown"])
    return st.builds(When, days, days, precisions, st.none() | anything, st.none() | spans(text))


def wheres(text: str) -> st.SearchStrategy[Where]:
    """Any place."""
    return st.builds(Where, anything, spans(text), st.none() | codes, numbers, numbers)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report, its id made as the records make it."""
    text, outlet, url = draw(texts), draw(st.none() | names), draw(st.none() | anything)
    published = draw(st.none() | st.dates())
    parts = st.builds(Part, st.sampled_from(["title", "body", "heading", "furniture"]), spans(text))
    return Report(
        id=report_id(text, outlet, published, url),
        text=text,
        outlet=outlet,
        title=draw(st.none() | anything),
        url=url,
        published=published,
        published_at=draw(st.none() | st.datetimes(timezones=zones) | st.datetimes()),
        published_found=draw(st.sampled_from(["given", "text", "unknown"])),
        language=draw(st.none() | st.just("en")),
        parts=tuple(draw(st.lists(parts, max_size=3))),
    )


def events(text: str) -> st.SearchStrategy[Event]:
    """Any event that quotes the text."""
    parties, many = st.lists(actors(text), max_size=3).map(tuple), st.lists(anything, max_size=2).map(tuple)
    return st.builds(
        Event,
        id=anything,
        type=st.sampled_from(sorted(event_types())),
        mode=st.none() | st.sampled_from(["violence", "drone", "visit"]),
        quad=st.sampled_from(["VC", "MC", "VX", "MX"]),
        contexts=many,
        actors=parties,
        recipients=parties,
        standing=st.sampled_from(["actual", "historical", "future", "hypothetical", "negated"]),
        when=whens(text),
        where=st.none() | wheres(text),
        trigger=spans(text),
        sentence=spans(text),
        chain=chains(text),
        figures=many,
        because=many,
    )


def statements(text: str) -> st.SearchStrategy[Statement]:
    """Any statement that quotes the text."""
    kinds, who = st.sampled_from(["say", "warn", "deny", "threaten"]), actors(text)
    return st.builds(Statement, anything, kinds, who, st.none() | who, spans(text), spans(text), chains(text))


def figures(text: str) -> st.SearchStrategy[Figure]:
    """Any figure that quotes the text."""
    period, unit = st.none() | whens(text), st.none() | anything
    return st.builds(Figure, anything, anything, numbers, numbers, unit, period, spans(text), chains(text))


def relations(text: str) -> st.SearchStrategy[Relation]:
    """Any relation that quotes the text."""
    kinds = st.sampled_from(["ally", "backs", "leads", "member-of", "opposes", "agreement"])
    return st.builds(Relation, anything, kinds, actors(text), actors(text), spans(text), chains(text))


def outlooks(text: str) -> st.SearchStrategy[Outlook]:
    """Any outlook that quotes the text."""
    percent = st.none() | st.integers(1, 99)
    return st.builds(Outlook, anything, spans(text), anything, spans(text), percent, percent, chains(text))


def consequences(text: str) -> st.SearchStrategy[Consequence]:
    """Any consequence that quotes the text."""
    kinds = st.sampled_from(["leads-to", "risks", "prevents", "requires"])
    return st.builds(Consequence, anything, kinds, spans(text), spans(text), spans(text), chains(text))


@st.composite
def coded_reports(draw: st.DrawFn, most: int = 2) -> CodedReport:
    """Any coded report, with at most `most` rows of each kind."""
    report = draw(reports())

    def some(rows: st.SearchStrategy[Row]) -> tuple[Row, ...]:
        return tuple(draw(st.lists(rows, max_size=most)))

    return CodedReport(
        report=report,
        coder=draw(st.builds(Coder, anything, anything, anything, anything)),
        events=some(events(report.text)),
        statements=some(statements(report.text)),
        figures=some(figures(report.text)),
        relations=some(relations(report.text)),
        outlooks=some(outlooks(report.text)),
        consequences=some(consequences(report.text)),
        left_out=some(st.builds(LeftOut, spans(report.text), anything)),
    )


moments = st.datetimes(datetime(2024, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC))
