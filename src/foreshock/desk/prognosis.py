"""What the model tells for a brief: the pairs that are likeliest to act, and a scenario where one is given.

The law: a brief is written with or without a forecast; where the ledger cannot be forecast from, the brief says why and
shows no number of a model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from foreshock.desk.board import ActsView
from foreshock.desk.forecast import Order, Told, heard, known
from foreshock.errors import Explosive, NoForecast
from foreshock.records.prognosis import PairAhead, PlayedPictures, PrognosisTold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from foreshock.forecast.backtest import Refit
    from foreshock.forecast.history import History

HORIZONS = (7, 14, 21, 28)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
PAIRS = 6
WEEKS = 4


class View(Told, ActsView, Protocol):
    """A ledger as known at some moment."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the model: the order of the forecasts, and a scenario file with how many paths to play it on."""

    order: Order
    scenario: Path | None = None
    scenario_paths: int | None = None
    pairs: int = PAIRS


def prognosis(view: View, asked: Asked) -> PrognosisTold:
    """Fans of the pairs with the most conflict expected, and the play; ScenarioError and NoPlay for a scenario.

    A ledger from which nothing can be forecast gives no pairs, and the reason.
    """
    from foreshock.forecast.model import settings

    order, model = asked.order, f"{settings().version} {settings().digest}"
    played = _played(view, asked)
    try:
        history = known(view, order)
        heard(history)
        refit, pairs = _pairs(history, order, asked.pairs)
    except (NoForecast, Explosive) as fault:
        told = str(fault)
        return PrognosisTold(order.first, order.first, model, "", order.seed, order.paths, (), told, played)
    name = refit.fit.id
    return PrognosisTold(order.first, history.first, model, name, order.seed, order.paths, tuple(pairs), None, played)


def _pairs(history: History, order: Order, most: int) -> tuple[Refit, list[PairAhead]]:
    """The refit and the pairs shown: of conflict first, by the acts expected."""
    import numpy as np

    from foreshock.forecast import backtest
    from foreshock.forecast.fit import state_after
    from foreshock.forecast.predict import aftershock_share

    refit = backtest.refits(history, [history.days], HORIZONS)[0]
    ahead = [next(backtest.ahead(history, [refit], [history.days], h, order.paths, order.seed)) for h in HORIZONS]
    echo = aftershock_share(refit.fit.network, state_after(refit.fit, history))
    last = ahead[-1]
    calm = np.array([mark.kind == "cooperation" for mark in history.marks])
    chosen = sorted(range(len(history.marks)), key=lambda m: (bool(calm[m]), -float(last.samples[:, m].mean())))[:most]
    quantiles = [np.quantile(one.samples[:, chosen], LEVELS, axis=0, method="inverted_cdf") for one in ahead]
    found = []
    for place, m in enumerate(chosen):
        mark = history.marks[m]
        found.append(
            PairAhead(
                actor=mark.actor,
                recipient=mark.recipient,
                kind=mark.kind,
                seen=tuple(_climbing(history.counts[:, m])),
                horizons=HORIZONS,
                levels=LEVELS,
                ahead=tuple(tuple(float(q) for q in one[:, place]) for one in _rising(quantiles)),
                mean=float(last.samples[:, m].mean()),
                baselines=tuple((name, float(means[m])) for name, means in last.means.items()),
                echo=float(echo[m]),
                before=int(history.counts[:, m].sum()),
            )
        )
    return refit, found


def _climbing(counts: NDArray[np.int64]) -> Iterator[int]:
    """The acts of the last weeks, counted up."""
    total = 0
    for week in range(min(WEEKS, counts.size // 7), 0, -1):
        total += int(counts[counts.size - 7 * week : counts.size - 7 * (week - 1)].sum())
        yield total


def _rising(quantiles: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Quantiles of sums over more and more days, none below that of fewer days: each horizon is simulated by itself."""
    import numpy as np

    return list(np.maximum.accumulate(np.stack(quantiles), axis=0))


def _played(view: View, asked: Asked) -> PlayedPictures | None:
    if asked.scenario is None:
        return None
    from foreshock.desk.play import pictures_of, play

    day = asked.order.first - timedelta(days=1)
    scenario, told = play(asked.scenario, view, asked.order.seed, day, asked.order.since, asked.scenario_paths)
    return PlayedPictures(asked.scenario.name, told, tuple(pictures_of(scenario, told).values()))
