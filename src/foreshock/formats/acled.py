"""ACLED files that a user has: 31 columns in CSV, political violence and protest.

The law: read, never written. Which act a sub-event stands for, and which of the two named sides does it, stands in
`acled.csv`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from foreshock.codebook.base import event_types
from foreshock.codebook.country_codes import countries_by
from foreshock.codebook.lexicon import NOTHING
from foreshock.codebook.lines import csv_lines
from foreshock.formats.history import PARTY, History, Making, blank_to_null
from foreshock.formats.packed import unpack
from foreshock.formats.rows import Layout, checked, numbers, rows
from foreshock.formats.who import coded, who

COLUMNS = tuple(
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities tags timestamp".split()
)
LAYOUT = Layout(
    format="acled",
    columns=COLUMNS,
    wanted=tuple(
        "event_id_cnty event_date time_precision event_type sub_event_type actor1 inter1 actor2 inter2 iso "
        "source location latitude longitude geo_precision fatalities".split()
    ),
    separators=",;\t",
    quoted=True,
)
PRECISIONS = {"1": "day", "2": "week", "3": "month"}
PLACES = {"1": "exact", "2": "near", "3": "province"}
"""Their precision of the place in words: 1 is a town, 2 part of a region, 3 a province or region."""
NUMBERS = {"latitude": "lat", "longitude": "lon"}
_FILE = Path(__file__).with_name("acled.csv")
_NO_ACT = "a development without an act between parties"


def read(source: Path | str | bytes) -> History:
    """The acts of an ACLED file; raises UnreadableHistory with the line of the first fault.

    Notes and associated actors are not kept. Their one count of the dead is the best one, without a low or high.
    """
    packed = unpack(source)
    frame = blank_to_null(rows(packed, LAYOUT))
    frame = checked(frame, packed, "event_date", _day, "hoped for 2024-11-27 or 27 November 2024")
    frame = frame.join(_acts(), on=["event_type", "sub_event_type"], how="left", maintain_order="left")
    known = pl.when(pl.col("_actor").is_not_null()).then(pl.col("sub_event_type"))
    frame = checked(frame, packed, "sub_event_type", lambda _: known, "hoped for a sub-event of ACLED's codebook")
    frame = numbers(frame, packed, {"fatalities": "deaths_best"}, pl.Int64)
    frame = numbers(frame, packed, NUMBERS, pl.Float64).rename({"location": "place"})
    frame = frame.with_columns(place_precision=pl.col("geo_precision").replace_strict(PLACES, default=None))
    frame = frame.rename({"event_id_cnty": "event_id", "event_date": "day", "actor1": "actor", "actor2": "recipient"})
    making = Making.of(packed, LAYOUT.format, frame)
    making.leave(_NO_ACT, pl.col("type").is_null())
    making.frame = _turned(_sides(making.frame)).with_columns(
        standing=pl.lit("actual"),
        precision=pl.col("time_precision").replace_strict(PRECISIONS, default="unknown"),
        outlet=pl.col("source").str.split(";").list.first().str.strip_chars(),
        place_country=pl.col("iso").str.strip_suffix(".0").replace_strict(dict(countries_by("numeric")), default=None),
    )
    return making.done()


def _day(cell: pl.Expr) -> pl.Expr:
    return pl.coalesce(
        cell.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False),
        cell.str.to_date("%d %B %Y", strict=False),
        cell.str.to_date("%d-%b-%Y", strict=False),
    )


@cache
def _acts() -> pl.DataFrame:
    rows = []
    for here, row in csv_lines(_FILE, "event_type,sub_event_type,type,mode,actor,note"):
        here.check("type", row["type"], {NOTHING, *event_types()})
        if row["mode"]:
            here.check("mode", row["mode"], event_types()[row["type"]].modes)
        here.check("actor", row["actor"], {"first", "second", "both"})
        kind = None if row["type"] == NOTHING else row["type"]
        rows.append((row["event_type"], row["sub_event_type"], kind, row["mode"] or None, row["actor"]))
    names = ("event_type", "sub_event_type", "type", "mode", "_actor")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _sides(frame: pl.DataFrame) -> pl.DataFrame:
    """Country by the name, which ACLED writes with its country; sector by the name, else by its kind of actor."""
    for side, kind in (("actor", "inter1"), ("recipient", "inter2")):
        frame = coded(who(frame, side), "acled-inter", kind, None, "_sector")
        sector = pl.coalesce(f"{side}_sector", "_sector").alias(f"{side}_sector")
        frame = frame.with_columns(sector).drop("_sector", kind)
    return frame


def _turned(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the second side as actor where it acts, and both directions where the two fight."""
    back = {name: pl.col(other) for name, other in zip(PARTY, PARTY[3:] + PARTY[:3], strict=True)}
    mutual = (pl.col("_actor") == "both") & pl.col("recipient").is_not_null()
    ahead = frame.filter(pl.col("_actor") != "second").with_columns(_way=pl.lit(0))
    behind = frame.filter((pl.col("_actor") == "second") | mutual).with_columns(**back).with_columns(_way=pl.lit(1))
    return pl.concat([ahead, behind]).sort("line", "_way", maintain_order=True).drop("_way", "_actor")
