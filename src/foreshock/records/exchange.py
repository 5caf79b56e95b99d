"""The exchange format: one JSON object a report. The law: `coded(exchange(x)) == x`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

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

Json = dict[str, Any]


def exchange(coded: CodedReport) -> Json:
    """The coded report as plain JSON values, in the keys and order of the codebook's section 7."""
    text = coded.report.text
    return {
        "report": _report_out(coded.report),
        "events": [_event_out(e, text) for e in coded.events],
        "statements": [_statement_out(s, text) for s in coded.statements],
        "figures": [_figure_out(f, text) for f in coded.figures],
        "relations": [_relation_out(r, text) for r in coded.relations],
        "outlooks": [_outlook_out(o, text) for o in coded.outlooks],
        "consequences": [_consequence_out(c, text) for c in coded.consequences],
        "left_out": [{"span": _pair(x.span), "reason": x.reason} for x in coded.left_out],
        "coder": _coder_out(coded.coder),
    }


def coded(told: Json) -> CodedReport:
    """The records that `exchange` wrote; raises KeyError or ValueError where a key or value is missing or wrong."""
    return CodedReport(
        report=_report_in(told["report"]),
        coder=Coder(**told["coder"]),
        events=tuple(_event_in(e) for e in told["events"]),
        statements=tuple(_statement_in(s) for s in told["statements"]),
        figures=tuple(_figure_in(f) for f in told["figures"]),
        relations=tuple(_relation_in(r) for r in told["relations"]),
        outlooks=tuple(_outlook_in(o) for o in told["outlooks"]),
        consequences=tuple(_consequence_in(c) for c in told["consequences"]),
        left_out=tuple(LeftOut(Span(*x["span"]), x["reason"]) for x in told["left_out"]),
    )


def report(told: Json) -> Report:
    """The report alone of what `exchange` wrote under "report"; raises as `coded` does."""
    return _report_in(told)


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _span(pair: list[int] | None) -> Span | None:
    return Span(*pair) if pair else None


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _told(day: date | datetime | None) -> str | None:
    return day.isoformat() if day else None


def _report_out(report: Report) -> Json:
    more = {"author": report.author, "flags": list(report.flags)}
    return {
        "id": report.id,
        "outlet": report.outlet,
        "title": report.title,
        "url": report.url,
        "published": _told(report.published),
        "language": report.language,
        "text": report.text,
        "published_at": _told(report.published_at),
        "published_found": report.published_found,
        "parts": [{"kind": p.kind, "span": _pair(p.span)} for p in report.parts],
        **{key: told for key, told in more.items() if told},
    }


def _report_in(told: Json) -> Report:
    at = told.get("published_at")
    return Report(
        id=told["id"],
        text=told["text"],
        outlet=told["outlet"],
        title=told["title"],
        url=told["url"],
        published=_day(told["published"]),
        published_at=datetime.fromisoformat(at) if at else None,
        published_found=told.get("published_found", "unknown"),
        language=told["language"],
        parts=tuple(Part(p["kind"], Span(*p["span"])) for p in told.get("parts", [])),
        author=told.get("author"),
        flags=tuple(told.get("flags", ())),
    )


def _coder_out(coder: Coder) -> Json:
    return {"name": coder.name, "version": coder.version, "model": coder.model, "model_version": coder.model_version}


def _actor_out(actor: Actor) -> Json:
    return {
        "text": actor.text,
        "name": actor.name,
        "country": actor.country,
        "sector": actor.sector,
        "span": _pair(actor.span),
        "kind": actor.kind,
    }


def _actor_in(told: Json) -> Actor:
    kind = told.get("kind", "named")
    return Actor(told["text"], told["name"], told["country"], told["sector"], Span(*told["span"]), kind)


def _chain_out(chain: Chain, text: str) -> list[Json]:
    return [
        {
            "source": _actor_out(link.source),
            "cue": {"text": link.cue.of(text), "span": _pair(link.cue)},
            "content": _pair(link.content),
            "stance": link.stance,
        }
        for link in chain
    ]


def _chain_in(told: list[Json]) -> Chain:
    return tuple(Link(_actor_in(x["source"]), Span(*x["cue"]["span"]), Span(*x["content"]), x["stance"]) for x in told)


def _when_out(when: When | None) -> Json | None:
    if when is None:
        return None
    start = {"start": _told(when.start)} if when.start else {}  # readers of the format slice it: never null
    return {
        **start,
        "end": _told(when.end),
        "precision": when.precision,
        "text": when.text,
        "span": _pair(when.span),
    }


def _when_in(told: Json | None) -> When | None:
    if told is None:
        return None
    return When(_day(told.get("start")), _day(told["end"]), told["precision"], told["text"], _span(told.get("span")))


def _where_out(where: Where | None) -> Json | None:
    if where is None:
        return None
    return {
        "text": where.text,
        "country": where.country,
        "lat": where.lat,
        "lon": where.lon,
        "span": _pair(where.span),
    }


def _where_in(told: Json | None) -> Where | None:
    if told is None:
        return None
    return Where(told["text"], Span(*told["span"]), told["country"], told["lat"], told["lon"])


def _event_out(event: Event, text: str) -> Json:
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "quad": event.quad,
        "contexts": list(event.contexts),
        "actors": [_actor_out(a) for a in event.actors],
        "recipients": [_actor_out(a) for a in event.recipients],
        "standing": event.standing,
        "when": _when_out(event.when),
        "where": _where_out(event.where),
        "trigger": _pair(event.trigger),
        "sentence": _pair(event.sentence),
        "chain": _chain_out(event.chain, text),
        "figures": list(event.figures),
        "because": list(event.because),
    }


def _event_in(told: Json) -> Event:
    return Event(
        id=told["id"],
        type=told["type"],
        mode=told["mode"],
        quad=told["quad"],
        contexts=tuple(told["contexts"]),
        actors=tuple(_actor_in(a) for a in told["actors"]),
        recipients=tuple(_actor_in(a) for a in told["recipients"]),
        standing=told["standing"],
        when=_when_in(told["when"]) or When(),
        where=_where_in(told["where"]),
        trigger=Span(*told["trigger"]),
        sentence=Span(*told["sentence"]),
        chain=_chain_in(told["chain"]),
        figures=tuple(told["figures"]),
        because=tuple(told.get("because", ())),
    )


def _statement_out(statement: Statement, text: str) -> Json:
    return {
        "id": statement.id,
        "kind": statement.kind,
        "source": _actor_out(statement.source),
        "addressee": _actor_out(statement.addressee) if statement.addressee else None,
        "cue": _pair(statement.cue),
        "content": _pair(statement.content),
        "chain": _chain_out(statement.chain, text),
    }


def _statement_in(told: Json) -> Statement:
    return Statement(
        id=told["id"],
        kind=told["kind"],
        source=_actor_in(told["source"]),
        addressee=_actor_in(told["addressee"]) if told["addressee"] else None,
        cue=Span(*told["cue"]),
        content=Span(*told["content"]),
        chain=_chain_in(told["chain"]),
    )


def _figure_out(figure: Figure, text: str) -> Json:
    return {
        "id": figure.id,
        "what": figure.what,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "when": _when_out(figure.when),
        "span": _pair(figure.span),
        "chain": _chain_out(figure.chain, text),
    }


def _figure_in(told: Json) -> Figure:
    return Figure(
        id=told["id"],
        what=told["what"],
        low=told["low"],
        high=told["high"],
        unit=told["unit"],
        when=_when_in(told["when"]),
        span=Span(*told["span"]),
        chain=_chain_in(told["chain"]),
    )


def _relation_out(relation: Relation, text: str) -> Json:
    return {
        "id": relation.id,
        "kind": relation.kind,
        "left": _actor_out(relation.left),
        "right": _actor_out(relation.right),
        "span": _pair(relation.span),
        "chain": _chain_out(relation.chain, text),
    }


def _relation_in(told: Json) -> Relation:
    return Relation(
        id=told["id"],
        kind=told["kind"],
        left=_actor_in(told["left"]),
        right=_actor_in(told["right"]),
        span=Span(*told["span"]),
        chain=_chain_in(told["chain"]),
    )


def _outlook_out(outlook: Outlook, text: str) -> Json:
    return {
        "id": outlook.id,
        "content": _pair(outlook.content),
        "words": outlook.words,
        "low": outlook.low,
        "high": outlook.high,
        "cue": _pair(outlook.cue),
        "chain": _chain_out(outlook.chain, text),
    }


def _outlook_in(told: Json) -> Outlook:
    return Outlook(
        id=told["id"],
        content=Span(*told["content"]),
        words=told["words"],
        cue=Span(*told["cue"]),
        low=told["low"],
        high=told["high"],
        chain=_chain_in(told["chain"]),
    )


def _consequence_out(consequence: Consequence, text: str) -> Json:
    return {
        "id": consequence.id,
        "kind": consequence.kind,
        "cause": _pair(consequence.cause),
        "effect": _pair(consequence.effect),
        "cue": _pair(consequence.cue),
        "chain": _chain_out(consequence.chain, text),
    }


def _consequence_in(told: Json) -> Consequence:
    return Consequence(
        id=told["id"],
        kind=told["kind"],
        cause=Span(*told["cause"]),
        effect=Span(*told["effect"]),
        cue=Span(*told["cue"]),
        chain=_chain_in(told["chain"]),
    )
