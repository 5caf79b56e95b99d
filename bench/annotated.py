"""The held-out annotated rows: news items of the last fifth by day, which no rule and no weight was taught with.

The law: counted as our own gold is, one coded row for one annotated row; the items are never read while developing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bench.own import MODEL, Tally, Wanted, add
from foreshock.coding import EventCoder, open_coder
from foreshock.wire import read_text
from training.rows import Row, development, held_out, open_rows


def score(rows: Iterable[Row], coder: EventCoder) -> Tally:
    """The tally of the coder over annotated rows, each coded as a report of its day."""
    told = list(rows)
    reports = [replace(read_text(row.text, published=date.fromisoformat(row.date)), language="en") for row in told]
    tally = Tally()
    for row, coded in zip(told, coder.code_all(reports), strict=True):
        add(tally, wanted(row), coded.events)
    return tally


def wanted(row: Row) -> list[Wanted]:
    """The row's events as gold: types, countries, standing, and the last word of each source of the chain."""
    return [_event(row, event) for event in row.events]


def _event(row: Row, event: dict[str, Any]) -> Wanted:
    return {
        "types": [event["type"]],
        "actors": sorted({party[2] for party in event["actors"] if party[2]}),
        "recipients": sorted({party[2] for party in event["recipients"] if party[2]}),
        "standing": [event["standing"]],
        "chain": [_source(row, row.claims[n]) for n in event["chain"]],
    }


def _source(row: Row, claim: dict[str, Any]) -> str:
    if claim["source"] is None:
        return "."
    start, end = claim["source"][:2]
    return re.escape(row.text[start:end].split()[-1])


def main(data: str, part: str = "held") -> None:
    """Print the figures of the held-out part, or of the part that may be read."""
    rows = open_rows(Path(data))
    chosen = held_out(rows) if part == "held" else development(rows)
    for key, value in score(chosen, open_coder(MODEL)).figures().items():
        print(f"{part}_{key} {value:.3f}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("say where the open text lies: python -m bench.annotated FOLDER [held|development]")
    main(*sys.argv[1:])
