"""`make train-choices`: teaches the network that tells who acts and who undergoes it.

The law: what is right is what the annotator wrote: the countries of the parties, and none where no party is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from foreshock.coding.chosen_sides import choice_of
from foreshock.coding.near_parties import SIDES, candidates
from training.weighing import Asked, Told, told


def choices(asked: Asked) -> Iterator[Told]:
    """The countries near an act, for both of its sides."""
    wanted = [{party[2] for party in asked.event[f"{side}s"] if party[2]} for side in SIDES]
    act = asked.scene.page.doc[asked.found.token]
    for one in candidates(asked.scene, asked.found):
        yield told(asked.scene, choice_of(act, one), one.country in wanted[one.side])
