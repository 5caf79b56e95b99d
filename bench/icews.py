"""Event files with names and CAMEO verbs, read as acts between countries: date, subject, relation, object.

The law: what cannot be read as an act of one country towards another is left out and counted by reason. Persons stand
for their country where the registry names them, as does whoever is named with a country (Military (Syria)).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from foreshock.codebook.registry import State, registry
from foreshock.records.columns import ACTS

ROOTS = Path(__file__).parent / "cameo_roots.toml"
QUADS = {"VC": range(2, 6), "MC": range(6, 9), "VX": range(9, 14), "MX": range(14, 21)}
SUFFIX = re.compile(r"\(([^()]*)\)$")
STATEMENT_ROOT = 1
OTHER_STATES = {"Palestinian Territory, Occupied": "PSE", "Holy See Vatican City State": "VAT"}
OTHER_PERSONS = {
    "Kim Jong-Un": "PRK",
    "Sergey Viktorovich Lavrov": "RUS",
    "Malcolm Bligh Turnbull": "AUS",
    "Kang Kyung Wha": "KOR",
    "John R. Bolton": "USA",
    "Ashraf Ghani Ahmadzai": "AFG",
    "Klaus Johannis": "ROU",
    "Dmitry Anatolyevich Medvedev": "RUS",
    "Shavkat Mirziyayev": "UZB",
    "Sergey Kuzhugetovich Shoygu": "RUS",
    "Jacob Gedleyihlekisa Zuma": "ZAF",
    "Uhuru Muigai Kenyatta": "KEN",
}
"""Names as the data set spells them that no form of the registry matches."""


@dataclass(frozen=True, slots=True)
class EventFile:
    """The acts of a file in the columns of ACTS, rows of the file per day, and rows left out by reason."""

    acts: pl.DataFrame
    reports: pl.DataFrame
    left_out: dict[str, int]


def read_events(path: Path) -> EventFile:
    """The acts between countries in a CSV file (it may be gzipped) with the columns date, subject, relation, object."""
    rows = pl.read_csv(path, columns=["date", "subject", "relation", "object"], infer_schema_length=0)
    rows = rows.with_columns(day=pl.col("date").str.to_date(strict=True)).unique(maintain_order=True)
    days: list[date] = rows["day"].to_list()
    names = countries(set(rows["subject"]) | set(rows["object"]), min(days, default=None))
    told = rows.with_columns(
        actor_country=pl.col("subject").replace_strict(names, default=None, return_dtype=pl.String),
        recipient_country=pl.col("object").replace_strict(names, default=None, return_dtype=pl.String),
        root=pl.col("relation").str.to_lowercase().replace_strict(verbs(), default=None, return_dtype=pl.Int64),
    )
    reasons = {
        "a party that is no country or known person": pl.any_horizontal(
            pl.col("actor_country", "recipient_country").is_null()
        ),
        "an act inside one country": pl.col("actor_country") == pl.col("recipient_country"),
        "a verb that CAMEO does not know": pl.col("root").is_null(),
    }
    left_out: dict[str, int] = {}
    for reason, condition in reasons.items():
        left_out[reason] = told.filter(condition).height
        told = told.filter(~condition)
    return EventFile(_acts(told), rows.group_by("day").agg(reports=pl.len()).sort("day"), left_out)


def countries(names: Iterable[str], day: date | None) -> dict[str, str]:
    """The country of each name that is a state or a person of one."""
    known = registry()
    found = {**OTHER_STATES, **OTHER_PERSONS}
    for name in sorted(names):
        reading = known.read(name, day)
        if reading is None or name in found or reading.of.country is None:
            continue
        if isinstance(reading.of, State) or reading.of.kind == "person":
            found[name] = reading.of.country
    return {**_of_a_country(names, found), **found}


def _of_a_country(names: Iterable[str], known: dict[str, str]) -> dict[str, str]:
    """The country of each name that ends in one: Military (Syria)."""
    ends = ((name, SUFFIX.search(name)) for name in names)
    return {name: known[end[1]] for name, end in ends if end and end[1] in known}


@cache
def verbs() -> dict[str, int]:
    """The CAMEO root of each verb, in lower case."""
    roots = tomllib.loads(ROOTS.read_text(encoding="utf8"))
    return {name.lower(): int(root) for root, names in roots.items() for name in names}


def _acts(told: pl.DataFrame) -> pl.DataFrame:
    quad = {root: quad for quad, roots in QUADS.items() for root in roots} | {STATEMENT_ROOT: "VC"}
    rows = told.select(
        "day",
        "actor_country",
        "recipient_country",
        origin=pl.lit("icews"),
        actor="actor_country",
        recipient="recipient_country",
        quad=pl.col("root").replace_strict(quad, return_dtype=pl.String),
        standing=pl.lit("actual"),
        precision=pl.lit("day"),
        published="day",
        learned=pl.col("day").cast(pl.Datetime("us")),
        share=pl.lit(1.0),
    )
    rest = [column.name for column in ACTS if column.name not in rows.columns]
    return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in rest).select(c.name for c in ACTS)
