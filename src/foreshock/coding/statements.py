"""Statements: each marked act of saying, and to whom. The law: a statement needs no codable event inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from foreshock.coding.claims import Claim
from foreshock.coding.identity import row_id
from foreshock.records import Span, Statement
from foreshock.records.statement import StatementKind


def find_statements(
    report: str, claims: Iterable[Claim], vouching: Callable[[Span, int], list[Claim]]
) -> list[Statement]:
    """One row for each claim of a report, in text order; its chain holds those outside the source.

    `vouching` tells the claims whose content holds the words, but that of the cue at the token.
    """
    rows = []
    for claim in claims:
        outside = [c for c in vouching(claim.cue, claim.cue_token) if c.source.name != claim.source.name]
        rows.append(
            Statement(
                id=row_id("s", report, claim.cue, claim.source.name),
                kind=cast("StatementKind", claim.kind),
                source=claim.source,
                addressee=claim.addressee,
                cue=claim.cue,
                content=claim.content,
                chain=tuple(c.link() for c in outside),
            )
        )
    return sorted(rows, key=lambda s: s.cue)
