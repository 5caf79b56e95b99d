"""Who may vouch for an act: the claims of its sentence and of those around it, a speaker each, and the signs of each.

The law: a speaker is only ever one that words of the report mark; what only the student takes for a cue counts where a
source stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foreshock.coding import syntax
from foreshock.coding.claims import VERBAL, Claim, same_voice, speaks_for
from foreshock.coding.student import thresholds
from foreshock.coding.tellers import teller
from foreshock.records import Event, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.found import Found
    from foreshock.coding.scene import Scene
    from foreshock.records import Actor

SPEAKING = VERBAL | {"CONSULT", "SANCTION", "COERCE"}
"""Types of acts whose doer may be the one who tells what is asked, agreed or decided in them."""
BACK, AHEAD, MOST = 6, 1, 10
"""From how many sentences before and behind an act its speakers come, and how many are weighed, the nearest."""
BODIES = frozenset({"IGO", "UNO", "NGO", "EUR"})
MARKED = "marked"
"""The kind of a claim that no cue of the lexicon marks."""


@dataclass(frozen=True, slots=True)
class Near:
    """A claim near an act: how many sentences before it the cue stands, and whether its words hold the act's."""

    claim: Claim
    back: int
    covers: bool
    retold: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """One who may vouch for an act: the claim that tells so best, all of that voice, and the signs of it; `held` where
    the rules hold that it vouches."""

    near: Near
    voice: tuple[Claim, ...]
    held: bool
    signs: tuple[str, ...]


class Speakers:
    """The claims of a report, ready to be asked for each of its acts."""

    def __init__(self, scene: Scene, found: Sequence[Found]) -> None:
        self._scene = scene
        self._claims = [(c, n) for c in scene.voices.all if (n := self._sentence(c)) is not None]
        self._more = [(c, n) for c in _unlisted(scene, found) if (n := self._sentence(c)) is not None]

    def of(self, found: Found) -> list[Speaker]:
        """Who may vouch for an act, the likeliest places first."""
        sentence = self._scene.page.sentence_at.get(found.token)
        if sentence is None:
            return []
        near = self._near(found, sentence.index)
        voices: list[list[Near]] = []
        for one in near:
            own = next((v for v in voices if same_voice(v[0].claim.source, one.claim.source)), None)
            voices.append([one]) if own is None else own.append(one)
        at = found.event.trigger
        best = [(min(voice, key=lambda n: (not n.covers, *_place(n, at))), voice) for voice in voices]
        best.sort(key=lambda pair: (not pair[0].covers, abs(pair[0].back), abs(pair[0].claim.cue.start - at.start)))
        told = _Around(self._scene, found, sentence.index, near, len(voices))
        return [
            Speaker(one, tuple(n.claim for n in voice), told.is_held(one.claim), tuple(told.signs(one, len(voice))))
            for one, voice in best[:MOST]
        ]

    def _near(self, found: Found, here: int) -> list[Near]:
        voices = self._scene.voices
        outside = voices.claims_at(found.event.trigger, found.token)
        more = [pair for pair in self._more if pair[0].cue_token != found.token]
        told = [
            Near(claim, here - n, claim in outside)
            for claim, n in (*self._claims, *more)
            if -AHEAD <= here - n <= BACK or claim in outside
        ]
        retold = voices.retold(here)
        n = self._sentence(retold) if retold else None
        return told if retold is None or n is None else [*told, Near(retold, here - n, retold in outside, retold=True)]

    def _sentence(self, claim: Claim) -> int | None:
        held = self._scene.page.sentence_at.get(claim.cue_token)
        return held.index if held else None


def _place(near: Near, at: Span) -> tuple[bool, int, bool, int]:
    inside = near.claim.content.start <= at.start < near.claim.content.end
    return not inside, abs(near.back), near.back < 0, abs(near.claim.cue.start - at.start)


def _unlisted(scene: Scene, found: Sequence[Found]) -> Iterator[Claim]:
    """What the student takes for a cue where the lexicon knows none, and acts done by speaking, as claims."""
    known = {c.cue_token for c in scene.voices.claims}
    taken = known | {t.i for c in scene.voices.claims for t in scene.page.words(c.cue) or ()}
    marked = [c for t in scene.page.tokens() if t.i not in taken and (c := _marked(scene, t)) is not None]
    yield from marked
    known |= {c.cue_token for c in marked}
    for act in found:
        if act.token not in known and act.event.actors and act.event.type in SPEAKING:
            yield _claim(act.event.actors[0], act.event.trigger, act.token, "act")


def _marked(scene: Scene, token: Token) -> Claim | None:
    if token.pos_ not in ("VERB", "AUX", "NOUN", "ADJ") or _cue_share(scene, token) < thresholds().marked:
        return None
    if syntax.is_verb(token):
        source = scene.voices.sources.of_verb(teller(token))
    else:
        beside = syntax.objects_of(token, frozenset({"of", "by", "from"})) if token.pos_ == "NOUN" else []
        source = next(iter(scene.cast.actors(syntax.holders(token)) or scene.cast.actors(beside)), None)
    return None if source is None else _claim(source, scene.page.char_span(token, token), token.i, MARKED)


def _claim(source: Actor, cue: Span, token: int, kind: str) -> Claim:
    return Claim(source, cue, token, Span(cue.end, cue.end + 1), "asserts", kind, asserted=False)


def _cue_share(scene: Scene, token: Token) -> float:
    marks, row = scene.page.marks, scene.page.word_at.get(token.idx)
    return 0.0 if marks is None or row is None else float(marks.cues[row])


class _Around:
    """What lies around an act, and the signs of each speaker near it."""

    def __init__(self, scene: Scene, found: Found, here: int, near: Sequence[Near], voices: int) -> None:
        self._scene, self._act, self._event = scene, scene.page.doc[found.token], found.event
        page, at = scene.page, found.event.trigger
        self._paragraph, self._part = page.sentences[here].paragraph, page.sentences[here].part.kind
        self._opens = here == 0 or page.sentences[here - 1].paragraph != self._paragraph
        self._here, self._voices = here, voices
        self._marked_here = sum(n.back == 0 for n in near)
        told = [n for n in near if not n.retold]
        self._last = _latest(n for n in told if n.claim.cue.start < at.start)
        self._last_before = _latest(n for n in told if n.back > 0)
        self._quoted = any(q.start <= at.start < q.end for q in page.quotes)

    def is_held(self, claim: Claim) -> bool:
        """True where the rules hold that the voice vouches."""
        return any(same_voice(link.source, claim.source) for link in self._event.chain)

    def signs(self, near: Near, times: int) -> Iterator[str]:
        """What can be said of a speaker, who makes so many of the claims near the act."""
        yield from self._of_claim(near, times)
        yield from self._of_place(near)
        yield from self._of_act(near)
        if near.back == 0 and not near.retold:
            yield from self._of_way(near)

    def _of_claim(self, near: Near, times: int) -> Iterator[str]:
        claim, source = near.claim, near.claim.source
        yield f"kind {claim.kind}"
        yield f"stance {claim.stance}"
        yield f"asserted {claim.asserted}"
        yield f"inherited {claim.inherited}"
        yield f"inner {claim.inner}"
        yield f"retold {near.retold}"
        yield f"source {source.kind}"
        yield f"sector {source.sector}"
        yield f"body {source.country if source.country in BODIES else None}"
        yield f"times {min(times, 4)}"
        yield f"named {min(sum(c.source.name == source.name for c in self._scene.voices.claims), 5)}"

    def _of_place(self, near: Near) -> Iterator[str]:
        held, chain = self.is_held(near.claim), min(len(self._event.chain), 3)
        far = "retold" if near.retold else str(max(-1, min(near.back, BACK + 1)))
        sentence = self._scene.page.sentences[self._here - near.back]
        here, last = min(self._marked_here, 3), self._last_before
        yield f"held {held}"
        yield f"held {held} of {chain}"
        yield f"covers {near.covers}"
        yield f"far {far}"
        yield f"far {far} held {held}"
        yield f"here {here} far {far}"
        yield f"paragraph {sentence.paragraph == self._paragraph} far {far}"
        yield f"opens {self._opens} far {far}"
        yield f"last {self._last is not None and same_voice(self._last.source, near.claim.source)}"
        yield f"last before {last is not None and same_voice(last.source, near.claim.source)} {min(here, 2)} far {far}"
        yield f"voices {min(self._voices, 6)}"
        yield f"part {self._part}"

    def _of_act(self, near: Near) -> Iterator[str]:
        event, source = self._event, near.claim.source
        verbal, held = event.type in VERBAL, self.is_held(near.claim)
        own = speaks_for(source, list(event.actors))
        yield f"type {event.type}"
        yield f"type {event.type} own {own} covers {near.covers}"
        yield f"standing {event.standing}"
        yield f"own {own} verbal {verbal} held {held}"
        yield f"doer {any(a.name == source.name for a in event.actors)} verbal {verbal} held {held}"
        yield f"countryman {_is_of(source, event.actors)} verbal {verbal}"
        yield f"recipient {_is_of(source, event.recipients)}"
        yield f"doers {min(len(event.actors), 2)}"
        yield f"quoted {self._quoted}"
        yield f"quoted {self._quoted} inside {self._is_inside(near)}"

    def _of_way(self, near: Near) -> Iterator[str]:
        """How act and cue lie to one another in their sentence."""
        claim, at, inside = near.claim, self._event.trigger, self._is_inside(near)
        cue = self._scene.page.doc[claim.cue_token]
        yield f"cue {int(_cue_share(self._scene, cue) * 5)} kind {claim.kind}"
        yield f"itself {claim.cue.meets(at)}"
        yield f"inside {inside} before {at.start < claim.cue.start}"
        if not inside:
            yield f"outside before {at.start < claim.content.start}"
            yield f"outside asserted {claim.asserted} kind {claim.kind}"
        yield from path(self._act, cue)

    def _is_inside(self, near: Near) -> bool:
        return near.claim.content.start <= self._event.trigger.start < near.claim.content.end


def _latest(near: Iterable[Near]) -> Claim | None:
    return max((n.claim for n in near), key=lambda c: c.cue.start, default=None)


def _is_of(source: Actor, parties: Iterable[Actor]) -> bool:
    return bool(source.country) and any(p.country == source.country for p in parties)


def path(act: Token, cue: Token) -> Iterator[str]:
    """The way through the parse from the act up to what it shares with the cue, and down to that."""
    up, down = [act, *act.ancestors], [cue, *cue.ancestors]
    at = {token.i: n for n, token in enumerate(down)}
    meets = next((n for n, token in enumerate(up) if token.i in at), None)
    if meets is None:
        yield "path none"
        return
    climbed, sunk = up[:meets], down[: at[up[meets].i]]
    ups, downs = [t.dep_ for t in climbed], [t.dep_ for t in sunk]
    yield f"up {'>'.join(ups[-3:])}"
    yield f"down {'>'.join(downs[-3:])}"
    yield f"path {'>'.join(ups[-2:])}|{'>'.join(downs[-2:])}"
    yield f"steps up {min(len(ups), 6)}"
    yield f"steps down {min(len(downs), 4)}"
    yield from (f"passes up {dep}" for dep in sorted(set(ups)))
    yield from (f"passes down {dep}" for dep in sorted(set(downs)))
    yield from (f"mark {m}" for m in sorted({c.lower_ for t in climbed for c in t.children if c.dep_ == "mark"}))


def stretch(scene: Scene, event: Event, act: Token, near: Near) -> Span:
    """The words of an act's sentence for which the speaker vouches: what the claim holds of them, else the largest
    clause around the act without the cue; the sentence where the cue stands in another."""
    claim, page = near.claim, scene.page
    if claim.content.start <= event.trigger.start < claim.content.end:
        return claim.content
    if near.back:
        return event.sentence
    top, cue = act, page.doc[claim.cue_token]
    while top.head.i != top.i and not top.head.is_ancestor(cue) and top.head.i != cue.i:
        top = top.head
    around = page.over([top])
    if not around.meets(claim.cue):
        return around
    if event.trigger.start < claim.cue.start:
        return Span(min(around.start, event.trigger.start), claim.cue.start)
    return Span(claim.cue.end, max(around.end, event.trigger.end))
