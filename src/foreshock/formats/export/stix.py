"""STIX 2.1: reports, who published them, who is named in them, and events and statements as notes with an extension.

The law: ids are made of what they name, so the same ledger gives the same bundle, and two bundles can be merged.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from foreshock.codebook.country_codes import codes_of_countries
from foreshock.codebook.registry import registry
from foreshock.formats.export.tables import Asked, Exported, Tables, one_span, title_of, with_reports

Row = dict[str, Any]
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "https://foreshock.invalid/stix")
_SINCE = "2026-11-25T00:00:00.000Z"
_EVENT = f"extension-definition--{uuid.uuid5(_OURS, 'event')}"
_MAKER = f"identity--{uuid.uuid5(_OURS, 'foreshock')}"


def write_stix(tables: Tables, asked: Asked) -> Exported:
    """A bundle of identities, locations, reports, notes and relationships."""
    found: dict[str, Row] = {}
    for made in (_maker(asked), _extension(asked), *_reported(tables)):
        found.setdefault(made["id"], made)
    bundle = {
        "type": "bundle",
        "id": f"bundle--{uuid.uuid5(_OURS, ' '.join(sorted(found)))}",
        "objects": [*found.values()],
    }
    return Exported({"bundle.stix.json": (json.dumps(bundle, ensure_ascii=False, indent=1) + "\n").encode()})


def _reported(tables: Tables) -> Iterator[Row]:
    notes: dict[str, list[Row]] = {}
    for row, made in (*_events(tables), *_statements(tables)):
        notes.setdefault(row["report_id"], []).extend(made)
    for row in tables.reports.iter_rows(named=True):
        outlet = _identity(row["outlet"] or "outlet not known", "organization", row["learned"])
        parts = notes.get(row["report_id"], [])
        yield outlet
        yield from parts
        yield _report(row, outlet, parts)


def _report(row: Row, outlet: Row, parts: list[Row]) -> Row:
    refs = list(dict.fromkeys([outlet["id"], *(one["id"] for one in parts)]))
    source = {"source_name": row["outlet"] or "outlet not known", "external_id": row["report_id"]}
    return _object(
        "report",
        row["report_id"],
        row["learned"],
        created_by_ref=outlet["id"],
        name=row["title"] or row["report_id"],
        report_types=["threat-report"],
        published=_moment(row["published"] or row["learned"]),
        object_refs=refs,
        external_references=[source | ({"url": row["url"]} if row["url"] else {})],
    )


def _events(tables: Tables) -> Iterator[tuple[Row, list[Row]]]:
    """Each event with its note, the actors and place it names, and a tie from each actor to each recipient."""
    for row in with_reports(tables.events, tables.reports, "url").iter_rows(named=True):
        actors, recipients = (_parties(row, *x) for x in (("actors", "actor"), ("recipients", "recipient")))
        places = [_location(row["place_country"], row["learned"])] if _two(row["place_country"]) else []
        told = {
            "kind": "event",
            **{x: row[x] for x in ("type", "mode", "quad", "standing", "precision") if row[x] is not None},
            **{name: row[x].isoformat() for name, x in (("since", "start"), ("until", "end")) if row[x] is not None},
            **_evidence(row, "sentence"),
        }
        named = [*actors, *recipients, *places]
        note = _note(row, ("event", row["event_id"]), row["sentence_text"], title_of(row), named, told)
        ties = (
            [_tie(row, a, r) for a in actors for r in recipients if a["id"] != r["id"]]
            if row["standing"] == "actual"
            else []
        )
        yield row, [*named, note, *ties]


def _statements(tables: Tables) -> Iterator[tuple[Row, list[Row]]]:
    for row in tables.statements.iter_rows(named=True):
        named = [_actor(row[x], row[f"{x}_sector"], row["learned"]) for x in ("source", "addressee") if row[x]]
        told = {"kind": "statement", "says": row["kind"], **_evidence(row, "content")}
        title = one_span(f"{row['source'] or 'somebody'}: {row['kind']}")
        yield row, [*named, _note(row, ("statement", row["statement_id"]), row["content_text"], title, named, told)]


def _note(row: Row, key: tuple[str, str], content: str | None, title: str, named: list[Row], told: Row) -> Row:
    refs = list(dict.fromkeys(one["id"] for one in named)) or [_MAKER]
    return _object(
        "note",
        "\x1f".join((row["report_id"], *key)),
        row["learned"],
        created_by_ref=_MAKER,
        abstract=title,
        content=content or title,
        object_refs=refs,
        extensions={_EVENT: {"extension_type": "property-extension", **told}},
    )


def _evidence(row: Row, span: str) -> Row:
    told: Row = {"report": row["report_id"], "start": row[f"{span}_start"], "end": row[f"{span}_end"]}
    if row["chain"]:
        told["according_to"] = row["chain"]
    return {name: value for name, value in told.items() if value is not None}


def _tie(row: Row, actor: Row, recipient: Row) -> Row:
    key = "\x1f".join((row["report_id"], row["event_id"], actor["id"], recipient["id"]))
    said = " ".join(x for x in (row["type"], row["mode"]) if x)
    ends = {"source_ref": actor["id"], "target_ref": recipient["id"]}
    return _object("relationship", key, row["learned"], relationship_type="related-to", description=said, **ends)


def _parties(row: Row, many: str, one: str) -> list[Row]:
    told = zip(row[many], row[f"{one}_sectors"], strict=True)
    return [_actor(name, sector, row["learned"]) for name, sector in told if name]


def _actor(name: str, sector: str | None, learned: datetime) -> Row:
    person = registry().read(name)
    kind = (
        "individual"
        if person is not None and getattr(person.of, "kind", "") == "person"
        else "organization"
        if sector
        else "unknown"
    )
    return _identity(name, kind, learned)


def _identity(name: str, kind: str, learned: datetime) -> Row:
    return _object("identity", name, learned, name=name, identity_class=kind)


def _location(country: str, learned: datetime) -> Row:
    return _object("location", country, learned, name=country, country=_two(country))


def _maker(asked: Asked) -> Row:
    told = {"name": "foreshock", "identity_class": "system"}
    return {"type": "identity", "spec_version": "2.1", "id": _MAKER, "created": _SINCE, "modified": _SINCE, **told}


def _extension(asked: Asked) -> Row:
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": _EVENT,
        "created_by_ref": _MAKER,
        "created": _SINCE,
        "modified": _SINCE,
        "name": "Events and statements after PLOVER",
        "description": "type, mode, quad, standing, days and the place of the words in the report",
        "schema": "docs/formats.md",
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def _object(kind: str, key: str, learned: datetime, **told: Any) -> Row:
    moment = _moment(learned)
    head = {"type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid.uuid5(_OURS, kind + chr(31) + key)}"}
    return {**head, "created": moment, "modified": moment, **told}


def _two(country: str | None) -> str | None:
    return codes_of_countries("alpha2").get(country or "")


def _moment(told: date | datetime) -> str:
    moment = told if isinstance(told, datetime) else datetime.combine(told, time(), UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
