"""A scenario: who takes part, what would count as the outcome, by which stages it may come, what may be done.

The law: everything in it can be decided from the acts of a ledger; a day is a whole day, a length is a whole number of
days, and whatever a person put in keeps the words that are its because.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Join = Literal["any", "all"]


@dataclass(frozen=True, slots=True)
class Because:
    """Why something stands in a scenario: words, and the report and characters they are quoted from where they are."""

    text: str
    report: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """A declared range of a number, `low` to `high`; both are the same where it is certain."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The geometric middle, or half the high end where the low end is 0."""
        return float((self.low * self.high) ** 0.5) if self.low > 0 else self.high / 2

    def __str__(self) -> str:
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g}..{self.high:g}"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody the scenario speaks of: `match` are countries (IRN), countries with a sector (IRN:MIL), or names."""

    name: str
    match: tuple[str, ...]
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Acts of `types` by one of `by` to one of `to`, `at_least` so many within `within_days` whole days in a row.

    An empty tuple asks nothing; `within_days` None is without bound.
    """

    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    at_least: int = 1
    within_days: int | None = None
    because: Because | None = None

    def __str__(self) -> str:
        parties = f"{'+'.join(self.by) or '*'}>{'+'.join(self.to) or '*'}"
        return f"{parties} {'+'.join(self.types) or '*'}"


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a pathway; where `after` names another, its acts count from that day, for `lag_days` at most."""

    name: str
    pattern: Pattern
    after: str | None = None
    lag_days: int | None = None


@dataclass(frozen=True, slots=True)
class Pathway:
    """A way the outcome may come about: all `stages`, unless a guard of `unless` is met before the last is complete."""

    name: str
    stages: tuple[Stage, ...]
    unless: tuple[Pattern, ...] = ()
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is asked about: any of the patterns, or all of them."""

    join: Join
    patterns: tuple[Pattern, ...]
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An analyst's tie that data cannot show: each act of `cause` brings about `expect` acts of `effect`."""

    cause: Pattern
    effect: Pattern
    expect: Range
    because: Because

    def __str__(self) -> str:
        return f"{self.cause} -> {self.effect}"


@dataclass(frozen=True, slots=True)
class Friction:
    """What doing something would cost or risk, in words; `sign` are acts by which a ledger would show it."""

    risk: str
    sign: Pattern | None = None
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class Intervention:
    """A counterfactual: from `from_day` on the rates of `scale` are times `factor`, fading out over `fade_days`.

    `inject` adds `count` acts on day `at_day`. Days are counted from the day the play starts. `frictions` are what
    stands in its way: they are watched and told, and change no rate.
    """

    name: str
    scale: Pattern | None = None
    factor: Range | None = None
    from_day: int = 0
    fade_days: int | None = None
    inject: Pattern | None = None
    at_day: int = 0
    count: int = 1
    frictions: tuple[Friction, ...] = ()
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario, checked: every name it uses is declared, and every pathway can complete within the horizon.

    Stages and guards may be met by acts up to `memory_days` before the play starts; the outcome by later acts only.
    """

    name: str
    question: str
    horizon_days: int
    memory_days: int
    parties: tuple[Party, ...]
    outcome: Outcome
    pathways: tuple[Pathway, ...] = ()
    edges: tuple[Edge, ...] = ()
    interventions: tuple[Intervention, ...] = ()

    def patterns(self) -> tuple[Pattern, ...]:
        """Every pattern in it, in order of the file, outcome first."""
        staged = [p for way in self.pathways for p in (*(s.pattern for s in way.stages), *way.unless)]
        tied = [p for edge in self.edges for p in (edge.cause, edge.effect)]
        done = [p for move in self.interventions for p in (move.scale, move.inject) if p is not None]
        return (*self.outcome.patterns, *staged, *tied, *done, *self.signs())

    def signs(self) -> tuple[Pattern, ...]:
        """The signs of frictions that a ledger would show."""
        return tuple(f.sign for move in self.interventions for f in move.frictions if f.sign is not None)
