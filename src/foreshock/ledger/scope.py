"""Which rows a view shows: those learned by a moment, and of each report one coding.

The law: nothing learned after the moment is shown. A coding that a person reviewed goes before those of coders, and
among its kind the newest is shown. A report that was replaced by a newer version or withdrawn by then does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, Table, cast, func, select

from foreshock.ledger import schema, schema_more
from foreshock.ledger.written import in_utc
from foreshock.records.coded import REVIEW

_CLOCKS_APART = timedelta(minutes=1)
_ABOVE = 2**40
"""More than any sequence number: what a reviewed coding stands above the others by."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which codings a view shows: those learned up to `until` (UTC), every one of a report or the one that counts, of
    every report or of those that count."""

    until: datetime | None = None
    every_coding: bool = False
    every_version: bool = False

    def known(self, wanted: Select[Any], table: Table) -> Select[Any]:
        """Of the rows of the table that are wanted, those learned by then."""
        return wanted if self.until is None else wanted.where(table.c.learned <= self.until)

    def codings(self) -> Select[Any]:
        """The sequence numbers of the codings shown."""
        told = schema.codings
        within = self.known(select(told.c.seq if self.every_coding else func.max(_rank(told)) % _ABOVE), told)
        if not self.every_version:
            within = within.where(told.c.report_id.not_in(self.gone()))
        return within if self.every_coding else within.group_by(told.c.report_id)

    def gone(self) -> Select[Any]:
        """The ids of the reports that were replaced or withdrawn."""
        told = schema_more.states
        last = self.known(select(func.max(told.c.seq)), told).group_by(told.c.report_id)
        return select(told.c.report_id).where(told.c.seq.in_(last), told.c.state != "current")

    def shows(self, coding: Table) -> Iterator[Any]:
        """The conditions under which a row of this table, an alias of codings, is shown."""
        if self.until is not None:
            yield coding.c.learned <= self.until
        if not self.every_version:
            yield coding.c.report_id.not_in(self.gone())
        if not self.every_coding:
            other: Any = schema.codings.alias()
            above = select(other.c.seq).where(other.c.report_id == coding.c.report_id, _rank(other) > _rank(coding))
            yield ~self.known(above, other).correlate(coding).exists()

    def of_report(self, report_id: str, *, reviewed: bool = True) -> Select[Any]:
        """The sequence number of the coding of one report that counts; without `reviewed`, among those of coders."""
        told = schema.codings.c
        wanted = select(func.max(_rank(schema.codings)) % _ABOVE).where(told.report_id == report_id)
        if not reviewed:
            wanted = wanted.where(~told.coder.startswith(REVIEW))
        return self.known(wanted, schema.codings)


def newest_note(scope: Scope, kind: str) -> Select[Any]:
    """The sequence number of the newest note of a kind that the scope shows."""
    told = schema_more.notes
    return scope.known(select(func.max(told.c.seq)).where(told.c.kind == kind), told)


def taken_down(connection: Connection, report_id: str) -> str | None:
    """Why the report was taken down, None where it was not."""
    told = schema_more.notes.c
    found = select(told.why).where(told.kind == "takedown", told.subject == report_id)
    return connection.scalar(found)


class Backdated(Exception):
    """A moment of learning before what the ledger learned last: what was known on a past day would change."""

    def __init__(self, told: datetime, newest: datetime) -> None:
        super().__init__(
            f"learned something at {newest:%Y-%m-%d %H:%M:%S} already; what is learned at {told:%Y-%m-%d %H:%M:%S} "
            "would change what was known since then"
        )


def moment_of(connection: Connection, told: datetime) -> datetime:
    """The moment of learning to be written, in UTC, never before the newest one that the ledger holds.

    Clocks of several writers differ by a little: a moment up to a minute before the newest is taken as the newest.
    Raises Backdated for an earlier one.
    """
    moment = in_utc(told)
    newest: datetime | None = connection.scalar(select(func.max(schema_more.entries.c.learned)))
    if newest is None or moment >= newest:
        return moment
    if newest - moment > _CLOCKS_APART:
        raise Backdated(moment, newest)
    return newest


def _rank(codings: Any) -> Any:
    return cast(codings.c.reviewed, BigInteger) * _ABOVE + codings.c.seq
