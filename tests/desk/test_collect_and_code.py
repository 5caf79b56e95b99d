"""Collecting and coding: nothing is lost on the way from a path to its rows."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from foreshock.desk.code import Uncodable, code
from foreshock.desk.collect import Read, Repeat, Told, collect, count, once, read_columns
from foreshock.desk.left_out import reasons, summary
from foreshock.errors import UnreadableReport
from foreshock.records import CodedReport
from foreshock.wire import NoReportDay
from foreshock.wire.item import Item
from tests.desk.made import TEXT, ClumsyCoder, OneVerbCoder, read, report
from tests.wire.formed import page, record, rss, warc


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


def test_an_archive_gives_many_reports_each_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(warc(record(page("One")), record(page("Two")), record(page("One"))))
    told = list(collect([tmp_path]))
    place = str(tmp_path / "crawl.warc.gz")
    assert [x.path for x in told] == [f"{place}, record 2", f"{place}, record 3", f"{place}, record 4"]
    assert isinstance(told[2], Repeat)
    assert str(told[2]) == f"{place}, record 4: the same text as {place}, record 2; taken once"
    assert count([tmp_path]) == 1


def test_a_text_that_two_outlets_published_is_kept_for_both(tmp_path: Path) -> None:
    rows = "text,outlet\nThe army moved south.,Harbour Times\nThe army moved south.,Levant Wire\n"
    (tmp_path / "rows.csv").write_text(rows)
    assert [type(x) for x in collect([tmp_path])] == [Read, Read]


@pytest.mark.parametrize("raw", [page(), warc(), TEXT.encode(), b'{"text": "The army moved."}\n{"text": "It left."}\n'])
def test_stdin_is_read_whatever_comes_on_it(raw: bytes) -> None:
    told = list(collect(["-"], stdin=BytesIO(raw)))
    assert told and all(isinstance(x, Read) and str(x.path).startswith("-") for x in told)


def test_an_address_is_handed_to_what_fetches_and_without_it_named() -> None:
    address, asked = "https://levantwire.example/feed?a=b", []

    def fetch(told: str) -> Item | UnreadableReport:
        asked.append(told)
        return Item(told, rss(), "text/html")

    (read,) = collect([address], fetch=fetch)
    assert isinstance(read, Read) and asked == [address]
    assert read.path == f"{address}, entry 1"
    (fault,) = collect([address], fetch=lambda told: UnreadableReport(told, "refused", "hoped for another"))
    assert str(fault) == f"{address}: refused; hoped for another"
    (fault,) = collect([address])
    assert isinstance(fault, UnreadableReport) and "not fetched here" in fault.seen


def test_one_title_is_not_given_to_several_reports_of_a_path(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "The army moved."}\n{"text": "It left."}\n')
    first, second = collect([tmp_path / "a.jsonl"], Told(title="One"))
    assert isinstance(first, Read) and first.report.title == "One"
    assert isinstance(second, UnreadableReport) and "one title" in second.hoped


def test_columns_and_language_that_are_told_reach_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("artikel,titel\nDe zin.,Kop\n")
    told = Told(language="nl", columns=read_columns("text=artikel,title=titel"))
    (read,) = collect([tmp_path / "a.csv"], told)
    assert isinstance(read, Read) and (read.report.title, read.report.language) == ("Kop", "nl")


def test_what_was_left_out_is_summed_up_by_reason(tmp_path: Path) -> None:
    lost = [record(b"", f"HTTP/1.1 {status} X\r\nContent-Type: text/html") for status in (404, 404, 500)]
    (tmp_path / "a.warc").write_bytes(warc(*lost, packed=False))
    (tmp_path / "b.csv").write_text("text,title\n,One\n,Two\n")
    faults = [x for x in collect([tmp_path]) if isinstance(x, UnreadableReport)]
    assert reasons(faults) == {
        "answers with the status 404": 2,
        "answers with the status 500": 1,
        "no words in the column": 2,
    }
    assert summary(faults).startswith("5 left out: 2 ")


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
        ("2024-11-27-a.txt", TEXT, date(2024, 11, 27), "address"),
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


@pytest.mark.parametrize("told", ["file:///etc/passwd", "ftp://example.org/a.txt"])
def test_an_address_of_another_kind_is_named_as_it_was_told(told: str) -> None:
    (fault,) = collect([told])
    assert str(fault) == f"{told}: an address of no kind that is fetched; hoped for http, https or a path"
