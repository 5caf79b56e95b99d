"""`make train-choices`: teaches the network that tells who vouches for an act.

The law: of a report annotated in blocks nothing is taught that words of another block would tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foreshock.coding.claims import Claim
from foreshock.coding.speakers import Speakers
from foreshock.coding.vouchers import choice_of
from foreshock.records import Span
from training.weighing import Asked, Told, block, told


def choices(asked: Asked) -> Iterator[Told]:
    """The speakers near an act, but for those told in another block."""
    scene, row, act = asked.scene, asked.row, asked.scene.page.doc[asked.found.token]
    vouching, here = [row.claims[n] for n in asked.event["chain"]], block(row, asked.found.event.trigger)
    for speaker in Speakers(scene, asked.all_found).of(asked.found):
        right = any(_is_told(claim, wanted) for claim in speaker.voice for wanted in vouching)
        if right or any(block(row, claim.cue) == here for claim in speaker.voice):
            yield told(scene, choice_of(scene, act, speaker), right)


def _is_told(claim: Claim, wanted: dict[str, Any]) -> bool:
    source = wanted["source"]
    return claim.cue.meets(Span(*wanted["cue"])) or bool(source and claim.source.span.meets(Span(*source[:2])))
