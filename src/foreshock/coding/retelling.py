"""Speech that runs on: sentences without a cue of their own that go on retelling one source.

The law: a source is inherited only from a sentence that marks it, and only until another source or the outlet's own
voice is marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from foreshock.codebook.base import toml_file
from foreshock.coding.claims import Claim, nested, same_voice
from foreshock.coding.sentences import Page, Sentence
from foreshock.coding.sources import speech


def retellings(page: Page, claims: list[Claim]) -> Iterator[tuple[int, Claim]]:
    """Sentence by sentence, the source whose words a passage goes on retelling."""
    retold = [c for c in claims if _can_be_retold(c)]
    often = _often(retold)
    current: Claim | None = None
    for sentence in page.sentences:
        if sentence.part.kind in ("title", "heading"):
            continue
        own = [c for c in retold if _marked_in(c, sentence)]
        outer = [c for c in own if c.source.name in often and not nested(c, claims)]
        if own and not outer and not any(nested(c, claims) for c in own):
            current = None
        if outer:
            current = outer[0]
        if current is not None:
            content = current.content if outer else sentence.span
            yield sentence.index, replace(current, content=content, inherited=not outer)


def _often(retold: list[Claim]) -> set[str]:
    least = toml_file("speech.toml")["retold"]["least"]
    return {c.source.name for c in retold if sum(same_voice(c.source, o.source) for o in retold) >= least}


def _marked_in(claim: Claim, sentence: Sentence) -> bool:
    return sentence.span.start <= claim.cue.start < sentence.span.end


def _can_be_retold(claim: Claim) -> bool:
    words = claim.source.text.lower().split()
    research = claim.source.kind == "document" and words[-1:] and words[-1] in speech("documents", "research")
    listed = claim.source.sector in speech("retold", "sectors") or claim.source.country in speech("retold", "countries")
    return bool(research or listed)
