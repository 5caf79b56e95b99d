"""Who says so: the chains of all rows as a tree, each outlet with those it cites and those they cite in turn.

The law: an outlet is the root, never a link; a name leads to the words that rest on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from foreshock.brief.evidence import UNTOLD, Cite, Leaf, Shown, counted
from foreshock.brief.phrasing import clip, day, sentence_of
from foreshock.brief.tree import Branch, Shared
from foreshock.records import Chain, Event, Link, Span

VOICE_QUOTE = 200


@dataclass(slots=True)
class Growing:
    """A branch while rows are hung on it."""

    names: list[Shown] = field(default_factory=list)
    title: Shown | None = None
    rows: list[Cite] = field(default_factory=list)
    own: list[Cite] = field(default_factory=list)
    quotes: dict[Cite, Shown] = field(default_factory=dict)
    denies: bool = False
    below: dict[str, Growing] = field(default_factory=dict)


def voice_tree(leaves: Sequence[Leaf]) -> tuple[Branch, ...]:
    """One branch an outlet, those with most rows first."""
    roots: dict[str, Growing] = {}
    for leaf in leaves:
        name = outlet_name(leaf)
        told = leaf.coded.report.outlet is not None
        root = roots.setdefault(name.key if told else f"report {leaf.number}", Growing())
        root.title = None if told else report_title(leaf)
        root.names.append(name)
        for chain, span in _rows(leaf):
            _hang(root, leaf, chain, leaf.cite(span))
    return tuple(sorted((_branch(r) for r in roots.values() if r.rows), key=_order))


def shared_voices(tree: Sequence[Branch]) -> tuple[Shared, ...]:
    """Those whom more than one outlet cites directly, the most cited first."""
    citing: dict[str, list[tuple[Branch, Branch]]] = {}
    for root in tree:
        for branch in root.branches:
            citing.setdefault(branch.name.key, []).append((branch, root))
    several = [pairs for pairs in citing.values() if len(pairs) > 1]
    several.sort(key=lambda pairs: (-len(pairs), pairs[0][0].name.key))
    return tuple(Shared(_together([b.name for b, _ in p]), tuple(root.name for _, root in p)) for p in several)


def _together(names: Sequence[Shown]) -> Shown:
    return Shown(names[0].text, names[0].kind, tuple(dict.fromkeys(c for n in names for c in n.cites)))


def outlet_name(leaf: Leaf) -> Shown:
    """The outlet, backed by its mark in the text where it has one; else the words that it is not told."""
    report = leaf.coded.report
    if report.outlet is None:
        return leaf.recorded(UNTOLD)
    mark = next((p.span for p in report.parts if p.kind == "outlet" and p.span.of(leaf.text).strip()), None)
    return leaf.backed(report.outlet, "name", mark) if mark else leaf.recorded(report.outlet)


def published_day(leaf: Leaf) -> Shown | None:
    """The day of publication, backed by the words that tell it where the text does."""
    report = leaf.coded.report
    if report.published is None:
        return None
    parts = (p.span for p in report.parts if p.kind in ("time", "dateline") and p.span.of(leaf.text).strip())
    part = next(parts, None) if report.published_found == "text" else None
    words = day(report.published)
    return leaf.backed(words, "date", part) if part else leaf.recorded(words)


def report_title(leaf: Leaf) -> Shown | None:
    """The title in the report's words, else as its record has it."""
    report = leaf.coded.report
    part = next((p.span for p in report.parts if p.kind == "title" and p.span.of(leaf.text).strip()), None)
    if part:
        return leaf.quote(clip(leaf.text, part))
    return leaf.recorded(report.title) if report.title else None


def outlet_at(leaf: Leaf, span: Span) -> Shown:
    """The outlet's name, leading to the words of the span."""
    name = outlet_name(leaf)
    return Shown(name.text, "name", (leaf.cite(span), *name.cites))


def _rows(leaf: Leaf) -> Iterator[tuple[Chain, Span]]:
    coded = leaf.coded
    yield from ((e.chain + _speaker(e), e.trigger) for e in coded.events)
    yield from ((f.chain, f.span) for f in coded.figures)
    yield from ((r.chain, r.span) for r in coded.relations)
    yield from ((o.chain, o.cue) for o in coded.outlooks)
    yield from ((c.chain, c.cue) for c in coded.consequences)
    yield from (((*s.chain, Link(s.source, s.cue, s.content)), s.cue) for s in coded.statements)


def _speaker(event: Event) -> Chain:
    """Who does an act of speech: one who urges, accuses or threatens says so by it."""
    if event.quad != "VX" or event.standing != "actual":
        return ()
    return tuple(Link(actor, event.trigger, event.sentence) for actor in event.actors[:1])


def _hang(root: Growing, leaf: Leaf, chain: Chain, row: Cite) -> None:
    branch = root
    branch.rows.append(row)
    for link in chain:
        branch = branch.below.setdefault(link.source.name.casefold(), Growing())
        branch.names.append(leaf.backed(link.source.name, "name", link.source.span))
        branch.rows.append(row)
        branch.denies = branch.denies or link.stance == "denies"
    branch.own.append(row)
    if chain:
        quote = leaf.quote(clip(leaf.text, _told(leaf, chain[-1], row), row.span, VOICE_QUOTE))
        branch.quotes.setdefault(quote.cites[0], quote)


def _told(leaf: Leaf, link: Link, row: Cite) -> Span:
    """What the source vouches for, in the sentence of the row where the two meet."""
    sentence = sentence_of(leaf, row.span) if row.span else link.content
    start, end = max(sentence.start, link.content.start), min(sentence.end, link.content.end)
    return Span(start, end) if start < end and Span(start, end).of(leaf.text).strip() else link.content


def _apart(quotes: dict[Cite, Shown]) -> tuple[Shown, ...]:
    """The quotes in order of the text, without those that share words with one before."""
    kept: list[Cite] = []
    for cite in sorted(quotes, key=lambda c: c.order):
        last = kept[-1] if kept else None
        if not (last and last.report == cite.report and last.span and cite.span and last.span.meets(cite.span)):
            kept.append(cite)
    return tuple(quotes[cite] for cite in kept)


def _branch(grown: Growing) -> Branch:
    return Branch(
        name=_together(grown.names),
        title=grown.title,
        count=counted(grown.rows),
        own=counted(grown.own) if grown.own else None,
        quotes=_apart(grown.quotes),
        denies=grown.denies,
        branches=tuple(sorted((_branch(g) for g in grown.below.values()), key=_order)),
    )


def _order(branch: Branch) -> tuple[int, str]:
    return (-len(branch.count.cites), branch.name.key)
