"""What stands beside the acts: which incident each belongs to, and the particulars of imported ones.

The law: particulars are kept as they were told, in the entry that brought their history, and are never summed here.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from sqlalchemy import Connection, select

from foreshock.ledger import schema_more
from foreshock.ledger.frames import frame
from foreshock.ledger.scope import Scope, newest_note
from foreshock.records import columns
from foreshock.records.note import Note

AT_ONCE = 5000
"""Events whose particulars one note holds."""
KIND = "particulars"


def incidents(connection: Connection, scope: Scope) -> pl.DataFrame:
    """The members of the newest run of linking that the scope shows, with the columns of `INCIDENTS`."""
    run = connection.scalar(newest_note(scope, "links")) or 0
    told = schema_more.members.c
    wanted = select(schema_more.members).where(told.note == run).order_by(told.seq)
    return frame(columns.INCIDENTS, map(dict, connection.execute(wanted).mappings()))


def particulars(connection: Connection, scope: Scope) -> pl.DataFrame:
    """The particulars of every history that the scope shows, with the columns of `PARTICULARS`."""
    told = schema_more.notes.c
    wanted = scope.known(select(told.told).where(told.kind == KIND).order_by(told.seq), schema_more.notes)
    rows = (
        dict(zip(names, row, strict=True)) | {"origin": note["format"]}
        for note in connection.scalars(wanted)
        for names in [note["columns"]]
        for row in note["rows"]
    )
    return frame(columns.PARTICULARS, rows)


def notes(told: pl.DataFrame, format: str, digest: str) -> Iterator[Note]:
    """The notes that hold the particulars of a file, so many events each; `told` has the columns but the origin."""
    names = [column.name for column in columns.PARTICULARS if column.name != "origin"]
    for some in told.select(names).iter_slices(AT_ONCE):
        yield Note(KIND, digest, {"format": format, "columns": names, "rows": [list(row) for row in some.iter_rows()]})
