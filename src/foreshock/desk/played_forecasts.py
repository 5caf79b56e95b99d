"""A play kept as dated forecasts: the chance of the scenario by each day shown, to be decided by its own outcome.

The law: the file goes into the ledger with the chance, as the rule that decides it; what is changed in the file later
changes no forecast, and the outcome is read by the automaton that the board and the paths are read by.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from foreshock.errors import NoPlay, NoScore, ScenarioError
from foreshock.records.forecast import Answer, IssuedForecast, Question, Resolution, issued

if TYPE_CHECKING:
    import polars as pl

    from foreshock.records.played import Chance, Played
    from foreshock.records.scenario import Scenario
    from foreshock.scenario.history import History

PLAY = "play"
BASELINE = "past windows"
RULE = (
    "the outcome of the scenario below, on acts from {first} to {last} as known in the ledger on the day of "
    "resolution, read as `foreshock board` reads it\n---\n"
)
"""What stands before the text of the file; the rule as a whole decides the forecast."""


def forecasts_of(
    text: str, scenario: Scenario, history: History, told: Played, moment: datetime
) -> list[IssuedForecast]:
    """One forecast for each day shown of a play, `text` being that of the scenario's file."""
    days = [(one.day, one.chance) for one in told.by_day[:-1]] + [(told.horizon_days, told.chance)]
    return [_forecast(text, scenario, history, told, moment, day, chance) for day, chance in days]


def resolve_scenario(told: IssuedForecast, acts: pl.DataFrame, known_by: date, moment: datetime) -> Resolution:
    """What became of the scenario by the acts known before `known_by`; NoScore where the rule cannot be read."""
    from foreshock.scenario.board import came_about
    from foreshock.scenario.history import history
    from foreshock.scenario.language import read_scenario

    try:
        scenario = read_scenario(told.rule.partition("\n---\n")[2], f"forecast {told.id}")
    except ScenarioError as fault:
        raise NoScore(f"forecast {told.id}", f"its scenario cannot be read any more: {fault}") from fault
    try:
        seen = history(scenario, acts, told.question.last)
    except NoPlay:
        return Resolution(told.id, moment, known_by, False, 0)
    happened, counted = came_about(scenario, seen, told.question.first, told.question.last)
    return Resolution(told.id, moment, known_by, happened, len(counted), tuple(sorted({one.event for one in counted})))


def _forecast(
    text: str, scenario: Scenario, history: History, told: Played, moment: datetime, days: int, chance: Chance
) -> IssuedForecast:
    from foreshock.forecast.model import settings
    from foreshock.scenario.board import past_windows

    first = told.as_of + timedelta(days=1)
    question = Question("scenario", first, days, scenario=f"{scenario.name} {_meaning(scenario)}")
    past = past_windows(scenario, history, days)
    others = (Answer(BASELINE, probability=(past.hits + 0.5) / (past.windows + 1)),) if past.windows else ()
    return issued(
        issued=moment,
        known_by=first,
        parameters=told.fitted,
        model_version=f"{settings().version} {settings().digest}",
        seed=told.seed,
        paths=chance.paths,
        question=question,
        answer=Answer(PLAY, probability=chance.value),
        baselines=others,
        rule=RULE.format(first=first, last=question.last) + text,
    )


def _meaning(scenario: Scenario) -> str:
    """Eight characters that tell apart what is asked: the same for the same actors and outcome."""
    outcome = (scenario.outcome.join, [(str(p), p.at_least, p.within_days) for p in scenario.outcome.patterns])
    asked = (sorted((party.name, sorted(party.match)) for party in scenario.parties), outcome)
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:8]
