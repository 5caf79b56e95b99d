"""Contradictions: who asserts an incident and who denies it, and the tolls each origin gives, side by side.

The law: every side is kept with its rows, and none is weighed against another. The brief's disputes work on the
sentences of a few reports and quote them; this works on the columns of a whole ledger and counts origins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from foreshock.linking.origins import NONE, UNTOLD
from foreshock.linking.tellings import stance_of, thing
from foreshock.records.attribution import Stance
from foreshock.records.contradiction import Contradiction, Stand, Toll, Voice, disputed
from foreshock.records.incident import Incident, Member
from foreshock.records.origin import Origins

Row = dict[str, Any]


def contradiction(
    incident: Incident,
    found: Origins,
    rows: Sequence[Row],
    figures: Mapping[Member, Row],
    families: Mapping[str, str] = NONE,
) -> Contradiction:
    """What stands side by side in an incident whose events are `rows`; `figures` holds rows of `FIGURES` by ids.

    `families` names the reports that are known to be copies of one text.
    """
    origin_of = {report: origin.name for origin in found.origins for report in origin.reports}
    voices = _voices(rows, origin_of)
    tolls = _tolls(rows, figures, origin_of)
    contested = disputed(stands(rows, families)) or any(_apart(a, b) for a in tolls for b in tolls)
    return Contradiction(incident.id, voices, tolls, contested)


def all_contradictions(
    incidents: Iterable[Incident],
    found: Iterable[Origins],
    events: pl.DataFrame,
    figures: pl.DataFrame,
    families: Mapping[str, str] = NONE,
) -> Iterator[Contradiction]:
    """One for each incident, in order, contested or not."""
    rows = {(row["report_id"], row["event_id"]): row for row in events.iter_rows(named=True)}
    counted = {(row["report_id"], row["figure_id"]): row for row in figures.iter_rows(named=True)}
    for incident, origins in zip(incidents, found, strict=True):
        yield contradiction(incident, origins, [rows[member] for member in incident.members], counted, families)


def stands(rows: Iterable[Row], families: Mapping[str, str] = NONE) -> list[Stand]:
    """What each of the events says of their incident; copies of one text stand as one report."""
    return [
        Stand(
            voice=_voice(row),
            stance=stance_of(row),
            report=families.get(row["report_id"], row["report_id"]),
            sentence=(row["sentence_start"] or 0, row["sentence_end"] or 0),
            type=row["type"],
        )
        for row in rows
    ]


def _voices(rows: Sequence[Row], origin_of: Mapping[str, str]) -> tuple[Voice, ...]:
    held: dict[tuple[str, Stance, str], list[Member]] = {}
    for row in rows:
        key = (_voice(row), stance_of(row), origin_of[row["report_id"]])
        held.setdefault(key, []).append((row["report_id"], row["event_id"]))
    return tuple(Voice(*key, events=tuple(events)) for key, events in held.items())


def _tolls(rows: Sequence[Row], figures: Mapping[Member, Row], origin_of: Mapping[str, str]) -> tuple[Toll, ...]:
    """One toll a thing counted and origin: the least and the most of its figures."""
    held: dict[tuple[str, str], dict[Member, Row]] = {}
    for member, row in _whole(rows, figures).items():
        held.setdefault((thing(row), origin_of[member[0]]), {})[member] = row
    return tuple(_toll(what, origin, found) for (what, origin), found in sorted(held.items()))


def _whole(rows: Sequence[Row], figures: Mapping[Member, Row]) -> dict[Member, Row]:
    """The figures of the rows; of those in which one voice counts one thing in one report the greatest alone, of which
    the others are part: "killed 17 people, eight of them children"."""
    most: dict[tuple[str, str, str], Member] = {}
    members = dict.fromkeys((row["report_id"], figure) for row in rows for figure in row["figures"] or ())
    for member in filter(figures.__contains__, members):
        key = (member[0], thing(figures[member]), _voice(figures[member]))
        most[key] = max(most.get(key, member), member, key=lambda m: _size(figures[m]))
    return {member: figures[member] for member in most.values()}


def _size(row: Row) -> tuple[float, float]:
    low, high = row["low"], row["high"]
    return low or 0.0, float("inf") if high is None else high


def _voice(row: Row) -> str:
    voice: str = (row["chain"] or [None])[-1] or row["outlet"] or UNTOLD
    return voice


def _toll(what: str, origin: str, found: Mapping[Member, Row]) -> Toll:
    lows = [row["low"] for row in found.values()]
    highs = [row["high"] for row in found.values()]
    low = None if None in lows else min(lows)
    high = None if None in highs else max(highs)
    voices = dict.fromkeys(map(_voice, found.values()))
    return Toll(what, origin, low, high, tuple(found), tuple(voices))


def _apart(one: Toll, other: Toll) -> bool:
    """True for two origins that count one thing and cannot both be right."""
    if one.what != other.what or one.origin == other.origin or one.high is None or other.low is None:
        return False
    return one.high < other.low
