"""FollowTheMoney: articles, actors, events, ties and notes as entities, one JSON object a line.

The law: an entity has only properties that its schema has, and each event, tie and note points to the article that
proves it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import polars as pl

from foreshock.codebook.country_codes import codes_of_countries
from foreshock.codebook.registry import registry
from foreshock.formats.export.tables import Asked, Exported, Tables, one_span, pairs, title_of, with_reports

Row = dict[str, Any]
_PUBLIC = frozenset({"GOV", "MIL", "SPY", "JUD", "LEG", "COP"})
_KINDS = {"person": "Person", "company": "Company"}


def write_ftm(tables: Tables, asked: Asked) -> Exported:
    """Article, Person, Organization, PublicBody, LegalEntity, Event, Documentation, UnknownLink, Mention and Note."""
    entities: dict[str, Row] = {}
    for made in (*_articles(tables), *_acts(tables), *_ties(tables), *_notes(tables)):
        entities.setdefault(made["id"], made)
    lines = (json.dumps(entity, ensure_ascii=False) for entity in entities.values())
    return Exported({"entities.ftm.json": "".join(line + "\n" for line in lines).encode()})


def actor_entity(name: str, country: str | None, sector: str | None) -> Row:
    """The entity of an actor: a person or company where the registry knows it, a public body by sector, else loose."""
    kind = _kinds().get(name)
    schema = kind or ("PublicBody" if sector in _PUBLIC else "Organization" if sector else "LegalEntity")
    return _entity(schema, ("actor", name), name=name, country=_two(country))


def _articles(tables: Tables) -> Iterator[Row]:
    for row in tables.reports.iter_rows(named=True):
        yield _entity(
            "Article",
            ("report", row["report_id"]),
            name=row["title"] or row["report_id"],
            title=row["title"],
            fileName=f"{row['report_id']}.txt",
            publishedAt=_day(row["published"]),
            sourceUrl=row["url"],
            publisher=row["outlet"],
        )


def _acts(tables: Tables) -> Iterator[Row]:
    for row in with_reports(tables.events, tables.reports, "url").iter_rows(named=True):
        report, key = _id("report", row["report_id"]), ("event", row["report_id"], row["event_id"])
        sides = [list(_parties(row, many, one)) for many, one in (("actors", "actor"), ("recipients", "recipient"))]
        parties = [entity for side in sides for entity in side]
        yield from parties
        yield _entity(
            "Event",
            key,
            name=title_of(row),
            startDate=_day(row["start"]),
            endDate=_day(row["end"]),
            date=_day(row["published"]) if row["start"] is None else None,
            location=row["place"],
            country=_two(row["place_country"]),
            organizer=[entity["id"] for entity in sides[0]],
            involved=[entity["id"] for entity in sides[1]],
            summary=row["sentence_text"],
            keywords=[row["type"], row["mode"], row["standing"]],
            sourceUrl=row["url"],
            publisher=row["outlet"],
            proof=report,
        )
        yield _entity("Documentation", ("told", *key), document=report, entity=_id(*key), role=_voice(row))
        for entity in parties:
            told = {"document": report, "name": entity["properties"]["name"], "resolved": entity["id"]}
            yield _entity("Mention", ("mention", report, entity["id"]), **told, detectedSchema=entity["schema"])
    yield from _links(tables)


def _links(tables: Tables) -> Iterator[Row]:
    """A link for each actual act from one actor to another."""
    acts = pairs(tables.events.filter(pl.col("standing") == "actual"))
    for row in acts.drop_nulls(["actor", "recipient"]).iter_rows(named=True):
        yield _entity(
            "UnknownLink",
            ("act", row["report_id"], row["event_id"], row["actor"], row["recipient"]),
            subject=_id("actor", row["actor"]),
            object=_id("actor", row["recipient"]),
            role=" ".join(x for x in (row["type"], row["mode"]) if x),
            date=_day(row["day"]),
            summary=row["sentence_text"],
            publisher=row["outlet"],
            proof=_id("report", row["report_id"]),
        )


def _ties(tables: Tables) -> Iterator[Row]:
    for row in tables.relations.iter_rows(named=True):
        ends = [actor_entity(row[x], row[f"{x}_country"], row[f"{x}_sector"]) for x in ("left", "right") if row[x]]
        yield from ends
        if len(ends) == 2:
            yield _entity(
                "UnknownLink",
                ("tie", row["report_id"], row["relation_id"]),
                subject=ends[0]["id"],
                object=ends[1]["id"],
                role=row["kind"],
                summary=row["relation_text"],
                publisher=row["outlet"],
                proof=_id("report", row["report_id"]),
            )


def _notes(tables: Tables) -> Iterator[Row]:
    for row in tables.statements.iter_rows(named=True):
        if row["source"]:
            speaker = actor_entity(row["source"], row["source_country"], row["source_sector"])
            yield speaker
            yield _entity(
                "Note",
                ("statement", row["report_id"], row["statement_id"]),
                name=one_span(f"{row['source']}: {row['kind']}"),
                description=row["content_text"],
                entity=speaker["id"],
                publisher=row["outlet"],
                proof=_id("report", row["report_id"]),
            )


def _parties(row: Row, many: str, one: str) -> Iterator[Row]:
    told = zip(row[many], row[f"{one}_countries"], row[f"{one}_sectors"], strict=True)
    yield from (actor_entity(*party) for party in told if party[0])


def _voice(row: Row) -> str:
    return one_span(f"according to {row['chain_text']}") if row["chain_text"] else "in the outlet's own voice"


def _entity(schema: str, key: tuple[str, ...], **told: Any) -> Row:
    """An entity; values are lists of text, and properties without a value are not there."""
    values = {name: value if isinstance(value, list) else [value] for name, value in told.items()}
    kept = {name: [word for x in value if (word := str(x or "").strip())] for name, value in values.items()}
    return {"id": _id(*key), "schema": schema, "properties": {name: x for name, x in kept.items() if x}}


def _id(*key: str) -> str:
    return "fs-" + hashlib.sha1("\x1f".join(key).encode(), usedforsecurity=False).hexdigest()


@cache
def _kinds() -> dict[str, str]:
    return {entry.name: _KINDS[entry.kind] for entry in registry().entries if entry.kind in _KINDS}


def _two(country: str | None) -> str | None:
    return codes_of_countries("alpha2").get(country or "", "").lower() or None


def _day(day: Any) -> str | None:
    return day.isoformat() if day is not None else None
