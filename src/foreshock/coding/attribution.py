"""Who says so: the claims of a page, and the chain that vouches for any place in its text.

The law: a chain is nested contents, outermost first, and nothing is attributed to anyone whom no words mark as the
source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.coding.claims import VERBAL, Claim, same_voice, speaks_for, vouches, without_speaker
from foreshock.coding.retelling import quoted_on, retellings
from foreshock.coding.sayings import Sayings
from foreshock.coding.sentences import Page
from foreshock.records import Chain, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast

__all__ = ["VERBAL", "Claim", "Voices", "speaks_for", "without_speaker"]


class Voices:
    """All claims of a page, and the chains made of them."""

    def __init__(self, page: Page, cast: Cast) -> None:
        self.page = page
        sayings = Sayings(page, cast)
        self.sources = sayings.sources
        found = sorted(sayings.find(), key=lambda c: (c.content.start, -c.content.end, c.cue.start))
        told = [c for n, c in enumerate(found) if not any(_tells_again(c, o) for o in found[max(0, n - 2) : n + 3])]
        self.claims = list(_within_who_quotes(page, told))
        self._goes_on = list(quoted_on(page, self.claims))
        self._around: dict[tuple[Span, int | None], list[Claim]] = {}
        self._retold = retellings(page, self.claims, sayings.sources)

    def chain(self, at: Span, cue_token: int | None = None) -> Chain:
        """The links that vouch for the words `at`, outermost first, but for the claim whose cue is at `cue_token`."""
        return tuple(c.link() for c in self.claims_at(at, cue_token))

    def claims_at(self, at: Span, cue_token: int | None = None) -> list[Claim]:
        """The claims whose content holds the words `at`, outermost first, the same source once."""
        if (at, cue_token) not in self._around:
            self._around[at, cue_token] = self._claims_around(at, cue_token)
        return list(self._around[at, cue_token])

    def _claims_around(self, at: Span, cue_token: int | None) -> list[Claim]:
        around = [c for c in self.all if vouches(c, at) and c.cue_token != cue_token]
        around.sort(key=lambda c: (-(c.content.end - c.content.start), c.inner, c.cue.start))
        retold = self.retold(self._sentence_index(at))
        goes_on = retold is not None and (not retold.inherited or retold.content.start <= at.start)
        if retold is not None and goes_on and not any(same_voice(c.source, retold.source) for c in around):
            around.insert(0, retold)
        kept: list[Claim] = []
        for claim in around:
            if not any(same_voice(claim.source, k.source) for k in kept):
                kept.append(claim)
        return kept

    @property
    def all(self) -> list[Claim]:
        """The claims, and the quotations that go on where one stood."""
        return [*self.claims, *self._goes_on]

    def retold(self, sentence: int) -> Claim | None:
        """The source whose words the sentence of that number goes on retelling."""
        return self._retold.get(sentence)

    def _sentence_index(self, at: Span) -> int:
        n = bisect_right(self.page.sentences, at.start, key=lambda s: s.span.start) - 1
        return n if n >= 0 and at.start < self.page.sentences[n].span.end else -1


def _within_who_quotes(page: Page, claims: list[Claim]) -> Iterator[Claim]:
    """Of "the report quoted X as saying", its words hold all that X says; of "X, quoted by the report, warned", also
    that X warned."""
    said = {c.cue_token: c for c in claims}
    aside = {i: verb for i in said if (verb := _spoken_by(page.doc[i])) is not None and verb.i in said}
    quoted = {
        verb.head.head.i: claim
        for i, claim in said.items()
        if (verb := page.doc[i]).dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.i in said
    }
    inner = {claim.cue_token for claim in quoted.values()}
    for claim in claims:
        if (speech := quoted.get(claim.cue_token)) is not None:
            start, end = min(claim.content.start, speech.content.start), max(claim.content.end, speech.content.end)
            yield replace(claim, content=Span(start, end))
        elif (verb := aside.get(claim.cue_token)) is not None:
            yield replace(claim, content=Span(min(claim.content.start, verb.idx), claim.content.end))
        else:
            yield replace(claim, inner=True) if claim.cue_token in inner else claim


def _spoken_by(cue: Token) -> Token | None:
    """Of "X, quoted by the report, warned" the warning."""
    noun = cue.head
    return noun.head if cue.dep_ == "acl" and cue.tag_ == "VBN" and noun.dep_ in ("nsubj", "nsubjpass") else None


def _tells_again(claim: Claim, other: Claim) -> bool:
    """True for the report of "said in a report that", where the saying is a claim already."""
    return (
        other.cue.start < claim.cue.start
        and other.content.end == claim.content.end
        and abs(other.content.start - claim.content.start) <= 1
        and same_voice(claim.source, other.source)
    )
