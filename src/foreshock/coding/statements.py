"""Statements: each marked act of saying, and to whom. The law: a statement needs no codable event inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from foreshock.coding.identity import row_id
from foreshock.records import Statement
from foreshock.records.statement import StatementKind

if TYPE_CHECKING:
    from foreshock.coding.scene import Scene


def find_statements(scene: Scene) -> list[Statement]:
    """One row for each claim of the page, in text order; its chain holds those outside the source."""
    rows = []
    for claim in scene.voices.claims:
        outside = [c for c in scene.voices.claims_at(claim.cue, claim.cue_token) if c.source.name != claim.source.name]
        rows.append(
            Statement(
                id=row_id("s", scene.page.report.id, claim.cue, claim.source.name),
                kind=cast("StatementKind", claim.kind),
                source=claim.source,
                addressee=claim.addressee,
                cue=claim.cue,
                content=claim.content,
                chain=tuple(c.link() for c in outside),
            )
        )
    return sorted(rows, key=lambda s: s.cue)
