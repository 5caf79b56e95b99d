"""An issued forecast and what became of it. The law: it is written down whole before it is resolved, never after.

The rule of resolution is part of the forecast, so that a reader, or the ledger itself, can decide the outcome without
asking who issued it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Measure = Literal["count", "any", "scenario"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is forecast: the count of a mark, whether it happens at all, or a named scenario, from `first` on.

    `first` and `horizon_days` bound the days on which the acts happen, whenever they are learned.
    """

    measure: Measure
    first: date
    horizon_days: int
    actor: str | None = None
    recipient: str | None = None
    kind: str | None = None
    scenario: str | None = None

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.first + timedelta(days=self.horizon_days - 1)


@dataclass(frozen=True, slots=True)
class Answer:
    """A distribution told by its `mean`, the `probability` of the event, and quantiles at `levels`, where asked."""

    name: str
    mean: float | None = None
    probability: float | None = None
    levels: tuple[float, ...] = ()
    quantiles: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuedForecast:
    """A forecast as issued: everything needed to repeat it and to decide it.

    `issued` is the moment of issue (UTC), `known_by` the cut in knowledge time: only what the ledger had learned before
    that day was used. `parameters` names the frozen parameters, `seed` and `paths` the simulation.
    """

    id: str
    issued: datetime
    known_by: date
    parameters: str
    model_version: str
    seed: int
    paths: int
    question: Question
    answer: Answer
    baselines: tuple[Answer, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What happened: `count` acts, `happened` or not, decided from the rows `events` known by `known_by`.

    `void` says why it cannot be decided, and is None where it can.
    """

    forecast_id: str
    resolved: datetime
    known_by: date
    happened: bool | None
    count: int | None = None
    events: tuple[str, ...] = ()
    void: str | None = None


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """The scores of one answer: Brier for a probability, CRPS (from the quantiles) for a count."""

    name: str
    brier: float | None = None
    crps: float | None = None
    inside: bool | None = None


def issued(
    *, issued: datetime, known_by: date, parameters: str, model_version: str, seed: int, paths: int, question: Question,
    answer: Answer, baselines: tuple[Answer, ...], rule: str,
) -> IssuedForecast:  # fmt: skip
    """The forecast with an id made of all it says but the moment of issue: the same forecast has the same id."""
    said = (known_by, parameters, model_version, seed, paths, asdict(question), asdict(answer), rule)
    digest = hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()[:16]
    return IssuedForecast(
        digest, issued, known_by, parameters, model_version, seed, paths, question, answer, baselines, rule
    )
