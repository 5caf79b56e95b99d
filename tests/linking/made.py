"""Rows as the ledger's frames hold them, made in our own words: an event or a figure, and frames of many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from foreshock.ledger.frames import frame
from foreshock.records import columns

LEARNED = datetime(2024, 12, 1, tzinfo=UTC)
DAY = date(2024, 11, 4)
Row = dict[str, Any]
CODER = {"coder": "by hand", "coder_version": "1", "model": "none", "model_version": "0"}


def event(sentence: str, trigger: str, report: str = "r1", *, later: int = 0, **given: Any) -> Row:
    """One row of the events table; `later` is its day of publication counted from `DAY`, the rest as given."""
    at = sentence.index(trigger)
    told: Row = {
        "report_id": report,
        "outlet": f"Outlet {report}",
        "published": DAY + timedelta(later),
        "learned": LEARNED,
        "event_id": f"e-{at}",
        "type": "ASSAULT",
        "mode": None,
        "quad": "MX",
        "score": -9.0,
        "contexts": [],
        "standing": "actual",
        "start": None,
        "end": None,
        "precision": "unknown",
        "actors": [],
        "actor_countries": [],
        "recipients": [],
        "recipient_countries": [],
        "place": None,
        "place_country": None,
        "lat": None,
        "lon": None,
        "trigger_text": trigger,
        "trigger_start": at,
        "trigger_end": at + len(trigger),
        "sentence_text": sentence,
        "sentence_start": 0,
        "sentence_end": len(sentence),
        "chain": [],
        "chain_text": "",
        "figures": [],
        **CODER,
    }
    told |= given
    told["actor_sectors"], told["recipient_sectors"] = [None] * len(told["actors"]), [None] * len(told["recipients"])
    return told


def figure(report: str, what: str, low: float | None, high: float | None, name: str = "f1") -> Row:
    """One row of the figures table."""
    nothing = {column.name: None for column in columns.FIGURES}
    told = {"report_id": report, "figure_id": name, "what": what, "low": low, "high": high, "figure_text": what}
    return nothing | told | {"learned": LEARNED, "chain": [], "chain_text": "", "published": DAY} | CODER


def events(rows: Iterable[Row] = ()) -> pl.DataFrame:
    """A frame with the columns of `EVENTS`."""
    return frame(columns.EVENTS, rows)


def figures(rows: Iterable[Row] = ()) -> pl.DataFrame:
    """A frame with the columns of `FIGURES`."""
    return frame(columns.FIGURES, rows)
