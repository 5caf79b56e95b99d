"""GeoJSON: one feature an event, at its place where coordinates are known.

The law: an event without coordinates is a feature without geometry, not a point somewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from foreshock.formats.export.tables import Asked, Exported, Tables, with_reports


def write_geojson(tables: Tables, asked: Asked) -> Exported:
    """A FeatureCollection of the events, each with its precision and its evidence."""
    frame = with_reports(tables.events, tables.reports, "url", "title")
    features = [_feature(row) for row in frame.iter_rows(named=True)]
    without = sum(one["geometry"] is None for one in features)
    told = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, allow_nan=False)
    said = (f"{without:,} events have no coordinates; they are features without geometry",) if without else ()
    return Exported({"events.geojson": (told + "\n").encode()}, said)


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    located = row["lat"] is not None and row["lon"] is not None and abs(row["lat"]) <= 90 and abs(row["lon"]) <= 180
    return {
        "type": "Feature",
        "id": f"{row['report_id']}:{row['event_id']}",
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]} if located else None,
        "properties": {
            **{name: row[name] for name in ("type", "mode", "quad", "score", "standing", "precision")},
            "start": _day(row["start"]),
            "end": _day(row["end"]),
            "actors": row["actors"],
            "recipients": row["recipients"],
            "place": row["place"],
            "place_country": row["place_country"],
            "according_to": row["chain"],
            "evidence": {
                "text": row["sentence_text"],
                "start": row["sentence_start"],
                "end": row["sentence_end"],
                "report": row["report_id"],
                "outlet": row["outlet"],
                "published": _day(row["published"]),
                "url": row["url"],
            },
        },
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day is not None else None
