"""A figure: a number that counts something. The law: low and high are as told, and open ends stay open."""

from __future__ import annotations

from dataclasses import dataclass

from foreshock.records.attribution import Chain
from foreshock.records.event import When
from foreshock.records.span import Span


@dataclass(frozen=True, slots=True)
class Figure:
    """`what` is counted in `unit`, at least `low` and at most `high` (None where open), over the period `when`."""

    id: str
    what: str
    low: float | None
    high: float | None
    unit: str | None
    when: When | None
    span: Span
    chain: Chain = ()
