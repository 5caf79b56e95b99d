"""Linking as an errand: what a view holds comes out with origins, contradictions and grades in step."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest

from foreshock.desk.link import link
from foreshock.errors import CodebookError
from foreshock.ledger import Ledger
from foreshock.records.columns import INCIDENTS
from tests.ledger.made import MONDAY, coded
from tests.linking.kidnapping import reports_of_another, reports_of_one
from tests.linking.made import Row, events, figures


@dataclass
class Rows:
    """A view of given rows."""

    told: list[Row]
    counted: list[Row] = field(default_factory=list)

    def events(self) -> pl.DataFrame:
        return events(self.told)

    def figures(self) -> pl.DataFrame:
        return figures(self.counted)

    def families(self) -> dict[str, str]:
        return {}


def test_incidents_come_with_their_origins_contradictions_and_grades() -> None:
    rows, counted = reports_of_one(30)
    found = link(Rows(rows + reports_of_another(8), counted))
    ids = [incident.id for incident in found.incidents]
    assert len(ids) == 2
    assert [one.incident for one in found.origins] == ids == [one.incident for one in found.contradictions]
    assert len(found.grades) == len(found.frame) == 38
    assert {grade.reliability for grade in found.grades} == {"F"}


def test_a_ledger_is_linked_as_it_stands() -> None:
    with Ledger(":memory:") as ledger:
        assert link(ledger).frame.columns == [column.name for column in INCIDENTS]
        for number in range(3):
            ledger.add(coded(number), MONDAY)
        found = link(ledger)
    assert len(found.frame) == 3
    assert len(found.incidents) == 1
    assert found.origins[0].told == "1 outlet, 1 independent origin"


def test_a_bad_file_of_grades_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(CodebookError):
        link(Rows([]), letters=tmp_path / "nowhere.toml")
