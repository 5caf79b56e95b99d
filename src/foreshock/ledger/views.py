"""Reading the ledger: as known now, or as known on a day, the newest coding of each report unless all are asked for.

The law: a view never shows what was learned after its day, and never half of a report: each reading is one snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, func, select

from foreshock.errors import Damaged, LedgerError
from foreshock.ledger import acts, beside, frames, kin, schema, schema_more, search
from foreshock.ledger.acts import Pair
from foreshock.ledger.frames import Page
from foreshock.ledger.opening import Place, told_plainly
from foreshock.ledger.recalled import recall, report_of
from foreshock.ledger.scope import Scope, taken_down
from foreshock.ledger.written import in_utc
from foreshock.records.coded import REVIEW, CodedReport, Coder
from foreshock.records.note import Note
from foreshock.records.report import Report

ANY = Pair()


class View:
    """The ledger as known at one moment; every reading opens its own snapshot and gives frames or records."""

    def __init__(self, place: Place, scope: Scope) -> None:
        self.name, self._place, self._scope = place.name, place, scope

    def as_of(self, day: date | None) -> View:
        """The same ledger as known at the end of the day in UTC, at the moment where a datetime is given, or now."""
        if day is None:
            return self
        return View(self._place, replace(self._scope, until=_last_moment(day)))

    def with_every_coding(self) -> View:
        """The same ledger with all codings of each report, not only the newest."""
        return View(self._place, replace(self._scope, every_coding=True))

    def with_every_version(self) -> View:
        """The same ledger with the rows of reports that were replaced by a newer version, or withdrawn, too."""
        return View(self._place, replace(self._scope, every_version=True))

    def reports(self) -> pl.DataFrame:
        """One row a report, those that were replaced or withdrawn too, with what became of it and its family."""
        scope = replace(self._scope, every_version=True)
        with self._reading() as connection:
            return frames.reports(Page(connection, scope.codings()), scope)

    def copies(self) -> pl.DataFrame:
        """One row a report that is a copy of one before it, with its family."""
        with self._reading() as connection:
            return frames.copies(connection, self._scope)

    def families(self) -> dict[str, str]:
        """By the id of a report that has copies or is one: the id of its family, which is that of its first report."""
        with self._reading() as connection:
            return frames.families(connection, self._scope)

    def events(self) -> pl.DataFrame:
        """One row an event."""
        return self._frame(frames.events)

    def acts(self, pair: Pair = ANY) -> pl.DataFrame:
        """One row a directed pair of an event, imported histories included; `pair` tells which are wanted."""
        with self._reading() as connection:
            return acts.acts(connection, self._scope, pair)

    def acts_of(self, report_id: str) -> pl.DataFrame:
        """The directed pairs of one report."""
        return self.acts(Pair(report_id=report_id))

    def incidents(self) -> pl.DataFrame:
        """One row an event that the newest run of linking took in: its incident, and what ties it to it."""
        with self._reading() as connection:
            return beside.incidents(connection, self._scope)

    def particulars(self) -> pl.DataFrame:
        """One row an imported event of which its history tells deaths, a place or coordinates."""
        with self._reading() as connection:
            return beside.particulars(connection, self._scope)

    def statements(self) -> pl.DataFrame:
        """One row a statement."""
        return self._frame(frames.statements)

    def figures(self) -> pl.DataFrame:
        """One row a figure."""
        return self._frame(frames.figures)

    def relations(self) -> pl.DataFrame:
        """One row a relation."""
        return self._frame(frames.relations)

    def outlooks(self) -> pl.DataFrame:
        """One row an outlook."""
        return self._frame(frames.outlooks)

    def consequences(self) -> pl.DataFrame:
        """One row a consequence."""
        return self._frame(frames.consequences)

    def left_out(self) -> pl.DataFrame:
        """One row a stretch that was not coded, with the reason."""
        return self._frame(frames.left_out)

    def mentions(self) -> pl.DataFrame:
        """One row a mention of an actor, with its words and the part it plays."""
        return self._frame(frames.mentions)

    def actors(self) -> pl.DataFrame:
        """One row an actor, with how often it acts, is acted on and speaks."""
        return self._frame(frames.actors)

    def search(self, words: str, limit: int = 100) -> pl.DataFrame:
        """The best `limit` reports and the best `limit` coded rows that hold all the words, best first.

        A phrase in double quotes is sought as a phrase, a word that ends in * as a beginning.
        """
        with self._reading() as connection:
            return search.search(Page(connection, self._scope.codings()), words, limit, self.name)

    def coded(self, report_id: str, coder: Coder | None = None) -> CodedReport:
        """The report with its rows by its newest coding, or by the newest of one coder; LedgerError where not held."""
        with self._reading() as connection:
            if (why := taken_down(connection, report_id)) is not None:
                raise LedgerError(self.name, f"report {report_id} was taken down ({why}): its words are gone")
            seq = connection.scalar(self._codings_of(report_id, coder))
            if seq is None:
                raise LedgerError(self.name, f"holds no report {report_id}" + (" by that coder" if coder else ""))
            return recall(connection, seq)

    def machine_coded(self, report_id: str) -> CodedReport | None:
        """The report by the newest coding of a coder, whatever persons said of it; None where not held."""
        with self._reading() as connection:
            seq = connection.scalar(self._scope.of_report(report_id, reviewed=False))
            return None if seq is None else recall(connection, seq)

    def reviews(self, who: str) -> list[CodedReport]:
        """Every report that a person reviewed, by their last review of it, in the order of reviewing."""
        told = schema.codings.c
        wanted = select(func.max(told.seq)).where(told.coder == f"{REVIEW}{who}").group_by(told.report_id)
        with self._reading() as connection:
            found = connection.scalars(self._scope.known(wanted, schema.codings)).all()
            return [recall(connection, seq) for seq in sorted(found)]

    def all_coded(self) -> Iterator[CodedReport]:
        """Every coded report in the order of adding, as held when the reading began, but those taken down."""
        told, note = schema.codings.c, schema_more.notes.c
        gone = select(note.subject).where(note.kind == "takedown")
        with self._reading() as connection:
            shown = select(told.seq).where(told.seq.in_(self._scope.codings()), told.report_id.not_in(gone))
            found = list(connection.scalars(shown))
        for seq in sorted(found):
            with self._reading() as connection:
                coded = recall(connection, seq)
            yield coded

    def holds(self, report_id: str, coder: Coder | None = None) -> bool:
        """True where the report is held, by this coder where one is given, or was taken down and is not wanted."""
        with self._reading() as connection:
            if taken_down(connection, report_id) is not None:
                return True
            return connection.scalar(self._codings_of(report_id, coder)) is not None

    def text_of(self, report_id: str) -> Report | None:
        """The report as it was read last, without its rows; None where it is not held or was taken down."""
        told = schema.reports.c
        wanted = select(schema.reports).where(told.report_id == report_id).order_by(told.seq.desc()).limit(1)
        with self._reading() as connection:
            row = connection.execute(self._scope.known(wanted, schema.reports)).mappings().first()
            if row is None or taken_down(connection, report_id) is not None:
                return None
            return report_of(row)

    def holds_text(self, text: str) -> bool:
        """True where a report of exactly this text is held."""
        wanted = select(schema.reports.c.seq).where(schema.reports.c.text == text).limit(1)
        with self._reading() as connection:
            return connection.scalar(self._scope.known(wanted, schema.reports)) is not None

    def at_address(self, address: str) -> list[str]:
        """The reports of this address that no newer version replaced, those that were withdrawn too."""
        with self._reading() as connection:
            return kin.at_address(connection, address)

    def sketches(self, rule: str, after: int = 0) -> list[tuple[int, str, bytes]]:
        """Number, report and marks of the sketches by a rule, those with a number above `after`, in order."""
        with self._reading() as connection:
            return [(seq, name, marks) for seq, name, marks in connection.execute(kin.sketches(rule, after))]

    def without_sketch(self, rule: str) -> list[str]:
        """The ids of the reports that have no sketch by a rule, in the order of adding."""
        with self._reading() as connection:
            return list(dict.fromkeys(connection.scalars(kin.without_sketch(rule))))

    def notes(self, kind: str, subject: str | None = None) -> list[tuple[datetime, Note]]:
        """The notes of a kind, about one subject where told, with the moment each was learned (UTC), oldest first."""
        told = schema_more.notes.c
        wanted = select(schema_more.notes).where(told.kind == kind).order_by(told.seq)
        if subject is not None:
            wanted = wanted.where(told.subject == subject)
        with self._reading() as connection:
            rows = connection.execute(self._scope.known(wanted, schema_more.notes)).mappings().all()
        return [(r["learned"], Note(r["kind"], r["subject"], r["told"], r["who"], r["why"])) for r in rows]

    def _codings_of(self, report_id: str, coder: Coder | None) -> Select[Any]:
        told, wanted = schema.codings.c, self._scope.of_report(report_id)
        if coder is None:
            return wanted
        same = (told.coder == coder.name, told.coder_version == coder.version)
        return wanted.where(*same, told.model == coder.model, told.model_version == coder.model_version)

    def _frame(self, made: Callable[[Page], pl.DataFrame]) -> pl.DataFrame:
        with self._reading() as connection:
            return made(Page(connection, self._scope.codings()))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        engine = self._place.engine
        plainly = told_plainly(self.name, engine)
        with plainly, engine.connect() as connection, connection.begin(), _of_their_kinds(self.name):
            yield connection


@contextmanager
def _of_their_kinds(ledger: str) -> Iterator[None]:
    """A value in the file that is not of its column's kind leaves as Damaged: whoever wrote it was no ledger."""
    try:
        yield
    except UnicodeEncodeError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, *_POLARS) as fault:
        raise Damaged(ledger, (str(fault).splitlines() or [type(fault).__name__])[0]) from fault


_POLARS = (pl.exceptions.PolarsError, pl.exceptions.PanicException)


def _last_moment(day: date) -> datetime:
    if isinstance(day, datetime):
        return in_utc(day)
    return datetime.combine(day, time.max)
