"""Who is meant by a name in other people's tables: the country or the code in its place, and the sector.

The law: a name is looked up whole, then in its parts; a name that is not known stays without country and sector. The
tables are `names.csv`, `roles.csv` and `schemes.csv` beside this file, and the codebook's registry of actors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from foreshock.codebook.base import sectors, stand_ins
from foreshock.codebook.entry import Entry, State
from foreshock.codebook.lexicon import agents
from foreshock.codebook.lines import csv_lines
from foreshock.codebook.registry import registry
from foreshock.codebook.surface import without_accents

_HERE = Path(__file__).parent
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "ə": "e"})
_BEHIND = re.compile(r"^(?P<role>.+?) \((?P<of>[^()]+)\)$")
_YEARS = re.compile(r" ?\((?:19|20)\d\d-?(?:(?:19|20)\d\d)?\)")
_FORCES = re.compile(r"^(?:the )?(?P<role>[\w' ]*?(?:forces?|government|army|police)) of (?:the )?(?P<of>.+)$", re.I)
_MIDYEAR = (7, 1)


class Who(NamedTuple):
    """A country or a code in its place, and a sector; None where not known."""

    country: str | None
    sector: str | None


NOBODY = Who(None, None)


def who(frame: pl.DataFrame, side: str, day: str = "day") -> pl.DataFrame:
    """The frame with `SIDE_country` and `SIDE_sector` of the names in the column SIDE, as of the year of each row.

    Each name is looked up once a year that names it.
    """
    asked = frame.select(pl.col(side), pl.col(day).dt.year().alias("_year")).unique().drop_nulls()
    told = [(name, year, *named(name, year)) for name, year in asked.iter_rows()]
    schema = {side: pl.String, "_year": pl.Int32, f"{side}_country": pl.String, f"{side}_sector": pl.String}
    table = pl.DataFrame(told, schema=schema, orient="row")
    keyed = frame.with_columns(pl.col(day).dt.year().alias("_year"))
    return keyed.join(table, on=[side, "_year"], how="left", maintain_order="left").drop("_year")


def countries(frame: pl.DataFrame, column: str, made: str) -> pl.DataFrame:
    """The frame with the column `made`: the country that the name or alpha-3 code in `column` means."""
    asked = frame[column].drop_nulls().unique().to_list()
    told = [(name, country_named(name)) for name in asked]
    table = pl.DataFrame(told, schema={column: pl.String, made: pl.String}, orient="row")
    return frame.join(table, on=column, how="left", maintain_order="left")


def coded(frame: pl.DataFrame, scheme: str, column: str, country: str | None, sector: str | None) -> pl.DataFrame:
    """The frame with the columns `country` and `sector` that the codes of a scheme in `column` mean."""
    told = [(code, *one) for code, one in scheme_codes(scheme).items()]
    table = pl.DataFrame(told, schema={column: pl.String, "_c": pl.String, "_s": pl.String}, orient="row")
    joined = frame.join(table, on=column, how="left", maintain_order="left")
    named = {made: theirs for made, theirs in ((country, "_c"), (sector, "_s")) if made}
    return joined.with_columns(**{made: pl.col(theirs) for made, theirs in named.items()}).drop("_c", "_s")


@cache
def named(name: str, year: int) -> Who:
    """Who a name means in a year: whole, with its role before a country, or as forces of a country."""
    bare = _YEARS.sub("", name).strip()
    whole = _whole(bare, year)
    if whole is not None:
        return whole
    parts = [found for pattern in (_FORCES, _BEHIND) if (found := pattern.match(bare))]
    told = [_in_parts(found["role"], found["of"], year) for found in parts] or [Who(None, _sector_of_role(bare))]
    return next((one for one in told if one.country), told[0])


@cache
def country_named(name: str) -> str | None:
    """The country that a name, an alpha-3 code or a code in a country's place means, None where none."""
    if name in _codes():
        return name
    known = _names().get(fold(name))
    if known is not None:
        return known.country
    found = {x.country for x in _forms().get(fold(name), ()) if isinstance(x, State)}
    return found.pop() if len(found) == 1 else None


@cache
def scheme_codes(scheme: str) -> Mapping[str, Who]:
    """The codes of another scheme, and what they mean in the codebook."""
    rows = csv_lines(_HERE / "schemes.csv", "scheme,code,country,sector,note")
    found: dict[str, Who] = {}
    for here, row in rows:
        if row["scheme"] == scheme:
            here.check("country", row["country"], {"", *_codes()})
            here.check("sector", row["sector"], {"", *sectors()})
            found[row["code"]] = Who(row["country"] or None, row["sector"] or None)
    return MappingProxyType(found)


@cache
def fold(name: str) -> str:
    """A name in small plain letters and digits, single spaces between the words."""
    plain = without_accents(name.lower().translate(_LETTERS))
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’`]", "", plain)).strip()


def _in_parts(role: str, of: str, year: int) -> Who:
    """A role of a country ("Citizen (Iran)"), or of an actor ("Combatant (Taliban)")."""
    country, sector = country_named(of), _sector_of_role(role)
    if country is not None:
        return Who(country, sector)
    other = _whole(of, year) or NOBODY
    return Who(other.country, other.sector if sector in (None, "UNK") else sector)


def _whole(name: str, year: int) -> Who | None:
    known = _names().get(fold(name))
    if known is not None:
        return known
    found = _forms().get(fold(name)) or _persons_between(name)
    held = {_held(one, year) for one in found}
    if len(held) == 1:
        return held.pop()
    lands = {one.country for one in held}
    return Who(lands.pop(), None) if len(lands) == 1 else None


def _held(one: Entry | State, year: int) -> Who:
    country, sector, _ = one.on(date(year, *_MIDYEAR))
    return Who(country, sector)


def _persons_between(name: str) -> tuple[Entry, ...]:
    """Persons whose first and last name these are, with other names between, or in the other order."""
    told = fold(name).split()
    if len(told) < 2:
        return ()
    found = (one for ends in ((told[0], told[-1]), (told[-1], told[0])) for one in _by_ends().get(ends, ()))
    return tuple(one for one in found if _is_in(fold(one.name).split(), told))


def _is_in(words: list[str], told: list[str]) -> bool:
    """True where `told` has all the words in order and more between, or exactly the two in the other order."""
    rest = iter(told)
    return all(word in rest for word in words) or (len(told) == 2 and words == told[::-1])


def _sector_of_role(role: str) -> str | None:
    """The sector of a role: by its line in roles.csv, by the codebook's agents, then by its last words."""
    for part in (role, *role.split(" / "), *role.split("/")):
        words = fold(part).split()
        for start in range(len(words)):
            rest = " ".join(words[start:])
            if found := _roles().get(rest) or _roles().get(rest.removesuffix("s")):
                return found
    return None


@cache
def _names() -> Mapping[str, Who]:
    found: dict[str, Who] = {}
    for here, row in csv_lines(_HERE / "names.csv", "name,country,sector,note"):
        here.check("country", row["country"], {"", *_codes()})
        here.check("sector", row["sector"], {"", *sectors()})
        key = fold(row["name"])
        if key in found:
            raise here.fault(f"{row['name']!r} is told twice")
        found[key] = Who(row["country"] or None, row["sector"] or None)
    return MappingProxyType(found)


@cache
def _roles() -> Mapping[str, str]:
    found = {fold(agent.noun): agent.sector for agent in agents() if agent.kind == "role"}
    for here, row in csv_lines(_HERE / "roles.csv", "role,sector,note"):
        here.check("sector", row["sector"], sectors().keys())
        found[fold(row["role"])] = row["sector"]
    return MappingProxyType(found)


@cache
def _forms() -> Mapping[str, tuple[Entry | State, ...]]:
    found: dict[str, tuple[Entry | State, ...]] = {}
    for form, readings in registry().names().items():
        key = fold(form)
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), *(reading.of for reading in readings))))
    return MappingProxyType(found)


@cache
def _by_ends() -> Mapping[tuple[str, str], tuple[Entry, ...]]:
    found: dict[tuple[str, str], tuple[Entry, ...]] = {}
    for one in _persons(registry().entries):
        words = fold(one.name).split()
        ends = words[0], words[-1]
        found[ends] = (*found.get(ends, ()), one)
    return MappingProxyType(found)


def _persons(entries: Iterable[Entry]) -> Iterable[Entry]:
    return (one for one in entries if one.kind == "person" and " " in one.name)


@cache
def _codes() -> frozenset[str]:
    return frozenset(state.country for state in registry().states) | frozenset(stand_ins())
