"""Who says so: the chains of all rows as a tree, each outlet with those it cites and those they cite in turn.

The law: an outlet is the root, never a link; a name leads to the words that rest on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from foreshock.brief.evidence import Cite, Leaf, Shown, counted
from foreshock.brief.phrasing import clip
from foreshock.brief.tree import Branch
from foreshock.records import Chain, Link, Span

VOICE_QUOTE = 200


@dataclass(slots=True)
class Growing:
    """A branch while rows are hung on it."""

    names: list[Shown] = field(default_factory=list)
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
        root = roots.setdefault(name.key, Growing())
        root.names.append(name)
        for chain, span in _rows(leaf):
            _hang(root, leaf, chain, leaf.cite(span))
    return tuple(sorted((_branch(r) for r in roots.values() if r.rows), key=_order))


def outlet_name(leaf: Leaf) -> Shown:
    """The outlet, backed by its mark in the text where it has one; else the title, else the report's hash."""
    report = leaf.coded.report
    if report.outlet is None:
        return leaf.recorded(report.title or report.id)
    mark = next((p.span for p in report.parts if p.kind == "outlet" and p.span.of(leaf.text).strip()), None)
    return leaf.backed(report.outlet, "name", mark) if mark else leaf.recorded(report.outlet)


def _rows(leaf: Leaf) -> Iterator[tuple[Chain, Span]]:
    coded = leaf.coded
    yield from ((e.chain, e.trigger) for e in coded.events)
    yield from ((f.chain, f.span) for f in coded.figures)
    yield from ((r.chain, r.span) for r in coded.relations)
    yield from ((o.chain, o.cue) for o in coded.outlooks)
    yield from ((c.chain, c.cue) for c in coded.consequences)
    yield from (((*s.chain, Link(s.source, s.cue, s.content)), s.cue) for s in coded.statements)


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
        quote = leaf.quote(clip(leaf.text, chain[-1].content, row.span, VOICE_QUOTE))
        branch.quotes.setdefault(quote.cites[0], quote)


def _branch(grown: Growing) -> Branch:
    first = grown.names[0]
    cites = tuple(dict.fromkeys(c for n in grown.names for c in n.cites))
    return Branch(
        name=Shown(first.text, first.kind, cites),
        count=counted(grown.rows),
        own=counted(grown.own) if grown.own else None,
        quotes=tuple(grown.quotes[c] for c in sorted(grown.quotes, key=lambda c: c.order)),
        denies=grown.denies,
        branches=tuple(sorted((_branch(g) for g in grown.below.values()), key=_order)),
    )


def _order(branch: Branch) -> tuple[int, str]:
    return (-len(branch.count.cites), branch.name.key)
