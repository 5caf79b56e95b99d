"""The bottom line: the worst case in the reports' own terms, chosen by the weights of worst.toml.

The law: it is a quotation with its voices; how likely it is said to be comes from the words used, never from us.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foreshock.brief.acts import in_title
from foreshock.brief.clauses import FEWEST, has_verb, weights_file, word_list
from foreshock.brief.evidence import Cite, Leaf
from foreshock.brief.phrasing import told
from foreshock.brief.prospects import expected, path, prospect
from foreshock.brief.tree import BottomLine, Path, Prospect
from foreshock.codebook.base import event_types
from foreshock.records import Event, Outlook, Span

OTHERS = 3
FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be the worst case, and what they weigh."""

    leaf: Leaf
    span: Span
    weight: float
    prospect: Prospect

    @property
    def order(self) -> tuple[float, int, int, int]:
        """Heaviest first, then latest published, then in order of the text."""
        published = self.leaf.coded.report.published
        return (-self.weight, -(published.toordinal() if published else 0), self.leaf.number, self.span.start)


def bottom_line(leaves: Sequence[Leaf]) -> BottomLine | None:
    """The heaviest candidate, what bears on it, and the next ones; None where nothing is said to be coming."""
    ranked = _ranked(leaves)
    if not ranked:
        return None
    worst = ranked[0]
    return BottomLine(
        worst=worst.prospect,
        nearest=_nearest(ranked),
        paths=_bearing_on(worst),
        others=_others(ranked),
    )


def worst_cases(leaves: Sequence[Leaf]) -> tuple[Cite, ...]:
    """Where the bottom line stands, then where the reports speak in so many words of a worst case, heaviest first."""
    ranked = _ranked(leaves)
    called = [c for c in ranked if any(w in c.span.of(c.leaf.text).casefold() for w in word_list("worst"))]
    return tuple(dict.fromkeys(c.prospect.quote.cites[0] for c in (*ranked[:1], *called)))


def _ranked(leaves: Sequence[Leaf]) -> list[Candidate]:
    """All that may come in words of its own, heaviest first."""
    return sorted((c for leaf in leaves for c in _candidates(leaf) if _is_clause(c)), key=lambda c: c.order)


def _is_clause(candidate: Candidate) -> bool:
    """True where the words judged are four or more and hold a verb."""
    words = candidate.span.of(candidate.leaf.text)
    return len(words.split()) >= FEWEST and has_verb(candidate.leaf, candidate.span)


def _nearest(ranked: list[Candidate]) -> tuple[Prospect, ...]:
    """All judgements with a band in the worst case's paragraph; else the gravest of its report.

    None where the worst case has a band of its own. Outside the paragraph they must speak of harm.
    """
    worst = ranked[0]
    if _banded(worst.prospect):
        return ()
    banded = [c for c in ranked if _banded(c.prospect)]
    beside = [c for c in banded if c.leaf == worst.leaf and "\n" not in _between(c, worst)]
    grave = [c for c in banded if c.weight >= weights()["speaks_of_harm"]]
    if beside:
        return _once([c.prospect for c in sorted(beside, key=lambda c: (c.span.start, -c.span.end))])
    return tuple(c.prospect for c in grave if c.leaf == worst.leaf)[:1]


def _once(shown: Sequence[Prospect]) -> tuple[Prospect, ...]:
    """Each judgement once, in its longest words."""
    kept: list[Prospect] = []
    for new in sorted(shown, key=lambda p: -len(p.quote.text)):
        if not any(_same_judgement(new, k) for k in kept):
            kept.append(new)
    return tuple(sorted(kept, key=shown.index))


def _same_judgement(one: Prospect, other: Prospect) -> bool:
    """True for one and the same word of judgement, or for quotes that share words; never for two bands."""
    if one.likelihood and other.likelihood:
        if one.likelihood.words == other.likelihood.words:
            return True
        if _banded(one) and _banded(other):
            return False
    a, b = one.quote.cites[0], other.quote.cites[0]
    return a.report == b.report and a.span is not None and b.span is not None and a.span.meets(b.span)


def _between(one: Candidate, other: Candidate) -> str:
    """The text from the start of the first to the end of the last of the two."""
    return one.leaf.text[min(one.span.start, other.span.start) : max(one.span.end, other.span.end)]


def _banded(shown: Prospect) -> bool:
    return shown.likelihood is not None and shown.likelihood.low is not None


def _others(ranked: list[Candidate]) -> tuple[Prospect, ...]:
    """The next ones that are judged in other words and stand elsewhere in the text."""
    worst, nearest = ranked[0], _nearest(ranked)
    kept = [worst]
    for candidate in ranked[1:]:
        elsewhere = all(candidate.leaf != k.leaf or not candidate.span.meets(k.span) for k in kept)
        said = {_words(k) for k in kept}
        if candidate.prospect in nearest or any(_same_judgement(candidate.prospect, n) for n in nearest):
            continue
        if elsewhere and (_words(candidate) is None or _words(candidate) not in said):
            kept.append(candidate)
    return tuple(c.prospect for c in kept[1 : OTHERS + 1])


def _words(candidate: Candidate) -> str | None:
    judged = candidate.prospect.likelihood
    return judged.words.text.casefold() if judged else None


def _bearing_on(worst: Candidate) -> tuple[Path, ...]:
    rows = worst.leaf.coded.consequences
    return tuple(path(worst.leaf, c) for c in rows if c.effect.meets(worst.span))[:3]


def _candidates(leaf: Leaf) -> Iterator[Candidate]:
    for outlook in leaf.coded.outlooks:
        weight = _weight(leaf, outlook.content, outlook.words) + _judged(outlook)
        yield Candidate(leaf, outlook.content, weight, prospect(leaf, outlook))
    for row in leaf.coded.consequences:
        if row.kind in ("leads-to", "risks"):
            weight = _weight(leaf, row.effect) + weights()["is_consequence"]
            judged = next((o for o in leaf.coded.outlooks if o.content.meets(row.effect)), None)
            yield Candidate(leaf, row.effect, weight, expected(leaf, row.effect, row.chain, judged))
    for event in leaf.coded.events:
        if event.quad == "MX" and (event.standing in ("hypothetical", "future") or _called_worst(leaf, event)):
            yield _of_event(leaf, event)


def _called_worst(leaf: Leaf, event: Event) -> bool:
    """True where the act's own sentence speaks of the worst case, outside any title."""
    headline = in_title(leaf, event.sentence)
    words = event.sentence.of(leaf.text).casefold()
    return event.standing != "negated" and not headline and any(w in words for w in word_list("worst"))


def _of_event(leaf: Leaf, event: Event) -> Candidate:
    shown = told(leaf, event)
    span = shown.quote.cites[0].span or event.sentence
    return Candidate(
        leaf, span, _weight(leaf, span) - weights()["speaks_of_harm"], Prospect(shown.quote, None, shown.voices, shown)
    )


def _weight(leaf: Leaf, span: Span, more: str = "") -> float:
    words = f"{span.of(leaf.text)} {more}".casefold()
    weight = weights()["harm_of_event"] * _harm(leaf, span)
    for name, held in (("worst", "names_the_worst"), ("great", "names_great_harm"), ("harm", "speaks_of_harm")):
        weight += weights()[held] * any(w in words for w in word_list(name))
    headline = in_title(leaf, span)
    short = len(span.of(leaf.text).split()) < FEWEST_WORDS
    return weight + weights()["is_headline"] * headline + weights()["is_short"] * short


def _judged(outlook: Outlook) -> float:
    if outlook.low is None:
        return weights()["is_judged"]
    return weights()["has_band"] + weights()["by_band"] * outlook.low / 100


def _harm(leaf: Leaf, span: Span) -> float:
    """How far below zero the gravest act lies that may come within the span."""
    types = event_types()
    scores = [
        types[e.type].score_of(e.mode)
        for e in leaf.coded.events
        if e.standing in ("hypothetical", "future") and e.type in types and span.covers(e.trigger)
    ]
    return max(0.0, -min(scores, default=0.0))


def weights() -> dict[str, float]:
    """The weights by name."""
    return dict(weights_file()["weight"])
