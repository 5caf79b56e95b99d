"""The chance that a mark's sum doubles over that of as many days before, corrected by how such chances did before.

The law: a chance is corrected by forecasts that did not know what they told: those of a fit to the first half of the
days, for the second. Chances of the days fitted on would pass as right, for the fit knows where each mark went.

What a pool tells of doubling is too high: a mark that has gone quiet is expected to come back, and many do not. The
correction is a logistic line (Cox 1958), one each a class, drawn to no correction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from foreshock.errors import Explosive, NoForecast
from foreshock.forecast import backtest
from foreshock.forecast.backtest import Ahead
from foreshock.forecast.features import Floats
from foreshock.forecast.history import History
from foreshock.forecast.model import Settings, settings
from foreshock.forecast.recalibrate import logistic_line

FIT_DAYS = 4
"""Sums that the first half must hold at the least."""

Lines = dict[str, Floats]
"""For each class the two numbers (a, b) by which log odds become a + b log odds."""


def doubling(issued: Ahead, kinds: NDArray[np.str_], lines: Lines, model: Settings | None = None) -> Floats:
    """The chance of each mark that its sum doubles and is at least `doubling_least`, corrected by `lines`, (marks,)."""
    told = _told(issued, model or settings())
    odds = np.log(told / (1.0 - told))
    for kind, (shift, slope) in lines.items():
        odds = np.where(kinds == kind, shift + slope * odds, odds)
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))


def doubled(issued: Ahead, model: Settings | None = None) -> NDArray[np.bool_]:
    """Whether each mark's sum did, (marks,)."""
    return np.asarray(issued.observed >= _wanted(issued, model or settings()))


def doubling_lines(history: History, horizon_days: int, seed: int, model: Settings | None = None) -> Lines:
    """The lines learnt inside the history; empty, for no correction, where it has no room for two halves."""
    model = model or settings()
    told: dict[str, list[Floats]] = {}
    happened: dict[str, list[Floats]] = {}
    try:
        for issued, kinds in _inner(history, horizon_days, seed, model):
            chance, came = _told(issued, model), doubled(issued, model).astype(float)
            for kind in np.unique(kinds):
                told.setdefault(str(kind), []).append(chance[kinds == kind])
                happened.setdefault(str(kind), []).append(came[kinds == kind])
    except (NoForecast, Explosive):
        return {}
    return {kind: _line(np.concatenate(told[kind]), np.concatenate(happened[kind]), model) for kind in told}


def _inner(history: History, horizon: int, seed: int, model: Settings) -> Iterator[tuple[Ahead, NDArray[np.str_]]]:
    """Forecasts of the second half of the days by a fit to the first, of the marks that the first half would choose.

    The first half is longer where a fit for the horizon needs it; nothing is told where that leaves no second.
    """
    half = max(history.days // 2, model.warm_days + horizon + FIT_DAYS)
    often = np.flatnonzero(history.counts[:half].sum(axis=0) >= model.least_events)
    if not often.size:
        return
    known = replace(history, marks=tuple(history.marks[i] for i in often), counts=history.counts[:, often].copy())
    kinds = np.array([m.kind for m in known.marks])
    days = list(range(half, history.days - horizon + 1, model.doubling_every_days))
    fitted = backtest.refits(known, [half], (horizon,), model)
    for issued in backtest.ahead(known, fitted, days, horizon, model.doubling_paths, seed):
        yield issued, kinds


def _told(issued: Ahead, model: Settings) -> Floats:
    """The share of paths, half a path from 0 and from 1 at the least."""
    hits = (issued.samples >= _wanted(issued, model)).sum(axis=0)
    return np.asarray((hits + 0.5) / (issued.samples.shape[0] + 1.0))


def _wanted(issued: Ahead, model: Settings) -> NDArray[np.int64]:
    return np.asarray(np.maximum(2 * issued.before, model.doubling_least))


def _line(told: Floats, happened: Floats, model: Settings) -> Floats:
    start = np.array([0.0, 1.0])
    return logistic_line(np.log(told / (1.0 - told)), happened, told, model.doubling_pull, start)
