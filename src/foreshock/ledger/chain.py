"""The chain of entries: every addition writes its rows through one entry, and `verify` reads them all again.

The law: a row that was changed, added or taken away after it was written is named. An entry holds eight bytes of the
SHA-256 of each of its rows, which tell the row, and a hash over all of its rows and the hash of the entry before it,
which no change of the small digests can hide. Only a report's words are outside of the row's digest: the report's own
digest vouches for them, so that they can be taken down and the chain still holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Date, DateTime, Double, Table, func, insert, select

from foreshock.ledger import schema, schema_more
from foreshock.ledger.recalled import report_of
from foreshock.ledger.written import report_digest
from foreshock.records.verified import Fault, Verified

Row = dict[str, Any]
FIRST = "0" * 64
"""What stands before the first entry."""

CHAINED = (
    schema.reports,
    schema.codings,
    *schema.KINDS.values(),
    schema.participants,
    schema.links,
    schema_more.histories,
    schema_more.acts,
    schema_more.notes,
    schema_more.members,
    schema_more.copies,
    schema_more.states,
)
"""The tables whose rows belong to entries."""

_PREFIX = 8
_WORDS = frozenset({"title", "text", "author"})
"""Columns of reports that the report's own digest vouches for."""
_LATER = {"reports": frozenset({"flags"})}
"""Columns that younger schemas added: told by name where they hold something, so that older digests stay."""
_AT_ONCE = 5000
_UNREADABLE = "holds what no ledger writes there"
_BESIDE = "belongs to no entry: it was put in beside them"


class Entry:
    """One addition under way: `add` writes rows and gives the first `seq`, `close` writes the entry itself."""

    def __init__(self, connection: Connection, kind: str, learned: datetime) -> None:
        self._connection, self._kind, self._learned = connection, kind, learned
        self._rows: list[tuple[str, int, int]] = []
        self._prefixes, self._whole = bytearray(), hashlib.sha256()

    def add(self, table: Table, rows: Iterable[Row]) -> int:
        """The `seq` of the first of the rows, which follow one another in the order given."""
        first = seq = _next(self._connection, table)
        names = [column.name for column in table.columns]
        rows = iter(rows)
        while some := [dict.fromkeys(names) | row for row in islice(rows, _AT_ONCE)]:
            for row in some:
                row["seq"], seq = seq, seq + 1
                self._digest(table, [row[name] for name in names])
            self._connection.execute(insert(table), some)
        if seq > first:
            self._rows.append((table.name, first, seq - 1))
        return first

    def cover(self, table: Table, rows: Sequence[Sequence[Any]], first: int) -> None:
        """Rows that are in the table already, from `seq` `first` on without a gap, belong to this entry."""
        for row in rows:
            self._digest(table, row)
        if rows:
            self._rows.append((table.name, first, first + len(rows) - 1))

    def close(self) -> None:
        """The entry stands at the end of the chain."""
        last = select(schema_more.entries.c.hash).order_by(schema_more.entries.c.seq.desc()).limit(1)
        before = self._connection.scalar(last) or FIRST
        told = {"learned": self._learned, "kind": self._kind, "rows": self._rows, "digests": bytes(self._prefixes)}
        linked = told | {"before": before, "hash": _hash(told | {"before": before}, self._whole.digest())}
        linked["seq"] = _next(self._connection, schema_more.entries)
        self._connection.execute(insert(schema_more.entries), linked)

    def _digest(self, table: Table, row: Sequence[Any]) -> None:
        digest = row_digest(table, row)
        self._prefixes += digest[:_PREFIX]
        self._whole.update(digest)


def row_digest(table: Table, row: Sequence[Any]) -> bytes:
    """The SHA-256 of a row's values in the order of the table's columns, a report's words aside."""
    told = [plain(value) for value, plain in zip(row, _plain(table), strict=True) if plain is not None]
    told += [[name, row[at]] for at, name in _later(table) if row[at] is not None]
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode("ascii")).digest()


def verify(connection: Connection) -> Verified:
    """What all entries and rows show: whole, or the first fault there is."""
    taken = _taken_down(connection)
    left = {table.name: _rows_of(connection, table) for table in CHAINED}
    before, count, rows = FIRST, 0, 0
    for row in _rows_of(connection, schema_more.entries):
        if len(row) == 1:
            return Verified(count, rows, before, Fault("entries", row[0], _UNREADABLE))
        entry = row._mapping
        fault = _entry_fault(entry, before, left, taken)
        if fault:
            return Verified(count, rows, before, fault)
        before, count = entry["hash"], count + 1
        rows += sum(last - first + 1 for _, first, last in entry["rows"])
    for name, rest in left.items():
        if (extra := next(rest, None)) is not None:
            return Verified(
                count, rows, before, Fault(name, extra[0], "belongs to no entry: it was put in beside them")
            )
    return Verified(count, rows, before, None)


def holds_hash(connection: Connection, told: str) -> bool:
    """True where an entry of the chain has this hash, or begins with it."""
    known = schema_more.entries.c.hash
    return connection.scalar(select(func.count()).where(known.startswith(told, autoescape=True))) == 1


def _entry_fault(entry: Any, before: str, left: dict[str, Iterator[Any]], taken: frozenset[str]) -> Fault | None:
    if entry["before"] != before:
        return Fault("entries", entry["seq"], "does not follow the entry before it")
    if not _well_formed(entry["rows"], left):
        return Fault("entries", entry["seq"], _UNREADABLE)
    whole, stored, seen, first_changed = hashlib.sha256(), entry["digests"], bytearray(), None
    for name, first, last in entry["rows"]:
        for seq in range(first, last + 1):
            row = next(left[name], None)
            if row is None or row[0] != seq:
                return _gap(name, seq, row)
            if len(row) == 1:
                return Fault(name, seq, _UNREADABLE)
            digest = row_digest(schema.tables.tables[name], row)
            if first_changed is None and digest[:_PREFIX] != stored[len(seen) : len(seen) + _PREFIX]:
                first_changed = Fault(name, seq, "is not as it was written")
            elif name == schema.reports.name and not _holds_its_words(row, taken):
                return Fault(name, seq, "does not hold the words that were added")
            whole.update(digest)
            seen += digest[:_PREFIX]
    if entry["hash"] == _hash(dict(entry) | {"digests": bytes(seen)}, whole.digest()):
        return None if seen == stored else Fault("entries", entry["seq"], "is not as it was written")
    return first_changed or Fault("entries", entry["seq"], "is not as it was written, or one of its rows is not")


def _well_formed(rows: Any, known: Container[str]) -> bool:
    """True where the value is what an entry keeps of its rows: table, first and last `seq`."""
    return isinstance(rows, list) and all(
        isinstance(told, list) and list(map(type, told)) == [str, int, int] and told[0] in known for told in rows
    )


def _gap(name: str, seq: int, row: Any) -> Fault:
    if row is None or row[0] > seq:
        return Fault(name, seq, "is missing")
    return Fault(name, row[0], _BESIDE)


def _holds_its_words(row: Any, taken: frozenset[str]) -> bool:
    return row.report_id in taken or report_digest(report_of(row._mapping)) == row.digest


def _hash(entry: Any, rows: bytes) -> str:
    told = [entry["before"], _moment(entry["learned"]), entry["kind"], [list(told) for told in entry["rows"]]]
    told += [hashlib.sha256(entry["digests"]).hexdigest(), rows.hex()]
    return hashlib.sha256(json.dumps(told).encode("ascii")).hexdigest()


def _rows_of(connection: Connection, table: Table) -> Iterator[Any]:
    """The rows in order; of one that cannot be read, its `seq` alone."""
    after, wanted = 0, select(table).order_by(table.c.seq)
    while True:
        later = wanted.where(table.c.seq > after)
        try:
            rows: list[Any] = list(connection.execute(later.limit(_AT_ONCE)).all())
        except (ValueError, TypeError):
            rows = list(_one_by_one(connection, table, after))
        if not rows:
            return
        yield from rows
        after = rows[-1][0]


def _one_by_one(connection: Connection, table: Table, after: int) -> Iterator[Any]:
    numbers = select(table.c.seq).where(table.c.seq > after).order_by(table.c.seq).limit(_AT_ONCE)
    for (seq,) in connection.execute(numbers).all():
        try:
            yield connection.execute(select(table).where(table.c.seq == seq)).one()
        except (ValueError, TypeError):
            yield (seq,)


def _taken_down(connection: Connection) -> frozenset[str]:
    told = schema_more.notes.c
    return frozenset(connection.scalars(select(told.subject).where(told.kind == "takedown")))


def _next(connection: Connection, table: Table) -> int:
    return int(connection.scalar(select(func.max(table.c.seq))) or 0) + 1


@cache
def _plain(table: Table) -> tuple[Any, ...]:
    """How the value of each column is told in the digest; None where it is left out."""
    words = (_WORDS if table is schema.reports else frozenset[str]()) | _LATER.get(table.name, frozenset())
    return tuple(None if column.name in words else _teller(column.type) for column in table.columns)


@cache
def _later(table: Table) -> tuple[tuple[int, str], ...]:
    """Place and name of the columns that are told by name."""
    names = _LATER.get(table.name, frozenset())
    return tuple((at, column.name) for at, column in enumerate(table.columns) if column.name in names)


def _teller(kind: Any) -> Any:
    if isinstance(kind, DateTime):
        return _moment
    if isinstance(kind, Date):
        return _day
    return _number if isinstance(kind, Double) else _same


def _moment(told: datetime) -> str:
    return told.isoformat(timespec="microseconds")


def _day(told: date | None) -> str | None:
    return told.isoformat() if told else None


def _number(told: float | None) -> float | None:
    return None if told is None else float(told)


def _same(told: Any) -> Any:
    return told
