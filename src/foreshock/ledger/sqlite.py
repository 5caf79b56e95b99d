"""All that only SQLite knows: how a file is opened, locked and kept whole, the word index, and its faults in words.

The law: no other file of the ledger holds SQL of one database. A ledger file is in WAL mode, so that others read
while one writes, and every commit reaches the disk before it is acknowledged. The word index is FTS5 without a copy
of the text: where a match stands is worked out again from the text the ledger holds.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Select, StaticPool, column, create_engine, event, select, table, text

ERRORS = (sqlite3.Error,)
"""What the driver itself raises, outside of SQLAlchemy."""

WRITES = {"writes": True}
"""Execution options of a connection that is going to write: it takes the one place of the writer at once."""

_TOKENS = "porter unicode61 remove_diacritics 2"
_KINDS = ("event", "statement", "figure", "relation", "outlook", "consequence", "left_out")
_KIND_BITS, _POSITION_BITS = 3, 24
_FAULTS = {
    "SQLITE_NOTADB": "is no ledger: it is not a SQLite file",
    "SQLITE_CORRUPT": "is damaged: its pages do not fit together; restore it from a copy",
    "SQLITE_BUSY": "is being written by another process and did not become free; try again",
    "SQLITE_LOCKED": "is being written by another process and did not become free; try again",
    "SQLITE_FULL": "cannot grow: the disk is full; nothing of this report was kept",
    "SQLITE_IOERR": "cannot be read or written: the disk reports a fault; nothing of this report was kept",
    "SQLITE_READONLY": "cannot be written: the file or its folder is read-only",
    "SQLITE_CANTOPEN": "cannot be opened: its folder is missing, read-only or out of reach",
    "SQLITE_PERM": "cannot be opened: permission is denied",
    "SQLITE_TOOBIG": "cannot hold a text this large; nothing of this report was kept",
    "SQLITE_NOMEM": "cannot be read: there is not enough memory",
}


def open_engine(path: Path | None, patience_seconds: float) -> Engine:
    """An engine on the file, or on memory where there is none, whose writers wait `patience_seconds` for their turn."""
    if path is None:
        inside = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        engine = create_engine("sqlite+pysqlite://", **inside)
    else:
        url = _url(path)
        engine = create_engine(url, connect_args={"timeout": patience_seconds})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def file_of(engine: Engine) -> Path | None:
    """The file of an engine that reads and writes one; None for memory, a file only read, and any other database."""
    named = engine.url.database if engine.dialect.name == "sqlite" else None
    return Path(named) if named and not engine.url.query else None


def writable(path: Path) -> bool:
    """True where the file, or one yet to be made, can be written, and so can its folder, where a WAL has to lie."""
    return os.access(path if path.exists() else path.parent, os.W_OK) and os.access(path.parent, os.W_OK)


def use_wal(engine: Engine) -> None:
    """The file of the engine is in WAL mode, or another process is putting it there now."""
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        try:
            raw.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as fault:
            if _name(fault) != "SQLITE_BUSY":
                raise


def begin_writing(connection: Connection) -> None:
    """This connection is the one writer: it took the writer's place when its transaction began."""


def fault_of(error: BaseException) -> str:
    """What went wrong, in words that follow the ledger's name."""
    found = getattr(error, "orig", None) or error
    name = _name(found)
    return next((told for key, told in _FAULTS.items() if name.startswith(key)), f"cannot be used: {found}")


def create_index(connection: Connection) -> None:
    """The word index is there, empty where it was not."""
    for name, columns in (("report_words", "title, text"), ("row_words", "words, codes")):
        made = f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5({columns}, content='', tokenize='{_TOKENS}')"
        connection.execute(text(made))


def index_report(connection: Connection, seq: int, title: str, words: str) -> None:
    """The report with this sequence number is found by the words of its title and text."""
    put = text("INSERT INTO report_words (rowid, title, text) VALUES (:seq, :title, :words)")
    connection.execute(put, {"seq": seq, "title": _plain(title), "words": _plain(words)})


def index_rows(connection: Connection, coding: int, rows: Iterable[tuple[str, int, str, str]]) -> None:
    """The rows of a coding, each (kind, position, words, codes), are found by their words and codes."""
    put = text("INSERT INTO row_words (rowid, words, codes) VALUES (:row, :words, :codes)")
    told = [
        {"row": _row_number(coding, kind, position), "words": _plain(words), "codes": _plain(codes)}
        for kind, position, words, codes in rows
    ]
    if told:
        connection.execute(put, told)


def forget_report(connection: Connection, seq: int, title: str, words: str) -> None:
    """The report with this sequence number is not found by its words any more."""
    put = "INSERT INTO report_words (report_words, rowid, title, text) VALUES ('delete', :seq, :title, :words)"
    connection.execute(text(put), {"seq": seq, "title": _plain(title), "words": _plain(words)})
    connection.execute(text("INSERT INTO report_words (report_words) VALUES ('optimize')"))


def forget_rows(connection: Connection, coding: int, rows: Iterable[tuple[str, int, str, str]]) -> None:
    """The rows of a coding, each as it was indexed, are not found by their words any more."""
    put = text("INSERT INTO row_words (row_words, rowid, words, codes) VALUES ('delete', :row, :words, :codes)")
    for kind, position, words, codes in rows:
        row = {"row": _row_number(coding, kind, position), "words": _plain(words), "codes": _plain(codes)}
        connection.execute(put, row)
    connection.execute(text("INSERT INTO row_words (row_words) VALUES ('optimize')"))


def wipe(engine: Engine) -> None:
    """What was erased is not left in free pages of the file, nor in its WAL."""
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("VACUUM")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def find_reports(connection: Connection, terms: list[str], among: Select[Any], limit: int) -> list[tuple[int, float]]:
    """Sequence number and rank of the best reports among those selected, best first."""
    words = table("report_words", column("rowid"), column("rank"))
    found = select(words.c.rowid, words.c.rank).where(text("report_words MATCH :match"), words.c.rowid.in_(among))
    rows = connection.execute(found.order_by(words.c.rank, words.c.rowid).limit(limit), {"match": " ".join(terms)})
    return [(seq, rank) for seq, rank in rows]


def find_rows(
    connection: Connection, terms: list[str], among: Select[Any], limit: int
) -> list[tuple[int, str, int, float]]:
    """Coding, kind, position and rank of the best rows of the selected codings, best first."""
    words = table("row_words", column("rowid"), column("rank"))
    coding = words.c.rowid.op(">>")(_KIND_BITS + _POSITION_BITS)
    found = select(words.c.rowid, words.c.rank).where(text("row_words MATCH :match"), coding.in_(among))
    rows = connection.execute(found.order_by(words.c.rank, words.c.rowid).limit(limit), {"match": " ".join(terms)})
    return [(*_row_place(number), rank) for number, rank in rows]


def match_places(texts: Sequence[str], match: str) -> list[list[tuple[int, int]]]:
    """For each text, first character and character after of every match, in order."""
    with closing(sqlite3.connect(":memory:")) as scratch:
        scratch.execute(f"CREATE VIRTUAL TABLE scratch USING fts5(words, tokenize='{_TOKENS}')")
        scratch.executemany("INSERT INTO scratch (rowid, words) VALUES (?, ?)", enumerate(map(_plain, texts)))
        return [list(_places(scratch, at, words, match)) for at, words in enumerate(texts)]


def _url(path: Path) -> URL:
    if not path.exists() or writable(path):
        return URL.create("sqlite+pysqlite", database=str(path))  # a path may hold ? and %
    query = {"uri": "true", "mode": "ro"} | ({} if _is_open(path) else {"immutable": "1"})
    return URL.create("sqlite+pysqlite", database=f"file:{quote(str(path.absolute()))}", query=query)


def _is_open(path: Path) -> bool:
    """True where a writer has the file open or left commits in its WAL; else nothing lies beside it to be read."""
    wal, shared = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    return wal.exists() and (shared.exists() or wal.stat().st_size > 0)


def _places(scratch: sqlite3.Connection, at: int, words: str, match: str) -> Iterator[tuple[int, int]]:
    unused = (chr(code) for code in range(0xE000, 0xF900) if chr(code) not in words)
    opens, closes = next(unused), next(unused)
    query = "SELECT highlight(scratch, 0, ?, ?) FROM scratch WHERE scratch MATCH ? AND rowid = ?"
    start = offset = 0
    for (marked,) in scratch.execute(query, (opens, closes, match, at)):
        for piece in re.split(f"([{opens}{closes}])", marked):
            if piece == opens:
                start = offset
            elif piece == closes:
                yield start, offset
            else:
                offset += len(piece)


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions begin in _begin and nowhere else
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _name(error: BaseException) -> str:
    return str(getattr(error, "sqlite_errorname", "") or "")


def _plain(words: str) -> str:
    return words.replace("\x00", " ")  # the index stops reading at a zero character


def _row_number(coding: int, kind: str, position: int) -> int:
    return (coding << _POSITION_BITS | position) << _KIND_BITS | _KINDS.index(kind)


def _row_place(number: int) -> tuple[int, str, int]:
    position = number >> _KIND_BITS & (1 << _POSITION_BITS) - 1
    return number >> _KIND_BITS + _POSITION_BITS, _KINDS[number & (1 << _KIND_BITS) - 1], position
