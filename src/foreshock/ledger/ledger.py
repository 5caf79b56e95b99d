"""The ledger itself: opened on a file or a database, added to one report, history or note at a time.

The law: what is added is added whole or not at all, is never changed, and adding it again changes nothing. The one
thing that can be taken away is the words of a report, on request, and then the ledger says who asked and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType

import polars as pl

from foreshock.errors import LedgerError
from foreshock.ledger import adding, chain, kin
from foreshock.ledger.opening import Place, told_plainly
from foreshock.ledger.scope import Scope, taken_down
from foreshock.ledger.watching import Watching
from foreshock.records.coded import CodedReport
from foreshock.records.copy import Copy, Sketch
from foreshock.records.note import Note
from foreshock.records.verified import Verified


class Ledger(Watching):
    """An append-only book of coded reports in a SQLite file, in memory (":memory:") or at the URL of a PostgreSQL.

    Opening raises LedgerError for what is no ledger, cannot be reached, or, with `create` false, is not there.
    With `late` a new one is made by the first thing written in it, and reads as an empty one until then. Writers wait
    `patience_seconds` for their turn. A file or folder that cannot be written opens for reading, and
    `writable` is false. A context manager: leaving it closes the ledger.
    """

    def __init__(
        self, path: Path | str, *, create: bool = True, late: bool = False, patience_seconds: float = 10.0
    ) -> None:
        super().__init__(Place(path, create, late, patience_seconds), Scope())
        self.writable = self._place.writable

    def add(
        self,
        coded: CodedReport,
        learned: datetime,
        *,
        copy: Copy | None = None,
        sketch: Sketch | None = None,
        replaces: str | None = None,
        replaced_by: str | None = None,
    ) -> bool:
        """True where the coded report is now held, False where exactly it was held before and nothing changed.

        The same report by another coder, or with other rows, is kept beside the older coding. `learned` without a zone
        is UTC. In the same transaction it joins the family of the report that it is a `copy` of, is found by its
        `sketch`, and takes the place of the report that it `replaces`, an older version of the same article, or leaves
        it to the newer that it is `replaced_by`. Raises LedgerError for a report whose text was taken down, and for a
        copy or version of what is not held.
        """
        with self._writing() as connection:
            if (why := taken_down(connection, coded.report.id)) is not None:
                raise LedgerError(self.name, f"report {coded.report.id} was taken down ({why}) and is not taken again")
            return adding.add_coded(connection, coded, learned, of=adding.Kin(copy, sketch, replaces, replaced_by))

    def add_history(
        self,
        frame: pl.DataFrame,
        format: str,
        digest: str,
        name: str,
        learned: datetime,
        particulars: pl.DataFrame | None = None,
    ) -> bool:
        """True where the pairs of an imported file are now held, False where a file of this digest was before.

        `frame` has the columns of `records.columns.ACTS` but those that the ledger tells: learned, and what a run of
        linking found. `particulars` has those of `records.columns.PARTICULARS` but the origin.
        """
        with self._writing() as connection:
            return adding.add_history(connection, frame, (format, digest, name), learned, particulars)

    def add_note(self, note: Note, learned: datetime) -> None:
        """The note is held."""
        self.add_notes([note], learned)

    def add_notes(self, notes: Sequence[Note], learned: datetime) -> None:
        """The notes, of one kind, are held, all or none; without any, nothing is written."""
        if not notes:
            return
        with self._writing() as connection:
            adding.add_notes(connection, notes, learned)

    def add_links(self, note: Note, members: pl.DataFrame, learned: datetime) -> None:
        """The run of linking that the note tells is held.

        `members` has the columns report_id, event_id, incident, score, because and origin.
        """
        with self._writing() as connection:
            adding.add_links(connection, note, members, learned)

    def correct(self, coded: CodedReport, notes: Iterable[Note], learned: datetime, *, blind: bool = False) -> bool:
        """True where the reviewed coding and the notes of what was corrected in it are now held, all or none.

        A `blind` review is kept beside, to be compared, and goes before no other coding.
        """
        with self._writing() as connection:
            return adding.add_coded(connection, coded, learned, reviewed=not blind, notes=tuple(notes))

    def add_copies(self, found: Mapping[str, Copy], learned: datetime) -> int:
        """How many reports that were held alone are now held as copies; raises LedgerError for what is not held."""
        with self._writing() as connection:
            return kin.add_copies(connection, found, learned)

    def add_version(self, newer: str, older: str, learned: datetime) -> bool:
        """True where the report `newer` now stands for the report `older`, both held, False where it did before.

        The older one stays readable and does not count from now on. Raises LedgerError for what is not held.
        """
        with self._writing() as connection:
            return kin.add_version(connection, newer, older, learned)

    def withdraw(
        self, report_id: str, why: str, learned: datetime, *, day: date | None = None, who: str | None = None
    ) -> bool:
        """True where the report was not withdrawn before and does not count from now on; it stays readable.

        `day` is when its outlet took it back, where that is known. Raises LedgerError for what is not held.
        """
        with self._writing() as connection:
            return kin.withdraw(connection, report_id, (day, why, who), learned)

    def restore(self, report_id: str, why: str, learned: datetime, *, who: str | None = None) -> bool:
        """True where the report was replaced or withdrawn and counts again; raises LedgerError for what is not held."""
        with self._writing() as connection:
            return kin.restore(connection, report_id, why, who, learned)

    def add_sketches(self, found: Mapping[str, Sketch]) -> None:
        """Reports that are held are found by these sketches."""
        with self._writing() as connection:
            for report_id, sketch in found.items():
                kin.add_sketch(connection, report_id, sketch)

    def take_down(self, report_id: str, who: str, why: str, learned: datetime) -> None:
        """The text and title of the report are erased from the file; its hash, rows and a tombstone stay.

        Raises LedgerError for a report that is not held.
        """
        with self._writing() as connection:
            if not adding.take_down(connection, report_id, who, why, learned):
                raise LedgerError(self.name, f"holds no report {report_id}")
        with told_plainly(self.name, self._place.engine):
            adding.wipe(self._place.engine)

    def verify(self) -> Verified:
        """What reading the whole ledger again shows: whole, or the first row that is not as it was written."""
        with self._reading() as connection:
            return chain.verify(connection)

    def holds_head(self, told: str) -> bool:
        """True where the chain holds the entry whose hash is, or begins with, what an earlier `verify` told."""
        with self._reading() as connection:
            return chain.holds_hash(connection, told)

    def close(self) -> None:
        """The ledger lets go of its file."""
        self._place.leave()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()
