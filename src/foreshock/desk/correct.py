"""Correcting: what a person says of a coded report, kept beside what the coder said, and what hangs on it.

The law: a correction is a new coding and a note for each change, added together or not at all; what depended on a
changed row is told, and pages that show the report are written anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foreshock.desk.track import issued_forecasts
from foreshock.errors import BadCorrection
from foreshock.records import CodedReport
from foreshock.records.correction import KINDS, OPS, Change, Correction, corrected
from foreshock.records.exchange import exchange
from foreshock.records.forecast import Question
from foreshock.records.forecast_exchange import resolution_in
from foreshock.records.note import Note

if TYPE_CHECKING:
    import polars as pl

    from foreshock.ledger import Ledger, View
    from foreshock.scoring.agreement import Agreement


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviews, why and when; a `blind` review starts from what the coder said, whatever others corrected."""

    who: str
    why: str
    now: datetime
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Corrected:
    """The changes, and what hung on the changed rows: incidents, country pairs with first and last day, and the ids of
    issued forecasts: those of such a pair that knew of the row, or that were decided by it."""

    coded: CodedReport
    changes: tuple[Change, ...]
    incidents: tuple[str, ...]
    pairs: tuple[tuple[str, str, date | None, date | None], ...]
    forecasts: tuple[str, ...] = ()


def correct(book: Ledger, report_id: str, asked: Sequence[Correction], review: Review) -> Corrected:
    """The report as corrected, now held; raises BadCorrection, and LedgerError where the report is not held."""
    if not review.who.strip() or not review.why.strip():
        raise BadCorrection(report_id, "a correction tells who makes it and why")
    base = book.coded(report_id)
    if review.blind:
        base = book.machine_coded(report_id) or base
    notes = book.notes("correction", report_id)
    _check_still_there(base, asked, notes)
    turn = len(notes) + 1
    made, changes = corrected(base, asked, review.who, turn)
    touched = {row["id"] for change in changes for row in (*change.before, *change.after)}
    before = _acts(book, report_id, touched)
    book.correct(made, [_note(report_id, change, review) for change in changes], review.now, blind=review.blind)
    hanging = [before] if review.blind else [before, _acts(book, report_id, touched)]
    pairs = _pairs(hanging)
    return Corrected(
        made, tuple(changes), _incidents(hanging), pairs, _forecasts(book, report_id, touched, pairs, before)
    )


def _check_still_there(base: CodedReport, asked: Sequence[Correction], notes: Iterable[tuple[datetime, Note]]) -> None:
    """Raises BadCorrection for a row that a person rejected before: who did, and on which day."""
    held = {row["id"] for many in KINDS.values() for row in exchange(base)[many]}
    for moment, note in notes:
        row = note.told["row"]
        if note.told["op"] == "reject" and row not in held and row in {one.row for one in asked}:
            raise BadCorrection(row, f"was rejected before, by {note.who} on {moment.date()}")


def read_lines(path: Path) -> list[str]:
    """The lines of a file of JSON lines in UTF-8; raises BadCorrection where it cannot be read."""
    try:
        return path.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError as fault:
        told = f"is no text in UTF-8 (byte {fault.object[fault.start]:#04x} at {fault.start})"
        raise BadCorrection(str(path), told) from fault
    except OSError as fault:
        raise BadCorrection(str(path), f"cannot be read: {fault.strerror}") from fault


def read_corrections(lines: Iterable[str], name: str) -> Iterator[tuple[str, Correction]]:
    """Report id and correction of each line of JSON: report, op, row, and the fields by their paths."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            report, op, row = str(told["report"]), told["op"], str(told["row"])
            fields = tuple(dict(told.get("fields", {})).items())
        except (ValueError, KeyError, TypeError) as fault:
            raise BadCorrection(f"{name}, line {number}", f"no correction with report, op and row ({fault})") from fault
        if op not in OPS:
            raise BadCorrection(f"{name}, line {number}", f"{op!r} is none of {', '.join(OPS)}")
        yield report, Correction(op, row, fields)


def export(view: View) -> Iterator[str]:
    """One line of JSON a corrected report: its rows as they now read, and every correction with who, when and why."""
    notes: dict[str, list[dict[str, Any]]] = {}
    for moment, note in view.notes("correction"):
        told = {"who": note.who, "when": moment.isoformat() + "Z", "why": note.why} | note.told
        notes.setdefault(note.subject, []).append(told)
    for report_id, told_of in notes.items():
        yield json.dumps(exchange(view.coded(report_id)) | {"corrections": told_of}, ensure_ascii=False)


def agree(view: View, one: str, other: str) -> list[Agreement]:
    """How far two reviewers agree on the reports that both reviewed; raises BadCorrection where there is none."""
    from foreshock.scoring.agreement import agreement

    first, second = view.reviews(one), view.reviews(other)
    if not {coded.report.id for coded in first} & {coded.report.id for coded in second}:
        raise BadCorrection(f"{one} and {other}", "there is no report that both reviewed")
    return agreement(first, second)


def shows(page: Path, report_id: str) -> bool:
    """True where the page is one of ours that shows the report."""
    try:
        return report_id in page.read_text("utf8")
    except (OSError, UnicodeDecodeError):
        return False


def _note(report_id: str, change: Change, review: Review) -> Note:
    told = {
        "op": change.correction.op,
        "row": change.correction.row,
        "fields": dict(change.correction.fields),
        "before": list(change.before),
        "after": list(change.after),
    }
    return Note("correction", report_id, told, review.who, review.why)


def _acts(view: View, report_id: str, events: set[str]) -> pl.DataFrame:
    import polars as pl

    return view.acts_of(report_id).filter(pl.col("event_id").is_in(list(events)))


def _incidents(frames: Iterable[pl.DataFrame]) -> tuple[str, ...]:
    return tuple(sorted({name for frame in frames for name in frame["incident"].drop_nulls()}))


def _forecasts(
    view: View,
    report_id: str,
    touched: set[str],
    pairs: Iterable[tuple[str, str, date | None, date | None]],
    before: pl.DataFrame,
) -> tuple[str, ...]:
    """The ids of issued forecasts that a changed row was known to, by its countries, or that it decided."""
    told, rows = list(issued_forecasts(view)), {f"{report_id}#{row}" for row in touched} | touched
    decided = {
        note.subject
        for _, note in view.notes("resolution")
        if rows & {str(event) for event in resolution_in(note.told).events}
    }
    learned = before["learned"].min()
    known = {(actor, recipient) for actor, recipient, *_ in pairs}
    knew = {
        one.id
        for one in told
        if isinstance(learned, datetime) and one.issued >= learned and any(_asks_of(one.question, *p) for p in known)
    }
    return tuple(one.id for one in told if one.id in decided | knew)


def _asks_of(asked: Question, actor: str, recipient: str) -> bool:
    """True where the question is of these countries, of anybody, or of a scenario, which reads every act."""
    return asked.scenario is not None or (asked.actor in (None, actor) and asked.recipient in (None, recipient))


def _pairs(frames: Iterable[pl.DataFrame]) -> tuple[tuple[str, str, date | None, date | None], ...]:
    days: dict[tuple[str, str], set[date]] = {}
    for frame in frames:
        for actor, recipient, day in frame.select("actor_country", "recipient_country", "day").iter_rows():
            days.setdefault((actor or "-", recipient or "-"), set()).update([day] if day else [])
    return tuple((*pair, min(found, default=None), max(found, default=None)) for pair, found in sorted(days.items()))
