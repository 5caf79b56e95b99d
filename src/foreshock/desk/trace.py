"""Where an id leads: the row, incident, report or forecast that is meant, whatever printed the id.

The law: every id that a command prints leads somewhere, an incident shows who tells it and who denies it, and a
corrected row who corrected it and what it was before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from foreshock.desk.show import KINDS, Filters, Kind, NoSuchFilter, show
from foreshock.desk.takedown import tombstones
from foreshock.desk.track import issued_forecasts
from foreshock.errors import LedgerError
from foreshock.records.forecast import IssuedForecast

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from foreshock.ledger import View
    from foreshock.records.note import Note

FIRST: tuple[Kind, ...] = ("events", "acts", "reports")
"""Where an id is sought first: what gauges, changes, alerts and boards print."""


@dataclass(frozen=True, slots=True)
class Traced:
    """The kind of table an id leads to, its rows there, and what else is told of it in lines."""

    kind: Kind
    rows: pl.DataFrame | None
    lines: tuple[str, ...] = ()


def trace(view: View, name: str, kind: Kind | None = None) -> Traced:
    """What an id leads to, in the table of `kind` if it is there; raises LedgerError where it leads nowhere."""
    name = name.strip()
    wanted = Filters(id=name)
    for one in dict.fromkeys((*([kind] if kind else []), *FIRST, *cast("tuple[Kind, ...]", KINDS))):
        if one == "actors":
            continue
        try:
            rows = show(view, one, wanted)
        except NoSuchFilter:
            continue
        if len(rows):
            more = corrections(view, name) if len(rows) == 1 else ()
            return Traced(one, rows, (*around(view, name), *_gone(view, rows), *more))
    lines = tuple(line for told in issued_forecasts(view) if told.id == name for line in _forecast(told))
    if lines or (lines := corrections(view, name)):
        return Traced("events", None, lines)
    raise LedgerError(view.name, f"holds nothing under the id {name}")


def _gone(view: View, rows: pl.DataFrame) -> tuple[str, ...]:
    """Of each report of the rows that was taken down: when, who asked and why."""
    if "report_id" not in rows.columns:
        return ()
    names, gone = rows["report_id"].unique(maintain_order=True), tombstones(view)
    return tuple(f"report {name}: {gone[name]}" for name in names if name in gone)


def around(view: View, name: str) -> tuple[str, ...]:
    """Of an incident: its outlets and origins, why some are one, what is contested, and what ties each row to it."""
    members = view.incidents()
    members = members.filter(members["incident"] == name)
    return tuple(_told(view, name, members)) if len(members) else ()


def corrections(view: View, name: str) -> tuple[str, ...]:
    """Of a row named REPORT#ROW, or by its own id: each correction that touched it, by whom, when, why, and what of."""
    report, _, row = name.replace(":", "#").rpartition("#")
    told = view.notes("correction", report or None)
    return tuple(
        line
        for when, note in told
        if any(one["id"] == row for one in (*note.told["before"], *note.told["after"]))
        for line in _correction(when, note)
    )


def _correction(when: datetime, note: Note) -> Iterator[str]:
    before, after = note.told["before"], note.told["after"]
    yield f"{note.told['op']} by {note.who}, {when:%Y-%m-%d %H:%M}: {note.why}"
    if len(before) == len(after) == 1:
        for field in (key for key in after[0] if after[0][key] != before[0].get(key)):
            was, now = (json.dumps(one.get(field), ensure_ascii=False) for one in (before[0], after[0]))
            yield f"  {field}: {was} before, {now} after"
        return
    for rows, word in ((before, "before"), (after, "after")):
        yield f"  {word}: " + (
            ", ".join(f"{one.get('type') or one.get('kind')} {one['id']}" for one in rows) or "no row"
        )


def _told(view: View, name: str, members: pl.DataFrame) -> Iterator[str]:
    from foreshock.desk.link import kept

    events = members.select("report_id", "event_id").join(view.events(), on=["report_id", "event_id"], how="inner")
    if events.is_empty():
        yield "its rows are not in this view: they were read anew, or corrected, since it was linked"
        return
    for one in kept(view, name):
        yield from one.lines()
    yield "  outlets: " + ", ".join(dict.fromkeys(outlet or "unnamed" for outlet in events["outlet"]))
    for report, event, why in members.select("report_id", "event_id", "because").iter_rows():
        yield f"  {report}#{event}: {why}"


def _forecast(told: IssuedForecast) -> Iterator[str]:
    asked = told.question
    what = asked.scenario or f"{asked.actor or 'anybody'}>{asked.recipient or 'anybody'} {asked.kind or 'any act'}"
    yield f"forecast {told.id}, issued {told.issued:%Y-%m-%d %H:%M} from what was known by {told.known_by}"
    yield f"  asks: {asked.measure} of {what}, {asked.first} to {asked.last}"
    chance = told.answer.probability
    answer = f"probability {chance:.3f}" if chance is not None else f"mean {told.answer.mean}"
    yield f"  says: {answer}; rule: {told.rule}"
