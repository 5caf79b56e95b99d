"""Who tells of losses among their own: of "Ukraine said five civilians were killed" nobody is told to have killed them.

The law: whoever vouches for an act of force upon their own people is no doer of it, unless the words make them so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.coding import syntax
from foreshock.coding.found import Found, named

if TYPE_CHECKING:
    from foreshock.coding.scene import Scene
    from foreshock.records import Actor, Link

AGAINST_OWN = frozenset({"REB", "UAF", "CRM", "OPP", "PTY", "REL"})
"""Sectors of one's own country that a state says it has struck."""


def without_mourners(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """The acts, without those doers who only tell of them what befell their own."""
    return [_without(scene, one) for one in found]


def _without(scene: Scene, found: Found) -> Found:
    event = found.event
    if event.type != "ASSAULT" or not event.chain or not event.recipients:
        return found
    kept = tuple(a for a in event.actors if not _mourns(scene, found, a))
    if kept == event.actors:
        return found
    made = replace(event, actors=kept, because=(*event.because[:1], "actor tells of their own", *event.because[1:]))
    return replace(found, event=named(scene.page, made))


def _mourns(scene: Scene, found: Found, actor: Actor) -> bool:
    event = found.event
    speaks = any(link.source.name == actor.name and _only_tells(scene, link) for link in event.chain)
    own = all(_is_own(actor, a) for a in event.recipients)
    return speaks and own and not _is_subject(scene, found, actor)


def _only_tells(scene: Scene, link: Link) -> bool:
    """False of who claims the deed or denies it."""
    return link.stance == "asserts" and not link.cue.of(scene.page.text).lower().startswith("claim")


def _is_own(actor: Actor, recipient: Actor) -> bool:
    same = actor.country is not None and recipient.country == actor.country
    return same and (recipient.sector not in AGAINST_OWN or recipient.sector == actor.sector)


def _is_subject(scene: Scene, found: Found, actor: Actor) -> bool:
    """True where the act's own words have the actor as its subject or owner."""
    act = scene.page.doc[found.token]
    doers = syntax.doers(act) if syntax.is_verb(act) else syntax.holders(act)
    return any(a.name == actor.name for t in doers for a in scene.cast.members(t))
