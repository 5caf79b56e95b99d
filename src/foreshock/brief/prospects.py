"""What could happen, and what would bring it about or hold it off: outlooks, acts that may come, consequences.

The law: percentages are the band of the words used; words outside ICD 203 get no number but the one the report gives.
"""

from __future__ import annotations

from collections.abc import Sequence

from foreshock.brief.acts import POSSIBLE, acts
from foreshock.brief.clauses import conditioned, wordy
from foreshock.brief.evidence import Leaf
from foreshock.brief.phrasing import clip, led, voices
from foreshock.brief.tree import Likelihood, Path, Prospect
from foreshock.codebook.base import likelihood_bands
from foreshock.records import Chain, Consequence, Outlook, Span

HOLDING_OFF = ("prevents", "requires")


def outlooks(leaves: Sequence[Leaf]) -> tuple[Prospect, ...]:
    """Every outlook in a clause of four words or more, those with a band first and the likeliest on top.

    Words without a band that stand within a judgement shown before are not shown again.
    """
    told = [prospect(leaf, o) for leaf in leaves for o in leaf.coded.outlooks]
    ranked = sorted((p for p in told if wordy(p.quote.text)), key=lambda p: -_band(p))
    kept: list[Prospect] = []
    for shown in ranked:
        if _band(shown) or not any(_holds(k, shown) for k in kept):
            kept.append(shown)
    return tuple(kept)


def _band(shown: Prospect) -> int:
    return (shown.likelihood.band or 0) if shown.likelihood else 0


def _holds(one: Prospect, other: Prospect) -> bool:
    """True where the other's words stand within the first one's, by the same voices."""
    a, b = one.quote.cites[0], other.quote.cites[0]
    within = a.report == b.report and a.span is not None and b.span is not None and a.span.covers(b.span)
    return within and [v.name.key for v in one.voices] == [v.name.key for v in other.voices]


def coming(leaves: Sequence[Leaf]) -> tuple[Prospect, ...]:
    """Every act told as planned or possible, the gravest first."""
    told = [act for leaf in leaves for act in acts(leaf, POSSIBLE) if wordy(act.quote.text)]
    return tuple(Prospect(act.quote, None, act.voices, act) for act in sorted(told, key=lambda a: a.score))


def paths(leaves: Sequence[Leaf]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The consequences that would bring something about, and those that would hold it off or that it needs."""
    told = [path(leaf, c) for leaf in leaves for c in leaf.coded.consequences]
    shown = [p for p in told if wordy(p.cause.text) or wordy(p.effect.text)]
    return tuple(p for p in shown if p.kind not in HOLDING_OFF), tuple(p for p in shown if p.kind in HOLDING_OFF)


def prospect(leaf: Leaf, outlook: Outlook) -> Prospect:
    """The outlook with its words of likelihood."""
    return expected(leaf, outlook.content, outlook.chain, outlook)


def expected(leaf: Leaf, span: Span, chain: Chain, outlook: Outlook | None) -> Prospect:
    """The quoted words as something that may come, judged by the outlook where there is one."""
    judged = likelihood(leaf, outlook) if outlook else None
    words = conditioned(leaf, led(leaf.text, span), chain)
    return Prospect(leaf.quote(clip(leaf.text, words, span)), judged, voices(leaf, chain), None)


def likelihood(leaf: Leaf, outlook: Outlook) -> Likelihood:
    """The words of the judgement, with the band's ends where they are ICD 203's or the report tells a percent."""
    if outlook.low is None or outlook.high is None:
        return Likelihood(leaf.quote(outlook.cue), None, None, None)
    low, high = (leaf.backed(f"{end} %", "number", outlook.cue) for end in (outlook.low, outlook.high))
    return Likelihood(leaf.quote(outlook.cue), low, high, band_number(outlook.low, outlook.high))


def band_number(low: int, high: int) -> int | None:
    """Which of the bands this is, counted from 1, None where it is none of them."""
    bands = [(band.low, band.high) for band in likelihood_bands()]
    return bands.index((low, high)) + 1 if (low, high) in bands else None


def path(leaf: Leaf, row: Consequence) -> Path:
    """The consequence with both its ends quoted."""
    cause, effect = (leaf.quote(clip(leaf.text, led(leaf.text, end))) for end in (row.cause, row.effect))
    return Path(row.kind, cause, leaf.quote(row.cue), effect, voices(leaf, row.chain))
