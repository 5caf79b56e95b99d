"""A consequence: a claim that one thing would bring about or hold off another. The law: both ends are quoted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foreshock.records.attribution import Chain
from foreshock.records.span import Span

ConsequenceKind = Literal["leads-to", "risks", "prevents", "requires"]


@dataclass(frozen=True, slots=True)
class Consequence:
    """The words of `cause` stand in `kind` to the words of `effect`, joined by the words of `cue`."""

    id: str
    kind: ConsequenceKind
    cause: Span
    effect: Span
    cue: Span
    chain: Chain = ()
