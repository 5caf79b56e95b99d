"""Who vouches for an act, as a small network weighs it that reads with the student: does the speaker of the sentence
before still speak, does the minister answer for what he had asked for, is the aside the outlet's own.

The law: it weighs the speakers that words of the report mark, and no others; what a source is told to go on saying from
paragraph to paragraph stays. How it was taught is written in training/README.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from foreshock.coding.claims import same_voice
from foreshock.coding.encoder import WEIGHTS
from foreshock.coding.speakers import Speaker, Speakers, stretch
from foreshock.coding.student import thresholds
from foreshock.coding.whose import state, times
from foreshock.records import Chain, Link

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Token

    from foreshock.coding.found import Found
    from foreshock.coding.scene import Scene

    Floats = NDArray[np.float32]

FILE = "vouchers.npz"
SCALE = 8
"""What divides the match of act and cue."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a speaker is weighed by: of the act, the cue, and the source, None where no word is its head."""

    act: Token
    cue: Token
    source: Token | None


def words_of(scene: Scene, act: Token, speaker: Speaker) -> Words:
    """The words that are read where a speaker is weighed."""
    claim, doc = speaker.near.claim, scene.page.doc
    source = doc.char_span(claim.source.span.start, claim.source.span.end, alignment_mode="expand")
    return Words(act, doc[claim.cue_token], source.root if source is not None else None)


class Vouchers:
    """The network; built once, used for every report."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as held:
            told = {name: held[name] for name in held.files}
        self._signs = {str(name): n for n, name in enumerate(told.pop("names"))}
        self._at = {name: rows.astype(np.float32) for name, rows in told.items()}

    def shares(self, scene: Scene, act: Token, speakers: Sequence[Speaker]) -> list[float]:
        """How likely each of the speakers vouches for the act."""
        w, at = self._at, state(scene, act)
        wanted, matched = times(w["act"], at), times(w["act_match"], at)
        return [self._share(scene, words_of(scene, act, s), s.signs, wanted, matched) for s in speakers]

    def _share(self, scene: Scene, words: Words, signs: Sequence[str], wanted: Floats, matched: Floats) -> float:
        w, cue = self._at, state(scene, words.cue)
        known = [self._signs[sign] for sign in signs if sign in self._signs]
        told = wanted + times(w["cue"], cue) + w["signs"][known].sum(axis=0)
        if words.source is not None:
            told = told + times(w["source"], state(scene, words.source))
        score = (np.maximum(told, 0) * w["out"]).sum() + w["out_bias"] + w["alone"][known].sum()
        score = score + (matched * times(w["cue_match"], cue)).sum() / SCALE
        return float(1 / (1 + np.exp(-score)))


def vouched(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """The acts, each with the chain of those that the network holds to vouch for it; as they are without a student."""
    if scene.page.marks is None:
        return list(found)
    speakers, network = Speakers(scene, found), load_vouchers()
    return [_vouched(scene, one, speakers.of(one), network) for one in found]


def _vouched(scene: Scene, found: Found, speakers: Sequence[Speaker], network: Vouchers) -> Found:
    act = scene.page.doc[found.token]
    shares = network.shares(scene, act, speakers)
    least = thresholds()
    dropped = [s for s, p in zip(speakers, shares, strict=True) if s.held and p < least.vouches and not s.near.retold]
    added = [s for s, p in zip(speakers, shares, strict=True) if not s.held and p > least.vouches_too]
    if not dropped and not added:
        return found
    event = found.event
    kept = [link for link in event.chain if not any(same_voice(link.source, s.near.claim.source) for s in dropped)]
    links = [*kept, *(_link(scene, found, act, s) for s in added)]
    told = [f"vouched for by {s.near.claim.source.name}, by the student" for s in added]
    told += [f"not vouched for by {s.near.claim.source.name}, by the student" for s in dropped]
    because = (*event.because[:1], *told, *event.because[1:])
    return replace(found, event=replace(event, chain=_outermost_first(links), because=because))


def _link(scene: Scene, found: Found, act: Token, speaker: Speaker) -> Link:
    claim = speaker.near.claim
    return Link(claim.source, claim.cue, stretch(scene, found.event, act, speaker.near), claim.stance)


def _outermost_first(links: Sequence[Link]) -> Chain:
    return tuple(sorted(links, key=lambda link: link.content.start - link.content.end))


@cache
def load_vouchers(folder: Path = WEIGHTS) -> Vouchers:
    """The shipped network."""
    return Vouchers(folder / FILE)
