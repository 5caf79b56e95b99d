"""POLECAT event files: 40 columns behind tabs, PLOVER acts as NGEC codes them.

The law: their traps are known by name. A `Headline` that only the header has, empty cells behind the last column,
"None" as a word, ids missing or repeated: each is read as what it is, and said.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foreshock.codebook.base import event_types, sectors
from foreshock.formats.history import History, Making, blank_to_null
from foreshock.formats.icews import iso_day
from foreshock.formats.packed import unpack
from foreshock.formats.rows import Layout, checked, rows
from foreshock.formats.who import countries, who

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
LAYOUT = Layout(
    format="polecat",
    columns=COLUMNS,
    wanted=(
        "Event ID", "Event Date", "Event Type", "Event Mode", "Actor Name", "Actor Country", "Primary Actor Sector",
        "Recipient Name", "Recipient Country", "Primary Recipient Sector", "Country", "Source", "Publication Date",
    ),
    ghosts=frozenset({"Headline"}),
    renamed=(("Event Intensity", "Intensity"),),
)  # fmt: skip
OLD_TYPES = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
    "YIELD": "CONCEDE",
}
"""Types of older lists of PLOVER, by the names of the manual."""

STANDINGS = {"historical": "historical", "future": "future", "hypothetical": "hypothetical", "negation": "negated"}
"""PLOVER's auxiliary modes, which the codebook calls standing."""


def read(source: Path | str | bytes) -> History:
    """The acts of a POLECAT file; raises UnreadableHistory with the line of the first fault."""
    packed = unpack(source)
    frame = blank_to_null(rows(packed, LAYOUT), "None", "NONE", "none", "nan", "NA")
    frame = checked(frame, packed, "Event Date", iso_day, "hoped for 2023-01-31")
    frame = _acts(frame).with_columns(published=iso_day(pl.col("Publication Date")), precision=pl.lit("day"))
    frame = frame.rename({"Event ID": "event_id", "Event Date": "day", "Source": "outlet"})
    making = Making.of(packed, LAYOUT.format, frame.drop("Publication Date"))
    making.leave("a type that PLOVER does not have", pl.col("type").is_null())
    for side, theirs in (("actor", "Actor"), ("recipient", "Recipient")):
        making.frame = _side(making.frame, side, theirs)
    making.frame = countries(making.frame, "Country", "place_country").drop("Country")
    return making.done(pairs_share_ids=True)


def _acts(frame: pl.DataFrame) -> pl.DataFrame:
    """Type, mode and standing of their type and mode; a mode that the type does not have is left empty."""
    kind = pl.col("Event Type").str.to_uppercase().replace(OLD_TYPES)
    kind = pl.when(kind.is_in(list(event_types()))).then(kind)
    told = pl.col("Event Mode").str.to_lowercase().str.replace_all("[ _]", "-")
    known = [f"{name} {mode}" for name, one in event_types().items() for mode in one.modes]
    mode = pl.when(pl.format("{} {}", kind, told).is_in(known)).then(told)
    standing = told.replace_strict(STANDINGS, default="actual").fill_null("actual")
    return frame.with_columns(type=kind, mode=mode, standing=standing).drop("Event Type", "Event Mode")


def _side(frame: pl.DataFrame, side: str, theirs: str) -> pl.DataFrame:
    """One side, by the codes they give, else by the name."""
    frame = who(frame.rename({f"{theirs} Name": side}), side)
    frame = countries(frame, f"{theirs} Country", "_land")
    sector = pl.col(f"Primary {theirs} Sector")
    frame = frame.with_columns(
        pl.coalesce("_land", f"{side}_country").alias(f"{side}_country"),
        pl.coalesce(pl.when(sector.is_in(list(sectors()))).then(sector), f"{side}_sector").alias(f"{side}_sector"),
    )
    return frame.drop("_land", f"{theirs} Country", f"Primary {theirs} Sector")
