"""The acts of a ledger as a scenario counts them, from the first day of its history to the last.

The law: which rows count, and that each happening counts once, is decided in once.py alone; what reports tell of days
before they were held is their background, and no full count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foreshock.errors import NoPlay
from foreshock.records.scenario import Pattern, Scenario
from foreshock.scenario.marks import Marks, marks_of
from foreshock.scenario.once import COLUMNS, Act, held, once
from foreshock.scenario.parties import claim


@dataclass(frozen=True, slots=True)
class History:
    """All acts from `since` to `as_of`, by day, and the marks they stand under; `unlinked` acts had no incident;
    `contested` rows are left out because another denies them.

    `volume` (days,) counts all acts that the ledger tells of each day, whoever they are by: how much was reported.
    `elsewhere` are acts between other countries, as `day` (from 0), `actor`, `recipient`, `quad`: a fit learns how
    acts answer acts from them too.
    """

    since: date
    as_of: date
    marks: Marks
    acts: tuple[Act, ...]
    unlinked: int
    volume: NDArray[np.int64]
    elsewhere: pl.DataFrame
    contested: int = 0

    @property
    def days(self) -> int:
        """How many days it covers, both ends counted."""
        return (self.as_of - self.since).days + 1

    def daily(self) -> NDArray[np.int64]:
        """Acts per day and mark, (days, marks)."""
        made = np.zeros((self.days, len(self.marks.triples)), np.int64)
        place = {triple: n for n, triple in enumerate(self.marks.triples)}
        for act in self.acts:
            made[(act.day - self.since).days, place[act.triple]] += 1
        return made

    def of(self, pattern: Pattern) -> list[Act]:
        """The acts that fit the pattern, by day."""
        fits = self.marks.fits([pattern])[0]
        wanted = {triple for triple, fit in zip(self.marks.triples, fits, strict=True) if fit}
        return [act for act in self.acts if act.triple in wanted]


def history(scenario: Scenario, acts: pl.DataFrame, as_of: date, since: date | None = None) -> History:
    """The acts up to `as_of` as the scenario counts them; NoPlay where the ledger tells of nothing by then.

    `acts` has the columns records.columns.ACTS; the history begins on `since`, or else with the first act told of the
    memory before the first report held: what reports tell of earlier days is their background, and no full count.
    """
    frame = acts.select(COLUMNS).filter(pl.col("day") <= as_of)
    if frame.is_empty():
        raise NoPlay(scenario.name, f"the ledger tells of no act up to {as_of}", "`foreshock add` adds reports to it")
    found, contested = once(scenario, frame)
    if not found:
        raise NoPlay(scenario.name, f"none of the {len(frame):,} acts is by or to its actors", "check their `match`")
    told = sorted(found, key=lambda one: (one.act.day, one.act.triple, one.act.report or "", one.act.event))
    first: Any = frame["published"].min()
    reach = (first if isinstance(first, date) else told[0].act.day) - timedelta(days=scenario.memory_days)
    began = since or next((one.act.day for one in told if one.act.day >= reach), reach)
    inside = [one for one in told if one.act.day >= began]
    if not inside:
        raise NoPlay(scenario.name, f"its actors do nothing from {began} to {as_of}", "start the history earlier")
    marks = marks_of(scenario, {one.act.triple for one in inside})
    kept = [one for one in inside if one.act.triple in marks.triples]
    unlinked = sum(one.incident is None for one in kept)
    volume = _volume(frame, began, (as_of - began).days + 1)
    other = _elsewhere(scenario, frame.filter(held()), began)
    return History(began, as_of, marks, tuple(one.act for one in kept), unlinked, volume, other, contested)


def _volume(frame: pl.DataFrame, began: date, days: int) -> NDArray[np.int64]:
    """Events told of each day, (days,)."""
    told = frame.filter(pl.col("day") >= began).unique(["report_id", "event_id"])["day"]
    return np.bincount((told - began).dt.total_days().to_numpy(), minlength=days).astype(np.int64)


def _elsewhere(scenario: Scenario, frame: pl.DataFrame, began: date) -> pl.DataFrame:
    """Acts between two countries neither of which the scenario speaks of, each once a pair, quad and day and report."""
    ours = {claim(match)[0] for party in scenario.parties for match in party.match}
    sides = pl.col("actor_country"), pl.col("recipient_country")
    apart = (sides[0] != sides[1]) & ~sides[0].is_in(ours) & ~sides[1].is_in(ours) & (pl.col("day") >= began)
    told = frame.filter(apart).unique(["report_id", "event_id", "actor_country", "recipient_country"], keep="first")
    days = (pl.col("day") - began).dt.total_days()
    return told.select(day=days, actor=sides[0], recipient=sides[1], quad="quad").sort(
        "day", "actor", "recipient", "quad"
    )
