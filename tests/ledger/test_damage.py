"""A value that no ledger writes, put into the file by hand, is told as touched, whatever column it stands in."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from foreshock.desk.gauge import gauge
from foreshock.desk.show import KINDS, Filters, show
from foreshock.errors import Damaged, ForeshockError
from foreshock.ledger import Ledger, schema, schema_more
from tests.ledger.made import MONDAY, coded

TABLES = (schema.reports, schema.codings, *schema.KINDS.values(), schema.participants, schema_more.acts)
CELLS = [(table.name, column.name) for table in TABLES for column in table.columns if not column.primary_key]
WORDS = "no value of its kind"
PUT = [(*cell, WORDS) for cell in CELLS] + [(*cell, 2**60) for cell in CELLS if cell[0] in ("acts", "events")]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    place = tmp_path_factory.mktemp("whole") / "crisis.db"
    with Ledger(place) as book:
        for number in range(2):
            book.add(coded(number), MONDAY)
    return place.read_bytes()


@pytest.mark.parametrize(("table", "column", "value"), PUT)
def test_a_damaged_value_is_shown_or_told_and_never_a_fault_of_ours(
    table: str, column: str, value: object, whole: bytes, tmp_path: Path
) -> None:
    place = tmp_path / "crisis.db"
    place.write_bytes(whole)
    with closing(sqlite3.connect(place)) as raw:
        raw.execute("PRAGMA foreign_keys = off")
        raw.execute(f"UPDATE {table} SET {column} = ? WHERE seq = (SELECT min(seq) FROM {table})", (value,))
        raw.commit()
    with Ledger(place) as book:
        for kind in KINDS:
            try:
                show(book, kind, Filters())  # type: ignore[arg-type]
            except ForeshockError:
                continue
        with suppress(ForeshockError):
            gauge(book)


def test_the_error_says_what_to_run(whole: bytes, tmp_path: Path) -> None:
    place = tmp_path / "crisis.db"
    place.write_bytes(whole)
    with closing(sqlite3.connect(place)) as raw:
        raw.execute("UPDATE acts SET share = 'half'")
        raw.commit()
    with Ledger(place) as book, pytest.raises(Damaged, match=r"was touched: .*run `foreshock verify`"):
        gauge(book)
