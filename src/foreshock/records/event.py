"""An event: who did what to whom, when, where, and how surely. The law: every field points to words of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from foreshock.records.actor import Actor
from foreshock.records.attribution import Chain
from foreshock.records.span import Span

Standing = Literal["actual", "historical", "future", "hypothetical", "negated"]
Precision = Literal["day", "week", "part-of-month", "month", "year", "unknown"]


@dataclass(frozen=True, slots=True)
class When:
    """A period, both days inclusive; `end` None is open. Without words that tell, precision is unknown."""

    start: date | None = None
    end: date | None = None
    precision: Precision = "unknown"
    text: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A place as named; `country` ISO alpha-3, `lat` and `lon` in degrees, None where not known or ambiguous."""

    text: str
    span: Span
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One coded act. `because` names the lexicon entries and rules that made the row, for `explain`."""

    id: str
    type: str
    mode: str | None
    quad: str
    contexts: tuple[str, ...]
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    standing: Standing
    when: When
    where: Where | None
    trigger: Span
    sentence: Span
    chain: Chain = ()
    figures: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
