"""Who may be a party of an act: the countries that its sentence and the two before it name or speak of, with the signs
of each for either side.

The law: a country is only ever one that words of the report name or that a party found there is told to be of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from foreshock.coding import belonging as whose
from foreshock.coding import syntax
from foreshock.coding.claims import VERBAL
from foreshock.coding.homes import stands_behind
from foreshock.coding.proposals import at_word
from foreshock.coding.sides import acting
from foreshock.coding.speakers import path

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

    from foreshock.coding.found import Found
    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence
    from foreshock.records import Actor

SIDES = ("actor", "recipient")
BACK = 2
"""From how many sentences before an act its parties come."""
MARKED = 0.1
"""From which share of the student on a word without a name is asked whose it is."""
EDGES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9)
"""Shares between which the student's word on a party is told apart."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words near an act that tell a country: the actor that they are, None for a bare country; their head; of what kind
    they are; and how likely the student holds them to be of the actors and of the recipients."""

    country: str
    actor: Actor | None
    head: Token
    kind: str
    shares: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A country that may be of a side of an act: its likeliest words, whether the coder has it there, and its signs."""

    country: str
    side: int
    mention: Mention
    held: bool
    signs: tuple[str, ...]


def candidates(scene: Scene, found: Found) -> list[Candidate]:
    """The countries near an act, for both of its sides."""
    sentence = scene.page.sentence_at.get(found.token)
    if sentence is None:
        return []
    around = _Around(scene, found, sentence)
    told: dict[str, list[Mention]] = {}
    for one in around.mentions():
        told.setdefault(one.country, []).append(one)
    shares = [{country: max(m.shares[side] for m in some) for country, some in told.items()} for side in (0, 1)]
    return [around.candidate(country, side, some, shares) for country, some in told.items() for side in (0, 1)]


class _Around:
    """What lies around an act."""

    def __init__(self, scene: Scene, found: Found, sentence: Sentence) -> None:
        self._scene, self._event, self._sentence = scene, found.event, sentence
        self._act = scene.page.doc[found.token]
        self._sides = (found.event.actors, found.event.recipients)
        self._held = [{a.country for a in side if a.country} for side in self._sides]
        self._speakers = scene.voices.claims_at(found.event.trigger, found.token)
        where = scene.where(self._act)
        self._placed = where.country if where is not None else None
        row = scene.page.word_at.get(self._act.idx)
        marks = scene.page.marks
        self._first, self._shares = 0, np.zeros((0, 2), dtype=np.float32)
        if marks is not None and row is not None:
            self._first, self._shares = marks.roles(row)
        first = scene.page.sentences[max(0, sentence.index - BACK)].tokens.start
        self._near = range(first, sentence.tokens.end)

    def mentions(self) -> Iterator[Mention]:
        """The words that tell a country: the parties found, names, marked words without one, and who speaks."""
        for side, parties in enumerate(self._sides):
            yield from (m for a in parties if (m := self._of_actor(a, f"held {SIDES[side]}")) is not None)
        for word in (w for w in self._scene.countries.words if w.first in self._near):
            tokens = self._scene.page.doc[word.first : word.last + 1]
            if not stands_behind(tokens[-1]):
                yield Mention(word.country, None, tokens[-1], word.kind, self._marked(tokens))
        yield from self._nameless()
        for claim in self._speakers:
            if (mention := self._of_actor(claim.source, "speaker")) is not None:
                yield mention

    def _of_actor(self, actor: Actor, kind: str) -> Mention | None:
        tokens = self._scene.page.words(actor.span)
        if tokens is None or not actor.country:
            return None
        return Mention(actor.country, actor, tokens.root, kind, self._marked(tokens))

    def _nameless(self) -> Iterator[Mention]:
        """Words that the student marks and that name no country, as whose people the scene tells them."""
        for n in np.flatnonzero(self._shares.max(axis=1, initial=0) > MARKED):
            told, token = self._shares[n], self._token_at(self._first + int(n))
            if token is None or token.i in self._scene.cast.hit_at or token.i not in self._near:
                continue
            for side in (s for s in (0, 1) if told[s] > MARKED):
                yield from self._whose(token, side, (float(told[0]), float(told[1])))

    def _token_at(self, row: int) -> Token | None:
        return self._scene.proposals.token_at(row) if self._scene.proposals else None

    def _whose(self, token: Token, side: int, told: tuple[float, float]) -> Iterator[Mention]:
        for actor in acting(at_word(token, self._scene.cast)):
            of = whose.placed(self._scene, self._act, (SIDES[side], self._event.type), actor, self._sides[1 - side])
            if of.country:
                yield Mention(of.country, of, token, f"noun {SIDES[side]}", told)

    def _marked(self, tokens: TokenSpan) -> tuple[float, float]:
        told = [self._share(token) for token in tokens]
        return max(one[0] for one in told), max(one[1] for one in told)

    def _share(self, token: Token) -> tuple[float, float]:
        row = self._scene.page.word_at.get(token.idx)
        if row is None or not 0 <= row - self._first < len(self._shares):
            return 0.0, 0.0
        actor, recipient = self._shares[row - self._first]
        return float(actor), float(recipient)

    def candidate(
        self, country: str, side: int, told: Sequence[Mention], shares: Sequence[dict[str, float]]
    ) -> Candidate:
        """One of the countries near the act, for one of its sides: where it is told, and the highest share of each
        country for both sides."""
        held = country in self._held[side]
        best = max(told, key=lambda m: self._likeness(m, side))
        signs = (
            *self._of_shares(country, side, shares),
            *self._of_words(told, best, side, held),
            *self._of_act(country, side, held),
        )
        return Candidate(country, side, best, held, tuple(f"{sign} {SIDES[side]}" for sign in signs))

    def _likeness(self, mention: Mention, side: int) -> tuple[float, bool, int]:
        return round(mention.shares[side], 2), mention.kind.startswith("held"), -abs(mention.head.i - self._act.i)

    def _of_shares(self, country: str, side: int, shares: Sequence[dict[str, float]]) -> Iterator[str]:
        """What the student says of the country, and what the coder has."""
        held, other = (country in self._held[s] for s in (side, 1 - side))
        own, against = (_step(shares[s][country]) for s in (side, 1 - side))
        rank = min(sorted(shares[side].values(), reverse=True).index(shares[side][country]), 3)
        loose = min(sum(not a.country for a in self._sides[side]), 2)
        yield "any"
        yield f"held {held} {other}"
        yield f"held {held} of {min(len(self._held[side]), 3)}"
        yield f"held {held} by {self._found_by(side)}"
        yield f"share {own}"
        yield f"share {own} {against}"
        yield f"other share {against}"
        yield f"share {own} held {held} {other}"
        yield f"rank {rank}"
        yield f"rank {rank} share {own}"
        yield f"among {min(len(shares[side]), 6)}"
        yield f"empty {not self._held[side]} other {not self._held[1 - side]}"
        yield f"loose {loose} held {bool(self._held[side])}"

    def _found_by(self, side: int) -> str:
        told = self._event.because
        by = (name for name in ("by the student", whose.BY_SIGNS) if any(f"{SIDES[side]} {name}" in w for w in told))
        return next(by, "by the frame")

    def _of_words(self, told: Sequence[Mention], best: Mention, side: int, held: bool) -> Iterator[str]:
        sentence = self._scene.page.sentence_of(best.head)
        back = min(self._sentence.index - sentence.index, BACK + 1) if sentence else BACK + 1
        before = best.head.i < self._act.i
        own = _step(best.shares[side])
        yield from (f"told as {kind}" for kind in sorted({m.kind for m in told}))
        yield f"best {best.kind}"
        yield f"best {best.kind} held {held}"
        yield f"back {back}"
        yield f"back {back} share {own}"
        yield f"times {min(len(told), 4)}"
        yield f"before {before}"
        yield f"before {before} verb {_voice(self._act)}"
        yield f"at {best.head.head.lower_ if best.head.dep_ == 'pobj' else best.head.dep_}"
        yield f"sector {best.actor.sector if best.actor else None}"
        if back == 0:
            yield from path(self._act, best.head)

    def _of_act(self, country: str, side: int, held: bool) -> Iterator[str]:
        event, most = self._event, self._scene.countries.most
        speaking = [claim.source.country == country for claim in self._speakers]
        yield f"type {event.type}"
        yield f"type {event.type} held {held}"
        yield f"mode {event.mode}"
        yield f"standing {event.standing}"
        yield f"placed {self._placed == country} {event.type if event.type in whose.FORCE else 'other'}"
        yield f"most {most.index(country) if country in most else len(most)}"
        yield f"speaks {any(speaking)} verbal {event.type in VERBAL}"
        yield f"speaks last {bool(speaking) and speaking[-1]} {event.type}"


def _voice(act: Token) -> str:
    if not syntax.is_verb(act):
        return "no verb"
    return "passive" if syntax.is_passive(act) else "active"


def _step(share: float) -> int:
    return sum(share > edge for edge in EDGES)
