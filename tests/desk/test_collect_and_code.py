"""Collecting and coding: nothing is lost on the way from a path to its rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foreshock.desk.code import Uncodable, code
from foreshock.desk.collect import Read, Repeat, Told, collect, count, once
from foreshock.errors import UnreadableReport
from foreshock.records import CodedReport
from foreshock.wire import NoReportDay
from tests.desk.made import TEXT, ClumsyCoder, OneVerbCoder, read, report


def test_each_path_gives_one_report_or_one_error_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("")
    (tmp_path / "c.txt").write_text(TEXT + "It went on.\n")
    found = list(collect([tmp_path, tmp_path / "none.txt"]))
    assert [type(x) for x in found] == [Read, UnreadableReport, Read, UnreadableReport]
    assert count([tmp_path, tmp_path / "none.txt"]) == 4


def test_an_error_goes_through_the_coder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    found = collect([tmp_path / "none.txt", tmp_path / "a.txt"])
    assert [type(x) for x in code(found, OneVerbCoder())] == [UnreadableReport, CodedReport]


def test_a_report_that_breaks_the_coder_is_one_line_with_its_file_and_stops_no_other() -> None:
    bad, good = code([read("They stumble.", "bad.txt"), read()], ClumsyCoder())
    assert isinstance(bad, Uncodable) and isinstance(good, CodedReport)
    assert str(bad).startswith("bad.txt: could not be coded (IndexError") and "\n" not in str(bad)
    assert isinstance(bad.__cause__, IndexError)


@pytest.mark.parametrize("other", [TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT + "\n\n"])
def test_a_text_under_two_names_or_with_other_line_ends_is_taken_once(tmp_path: Path, other: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_bytes(other.encode())
    first, second = collect([tmp_path])
    assert isinstance(first, Read) and second == Repeat(str(tmp_path / "b.txt"), str(tmp_path / "a.txt"))
    assert [type(x) for x in code([first, second], OneVerbCoder())] == [CodedReport, Repeat]


def test_a_text_held_twice_is_briefed_once_but_not_where_two_outlets_published_it() -> None:
    coder = OneVerbCoder()
    coded = [coder.code(report(x)) for x in (TEXT, TEXT.replace("\n", "\r\n"), TEXT.replace("Levant", "Harbour"))]
    assert once(coded) == [coded[0], coded[2]]


@pytest.mark.parametrize("day", [date.min, date.max, date(1799, 12, 31), date(2201, 1, 1)])
def test_a_day_on_which_no_report_was_published_is_refused_at_once(day: date) -> None:
    with pytest.raises(NoReportDay, match="between 1800 and 2200"):
        Told(published=day)


def test_what_the_caller_tells_reaches_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    told = Told(date(2024, 1, 2), "Harbour Times", "Another title")
    (found,) = collect([tmp_path], told)
    assert isinstance(found, Read)
    assert (found.report.published, found.report.outlet, found.report.title) == (
        told.published,
        told.outlet,
        told.title,
    )


@pytest.mark.parametrize(
    ("name", "text", "day", "where"),
    [
        ("2024-11-27-a.txt", TEXT, date(2024, 11, 27), "given"),
        ("2024-11-27-a.txt", "Army strikes\n2024-11-20\nIt struck. It left.", date(2024, 11, 20), "text"),
        ("2024-13-27-a.txt", TEXT, None, "unknown"),
        ("0001-01-01-a.txt", TEXT, None, "unknown"),
        ("a.txt", TEXT, None, "unknown"),
    ],
)
def test_a_day_in_a_files_name_counts_only_where_the_text_tells_none(
    tmp_path: Path, name: str, text: str, day: date | None, where: str
) -> None:
    (tmp_path / name).write_text(text)
    (found,) = collect([tmp_path])
    assert isinstance(found, Read)
    assert (found.report.published, found.report.published_found) == (day, where)
