"""From records to rows: what one coded report is in the tables.

The law: nothing of a coded report is lost on the way in, so that `recalled` can give back an equal one. Times of
learning are kept in UTC without a zone; a moment without a zone is taken as UTC.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from foreshock.records.actor import Actor
from foreshock.records.attribution import Chain
from foreshock.records.coded import CodedReport, LeftOut
from foreshock.records.consequence import Consequence
from foreshock.records.event import Event, When, Where
from foreshock.records.exchange import exchange
from foreshock.records.figure import Figure
from foreshock.records.outlook import Outlook
from foreshock.records.relation import Relation
from foreshock.records.report import Report
from foreshock.records.span import Span
from foreshock.records.statement import Statement

Row = dict[str, Any]


def report_row(report: Report, learned: datetime) -> Row:
    """The row of the report itself."""
    return {
        "report_id": report.id,
        "digest": report_digest(report),
        "learned": in_utc(learned),
        "outlet": report.outlet,
        "title": report.title,
        "url": report.url,
        "published": report.published,
        "published_at": report.published_at.isoformat() if report.published_at else None,
        "published_found": report.published_found,
        "language": report.language,
        "text": report.text,
        "parts": [[part.kind, part.span.start, part.span.end] for part in report.parts],
        "author": report.author,
        "flags": list(report.flags) or None,
    }


def coding_row(coded: CodedReport, report: int, learned: datetime) -> Row:
    """The row of the coding, for the report with the sequence number `report`."""
    return {
        "report": report,
        "report_id": coded.report.id,
        "digest": coding_digest(coded),
        "learned": in_utc(learned),
        "coder": coded.coder.name,
        "coder_version": coded.coder.version,
        "model": coded.coder.model,
        "model_version": coded.coder.model_version,
    }


def coded_rows(coded: CodedReport) -> dict[str, list[Row]]:
    """The rows of each kind, in text order, without coding and learned."""
    return {
        "event": _placed(_event(x) for x in coded.events),
        "statement": _placed(_statement(x) for x in coded.statements),
        "figure": _placed(_figure(x) for x in coded.figures),
        "relation": _placed(_relation(x) for x in coded.relations),
        "outlook": _placed(_outlook(x) for x in coded.outlooks),
        "consequence": _placed(_consequence(x) for x in coded.consequences),
        "left_out": _placed(_left_out(x) for x in coded.left_out),
    }


def participant_rows(coded: CodedReport) -> Iterator[Row]:
    """One row for every actor that takes part in an event, statement or relation."""
    for at, event in enumerate(coded.events):
        yield from _party("event", at, "actor", event.actors)
        yield from _party("event", at, "recipient", event.recipients)
    for at, statement in enumerate(coded.statements):
        yield from _party("statement", at, "source", (statement.source,))
        yield from _party("statement", at, "addressee", (statement.addressee,) if statement.addressee else ())
    for at, relation in enumerate(coded.relations):
        yield from _party("relation", at, "left", (relation.left,))
        yield from _party("relation", at, "right", (relation.right,))


def link_rows(coded: CodedReport) -> Iterator[Row]:
    """One row for every step of every chain, depth 0 outermost."""
    for kind, chains in chains_of(coded).items():
        for at, chain in enumerate(chains):
            for depth, link in enumerate(chain):
                place = {"row_kind": kind, "row_position": at, "depth": depth, "stance": link.stance}
                yield place | _actor(link.source) | _span("cue", link.cue) | _span("content", link.content)


def chains_of(coded: CodedReport) -> dict[str, list[Chain]]:
    """The chain of every row, by kind of row."""
    return {
        "event": [x.chain for x in coded.events],
        "statement": [x.chain for x in coded.statements],
        "figure": [x.chain for x in coded.figures],
        "relation": [x.chain for x in coded.relations],
        "outlook": [x.chain for x in coded.outlooks],
        "consequence": [x.chain for x in coded.consequences],
    }


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC, without its zone."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def coding_digest(coded: CodedReport) -> str:
    """Equal for equal coded reports: the SHA-256 of the exchange format with its keys in order."""
    return _digest(exchange(coded))


def report_digest(report: Report) -> str:
    """Equal for equal reports, their layout and title included, which the report's id leaves out."""
    told = [report.id, report.text, report.outlet, report.title, report.url, report.language, report.published_found]
    days = [day.isoformat() if day else None for day in (report.published, report.published_at)]
    parts = [[part.kind, part.span.start, part.span.end] for part in report.parts]
    more = {"author": report.author, "flags": list(report.flags)}
    return _digest([told, days, parts, *([more] if any(more.values()) else [])])


def _digest(told: Any) -> str:
    # A figure of 6 and one of 6.0 are equal records: read every number back as a float before hashing.
    even = json.loads(json.dumps(told), parse_int=float)
    return hashlib.sha256(json.dumps(even, sort_keys=True).encode("ascii")).hexdigest()


def _placed(rows: Iterable[Row]) -> list[Row]:
    return [row | {"position": at} for at, row in enumerate(rows)]


def _party(kind: str, at: int, role: str, actors: tuple[Actor, ...]) -> Iterator[Row]:
    for position, actor in enumerate(actors):
        yield {"row_kind": kind, "row_position": at, "role": role, "position": position} | _actor(actor)


def _span(name: str, span: Span | None) -> Row:
    return {f"{name}_start": span.start if span else None, f"{name}_end": span.end if span else None}


def _actor(actor: Actor) -> Row:
    told = {"text": actor.text, "name": actor.name, "country": actor.country, "sector": actor.sector}
    return told | {"actor_kind": actor.kind} | _span("mention", actor.span)


def _when(when: When | None) -> Row:
    if when is None:
        return _when(When()) | {"precision": None}
    told = {"when_start": when.start, "when_end": when.end, "precision": when.precision, "when_text": when.text}
    return told | _span("when_words", when.span)


def _where(where: Where | None) -> Row:
    if where is None:
        return {"place": None, "place_country": None, "lat": None, "lon": None} | _span("place", None)
    told = {"place": where.text, "place_country": where.country, "lat": where.lat, "lon": where.lon}
    return told | _span("place", where.span)


def _event(event: Event) -> Row:
    told = {"id": event.id, "type": event.type, "mode": event.mode, "quad": event.quad, "standing": event.standing}
    lists = {"contexts": event.contexts, "figures": event.figures, "because": event.because}
    spans = _span("trigger", event.trigger) | _span("sentence", event.sentence)
    return told | lists | spans | _when(event.when) | _where(event.where)


def _statement(statement: Statement) -> Row:
    told = {"id": statement.id, "kind": statement.kind}
    return told | _span("cue", statement.cue) | _span("content", statement.content)


def _figure(figure: Figure) -> Row:
    told = {"id": figure.id, "what": figure.what, "low": figure.low, "high": figure.high, "unit": figure.unit}
    return told | _when(figure.when) | _span("figure", figure.span)


def _relation(relation: Relation) -> Row:
    return {"id": relation.id, "kind": relation.kind} | _span("relation", relation.span)


def _outlook(outlook: Outlook) -> Row:
    told = {"id": outlook.id, "words": outlook.words, "low": outlook.low, "high": outlook.high}
    return told | _span("cue", outlook.cue) | _span("content", outlook.content)


def _consequence(consequence: Consequence) -> Row:
    told = {"id": consequence.id, "kind": consequence.kind}
    spans = _span("cause", consequence.cause) | _span("effect", consequence.effect)
    return told | spans | _span("cue", consequence.cue)


def _left_out(left: LeftOut) -> Row:
    return {"reason": left.reason} | _span("left_out", left.span)
