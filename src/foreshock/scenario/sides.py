"""The two sides of a worst case: who would come into conflict with whom, and whether either way.

The law: sides are read from acts the reports tell between them, weighed by how near they stand to the worst case's own
words; a country's armed groups stand on its side, a conflict within a country is its state against its groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from foreshock.codebook.registry import registry
from foreshock.records import Span
from foreshock.scenario.cast import GROUPS, Cast, country_of, words
from foreshock.scenario.told_acts import Step

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sides:
    """The actors of each side, the one that is likelier to open first; `mutual` where the outcome is either way."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    types: tuple[str, ...]
    mutual: bool
    word: str

    def across(self, key: str) -> tuple[str, ...]:
        """The side that an actor stands against; empty for one of neither side."""
        return self.other if key in self.one else self.one if key in self.other else ()

    def side(self, key: str) -> tuple[str, ...]:
        """The side that an actor stands on, or it alone."""
        return self.one if key in self.one else self.other if key in self.other else (key,)


def sides_of(lead: Cast, worst: Span, told: Sequence[Step]) -> Sides | None:
    """The sides of the worst case named in the lead report; None where no act between two parties is told."""
    named = [m.key for m in lead.named(worst)]
    scores: dict[Pair, float] = {}
    for step in told:
        pair = _pair(step)
        scores[pair] = scores.get(pair, 0.0) + _near(step, lead, worst)
    for pair in scores:
        held = [any(unit in (key, country_of(key)) for key in named) for unit in pair]
        scores[pair] *= 1 + words("outcome", "both_named") * sum(held) ** 2 / 4
    best = max(scores, key=lambda pair: (scores[pair], pair), default=None)
    return _sides(best, lead, worst, told) if best is not None and scores[best] > 0 else None


def conflict_words(text: str) -> bool:
    """True where the words speak of a conflict that both sides fight."""
    return any(re.search(rf"\b{re.escape(word)}", text, re.I) for word in words("outcome", "own_conflict"))


@cache
def state_name(key: str) -> str:
    """The name of an actor's country, with `armed groups` where it is those."""
    country = country_of(key)
    name = next((state.name for state in registry().states if state.country == country), country)
    return f"{name}'s armed groups" if key.endswith(GROUPS) else name


def _pair(step: Step) -> Pair:
    """The countries where they differ, else the actors; in the order of the alphabet."""
    one, other = country_of(step.by), country_of(step.to)
    ends = (step.by, step.to) if one == other else (one, other)
    return (min(ends), max(ends))


def _near(step: Step, lead: Cast, worst: Span) -> float:
    told = words("outcome")
    weight = step.weight * float(words("class", step.kind, "weight"))
    if step.cast is lead and worst.covers(step.trigger):
        return weight * float(told["in_its_words"])
    if step.cast is lead and lead.sentence(worst).covers(step.trigger):
        return weight * float(told["in_its_sentence"])
    return weight * float(told["elsewhere"] if step.coming else told["told_as_done"])


def _sides(pair: Pair, lead: Cast, worst: Span, told: Sequence[Step]) -> Sides:
    between = [step for step in told if _pair(step) == pair]
    one, other = (_side(unit, pair, told, between) for unit in pair)
    coming = [s for s in between if s.coming or (s.cast is lead and worst.covers(s.trigger))]
    forward = sum(_near(s, lead, worst) for s in coming if s.by in one)
    back = sum(_near(s, lead, worst) for s in coming if s.by in other)
    if back > forward:
        one, other, forward, back = other, one, back, forward
    text = lead.sentence(worst).of(lead.coded.report.text)
    force = any(s.kind == "force" for s in between) or conflict_words(text)
    types = ("ASSAULT",) if force else (max(between, key=lambda s: s.weight).type,)
    mutual = back > 0 or conflict_words(text)
    return Sides(one, other, types, mutual, "conflict" if force else types[0].lower())


def _side(unit: str, pair: Pair, told: Iterable[Step], between: Iterable[Step]) -> tuple[str, ...]:
    """The unit itself, its groups where they take part, and groups across borders that fight the same enemy."""
    enemy = pair[0] if unit == pair[1] else pair[1]
    if country_of(pair[0]) == country_of(pair[1]):
        ends = [(s.by, s.to) for s in told]
        allied = [a if b == enemy else b for a, b in ends if enemy in (a, b)]
        groups = [k for k in allied if not _is_state(k)] if not _is_state(unit) else []
        return tuple(dict.fromkeys([unit, *groups]))
    seen = [k for s in told for k in (s.by, s.to) if country_of(k) == unit]
    groups = [k for s in between for k in (s.by, s.to) if country_of(k) == unit and k.endswith(GROUPS)]
    states = [k for k in seen if not k.endswith(GROUPS)]
    return tuple(dict.fromkeys([*states, *groups])) or (unit,)


def _is_state(key: str) -> bool:
    return any(state.country == key for state in registry().states)
