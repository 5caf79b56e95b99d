"""Grading: the letter of the source and the number of the item, for each event of an incident.

The law: letters are set by an analyst and numbers by the rules of grading.toml; without either it is F6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from foreshock.codebook.grades import Letter, rules
from foreshock.linking.contradictions import stands
from foreshock.linking.tellings import stance_of
from foreshock.records.contradiction import Types, opposed, told_as_one
from foreshock.records.grade import Grade
from foreshock.records.incident import Incident
from foreshock.records.origin import Origins

UNGRADED = ("F", "nobody graded {name}")
UNJUDGED = (6, "no rule fits: {others} other origins say the same and {against} the opposite")
Row = dict[str, Any]
Sides = dict[tuple[str, str], set[int]]


def grades(found: Origins, rows: Sequence[Row], letters: Mapping[str, Letter]) -> tuple[Grade, ...]:
    """One grade an event of the incident, in order; `letters` are an analyst's, by name in small letters.

    The letter is that of the innermost source where it has one, else of the outlet. The number counts the origins
    that say the same and the opposite: a report counts for each stance it takes.
    """
    origin_of = {report: n for n, origin in enumerate(found.origins) for report in origin.reports}
    sides: Sides = {}
    for row in rows:
        sides.setdefault((stance_of(row), row["type"]), set()).add(origin_of[row["report_id"]])
    one = told_as_one(stands(rows))
    return tuple(_grade(row, origin_of[row["report_id"]], _told(row, sides, one), letters) for row in rows)


def all_grades(
    incidents: Iterable[Incident], found: Iterable[Origins], events: pl.DataFrame, letters: Mapping[str, Letter]
) -> Iterator[Grade]:
    """The grades of all events of all incidents, in order."""
    rows = {(row["report_id"], row["event_id"]): row for row in events.iter_rows(named=True)}
    for incident, origins in zip(incidents, found, strict=True):
        yield from grades(origins, [rows[member] for member in incident.members], letters)


def strangers(letters: Mapping[str, Letter], events: pl.DataFrame) -> tuple[str, ...]:
    """The graded names that are neither the outlet nor the innermost source of any event."""
    told = events.select("chain", "outlet").iter_rows(named=True) if letters else ()
    known = {name.casefold() for row in told for name in _bearers(row)}
    return tuple(letter.of for name, letter in letters.items() if name not in known)


def _told(row: Row, sides: Sides, one: Types) -> tuple[set[int], set[int]]:
    """The origins that say the same as the row, and those that say the opposite."""
    stance, own = stance_of(row), row["type"]
    same = {origin for (told, _), origins in sides.items() if told == stance for origin in origins}
    opposite = "asserts" if stance == "denies" else "denies"
    against: set[int] = set()
    for (told, other), origins in sides.items():
        said, denied = (other, own) if stance == "denies" else (own, other)
        if told == opposite and opposed(said, denied, one):
            against |= origins
    return same, against


def _grade(row: Row, origin: int, told: tuple[set[int], set[int]], letters: Mapping[str, Letter]) -> Grade:
    letter, why_letter = _letter(row, letters)
    others, against = (len(origins - {origin}) for origins in told)
    number, why = _number(letter, others, against)
    if stance_of(row) == "doubts":
        number, why = 6, "the source only doubts"
    return Grade((row["report_id"], row["event_id"]), letter, number, (why_letter, why))


def _letter(row: Row, letters: Mapping[str, Letter]) -> tuple[str, str]:
    names = _bearers(row)
    for name in names:
        if set_by := letters.get(name.casefold()):
            return set_by.letter, f"{set_by.of}: {set_by.why} ({set_by.by}, {set_by.on.isoformat()})"
    return UNGRADED[0], UNGRADED[1].format(name=" or ".join(names) or "a source that is not told")


def _bearers(row: Row) -> list[str]:
    """Who may bear a letter for a row: the innermost source, then the outlet."""
    return [name for name in ((row["chain"] or [None])[-1], row["outlet"]) if name]


def _number(letter: str, others: int, against: int) -> tuple[int, str]:
    for rule in rules():
        if rule.fits(letter, others, against):
            return rule.credibility, rule.why
    return UNJUDGED[0], UNJUDGED[1].format(others=others, against=against)
