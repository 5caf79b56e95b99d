"""The brief and the demonstration: a page is written whole or not at all, from packaged reports."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from foreshock.desk.brief import form_of, page, write_page
from foreshock.desk.demo import demo, examples, first_findings
from tests.desk.made import OneVerbCoder, report

MADE = date(2024, 12, 1)


def test_a_page_is_one_file_that_starts_as_html_or_markdown() -> None:
    coded = [OneVerbCoder().code(report())]
    assert page(coded, MADE).lower().startswith("<!doctype html")
    assert "<html" not in page(coded, MADE, "md")


def test_a_page_replaces_the_old_one_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path, coded = tmp_path / "brief.html", [OneVerbCoder().code(report())]
    for made in (MADE, MADE + timedelta(days=1)):
        text = page(coded, made)
        assert write_page(text, path, "html brief").read_text("utf8") == text
    assert [p.name for p in tmp_path.iterdir()] == ["brief.html"]


def test_the_form_follows_the_option_and_then_the_ending() -> None:
    assert form_of(Path("a.md"), None) == "md"
    assert form_of(Path("a.html"), None) == "html"
    assert form_of(Path("a.html"), "md") == "md"
    assert form_of(Path("a.pdf"), None) is None
    assert form_of(Path("a.pdf"), "html") == "html"


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
