"""GDELT 2.0: events in 61 columns and mentions in 16, behind tabs, without a header.

The law: an event keeps GDELT's id, and the mentions say who published it first; without mentions the outlet is the host
of the one address an event has.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import polars as pl

from foreshock.codebook.country_codes import countries_by
from foreshock.formats.history import NO_ACT, History, Making, blank_to_null
from foreshock.formats.icews import with_acts
from foreshock.formats.packed import unpack
from foreshock.formats.rows import Layout, checked, numbers, rows
from foreshock.formats.who import coded, countries

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR.split()),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{of}Geo_{name}" for of in ("Actor1", "Actor2", "Action") for name in _GEO.split()),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTION_COLUMNS = (
    "GlobalEventID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
_SIDE = ("Name", "CountryCode", "KnownGroupCode", "Type1Code", "Type2Code", "Type3Code")
LAYOUT = Layout(
    format="gdelt",
    columns=COLUMNS,
    wanted=(
        "GLOBALEVENTID", "SQLDATE", "EventCode", "ActionGeo_CountryCode", "DATEADDED", "SOURCEURL",
        "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_Lat", "ActionGeo_Long",
        *(f"Actor{n}{name}" for n in (1, 2) for name in _SIDE),
    ),
    header=False,
)  # fmt: skip
MENTIONS = Layout(
    format="gdelt mentions",
    columns=MENTION_COLUMNS,
    wanted=("GlobalEventID", "MentionTimeDate", "MentionSourceName", "MentionIdentifier", "SentenceID", "Confidence"),
    header=False,
)
PLACES = {"1": "country", "2": "province", "3": "near", "4": "near", "5": "province"}
"""Their kind of place as a precision: 2 and 5 are states and provinces, 3 and 4 the middle of a town."""
_NO_PARTY = "names neither who acts nor who is acted on"


def read(source: Path | str | bytes, mentions: Path | str | bytes | None = None) -> History:
    """The acts of a GDELT file of events; with mentions, `outlet` and `published` are of the first mention.

    Raises UnreadableHistory with the line of the first fault of either file.
    """
    packed = unpack(source)
    frame = blank_to_null(rows(packed, LAYOUT))
    frame = checked(frame, packed, "SQLDATE", _day, "hoped for 20241127")
    frame = numbers(frame, packed, {"ActionGeo_Lat": "lat", "ActionGeo_Long": "lon"}, pl.Float64)
    frame = frame.rename({"ActionGeo_FullName": "place"}).with_columns(
        place_precision=pl.col("ActionGeo_Type").replace_strict(PLACES, default=None)
    )
    frame = with_acts(frame, packed, "EventCode").with_columns(
        precision=pl.lit("day"), published=_day(pl.col("DATEADDED"))
    )
    frame = _hosts(frame.rename({"GLOBALEVENTID": "event_id", "SQLDATE": "day"})).drop("DATEADDED", "SOURCEURL")
    making = Making.of(packed, LAYOUT.format, frame)
    making.leave(NO_ACT, pl.col("type").is_null())
    for side, theirs in (("actor", "Actor1"), ("recipient", "Actor2")):
        making.frame = _side(making.frame, side, theirs)
    making.leave(_NO_PARTY, pl.col("actor").is_null() & pl.col("recipient").is_null())
    fips = pl.col("ActionGeo_CountryCode").replace_strict(dict(countries_by("fips")), default=None)
    making.frame = making.frame.with_columns(place_country=fips).drop("ActionGeo_CountryCode")
    if mentions is not None:
        making.frame = _first_mentions(making, read_mentions(mentions))
    return making.done()


def read_mentions(source: Path | str | bytes) -> pl.DataFrame:
    """The mentions of a file, one row each: event_id, mentioned (UTC), outlet, url, sentence, confidence (percent).

    Raises UnreadableHistory with the line of the first fault.
    """
    packed = unpack(source)
    frame = blank_to_null(rows(packed, MENTIONS))
    frame = checked(frame, packed, "MentionTimeDate", _moment, "hoped for 20241127093000")
    return frame.select(
        event_id="GlobalEventID",
        mentioned="MentionTimeDate",
        outlet="MentionSourceName",
        url="MentionIdentifier",
        sentence=pl.col("SentenceID").cast(pl.Int64, strict=False),
        confidence=pl.col("Confidence").cast(pl.Int64, strict=False),
    )


def _first_mentions(making: Making, mentions: pl.DataFrame) -> pl.DataFrame:
    """The acts with outlet and day of the first mention, where there is one."""
    first = mentions.sort("mentioned", "outlet", "url", nulls_last=True).unique("event_id", keep="first")
    first = first.select("event_id", _outlet="outlet", _published=pl.col("mentioned").dt.date())
    joined = making.frame.join(first, on="event_id", how="left", maintain_order="left")
    without = joined["_published"].null_count()
    making.said.append(f"{len(mentions):,} mentions; {without:,} acts have none of them")
    told = {name: pl.coalesce(f"_{name}", name) for name in ("outlet", "published")}
    return joined.with_columns(**told).drop("_outlet", "_published")


def _day(cell: pl.Expr) -> pl.Expr:
    return cell.str.slice(0, 8).str.to_date("%Y%m%d", strict=False)


def _moment(cell: pl.Expr) -> pl.Expr:
    return cell.str.to_datetime("%Y%m%d%H%M%S", time_zone="UTC", strict=False)


def _side(frame: pl.DataFrame, side: str, theirs: str) -> pl.DataFrame:
    """One side: a known group, a country, or a type that stands in a country's place; the first type with a sector."""
    frame = countries(frame, f"{theirs}CountryCode", "_land")
    frame = coded(frame, "gdelt-country", f"{theirs}CountryCode", "_other", None)
    frame = coded(frame, "gdelt-group", f"{theirs}KnownGroupCode", "_group", "_group_sector")
    for n in (1, 2, 3):
        frame = coded(frame, "gdelt-type", f"{theirs}Type{n}Code", f"_land{n}", f"_sector{n}")
    land = pl.coalesce("_other", "_land", "_group", "_land1", "_land2", "_land3")
    made = {
        side: pl.col(f"{theirs}Name"),
        f"{side}_country": pl.when(pl.col(f"{theirs}CountryCode") != "EUR").then(land).otherwise(
            pl.coalesce("_group", "_land1", "_land2", "_land3")
        ),
        f"{side}_sector": pl.coalesce("_sector1", "_sector2", "_sector3", "_group_sector"),
    }  # fmt: skip
    frame = frame.with_columns(**made)
    return frame.drop(pl.selectors.starts_with("_"), *(f"{theirs}{name}" for name in _SIDE))


def _hosts(frame: pl.DataFrame) -> pl.DataFrame:
    asked = frame["SOURCEURL"].drop_nulls().unique().to_list()
    table = pl.DataFrame(
        [(url, _host(url)) for url in asked], schema={"SOURCEURL": pl.String, "outlet": pl.String}, orient="row"
    )
    return frame.join(table, on="SOURCEURL", how="left", maintain_order="left")


def _host(url: str) -> str | None:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None
