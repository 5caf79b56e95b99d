"""What the gauge reads: levels with their parts, rungs, change points, arrows with their why, alerts.

The law: every number carries the rows it was made from, and the parts of a number add up to it exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

Direction = Literal["up", "down", "steady"]


@dataclass(frozen=True, slots=True, order=True)
class RowId:
    """A coded or imported event: `report_id` is empty for an imported one."""

    report_id: str
    event_id: str

    def __str__(self) -> str:
        return f"{self.report_id}#{self.event_id}" if self.report_id else self.event_id


Because = tuple[RowId, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What the acts of one type and mode add to a reading; `incidents` counted once, `independent` origins."""

    measure: str
    type: str
    mode: str | None
    value: float
    incidents: int
    independent: int
    because: Because

    @property
    def act(self) -> str:
        """Type and mode in words."""
        return f"{self.type} {self.mode}" if self.mode else self.type


@dataclass(frozen=True, slots=True)
class Reading:
    """A level on a day: points per `per_reports` reports, fading by half in `half_life_days`.

    `reports` is the exposure it is a share of, faded the same way; the value is the exact sum of its parts.
    """

    target: str
    day: date
    measure: str
    half_life_days: float
    per_reports: float
    reports: float
    parts: tuple[Part, ...]
    weights: str

    @property
    def value(self) -> float:
        """The exact sum of the parts."""
        return math.fsum(part.value for part in self.parts)

    def shown(self, places: int) -> tuple[Decimal, tuple[Decimal, ...]]:
        """The value and its parts, rounded so that what is shown adds up (largest remainders).

        The parts shown of each measure sum to that measure as shown by itself, and those sums to the value shown.
        """
        unit, shares = Decimal(1).scaleb(-places), dict[int, Decimal]()
        for measure in dict.fromkeys(part.measure for part in self.parts):
            own = [n for n, part in enumerate(self.parts) if part.measure == measure]
            shares |= _apportioned({n: self.parts[n].value for n in own}, unit)
        whole = sum(shares.values(), Decimal(0)).quantize(unit)
        return whole, tuple(shares[n] for n in range(len(self.parts)))


def _apportioned(values: dict[int, float], unit: Decimal) -> dict[int, Decimal]:
    """The values in whole units that sum to their rounded sum: each cut, the largest remainders raised by one."""
    units = int((Decimal(math.fsum(values.values())) / unit).to_integral_value(ROUND_HALF_EVEN))
    cut = {n: int(Decimal(value) / unit) for n, value in values.items()}
    order = sorted(values, key=lambda n: (cut[n] - Decimal(values[n]) / unit, n))
    for n in order[: units - sum(cut.values())]:
        cut[n] += 1
    return {n: whole * unit for n, whole in cut.items()}


@dataclass(frozen=True, slots=True)
class Rung:
    """The rung held on a day, by acts of the `window_days` days before, from `independent` origins."""

    target: str
    day: date
    number: int
    name: str
    means: str
    window_days: int
    incidents: int
    independent: int
    because: Because
    higher: tuple[HigherRung, ...] = ()


@dataclass(frozen=True, slots=True)
class HigherRung:
    """A rung above the held one, told of but not held, and what it lacks."""

    number: int
    name: str
    lacks: str
    because: Because


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """A change of rate: the first `day` of the new one with its interval, seen on `announced`.

    `size` is the new rate over the old one, `low` to `high` its credible interval of mass `interval`; `probability`
    is that of a change in the days before `announced`. `because` are the acts of the new stretch.
    """

    target: str
    measure: str
    day: date
    earliest: date
    latest: date
    announced: date
    size: float
    low: float
    high: float
    interval: float
    probability: float
    because: Because


@dataclass(frozen=True, slots=True)
class Clause:
    """Why an arrow moved: one kind of act, with incidents and outlets after and before, and the rows of both."""

    type: str
    mode: str | None
    after: int
    before: int
    outlets: int
    because: Because
    examples: Because

    @property
    def act(self) -> str:
        """Type and mode in words."""
        return f"{self.type} {self.mode}" if self.mode else self.type

    @property
    def text(self) -> str:
        """The clause in words: what rose or fell, how many, in how many outlets, with examples."""
        moved = "rose" if self.after > self.before else "fell" if self.after < self.before else "stayed"
        told = f" in {_count(self.outlets, 'outlet')}" if self.after else ""
        shown = f", e.g. {', '.join(map(str, self.examples))}" if self.examples else ""
        return f"{self.act} {moved}: {_count(self.after, 'incident')}{told}, {self.before:,} before{shown}"


NO_REPORT = "no report in one of the two stretches"
"""Why an arrow is held back where there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """How a measure moved between two stretches of equal length, (since - days, since] and (since, day].

    `before` and `after` are points per `per_reports` reports; `chance` is that of so uneven a split of the incidents
    under one steady rate. An arrow is up or down only with enough of both, else steady, and `held_back` says why.
    """

    target: str
    measure: str
    since: date
    day: date
    direction: Direction
    before: float
    after: float
    chance: float
    why: tuple[Clause, ...]
    held_back: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in a dyad or theatre since a day: an arrow a measure, rungs then and now, change points between."""

    target: str
    title: str
    since: date
    day: date
    arrows: tuple[Arrow, ...]
    rung_before: Rung | None
    rung_after: Rung
    points: tuple[ChangePoint, ...]

    @property
    def compared(self) -> bool:
        """True where both stretches have a report: without one, nothing is known to have moved or stayed."""
        return any(arrow.held_back != NO_REPORT for arrow in self.arrows)

    @property
    def moved(self) -> tuple[Arrow, ...]:
        """The arrows that are up or down."""
        return tuple(arrow for arrow in self.arrows if arrow.direction != "steady")


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule whose threshold was reached on `day`: fired, or held back and why.

    `value` is what the rule measures, `independent` the origins of its rows.
    """

    rule: str
    target: str
    measure: str
    day: date
    value: float
    threshold: float
    independent: int
    min_independent: int
    because: Because
    held_back: str = ""

    @property
    def fired(self) -> bool:
        """True where nothing holds it back."""
        return not self.held_back


@dataclass(frozen=True, slots=True)
class Gauged:
    """All that is read of one dyad or theatre on a day; `left_out` counts its rows that could not count, by reason."""

    target: str
    title: str
    day: date
    readings: tuple[Reading, ...]
    rung: Rung
    changes: tuple[ChangePoint, ...]
    left_out: tuple[tuple[str, int], ...]
    note: str = ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
