"""Signs for and against each meaning of a place name: its size and kind, its neighbours, what else the report tells.

The law: no name is a witness for itself, nor is a longer or shorter form of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import cos, exp, log10, radians
from tomllib import loads

from foreshock.coding.beside import Beside
from foreshock.coding.gazetteer import Spot

Signs = dict[str, float]
Division = tuple[str, str]


@cache
def place_weights() -> dict[str, dict[str, float]]:
    """The tables of `codebook/place_weights.toml`: `reading` by sign, `scale` by name."""
    return loads(files("foreshock.codebook").joinpath("place_weights.toml").read_text("utf8"))


def scale(name: str) -> float:
    """One number of the `scale` table."""
    return place_weights()["scale"][name]


@dataclass(slots=True)
class Voice:
    """One name of the report: its meanings, where it stands, what stands beside it, and the belief in each meaning."""

    key: str
    spots: tuple[Spot, ...]
    part: bool
    starts: list[int] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    follows: bool = False
    beliefs: list[float] = field(default_factory=list)

    def best(self) -> tuple[Spot, float]:
        """The meaning most believed, and the belief in it."""
        most = max(range(len(self.spots)), key=lambda i: self.beliefs[i])
        return self.spots[most], self.beliefs[most]


@dataclass(slots=True)
class Heard:
    """Belief summed by state and by first-level division."""

    countries: dict[str, float] = field(default_factory=dict)
    divisions: dict[Division, float] = field(default_factory=dict)

    def add(self, voice: Voice, weight: float) -> None:
        """One more name, counted `weight` times."""
        for spot, belief in zip(voice.spots, voice.beliefs, strict=False):
            if belief < scale("least") or not spot.country:
                continue
            self.countries[spot.country] = self.countries.get(spot.country, 0.0) + belief * weight
            if spot.state and spot.kind != "country":
                division = (spot.country, spot.state)
                self.divisions[division] = self.divisions.get(division, 0.0) + belief * weight


@dataclass(slots=True)
class Others:
    """What the other names of a report tell, in all and close by, and the points where they lie with the belief."""

    all: Heard = field(default_factory=Heard)
    close: Heard = field(default_factory=Heard)
    close_names: int = 0
    points: list[tuple[float, float, float]] = field(default_factory=list)


def others_than(voice: Voice, voices: Sequence[Voice], placed: Sequence[tuple[int, Voice]]) -> Others:
    """What the other names tell, but the longer forms of this one and its parts.

    `voices` and `placed` stand in text order. Of very many names, those told nearest to this one are asked.
    """
    told = Others()
    strangers = [other for other in _nearest(voice, voices) if not _akin(voice, other)]
    for other in strangers:
        times = min(scale("most_times"), len(other.starts)) ** 0.5
        told.all.add(other, times * (scale("part") if other.part else 1.0))
        spot, belief = other.best()
        if spot.kind in ("city", "region") and spot.lat is not None and spot.lon is not None:
            told.points.append((spot.lat, spot.lon, belief))
    known = {other.key for other in strangers}
    for other in _close(voice, placed):
        if other.key in known:
            told.close_names += 1
            told.close.add(other, 1.0)
    return told


def _nearest(voice: Voice, voices: Sequence[Voice]) -> Sequence[Voice]:
    """The names around this one, in the order of their first mention: all of them, where they are few."""
    most = int(scale("most_witnesses"))
    if len(voices) <= most:
        return voices
    at = bisect_left(voices, voice.starts[0] if voice.starts else 0, key=lambda one: one.starts[0])
    first = max(0, min(at - most // 2, len(voices) - most))
    return voices[first : first + most]


def _close(voice: Voice, placed: Sequence[tuple[int, Voice]]) -> list[Voice]:
    """The names told within so many characters of one of the first three mentions, once for each of theirs."""
    reach, found = int(scale("close_chars")), set[int]()
    for at in voice.starts[:3]:
        first = bisect_left(placed, at - reach + 1, key=lambda pair: pair[0])
        found.update(range(first, bisect_left(placed, at + reach, key=lambda pair: pair[0])))
    return [placed[n][1] for n in sorted(found)]


def _akin(one: Voice, other: Voice) -> bool:
    return f" {one.key} " in f" {other.key} " or f" {other.key} " in f" {one.key} "


def signs_of(voice: Voice, others: Others | None) -> list[Signs]:
    """The signs of each meaning, and last those of no meaning that the gazetteer knows."""
    largest = max((s.people for s in voice.spots if s.kind == "city"), default=0)
    signs = []
    for spot in voice.spots:
        sign = _own(spot, largest) | _beside(spot, voice.beside)
        if voice.follows and spot.kind in ("country", "region"):
            sign["follows"] = 1.0
        signs.append(sign | _told(spot, others) if others else sign)
    return [*signs, {"none": 1.0, "none_part": float(voice.part)}]


def _own(spot: Spot, largest: int) -> Signs:
    """Size and kind; `sharing` marks a state of the United States that has its name from a city or gave it."""
    sign = {"people": log10(spot.people + 1), "main": float(spot.main), spot.kind: 1.0}
    if spot.kind == "city":
        sign |= {"names": log10(spot.names + 1), "capital": float(spot.capital)}
        sign["largest"] = float(spot.people == largest)
    if spot.level:
        sign[f"level_{spot.level}"] = 1.0
    if spot.sharing:
        sign[f"sharing_{spot.name}".replace(" ", "_")] = 1.0
    return sign


def _beside(spot: Spot, neighbours: Sequence[Beside]) -> Signs:
    """Only a town or a lesser division is told by its neighbour; states and provinces stand in lists."""
    sign: Signs = {}
    if spot.kind != "city" and spot.level != 2:
        return sign
    for near in neighbours:
        how = "joined" if near.joined else "beside"
        if near.country != spot.country:
            sign[f"{how}_other"] = 1.0
        else:
            same = "division" if near.division == spot.state else "country_only"
            sign[f"{how}_{same if near.division else 'country'}"] = 1.0
    return sign


def _told(spot: Spot, others: Others) -> Signs:
    total = sum(others.all.countries.values())
    if not spot.country or total < scale("least"):
        return {}
    here, close = others.all.countries.get(spot.country, 0.0), others.close.countries.get(spot.country, 0.0)
    sign = {"told_country": here / total, "told_country_some": min(1.0, here)}
    if others.close_names:
        sign |= {"close_country": min(1.0, close / others.close_names), "close_country_some": min(1.0, close)}
    if spot.state and spot.kind != "country":
        division = (spot.country, spot.state)
        here = others.all.divisions.get(division, 0.0)
        sign |= {"told_division": min(1.0, here), "told_division_share": here / total}
        sign["close_division"] = min(1.0, others.close.divisions.get(division, 0.0))
    if spot.kind in ("city", "region") and spot.lat is not None and spot.lon is not None:
        sign["near"] = _near(spot.lat, spot.lon, others.points)
    return sign


def _near(lat: float, lon: float, points: Iterable[tuple[float, float, float]]) -> float:
    """1 where another place of the report lies at the same point for sure, falling with the distance to it."""
    stretch, near = cos(radians(lat)), 0.0
    for other_lat, other_lon, belief in points:
        if abs(other_lat - lat) < 5 and abs(other_lon - lon) < 8:
            km = ((other_lat - lat) ** 2 + ((other_lon - lon) * stretch) ** 2) ** 0.5 * 111
            near = max(near, belief * exp(-km / scale("near_km")))
    return near
