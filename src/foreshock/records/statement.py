"""A statement: who told whom what. The law: a statement is kept whether or not an event lies inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foreshock.records.actor import Actor
from foreshock.records.attribution import Chain
from foreshock.records.span import Span

StatementKind = Literal[
    "say", "warn", "predict", "deny", "praise", "estimate", "explain", "promise", "urge", "accuse", "threaten"
]


@dataclass(frozen=True, slots=True)
class Statement:
    """One act of saying; `chain` holds those outside the source, outermost first."""

    id: str
    kind: StatementKind
    source: Actor
    addressee: Actor | None
    cue: Span
    content: Span
    chain: Chain = ()
