"""The report's text beside the findings, cut wherever a shown span starts or ends, so that spans may overlap.

The law: the pane's words are the report's words, all of them, in order; cutting adds no character and drops none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from foreshock.brief.evidence import Cite, Leaf
from foreshock.records import Span

LINE_KINDS = ("title", "repeat", "heading")


def pane(leaf: Leaf, spans: Sequence[Span]) -> Markup:
    """The text as paragraphs, with an anchor where each span starts and a mark around every covered piece."""
    ordered = sorted(set(spans), key=lambda s: (s.start, -s.end))
    waiting = set(ordered)
    lines = (_line(leaf, line, [s for s in ordered if s.meets(line)], waiting) for line in _lines(leaf.text))
    return Markup("\n").join(lines)


def cited_spans(shown: Any) -> Iterator[Cite]:
    """Every cite with a span anywhere in a tree of records."""
    if isinstance(shown, Cite):
        if shown.span:
            yield shown
    elif isinstance(shown, tuple):
        for part in shown:
            yield from cited_spans(part)
    elif is_dataclass(shown) and not isinstance(shown, Leaf):
        for part in fields(shown):
            yield from cited_spans(getattr(shown, part.name))


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Span(start, start + len(line.rstrip()))
        start += len(line)


def _line(leaf: Leaf, line: Span, spans: Sequence[Span], waiting: set[Span]) -> Markup:
    kind = next((p.kind for p in leaf.coded.report.parts if p.span.meets(line) and p.kind in LINE_KINDS), "body")
    pieces = Markup("").join(_piece(leaf, piece, spans, waiting) for piece in _pieces(line, spans))
    return Markup('<p class="{}">{}</p>').format(f"line {kind}", pieces)


def _pieces(line: Span, spans: Iterable[Span]) -> Iterator[Span]:
    """The stretches of the line between neighbouring ends of spans."""
    cuts = {line.start, line.end}
    cuts.update(at for s in spans for at in (s.start, s.end) if line.start < at < line.end)
    for start, end in pairwise(sorted(cuts)):
        yield Span(start, end)


def _piece(leaf: Leaf, piece: Span, spans: Iterable[Span], waiting: set[Span]) -> Markup:
    """The piece, marked where spans cover it, inside the anchors of those whose first piece it is."""
    over = [s for s in spans if s.covers(piece)]
    words = escape(piece.of(leaf.text))
    if not over:
        return words
    held = Markup('<mark data-of="{}">{}</mark>').format(" ".join(f"s{s.start}-{s.end}" for s in over), words)
    for span in reversed(over):
        if span in waiting:
            waiting.discard(span)
            held = Markup('<span class="at" id="{}">{}</span>').format(Cite(leaf.number, span).anchor, held)
    return held
