"""Codings of an older ledger get what it did not keep yet: their directed pairs, and their entries in the chain.

The law: the rows that were there stay as they are; the chain vouches for them from the day they were adopted.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select

from foreshock.ledger import schema, schema_more
from foreshock.ledger.acts import act_rows
from foreshock.ledger.chain import Entry
from foreshock.ledger.recalled import recall


def adopt(connection: Connection) -> None:
    """Every coding that belongs to no entry belongs to one of its own, with its report where that is new."""
    if connection.scalar(select(func.count()).select_from(schema_more.entries)):
        return
    seen: set[int] = set()
    told = schema.codings.c
    for seq, report, learned in connection.execute(
        select(told.seq, told.report, told.learned).order_by(told.seq)
    ).all():
        entry = Entry(connection, "coding", learned)
        if report not in seen:
            _cover(connection, entry, schema.reports, schema.reports.c.seq == report)
        seen.add(report)
        _cover(connection, entry, schema.codings, told.seq == seq)
        for table in (*schema.KINDS.values(), schema.participants, schema.links):
            _cover(connection, entry, table, table.c.coding == seq)
        rows = act_rows(recall(connection, seq))
        entry.add(schema_more.acts, (row | {"coding": seq} for row in rows))
        entry.close()


def _cover(connection: Connection, entry: Entry, table: Table, which: object) -> None:
    rows = connection.execute(select(table).where(which).order_by(table.c.seq)).all()  # type: ignore[arg-type]
    if rows:
        entry.cover(table, rows, rows[0][0])
