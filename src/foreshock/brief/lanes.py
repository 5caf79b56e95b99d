"""What happened: one lane for each pair of parties, dated acts drawn on a shared axis, undated ones listed as such.

The law: only acts told as done, as background or as not done stand here, and only days the reports tell are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foreshock.brief.acts import DONE, acts
from foreshock.brief.evidence import Leaf, counted
from foreshock.brief.tree import Lane, Mark, Tick, Told

DRAWN_DAYS = 420
LEFT_EDGE, RIGHT_EDGE = 2.0, 98.0
CHARACTER = 6.6
WIDE, NARROW = 590.0, 345.0

Key = tuple[tuple[str, ...], tuple[str, ...]]


def lanes(leaves: Sequence[Leaf]) -> tuple[tuple[Lane, ...], tuple[Tick, ...]]:
    """The lanes, those with most conflict first, and the labelled days of their axis."""
    told = [act for leaf in leaves for act in acts(leaf, DONE)]
    first, last = _axis(told)
    groups: dict[Key, list[Told]] = {}
    for act in told:
        groups.setdefault(_key(act), []).append(act)
    made = [_lane(group, first, last) for group in groups.values()]
    made.sort(key=_order)
    return tuple(made), _ticks([mark for lane in made for mark in lane.marks])


def _order(lane: Lane) -> tuple[bool, bool, int, int, float]:
    """Both parties known first, then many acts of conflict told as done, then late ones, then grave ones."""
    fought = sum(t.tone == "conflict" and t.standing == "actual" for t in lane.told)
    latest = max(t.start or 0 for t in lane.told)
    return (not lane.actors, not lane.recipients, -fought, -latest, min(t.score for t in lane.told))


def _key(act: Told) -> Key:
    return tuple(sorted(a.key for a in act.actors)), tuple(sorted(r.key for r in act.recipients))


def _axis(told: Iterable[Told]) -> tuple[int, int]:
    """First and last day drawn: from the latest day told back to the earliest within reach."""
    starts = [act.start for act in told if act.start]
    if not starts:
        return 0, 0
    last = max(max(act.end or act.start or 0 for act in told if act.start), max(starts))
    return min(s for s in starts if s > last - DRAWN_DAYS or s == max(starts)), last


def _lane(told: list[Told], first: int, last: int) -> Lane:
    told = sorted(told, key=lambda a: (a.start is None, a.start or 0))
    return Lane(
        actors=told[0].actors,
        recipients=told[0].recipients,
        count=counted([a.act.cites[0] for a in told]),
        marks=tuple(_mark(a, first, last) for a in told if a.start and a.start >= first),
        told=tuple(told),
    )


def _mark(act: Told, first: int, last: int) -> Mark:
    scale = (RIGHT_EDGE - LEFT_EDGE) / max(1, last - first)
    start = act.start or first
    end = last if act.end is None else min(act.end, last)
    return Mark(round(LEFT_EDGE + (start - first) * scale, 2), round(max(0, end - start) * scale, 2), act)


def _ticks(marks: Iterable[Mark]) -> tuple[Tick, ...]:
    """Labels for as many told days as fit side by side on a narrow page, and more on a wide one."""
    labelled = sorted((m for m in marks if m.told.when), key=lambda m: (m.left, m.width))
    narrow = _fitting(labelled, [], NARROW)
    wide = _fitting(labelled, narrow, WIDE)
    return tuple(_tick(m, m in narrow) for m in sorted(wide, key=lambda m: m.left))


def _fitting(marks: Iterable[Mark], held: list[Mark], page: float) -> list[Mark]:
    """The held marks and as many others as their labels leave room for."""
    kept = list(held)
    for mark in marks:
        start, end = _extent(mark, page)
        if all(end < left or right < start for left, right in (_extent(k, page) for k in kept)):
            kept.append(mark)
    return kept


def _extent(mark: Mark, page: float) -> tuple[float, float]:
    """Where the label begins and ends, in percent of the page, with air around it."""
    width = (len(mark.told.when.text if mark.told.when else "") * CHARACTER + 14) / page * 100
    start = mark.left - {"start": 0.0, "middle": width / 2, "end": width}[_side(mark)]
    return start, start + width


def _side(mark: Mark) -> str:
    return "start" if mark.left < 16 else "end" if mark.left > 84 else "middle"


def _tick(mark: Mark, narrow: bool) -> Tick:
    assert mark.told.when is not None
    return Tick(mark.left, mark.told.when, _side(mark), narrow)
