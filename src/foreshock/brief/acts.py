"""The acts of one report as they are shown: an act told in the headline and again below it stands once.

The law: where two rows are shown as one, both their places are linked.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace

from foreshock.brief.evidence import Leaf
from foreshock.brief.phrasing import clip, told
from foreshock.brief.tree import Told
from foreshock.records import Event, Span

DONE = ("actual", "historical", "negated")
POSSIBLE = ("future", "hypothetical")


def acts(leaf: Leaf, standings: Container[str]) -> tuple[Told, ...]:
    """The acts of these standings in order of the text, those of the title joined to the first paragraph's."""
    again = dict(_told_again(leaf))
    joined = {title.id for _, title in again.values()}
    shown = []
    for event in leaf.coded.events:
        if event.standing not in standings or event.id in joined:
            continue
        act = told(leaf, event)
        shown.append(_with_headline(leaf, act, again[event.id][1]) if event.id in again else act)
    return tuple(shown)


def in_title(leaf: Leaf, span: Span) -> bool:
    """True for words of a title or of its repeat."""
    return any(p.kind in ("title", "repeat") and p.span.meets(span) for p in leaf.coded.report.parts)


def _told_again(leaf: Leaf) -> Iterator[tuple[str, tuple[Event, Event]]]:
    """Pairs of an act of the first paragraph and the title's row of it, by the first one's id."""
    titles = [e for e in leaf.coded.events if in_title(leaf, e.trigger)]
    body = [e for e in leaf.coded.events if not in_title(leaf, e.trigger)]
    first = [e for e in body if "\n" not in leaf.text[body[0].trigger.start : e.trigger.start].strip()]
    taken: set[str] = set()
    for title in titles:
        same = next((e for e in first if e.id not in taken and _same_act(e, title)), None)
        if same:
            taken.add(same.id)
            yield same.id, (same, title)


def _same_act(one: Event, other: Event) -> bool:
    return (one.type, one.standing, _parties(one)) == (other.type, other.standing, _parties(other))


def _parties(event: Event) -> tuple[frozenset[str], frozenset[str]]:
    actors, recipients = (frozenset(a.name.casefold() for a in side) for side in (event.actors, event.recipients))
    return actors, recipients


def _with_headline(leaf: Leaf, act: Told, title: Event) -> Told:
    both = replace(act.act, cites=(*act.act.cites, leaf.cite(title.trigger)))
    return replace(act, act=both, headline=leaf.quote(clip(leaf.text, title.sentence, title.trigger)))
