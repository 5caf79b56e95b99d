"""An event in the making. The law: its id comes from what the row says and where, not from when it was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foreshock.coding.identity import row_id
from foreshock.records import Event

if TYPE_CHECKING:
    from foreshock.coding.scene import Scene


@dataclass(frozen=True, slots=True)
class Found:
    """An event in the making: the row and the token that triggered it."""

    event: Event
    token: int


def named(scene: Scene, event: Event) -> Event:
    """The event with its id."""
    told = [event.type, *(a.name for a in event.actors), ">", *(a.name for a in event.recipients)]
    return replace(event, id=row_id("e", scene.page.report.id, event.trigger, *told))
