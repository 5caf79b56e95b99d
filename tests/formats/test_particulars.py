"""Laws of particulars: deaths, places and coordinates of imported acts stay as told, in the ledger and out again."""

from __future__ import annotations

import io

import polars as pl
import pytest

from foreshock.errors import UnreadableHistory
from foreshock.formats import History, read_history
from foreshock.formats.export import Asked, Tables, export
from foreshock.ledger import Ledger
from foreshock.records.columns import IMPORTED, PARTICULARS
from tests.formats.exported import MADE
from tests.formats.made import file
from tests.ledger.made import MONDAY

TOLD = {
    "ucdp": (
        {"low": "2", "best": "3", "high": "9", "latitude": "35.1", "longitude": "36.7", "where_prec": "2"},
        (2, 3, 9, 35.1, 36.7, "near"),
    ),
    "acled": (
        {"fatalities": "4", "latitude": "30.5", "longitude": "47.8", "geo_precision": "1"},
        (None, 4, None, 30.5, 47.8, "exact"),
    ),
    "gdelt": (
        {"ActionGeo_Lat": "30.5", "ActionGeo_Long": "47.75", "ActionGeo_Type": "1"},
        (None, None, None, 30.5, 47.75, "country"),
    ),
}
NAMES = ("deaths_low", "deaths_best", "deaths_high", "lat", "lon", "place_precision")


def read(format: str, change: dict[str, str]) -> History:
    return read_history(format, file(format, change))


@pytest.mark.parametrize("format", TOLD)
def test_what_a_history_tells_of_deaths_and_place_comes_out_as_it_went_in(format: str) -> None:
    change, wanted = TOLD[format]
    found = read(format, change)
    with Ledger(":memory:") as book:
        book.add_history(found.frame, format, found.digest, found.name, MONDAY, found.particulars)
        assert book.particulars().columns == [column.name for column in PARTICULARS]
        assert book.verify().fault is None
        made = export("parquet", Tables.of(book), MADE)
    out = pl.read_parquet(io.BytesIO(made.files["imported.parquet"]))
    assert out.columns == [column.name for column in IMPORTED]
    assert set(out.select(NAMES).rows()) == {wanted}
    assert len(out) == len(found.frame)


@pytest.mark.parametrize("format", TOLD)
def test_an_event_of_which_nothing_more_is_told_has_no_particulars(format: str) -> None:
    assert read(format, {}).particulars.is_empty()


@pytest.mark.parametrize(("format", "column"), [("ucdp", "best"), ("acled", "fatalities"), ("gdelt", "ActionGeo_Lat")])
def test_a_count_that_is_no_number_ends_the_reading_with_its_line(format: str, column: str) -> None:
    with pytest.raises(UnreadableHistory, match=f"{column} is 'many'; hoped for a number"):
        read(format, {column: "many"})


def test_a_ledger_without_histories_exports_an_empty_table_of_them() -> None:
    with Ledger(":memory:") as book:
        made = export("csv", Tables.of(book), Asked(MADE.made))
    assert made.files["imported.csv"].decode().count("\n") == 1
