"""Incidents: the mentions of one happening, in whatever report they stand, made one.

The law: every event is in exactly one incident, and each member is there because of a pair that anybody can read.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import polars as pl

from foreshock.codebook.linking import joining
from foreshock.linking.candidates import candidates
from foreshock.linking.clusters import Scored, clusters
from foreshock.linking.compared import Compared, Reader
from foreshock.linking.tellings import Side, Telling, tellings
from foreshock.linking.wording import in_words
from foreshock.records.columns import INCIDENTS
from foreshock.records.incident import Incident, Member, Pair

T = TypeVar("T")
KINDS = {"text": pl.String, "number": pl.Float64}


@dataclass(frozen=True, slots=True)
class Linked:
    """All incidents in order of their days, and a frame with the columns of `INCIDENTS`, one row an event."""

    incidents: tuple[Incident, ...]
    frame: pl.DataFrame


def link(events: pl.DataFrame, figures: pl.DataFrame, reader: Reader | None = None, workers: int = 1) -> Linked:
    """The incidents that the events tell of; frames as `EVENTS` and `FIGURES` of records.columns.

    The outcome does not depend on the order of rows. A row that stands twice is taken once. Without a `reader` features
    alone decide; with one, so many `workers` (threads) ask it at a time.
    """
    once = events.unique(("report_id", "event_id"), keep="first", maintain_order=True)
    told = tellings(once, figures)
    compared, rule = Compared(told, once, reader), joining()
    near = [pair for pair in candidates(told) if compared.is_comparable(*pair)]
    compared.read_ahead(near, workers)
    pairs = [(compared.score(a, b), a, b) for a, b in near]
    groups = clusters(len(told), pairs, compared.score, rule)
    ties = _likest(groups, pairs)
    made = [_made(told, group, ties.get(group[0], ()), compared) for group in groups]
    incidents = tuple(sorted(made, key=lambda i: (i.day or date.min, i.id)))
    return Linked(incidents, _frame(incidents))


def incidents_of(members: pl.DataFrame, events: pl.DataFrame, figures: pl.DataFrame) -> tuple[Incident, ...]:
    """The incidents of a run, by the rows of it that `events` still holds: each as `link` tells it, under its name."""
    told = {telling.member: telling for telling in tellings(events, figures)}
    groups: dict[str, list[Telling]] = defaultdict(list)
    for report, event, name in members.select("report_id", "event_id", "incident").iter_rows():
        if (report, event) in told:
            groups[name].append(told[report, event])
    return tuple(replace(_incident(_as_told(group), ()), id=name) for name, group in groups.items())


def _as_told(members: Iterable[Telling]) -> list[Telling]:
    """The earliest first."""
    return sorted(members, key=lambda t: (t.published or 0, t.day or 0, t.member))


def _made(told: Sequence[Telling], group: Sequence[int], ties: Sequence[Scored], compared: Compared) -> Incident:
    members = _as_told(told[n] for n in group)
    return _incident(members, _in_order(members[0].member, [compared.pair(a, b) for _, a, b in ties]))


def _in_order(first: Member, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs of a tree so that each ties one new member to those before it, beginning with `first`."""
    within, left, found = {first}, list(pairs), list[Pair]()
    while left:
        at = next(n for n, pair in enumerate(left) if (pair.one in within) != (pair.other in within))
        found.append(left.pop(at))
        within |= {found[-1].one, found[-1].other}
    return found


def _likest(groups: Sequence[Sequence[int]], pairs: Iterable[Scored]) -> dict[int, list[Scored]]:
    """By the first of each group: the pairs that tie its members together, the likest that do (Prim 1957)."""
    of = {n: group[0] for group in groups for n in group}
    near: dict[int, list[Scored]] = defaultdict(list)
    for likeness, one, other in pairs:
        if of[one] == of[other]:
            near[one].append((-likeness, one, other))
            near[other].append((-likeness, one, other))
    return {group[0]: _tree(group, near) for group in groups if len(group) > 1}


def _tree(group: Sequence[int], near: dict[int, list[Scored]]) -> list[Scored]:
    found, within, open_pairs = list[Scored](), {group[0]}, list(near[group[0]])
    heapq.heapify(open_pairs)
    while open_pairs:
        likeness, one, other = heapq.heappop(open_pairs)
        fresh = other if one in within else one
        if fresh not in within:
            within.add(fresh)
            found.append((-likeness, one, other))
            for pair in near[fresh]:
                heapq.heappush(open_pairs, pair)
    return found


def _incident(members: Sequence[Telling], ties: Sequence[Pair]) -> Incident:
    first, said = members[0], [t for t in members if not t.denied] or members
    return Incident(
        id=incident_id(first.member),
        members=tuple(t.member for t in members),
        day=_day(members),
        type=_most(t.type for t in members) or first.type,
        mode=_most(t.mode for t in members),
        actors=_named(t.actors for t in said),
        recipients=_named(t.recipients for t in said),
        place=_most(t.place_name for t in members),
        happened=not all(t.expected for t in members),
        because=tuple(ties),
    )


def incident_id(earliest: Member) -> str:
    """The name of an incident: "i-" and twelve hex digits made of its earliest member."""
    return "i-" + hashlib.sha256("\x1f".join(earliest).encode("utf8")).hexdigest()[:12]


def _day(members: Sequence[Telling]) -> date | None:
    """The day that most mentions tell to the day, else the earliest publication of one that does not recall; none where
    all tell of a time that was over by then."""
    told = _most(t.first for t in members if t.sharp)
    if told is None:
        fresh = [t for t in members if not t.recalls] or members
        days = (t.first if t.long_ago else t.day for t in fresh)
        told = min((day for day in days if day is not None), default=None)
    return None if told is None else date.fromordinal(told)


def _most(told: Iterable[T | None]) -> T | None:
    """What is told most often, the first told of several; None where nothing is."""
    counted = Counter(value for value in told if value is not None)
    return counted.most_common(1)[0][0] if counted else None


def _named(sides: Iterable[Side]) -> tuple[str, ...]:
    """The names of all sides, the commonest first, each once, in the spelling used most."""
    told = [name for side in sides for name in side.told]
    spelt = {name.casefold(): name for name, _ in reversed(Counter(told).most_common())}
    return tuple(spelt[low] for low, _ in Counter(map(str.casefold, told)).most_common())


def _frame(incidents: Iterable[Incident]) -> pl.DataFrame:
    rows: list[tuple[str, str, str, float | None, str]] = []
    for incident in incidents:
        first = "the first to tell it" if incident.because else "told once"
        ties: dict[Member, tuple[float | None, str]] = {incident.members[0]: (None, first)}
        for pair in incident.because:
            known, fresh = (pair.one, pair.other) if pair.one in ties else (pair.other, pair.one)
            ties[fresh] = (pair.score, f"with {'#'.join(known)}: {in_words(pair)}")
        rows += [(*member, incident.id, *ties[member]) for member in incident.members]
    schema = {column.name: KINDS[column.kind] for column in INCIDENTS}
    return pl.DataFrame(rows, schema=schema, orient="row")
