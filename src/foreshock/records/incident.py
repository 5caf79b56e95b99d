"""An incident: one happening, and every mention of it in every report. The law: each member is tied to the rest by a
scored pair whose parts sum to its score.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Member = tuple[str, str]
"""An event by its report's id and its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """One reason for or against: a feature's value times its weight, in log-odds."""

    feature: str
    value: float
    weight: float

    @property
    def adds(self) -> float:
        """What the feature adds to the score."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions compared; `score` is the log-odds that they tell one happening, the sum of what `parts` add."""

    one: Member
    other: Member
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """The sum of the parts, in their order; above zero the two are rather the same than not."""
        return sum(part.adds for part in self.parts)


@dataclass(frozen=True, slots=True)
class Incident:
    """One happening as told by its members, the earliest first.

    `id` is made of the earliest member, so it stays when later reports join. `day` is the first day told, else the
    earliest day of publication, and none where all tell of a time that was over by then ("in June"); `type`, `mode` and
    `place` are those told most often, `actors` and `recipients` all that those name who do not deny it, or else its
    deniers. `because` holds one pair for each member after the first: the likest of those already in. `happened` is
    false where all members are future or hypothetical: something planned or feared.
    """

    id: str
    members: tuple[Member, ...]
    day: date | None
    type: str
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str | None
    happened: bool
    because: tuple[Pair, ...] = ()
