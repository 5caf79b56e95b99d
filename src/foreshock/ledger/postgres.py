"""All that only PostgreSQL knows: how a database is opened, locked and searched, and its faults in words.

The law: what SQLite does for one person this does for a team. Writers take turns by one lock; a reading is one
snapshot; a connection that a restart of the server broke is replaced before it is used. Words are found by the
snowball stems of English with no word left out, accents aside, as in `sqlite`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from typing import Any

from sqlalchemy import URL, Connection, Engine, Select, column, create_engine, event, func, select, table, text

from foreshock.codebook.surface import without_accents

WRITES = {"isolation_level": "READ COMMITTED"}
"""Execution options of a connection that is going to write: it sees what was committed while it waited its turn."""

_ONE_WRITER = 0x666F7265
_CONFIGURATION = text("'foreshock_words'::regconfig")
_FAULTS = {
    "57P03": "cannot be reached: the server is starting or stopping; try again",
    "57P01": "cannot be reached: the server is stopping; nothing of this report was kept; try again",
    "55P03": "is being written by another process and did not become free; try again",
    "53100": "cannot grow: the disk is full; nothing of this report was kept",
    "53300": "cannot be reached: the server has no connection left",
    "42501": "cannot be used: permission is denied",
    "28P01": "cannot be opened: the password is wrong",
    "28000": "cannot be opened: this user is not let in",
    "3D000": "is not there: the server has no database of this name",
    "22021": "cannot hold characters that are no UTF-8, such as a zero",
}
_INDEX = (
    "CREATE TEXT SEARCH DICTIONARY foreshock_stems (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION foreshock_words (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION foreshock_words ALTER MAPPING FOR asciiword, word, hword, asciihword, hword_part,"
    " hword_asciipart WITH foreshock_stems",
    "CREATE TABLE report_words (seq bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE TABLE row_words (coding bigint, kind text, position bigint, words tsvector NOT NULL,"
    " PRIMARY KEY (coding, kind, position))",
    "CREATE INDEX report_words_found ON report_words USING gin (words)",
    "CREATE INDEX row_words_found ON row_words USING gin (words)",
)


def open_engine(url: URL, patience_seconds: float) -> Engine:
    """An engine at the address, whose writers wait `patience_seconds` for their turn."""
    engine = create_engine(url, pool_pre_ping=True, isolation_level="REPEATABLE READ")
    patience = f"SET lock_timeout = {max(1, int(patience_seconds * 1000))}"

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(patience)
        connection.commit()

    return engine


def begin_writing(connection: Connection) -> None:
    """This connection is the one writer until its transaction ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:one)"), {"one": _ONE_WRITER})


def fault_of(error: BaseException) -> str:
    """What went wrong, in words that follow the ledger's name."""
    found = getattr(error, "orig", None) or error
    state = getattr(found, "sqlstate", None)
    if state in _FAULTS:
        return _FAULTS[state]
    told = " ".join(str(found).split())
    if "NUL" in told:
        return _FAULTS["22021"]
    if state is None and type(found).__name__ == "OperationalError":
        lost = re.search(r'database "[^"]*" does not exist', told)
        return _FAULTS["3D000"] if lost else f"cannot be reached: {told}"
    return f"cannot be used: {told}"


def create_index(connection: Connection) -> None:
    """The word index is there, empty."""
    for made in _INDEX:
        connection.execute(text(made))


def index_report(connection: Connection, seq: int, title: str, words: str) -> None:
    """The report with this sequence number is found by the words of its title and text."""
    put = text("INSERT INTO report_words VALUES (:seq, to_tsvector('foreshock_words', :words))")
    connection.execute(put, {"seq": seq, "words": _plain(f"{title}\n{words}")})


def index_rows(connection: Connection, coding: int, rows: Iterable[tuple[str, int, str, str]]) -> None:
    """The rows of a coding, each (kind, position, words, codes), are found by their words and codes."""
    put = text("INSERT INTO row_words VALUES (:coding, :kind, :position, to_tsvector('foreshock_words', :words))")
    told = [
        {"coding": coding, "kind": kind, "position": position, "words": _plain(f"{words}\n{codes}")}
        for kind, position, words, codes in rows
    ]
    if told:
        connection.execute(put, told)


def forget_report(connection: Connection, seq: int, title: str, words: str) -> None:
    """The report with this sequence number is not found by its words any more."""
    connection.execute(text("DELETE FROM report_words WHERE seq = :seq"), {"seq": seq})


def forget_rows(connection: Connection, coding: int, rows: Iterable[tuple[str, int, str, str]]) -> None:
    """The rows of a coding are not found by their words any more."""
    connection.execute(text("DELETE FROM row_words WHERE coding = :coding"), {"coding": coding})


def wipe(engine: Engine) -> None:
    """What was erased is not left in the tables' free space."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM FULL reports, report_words, row_words"))


def find_reports(connection: Connection, terms: list[str], among: Select[Any], limit: int) -> list[tuple[int, float]]:
    """Sequence number and rank of the best reports among those selected, best first."""
    words = table("report_words", column("seq"), column("words"))
    found = _best(words, terms, (words.c.seq,), words.c.seq.in_(among), limit)
    return [(seq, rank) for seq, rank in connection.execute(found)]


def find_rows(
    connection: Connection, terms: list[str], among: Select[Any], limit: int
) -> list[tuple[int, str, int, float]]:
    """Coding, kind, position and rank of the best rows of the selected codings, best first."""
    words = table("row_words", column("coding"), column("kind"), column("position"), column("words"))
    key = (words.c.coding, words.c.kind, words.c.position)
    found = _best(words, terms, key, words.c.coding.in_(among), limit)
    return [(coding, kind, position, rank) for coding, kind, position, rank in connection.execute(found)]


def _best(words: Any, terms: list[str], key: tuple[Any, ...], within: Any, limit: int) -> Select[Any]:
    asked = reduce(lambda one, other: one.op("&&")(other), map(_query, terms))
    rank = -func.ts_rank_cd(words.c.words, asked)
    return select(*key, rank).where(words.c.words.op("@@")(asked), within).order_by(rank, *key).limit(limit)


def _query(term: str) -> Any:
    """A term as search.terms_of makes it, a phrase in quotes and a star after a beginning, as a query."""
    words = _plain(term.rstrip("*").strip('"'))
    found = re.findall(r"\w+", words) if term.endswith("*") else []
    if not found:
        return func.phraseto_tsquery(_CONFIGURATION, words)
    return func.to_tsquery(_CONFIGURATION, " <-> ".join(f"'{word}'" for word in found) + ":*")


def _plain(words: str) -> str:
    return without_accents(words.replace("\x00", " "))
