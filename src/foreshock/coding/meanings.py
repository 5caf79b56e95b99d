"""Every place that a name can mean, large or small, and what is left where only part of the name is known.

The law: nothing is ruled out here; which meaning holds is told by the report, not by the gazetteer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from foreshock.coding.divisions import divisions_named
from foreshock.coding.gazetteer import (
    REGION_PEOPLE,
    STATE_PEOPLE,
    Spot,
    base_of,
    country_of,
    country_spot,
    place_words,
    states_of_america,
    town_spot,
)
from foreshock.coding.towns import SPELLED_PEOPLE, fold, towns_named

_LANDMARK_PEOPLE, _GREAT_PEOPLE = 500_000, 500_000


class Meanings(NamedTuple):
    """What a name can mean, under which key it counts as one name, and whether only a part of it is known."""

    key: str
    spots: tuple[Spot, ...]
    part: bool


@lru_cache(maxsize=8192)
def meanings(text: str) -> Meanings:
    """All places that a name, as it stands in the text, can mean."""
    text, key = text.strip(), fold(text)
    if spots := _marked(text):
        return Meanings(text, spots, False)
    if re.search(r"['’]s$", text, re.IGNORECASE) and (spots := _whole(f"{key}'s")):
        return Meanings(f"{key}'s", spots, False)
    base, _ = base_of(key)
    for form in (key, *_respelled(key), *([base] if base else [])):
        if spots := _whole(form):
            return Meanings(key, spots, False)
    return Meanings(key, _inner(text), True)


def _marked(text: str) -> tuple[Spot, ...]:
    """A state or province by its mark: "B.C.", "Kan.", "NJ"."""
    words = place_words()
    if told := words["marks"].get(text):
        return _whole(told)
    if not text[:1].isupper():
        return ()
    dotted = text.lower().replace(" ", "").rstrip(".") + "."
    code = words["state_marks"].get(dotted) if len(text) > 3 or "." in text else None
    code = code or (text if len(text) == 2 and text.isupper() else None)
    every = (*states_of_america().values(), *_sharing().values())
    return tuple(state for state in every if code and state.state == code)


@lru_cache(maxsize=8192)
def _whole(key: str) -> tuple[Spot, ...]:
    """All places of that very name: waters, peoples, states, regions, divisions, towns."""
    if len(key) < 2:
        return ()
    large = [*_of_tables(key)]
    if (country := country_of(key)) and not any(s.country == country and s.kind == "region" for s in large):
        large.append(country_spot(key, country))
    found = (*large, *_divisions(key, large), *_towns(key))
    return tuple(dict.fromkeys(found))


def _of_tables(key: str) -> Iterator[Spot]:
    words = place_words()
    if key in words["waters"]:
        lat, lon = words["waters"][key]
        yield Spot(key, None, lat, lon, REGION_PEOPLE, "water")
    if key in words["peoples"]:
        yield from _whole(words["peoples"][key])
    if key in words["landmarks"]:
        country, lat, lon = words["landmarks"][key]
        people = _LANDMARK_PEOPLE if country else REGION_PEOPLE
        yield Spot(key, country or None, lat, lon, people, "region" if country else "water")
    if key in _sharing():
        yield _sharing()[key]
    elif key in words["regions"]:
        country, lat, lon = words["regions"][key]
        same = next((d for d in divisions_named(key) if d.country == country), None)
        people, code = (same.people, same.code) if same else (REGION_PEOPLE, None)
        yield Spot(key, country or None, lat, lon, people, "region", code)
    if key in states_of_america():
        yield states_of_america()[key]


def _divisions(key: str, but: list[Spot]) -> Iterator[Spot]:
    """Divisions of that name in states where no table tells of a region of that name."""
    held = {spot.country for spot in but if spot.kind == "region" and spot.name.lower() == key}
    for one in dict.fromkeys((*divisions_named(key), *divisions_named(key.replace(" ", "-")))):
        if one.country not in held:
            main = one.name == key
            yield Spot(
                one.name, one.country, one.lat, one.lon, one.people, "region", one.code, main, level=one.level
            )  # fmt: skip


def _towns(key: str) -> Iterator[Spot]:
    spelled = place_words()["spellings"].get(key)
    known = key in _sharing() or spelled is not None
    for town in towns_named(key):
        spot = town_spot(town, key)
        yield replace(spot, main=spot.main or (known and spot.people > _GREAT_PEOPLE))
    if spelled and spelled[0] != key:
        others = (town_spot(town, spelled[0]) for town in towns_named(spelled[0]))
        yield from (replace(spot, main=True) for spot in others if spot.country == spelled[1])


@cache
def _sharing() -> dict[str, Spot]:
    """States of the United States that share their name with a city, by folded name."""
    rows = place_words()["shared"].items()
    return {
        name: Spot(name, "USA", lat, lon, STATE_PEOPLE, "region", code, sharing=True) for name, (code, lat, lon) in rows
    }


def _respelled(key: str) -> list[str]:
    """Other ways to write a name: hyphens, articles, saint for st., a point more, a plural less."""
    forms = [key.replace("-", " "), re.sub(r"^(?:al|el|ad|ar|as|at|an)[- ]", "", key), f"al {key}", f"al-{key}"]
    forms += [re.sub(r"\bst\.? ", "saint ", key), re.sub(r"\b(?:saint|st) ", "st. ", key)]
    forms += [re.sub(r"^mt\.? ", "mount ", key), re.sub(r"^ft\.? ", "fort ", key)]
    forms += [key.replace("'", ""), key.replace(" ", "-")]
    forms += [f"{key}."] if "." in key else []
    forms += [key[:-1]] if key.endswith("s") and len(key) > 5 else []
    return [form for form in dict.fromkeys(forms) if form != key]


def _inner(text: str) -> tuple[Spot, ...]:
    """The places that the longest known part of a name means, where they are of some size."""
    words, loose = re.findall(r"[\w.'’-]+", text), place_words()["loose"]
    for many in range(len(words) - 1, 0, -1):
        runs = (" ".join(words[i : i + many]) for i in range(len(words) - many + 1))
        keys = [fold(run) for run in runs if run[0].isupper()]
        known = (spot for key in keys if len(key) > 2 and key not in loose for spot in _whole(key))
        if found := tuple(s for s in known if (s.main or s.kind == "country") and s.people >= SPELLED_PEOPLE):
            return found
    return ()
