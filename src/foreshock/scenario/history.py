"""The acts of a ledger as a scenario counts them: each happening once, on its day, under one mark.

The law: only what is told as done and is vouched for counts; an act counts once however often and in however many
pairs it is told, under the pair that is most specific, and keeps the row it was counted from. An event whose pairs
stand both ways round, a fight of two sides, is an act of each on the other.

Rows of one incident are one act, on its first day. Where the ledger is not linked, the rows of one report on one day
under one mark are one act; the same happening told by two reports is then counted twice, which the board says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foreshock.errors import NoPlay
from foreshock.records.played import Row
from foreshock.records.scenario import Pattern, Scenario
from foreshock.scenario.limits import counted
from foreshock.scenario.marks import Marks, Triple, marks_of, type_groups
from foreshock.scenario.parties import Resolver, claim

COLUMNS = (
    "event_id report_id day published type quad standing stance precision incident actor actor_country actor_sector "
    "recipient recipient_country recipient_sector".split()
)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its day, its mark, and the row it was first counted from."""

    day: date
    triple: Triple
    kind: str
    actor: str | None
    recipient: str | None
    report: str | None
    event: str

    def row(self) -> Row:
        """The row of the ledger it leads to."""
        what = f"{self.actor or 'somebody'} > {self.recipient or 'nobody named'}, {self.kind}"
        return Row(self.report, self.event, self.day, what)


@dataclass(frozen=True, slots=True)
class History:
    """All acts from `since` to `as_of`, by day, and the marks they stand under; `unlinked` acts had no incident.

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
    found = _once(_candidates(scenario, frame))
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
    other = _elsewhere(scenario, frame.filter(_held()), began)
    return History(began, as_of, marks, tuple(one.act for one in kept), unlinked, volume, other)


def _volume(frame: pl.DataFrame, began: date, days: int) -> NDArray[np.int64]:
    """Events told of each day, (days,)."""
    told = frame.filter(pl.col("day") >= began).unique(["report_id", "event_id"])["day"]
    return np.bincount((told - began).dt.total_days().to_numpy(), minlength=days).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be counted, and the incident it belongs to."""

    act: Act
    incident: str | None

    @property
    def happening(self) -> object:
        """What is one happening: an incident, or an event of a report."""
        return self.incident or (self.act.report, self.act.event)

    @property
    def sides(self) -> tuple[int, int]:
        """Who acts on whom, as positions of the scenario's actors."""
        return self.act.triple[:2]

    @property
    def rank(self) -> tuple[bool, bool, date, Triple]:
        """Lowest first: both parties known, then one, then the earlier day, then the order of the file."""
        actor, recipient, _ = self.act.triple
        return actor < 0 or recipient < 0, actor < 0 and recipient < 0, self.act.day, self.act.triple


def _candidates(scenario: Scenario, frame: pl.DataFrame) -> Iterator[Candidate]:
    resolve, groups = Resolver(scenario.parties), type_groups(scenario)
    group_of = {kind: n for n, group in enumerate(groups) for kind in group}
    anybody = any(not pattern.by and not pattern.to for pattern in scenario.patterns())
    for row in frame.filter(_held()).iter_rows(named=True):
        actor, recipient = (
            resolve(row[side], row[f"{side}_country"], row[f"{side}_sector"]) for side in ("actor", "recipient")
        )
        if row["type"] not in group_of or (actor is None and recipient is None and not anybody):
            continue
        triple = (-1 if actor is None else actor, -1 if recipient is None else recipient, group_of[row["type"]])
        act = Act(row["day"], triple, row["type"], row["actor"], row["recipient"], row["report_id"], row["event_id"])
        yield Candidate(act, row["incident"])


def _held() -> pl.Expr:
    """Rows told as done and vouched for, on a day that is known."""
    stances = pl.col("stance").is_null() | pl.col("stance").is_in(counted("stance"))
    held = stances & pl.col("standing").is_in(counted("standing")) & pl.col("precision").is_in(counted("precision"))
    return held & pl.col("day").is_not_null()


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


def _once(told: Iterable[Candidate]) -> list[Candidate]:
    """Each happening once: the most specific of its rows, on its first day; a fight of two sides once for each."""
    rows: dict[object, list[Candidate]] = {}
    for one in told:
        rows.setdefault(one.happening, []).append(one)
    kept: dict[object, Candidate] = {}
    for happening, some in rows.items():
        day = min(one.act.day for one in some)
        for one in _best(some):
            act = replace(one.act, day=day)
            unlinked = one.incident is None and act.report is not None
            folded = (act.report, act.triple, day) if unlinked else (happening, act.triple)
            kept.setdefault(folded, replace(one, act=act))
    return list(kept.values())


def _best(rows: list[Candidate]) -> list[Candidate]:
    """The most specific row, and where another tells the same the other way round, that one too."""
    best = min(rows, key=lambda one: one.rank)
    there, back = best.sides, best.sides[::-1]
    answers = [one for one in rows if one.sides == back and there[0] != there[1]]
    return [best, *sorted(answers, key=lambda one: one.rank)[:1]]
