"""Acts for tests: the long table of acts, made from coded reports or from a few words a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from typing import Any

import polars as pl

from foreshock.codebook.base import event_types
from foreshock.records import CodedReport, Event
from foreshock.records.columns import ACTS

KINDS: dict[str, Any] = {"text": pl.String, "day": pl.Date, "moment": pl.Datetime("us", "UTC"), "number": pl.Float64}
SCHEMA = {column.name: KINDS[column.kind] for column in ACTS}
START = date(2024, 1, 1)


def acts_of(coded: Iterable[CodedReport]) -> pl.DataFrame:
    """One row a directed pair of every event, as the ledger's table of acts tells them."""
    return pl.DataFrame([row for one in coded for event in one.events for row in _rows(one, event)], schema=SCHEMA)


def _rows(coded: CodedReport, event: Event) -> Iterator[dict[str, Any]]:
    report, last = coded.report, event.chain[-1] if event.chain else None
    pairs = [(a, b) for a in event.actors or (None,) for b in event.recipients or (None,)]
    if not event.recipients and any("mutual)" in told for told in event.because):
        pairs = list(permutations(event.actors, 2)) or pairs
    day = event.when.start or report.published
    for actor, recipient in pairs:
        sides = {"actor": actor, "recipient": recipient}
        parties = {
            f"{key}_{part}": getattr(one, part, None) for key, one in sides.items() for part in ("country", "sector")
        }
        names = {key: getattr(one, "name", None) for key, one in sides.items()}
        yield {
            **dict.fromkeys(SCHEMA),
            **parties,
            **names,
            "origin": "coded",
            "event_id": event.id,
            "report_id": report.id,
            "outlet": report.outlet,
            "published": report.published,
            "learned": datetime.combine(report.published or START, time(12), UTC),
            "day": day,
            "precision": event.when.precision,
            "type": event.type,
            "mode": event.mode,
            "quad": event.quad,
            "score": event_types()[event.type].score_of(event.mode),
            "standing": event.standing,
            "voucher": last.source.name if last else None,
            "stance": last.stance if last else None,
            "share": 1 / len(pairs),
        }


def acts(*told: str, start: date = START, **more: Any) -> pl.DataFrame:
    """Rows such as "3 ISR>IRQ:REB ASSAULT": day counted from the start, parties by their codes, type."""
    return pl.DataFrame([_row(n, one, start, more) for n, one in enumerate(told)], schema=SCHEMA)


def imported(*told: str) -> pl.DataFrame:
    """The same rows as those of an imported history: each a happening of its own, of no report."""
    number = pl.int_range(pl.len()).cast(pl.String)
    return acts(*told).with_columns(report_id=pl.lit(None, pl.String), event_id=number)


def _row(number: int, told: str, start: date, more: dict[str, Any]) -> dict[str, Any]:
    day, pair, kind = told.split()
    made: dict[str, Any] = {
        **dict.fromkeys(SCHEMA),
        "origin": "coded",
        "event_id": "e1",
        "report_id": f"r{number}",
        "published": start + timedelta(int(day)),
        "day": start + timedelta(int(day)),
        "precision": "day",
        "type": kind,
        "quad": event_types()[kind].quad,
        "standing": "actual",
        "share": 1.0,
    }
    for side, code in zip(("actor", "recipient"), pair.split(">"), strict=True):
        country, _, sector = code.partition(":")
        if code != "-":
            made |= {side: code, f"{side}_country": country, f"{side}_sector": sector or "GOV"}
    return made | more
