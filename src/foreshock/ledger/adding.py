"""Writing: one coded report, imported history, note or takedown into the tables, each as one entry of the chain.

The law: every function here runs inside the one writer's transaction, and what it writes belongs to one entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine, select, update

from foreshock.ledger import beside, kin, schema, schema_more, written
from foreshock.ledger.acts import act_rows
from foreshock.ledger.chain import Entry
from foreshock.ledger.database import database_of
from foreshock.ledger.recalled import recall
from foreshock.ledger.scope import moment_of, taken_down
from foreshock.ledger.search import codes_of, hull
from foreshock.records.coded import CodedReport
from foreshock.records.copy import Copy, Sketch
from foreshock.records.note import Note

Row = dict[str, Any]
_Told = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Kin:
    """What is known of a report beside its rows: whose copy it is, what it is found by, which report it replaces, and
    which report held replaces it."""

    copy: Copy | None = None
    sketch: Sketch | None = None
    replaces: str | None = None
    replaced_by: str | None = None


ALONE = Kin()


def add_coded(
    connection: Connection,
    coded: CodedReport,
    learned: datetime,
    reviewed: bool = False,
    notes: tuple[Note, ...] = (),
    of: Kin = ALONE,
) -> bool:
    """True where the coding was not held and now is, with the notes and the kin that belong to it."""
    digest = written.coding_digest(coded)
    if connection.scalar(select(schema.codings.c.seq).where(schema.codings.c.digest == digest)):
        for newer, older in _versions(coded.report.id, of):
            kin.add_version(connection, newer, older, learned)
        return False
    learned = moment_of(connection, learned)
    entry = Entry(connection, "correction" if notes else "coding", learned)
    report = _add_report(connection, entry, coded, learned)
    row = written.coding_row(coded, report, learned) | {"reviewed": int(reviewed)}
    coding = entry.add(schema.codings, [row])
    told_of = {"coding": coding, "learned": learned}
    rows = written.coded_rows(coded)
    parties, links = list(written.participant_rows(coded)), list(written.link_rows(coded))
    for kind, found in rows.items():
        entry.add(schema.KINDS[kind], (row | told_of for row in found))
    entry.add(schema.participants, (row | told_of for row in parties))
    entry.add(schema.links, (row | told_of for row in links))
    entry.add(schema_more.acts, (row | {"coding": coding} for row in act_rows(coded)))
    entry.add(schema_more.notes, (_note(note, learned) for note in notes))
    _add_kin(connection, entry, coded.report.id, of, learned)
    entry.close()
    told = _indexed(coded.report.text, rows, [*parties, *links])
    database_of(connection).index_rows(connection, coding, told)
    return True


def add_history(
    connection: Connection,
    acts: pl.DataFrame,
    told: tuple[str, str, str],
    learned: datetime,
    particulars: pl.DataFrame | None = None,
) -> bool:
    """True where no file of this digest was held, and now its pairs are; `told` is format, digest and name."""
    format_, digest, name = told
    history = schema_more.histories
    if connection.scalar(select(history.c.seq).where(history.c.digest == digest)):
        return False
    learned = moment_of(connection, learned)
    entry = Entry(connection, "history", learned)
    head = {"learned": learned, "format": format_, "name": name, "digest": digest, "acts": acts.height}
    seq = entry.add(history, [head])
    kept = [c.name for c in schema_more.acts.columns if c.name in acts.columns]
    rows = acts.select(kept).iter_rows(named=True)
    entry.add(schema_more.acts, (row | {"history": seq} for row in rows))
    more = [] if particulars is None else beside.notes(particulars, format_, digest)
    entry.add(schema_more.notes, (_note(note, learned) for note in more))
    entry.close()
    return True


def add_notes(connection: Connection, notes: Sequence[Note], learned: datetime) -> None:
    """The notes, all of the kind of the first, are one entry; no note is none."""
    if not notes:
        return
    learned = moment_of(connection, learned)
    entry = Entry(connection, notes[0].kind, learned)
    entry.add(schema_more.notes, (_note(note, learned) for note in notes))
    entry.close()


def add_links(connection: Connection, note: Note, members: pl.DataFrame, learned: datetime) -> None:
    """The note and its members are one entry."""
    learned = moment_of(connection, learned)
    entry = Entry(connection, note.kind, learned)
    seq = entry.add(schema_more.notes, [_note(note, learned)])
    kept = ["report_id", "event_id", "incident", "score", "because", "origin"]
    entry.add(schema_more.members, (row | {"note": seq} for row in members.select(kept).iter_rows(named=True)))
    entry.close()


def take_down(connection: Connection, report_id: str, who: str, why: str, learned: datetime) -> bool:
    """True where the report is held, and now its words are not; a second takedown adds its note only."""
    reports, codings = schema.reports, schema.codings
    held = connection.execute(select(reports).where(reports.c.report_id == report_id)).mappings().all()
    if not held:
        return False
    if taken_down(connection, report_id) is None:
        for seq in connection.scalars(select(codings.c.seq).where(codings.c.report_id == report_id)).all():
            _forget_rows(connection, seq)
        for row in held:
            database_of(connection).forget_report(connection, row["seq"], row["title"] or "", row["text"])
    kin.forget_sketches(connection, report_id)
    add_notes(connection, [Note("takedown", report_id, {}, who, why)], learned)
    erased = {"text": "", "title": None, "author": None}
    connection.execute(update(reports).where(reports.c.report_id == report_id).values(**erased))
    return True


def wipe(engine: Engine) -> None:
    """What was erased is nowhere in the file."""
    database_of(engine).wipe(engine)


def _add_kin(connection: Connection, entry: Entry, report_id: str, of: Kin, learned: datetime) -> None:
    entry.add(schema_more.copies, kin.copy_rows(connection, report_id, of.copy, learned))
    for newer, older in _versions(report_id, of):
        entry.add(schema_more.states, kin.version_rows(connection, newer, older, learned))
    kin.add_sketch(connection, report_id, of.sketch)


def _versions(report_id: str, of: Kin) -> Iterator[tuple[str, str]]:
    """The newer and the older of each two that are versions of one article."""
    if of.replaces is not None:
        yield report_id, of.replaces
    if of.replaced_by is not None:
        yield of.replaced_by, report_id


def _add_report(connection: Connection, entry: Entry, coded: CodedReport, learned: datetime) -> int:
    row = written.report_row(coded.report, learned)
    held = connection.scalar(select(schema.reports.c.seq).where(schema.reports.c.digest == row["digest"]))
    if held is not None:
        return int(held)
    seq = entry.add(schema.reports, [row])
    database_of(connection).index_report(connection, seq, coded.report.title or "", coded.report.text)
    return seq


def _forget_rows(connection: Connection, coding: int) -> None:
    coded = recall(connection, coding)
    rows = written.coded_rows(coded)
    actors = [*written.participant_rows(coded), *written.link_rows(coded)]
    database_of(connection).forget_rows(connection, coding, _indexed(coded.report.text, rows, actors))


def _note(note: Note, learned: datetime) -> Row:
    told = {"kind": note.kind, "subject": note.subject, "who": note.who, "why": note.why, "told": note.told}
    return told | {"learned": learned}


def _indexed(text: str, rows: dict[str, list[Row]], actors: Iterable[Row]) -> Iterator[_Told]:
    names: dict[tuple[str, int], list[str | None]] = defaultdict(list)
    for actor in actors:
        names[actor["row_kind"], actor["row_position"]] += [actor["name"], actor["country"], actor["sector"]]
    for kind, found in rows.items():
        for row in found:
            start, end = hull(kind, row)
            yield kind, row["position"], text[start:end], codes_of(row, names[kind, row["position"]])
