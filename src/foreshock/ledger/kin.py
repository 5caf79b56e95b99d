"""How reports belong together: copies of one text, versions of one article, and what an outlet took back.

The law: nothing of it is changed or taken away. A report's state is told by its last row, and a family by the first of
its reports, so that every past day still knows what it knew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select

from foreshock.ledger import schema, schema_more
from foreshock.ledger.chain import Entry
from foreshock.ledger.scope import moment_of
from foreshock.records.copy import Copy, Sketch

Row = dict[str, Any]
_COPY, _STATE, _SKETCH = schema_more.copies.c, schema_more.states.c, schema_more.sketches.c


class NotHeld(Exception):
    """A report that is named and not held."""

    def __init__(self, report_id: str) -> None:
        super().__init__(f"holds no report {report_id}")


def copy_rows(connection: Connection, report_id: str, copy: Copy | None, learned: datetime) -> Iterator[Row]:
    """The row that puts the report into the family of the one it copies; none where it is in a family already.

    Raises NotHeld for a copy of what is not held.
    """
    if copy is None or copy.of == report_id or _in_family(connection, report_id):
        return
    _check_held(connection, copy.of)
    family = connection.scalar(select(_COPY.family).where(_COPY.report_id == copy.of)) or copy.of
    told = {"report_id": report_id, "family": family, "copy_of": copy.of, "similarity": copy.share}
    yield told | {"kind": copy.kind, "because": copy.because, "learned": learned}


def version_rows(connection: Connection, newer: str, older: str, learned: datetime) -> Iterator[Row]:
    """The rows by which the newer report takes the place of the older; none where it has it, or they are one report.
    What was withdrawn stays so.

    Raises NotHeld for an older report that is not held.
    """
    _check_held(connection, older)
    was = last_state(connection, older)
    if newer == older or (was["state"] == "replaced" and was["replaced_by"] == newer):
        return
    version, stands = was["version"], last_state(connection, newer)
    yield _state(older, "replaced", version, learned) | {"replaced_by": newer}
    if stands["state"] != "withdrawn":
        yield _state(newer, "current", max(version + 1, stands["version"]), learned)


def add_copies(connection: Connection, found: Mapping[str, Copy], learned: datetime) -> int:
    """How many reports that were held alone are now held as copies, by one entry."""
    learned, added = moment_of(connection, learned), 0
    entry = Entry(connection, "copies", learned)
    for report_id, copy in found.items():
        _check_held(connection, report_id)
        rows = list(copy_rows(connection, report_id, copy, learned))
        entry.add(schema_more.copies, rows)
        added += len(rows)
    if added:
        entry.close()
    return added


def add_version(connection: Connection, newer: str, older: str, learned: datetime) -> bool:
    """True where the newer report now stands for the older, False where it did before."""
    _check_held(connection, newer)
    learned = moment_of(connection, learned)
    return _add_states(connection, "version", list(version_rows(connection, newer, older, learned)), learned)


def withdraw(connection: Connection, report_id: str, told: tuple[date | None, str, str | None], at: datetime) -> bool:
    """True where the report was not withdrawn and now is; `told` is the day of it, why, and who says so."""
    _check_held(connection, report_id)
    learned, was = moment_of(connection, at), last_state(connection, report_id)
    if was["state"] == "withdrawn":
        return False
    day, why, who = told
    row = _state(report_id, "withdrawn", was["version"], learned) | {"day": day, "why": why, "who": who}
    return _add_states(connection, "withdrawal", [row], learned)


def restore(connection: Connection, report_id: str, why: str, who: str | None, at: datetime) -> bool:
    """True where the report did not count and now does again."""
    _check_held(connection, report_id)
    learned, was = moment_of(connection, at), last_state(connection, report_id)
    if was["state"] == "current":
        return False
    row = _state(report_id, "current", was["version"], learned) | {"why": why, "who": who}
    return _add_states(connection, "restoration", [row], learned)


def last_state(connection: Connection, report_id: str) -> Row:
    """The row that holds of the report now; of one without rows, that it is current and the first version."""
    wanted = select(schema_more.states).where(_STATE.report_id == report_id).order_by(_STATE.seq.desc()).limit(1)
    found = connection.execute(wanted).mappings().first()
    return dict(found) if found else {"state": "current", "version": 1, "replaced_by": None}


def at_address(connection: Connection, address: str) -> list[str]:
    """The reports of this address that no newer version replaced, in the order of adding."""
    report = schema.reports.c
    found = connection.scalars(select(report.report_id).where(report.url == address).order_by(report.seq)).all()
    return [one for one in dict.fromkeys(found) if last_state(connection, one)["state"] != "replaced"]


def add_sketch(connection: Connection, report_id: str, sketch: Sketch | None) -> None:
    """The report is found by this sketch, unless it has one by the same rule."""
    if sketch is None:
        return
    held = select(_SKETCH.seq).where(_SKETCH.report_id == report_id, _SKETCH.rule == sketch.rule)
    if connection.scalar(held) is None:
        row = {"report_id": report_id, "rule": sketch.rule, "marks": sketch.marks}
        connection.execute(insert(schema_more.sketches), row)


def forget_sketches(connection: Connection, report_id: str) -> None:
    """The report is not found by its sketches any more."""
    connection.execute(delete(schema_more.sketches).where(_SKETCH.report_id == report_id))


def sketches(rule: str, after: int) -> Select[Any]:
    """Number, report and marks of the sketches by a rule that were written after the number told, in that order."""
    wanted = select(_SKETCH.seq, _SKETCH.report_id, _SKETCH.marks).where(_SKETCH.rule == rule, _SKETCH.seq > after)
    return wanted.order_by(_SKETCH.seq)


def without_sketch(rule: str) -> Select[Any]:
    """The ids of the reports that have no sketch by a rule, in the order of adding, those taken down left aside."""
    report, note = schema.reports.c, schema_more.notes.c
    gone = select(note.subject).where(note.kind == "takedown")
    known = select(_SKETCH.report_id).where(_SKETCH.rule == rule)
    wanted = select(report.report_id).where(report.report_id.not_in(known), report.report_id.not_in(gone))
    return wanted.order_by(report.seq)


def _state(report_id: str, state: str, version: int, learned: datetime) -> Row:
    return {"report_id": report_id, "state": state, "version": version, "learned": learned}


def _add_states(connection: Connection, kind: str, rows: list[Row], learned: datetime) -> bool:
    if not rows:
        return False
    entry = Entry(connection, kind, learned)
    entry.add(schema_more.states, rows)
    entry.close()
    return True


def _in_family(connection: Connection, report_id: str) -> bool:
    own = (_COPY.report_id == report_id) | (_COPY.family == report_id)
    return connection.scalar(select(_COPY.seq).where(own).limit(1)) is not None


def _check_held(connection: Connection, report_id: str) -> None:
    held = select(schema.reports.c.seq).where(schema.reports.c.report_id == report_id).limit(1)
    if connection.scalar(held) is None:
        raise NotHeld(report_id)
