"""Collecting and coding: nothing is lost on the way from a path to its rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foreshock.desk.code import code
from foreshock.desk.collect import Told, collect, count
from foreshock.errors import UnreadableReport
from foreshock.records import CodedReport, Report
from tests.desk.made import TEXT, OneVerbCoder


def test_each_path_gives_one_report_or_one_error_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("")
    (tmp_path / "c.txt").write_text(TEXT)
    found = list(collect([tmp_path, tmp_path / "none.txt"]))
    assert [type(x) for x in found] == [Report, UnreadableReport, Report, UnreadableReport]
    assert count([tmp_path, tmp_path / "none.txt"]) == 4


def test_an_error_goes_through_the_coder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    found = collect([tmp_path / "none.txt", tmp_path / "a.txt"])
    assert [type(x) for x in code(found, OneVerbCoder().code)] == [UnreadableReport, CodedReport]


def test_what_the_caller_tells_reaches_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    told = Told(date(2024, 1, 2), "Harbour Times", "Another title")
    (found,) = collect([tmp_path], told)
    assert isinstance(found, Report)
    assert (found.published, found.outlet, found.title) == (told.published, told.outlet, told.title)


@pytest.mark.parametrize(
    ("name", "text", "day", "where"),
    [
        ("2024-11-27-a.txt", TEXT, date(2024, 11, 27), "given"),
        ("2024-11-27-a.txt", "Army strikes\n2024-11-20\nIt struck. It left.", date(2024, 11, 20), "text"),
        ("2024-13-27-a.txt", TEXT, None, "unknown"),
        ("a.txt", TEXT, None, "unknown"),
    ],
)
def test_a_day_in_a_files_name_counts_only_where_the_text_tells_none(
    tmp_path: Path, name: str, text: str, day: date | None, where: str
) -> None:
    (tmp_path / name).write_text(text)
    (found,) = collect([tmp_path])
    assert isinstance(found, Report)
    assert (found.published, found.published_found) == (day, where)
