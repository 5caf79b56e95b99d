"""W3C Web Annotation: each event as a tag on the words of its report.

The law: quoted words and those around them are together no longer than a span, and the offsets are those of the words.
"""

from __future__ import annotations

import json
from typing import Any

from foreshock.formats.export.tables import Asked, Exported, Tables, one_span, with_reports
from foreshock.formats.limits import limits

Row = dict[str, Any]
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write_annotations(tables: Tables, asked: Asked) -> Exported:
    """An AnnotationCollection of one page: one annotation an event, on the words that tell the act."""
    rows = with_reports(tables.events, tables.reports, "url").iter_rows(named=True)
    items = [_annotation(row) for row in rows if row["trigger_text"]]
    name = "urn:foreshock:annotations"
    page = {"id": f"{name}:1", "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
    collection = {
        "@context": _CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": "Events in reports",
        "created": _moment(asked.made),
        "total": len(items),
        "first": page,
    }
    told = json.dumps(collection, ensure_ascii=False, indent=1) + "\n"
    return Exported({"annotations.jsonld": told.encode()})


def _annotation(row: Row) -> Row:
    tags = [row["type"], *filter(None, [row["mode"]]), row["standing"]]
    bodies: list[Row] = [{"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in tags]
    if row["chain_text"]:
        told = one_span(f"according to {row['chain_text']}")
        bodies.append({"type": "TextualBody", "value": told, "purpose": "describing", "format": "text/plain"})
    return {
        "id": f"urn:foreshock:event:{row['report_id']}:{row['event_id']}",
        "type": "Annotation",
        "motivation": "classifying",
        "created": _moment(row["learned"]),
        "creator": {"type": "Software", "name": f"{row['coder']} {row['coder_version']}"},
        "body": bodies,
        "target": {
            "type": "SpecificResource",
            "source": row["url"] or f"urn:foreshock:report:{row['report_id']}",
            "selector": [_quote(row), _position(row)],
        },
    }


def _quote(row: Row) -> Row:
    """The words of the act with a little of the sentence to either side."""
    told: Row = {"type": "TextQuoteSelector", "exact": _exact(row)}
    sentence, start = row["sentence_text"] or "", row["trigger_start"] - row["sentence_start"]
    if sentence[start : start + len(told["exact"])] == told["exact"] and start >= 0:
        around = limits().around_letters
        before, after = sentence[max(0, start - around) : start], sentence[start + len(told["exact"]) :][:around]
        told |= {name: words for name, words in (("prefix", before), ("suffix", after)) if words}
    return told


def _position(row: Row) -> Row:
    start = row["trigger_start"]
    return {"type": "TextPositionSelector", "start": start, "end": start + len(_exact(row))}


def _exact(row: Row) -> str:
    words: str = row["trigger_text"]
    return words[: limits().span_letters - 2 * limits().around_letters]


def _moment(told: Any) -> str:
    return str(told.strftime("%Y-%m-%dT%H:%M:%SZ"))
