"""UCDP GED: 49 columns in CSV, deadly violence between states, groups and civilians.

The law: two sides that fight each other are two directed pairs that share one event; violence against civilians is
one. Whom the article quotes (`source_original`) is the voucher, the only second level of attribution in these tables.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foreshock.codebook.country_codes import countries_by
from foreshock.formats.history import PARTY, History, Making, blank_to_null
from foreshock.formats.icews import iso_day
from foreshock.formats.packed import unpack
from foreshock.formats.rows import Layout, checked, numbers, rows
from foreshock.formats.who import who

COLUMNS = tuple(
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob".split()
)
LAYOUT = Layout(
    format="ucdp",
    columns=COLUMNS,
    wanted=tuple(
        "id type_of_violence side_a side_b source_office source_date source_original country_id date_prec date_start "
        "gwnoa gwnob where_prec where_coordinates latitude longitude best high low".split()
    ),
    separators=",;\t",
    quoted=True,
)
PRECISIONS = {"1": "day", "2": "week", "3": "week", "4": "month", "5": "year"}
"""Their precision of the day in the codebook's words: 2 is two to six days, 3 a week, 5 more than a month."""

PLACES = dict(enumerate("exact near district province area country international".split(), 1))
"""Their precision of the place in words: 2 is within 25 km, 5 a stretch of land or line, 7 open sea or air."""
DEATHS = {"low": "deaths_low", "best": "deaths_best", "high": "deaths_high"}
POINT = {"latitude": "lat", "longitude": "lon"}

_ONE_SIDED = "3"


def read(source: Path | str | bytes) -> History:
    """The acts of a GED file; raises UnreadableHistory with the line of the first fault."""
    packed = unpack(source)
    frame = blank_to_null(rows(packed, LAYOUT))
    frame = checked(frame, packed, "date_start", iso_day, "hoped for 2023-01-31")
    frame = checked(frame, packed, "type_of_violence", _one_to_three, "hoped for 1, 2 or 3")
    frame = numbers(numbers(frame, packed, DEATHS, pl.Int64), packed, POINT, pl.Float64)
    frame = frame.rename({"where_coordinates": "place"}).with_columns(
        place_precision=pl.col("where_prec").cast(pl.Int64, strict=False).replace_strict(PLACES, default=None)
    )
    frame = frame.rename({"id": "event_id", "date_start": "day", "source_original": "voucher"})
    making = Making.of(packed, LAYOUT.format, frame)
    making.frame = _sides(making.frame.rename({"side_a": "actor", "side_b": "recipient"}))
    making.frame = _both_ways(making.frame).with_columns(
        type=pl.lit("ASSAULT"),
        mode=pl.lit(None, pl.String),
        standing=pl.lit("actual"),
        precision=pl.col("date_prec").replace_strict(PRECISIONS, default="unknown"),
        published=_first(pl.col("source_date")).str.to_date("%Y-%m-%d", strict=False),
        outlet=_first(pl.col("source_office")),
        place_country=_country(pl.col("country_id")),
    )
    return making.done()


def _one_to_three(cell: pl.Expr) -> pl.Expr:
    return pl.when(cell.is_in(["1", "2", "3"])).then(cell)


def _country(cell: pl.Expr) -> pl.Expr:
    """The country of a Gleditsch-Ward number, the first of several."""
    first = cell.str.split(",").list.first().str.strip_chars()
    return first.replace_strict(dict(countries_by("gw")), default=None)


def _first(cell: pl.Expr) -> pl.Expr:
    """The first of the sources that an event lists between semicolons."""
    return cell.str.split(";").list.first().str.strip_chars().str.strip_chars('"').replace("", None)


def _sides(frame: pl.DataFrame) -> pl.DataFrame:
    """Country and sector of both sides: a government by its number, civilians by the place, the rest by name."""
    for side, number in (("actor", "gwnoa"), ("recipient", "gwnob")):
        frame = who(frame, side)
        civilians = pl.col(side).str.to_lowercase() == "civilians"
        land = pl.coalesce(
            _country(pl.col(number)),
            pl.when(civilians).then(_country(pl.col("country_id"))),
            f"{side}_country",
        )
        rebels = pl.when((pl.col("type_of_violence") == "1") & pl.col(number).is_null()).then(pl.lit("REB"))
        frame = frame.with_columns(
            land.alias(f"{side}_country"), pl.coalesce(f"{side}_sector", rebels).alias(f"{side}_sector")
        )
    return frame.drop("gwnoa", "gwnob")


def _both_ways(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the other direction of every fight behind it, in the order of the file."""
    back = {name: pl.col(other) for name, other in zip(PARTY, PARTY[3:] + PARTY[:3], strict=True)}
    fights = frame.filter(pl.col("type_of_violence") != _ONE_SIDED).with_columns(**back)
    both = pl.concat([frame.with_columns(_way=pl.lit(0)), fights.with_columns(_way=pl.lit(1))])
    return both.sort("line", "_way", maintain_order=True).drop("_way")
