"""Reading the ledger: as known now, or as known on a day, the newest coding of each report unless all are asked for.

The law: a view never shows what was learned after its day, and never half of a report: each reading is one snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine, Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from foreshock.errors import LedgerError
from foreshock.ledger import frames, schema, search, sqlite
from foreshock.ledger.frames import Page
from foreshock.ledger.recalled import recall
from foreshock.ledger.written import in_utc
from foreshock.records.coded import CodedReport, Coder


@dataclass(frozen=True, slots=True)
class Scope:
    """Which codings a view shows: those learned up to `until` (UTC), every one of a report or its newest only."""

    until: datetime | None = None
    every_coding: bool = False

    def codings(self) -> Select[Any]:
        """The sequence numbers of the codings shown."""
        told = schema.codings.c
        wanted = select(told.seq if self.every_coding else func.max(told.seq))
        within = wanted if self.until is None else wanted.where(told.learned <= self.until)
        return within if self.every_coding else within.group_by(told.report_id)


class View:
    """The ledger as known at one moment; every reading opens its own snapshot and gives frames or records."""

    def __init__(self, name: str, engine: Engine, scope: Scope) -> None:
        self.name, self._engine, self._scope = name, engine, scope

    def as_of(self, day: date) -> View:
        """The same ledger as known at the end of the day in UTC, or at the moment where a datetime is given."""
        return View(self.name, self._engine, replace(self._scope, until=_last_moment(day)))

    def with_every_coding(self) -> View:
        """The same ledger with all codings of each report, not only the newest."""
        return View(self.name, self._engine, replace(self._scope, every_coding=True))

    def reports(self) -> pl.DataFrame:
        """One row a report."""
        return self._frame(frames.reports)

    def events(self) -> pl.DataFrame:
        """One row an event."""
        return self._frame(frames.events)

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
            seq = connection.scalar(self._codings_of(report_id, coder))
            if seq is None:
                raise LedgerError(self.name, f"holds no report {report_id}" + (" by that coder" if coder else ""))
            return recall(connection, seq)

    def all_coded(self) -> Iterator[CodedReport]:
        """Every coded report in the order of adding, as held when the reading began."""
        with self._reading() as connection:
            found = list(connection.scalars(self._scope.codings()))
        for seq in sorted(found):
            with self._reading() as connection:
                coded = recall(connection, seq)
            yield coded

    def holds(self, report_id: str, coder: Coder | None = None) -> bool:
        """True where the report is held, by this coder where one is given."""
        with self._reading() as connection:
            return connection.scalar(self._codings_of(report_id, coder)) is not None

    def _codings_of(self, report_id: str, coder: Coder | None) -> Select[Any]:
        told = schema.codings.c
        wanted = select(func.max(told.seq)).where(told.report_id == report_id)
        if self._scope.until is not None:
            wanted = wanted.where(told.learned <= self._scope.until)
        if coder is None:
            return wanted
        same = (told.coder == coder.name, told.coder_version == coder.version)
        return wanted.where(*same, told.model == coder.model, told.model_version == coder.model_version)

    def _frame(self, made: Callable[[Page], pl.DataFrame]) -> pl.DataFrame:
        with self._reading() as connection:
            return made(Page(connection, self._scope.codings()))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told_plainly(self.name), self._engine.connect() as connection, connection.begin():
            yield connection


@contextmanager
def told_plainly(ledger: str) -> Iterator[None]:
    """Every fault of the database inside leaves as a LedgerError of one clear line."""
    try:
        yield
    except UnicodeEncodeError as fault:
        raise LedgerError(ledger, "cannot hold half characters (lone surrogates); read the text again") from fault
    except (SQLAlchemyError, *sqlite.ERRORS) as fault:
        raise LedgerError(ledger, sqlite.fault_of(fault)) from fault


def _last_moment(day: date) -> datetime:
    if isinstance(day, datetime):
        return in_utc(day)
    return datetime.combine(day, time.max)
