"""What a model tells for a brief: fans of pairs, echo of past acts, a played scenario, each with its grounds.

The law: nothing is told without its ground, and a ground names the model, the day and the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foreshock.records.played import Played


@dataclass(frozen=True, slots=True)
class PairAhead:
    """One directed pair and class: acts counted up week by week before `first` (`seen`), then quantiles of the sum.

    `ahead` are, for each of `horizons` in days, the quantiles at `levels` of the acts from `first` on; `mean` is that
    of the last of them; `echo` the share of the rate on `first` that is the echo of past acts, 0 to 1; `before` the
    acts of the whole history.
    """

    actor: str
    recipient: str
    kind: str
    seen: tuple[int, ...]
    horizons: tuple[int, ...]
    levels: tuple[float, ...]
    ahead: tuple[tuple[float, ...], ...]
    mean: float
    baselines: tuple[tuple[str, float], ...]
    echo: float
    before: int


@dataclass(frozen=True, slots=True)
class PlayedPictures:
    """A played scenario, the name of its file, and its pictures as SVG texts."""

    file: str
    played: Played
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrognosisTold:
    """Everything a model tells for one brief; `refused` says why it forecasts no pair where it does not."""

    first: date
    since: date
    model: str
    parameters: str
    seed: int
    paths: int
    pairs: tuple[PairAhead, ...]
    refused: str | None = None
    scenario: PlayedPictures | None = None
