"""ICEWS event files: 20 columns behind tabs, CAMEO codes, often in ISO 8859-1.

The law: an id is theirs and, as theirs repeat, made unique; a code that CAMEO does not have ends the reading.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foreshock.formats.history import NO_ACT, History, Making, blank_to_null, by_code
from foreshock.formats.packed import Packed, unpack
from foreshock.formats.rows import Layout, checked, rows
from foreshock.formats.who import countries, scheme_codes, who

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City",
    "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
LAYOUT = Layout(
    format="icews",
    columns=COLUMNS,
    wanted=(
        "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "CAMEO Code", "Target Name",
        "Target Sectors", "Target Country", "Publisher", "Country",
    ),
)  # fmt: skip
_SIDES = (("actor", "Source"), ("recipient", "Target"))


def read(source: Path | str | bytes) -> History:
    """The acts of an ICEWS file; raises UnreadableHistory with the line of the first fault."""
    packed = unpack(source)
    frame = blank_to_null(rows(packed, LAYOUT), "NULL", "None")
    frame = checked(frame, packed, "Event Date", iso_day, "hoped for 2018-01-31")
    frame = with_acts(frame, packed, "CAMEO Code")
    frame = frame.rename({"Event ID": "event_id", "Event Date": "day", "Publisher": "outlet"})
    making = Making.of(packed, LAYOUT.format, frame.with_columns(precision=pl.lit("day")))
    making.leave(NO_ACT, pl.col("type").is_null())
    for side, theirs in _SIDES:
        making.frame = _side(making.frame, side, theirs)
    making.frame = countries(making.frame, "Country", "place_country").drop("Country")
    return making.done()


def iso_day(cell: pl.Expr) -> pl.Expr:
    """A day told as 2018-01-31, with or without a time of day behind it."""
    return cell.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)


def with_acts(frame: pl.DataFrame, packed: Packed, column: str) -> pl.DataFrame:
    """The frame with the acts of the CAMEO codes in `column`; a code of three digits may have lost its first 0."""
    acts, key = by_code("_code")
    known = acts["_code"].to_list()
    cell = pl.col(column)
    padded = pl.when(cell.is_in(known)).then(cell).otherwise(pl.lit("0") + cell)
    frame = frame.with_columns(padded.alias("_code")).join(acts, on=key, how="left", maintain_order="left")
    told = pl.when(pl.col("_known")).then(cell)
    frame = checked(frame.with_columns(told.alias("_code")), packed, column, lambda _: pl.col("_code"), _CODE)
    return frame.drop("_code", "_known", column)


def _side(frame: pl.DataFrame, side: str, theirs: str) -> pl.DataFrame:
    """One side: the country they name, else that of the name; the sector of the name, else the first of theirs."""
    frame = who(frame.rename({f"{theirs} Name": side}), side)
    frame = countries(frame, f"{theirs} Country", "_land")
    frame = sector_of_first(frame, "icews-sector", f"{theirs} Sectors", "_sector")
    land = pl.coalesce("_land", f"{side}_country").alias(f"{side}_country")
    sector = pl.coalesce(f"{side}_sector", "_sector").alias(f"{side}_sector")
    return frame.with_columns(land, sector).drop("_land", "_sector", f"{theirs} Country", f"{theirs} Sectors")


def sector_of_first(frame: pl.DataFrame, scheme: str, column: str, made: str) -> pl.DataFrame:
    """The frame with the sector of the first of several names, split by commas or semicolons, that the scheme knows."""
    known = scheme_codes(scheme)
    asked = frame[column].drop_nulls().unique().to_list()
    told = [(cell, next((known[x].sector for x in _names(cell) if x in known), None)) for cell in asked]
    table = pl.DataFrame(told, schema={column: pl.String, made: pl.String}, orient="row")
    return frame.join(table, on=column, how="left", maintain_order="left")


def _names(cell: str) -> list[str]:
    return [name.strip() for name in cell.replace(";", ",").split(",")]


_CODE = "hoped for a CAMEO code such as 042 or 1711"
