"""Laws of adding: whole or not at all, once, and nothing lost on the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foreshock.errors import LedgerError
from foreshock.ledger import Ledger
from foreshock.ledger.written import coding_digest
from foreshock.records.coded import CodedReport
from tests.ledger.conftest import Places
from tests.ledger.made import CODER, LATER_CODER, MONDAY, TUESDAY, coded
from tests.strategies import coded_reports, moments

SHORT = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@SHORT
@given(coded_reports())
def test_what_was_added_comes_back_equal(places: Places, told: CodedReport) -> None:
    with Ledger(places()) as ledger:
        assert ledger.add(told, MONDAY)
        assert ledger.coded(told.report.id) == told
        assert list(ledger.all_coded()) == [told]
        tables = (ledger.reports, ledger.events, ledger.statements, ledger.figures, ledger.relations, ledger.outlooks)
        rows = (1, len(told.events), len(told.statements), len(told.figures), len(told.relations), len(told.outlooks))
        assert tuple(table().height for table in tables) == rows
        assert ledger.consequences().height == len(told.consequences)
        assert ledger.left_out().height == len(told.left_out)
        assert ledger.actors()["as_actor"].sum() == sum(len(event.actors) for event in told.events)


@SHORT
@given(coded_reports(most=1), st.lists(moments, min_size=2, max_size=3))
def test_adding_the_same_report_again_changes_nothing(places: Places, told: CodedReport, learned: list[object]) -> None:
    with Ledger(places()) as ledger:
        added = [ledger.add(told, moment) for moment in learned]  # type: ignore[arg-type]
        assert added == [True] + [False] * (len(learned) - 1)
        assert ledger.with_every_coding().reports().height == 1


def test_a_report_given_back_by_the_ledger_is_already_held(place: str) -> None:
    with Ledger(place) as ledger:
        ledger.add(coded(), MONDAY)
        assert not ledger.add(ledger.coded(coded().report.id), TUESDAY)


def test_a_figure_of_six_and_of_six_point_nought_are_the_same() -> None:
    whole = replace(coded(), figures=(replace(coded().figures[0], low=12),))
    assert coding_digest(whole) == coding_digest(coded())


def test_another_coder_adds_its_rows_and_keeps_the_old_ones(place: str) -> None:
    newer = replace(coded(coder=LATER_CODER), events=())
    with Ledger(place) as ledger:
        assert ledger.add(coded(), MONDAY)
        assert ledger.add(newer, TUESDAY)
        report = newer.report.id
        assert ledger.coded(report) == newer
        assert ledger.coded(report, CODER) == coded()
        assert ledger.events().height == 0
        assert ledger.with_every_coding().events()["coder_version"].to_list() == ["0.1.0"]
        assert ledger.reports()["coder_version"].to_list() == ["0.2.0"]
        assert ledger.with_every_coding().reports().height == 2


def test_a_report_read_with_another_title_is_kept_beside_the_first_reading(place: str) -> None:
    retitled = replace(coded(), report=replace(coded().report, title="Another title"))
    with Ledger(place) as ledger:
        ledger.add(coded(), MONDAY)
        assert ledger.add(retitled, TUESDAY)
        assert ledger.coded(coded().report.id) == retitled
        assert ledger.reports()["title"].to_list() == ["Another title"]


def test_a_report_that_is_not_held_is_an_error_not_a_blank(place: str) -> None:
    with Ledger(place) as ledger:
        assert not ledger.holds("0" * 16)
        with pytest.raises(LedgerError, match="holds no report 0000"):
            ledger.coded("0" * 16)
        ledger.add(coded(), MONDAY)
        assert ledger.holds(coded().report.id, CODER)
        assert not ledger.holds(coded().report.id, LATER_CODER)


def test_a_fault_halfway_through_a_report_keeps_nothing_of_it(place: str) -> None:
    broken = replace(coded(), figures=(replace(coded().figures[0], unit="half \ud83d character"),))
    with Ledger(place) as ledger:
        with pytest.raises(LedgerError, match="half characters"):
            ledger.add(broken, MONDAY)
        assert ledger.reports().height == 0
        assert ledger.search("warned").height == 0
        assert ledger.add(coded(), MONDAY)


def test_a_ledger_keeps_its_reports_when_closed_and_opened_again(tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.add(coded(), MONDAY)
    with Ledger(str(tmp_path / "a.db"), create=False) as again:
        assert again.coded(coded().report.id) == coded()
        assert not again.add(coded(), TUESDAY)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db"]


def test_the_same_reports_give_the_same_frames(places: Places) -> None:
    def frames() -> list[object]:
        with Ledger(places()) as ledger:
            for number in range(3):
                ledger.add(coded(number), MONDAY)
            return [ledger.events().rows(), ledger.actors().rows(), ledger.mentions().rows()]

    assert frames() == frames()


def test_a_ledger_made_late_is_not_there_before_the_first_thing_is_written(place: str) -> None:
    with Ledger(place, late=True) as ledger:
        view = ledger.as_of(MONDAY.date())
        assert ledger.reports().is_empty() and ledger.search("strike").is_empty() and not ledger.holds("0" * 16)
        ledger.add_notes([], MONDAY)
        with pytest.raises(LedgerError, match=r"is not there|holds no ledger"):
            Ledger(place, create=False)
        assert ledger.add(coded(), MONDAY)
        assert (ledger.reports().height, view.reports().height) == (1, 1)
    with Ledger(place, create=False) as again:
        assert again.coded(coded().report.id) == coded() and again.verify().entries == 1


def test_a_ledger_made_late_shows_what_another_wrote_in_it_meanwhile(place: str) -> None:
    with Ledger(place, late=True) as ledger:
        assert not ledger.holds(coded().report.id)
        with Ledger(place) as other:
            other.add(coded(), MONDAY)
        assert ledger.holds(coded().report.id) and not ledger.add(coded(), TUESDAY)


def test_a_file_without_a_byte_is_left_so_until_something_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    with Ledger(tmp_path / "a.db", late=True) as ledger:
        assert ledger.reports().is_empty()
    assert not (tmp_path / "a.db").stat().st_size
