"""What watching and playing a scenario give: indicators of today, and chances with their intervals and grounds.

The law: no chance is 0 or 1, none stands without how it was got, and what was assumed is listed beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from foreshock.records.scenario import Because

PartKind = Literal["outcome", "stage", "guard", "friction"]
State = Literal["complete", "met", "building", "quiet", "never seen"]


@dataclass(frozen=True, slots=True)
class Row:
    """One counted act of the ledger: where it is coded, on which day, and what it is."""

    report: str | None
    event: str
    day: date
    what: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """How near one part of a scenario is to being met on `as_of`.

    `have` acts of the `needs` fall on the window that ends today, told by `rows`; `completed` is the last day within
    the memory on which it completed, in its order; `ever` acts and `last` day are of the whole history.
    """

    kind: PartKind
    pathway: str | None
    name: str
    pattern: str
    state: State
    have: int
    needs: int
    window_days: int
    completed: date | None
    ever: int
    met_days: int
    last: date | None
    rows: tuple[Row, ...]
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """Every part of a scenario as the ledger shows it on a day, with the history it was looked for in."""

    scenario: str
    question: str
    as_of: date
    since: date
    acts: int
    indicators: tuple[Indicator, ...]

    @property
    def nearest(self) -> tuple[Indicator, ...]:
        """Stages that have not completed, those nearest to it first."""
        open_ = [i for i in self.indicators if i.kind == "stage" and i.state != "complete"]
        return tuple(sorted(open_, key=lambda i: (-i.have / i.needs, -i.ever)))


@dataclass(frozen=True, slots=True)
class Interval:
    """The ends of an interval of a chance or of a difference of chances."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Shares:
    """Where the spread of a chance is from, as shares of its variance that sum to 1.

    `monte_carlo` the finite number of paths, `parameters` what the history leaves open, `assumptions` what the
    scenario declares as a range, or what stands in for acts never seen.
    """

    monte_carlo: float
    parameters: float
    assumptions: float


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability above 0 and below 1 over `paths` paths, `hits` of them with what is asked about.

    `bound` stands where no path, or every path, has it: then `value` is that bound and not an estimate. `words` are
    those of ICD 203 for the value, and `method` how it was got.
    """

    value: float
    fifty: Interval
    ninety: Interval
    words: str
    paths: int
    hits: int
    shares: Shares
    method: str
    bound: str | None = None


@dataclass(frozen=True, slots=True)
class ByDay:
    """The chance by the end of a day of the horizon."""

    day: int
    chance: Chance


@dataclass(frozen=True, slots=True)
class PathwayShare:
    """How the outcome came about, as shares of the paths that have it.

    `in_order`: all stages were complete by then; `by_descent`: an act that completes the outcome descends, over its
    parents, from an act that fits a stage the pathway begins with. The shares of pathways may overlap. `completes` is
    the chance that the pathway completes at all, `closed` that a guard closes it before.
    """

    name: str
    in_order: float
    by_descent: float
    completes: float
    closed: float
    stages: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class TornadoRow:
    """The chance under an intervention, and its difference from the world as it is, paired path by path."""

    name: str
    what: str
    chance: float
    difference: float
    ninety: Interval
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """The chance with a declared edge left out, at the low and at the high end of what is believed of it.

    `declared` is its range in the file; `learnt` the middle 90 % of what the ledger's days leave of it, None where they
    say nothing; `days` counts the days behind that, in words.
    """

    name: str
    without: float
    low: float
    high: float
    noise: float
    declared: Interval
    learnt: Interval | None
    days: str
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something taken as given: what it is, its value or range, and why."""

    what: str
    value: str
    because: str


@dataclass(frozen=True, slots=True)
class PastWindows:
    """In how many past windows as long as the horizon, one from each day, the outcome came about: the baseline."""

    hits: int
    windows: int
    days: int


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario played from `as_of`: everything a page shows of it, `cautions` for who would lean on its chances."""

    scenario: str
    question: str
    as_of: date
    horizon_days: int
    chance: Chance
    by_day: tuple[ByDay, ...]
    pathways: tuple[PathwayShare, ...]
    no_pathway: float
    tornado: tuple[TornadoRow, ...]
    edges: tuple[EdgeRow, ...]
    past: PastWindows
    board: Board
    assumptions: tuple[Assumption, ...]
    fitted: str
    seed: int
    rejected: int
    cautions: tuple[str, ...] = ()
