"""Deciding issued forecasts from the ledger, and scoring them.

The law: the rule of the forecast decides, by what the ledger knows on the day of resolution; a forecast whose days are
not over is not decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from foreshock.desk.forecast import Told
from foreshock.desk.played_forecasts import resolve_scenario
from foreshock.errors import NoScore
from foreshock.records.forecast import Answer, IssuedForecast, Resolution, ScoredAnswer


def resolve(told: IssuedForecast, view: Told, known_by: date, moment: datetime) -> Resolution:
    """What happened, by the acts known before `known_by`. NoScore where the forecast's days are not over by then."""
    asked = told.question
    if known_by <= asked.last:
        raise NoScore(f"forecast {told.id} runs to {asked.last}", f"it is decided after that day, not on {known_by}")
    if asked.measure == "scenario":
        return resolve_scenario(told, view.acts(), known_by, moment)
    rows = list(_rows(told, view, known_by))
    count = len({(day, one) for day, one, _ in rows})
    return Resolution(told.id, moment, known_by, count > 0, count, tuple(sorted({event for _, _, event in rows})))


def score(told: IssuedForecast, outcome: Resolution) -> tuple[ScoredAnswer, ...]:
    """The scores of the forecast and of each of its baselines; NoScore where the outcome is void or of another one."""
    if outcome.forecast_id != told.id or outcome.void is not None:
        raise NoScore(f"an outcome of {outcome.forecast_id}, void: {outcome.void}", f"the decided outcome of {told.id}")
    if outcome.resolved < told.issued:
        raise NoScore(
            f"resolved {outcome.resolved}, issued {told.issued}", "a forecast is issued before it is resolved"
        )
    return tuple(_scored(answer, outcome) for answer in (told.answer, *told.baselines))


def _scored(answer: Answer, outcome: Resolution) -> ScoredAnswer:
    import numpy as np

    from foreshock.scoring.scores import crps_of_quantiles

    miss = None
    if answer.probability is not None and outcome.happened is not None:
        miss = (answer.probability - outcome.happened) ** 2
    if not answer.quantiles or outcome.count is None:
        return ScoredAnswer(answer.name, miss)
    levels, quantiles = np.array(answer.levels), np.array(answer.quantiles)
    inside = float(quantiles[0]) <= outcome.count <= float(quantiles[-1])
    return ScoredAnswer(answer.name, miss, crps_of_quantiles(levels, quantiles, outcome.count), inside)


def _rows(told: IssuedForecast, view: Told, known_by: date) -> Iterable[tuple[date, str, str]]:
    """Day, incident and event id of every act that counts."""
    import polars as pl

    from foreshock.forecast.history import countable

    asked = told.question
    quads = asked.kind in ("VC", "MC", "VX", "MX")
    rows = countable(view.acts(), known_by, quads=quads).filter(
        pl.col("actor") == asked.actor,
        pl.col("recipient") == asked.recipient,
        pl.col("kind") == asked.kind,
        pl.col("day").is_between(asked.first, asked.first + timedelta(days=asked.horizon_days - 1)),
    )
    return rows.select("day", "one", "event").iter_rows()
