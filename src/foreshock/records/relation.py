"""A relation: a standing tie between two actors. The law: ties, not acts, and one row a report for the same tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foreshock.records.actor import Actor
from foreshock.records.attribution import Chain
from foreshock.records.span import Span

RelationKind = Literal["ally", "backs", "leads", "member-of", "opposes", "agreement"]


@dataclass(frozen=True, slots=True)
class Relation:
    """`left` stands in `kind` to `right`: left backs, leads, is a member of right; the other kinds are mutual."""

    id: str
    kind: RelationKind
    left: Actor
    right: Actor
    span: Span
    chain: Chain = ()
