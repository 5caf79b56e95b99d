"""The simple forecasts that stand beside every number: climatology, persistence, moving average, INGARCH.

The law: a baseline is tuned on the same days as the network and by the same likelihood, its grid is widened until the
best value is not at its edge, and the best of what it can be is what is shown.

All are negative-binomial of variance lambda + phi lambda^2, on weekday-corrected counts x = y / w:
climatology w V mean(x); persistence w mean(x of 7 days), drawn to the climatology by a tuned share; EWMA
w [(1 - e) EWMA_h(x) + e V mean(x)]; INGARCH(1,1) w l, l = (1 - a - b) mean(x) + a x + b l. Zhu (2011).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from foreshock.forecast import features
from foreshock.forecast.features import Floats
from foreshock.forecast.history import History
from foreshock.forecast.model import Settings, settings

Grid = tuple[tuple[float, ...], ...]
HALF_LIVES = (
    0.25,
    0.35,
    0.5,
    0.7,
    1.0,
    1.5,
    2.0,
    3.0,
    4.0,
    6.0,
    8.0,
    12.0,
    18.0,
    27.0,
    40.0,
    60.0,
    90.0,
    135.0,
    200.0,
    400.0,
)
SHARES = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97)
DISPERSIONS = tuple(float(x) for x in np.exp(np.linspace(np.log(0.02), np.log(6.0), 30)))
REACTIONS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6)
MEMORIES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98)
LEAST = 1e-3
LOW_SHARE = 14.0
"""Days by which the climatology of a mark is drawn towards its first trace."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A tuned baseline for sums over `horizon_days`; `values` are the numbers its grid names."""

    name: str
    horizon_days: int
    values: tuple[float, ...]
    dispersion: float
    weekday: Floats
    start: Floats
    fitted_days: int
    half_life_days: float

    def means(self, history: History) -> Floats:
        """Mean sums of the `horizon_days` from each day on, (days + 1, marks), made from earlier days only."""
        return _means(self, _levels(history, self), self.values)

    def log_chance(self, count: Floats, mean: Floats) -> Floats:
        """Log probability of counts given means, of the shape they share."""
        return log_chance(count, mean, self.dispersion)


def log_chance(count: Floats, mean: Floats, phi: float | Floats) -> Floats:
    """Log probability of a negative-binomial count of variance mean + phi mean^2."""
    r = 1.0 / np.asarray(phi)
    chance = gammaln(count + r) - gammaln(r) - gammaln(count + 1.0)
    return np.asarray(chance - r * np.log1p(mean * phi) + count * (np.log(mean * phi) - np.log1p(mean * phi)), float)


def tune(name: str, history: History, horizon_days: int = 1, model: Settings | None = None) -> Baseline:
    """The baseline of that name with the values that best told the sums of the history after its warm days."""
    model = model or settings()
    weekday = features.weekdays(history)
    scale = features.day_factors(history.first.weekday(), history.days, weekday)
    start = features.first_trace(history, scale, model)
    plain = Baseline(name, horizon_days, (), 1.0, weekday, start, history.days, model.exposure_half_life_days)
    seen = slice(model.warm_days, history.days - horizon_days + 1)
    told = sums(history.counts, horizon_days)[seen].astype(float)
    levels = _levels(history, plain)
    fixed, at = _fixed(told), len(DISPERSIONS) // 2
    best: tuple[float, tuple[float, ...], int] = (-np.inf, (), at)
    for values in _grid(name):
        mean = _means(plain, levels, values)[seen]
        best = max(best, *((_height(told, mean, i, fixed), values, i) for i in _near(best[2])))
    mean = _means(plain, levels, best[1])[seen]
    at = max(range(len(DISPERSIONS)), key=lambda i: _height(told, mean, i, fixed))
    return Baseline(
        **{**{f: getattr(plain, f) for f in plain.__slots__}, "values": best[1], "dispersion": DISPERSIONS[at]}
    )


def sums(counts: NDArray[Any], horizon_days: int) -> Floats:
    """Sums over the horizon from each day on, (days - horizon + 1, marks)."""
    total = np.concatenate([np.zeros((1, counts.shape[1])), np.cumsum(counts, axis=0)])
    return np.asarray(total[horizon_days:] - total[:-horizon_days], float)


def _grid(name: str) -> Iterator[tuple[float, ...]]:
    for values in product(*GRIDS[name]):
        if name != "ingarch" or values[0] + values[1] < 1.0:
            yield values


def _near(place: int) -> tuple[int, ...]:
    """The places of the dispersions tried beside the best one so far."""
    return tuple(i for i in (place - 2, place, place + 2) if 0 <= i < len(DISPERSIONS))


def _fixed(told: Floats) -> Floats:
    """The terms of the log-likelihood that only the dispersion decides, one for each."""
    sizes = 1.0 / np.array(DISPERSIONS)
    count, times = np.unique(told, return_counts=True)
    terms = gammaln(count[:, None] + sizes) - gammaln(sizes) - gammaln(count + 1.0)[:, None]
    return np.asarray(times @ terms)


def _height(told: Floats, mean: Floats, place: int, fixed: Floats) -> float:
    phi = DISPERSIONS[place]
    scaled = mean * phi
    return float(fixed[place] + (told * np.log(scaled) - (told + 1.0 / phi) * np.log1p(scaled)).sum())


@dataclass(frozen=True, slots=True)
class Levels:
    """What all baselines read: corrected counts, running climatology, exposure, weekday sums over the horizon."""

    plain: Floats
    climatology: Floats
    volume: Floats
    scale: Floats
    start: Floats
    horizon_days: int


def _levels(history: History, of: Baseline) -> Levels:
    first = history.first.weekday()
    scale = features.day_factors(first, history.days, of.weekday)
    plain = history.counts / scale
    days = np.arange(history.days + 1)[:, None]
    total = np.concatenate([np.zeros((1, plain.shape[1])), np.cumsum(plain, axis=0)])
    frozen = np.minimum(days, of.fitted_days)
    climatology = (LOW_SHARE * of.start + total[frozen[:, 0]]) / (LOW_SHARE + frozen)
    ahead = features.day_factors(first, history.days + of.horizon_days, of.weekday)
    volume = features.exposure(history, of.half_life_days, of.fitted_days)
    return Levels(plain, climatology, volume[:, None], sums(ahead, of.horizon_days), of.start, of.horizon_days)


def _means(of: Baseline, levels: Levels, values: tuple[float, ...]) -> Floats:
    return np.maximum(SHAPES[of.name](levels, values), LEAST)


def _climatology(levels: Levels, values: tuple[float, ...]) -> Floats:
    return levels.scale * levels.climatology * levels.volume


def _persistence(levels: Levels, values: tuple[float, ...]) -> Floats:
    (share,) = values
    total = np.concatenate([np.zeros((1, levels.plain.shape[1])), np.cumsum(levels.plain, axis=0)])
    week = levels.climatology.copy()
    week[7:] = (total[7:] - total[:-7]) / 7.0
    return levels.scale * ((1.0 - share) * week + share * levels.climatology * levels.volume)


def _ewma(levels: Levels, values: tuple[float, ...]) -> Floats:
    half_life, share = values
    moving = _moving(levels.plain, levels.start, 0.5 ** (1.0 / half_life))
    return levels.scale * ((1.0 - share) * moving + share * levels.climatology * levels.volume)


def _ingarch(levels: Levels, values: tuple[float, ...]) -> Floats:
    reaction, memory = values
    level = np.empty_like(levels.climatology)
    level[0] = levels.start
    for d, x in enumerate(levels.plain):
        level[d + 1] = (1.0 - reaction - memory) * levels.climatology[d] + reaction * x + memory * level[d]
    kept = np.mean([(reaction + memory) ** h for h in range(levels.horizon_days)])
    return levels.scale * (levels.climatology + kept * (level - levels.climatology))


def _moving(plain: Floats, start: Floats, keep: float) -> Floats:
    out = np.empty((plain.shape[0] + 1, plain.shape[1]))
    out[0] = start
    for d, x in enumerate(plain):
        out[d + 1] = keep * out[d] + (1.0 - keep) * x
    return out


GRIDS: dict[str, Grid] = {
    "climatology": (),
    "persistence": (SHARES,),
    "ewma": (HALF_LIVES, SHARES),
    "ingarch": (REACTIONS, MEMORIES),
}
SHAPES: dict[str, Callable[[Levels, tuple[float, ...]], Floats]] = {
    "climatology": _climatology,
    "persistence": _persistence,
    "ewma": _ewma,
    "ingarch": _ingarch,
}
