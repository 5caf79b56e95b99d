"""Opening a ledger: which database it lies in, whether it is one, and bringing an older one up to these tables.

The law: what is no ledger is refused and left as it is; an older ledger is brought up whole or not at all, keeps every
row it had, and only where it may be written; a new one that is to be made late is made by the first thing written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, create_engine, insert, inspect, make_url, select, update
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.exc import NoSuchModuleError as UnknownDatabase

from foreshock.errors import LedgerError
from foreshock.ledger import postgres, schema, schema_more, schema_state, sqlite
from foreshock.ledger.adopting import adopt
from foreshock.ledger.database import database_of
from foreshock.ledger.kin import NotHeld
from foreshock.ledger.scope import Backdated

assert schema_more.entries.metadata is schema_state.sources.metadata is schema.tables
_MIGRATIONS = Path(__file__).parent / "migrations"
_FIRST = "0001"


class Place:
    """Where a ledger lies: its name, whether it can be written, and the engine that reads and writes it.

    Opening raises LedgerError for what is no ledger, cannot be reached, or, with `create` false, is not there. One that
    is not there is made at once or, with `late`, when `begin` is called; until then it reads as an empty one.
    """

    def __init__(self, path: Path | str, create: bool, late: bool, patience_seconds: float) -> None:
        self.name, self._lies, self.writable = engine_of(path, create, patience_seconds)
        self._empty: Engine | None = None
        with told_plainly(self.name, self._lies):
            if not (create and late) or self._is_begun():
                begin_or_check(self.name, self._lies, create, self.writable)
            else:
                self._empty = sqlite.open_engine(None, patience_seconds)
                begin_or_check(self.name, self._empty, True, True)

    @property
    def engine(self) -> Engine:
        """The engine of the ledger, or of an empty one in memory as long as nobody has made it."""
        if self._empty is not None:
            with told_plainly(self.name, self._lies):
                if self._is_begun():
                    self.begin()
        return self._empty or self._lies

    def begin(self) -> None:
        """The ledger is there, empty where it was not."""
        if self._empty is not None:
            with told_plainly(self.name, self._lies):
                begin_or_check(self.name, self._lies, True, self.writable)
            self._empty.dispose()
            self._empty = None

    def leave(self) -> None:
        """The place lets go of its file."""
        for engine in (self._empty, self._lies):
            if engine is not None:
                engine.dispose()

    def _is_begun(self) -> bool:
        """True where tables are there; a file that is not there is not made by asking."""
        if (file := sqlite.file_of(self._lies)) and not (file.exists() and file.stat().st_size):
            return False
        with self._lies.connect() as connection:
            return bool(inspect(connection).get_table_names())


@contextmanager
def told_plainly(ledger: str, engine: Engine) -> Iterator[None]:
    """Every fault of the database inside leaves as a LedgerError of one clear line."""
    try:
        yield
    except (Backdated, NotHeld) as fault:
        raise LedgerError(ledger, str(fault)) from fault
    except UnicodeEncodeError as fault:
        raise LedgerError(ledger, "cannot hold half characters (lone surrogates); read the text again") from fault
    except (SQLAlchemyError, *sqlite.ERRORS) as fault:
        raise LedgerError(ledger, database_of(engine).fault_of(fault)) from fault


def begin_or_check(name: str, engine: Engine, create: bool, writable: bool) -> None:
    """The engine's database holds a ledger of this schema: made, brought up or found so; raises LedgerError."""
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
    if names and schema.marks.name not in names:
        raise LedgerError(name, f"is no ledger: it holds other tables ({', '.join(sorted(names)[:3])})")
    if not names:
        if not create:
            raise LedgerError(name, "holds no ledger; `foreshock add` makes one")
        _create(engine)
    found = _schema_of(engine)
    if found in _OLDER and writable:
        with writing(engine) as connection:
            _bring_up(connection)
        found = _schema_of(engine)
    if found in _OLDER:
        raise LedgerError(name, f"is of schema {found} and has to be written once to be brought up; it is read-only")
    if found != str(schema.SCHEMA):
        raise LedgerError(name, f"is of schema {found}, and this foreshock reads schema {schema.SCHEMA}")


_OLDER = frozenset(str(version) for version in range(1, schema.SCHEMA))


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction of the one writer."""
    database = database_of(engine)
    with engine.execution_options(**database.WRITES).begin() as connection:
        database.begin_writing(connection)
        yield connection


def engine_of(path: Path | str, create: bool, patience_seconds: float) -> tuple[str, Engine, bool]:
    """Name and engine of the ledger told, and whether it can be written; raises LedgerError."""
    if "://" in str(path):
        url = _url(str(path))
        if url.get_backend_name() != "sqlite":
            return url.render_as_string(hide_password=True), _engine_at(url, patience_seconds), True
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


def _create(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        sqlite.use_wal(engine)
    with writing(engine) as connection:
        if inspect(connection).has_table(schema.marks.name):
            return
        schema.tables.create_all(connection)
        database_of(connection).create_index(connection)
        connection.execute(insert(schema.marks), {"name": "schema", "value": str(schema.SCHEMA)})
        command.stamp(_alembic(connection), "head")


def _bring_up(connection: Connection) -> None:
    if not inspect(connection).has_table("alembic_version"):
        command.stamp(_alembic(connection), _FIRST)
    command.upgrade(_alembic(connection), "head")
    adopt(connection)
    connection.execute(update(schema.marks).where(schema.marks.c.name == "schema").values(value=str(schema.SCHEMA)))


def _alembic(connection: Connection) -> Config:
    told = Config()
    told.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    told.attributes["connection"] = connection
    return told


def _schema_of(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return connection.scalar(select(schema.marks.c.value).where(schema.marks.c.name == "schema"))


def _url(told: str) -> URL:
    try:
        return make_url(told)
    except (ArgumentError, ValueError) as fault:
        raise LedgerError(told.rpartition("@")[2], "is no database address") from fault


def _engine_at(url: URL, patience_seconds: float) -> Engine:
    name = url.render_as_string(hide_password=True)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    try:
        if url.get_backend_name() == "postgresql":
            return postgres.open_engine(url, patience_seconds)
        create_engine(url)
    except (ArgumentError, UnknownDatabase, ModuleNotFoundError) as fault:
        raise LedgerError(name, f"no such database, or its driver is not installed: {fault}") from fault
    raise LedgerError(name, "lies in no database that foreshock knows: SQLite and PostgreSQL")


def _fault_of_place(file: Path, create: bool) -> str | None:
    if file.is_dir():
        return "is a folder; name a file"
    if not file.exists() and not create:
        return "is not there; `foreshock add` makes one"
    if not file.parent.exists():
        return f"cannot be made: there is no folder {file.parent}"
    return None if file.parent.is_dir() else f"cannot be made: {file.parent} is a file, not a folder"
