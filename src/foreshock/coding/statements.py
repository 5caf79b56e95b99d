"""Statements: each marked act of saying, and to whom. The law: a statement needs no codable event inside.

What is an act of speech by itself - a demand, an accusation, a threat - is a row of the events and none here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from foreshock.codebook.base import toml_file
from foreshock.coding.claims import Claim
from foreshock.coding.identity import row_id
from foreshock.records import Event, Span, Statement
from foreshock.records.statement import StatementKind


def find_statements(
    report: str,
    claims: Iterable[Claim],
    vouching: Callable[[Span, int], list[Claim]],
    acts: Iterable[Event] = (),
) -> list[Statement]:
    """One row for each claim of a report, in text order; its chain holds those outside the source.

    `vouching` tells the claims whose content holds the words, but that of the cue at the token; `acts` are the events
    of the report.
    """
    rows, spoken = [], list(acts)
    for claim in claims:
        around = vouching(claim.cue, claim.cue_token)
        if _is_act(claim, spoken) or (around and _is_speaker_again(claim)):
            continue
        outside = [c for c in around if c.source.name != claim.source.name]
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


def _is_act(claim: Claim, acts: list[Event]) -> bool:
    """True where the cue is the word of an act of speech that is coded: "urged", "accused"."""
    kinds = toml_file("speech.toml")["acts_of_speech"].get(claim.kind, [])
    return any(act.type in kinds and act.trigger.meets(claim.cue) for act in acts)


def _is_speaker_again(claim: Claim) -> bool:
    """True of "I think" and "we ask" inside of what somebody is told to say."""
    return claim.source.text.lower() in toml_file("speech.toml")["first_person"]["words"]
