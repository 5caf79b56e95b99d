"""The brief and the demonstration: a page is written whole or not at all, from packaged reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foreshock.desk.brief import check_place, form_of, page, write_page
from foreshock.desk.demo import demo, examples, first_findings
from foreshock.errors import NotWritable
from foreshock.ledger import Ledger
from tests.desk.made import NOON, OneVerbCoder, report

MADE = date(2024, 12, 1)


def test_a_page_is_one_file_that_starts_as_html_or_markdown() -> None:
    coded = [OneVerbCoder().code(report())]
    assert page(coded, MADE).lower().startswith("<!doctype html")
    assert "<html" not in page(coded, MADE, "md")


def test_a_page_replaces_the_old_one_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    path.write_text("old")
    assert write_page("new", path).read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["brief.html"]


@pytest.mark.parametrize("name", ["", "none/brief.html", "file.txt/brief.html"])
def test_a_place_that_cannot_hold_a_page_is_told_before_the_work(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("text")
    with pytest.raises(NotWritable):
        check_place(tmp_path / name)


def test_the_form_follows_the_option_and_then_the_ending() -> None:
    assert form_of(Path("a.md"), None) == "md"
    assert form_of(Path("a.html"), None) == "html"
    assert form_of(Path("a.html"), "md") == "md"
    assert form_of(Path("a.pdf"), None) is None
    assert form_of(Path("a.pdf"), "html") == "html"


def test_a_page_is_never_written_over_a_report_or_a_ledger(tmp_path: Path) -> None:
    report_file, book, song = tmp_path / "a.txt", tmp_path / "book.db", tmp_path / "link.html"
    report_file.write_text("The army moved.")
    song.symlink_to(report_file)
    for path in (report_file, song):
        with pytest.raises(NotWritable, match="one of the files to read"):
            check_place(path, [report_file, tmp_path / "none"])
    with Ledger(book) as ledger:
        ledger.add(OneVerbCoder().code(report()), NOON)
        for path in (book, tmp_path / "book.db-wal"):
            with pytest.raises(NotWritable, match="is a ledger"):
                check_place(path)
            with pytest.raises(NotWritable, match="is a ledger"):
                write_page("page", path)
        assert len(ledger.reports()) == 1


def test_the_demonstration_reads_every_packaged_report(tmp_path: Path) -> None:
    done = demo(tmp_path / "brief.html", MADE, OneVerbCoder())
    assert len(done.coded) >= 12 and not done.faults
    assert done.path.is_file() and done.findings
    assert examples().is_dir()


def test_every_packaged_report_knows_its_day(tmp_path: Path) -> None:
    done = demo(tmp_path / "brief.html", MADE, OneVerbCoder())
    assert [x.report.title for x in done.coded if x.report.published is None] == []


def test_first_findings_are_the_lines_that_say_something() -> None:
    page = "# Brief\n\nmade today\n\n## Bottom line\n\n- **A** thing `b01afbb676ea1336:14-15`\n\n---\nmore\n"
    assert first_findings(page, 2) == ("Bottom line", "A thing")
