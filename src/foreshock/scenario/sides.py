"""The two sides of a worst case: who would come into conflict with whom, and whether either way.

The law: the outcome has only parties and acts that the worst case's own sentence tells. Beside them stand, for the ways
that lead there, a country's armed groups on its side, unless they are told to fight it; a conflict within a country is
its state against its groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from foreshock.codebook.registry import registry
from foreshock.records import Span
from foreshock.scenario.cast import GROUPS, WORD, Cast, country_of, words
from foreshock.scenario.told_acts import Step

Pair = tuple[str, str]
Act = tuple[tuple[str, ...], tuple[str, ...]]
"""By whom, on whom."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The actors of each side, the one that is likelier to open first, and who acts on whom in the outcome."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    types: tuple[str, ...]
    acts: tuple[Act, ...]
    word: str

    def across(self, key: str) -> tuple[str, ...]:
        """The side that an actor stands against; empty for one of neither side."""
        return self.other if key in self.one else self.one if key in self.other else ()

    def side(self, key: str) -> tuple[str, ...]:
        """The side that an actor stands on, or it alone."""
        return self.one if key in self.one else self.other if key in self.other else (key,)


def sides_of(lead: Cast, worst: Span, told: Sequence[Step]) -> Sides | None:
    """The sides of the worst case; None where its sentence tells of no act between two parties that it names.

    Of pairs that weigh the same the one told first is taken; within an act its row names first whom it is read of.
    """
    scores: dict[Pair, float] = {}
    for step in _in_sentence(lead, worst, told):
        scores[_pair(step)] = scores.get(_pair(step), 0.0) + _near(step, worst)
    best = max(scores, key=lambda pair: scores[pair], default=None)
    return _sides(best, lead, worst, told) if best is not None else None


def _in_sentence(lead: Cast, worst: Span, told: Sequence[Step]) -> list[Step]:
    """The acts that the sentence tells; where it speaks of a conflict, also those of two whom it names."""
    whole = lead.sentence(worst)
    acts = [s for s in told if s.kind in words("outcome", "acts")]
    within = [s for s in acts if s.cast is lead and whole.covers(s.trigger)]
    if within or not conflict_words(whole.of(lead.coded.report.text)):
        return within
    named = {m.key for m in lead.named(whole)}
    return [s for s in acts if s.kind == "force" and {s.by, s.to} <= named]


def conflict_words(text: str) -> bool:
    """True where the words speak of a conflict that both sides fight."""
    return any(re.search(rf"\b{re.escape(word)}(?:e?s)?\b", text, re.I) for word in words("outcome", "own_conflict"))


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


def _near(step: Step, worst: Span) -> float:
    nearer = words("outcome", "in_its_words" if worst.covers(step.trigger) else "in_its_sentence")
    return step.weight * float(words("class", step.kind, "weight")) * float(nearer)


def _sides(pair: Pair, lead: Cast, worst: Span, told: Sequence[Step]) -> Sides:
    coming = [step for step in _in_sentence(lead, worst, told) if _pair(step) == pair]
    whole = lead.sentence(worst)
    fought, turned = conflict_words(whole.of(lead.coded.report.text)), _turned(lead, whole)
    force = fought or any(step.kind == "force" for step in coming)
    types = ("ASSAULT",) if force else (max(coming, key=lambda s: _near(s, worst)).type,)
    kept = [step for step in coming if step.type in types] or coming
    opens = max(kept, key=lambda s: _near(s, worst)).by
    unit = opens if opens in pair else country_of(opens)
    enemy = pair[0] if unit == pair[1] else pair[1]
    acting = [key for step in kept for key in (step.by, step.to)]
    one, other = _side(unit, enemy, told, acting, turned), _side(enemy, unit, told, acting, turned)
    if fought:
        one, other = _joined(lead, whole, one, other), _joined(lead, whole, other, one)
    named = [mention.key for mention in lead.named(whole)]
    acts = _both_ways(one, other, named) if fought else _as_told(kept, one, other)
    return Sides(one, other, types, (*acts, *turned), "conflict" if force else types[0].lower())


def _both_ways(one: Iterable[str], other: Iterable[str], named: Iterable[str]) -> list[Act]:
    """Each side on the other, those of it that are named."""
    held, against = (tuple(key for key in dict.fromkeys(named) if key in side) for side in (one, other))
    return [(held, against), (against, held)]


def _as_told(steps: Iterable[Step], one: Iterable[str], other: Iterable[str]) -> Iterator[Act]:
    """The side that acts on the other, those of it that are told to; the first side's acts first."""
    for side in (one, other):
        acts = [step for step in steps if step.by in side]
        if acts:
            yield tuple(dict.fromkeys(s.by for s in acts)), tuple(dict.fromkeys(s.to for s in acts))


def _joined(lead: Cast, whole: Span, side: Sequence[str], enemy: Sequence[str]) -> tuple[str, ...]:
    """The side, and those whom the sentence names beside one of it: "Burundi and Uganda"."""
    told, found = lead.named(whole), dict.fromkeys(side)
    for one, other in (*pairwise(told), *pairwise(told[::-1])):
        first, second = sorted((one.span, other.span), key=lambda span: span.start)
        between = lead.coded.report.text[first.end : second.start].strip()
        if one.key in found and other.key not in enemy and between in words("outcome", "joins"):
            found[other.key] = None
    return tuple(found)


def _turned(lead: Cast, whole: Span) -> tuple[Act, ...]:
    """The groups that the sentence sets on their own state: "let the rebels loose on" it."""
    text, found, start = lead.coded.report.text, dict[Act, None](), whole.start
    for one, other in pairwise(lead.named(whole)):
        before, between = text[start : one.span.start], text[one.span.end : other.span.start]
        sent = _holds(" ".join(before.split()[-3:]), "sends") and _holds(between, "onto")
        own = one.key.endswith(GROUPS) and other.key == country_of(one.key)
        if own and sent and not re.search(r"[,.;:]", between):
            found[(one.key,), (other.key,)] = None
        start = one.span.end
    return tuple(found)


def _holds(text: str, listed: str) -> bool:
    return not {word.casefold() for word in WORD.findall(text)}.isdisjoint(words("outcome", listed))


def _side(unit: str, enemy: str, told: Iterable[Step], acting: Iterable[str], turned: Iterable[Act]) -> tuple[str, ...]:
    """A country and its groups that take part, unless they fight each other; in a conflict within it, allies too."""
    ends = [(s.by, s.to) for s in told]
    if country_of(unit) == country_of(enemy):
        allied = [a if b == enemy else b for a, b in ends if enemy in (a, b)]
        groups = [k for k in allied if not _is_state(k)] if not _is_state(unit) else []
        return tuple(dict.fromkeys([unit, *groups]))
    fights = [(s.by, s.to) for s in told if s.kind == "force"] + [(by[0], to[0]) for by, to in turned]
    own = {unit, unit + GROUPS}
    apart = any(set(pair) == own for pair in fights)
    part = {k for s in told if _pair(s) == (min(unit, enemy), max(unit, enemy)) for k in (s.by, s.to)}
    part |= {unit for pair in ends if unit in pair}
    return tuple(k for k in sorted(own) if k in acting or (k in part and not apart))


def _is_state(key: str) -> bool:
    return any(state.country == key for state in registry().states)
