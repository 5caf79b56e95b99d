"""Directed pairs: who acted on whom, one row a pair, written beside the coded rows and read as one frame.

The law: the shares of an event's pairs sum to 1, so that counting pairs by their share counts each event once; what is
read is what the view shows, the newest coding of each report and every imported history learned by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import permutations, product
from typing import Any

import polars as pl
from sqlalchemy import Connection, Text, and_, cast, func, or_, select, true

from foreshock.codebook.base import event_types
from foreshock.ledger import schema, schema_more
from foreshock.ledger.frames import families
from foreshock.ledger.scope import Scope, newest_note
from foreshock.records import columns
from foreshock.records.actor import Actor
from foreshock.records.coded import CodedReport
from foreshock.records.event import Event

Row = dict[str, Any]
_MUTUAL = "mutual)"
"""How the because of an event ends whose trigger says that its actors do it to one another."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Which pairs are wanted: of these countries, days (ends included) and this report; None is any."""

    actor_countries: tuple[str, ...] | None = None
    recipient_countries: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None
    report_id: str | None = None


def act_rows(coded: CodedReport) -> Iterator[Row]:
    """One row a directed pair of each event, in the order of the events."""
    for event in coded.events:
        pairs = _pairs(event)
        last = event.chain[-1] if event.chain else None
        of_event = {
            "event_id": event.id,
            "day": _day(event, coded.report.published),
            "precision": event.when.precision,
            "type": event.type,
            "mode": event.mode,
            "standing": event.standing,
            "place_country": event.where.country if event.where else None,
            "voucher": last.source.name if last else None,
            "stance": last.stance if last else None,
            "share": 1 / len(pairs),
            "outlet": coded.report.outlet,
            "published": coded.report.published,
        }
        for actor, recipient in pairs:
            yield of_event | _party("actor", actor) | _party("recipient", recipient)


def acts(connection: Connection, scope: Scope, pair: Pair) -> pl.DataFrame:
    """The pairs that the scope shows, with the columns of `records.columns.ACTS`, in the order of writing."""
    run = connection.scalar(newest_note(scope, "links")) or 0
    asked, order = list(_asked(pair)), schema_more.acts.c.seq
    wanted = select(*_columns()).select_from(_joined(run)).where(_shown(scope), *asked)
    # Ordered by a sum, a few rows are found by their index and then sorted; by `seq` itself, all rows would be read.
    found = connection.execute(wanted.order_by(order + 0 if asked else order)).fetchall()
    told = pl.DataFrame(found, schema=dict.fromkeys(_TAKEN, pl.String) | {"share": pl.Float64}, orient="row")
    return _finished(told, families(connection, scope))


def _pairs(event: Event) -> list[tuple[Actor | None, Actor | None]]:
    if not event.recipients and len(event.actors) > 1 and _both_ways(event):
        return list(permutations(event.actors, 2))
    return list(product(event.actors or (None,), event.recipients or (None,)))


def _both_ways(event: Event) -> bool:
    return event_types()[event.type].mutual or any(_MUTUAL in told for told in event.because)


def _day(event: Event, published: date | None) -> date | None:
    if event.when.start is not None and event.when.precision != "unknown":
        return event.when.start
    return None if event.standing == "historical" else published


def _party(name: str, actor: Actor | None) -> Row:
    if actor is None:
        return {name: None, f"{name}_country": None, f"{name}_sector": None}
    return {name: actor.name, f"{name}_country": actor.country, f"{name}_sector": actor.sector}


_TAKEN = tuple(column.name for column in columns.ACTS if column.name not in ("quad", "score", "family"))
_HISTORY, _CODING, _MEMBER = schema_more.histories.c, schema.codings.c, schema_more.members.c


def _columns() -> list[Any]:
    """The columns of ACTS but those that the codebook tells; moments as text, read faster than an object a row."""
    told = {
        "origin": func.coalesce(_HISTORY.format, "coded"),
        "report_id": _CODING.report_id,
        "learned": cast(func.coalesce(_CODING.learned, _HISTORY.learned), Text),
        "day": cast(schema_more.acts.c.day, Text),
        "published": cast(schema_more.acts.c.published, Text),
        "incident": _MEMBER.incident,
        "origin_key": _MEMBER.origin,
    }
    return [told.get(name, schema_more.acts.c.get(name)) for name in _TAKEN]


def _joined(run: int) -> Any:
    act = schema_more.acts.c
    member = (_MEMBER.note == run, _MEMBER.report_id == _CODING.report_id, _MEMBER.event_id == act.event_id)
    joined = schema_more.acts.outerjoin(schema.codings, _CODING.seq == act.coding)
    joined = joined.outerjoin(schema_more.histories, _HISTORY.seq == act.history)
    return joined.outerjoin(schema_more.members, and_(*member))


def _shown(scope: Scope) -> Any:
    heard = true() if scope.until is None else _HISTORY.learned <= scope.until
    return or_(and_(_HISTORY.seq.is_not(None), heard), and_(_CODING.seq.is_not(None), *scope.shows(schema.codings)))


def _asked(pair: Pair) -> Iterator[Any]:
    told = schema_more.acts.c
    if pair.actor_countries is not None:
        yield told.actor_country.in_(pair.actor_countries)
    if pair.recipient_countries is not None:
        yield told.recipient_country.in_(pair.recipient_countries)
    if pair.since is not None:
        yield told.day >= pair.since
    if pair.until is not None:
        yield told.day <= pair.until
    if pair.report_id is not None:
        yield told.coding.in_(select(_CODING.seq).where(_CODING.report_id == pair.report_id))


_ONE_ACT = ("type", "mode", "standing", "day", "actor", "recipient")


def _once_a_text(found: pl.DataFrame, kin: dict[str, str]) -> pl.DataFrame:
    """The pairs with their family; what copies of one text tell alike is one incident of one origin.

    A run of linking goes before. The second of two such events of one report is one with the second of another.
    """
    found = found.with_columns(pl.lit(None, pl.String).alias("family"))
    if not kin:
        return found
    family = pl.col("report_id").replace_strict(kin, default=None, return_dtype=pl.String).alias("family")
    told = found.with_row_index("place").with_columns(family).filter(pl.col("family").is_not_null())
    sides = pl.concat_str([pl.col(name).fill_null("") for name in _ONE_ACT], separator=" ")
    event = ["report_id", "event_id"]
    told = told.with_columns(sides.sort().str.join(", ").over(event).alias("same"))
    number = pl.col("event_id").rank("dense").over("report_id", "same")
    words = pl.format("copies {}: {} {}", "family", "same", number)
    told = told.select("place", "family", pl.coalesce("incident", words).alias("incident"), _one_origin())
    return found.with_row_index("place").update(told, on="place").drop("place")


def _one_origin() -> pl.Expr:
    return pl.coalesce("origin_key", pl.format("copies {}", "family")).alias("origin_key")


def _finished(found: pl.DataFrame, kin: dict[str, str]) -> pl.DataFrame:
    types = event_types()
    scores = [(t.name, mode, t.quad, t.score_of(mode)) for t in types.values() for mode in (None, *t.modes)]
    known = pl.DataFrame(scores, schema=["type", "mode", "quad", "score"], orient="row")
    moments = pl.col("learned").str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", time_zone="UTC")
    days = pl.col("day", "published").str.to_date("%Y-%m-%d")
    joined = _once_a_text(found, kin).join(
        known, on=["type", "mode"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.with_columns(days, moments).select(column.name for column in columns.ACTS)
