"""Linking: a view of the ledger in, incidents out, each with its origins, its contradictions and its grades.

The law: what is made here is made of the rows of one reading, and keeps the ids by which they are found again. A run is
kept beside the rows, so that a gauge counts an incident once and another day can tell what was linked then.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, get_args

from foreshock.codebook.base import toml_file
from foreshock.codebook.grades import Letter, read_letters
from foreshock.errors import LedgerError, ReaderMissing, StudentMissing
from foreshock.records.attribution import Stance
from foreshock.records.contradiction import Contradiction
from foreshock.records.grade import Grade
from foreshock.records.incident import Incident
from foreshock.records.note import Note
from foreshock.records.origin import Origins

if TYPE_CHECKING:
    import polars as pl

    from foreshock.coding.pair_reader import PairReader
    from foreshock.ledger import View


class Shows(Protocol):
    """What the errand asks of a view."""

    def events(self) -> pl.DataFrame:
        """One row an event, with the columns of `EVENTS`."""

    def figures(self) -> pl.DataFrame:
        """One row a figure, with the columns of `FIGURES`."""

    def families(self) -> dict[str, str]:
        """By report: the family of copies that it is in."""


@dataclass(frozen=True, slots=True)
class LinkedLedger:
    """Incidents with their origins and contradictions in the same order, a grade for each event, and `frame` with the
    columns of `INCIDENTS`, to be kept beside the rows it names. `strangers` are graded names that no row bears."""

    incidents: tuple[Incident, ...]
    origins: tuple[Origins, ...]
    contradictions: tuple[Contradiction, ...]
    grades: tuple[Grade, ...]
    frame: pl.DataFrame
    strangers: tuple[str, ...] = ()


class Keeps(Protocol):
    """What keeping a run asks of a ledger."""

    def add_links(self, note: Note, members: pl.DataFrame, learned: datetime) -> None:
        """The run and its members are held."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One incident as it is shown, with who tells it, what of it is contested, and its best grade."""

    incident: Incident
    origins: Origins
    contradiction: Contradiction
    grade: Grade | None

    def lines(self) -> tuple[str, ...]:
        """What happened, how many tell it, its best grade, and below it why origins are one and what is contested."""
        one = self.incident
        sides = [", ".join(names[:3]) for names in (one.actors, one.recipients) if names]
        mark = "  contested" if self.contradiction.contested else ""
        grade = f"  {self.grade.code}" if self.grade else ""
        what = f"{one.day or 'no day'!s:10}  {one.type:<9} {' > '.join(sides)}"
        head = f"{what}  {self.origins.told}{grade}{mark}  {one.id}"
        why = (f"    {origin.name}: {why}" for origin in self.origins.origins for why in origin.because)
        return head, *why, *(self._contested() if self.contradiction.contested else ())

    def plain(self) -> dict[str, Any]:
        """The same as plain values: the fields of the incident, who tells it, its origins, voices, tolls and grade."""
        from foreshock.records.reading_exchange import plain

        told, grade = plain(self.contradiction), self.grade
        return {
            **plain(self.incident),
            "outlets": list(self.origins.outlets),
            "origins": plain(self.origins.origins),
            **{name: told[name] for name in ("contested", "voices", "tolls")},
            "grade": grade and {"code": grade.code, "because": list(grade.because)},
        }

    def _contested(self) -> Iterator[str]:
        told = self.contradiction
        for stance in get_args(Stance):
            if voices := told.of(stance):
                yield f"    {stance}: {', '.join(dict.fromkeys(voice.name for voice in voices))}"
        for toll in told.tolls:
            yield f"    {toll.what}: {_between(toll.low, toll.high)} by {', '.join(toll.voices)}"


def check_known(view: View, day: date | None) -> None:
    """Raise LedgerError where the view, as of `day`, knows of no report: there is nothing to link."""
    if view.reports().height:
        return
    by = f" as of {day}" if day else ""
    raise LedgerError(view.name, f"holds no report{by}, so there is nothing to link")


def keep(found: LinkedLedger, ledger: Keeps, now: datetime) -> None:
    """The run is held by the ledger, with the origin that each event rests on."""
    import polars as pl

    owner = {
        (origins.incident, report): f"{origin.kind} {origin.name}"
        for origins in found.origins
        for origin in origins.origins
        for report in origin.reports
    }
    keys = [owner.get(pair) for pair in found.frame.select("incident", "report_id").iter_rows()]
    members = found.frame.with_columns(origin=pl.Series("origin", keys, dtype=pl.String))
    told = {"rule": toml_file("linking.toml")["version"], "incidents": len(found.incidents), "events": members.height}
    ledger.add_links(Note("links", "all", told), members, now)


def shown(found: LinkedLedger, least: int) -> list[Shown]:
    """The incidents that at least so many outlets tell, most outlets first."""
    grades = {grade.event: grade for grade in found.grades}
    told = [
        Shown(one, origins, sides, min((grades[m] for m in one.members if m in grades), key=_worth, default=None))
        for one, origins, sides in zip(found.incidents, found.origins, found.contradictions, strict=True)
    ]
    kept = [one for one in told if len(one.origins.outlets) >= least]
    return sorted(kept, key=lambda one: -len(one.origins.outlets))


def kept(view: View, only: str | None = None) -> list[Shown]:
    """The incidents of the newest run that was kept, or that one, by the rows that the view shows: told as `link` tells
    them."""
    import polars as pl

    from foreshock.linking import all_contradictions, all_origins, incidents_of

    members = view.incidents()
    members = members if only is None else members.filter(pl.col("incident") == only)
    if members.is_empty():
        return []
    names = members.select("report_id", "event_id").unique()
    events, figures = view.events().join(names, on=["report_id", "event_id"], how="semi"), view.figures()
    incidents = incidents_of(members, events, figures)
    families = view.families()
    origins = tuple(all_origins(incidents, events, None, families))
    sides = all_contradictions(incidents, origins, events, figures, families)
    return [Shown(*told, None) for told in zip(incidents, origins, sides, strict=True)]


def _between(low: float | None, high: float | None) -> str:
    """The two ends of a count in words; one that is open is not known."""
    if low is None or high is None:
        return f"{low:g} or more" if low is not None else "not told" if high is None else f"up to {high:g}"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _worth(grade: Grade) -> tuple[int, str]:
    """Smaller for an item that is better confirmed, and then for a better source."""
    return grade.credibility, grade.reliability


def link(view: Shows, letters: Path | None = None, texts: Mapping[str, str] | None = None) -> LinkedLedger:
    """The incidents that a view tells of.

    `letters` is an analyst's file of grades; `texts` are texts of reports by id, by which copies are found (without
    them, by the sentences that tell events). Raises CodebookError for a file of grades that breaks a rule, and
    ReaderMissing.
    """
    from foreshock.linking import all_contradictions, all_grades, all_origins, strangers
    from foreshock.linking import link as link_rows

    set_by: Mapping[str, Letter] = read_letters(letters) if letters else {}
    events, figures = view.events(), view.figures()
    linked = link_rows(events, figures, reader(), os.cpu_count() or 1)
    families = view.families()
    origins = tuple(all_origins(linked.incidents, events, texts, families))
    return LinkedLedger(
        incidents=linked.incidents,
        origins=origins,
        contradictions=tuple(all_contradictions(linked.incidents, origins, events, figures, families)),
        grades=tuple(all_grades(linked.incidents, origins, events, set_by)),
        frame=linked.frame,
        strangers=strangers(set_by, events),
    )


def reader(load: Callable[[], PairReader] | None = None) -> PairReader:
    """The reader of pairs, the shipped one where no other is told; raises ReaderMissing."""
    from foreshock.coding.pair_reader import load_pair_reader

    try:
        return (load or load_pair_reader)()
    except StudentMissing as fault:
        raise ReaderMissing(fault.fault) from fault
