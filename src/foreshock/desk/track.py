"""The track record: forecasts as they were issued, what became of them, and their scores, all of it in the ledger.

The law: a forecast is held by its first day or not at all, and is never changed; it is decided once, by its own rule,
from what the ledger knew on the day after its last, and is void where the ledger learned nothing since its issue.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from foreshock.desk.score import resolve, score
from foreshock.errors import NoForecast, NoScore
from foreshock.records.forecast import IssuedForecast, Question, Resolution, ScoredAnswer
from foreshock.records.forecast_exchange import forecast_in, forecast_out, resolution_in, resolution_out
from foreshock.records.note import Note

if TYPE_CHECKING:
    import polars as pl

    from foreshock.ledger import Ledger, View


@dataclass(frozen=True, slots=True)
class Decided:
    """An issued forecast with what happened and the scores of its answer, its baselines, and answers of others."""

    forecast: IssuedForecast
    outcome: Resolution
    scores: tuple[ScoredAnswer, ...]


@dataclass(frozen=True, slots=True)
class Mean:
    """Mean scores of one forecaster over so many decided forecasts of a horizon; None where it gave no such answer."""

    name: str
    horizon_days: int
    forecasts: int
    brier: float | None
    crps: float | None
    covered: float | None


def issue(told: Iterable[IssuedForecast], book: Ledger, now: datetime) -> int:
    """How many forecasts were not held before and now are; NoForecast for one whose days began before this one."""
    told = list(told)
    late = next((one for one in told if one.question.first < now.date()), None)
    if late is not None:
        raise NoForecast(
            f"it would be from {late.question.first}, and it is {now.date()}",
            "what is issued is held before its days begin; `foreshock backtest` tells how past days were forecast",
        )
    held = {note.subject for _, note in book.notes("forecast")}
    new = {forecast.id: forecast for forecast in told if forecast.id not in held}
    book.add_notes([Note("forecast", name, forecast_out(forecast)) for name, forecast in new.items()], now)
    return len(new)


def log(lines: Iterable[str], name: str, book: Ledger, now: datetime) -> int:
    """How many probabilities of others, one a line of JSON with forecast, name and probability, are now held.

    Raises NoScore for a line that names no forecast of the ledger, one that is decided or whose days have begun, or no
    probability.
    """
    known = {told.id: told for told in issued_forecasts(book)}
    rows = [_logged(line, f"{name}, line {at}", known, now) for at, line in enumerate(lines, 1) if line.strip()]
    book.add_notes(rows, now)
    return len(rows)


def lines_of(path: Path) -> list[str]:
    """The lines of a file of answers; NoScore where it cannot be read as UTF-8 text."""
    try:
        return path.read_text(encoding="utf8").splitlines()
    except UnicodeDecodeError as fault:
        raise NoScore(str(path), "lines of JSON in UTF-8 are hoped for") from fault
    except OSError as fault:
        raise NoScore(str(path), f"it cannot be read ({fault.strerror})") from fault


def decide(book: Ledger, now: datetime) -> list[Resolution]:
    """What is now decided of the forecasts whose days are over, and held; each by what was known after its last day."""
    done = {note.subject for _, note in book.notes("resolution")}
    found: list[Resolution] = []
    read: dict[date, _Known] = {}
    for told in issued_forecasts(book):
        if told.id in done or told.question.last >= now.date():
            continue
        day = told.question.last + timedelta(days=1)
        if day not in read:
            read[day] = _Known.at(book, day)
        found.append(_outcome(told, read[day], day, now))
    book.add_notes([Note("resolution", outcome.forecast_id, resolution_out(outcome)) for outcome in found], now)
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """The acts that the ledger held at the end of a day, read once for all forecasts, and when it last learned."""

    held: pl.DataFrame
    told: pl.DataFrame
    learned: datetime | None

    @classmethod
    def at(cls, book: Ledger, day: date) -> _Known:
        view = book.as_of(day)
        acts, reports = view.acts(), view.reports()
        last = [x for x in (acts["learned"].max(), reports["learned"].max()) if isinstance(x, datetime)]
        return cls(acts, reports, max(last, default=None))

    def acts(self) -> pl.DataFrame:
        return self.held

    def reports(self) -> pl.DataFrame:
        return self.told

    def of(self, asked: Question) -> _Known:
        """Only the acts of the pair that is asked about; all of them for a scenario, which asks about many."""
        if asked.measure == "scenario":
            return self
        ours = (self.held["actor_country"] == asked.actor) & (self.held["recipient_country"] == asked.recipient)
        return replace(self, held=self.held.filter(ours))


def _outcome(told: IssuedForecast, known: _Known, day: date, now: datetime) -> Resolution:
    """What happened by what was known at the end of `day`; void where nothing was learned since the issue."""
    if known.learned is None or known.learned <= told.issued:
        void = f"the ledger learned nothing from {told.issued:%Y-%m-%d %H:%M} to the end of {day}"
        return Resolution(told.id, now, day + timedelta(days=1), None, void=void)
    return resolve(told, known.of(told.question), day + timedelta(days=1), now)


def voids(view: View) -> int:
    """How many forecasts were decided to be void: of their days the ledger knows nothing."""
    return sum(resolution_in(note.told).void is not None for _, note in view.notes("resolution"))


def record(view: View) -> list[Decided]:
    """Every decided forecast that is not void, in the order of issue, with its scores.

    A question that was issued more than once on a day counts once: by the first forecast of it, so that nobody issues
    until one suits. Answers of others to the later ones count beside it.
    """
    told_of = ((note.subject, resolution_in(note.told)) for _, note in view.notes("resolution"))
    outcomes = {name: outcome for name, outcome in told_of if outcome.void is None}
    counted: dict[tuple[date, Question], IssuedForecast] = {}
    stands: dict[str, str] = {}
    for one in issued_forecasts(view):
        if one.id in outcomes:
            stands[one.id] = counted.setdefault((one.issued.date(), one.question), one).id
    others: dict[str, list[ScoredAnswer]] = {}
    for _, note in view.notes("answer"):
        if (outcome := outcomes.get(note.subject)) is not None and outcome.happened is not None:
            miss = (note.told["probability"] - outcome.happened) ** 2
            others.setdefault(stands[note.subject], []).append(ScoredAnswer(str(note.who), miss))
    return [
        Decided(one, outcomes[one.id], (*score(one, outcomes[one.id]), *others.get(one.id, ())))
        for one in counted.values()
    ]


def means(decided: Iterable[Decided]) -> list[Mean]:
    """The mean scores by horizon and forecaster, the network's own first."""
    rows: dict[tuple[int, str], list[ScoredAnswer]] = {}
    for one in decided:
        for told in one.scores:
            rows.setdefault((one.forecast.question.horizon_days, told.name), []).append(told)
    return [_mean_of(name, days, some) for (days, name), some in sorted(rows.items(), key=lambda row: row[0][0])]


def _mean_of(name: str, days: int, some: list[ScoredAnswer]) -> Mean:
    brier, crps, inside = (_mean(getattr(told, what) for told in some) for what in ("brier", "crps", "inside"))
    return Mean(name, days, len(some), brier, crps, inside)


def issued_forecasts(view: View) -> Iterator[IssuedForecast]:
    """Every forecast held, in the order of issue."""
    return (forecast_in(note.told) for _, note in view.notes("forecast"))


def _logged(line: str, where: str, known: dict[str, IssuedForecast], now: datetime) -> Note:
    try:
        told = json.loads(line)
        name, who, chance = str(told["forecast"]), str(told["name"]), float(told["probability"])
    except (ValueError, KeyError, TypeError) as fault:
        raise NoScore(where, f"a line with forecast, name and probability is hoped for ({fault})") from fault
    if name not in known:
        raise NoScore(where, f"{name} is no forecast that the ledger holds")
    if now.date() >= known[name].question.first:
        raise NoScore(where, f"the days of {name} began on {known[name].question.first}; an answer comes before")
    if not 0 < chance < 1:
        raise NoScore(where, f"{chance} is no probability between 0 and 1; certainty is not taken")
    return Note("answer", name, {"probability": chance}, who)


def _mean(values: Iterable[float | bool | None]) -> float | None:
    told = [float(value) for value in values if value is not None]
    return sum(told) / len(told) if told else None


def due(view: View, day: date) -> int:
    """How many forecasts are held whose days are not over on the day."""
    return sum(told.question.last >= day for told in issued_forecasts(view))
