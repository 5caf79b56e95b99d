"""From rows to records: a coded report as it was when it was added.

The law: `recall` gives back a coded report equal to the one that was added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Table, select

from foreshock.ledger import schema
from foreshock.records.actor import Actor
from foreshock.records.attribution import Chain, Link
from foreshock.records.coded import CodedReport, Coder, LeftOut
from foreshock.records.consequence import Consequence
from foreshock.records.event import Event, When, Where
from foreshock.records.figure import Figure
from foreshock.records.outlook import Outlook
from foreshock.records.relation import Relation
from foreshock.records.report import Part, Report
from foreshock.records.span import Span
from foreshock.records.statement import Statement

Told = RowMapping
Record = TypeVar("Record")
Chains = dict[tuple[str, int], list[Link]]
Parties = dict[tuple[str, int, str], list[Actor]]


def recall(connection: Connection, coding: int) -> CodedReport:
    """The coded report that the coding with this sequence number holds."""
    head = connection.execute(select(schema.codings).where(schema.codings.c.seq == coding)).mappings().one()
    report = connection.execute(select(schema.reports).where(schema.reports.c.seq == head["report"])).mappings().one()
    chains, parties = _chains(connection, coding), _parties(connection, coding)

    def all_of(kind: str, record: Callable[[Told], Record]) -> tuple[Record, ...]:
        table = schema.KINDS[kind]
        found = connection.execute(_of(table, coding).order_by(table.c.position)).mappings()
        return tuple(record(row) for row in found)

    return CodedReport(
        report=report_of(report),
        coder=Coder(head["coder"], head["coder_version"], head["model"], head["model_version"]),
        events=all_of("event", lambda row: _event(row, chains, parties)),
        statements=all_of("statement", lambda row: _statement(row, chains, parties)),
        figures=all_of("figure", lambda row: _figure(row, chains)),
        relations=all_of("relation", lambda row: _relation(row, chains, parties)),
        outlooks=all_of("outlook", lambda row: _outlook(row, chains)),
        consequences=all_of("consequence", lambda row: _consequence(row, chains)),
        left_out=all_of("left_out", lambda row: LeftOut(_span(row, "left_out"), row["reason"])),
    )


def _of(table: Table, coding: int) -> Any:
    return select(table).where(table.c.coding == coding)


def _chains(connection: Connection, coding: int) -> Chains:
    chains: Chains = defaultdict(list)
    table = schema.links
    for row in connection.execute(_of(table, coding).order_by(table.c.depth)).mappings():
        link = Link(_actor(row), _span(row, "cue"), _span(row, "content"), row["stance"])
        chains[row["row_kind"], row["row_position"]].append(link)
    return chains


def _parties(connection: Connection, coding: int) -> Parties:
    parties: Parties = defaultdict(list)
    table = schema.participants
    for row in connection.execute(_of(table, coding).order_by(table.c.position)).mappings():
        parties[row["row_kind"], row["row_position"], row["role"]].append(_actor(row))
    return parties


def _span(row: Told, name: str) -> Span:
    return Span(row[f"{name}_start"], row[f"{name}_end"])


def _actor(row: Told) -> Actor:
    return Actor(row["text"], row["name"], row["country"], row["sector"], _span(row, "mention"), row["actor_kind"])


def _when(row: Told) -> When:
    span = None if row["when_words_start"] is None else _span(row, "when_words")
    return When(row["when_start"], row["when_end"], row["precision"], row["when_text"], span)


def _where(row: Told) -> Where | None:
    if row["place"] is None:
        return None
    return Where(row["place"], _span(row, "place"), row["place_country"], row["lat"], row["lon"])


def report_of(row: Told) -> Report:
    """The report that a row of the table of reports holds."""
    return Report(
        id=row["report_id"],
        text=row["text"],
        outlet=row["outlet"],
        title=row["title"],
        url=row["url"],
        published=row["published"],
        published_at=datetime.fromisoformat(row["published_at"]) if row["published_at"] else None,
        published_found=row["published_found"],
        language=row["language"],
        parts=tuple(Part(kind, Span(start, end)) for kind, start, end in row["parts"]),
        author=row["author"],
        flags=tuple(row["flags"] or ()),
    )


def _chain(kind: str, row: Told, chains: Chains) -> Chain:
    return tuple(chains.get((kind, row["position"]), ()))


def _event(row: Told, chains: Chains, parties: Parties) -> Event:
    at = row["position"]
    return Event(
        id=row["id"],
        type=row["type"],
        mode=row["mode"],
        quad=row["quad"],
        contexts=tuple(row["contexts"]),
        actors=tuple(parties.get(("event", at, "actor"), ())),
        recipients=tuple(parties.get(("event", at, "recipient"), ())),
        standing=row["standing"],
        when=_when(row),
        where=_where(row),
        trigger=_span(row, "trigger"),
        sentence=_span(row, "sentence"),
        chain=_chain("event", row, chains),
        figures=tuple(row["figures"]),
        because=tuple(row["because"]),
    )


def _statement(row: Told, chains: Chains, parties: Parties) -> Statement:
    addressee = parties.get(("statement", row["position"], "addressee"))
    return Statement(
        id=row["id"],
        kind=row["kind"],
        source=parties["statement", row["position"], "source"][0],
        addressee=addressee[0] if addressee else None,
        cue=_span(row, "cue"),
        content=_span(row, "content"),
        chain=_chain("statement", row, chains),
    )


def _figure(row: Told, chains: Chains) -> Figure:
    return Figure(
        id=row["id"],
        what=row["what"],
        low=row["low"],
        high=row["high"],
        unit=row["unit"],
        when=None if row["precision"] is None else _when(row),
        span=_span(row, "figure"),
        chain=_chain("figure", row, chains),
    )


def _relation(row: Told, chains: Chains, parties: Parties) -> Relation:
    return Relation(
        id=row["id"],
        kind=row["kind"],
        left=parties["relation", row["position"], "left"][0],
        right=parties["relation", row["position"], "right"][0],
        span=_span(row, "relation"),
        chain=_chain("relation", row, chains),
    )


def _outlook(row: Told, chains: Chains) -> Outlook:
    return Outlook(
        id=row["id"],
        content=_span(row, "content"),
        words=row["words"],
        cue=_span(row, "cue"),
        low=row["low"],
        high=row["high"],
        chain=_chain("outlook", row, chains),
    )


def _consequence(row: Told, chains: Chains) -> Consequence:
    return Consequence(
        id=row["id"],
        kind=row["kind"],
        cause=_span(row, "cause"),
        effect=_span(row, "effect"),
        cue=_span(row, "cue"),
        chain=_chain("consequence", row, chains),
    )
