"""The errands of a scenario: drafted from reports, watched and played on a view of the ledger."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from foreshock.desk import board as boards
from foreshock.desk import play as plays
from foreshock.errors import NoPlay, ScenarioError
from tests.scenario.made import START, acts
from tests.scenario.test_play import TEXT


class Held:
    """A view that holds these acts."""

    def __init__(self, *told: str) -> None:
        self._frame = acts(*told)

    def acts(self) -> pl.DataFrame:
        return self._frame


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "one.yaml"
    path.write_text(TEXT.replace("  twice: {scale: {by: A}, factor: 2}\n", ""), "utf8")
    return path


ATTACKS = [f"{day} ISR>IRN ASSAULT" for day in range(0, 90, 9)]
VIEW = Held(*ATTACKS, *(f"{day} IRQ>ISR THREATEN" for day in range(4, 90, 8)))


def test_the_board_is_of_the_last_day_of_the_ledger_or_of_the_day_told(file: Path) -> None:
    assert boards.board(file, VIEW).as_of == START + timedelta(84)
    early = boards.board(file, VIEW, START + timedelta(10))
    assert early.as_of == START + timedelta(10) and early.acts == 3
    assert all(len(row) == len(boards.BOARD_COLUMNS) for row in boards.board_rows(early))


def test_a_play_is_told_as_a_table_as_json_and_as_a_page(file: Path) -> None:
    scenario, told = plays.play(file, VIEW, 7, paths=1440)
    assert all(len(row) == len(plays.PLAY_COLUMNS) for row in plays.play_rows(told))
    assert [row[0] for row in plays.tornado_rows(told)] == [row.name for row in told.tornado]
    assert json.loads(json.dumps(plays.play_json(told), default=str))["seed"] == 7
    page = plays.play_page(scenario, told)
    assert "few acts" in page and any(row[0] == "caution" for row in plays.play_rows(told))
    assert page.count("<svg") == 3 and "model counterfactual" in page.lower()
    assert "<script" not in page and "http" not in page.replace("http-equiv", "").replace(
        "http://www.w3.org/2000/svg", ""
    )
    assert page == plays.play_page(scenario, told)


def test_words_of_a_file_cannot_break_out_of_the_page(file: Path) -> None:
    file.write_text(file.read_text("utf8").replace("Does A strike B?", '"<script>x</script>"'), "utf8")
    scenario, told = plays.play(file, VIEW, 7, paths=288)
    assert "<script>" not in plays.play_page(scenario, told)


def test_the_same_seed_gives_the_same_play_and_what_came_later_changes_nothing(file: Path) -> None:
    day = START + timedelta(60)
    first = plays.play(file, VIEW, 7, day, paths=288)[1]
    assert first == plays.play(file, VIEW, 7, day, paths=288)[1]
    fewer = Held()
    fewer._frame = VIEW.acts().filter(pl.col("day") <= day)
    assert first == plays.play(file, fewer, 7, day, paths=288)[1]


def test_an_imported_history_without_days_of_publication_is_played_from_its_last_act(file: Path) -> None:
    imported = Held()
    imported._frame = VIEW.acts().with_columns(published=pl.lit(None, pl.Date))
    assert boards.board(file, imported).as_of == START + timedelta(84)
    with pytest.raises(NoPlay, match="knew of no act by 2024-03-01, and an imported history"):
        boards.board(file, Held(), date(2024, 3, 1))


def test_the_baseline_of_past_windows_stands_below_the_chance(file: Path) -> None:
    told = plays.play(file, VIEW, 7, paths=288)[1]
    below = [row for row in plays.play_rows(told) if row[0] != "caution"]
    last = [str(cell) for cell in below[-1]]
    assert last[:2] == [f"baseline: past windows of {told.past.days} days", f"{told.past.hits} of {told.past.windows}"]


def test_an_empty_ledger_and_a_missing_file_are_refused(file: Path, tmp_path: Path) -> None:
    with pytest.raises(NoPlay):
        boards.board(file, Held())
    with pytest.raises(ScenarioError):
        boards.board(tmp_path / "none.yaml", VIEW, date(2024, 3, 1))
