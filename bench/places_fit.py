"""Fit the weights by which the meanings of a place name are weighed: a conditional logit over meanings and "none".

The law: it reads LGL whole and of GeoWebNews and TR-News the first third; what is scored is left alone.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy

from bench.geo import MODEL, NEAR_KM, QUOTES, GoldPlace, read_articles
from foreshock.coding.gazetteer import Spot, distance_km
from foreshock.coding.reading_signs import Signs, place_weights
from foreshock.coding.readings import Weights, atlas_of, signs_at

NEWS_WEIGHT, PENALTY, STEPS, PASSES = 16.0, 1e-5, 600, 4
Case = tuple[list[Signs], list[bool], float]
Page = tuple[Any, list[GoldPlace], float]


def fit(folder: Path) -> Weights:
    """Weights by sign, from reading with the weights of the pass before, and fitting again."""
    weights = dict(place_weights()["reading"])
    pages = list(_pages(folder, spacy.load(MODEL)))
    for _ in range(PASSES):
        weights = _logit([case for page in pages for case in _cases(*page, weights)])
    return weights


def _pages(folder: Path, nlp: Any) -> Iterator[Page]:
    for name, weight in (("lgl", 1.0), ("GWN", NEWS_WEIGHT), ("TR-News", NEWS_WEIGHT)):
        articles = list(read_articles(folder / f"{name}.xml"))
        for text, gold in articles if name == "lgl" else articles[: len(articles) // 3]:
            yield nlp(text.translate(QUOTES)), gold, weight


def _cases(doc: Any, gold: list[GoldPlace], weight: float, weights: Weights) -> Iterator[Case]:
    """Signs of every meaning of every gold name, and which are right; many mentions of one name share their weight."""
    atlas = atlas_of(doc, weights)
    named: dict[str, list[tuple[list[Signs], list[bool]]]] = defaultdict(list)
    for place in gold:
        spots, signs = signs_at(atlas, place.start, place.end)
        right = _right(spots, place)
        if spots:
            named[place.name.lower()].append((signs, [*right, not any(right)]))
    for cases in named.values():
        yield from ((signs, right, weight / len(cases) ** 0.5) for signs, right in cases)


def _right(spots: Sequence[Spot], place: GoldPlace) -> list[bool]:
    """Meanings in the right state and near enough; else, for names of large places, those in the right state."""
    at = Spot("", None, place.lat, place.lon, 0, "city")
    in_state = [place.country is not None and spot.country == place.country for spot in spots]
    near = [
        distance_km(spot, at) <= NEAR_KM and (same or place.country is None)
        for spot, same in zip(spots, in_state, strict=True)
    ]
    large = any(spot.kind == "country" or spot.level == 1 or spot.people >= 2_000_000 for spot in spots)
    return near if any(near) or not large else in_state


def _logit(cases: list[Case]) -> Weights:
    """The weights under which the right meanings are likeliest, by Adam with an L2 penalty."""
    names = sorted({name for signs, _, _ in cases for sign in signs for name in sign})
    rows, starts, right, share = _arrays(cases, names)
    theta, mean, square = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    lengths = np.diff(np.append(starts, len(rows)))
    for step in range(1, STEPS + 1):
        points = rows @ theta
        raised = np.exp(points - np.repeat(np.maximum.reduceat(points, starts), lengths))
        belief = raised / np.repeat(np.add.reduceat(raised, starts), lengths)
        known = belief * right
        target = known / np.repeat(np.add.reduceat(known, starts), lengths)
        slope = rows.T @ ((belief - target) * np.repeat(share, lengths)) + PENALTY * theta
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        theta -= 0.1 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
    return {name: round(float(value), 3) for name, value in zip(names, theta, strict=True)}


def _arrays(cases: list[Case], names: list[str]) -> tuple[Any, Any, Any, Any]:
    """Rows of signs, where each case begins in them, 1.0 for right rows, and the share of each case in all."""
    place = {name: i for i, name in enumerate(names)}
    signs = [sign for many, _, _ in cases for sign in many]
    rows = np.zeros((len(signs), len(names)))
    for i, sign in enumerate(signs):
        for name, value in sign.items():
            rows[i, place[name]] = value
    starts = np.cumsum([0, *(len(many) for many, _, _ in cases[:-1])])
    right = np.array([float(yes) for _, many, _ in cases for yes in many])
    share = np.array([weight for _, _, weight in cases])
    return rows, starts, right, share / share.sum()


if __name__ == "__main__":
    for sign, value in fit(Path(sys.argv[1])).items():
        print(f"{sign} = {value}")
