"""Linking: a view of the ledger in, incidents out, each with its origins, its contradictions and its grades.

The law: what is made here is made of the rows of one reading, and keeps the ids by which they are found again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from foreshock.codebook.grades import Letter, read_letters
from foreshock.records.contradiction import Contradiction
from foreshock.records.grade import Grade
from foreshock.records.incident import Incident
from foreshock.records.origin import Origins

if TYPE_CHECKING:
    import polars as pl


class Shows(Protocol):
    """What the errand asks of a view."""

    def events(self) -> pl.DataFrame:
        """One row an event, with the columns of `EVENTS`."""

    def figures(self) -> pl.DataFrame:
        """One row a figure, with the columns of `FIGURES`."""


@dataclass(frozen=True, slots=True)
class LinkedLedger:
    """Incidents with their origins and contradictions in the same order, a grade for each event, and `frame` with the
    columns of `INCIDENTS`, to be kept beside the rows it names."""

    incidents: tuple[Incident, ...]
    origins: tuple[Origins, ...]
    contradictions: tuple[Contradiction, ...]
    grades: tuple[Grade, ...]
    frame: pl.DataFrame


def link(view: Shows, letters: Path | None = None, texts: Mapping[str, str] | None = None) -> LinkedLedger:
    """The incidents that a view tells of.

    `letters` is an analyst's file of grades; `texts` are texts of reports by id, by which copies are found (without
    them, by the sentences that tell events). Raises CodebookError for a file of grades that breaks a rule.
    """
    from foreshock.linking import all_contradictions, all_grades, all_origins
    from foreshock.linking import link as link_rows

    set_by: Mapping[str, Letter] = read_letters(letters) if letters else {}
    events, figures = view.events(), view.figures()
    linked = link_rows(events, figures)
    origins = tuple(all_origins(linked.incidents, events, texts))
    return LinkedLedger(
        incidents=linked.incidents,
        origins=origins,
        contradictions=tuple(all_contradictions(linked.incidents, origins, events, figures)),
        grades=tuple(all_grades(linked.incidents, origins, events, set_by)),
        frame=linked.frame,
    )
