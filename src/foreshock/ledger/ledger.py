"""The ledger itself: opened on a file, added to one report at a time.

The law: a report is added whole or not at all, what is added is never changed, and adding it again changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, insert, inspect, make_url, select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import NoSuchModuleError as UnknownDatabase

from foreshock.errors import LedgerError
from foreshock.ledger import schema, sqlite, written
from foreshock.ledger.search import codes_of, hull
from foreshock.ledger.views import Scope, View, told_plainly
from foreshock.records.coded import CodedReport

Row = dict[str, Any]


class Ledger(View):
    """An append-only book of coded reports in a SQLite file, in memory (":memory:") or at a SQLAlchemy URL.

    Opening raises LedgerError for what is no ledger, cannot be reached, or, with `create` false, is not there.
    Writers wait `patience_seconds` for their turn. A file or folder that cannot be written opens for reading, and
    `writable` is false. A context manager: leaving it closes the ledger.
    """

    def __init__(self, path: Path | str, *, create: bool = True, patience_seconds: float = 10.0) -> None:
        name, engine, self.writable = _engine(path, create, patience_seconds)
        super().__init__(name, engine, Scope())
        with told_plainly(name):
            self._begin_or_check()

    def add(self, coded: CodedReport, learned: datetime) -> bool:
        """True where the coded report is now held, False where exactly it was held before and nothing changed.

        The same report by another coder, or with other rows, is kept beside the older coding. `learned` without a
        zone is UTC.
        """
        with told_plainly(self.name), self._writing() as connection:
            digest = written.coding_digest(coded)
            if connection.scalar(select(schema.codings.c.seq).where(schema.codings.c.digest == digest)):
                return False
            report = _add_report(connection, coded, learned)
            coding = _add(connection, schema.codings, written.coding_row(coded, report, learned))
            _add_rows(connection, coded, {"coding": coding, "learned": written.in_utc(learned)})
            return True

    def close(self) -> None:
        """The ledger lets go of its file."""
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _begin_or_check(self) -> None:
        with self._engine.connect() as connection:
            names = set(inspect(connection).get_table_names())
        if names and schema.marks.name not in names:
            raise LedgerError(self.name, f"is no ledger: it holds other tables ({', '.join(sorted(names)[:3])})")
        if not names:
            self._create()
        with self._engine.connect() as connection:
            found = connection.scalar(select(schema.marks.c.value).where(schema.marks.c.name == "schema"))
        if found != str(schema.SCHEMA):
            raise LedgerError(self.name, f"is of schema {found}, and this foreshock reads schema {schema.SCHEMA}")

    def _create(self) -> None:
        if self._engine.dialect.name == "sqlite":
            sqlite.use_wal(self._engine)
        with self._writing() as connection:
            schema.tables.create_all(connection)
            if self._engine.dialect.name == "sqlite":
                sqlite.create_index(connection)
            if not connection.scalar(select(schema.marks.c.value)):
                connection.execute(insert(schema.marks), {"name": "schema", "value": str(schema.SCHEMA)})

    def _writing(self) -> Any:
        return self._engine.execution_options(**sqlite.WRITES).begin()


def _engine(path: Path | str, create: bool, patience_seconds: float) -> tuple[str, Engine, bool]:
    if "://" in str(path):
        url = _url(str(path))
        if url.get_backend_name() != "sqlite":
            return url.render_as_string(hide_password=True), _engine_at(url), True
        path = url.database or ":memory:"
    if str(path) == ":memory:":
        return ":memory:", sqlite.open_engine(None, patience_seconds), True
    file = Path(path)
    try:
        fault = _fault_of_place(file, create)
    except OSError as refusal:
        fault = f"cannot be opened: {refusal.strerror}"
    if fault:
        raise LedgerError(file, fault)
    return str(file), sqlite.open_engine(file, patience_seconds), sqlite.writable(file)


def _url(told: str) -> URL:
    try:
        return make_url(told)
    except (ArgumentError, ValueError) as fault:
        raise LedgerError(told.rpartition("@")[2], "is no database address") from fault


def _engine_at(url: URL) -> Engine:
    try:
        return create_engine(url)
    except (ArgumentError, UnknownDatabase, ModuleNotFoundError) as fault:
        name = url.render_as_string(hide_password=True)
        raise LedgerError(name, f"no such database, or its driver is not installed: {fault}") from fault


def _fault_of_place(file: Path, create: bool) -> str | None:
    if file.is_dir():
        return "is a folder; name a file"
    if not file.exists() and not create:
        return "is not there; `foreshock add` makes one"
    if not file.parent.exists():
        return f"cannot be made: there is no folder {file.parent}"
    return None if file.parent.is_dir() else f"cannot be made: {file.parent} is a file, not a folder"


def _add_report(connection: Connection, coded: CodedReport, learned: datetime) -> int:
    row = written.report_row(coded.report, learned)
    held = connection.scalar(select(schema.reports.c.seq).where(schema.reports.c.digest == row["digest"]))
    if held is not None:
        return int(held)
    seq = _add(connection, schema.reports, row)
    if connection.dialect.name == "sqlite":
        sqlite.index_report(connection, seq, coded.report.title or "", coded.report.text)
    return seq


def _add_rows(connection: Connection, coded: CodedReport, of: Row) -> None:
    rows = written.coded_rows(coded)
    parties, links = list(written.participant_rows(coded)), list(written.link_rows(coded))
    for kind, found in rows.items():
        _add_all(connection, schema.KINDS[kind], found, of)
    _add_all(connection, schema.participants, parties, of)
    _add_all(connection, schema.links, links, of)
    if connection.dialect.name == "sqlite":
        sqlite.index_rows(connection, of["coding"], _indexed(coded.report.text, rows, [*parties, *links]))


def _indexed(text: str, rows: dict[str, list[Row]], actors: list[Row]) -> Iterator[tuple[str, int, str, str]]:
    names: dict[tuple[str, int], list[str | None]] = defaultdict(list)
    for actor in actors:
        names[actor["row_kind"], actor["row_position"]] += [actor["name"], actor["country"], actor["sector"]]
    for kind, found in rows.items():
        for row in found:
            start, end = hull(kind, row)
            yield kind, row["position"], text[start:end], codes_of(row, names[kind, row["position"]])


def _add(connection: Connection, table: Table, row: Row) -> int:
    made = connection.execute(insert(table), row).inserted_primary_key
    assert made is not None
    return int(made[0])


def _add_all(connection: Connection, table: Table, rows: list[Row], of: Row) -> None:
    if rows:
        connection.execute(insert(table), [row | of for row in rows])
