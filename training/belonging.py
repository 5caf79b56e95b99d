"""`python -m training.belonging DATA`: fits what tells whose people a party is, and writes `codebook/belonging.csv`.

The law: only rows that are there to be taught are fitted on: of the parties those whose own words name no country, and
of the acts that the rules find those with a side that they leave empty. A conditional logit over the countries that a
report names, and none (McFadden 1974), held small by a ridge.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from foreshock.coding import EventCoder, open_coder
from foreshock.coding.belonging import BY_SIGNS, Party, Signs, likeliest, missing, signs
from foreshock.coding.events import find_events
from foreshock.coding.scene import Scene
from foreshock.records import Event, Report
from foreshock.wire import read_text
from training.rows import Row, all_taught, development, open_rows, passages

if TYPE_CHECKING:
    from spacy.tokens import Token

FILE = Path(__file__).parents[1] / "src" / "foreshock" / "codebook" / "belonging.csv"
LEAST, RIDGE = 6, 2.0
"""Parties in which a sign has to stand, and the weight of half the squared weights."""
SIDES = {"actors": "actor", "recipients": "recipient"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The signs for each country, and the countries that the annotators wrote, None where they wrote none."""

    signs: Signs
    countries: frozenset[str | None]


@dataclass(frozen=True, slots=True)
class Side:
    """A party of an act that is asked about, and the countries that the annotators wrote."""

    act: Token
    party: Party
    countries: frozenset[str | None]


def asked(rows: Sequence[Row], coder: EventCoder) -> tuple[list[Asked], list[Asked]]:
    """The parties of the rows whose own words name no country, and the sides that the coder leaves empty."""
    found: tuple[list[Asked], list[Asked]] = [], []
    for row, scene in zip(rows, coder.scenes(as_reports(rows)), strict=True):
        for kind, sides in zip(found, sides_of(scene, row), strict=True):
            kind += [Asked(signs(scene, s.act, s.party), s.countries) for s in sides]
    return found


def as_reports(rows: Sequence[Row]) -> list[Report]:
    """The rows as reports to code, each of its day."""
    return [replace(read_text(r.text, published=date.fromisoformat(r.date)), language="en") for r in rows]


def sides_of(scene: Scene, row: Row) -> tuple[list[Side], list[Side]]:
    """The parties of a row whose own words name no country, and the sides that the coder leaves empty."""
    parties = [found for event in row.events for side in SIDES for found in _of_side(scene, event, side)]
    return parties, [found for event in find_events(scene)[0] for found in _left_empty(scene, event, row)]


def _left_empty(scene: Scene, event: Event, row: Row) -> Iterator[Side]:
    """For each empty side of an act that the annotators have too: who they say it is."""
    start, end = event.trigger.start, event.trigger.end
    same = [e for e in row.events if e["type"] == event.type and e["trigger"][0] < end and start < e["trigger"][1]]
    act = scene.page.doc.char_span(start, end, alignment_mode="expand")
    if len(same) != 1 or act is None:
        return
    for side, found, other in (
        ("actors", event.actors, event.recipients),
        ("recipients", event.recipients, event.actors),
    ):
        if not found or any(told.startswith(f"{SIDES[side]} {BY_SIGNS}") for told in event.because):
            countries = frozenset(party[2] for party in same[0][side] if party[2]) or frozenset({None})
            party = missing(scene, act.root, SIDES[side], event.type, other)
            yield Side(act.root, party, countries)


def _of_side(scene: Scene, event: dict[str, Any], side: str) -> Iterator[Side]:
    doc = scene.page.doc
    trigger = doc.char_span(event["trigger"][0], event["trigger"][1], alignment_mode="expand")
    (other,) = set(SIDES) - {side}
    others = frozenset(c for party in event[other] for c in _own(scene, party))
    for start, end, country, _ in event[side]:
        span = doc.char_span(start, end, alignment_mode="expand")
        if trigger is None or span is None or any(t.i in scene.cast.hit_at for t in span):
            continue
        actor = scene.cast.actor(span.root)
        if actor is not None and any(getattr(h.reading.of, "name", None) == actor.name for h in scene.cast.hits):
            continue
        party = Party(span.start, span.end - 1, actor.sector if actor else None, SIDES[side], event["type"], others)
        yield Side(trigger.root, party, frozenset({country}))


def _own(scene: Scene, party: Sequence[Any]) -> list[str]:
    span = scene.page.doc.char_span(party[0], party[1], alignment_mode="expand")
    inside = range(span.start, span.end) if span is not None else range(0)
    return [w.country for w in scene.countries.words if w.first in inside and w.kind != "place"]


def fit(parties: Sequence[Asked]) -> dict[str, float]:
    """The weight of each sign."""
    told = [p for p in parties if p.countries & p.signs.keys()]
    counts = Counter(sign for p in told for found in p.signs.values() for sign in set(found))
    names = sorted(sign for sign, count in counts.items() if count >= LEAST)
    place = {sign: n for n, sign in enumerate(names)}
    options = [(n, country in p.countries, found) for n, p in enumerate(told) for country, found in p.signs.items()]
    cells = [(row, place[s]) for row, (_, _, found) in enumerate(options) for s in set(found) if s in place]
    at = np.array(cells).T
    table = csr_matrix((np.ones(len(cells)), (at[0], at[1])), shape=(len(options), len(names)))
    group, chosen = np.array([n for n, _, _ in options]), np.array([c for _, c, _ in options])

    def loss(weights: Any) -> tuple[float, Any]:
        scores = table @ weights
        highest = np.full(len(told), -np.inf)
        np.maximum.at(highest, group, scores)
        raised = np.exp(scores - highest[group])
        shares = raised / np.bincount(group, raised)[group]
        held = np.bincount(group, shares * chosen)
        pull = table.T @ (shares - shares * chosen / held[group])
        return -np.log(held).sum() + RIDGE / 2 * weights @ weights, pull + RIDGE * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return dict(zip(names, found.x, strict=True))


def right(parties: Sequence[Asked], weights: Mapping[str, float]) -> float:
    """The share of the parties whose country the weights tell, those told to have none included."""
    return sum(likeliest(p.signs, weights)[0] in p.countries for p in parties) / len(parties)


def main(data: str) -> None:
    """Fit on the rows to be taught, write the weights, print how often they are right on the development part."""
    coder = open_coder(kind="rules")
    fitted = [fit(part) for part in asked(all_taught(Path(data)), coder)]
    with FILE.open("w", encoding="utf8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["sign", "party", "missing"])
        for sign in sorted({sign for part in fitted for sign in part}):
            lines.writerow([sign, *(f"{part.get(sign, 0.0):.3f}" for part in fitted)])
    rows = development([*open_rows(Path(data)), *passages()])
    for name, part, weights in zip(("party", "missing"), asked(rows, coder), fitted, strict=True):
        print(f"{name}: {len(weights)} signs; right on the development part {right(part, weights):.3f} of {len(part)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("say where the open text lies: python -m training.belonging FOLDER")
    main(sys.argv[1])
