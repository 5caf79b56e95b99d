"""A claim: one marked attribution, and how claims stand to each other, to acts and to speakers.

The law: source, cue and content are words of the text; what is only asked, promised or warned against is not asserted.
"""

from __future__ import annotations

from dataclasses import dataclass

from foreshock.records import Actor, Link, Span
from foreshock.records.attribution import Stance

VERBAL = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are done by speaking: the speaker is the actor, not a link."""

ASSERTING = frozenset({"say", "explain", "estimate", "deny", "urge", "promise", "threaten"})
"""Kinds of saying that vouch for what they only name: "reported two attacks", "called for sanctions", "vowed to
leave"."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One marked attribution. `asserted` is False where the content is asked, promised or warned against.

    `inherited` is told in another sentence; `inner` lies inside a claim with the same content ("said, citing X");
    `aside` are the words that tell who the source is, which the source does not say ("..., says X, who has called on").
    """

    source: Actor
    cue: Span
    cue_token: int
    content: Span
    stance: Stance
    kind: str
    addressee: Actor | None = None
    asserted: bool = True
    inherited: bool = False
    inner: bool = False
    aside: Span | None = None

    def link(self) -> Link:
        """The claim as a link of a chain."""
        return Link(self.source, self.cue, self.content, self.stance)


def vouches(claim: Claim, at: Span) -> bool:
    """True where the claim asserts the words `at`."""
    return (
        claim.asserted
        and claim.content.start <= at.start < claim.content.end
        and not claim.cue.meets(at)
        and not (claim.aside or claim.source.span).meets(at)
    )


def same_voice(one: Actor, other: Actor) -> bool:
    """True where two sources are one, a document and its author included."""
    if one.name == other.name:
        return True
    return (one.kind == other.kind == "document" and one.name.rsplit(" ", 1)[0] == other.name.rsplit(" ", 1)[0]) or (
        "document" in (one.kind, other.kind) and (one.name.startswith(other.name) or other.name.startswith(one.name))
    )


def nested(claims: list[Claim]) -> set[Claim]:
    """The claims whose words lie in the content of another."""
    found, opened = set(), sorted(claims, key=lambda c: c.content.start)
    widest: list[Claim] = []
    at = 0
    for claim in sorted(claims, key=lambda c: c.cue.start):
        while at < len(opened) and opened[at].content.start <= claim.cue.start:
            widest = sorted([*widest, opened[at]], key=lambda c: -c.content.end)[:2]
            at += 1
        if any(c is not claim and c.content.end >= claim.cue.end for c in widest):
            found.add(claim)
    return found


def without_speaker(claims: list[Claim], event_type: str, actors: list[Actor], standing: str = "actual") -> list[Claim]:
    """The claims that vouch for an event from outside: of an act of speech that was uttered, the speaker's own are left
    off; of one that is denied or only possible, and of a demand or complaint to come, they are kept."""
    to_come = standing == "future" and event_type in ("REQUEST", "ACCUSE")
    if event_type not in VERBAL or not claims or to_come or standing in ("negated", "hypothetical"):
        return claims
    return claims[:-1] if speaks_for(claims[-1].source, actors) else claims


def speaks_for(source: Actor, actors: list[Actor]) -> bool:
    """True where the source is one of the actors or speaks for its government."""
    for actor in actors:
        if source.name == actor.name:
            return True
        if not source.country or source.country != actor.country:
            continue
        if source.sector in ("GOV", "MIL", "SPY") and actor.sector in ("GOV", "MIL"):
            return True
        if source.sector == actor.sector and source.sector in ("REB", "PRM"):
            return True
    return False
