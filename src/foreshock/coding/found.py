"""An event in the making, in whatever language. The law: its id comes from what the row says and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foreshock.codebook.base import event_types
from foreshock.coding.claims import VERBAL
from foreshock.coding.frame_words import acts_before_unnamed
from foreshock.coding.identity import row_id
from foreshock.records import Event, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.claims import Claim
    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Page, Sentence
    from foreshock.records import Actor

PRIVATE = frozenset({"CVL", "UNK", "CRM", None})
PUBLIC = frozenset({"PROTEST", "AID"})
"""Types that are public even where single persons without office do them."""
NEEDS_ACTOR = frozenset({*VERBAL, "CONSULT", "COOPERATE", "AID", "PROTEST", "MOBILIZE", "RETREAT"})


@dataclass(frozen=True, slots=True)
class Found:
    """An event in the making: the row and the token that triggered it."""

    event: Event
    token: int


def named(page: Page, event: Event) -> Event:
    """The event with its id."""
    told = [event.type, *(a.name for a in event.actors), ">", *(a.name for a in event.recipients)]
    return replace(event, id=row_id("e", page.report.id, event.trigger, *told))


def said(
    scene: Scene,
    sentence: Sentence,
    verb: Token,
    claims: list[Claim],
    act: tuple[str, str],
    recipients: list[Actor],
    why: str,
) -> Found:
    """The act of speech, of a type and mode, that the last of the claims tells at the verb; the claims around vouch."""
    kind, mode = act
    source = claims[-1].source
    event = Event(
        id="",
        type=kind,
        mode=mode,
        quad=event_types()[kind].quad,
        contexts=(),
        actors=(source,),
        recipients=tuple(recipients),
        standing="actual",
        when=scene.when(scene.page.doc[claims[-1].cue_token]),
        where=None,
        trigger=scene.page.char_span(verb, verb),
        sentence=sentence.span,
        chain=tuple(c.link() for c in claims[:-1]),
        because=(f"{why} by {source.name}: {verb.lemma_.lower()}",),
    )
    return Found(named(scene.page, event), verb.i)


def as_threat(event: Event, cue: Span) -> Event:
    """The threat that a future act of force is, told at `cue` by one who speaks for its actor."""
    return replace(
        event,
        type="THREATEN",
        mode="violence",
        quad=event_types()["THREATEN"].quad,
        standing="actual",
        trigger=cue,
        because=(*event.because, "a future act of force told by one who speaks for its actor is a threat"),
    )


def has_known_doer(found: Found) -> bool:
    """True of an act whose doer has a country."""
    return any(a.country for a in found.event.actors)


def tells_who_fights(found: list[Found]) -> bool:
    """True of a report with enough acts of a known doer: "a ceasefire was reached" is told of them."""
    return sum(map(has_known_doer, found)) >= acts_before_unnamed()
