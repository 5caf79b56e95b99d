"""How the forecasts would have done: the ledger's own past, forecast day by day and scored beside the baselines.

The law: parameters come from before each day, and the number of days looked at is told with the scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from foreshock.desk.forecast import Order, Told, known
from foreshock.errors import NoForecast

if TYPE_CHECKING:
    from foreshock.forecast.history import History

CAVEAT = (
    "by the day of the act, whenever it was learned: what came in late is counted as if it had been known the next day"
)


@dataclass(frozen=True, slots=True)
class Row:
    """Scores of one baseline against the network: gain in nats per event with its error, and Brier of P(any)."""

    baseline: str
    gain: float
    error: float
    brier: float
    network_brier: float
    events: int
    days: int
    first: date
    last: date


def backtest(view: Told, order: Order, fit_days: int, every_days: int = 30) -> list[Row]:
    """One-day-ahead scores of every baseline after the first `fit_days`, refitted every `every_days`."""
    from foreshock.forecast import backtest as room
    from foreshock.scoring.consistency import gain
    from foreshock.scoring.scores import brier

    history = _told(view, order, fit_days)
    if history.days < fit_days + 14:
        raise NoForecast(f"{history.days} days are known", f"{fit_days} to fit and 14 to score are needed")
    fitted = room.refits(history, list(range(fit_days, history.days, every_days)), (1,))
    told = {one.model: one for one in room.day_ahead(history, fitted, fit_days, history.days)}
    counts, network = history.counts[fit_days:].astype(float), told["network"]
    happened, rows = counts.ravel() > 0, []
    ends = (history.first + timedelta(days=fit_days), history.end - timedelta(days=1))
    for name in room.NAMES:
        found = gain(network.log_chance, told[name].log_chance, counts)
        theirs, ours = (brier(one.any.ravel(), happened) for one in (told[name], network))
        rows.append(Row(name, found.per_event, found.error, theirs, ours, int(found.events), counts.shape[0], *ends))
    return rows


def _told(view: Told, order: Order, fit_days: int) -> History:
    """The history up to the last day told of, with the marks that its first `fit_days` days alone would have chosen."""
    first = known(view, order).first
    history = known(view, order, marks_until=first + timedelta(days=fit_days))
    return history.until(int(history.volume.nonzero()[0].max(initial=-1)) + 1)
