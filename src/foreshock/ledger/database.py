"""Which database a ledger lies in. The law: what only one database knows stands in its own file, and is asked here."""

from __future__ import annotations

from types import ModuleType
from typing import Any, Protocol, cast

from sqlalchemy import Connection, Engine, Select

from foreshock.ledger import postgres, sqlite

Rows = Any


class Database(Protocol):
    """What a ledger asks of the file that knows its database."""

    WRITES: dict[str, Any]

    def begin_writing(self, connection: Connection) -> None:
        """This connection is the one writer until its transaction ends."""

    def create_index(self, connection: Connection) -> None:
        """The word index is there."""

    def index_report(self, connection: Connection, seq: int, title: str, words: str) -> None:
        """A report is found by its words."""

    def index_rows(self, connection: Connection, coding: int, rows: Rows) -> None:
        """The rows of a coding are found by their words and codes."""

    def forget_report(self, connection: Connection, seq: int, title: str, words: str) -> None:
        """A report is not found by its words any more."""

    def forget_rows(self, connection: Connection, coding: int, rows: Rows) -> None:
        """The rows of a coding are not found by their words any more."""

    def wipe(self, engine: Engine) -> None:
        """What was erased is nowhere in the file."""

    def find_reports(
        self, connection: Connection, terms: list[str], among: Select[Any], limit: int
    ) -> list[tuple[int, float]]:
        """Number and rank of the best reports."""

    def find_rows(
        self, connection: Connection, terms: list[str], among: Select[Any], limit: int
    ) -> list[tuple[int, str, int, float]]:
        """Coding, kind, position and rank of the best rows."""

    def fault_of(self, error: BaseException) -> str:
        """What went wrong, in words that follow the ledger's name."""


_KNOWN: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgres}


def database_of(held: Connection | Engine) -> Database:
    """The file that knows the database of a connection or engine."""
    return cast(Database, _KNOWN[held.dialect.name])
