"""POLECAT, ICEWS and GDELT tables: their columns in their order, one row a directed pair.

The law: what is read back by the readers of this room is what was written. ICEWS and GDELT have no word for an act that
did not happen, so only actual acts go there, and the rest is counted.
"""

from __future__ import annotations

import hashlib

import polars as pl

from foreshock.codebook.cameo import cameo_of
from foreshock.codebook.country_codes import codes_of_countries
from foreshock.codebook.registry import registry
from foreshock.formats import gdelt, icews, polecat
from foreshock.formats.export.cells import tab_separated
from foreshock.formats.export.tables import Asked, Exported, Tables, pairs, with_reports
from foreshock.formats.who import scheme_codes

_QUADS = {"VC": "VERBAL COOPERATION", "MC": "MATERIAL COOPERATION", "VX": "VERBAL CONFLICT", "MX": "MATERIAL CONFLICT"}
_QUAD_CLASS = {"VC": "1", "MC": "2", "VX": "3", "MX": "4"}
_ID = pl.format("{}:{}", "report_id", "event_id")
_SIDES = ("actor", "recipient")
EVIDENCE = ("Evidence ID", "Evidence Text", "Attribution Chain")
"""Columns that may follow the 40 of POLECAT: the span's place, its words, and who vouches for it."""


def write_polecat(tables: Tables, asked: Asked) -> Exported:
    """The 40 columns of POLECAT; a standing other than actual stands as its auxiliary mode in the place of the mode."""
    frame = with_reports(pairs(tables.events), tables.reports, "language")
    standing = pl.col("standing").replace_strict({told: aux for aux, told in polecat.STANDINGS.items()}, default=None)
    made = {
        "Event ID": _ID,
        "Event Date": pl.col("day").dt.to_string("%Y-%m-%d"),
        "Event Type": pl.col("type"),
        "Event Mode": pl.coalesce(standing, "mode"),
        "Intensity": pl.col("score"),
        "Quad Code": pl.col("quad").replace_strict(_QUADS, default=None),
        "Contexts": pl.col("contexts").list.join(";"),
        "Placename": pl.col("place"),
        "Country": pl.col("place_country"),
        "Latitude": pl.col("lat"),
        "Longitude": pl.col("lon"),
        "Raw Placename": pl.col("place"),
        "Source": pl.col("outlet"),
        "Publication Date": pl.col("published").dt.to_string("%Y-%m-%d"),
        "Language": pl.col("language"),
        "Version": pl.format("{} {}", "coder", "coder_version"),
    }
    for side, theirs in zip(_SIDES, ("Actor", "Recipient"), strict=True):
        made |= {
            f"{theirs} Name": pl.col(side),
            f"{theirs} Country": pl.col(f"{side}_country"),
            f"{theirs} COW": _by(f"{side}_country", codes_of_countries("cow")),
            f"Primary {theirs} Sector": pl.col(f"{side}_sector"),
            f"{theirs} Sectors": pl.col(f"{side}_sector"),
            f"{theirs} Name Raw": pl.col(side),
        }
    columns: tuple[str, ...] = polecat.COLUMNS
    if asked.evidence:
        columns = (*columns, *EVIDENCE)
        place = pl.format("{}#char={},{}", "report_id", "trigger_start", "trigger_end")
        made |= dict(zip(EVIDENCE, (place, pl.col("sentence_text"), pl.col("chain_text")), strict=True))
    return Exported({"polecat.txt": _table(frame, columns, made, header=True)})


def write_icews(tables: Tables, asked: Asked) -> Exported:
    """The 20 columns of ICEWS: CAMEO code, its name and its Goldstein value for each actual act."""
    frame, said = _actual(tables)
    names = {state.country: state.name for state in registry().states}
    sectors = _turned("icews-sector")
    made = {
        "Event ID": _ID,
        "Event Date": pl.col("day").dt.to_string("%Y-%m-%d"),
        "Event Text": pl.col("_name"),
        "CAMEO Code": pl.col("_code"),
        "Intensity": pl.col("_goldstein"),
        "Story ID": pl.col("report_id"),
        "Publisher": pl.col("outlet"),
        "City": pl.col("place"),
        "Country": _by("place_country", names),
        "Latitude": pl.col("lat"),
        "Longitude": pl.col("lon"),
    }
    for side, theirs in zip(_SIDES, ("Source", "Target"), strict=True):
        made |= {
            f"{theirs} Name": pl.col(side),
            f"{theirs} Sectors": _by(f"{side}_sector", sectors),
            f"{theirs} Country": _by(f"{side}_country", names),
        }
    return Exported({"icews.tab": _table(frame, icews.COLUMNS, made, header=True)}, said)


def write_gdelt(tables: Tables, asked: Asked) -> Exported:
    """The 61 columns of GDELT 2.0 without a header, each actual act as one mention by one source.

    Their ids are whole numbers: ours are made of a digest. There is no tone.
    """
    frame, said = _actual(tables)
    frame = with_reports(frame, tables.reports, "url")
    pair = pl.concat_str(_ID, pl.col("actor").fill_null(""), pl.col("recipient").fill_null(""), separator=" ")
    ids = {told: _number(told) for told in frame.select(pair).to_series().unique()}
    day, fips = pl.col("day"), _by("place_country", codes_of_countries("fips"))
    part = (day.dt.ordinal_day() / 365).clip(0, 0.9999)
    made = {
        "GLOBALEVENTID": pair.replace_strict(ids, default=None, return_dtype=pl.String),
        "SQLDATE": day.dt.to_string("%Y%m%d"),
        "MonthYear": day.dt.to_string("%Y%m"),
        "Year": day.dt.to_string("%Y"),
        "FractionDate": (day.dt.year() + part).round(4),
        "IsRootEvent": pl.lit("1"),
        "EventCode": pl.col("_code"),
        "EventBaseCode": pl.col("_code").str.slice(0, 3),
        "EventRootCode": pl.col("_code").str.slice(0, 2),
        "QuadClass": pl.col("quad").replace_strict(_QUAD_CLASS, default=None),
        "GoldsteinScale": pl.col("_goldstein"),
        **dict.fromkeys(("NumMentions", "NumSources", "NumArticles"), pl.lit("1")),
        "ActionGeo_Type": pl.when(pl.col("lat").is_not_null()).then(pl.lit("4")).when(fips.is_not_null()).then(
            pl.lit("1")
        ).otherwise(pl.lit("0")),
        "ActionGeo_FullName": pl.col("place"),
        "ActionGeo_CountryCode": fips,
        "ActionGeo_Lat": pl.col("lat"),
        "ActionGeo_Long": pl.col("lon"),
        "DATEADDED": pl.col("learned").dt.to_string("%Y%m%d%H%M%S"),
        "SOURCEURL": pl.col("url"),
    }  # fmt: skip
    for side, theirs in zip(_SIDES, ("Actor1", "Actor2"), strict=True):
        made |= _gdelt_side(side, theirs)
    return Exported({"gdelt.export.csv": _table(frame, gdelt.COLUMNS, made, header=False)}, said)


def _gdelt_side(side: str, theirs: str) -> dict[str, pl.Expr]:
    code, kinds = pl.col(f"{side}_country"), _turned("gdelt-type")
    country = pl.when(code.is_in([state.country for state in registry().states])).then(code)
    body = code.replace_strict({"UNO": "UNO", "EUR": "EEC"}, default=None)
    stands_in = code.replace_strict(
        {"IGO": "IGO", "NGO": "NGO", "MNC": "MNC", "IMG": "IMG", "ISM": "NGM"}, default=None
    )
    kind = pl.coalesce(_by(f"{side}_sector", kinds), stands_in)
    known = pl.concat_str(pl.coalesce(country, body, pl.lit("")), pl.coalesce(kind, pl.lit("")))
    return {
        f"{theirs}Code": known,
        f"{theirs}Name": pl.col(side).str.to_uppercase(),
        f"{theirs}CountryCode": country,
        f"{theirs}KnownGroupCode": body,
        f"{theirs}Type1Code": kind,
    }


def _actual(tables: Tables) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The pairs of actual acts with a day, with the CAMEO code that says each best; and what is left out."""
    kept = tables.events.filter((pl.col("standing") == "actual") & pl.coalesce("start", "published").is_not_null())
    frame, lost = pairs(kept), len(tables.events) - len(kept)
    known = [(kind, mode, cameo_of(kind, mode)) for kind, mode in frame.select("type", "mode").unique().iter_rows()]
    table = pl.DataFrame(
        [(kind, mode, one.code, one.name, one.goldstein) for kind, mode, one in known],
        schema={"type": pl.String, "mode": pl.String, "_code": pl.String, "_name": pl.String, "_goldstein": pl.Float64},
        orient="row",
    )
    frame = frame.join(table, on=["type", "mode"], how="left", nulls_equal=True, maintain_order="left")
    undated = kept["start"].null_count()
    left_out = f"{lost:,} events are left out: not told as having happened, or in a report without a day"
    stand_in = f"{undated:,} events have no day of their own and stand on the day of publication"
    return frame, (*((left_out,) if lost else ()), *((stand_in,) if undated else ()))


def _table(frame: pl.DataFrame, columns: tuple[str, ...], made: dict[str, pl.Expr], header: bool) -> bytes:
    """The columns in order, those that are not made left empty."""
    empty = pl.lit(None, pl.String)
    return tab_separated(frame.select(made.get(name, empty).alias(name) for name in columns), header)


def _by(column: str, table: object) -> pl.Expr:
    return pl.col(column).replace_strict(dict(table), default=None, return_dtype=pl.String)  # type: ignore[call-overload]


def _turned(scheme: str) -> dict[str, str]:
    """The first code of a scheme for each sector, in the order of the file."""
    found: dict[str, str] = {}
    for code, one in scheme_codes(scheme).items():
        if one.sector and not one.country:
            found.setdefault(one.sector, code)
    return found


def _number(told: str) -> str:
    return str(int(hashlib.sha256(told.encode()).hexdigest()[:15], 16))
