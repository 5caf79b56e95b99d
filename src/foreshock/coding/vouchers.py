"""Who vouches for an act, as a small network weighs it that reads with the student: does the speaker of the sentence
before still speak, does the minister answer for what he had asked for, is the aside the outlet's own.

The law: it weighs the speakers that words of the report mark, and no others; what a source is told to go on saying from
paragraph to paragraph stays. How it was taught is written in training/README.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.coding.claims import same_voice
from foreshock.coding.speakers import Speaker, Speakers, stretch
from foreshock.coding.student import thresholds
from foreshock.coding.weighing import Choice, Weighed, load_weigher
from foreshock.records import Chain, Link

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.found import Found
    from foreshock.coding.scene import Scene

FILE = "vouchers.npz"


def choice_of(scene: Scene, act: Token, speaker: Speaker) -> Choice:
    """A speaker as it is weighed: by the act, the cue, and the head of the source."""
    claim, source = speaker.near.claim, scene.page.words(speaker.near.claim.source.span)
    return Choice(speaker.signs, (act, scene.page.doc[claim.cue_token], source.root if source is not None else None))


def vouched(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """The acts, each with the chain of those that the network holds to vouch for it; as they are without a student."""
    if scene.page.marks is None:
        return list(found)
    speakers, weighed = Speakers(scene, found), Weighed(scene, load_weigher(FILE))
    return [_vouched(scene, one, speakers.of(one), weighed) for one in found]


def _vouched(scene: Scene, found: Found, speakers: Sequence[Speaker], weighed: Weighed) -> Found:
    act, least = scene.page.doc[found.token], thresholds()
    told = weighed.shares([choice_of(scene, act, speaker) for speaker in speakers])
    shares = list(zip(speakers, told, strict=True))
    dropped = [s for s, share in shares if s.held and share < least.vouches and not s.near.retold]
    added = [s for s, share in shares if not s.held and share > least.vouches_too]
    if not dropped and not added:
        return found
    event = found.event
    kept = [link for link in event.chain if not any(same_voice(link.source, s.near.claim.source) for s in dropped)]
    links = [*kept, *(_link(scene, found, act, s) for s in added)]
    reasons = [f"vouched for by {s.near.claim.source.name}, by the student" for s in added]
    reasons += [f"not vouched for by {s.near.claim.source.name}, by the student" for s in dropped]
    because = (*event.because[:1], *reasons, *event.because[1:])
    return replace(found, event=replace(event, chain=_outermost_first(links), because=because))


def _link(scene: Scene, found: Found, act: Token, speaker: Speaker) -> Link:
    claim = speaker.near.claim
    return Link(claim.source, claim.cue, stretch(scene, found.event, act, speaker.near), claim.stance)


def _outermost_first(links: Sequence[Link]) -> Chain:
    return tuple(sorted(links, key=lambda link: link.content.start - link.content.end))
