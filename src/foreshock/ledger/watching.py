"""The ledger's side of watching: what was found of sources and entries, written together with what was learned.

The law: marks and knowledge of one step are one transaction. A kill leaves an entry waiting or done, never a report
without its mark or a mark without its report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from foreshock.ledger import adding, kin, schema_state
from foreshock.ledger.opening import told_plainly, writing
from foreshock.ledger.scope import taken_down
from foreshock.ledger.views import View
from foreshock.ledger.written import in_utc
from foreshock.records.coded import CodedReport
from foreshock.records.copy import Copy, Sketch
from foreshock.records.note import Note
from foreshock.records.watched import House, Polled, Seen

_APART = {"source", "id", "state", "due", "listed", "raw"}
_AT_ONCE = 500


class Watching(View):
    """A ledger that also keeps the marks of watching."""

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction of the one writer, in a ledger that is made where it was not there."""
        self._place.begin()
        engine = self._place.engine
        with told_plainly(self.name, engine), writing(engine) as connection:
            yield connection

    def sources(self) -> dict[str, Polled]:
        """Every source that was watched, by its address, as it was last found."""
        with self._reading() as connection:
            rows = connection.execute(select(schema_state.sources).order_by("address")).mappings().all()
        return {row["address"]: _polled(row["address"], row["told"]) for row in rows}

    def seen(self, source: str, ids: Sequence[str]) -> dict[str, Seen]:
        """Of the entries with these ids, those that the source listed before."""
        told, found = schema_state.seen, list[Any]()
        with self._reading() as connection:
            for start in range(0, len(ids), _AT_ONCE):
                some = told.c.id.in_(ids[start : start + _AT_ONCE])
                found += connection.execute(select(told).where(told.c.source == source, some)).mappings().all()
        return {row["id"]: _seen(row) for row in found}

    def listed(self, source: str) -> list[Seen]:
        """The entries that stood in the last list of the source."""
        told = schema_state.seen
        with self._reading() as connection:
            wanted = select(told).where(told.c.source == source, told.c.listed == 1).order_by(told.c.id)
            return [_seen(row) for row in connection.execute(wanted).mappings()]

    def due(self, moment: datetime, sources: Sequence[str], limit: int) -> list[Seen]:
        """At most `limit` entries of the sources to be read or looked at by this moment, the longest due first."""
        told = schema_state.seen
        wanted = select(told).where(told.c.due <= in_utc(moment), told.c.source.in_(sources))
        wanted = wanted.order_by(told.c.due, told.c.source, told.c.id)
        with self._reading() as connection:
            return [_seen(row) for row in connection.execute(wanted.limit(limit)).mappings()]

    def next_due(self, sources: Sequence[str]) -> datetime | None:
        """When the next entry of the sources is due, None where none is."""
        told = schema_state.seen.c
        with self._reading() as connection:
            wanted = select(func.min(told.due)).where(told.source.in_(sources))
            found: datetime | None = connection.scalar(wanted)
        return found.replace(tzinfo=UTC) if found else None

    def entry_counts(self) -> dict[str, dict[str, int]]:
        """How many entries of each source are in each state."""
        told = schema_state.seen.c
        wanted = select(told.source, told.state, func.count()).group_by(told.source, told.state)
        counts: dict[str, dict[str, int]] = {}
        with self._reading() as connection:
            for source, state, number in connection.execute(wanted.order_by(told.source, told.state)):
                counts.setdefault(source, {})[state] = number
        return counts

    def houses(self) -> dict[str, House]:
        """What each site allowed when it was last asked."""
        with self._reading() as connection:
            rows = connection.execute(select(schema_state.houses)).mappings().all()
        return {row["origin"]: _house(row["origin"], row["told"]) for row in rows}

    def keep_houses(self, found: Iterable[House]) -> None:
        """The sites' words are held in the place of those before."""
        with self._writing() as connection:
            for house in found:
                _put(connection, schema_state.houses, {"origin": house.origin, "told": _plain(house, {"origin"})})

    def keep_polled(self, polled: Polled, entries: Iterable[Seen], learned: datetime) -> None:
        """The source is held as it was found, with its new and changed entries.

        Where it began or ceased to fail, a note of the kind "source" says so from now on.
        """
        with self._writing() as connection:
            known = schema_state.sources.c
            told = connection.scalar(select(known.told).where(known.address == polled.address))
            was = _polled(polled.address, told) if told else Polled(polled.address, polled.name)
            row = {"address": polled.address, "told": _plain(polled, {"address"})}
            _put(connection, schema_state.sources, row)
            for entry in entries:
                _put_seen(connection, entry)
            if was.well != polled.well:
                turned = {"name": polled.name, "state": polled.state, "was": was.state}
                adding.add_notes(connection, [Note("source", polled.address, turned, None, polled.why)], learned)

    def keep_seen(self, entries: Iterable[Seen]) -> None:
        """The entries are held as they are told."""
        with self._writing() as connection:
            for entry in entries:
                _put_seen(connection, entry)

    def take(
        self,
        entry: Seen,
        coded: CodedReport,
        learned: datetime,
        copy: Copy | None = None,
        sketch: Sketch | None = None,
    ) -> bool:
        """True where the report of the entry is now held and was not; the entry is held with it, all or nothing.

        Where the entry had another report, the new one is the next version of it. A report that was taken down is not
        taken again, and the entry says so. Raises LedgerError.
        """
        with self._writing() as connection:
            if (why := taken_down(connection, coded.report.id)) is not None:
                _put_seen(connection, replace(entry, state="left out", why=f"was taken down: {why}", raw=None))
                return False
            older = entry.report_id if entry.report_id != coded.report.id else None
            new = adding.add_coded(connection, coded, learned, of=adding.Kin(copy, sketch, older))
            _put_seen(connection, replace(entry, state="held", report_id=coded.report.id, raw=None))
            return new

    def take_back(self, entry: Seen, why: str, day: date | None, learned: datetime) -> bool:
        """True where the report of the entry is now withdrawn and was not; the entry says so with it."""
        with self._writing() as connection:
            _put_seen(connection, replace(entry, state="withdrawn", why=why, due=None, raw=None))
            if entry.report_id is None:
                return False
            return kin.withdraw(connection, entry.report_id, (day, why, None), learned)


def _put(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """The row is there, in the place of one with the same key."""
    same = [column == row[column.name] for column in table.primary_key]
    connection.execute(delete(table).where(*same))
    connection.execute(insert(table), row)


def _put_seen(connection: Connection, entry: Seen) -> None:
    row = {"source": entry.source, "id": entry.id, "state": entry.state, "listed": int(entry.listed), "raw": entry.raw}
    due = None if entry.due is None else in_utc(entry.due)
    _put(connection, schema_state.seen, row | {"due": due, "told": _plain(entry, _APART)})


def _seen(row: Any) -> Seen:
    told = dict(row["told"]) | {"about": tuple((key, value) for key, value in row["told"]["about"])}
    due = row["due"].replace(tzinfo=UTC) if row["due"] else None
    apart = {name: row[name] for name in ("source", "id", "state", "raw")}
    return Seen(**apart, due=due, listed=bool(row["listed"]), **told)


def _polled(address: str, told: dict[str, Any]) -> Polled:
    moments = {name: _moment(told[name]) for name in ("due", "last_asked", "last_success", "last_new")}
    left_out = tuple((name, why) for name, why in told["left_out"])
    return Polled(address, **told | moments | {"left_out": left_out})


def _house(origin: str, told: dict[str, Any]) -> House:
    reserved = tuple((place, closed) for place, closed in told["reserved"])
    until = _moment(told["until"])
    assert until is not None
    return House(origin, **told | {"until": until, "reserved": reserved})


def _plain(record: Polled | Seen | House, without: set[str]) -> dict[str, Any]:
    """The fields of the record as JSON, moments in ISO form."""
    told = {field.name: getattr(record, field.name) for field in fields(record) if field.name not in without}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
