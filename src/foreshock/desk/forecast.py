"""Forecasting what the ledger tells: every modelled dyad and class, with its baselines, as issued records.

The law: only what was known before the day of the cut is used, and what is issued can be repeated from its own record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from foreshock.errors import NoForecast
from foreshock.records.forecast import Answer, IssuedForecast, Question, issued

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from foreshock.forecast.backtest import Refit
    from foreshock.forecast.history import History

LEVELS = tuple(round(0.025 + 0.05 * i, 3) for i in range(20))
TINY = 1e-6
"""What a baseline's chance keeps from 0 and from 1: its formula rounds to them, and nothing is certain."""
RULE = (
    "the acts of {actor} towards {recipient} in the class {kind} that are told as having happened between {first} and "
    "{last}, each incident once a day, as known in the ledger on the day of resolution"
)


class Told(Protocol):
    """What forecasting asks of a view of the ledger."""

    def acts(self) -> pl.DataFrame:
        """One row a directed pair, in the columns of records.columns.ACTS."""

    def reports(self) -> pl.DataFrame:
        """One row a report."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: the day of the cut, horizons, and how it is simulated.

    What was learned before `known_by` is used. Where that takes in a day that is not over, `unfinished` names it: acts
    of that day are not counted, since half a day would pass for a calm one, and it is the first that is forecast.
    """

    known_by: date
    seed: int
    horizons: tuple[int, ...] = (1, 7, 28)
    paths: int = 1000
    since: date | None = None
    quads: bool = False
    unfinished: date | None = None

    @property
    def first(self) -> date:
        """The first day that is forecast: history holds the days before it."""
        return self.known_by if self.unfinished is None else min(self.unfinished, self.known_by)


def forecast(view: Told, order: Order, moment: datetime) -> list[IssuedForecast]:
    """A forecast of the count of every mark and horizon, issued at `moment`; NoForecast where nothing can be learnt."""
    from foreshock.forecast import backtest

    history = known(view, order)
    heard(history)
    refit = backtest.refits(history, [history.days], order.horizons)[0]
    return [told for horizon in order.horizons for told in _issued(history, refit, horizon, order, moment)]


def known(view: Told, order: Order, marks_until: date | None = None) -> History:
    """The history known by the day of the cut, marks being those of before `marks_until` where it is given.

    Exposure is the number of reports a day where every act is from a report of the ledger, else that of acts: an
    imported history tells of no reports, and days without one would pass for days on which nobody looked.
    """
    import polars as pl

    from foreshock.forecast.history import history_of
    from foreshock.gauge import that_count

    acts, heard = view.acts(), that_count(view.reports()).filter(pl.col("published").is_not_null())
    if order.first < order.known_by:
        late = (pl.col("learned").dt.date() >= order.known_by).fill_null(False)
        acts = acts.filter(~late).with_columns(learned=pl.lit(None, acts.schema["learned"]))
    once = heard.unique(["report_id", "published"]) if "family" in heard.columns else heard
    reports = once.group_by(day="published").agg(reports=pl.len())
    told = reports if reports.height and not (acts["origin"].fill_null("coded") != "coded").any() else None
    return history_of(acts, order.first, told, since=order.since, marks_until=marks_until, quads=order.quads)


def heard(history: History) -> None:
    """NoForecast where the ledger has been silent for so long that calm could not be told from deafness."""
    from foreshock.forecast.model import settings

    heard = (history.volume > 0) | (history.counts.sum(axis=1) > 0)
    silent = history.days - 1 - int(heard.nonzero()[0].max(initial=-1))
    if silent >= settings().least_days:
        last = history.end - timedelta(days=silent + 1)
        raise NoForecast(
            f"the last day told of is {last}, {silent} days before the first to be forecast",
            f"silence of {settings().least_days} days is no calm; add newer reports, or see `foreshock backtest`",
        )


def _issued(history: History, refit: Refit, horizon: int, order: Order, moment: datetime) -> Iterator[IssuedForecast]:
    from foreshock.forecast import backtest
    from foreshock.forecast.model import settings

    ahead = next(backtest.ahead(history, [refit], [history.days], horizon, order.paths, order.seed))
    for m, mark in enumerate(history.marks):
        question = Question("count", order.first, horizon, mark.actor, mark.recipient, mark.kind)
        others = [_baseline(name, float(ahead.means[name][m]), ahead.dispersions[name]) for name in ahead.means]
        yield issued(
            issued=moment,
            known_by=order.known_by,
            parameters=refit.fit.id,
            model_version=f"{settings().version} {settings().digest}",
            seed=order.seed,
            paths=order.paths,
            question=question,
            answer=_answer(ahead.samples[:, m]),
            baselines=tuple(others),
            rule=RULE.format(first=question.first, last=question.last, **_parties(question)),
        )


def _parties(question: Question) -> dict[str, str | None]:
    return {"actor": question.actor, "recipient": question.recipient, "kind": question.kind}


def _answer(told: NDArray[np.int32]) -> Answer:
    import numpy as np

    quantiles = np.quantile(told, LEVELS, method="inverted_cdf")
    return Answer("network", float(told.mean()), _some(told), LEVELS, tuple(float(q) for q in quantiles))


def _some(told: NDArray[np.int32]) -> float:
    """The share of paths with any act; half a path where it is none of them, or all but half: nothing is certain."""
    half = 0.5 / told.size
    return float(min(max((told > 0).mean(), half), 1.0 - half))


def _baseline(name: str, mean: float, dispersion: float) -> Answer:
    import numpy as np
    from scipy.stats import nbinom

    shape = (1.0 / dispersion, 1.0 / (1.0 + dispersion * mean))
    quantiles = tuple(float(q) for q in nbinom.ppf(LEVELS, *shape))
    some = -np.expm1(nbinom.logpmf(0, *shape))
    return Answer(name, mean, float(np.clip(some, TINY, 1.0 - TINY)), LEVELS, quantiles)
