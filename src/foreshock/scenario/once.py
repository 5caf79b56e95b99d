"""Each happening once: which rows of a ledger a scenario counts, on which day, under which mark.

The law: only what is told as done, is vouched for and is not denied counts. Acts of one pair and kind that reports tell
of one day, or of one incident, are one act, kept under the pair that is most specific and with the row it was counted
from; a fight of two sides, whose pairs stand both ways round, is an act of each on the other. The rows of an imported
history are happenings of their own.

A report's undated act is its own dated one of the same pair and kind told again, where it has one of the last days
before publication. What one source says and another denies is contested and does not count, unless the outlet tells it
in its own voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from foreshock.records.played import Row
from foreshock.records.scenario import Scenario
from foreshock.scenario.limits import counted, table
from foreshock.scenario.marks import Triple, type_groups
from foreshock.scenario.parties import Resolver

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
class Candidate:
    """A row that may be counted, its incident, whether its day is told, and whether the outlet itself tells it."""

    act: Act
    incident: str | None
    dated: bool
    own: bool

    @property
    def happening(self) -> object:
        """What is one happening: an incident, or an event of a report."""
        return self.incident or (self.act.report, self.act.event)

    @property
    def sides(self) -> tuple[int, int]:
        """Who acts on whom, as positions of the scenario's actors."""
        return self.act.triple[:2]

    @property
    def claims(self) -> set[object]:
        """What a denial of the same act shares: the pair and kind, on its day or in its incident."""
        return {(self.act.triple, self.act.day)} | ({(self.act.triple, self.incident)} if self.incident else set())

    @property
    def rank(self) -> tuple[bool, bool, date, Triple]:
        """Lowest first: both parties known, then one, then the earlier day, then the order of the file."""
        actor, recipient, _ = self.act.triple
        return actor < 0 or recipient < 0, actor < 0 and recipient < 0, self.act.day, self.act.triple


def once(scenario: Scenario, frame: pl.DataFrame) -> tuple[list[Candidate], int]:
    """Each happening of the rows once, and how many rows are left out as contested; `frame` has COLUMNS."""
    told = list(_candidates(scenario, frame.filter(held())))
    denied = {claim for one in _candidates(scenario, frame.filter(_denied())) for claim in one.claims}
    kept = [one for one in told if one.own or denied.isdisjoint(one.claims)]
    return _once_a_day(_retold(_happenings(kept))), len(told) - len(kept)


def held() -> pl.Expr:
    """Rows told as done and vouched for, on a day that is known."""
    stances = pl.col("stance").is_null() | pl.col("stance").is_in(counted("stance"))
    return stances & pl.col("standing").is_in(counted("standing")) & _on_a_day()


def _denied() -> pl.Expr:
    """Rows that say of an act that it was not done."""
    return ((pl.col("stance") == "denies") | (pl.col("standing") == "negated")) & _on_a_day()


def _on_a_day() -> pl.Expr:
    return pl.col("precision").is_in(counted("precision")) & pl.col("day").is_not_null()


def _candidates(scenario: Scenario, frame: pl.DataFrame) -> Iterator[Candidate]:
    resolve, groups = Resolver(scenario.parties), type_groups(scenario)
    group_of = {kind: n for n, group in enumerate(groups) for kind in group}
    anybody = any(not pattern.by and not pattern.to for pattern in scenario.patterns())
    for row in frame.iter_rows(named=True):
        actor, recipient = (
            resolve(row[side], row[f"{side}_country"], row[f"{side}_sector"]) for side in ("actor", "recipient")
        )
        if row["type"] not in group_of or (actor is None and recipient is None and not anybody):
            continue
        triple = (-1 if actor is None else actor, -1 if recipient is None else recipient, group_of[row["type"]])
        act = Act(row["day"], triple, row["type"], row["actor"], row["recipient"], row["report_id"], row["event_id"])
        yield Candidate(act, row["incident"], row["precision"] != "unknown", row["stance"] is None)


def _once_a_day(told: Iterable[Candidate]) -> list[Candidate]:
    """Every imported act, and of those that reports tell the first of each pair, kind and day that is not there yet."""
    found: list[Candidate] = []
    seen: set[tuple[Triple, date]] = set()
    for one in sorted(told, key=lambda one: one.act.report is not None):
        if one.act.report is None or (one.act.triple, one.act.day) not in seen:
            found.append(one)
        seen.add((one.act.triple, one.act.day))
    return found


def _happenings(told: Iterable[Candidate]) -> Iterator[Candidate]:
    """The most specific row of each happening, on its first day; of a fight of two sides one for each."""
    rows: dict[object, list[Candidate]] = {}
    for one in told:
        rows.setdefault(one.happening, []).append(one)
    for some in rows.values():
        day = min(one.act.day for one in some)
        dated = any(one.dated for one in some)
        yield from (replace(one, act=replace(one.act, day=day), dated=dated) for one in _best(some))


def _best(rows: list[Candidate]) -> list[Candidate]:
    """The most specific row, and where another tells the same the other way round, that one too."""
    best = min(rows, key=lambda one: one.rank)
    there, back = best.sides, best.sides[::-1]
    answers = [one for one in rows if one.sides == back and there[0] != there[1]]
    return [best, *sorted(answers, key=lambda one: one.rank)[:1]]


def _retold(told: Iterable[Candidate]) -> list[Candidate]:
    """Dated acts first, then each undated one on the day of the dated act of its report that it tells again."""
    found = sorted(told, key=lambda one: not one.dated)
    days: dict[object, list[date]] = {}
    for one in found:
        if one.dated and one.act.report is not None:
            days.setdefault((one.act.report, one.act.triple), []).append(one.act.day)
    return [one if one.dated else replace(one, act=replace(one.act, day=_day_of(one, days))) for one in found]


def _day_of(one: Candidate, days: dict[object, list[date]]) -> date:
    """The last of the days that the undated act may be of, else its own."""
    told, reach = one.act.day, timedelta(days=table("limits.toml")["counted"]["retold_days"])
    near = [day for day in days.get((one.act.report, one.act.triple), ()) if told - reach <= day <= told]
    return max(near, default=told)
