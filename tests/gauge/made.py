"""Acts and reports made for tests of the gauge: a small world of four countries and three outlets.

The law: a frame made here has every column of ACTS, as the ledger's has.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import polars as pl

from foreshock.codebook.base import event_types
from foreshock.codebook.gauges import Weights, gauge_weights, ladder
from foreshock.gauge import History, exposure, history
from foreshock.records.columns import ACTS

START = date(2024, 10, 1)
WEIGHTS = gauge_weights()
KINDS: dict[str, Any] = {
    "text": pl.String,
    "number": pl.Float64,
    "day": pl.Date,
    "moment": pl.Datetime("us", "UTC"),
}
SCHEMA = {column.name: KINDS[column.kind] for column in ACTS}

Row = dict[str, Any]


def day(number: int) -> date:
    """The day so many days after the first."""
    return START + timedelta(days=number)


def act(number: int, event_id: str, kind: str = "ASSAULT", mode: str | None = None, **told: Any) -> Row:
    """A row of IRN toward ISR told by the Courier, unless `told` says otherwise; its report is named after both."""
    outlet = told.get("outlet", "Courier")
    blank: Row = dict.fromkeys(SCHEMA)
    return (
        blank
        | {
            "origin": "coded",
            "event_id": event_id,
            "report_id": f"{outlet}-{number}",
            "outlet": outlet,
            "published": day(number),
            "day": day(number),
            "precision": "day",
            "type": kind,
            "mode": mode,
            "quad": event_types()[kind].quad,
            "score": event_types()[kind].score_of(mode),
            "standing": "actual",
            "actor": "Iran",
            "actor_country": "IRN",
            "actor_sector": "GOV",
            "recipient": "Israel",
            "recipient_country": "ISR",
            "recipient_sector": "GOV",
            "stance": "asserts",
            "share": 1.0,
        }
        | told
    )


def acts(rows: Iterable[Row]) -> pl.DataFrame:
    """The rows as a frame of acts."""
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def quiet_reports(days: int, each: int = 10) -> pl.DataFrame:
    """So many reports a day that tell of nothing."""
    told = [(f"other-{n}-{k}", day(n)) for n in range(days) for k in range(each)]
    return pl.DataFrame(told, schema={"report_id": pl.String, "published": pl.Date}, orient="row")


def past(rows: Iterable[Row], days: int = 60, each: int = 10, weights: Weights = WEIGHTS) -> History:
    """The history of the rows beside so many quiet reports a day."""
    frame = acts(rows)
    return history(frame, exposure(frame, quiet_reports(days, each), weights), weights, ladder())
