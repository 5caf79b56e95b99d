"""Who is no party of an act of force, by the words themselves: of "Ukraine said five civilians were killed" nobody is
told to have killed them, of "X denied that a drone had been fired" X fired none, and the dead are not struck again.

The law: whoever vouches for what befell their own, denies what was done by nobody named, or answers an attack, is no
doer of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.coding import frame_words, syntax
from foreshock.coding.found import Found, named

if TYPE_CHECKING:
    from foreshock.coding.scene import Scene
    from foreshock.records import Actor, Link

KILLING = frozenset({"kill", "execute", "assassinate", "murder"})
ORGANS = frozenset({"GOV", "MIL", "COP", "SPY", "MED"})
AVOWING = ("claim", "threat", "vow", "promis", "pledg", "warn")
"""How cues begin by which one speaks of one's own deed."""
OPEN = frozenset({"hypothetical", "future"})
AGAINST_OWN = frozenset({"REB", "UAF", "CRM", "OPP", "PTY", "REL"})
"""Sectors of one's own country that a state says it has struck."""


def without_mourners(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """The acts, without doers who only tell of them what befell their own, and without the dead of other acts."""
    return [_without(scene, one) if one.event.type == "ASSAULT" else one for one in found]


def _without(scene: Scene, found: Found) -> Found:
    event = found.event
    reasons = (_mourns, _only_denies, _answers)
    actors = tuple(a for a in event.actors if not any(reason(scene, found, a) for reason in reasons))
    recipients = tuple(a for a in event.recipients if not _is_dead(scene, found, a)) or event.recipients
    if (actors, recipients) == (event.actors, event.recipients):
        return found
    why = "actor only tells of it" if actors != event.actors else "the dead are not struck again"
    because = (*event.because[:1], why, *event.because[1:])
    made = replace(event, actors=actors, recipients=recipients, because=because)
    return replace(found, event=named(scene.page, made))


def _mourns(scene: Scene, found: Found, actor: Actor) -> bool:
    event = found.event
    speaks = any(_is_of(link.source, actor) and _only_tells(scene, link) for link in event.chain)
    own = bool(event.recipients) and all(_is_own(actor, a) for a in event.recipients)
    return speaks and own and not _is_subject(scene, found, actor)


def _is_of(source: Actor, actor: Actor) -> bool:
    """True of the actor itself, and of a spokesman of a state of which the actor is the state or an organ."""
    organs = source.sector in ORGANS and actor.sector in ORGANS
    return source.name == actor.name or (organs and actor.country is not None and source.country == actor.country)


def _only_denies(scene: Scene, found: Found, actor: Actor) -> bool:
    """True of who denies what is told in a passive without a doer."""
    act = scene.page.doc[found.token]
    done = syntax.is_verb(act) and syntax.is_passive(act) and not syntax.agents(act)
    return done and any(link.source.name == actor.name and link.stance == "denies" for link in found.event.chain)


def _answers(scene: Scene, found: Found, actor: Actor) -> bool:
    """True of Israel in "Israel vowed to respond to the attack", which somebody else made."""
    act = scene.page.doc[found.token]
    answer = act.head.head if act.dep_ == "pobj" and act.head.lower_ in ("to", "for", "over") else act
    told = answer.i != act.i and syntax.is_verb(answer) and answer.lemma_.lower() in frame_words.answers()
    doers = [a for t in syntax.doers(answer) for a in scene.cast.members(t)] if told else []
    return any(a.name == actor.name or (a.country and a.country == actor.country) for a in doers)


def _is_dead(scene: Scene, found: Found, actor: Actor) -> bool:
    """True of the fighters of "killed four fighters, and is likely to strike again", for the strike to come."""
    words = scene.page.words(actor.span) if found.event.standing in OPEN else None
    if words is None or not any(t.like_num for t in words):
        return False
    killing = words.root.head
    return killing.lemma_ in KILLING and killing.i != found.token and words.root.dep_ in ("dobj", "nsubjpass")


def _only_tells(scene: Scene, link: Link) -> bool:
    """False of who claims the deed, denies it or vows to do it."""
    return link.stance == "asserts" and not link.cue.of(scene.page.text).lower().startswith(AVOWING)


def _is_own(actor: Actor, recipient: Actor) -> bool:
    same = actor.country is not None and recipient.country == actor.country
    return same and (recipient.sector not in AGAINST_OWN or recipient.sector == actor.sector)


def _is_subject(scene: Scene, found: Found, actor: Actor) -> bool:
    """True where the act's own words have the actor as its subject or owner; a "plan to destroy" has none."""
    act = scene.page.doc[found.token]
    planned = act.dep_ == "acl" and any(c.lower_ == "to" for c in act.children)
    doers = [] if planned else syntax.doers(act) if syntax.is_verb(act) else syntax.holders(act)
    return any(a.name == actor.name for t in doers for a in scene.cast.members(t))
