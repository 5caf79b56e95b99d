"""First and second-level divisions of states by name: provinces, counties, districts.

The law: a division is known by its full name, and by the name without its kind only as a second meaning.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_KIND = re.compile(
    r"^(?:province of|provincia (?:de|di)|city of|county|municipio de|departement (?:du|des|de la|de|d')|judetul) ?|"
    r" (?:county|parish|province|district|governorate|region|state|oblast|krai|prefecture|voivodeship|municipality|"
    r"borough|county borough|district municipality|regency|republic|rajons|municipio|department|division)$"
)


class Division(NamedTuple):
    """One division: its folded name, state (ISO alpha-3), first-level code, level 1 or 2, middle of its towns."""

    name: str
    country: str
    code: str
    level: int
    lat: float
    lon: float
    people: int


def divisions_named(key: str) -> tuple[Division, ...]:
    """All divisions of a folded name, with or without the word for their kind."""
    return tuple(_index().get(key, ()))


def bare(name: str) -> str:
    """The name of a division without the word for its kind."""
    return _KIND.sub("", name)


@cache
def _index() -> dict[str, list[Division]]:
    index: dict[str, list[Division]] = {}
    with files("foreshock.codebook").joinpath("divisions.csv").open(encoding="utf8") as lines:
        for row in csv.DictReader(lines):
            one = Division(
                row["name"], row["country"], row["state"], int(row["level"]),
                float(row["lat"]), float(row["lon"]), int(row["people"]),
            )  # fmt: skip
            for name in {one.name, bare(one.name)}:
                index.setdefault(name, []).append(one)
    return index
