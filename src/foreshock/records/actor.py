"""An actor as a report names it: participants of events and sources of claims. The law: an actor keeps its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foreshock.records.span import Span

ActorKind = Literal["named", "role", "anonymous", "document", "instrument"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One mention of an actor: `text` as written, `name` shared by all mentions of the same one.

    `country` is ISO alpha-3 or a code of the codebook (IGO, UNO, EUR, NGO, IMG, ISM, MNC, KOS); `sector` is a code
    of the codebook. Either is None where the text does not tell.
    """

    text: str
    name: str
    country: str | None
    sector: str | None
    span: Span
    kind: ActorKind = "named"
