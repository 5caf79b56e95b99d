"""Where an output goes: what is there already is lost only where foreshock plainly wrote it, as the same kind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast, get_args

import pytest

from foreshock.desk import export
from foreshock.desk.brief import Form, output_of, page, write_page
from foreshock.desk.place import Output, check_held, check_place
from foreshock.errors import NotWritable
from foreshock.formats.export import EXPORT_FORMATS, FOLDERS
from foreshock.ledger import Ledger
from foreshock.wire import read_text
from tests.desk.made import NOON, OneVerbCoder, report
from tests.ledger.made import MONDAY, coded

MADE = date(2024, 12, 1)
OUTPUTS: tuple[Output, ...] = get_args(Output)
FILE_FORMATS = [format for format in EXPORT_FORMATS if format not in FOLDERS]
FOREIGN = {
    "report.txt": "The army moved. foreshock brief, made up, said nobody.",
    "page.html": "<!doctype html>\n<html><head><title>News</title></head><body><p>The army moved.</p></body></html>",
    "events.tab": "Event ID\tEvent Date\n20541231\t2014-06-01\n",
    "feed.atom": "<feed xmlns='http://www.w3.org/2005/Atom'><generator>press</generator></feed>",
    "map.geojson": '{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "7"}]}',
    "picture.svg": '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
}


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("name", FOREIGN)
def test_no_output_is_written_over_a_file_that_foreshock_did_not_write(
    name: str, output: Output, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(FOREIGN[name], "utf8")
    with pytest.raises(NotWritable, match="is there already"):
        check_place(tmp_path / name, output)


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_new_name_and_an_empty_file_hold_any_output(output: Output, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for name in ("new", "empty"):
        check_place(tmp_path / name, output)


def _holds_nothing_but(path: Path, own: Output) -> None:
    for other in set(OUTPUTS) - {own}:
        with pytest.raises(NotWritable):
            check_place(path, other)


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_brief_replaces_a_brief_of_its_form_and_nothing_else_does(form: Form, tmp_path: Path) -> None:
    path, own = tmp_path / "brief", output_of(form)
    write_page(page([OneVerbCoder().code(report())], MADE, form), path, own)
    check_place(path, own)
    _holds_nothing_but(path, own)


@pytest.mark.parametrize("format", FILE_FORMATS)
def test_an_export_replaces_one_of_its_format_but_a_table_that_tells_not_whose_it_is(
    format: str, tmp_path: Path
) -> None:
    path = tmp_path / "export"
    with Ledger(":memory:") as book:
        for _ in range(2):
            found = export.made(book, format, datetime(2024, 12, 1, tzinfo=UTC))
            path.unlink(missing_ok=True)
            export.write(found, format, path)
            if format == "gdelt" and path.stat().st_size:
                with pytest.raises(NotWritable):
                    check_place(path, "gdelt")
            else:
                check_place(path, cast("Output", format))
                if path.stat().st_size:
                    _holds_nothing_but(path, cast("Output", format))
            book.add(coded(), learned=MONDAY)


def test_a_file_to_read_and_a_ledger_are_never_written_over(tmp_path: Path) -> None:
    report_file, book, song = tmp_path / "a.txt", tmp_path / "book.db", tmp_path / "link.html"
    report_file.write_text("The army moved.")
    song.symlink_to(report_file)
    for path in (report_file, song):
        with pytest.raises(NotWritable, match="one of the files to read"):
            check_place(path, "html brief", [report_file, tmp_path / "none"])
    with Ledger(book) as ledger:
        ledger.add(OneVerbCoder().code(report()), NOON)
        for path in (book, tmp_path / "book.db-wal"):
            with pytest.raises(NotWritable, match="is a ledger"):
                check_place(path, "html brief")
            with pytest.raises(NotWritable, match="is a ledger"):
                write_page("page", path, "html brief")
        assert len(ledger.reports()) == 1


def test_a_brief_that_the_ledger_holds_as_a_report_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "brief.md"
    path.write_text(page([OneVerbCoder().code(report())], MADE, "md"), "utf8")
    with Ledger(":memory:") as book:
        check_held(path, book)
        book.add(OneVerbCoder().code(read_text(path.read_text("utf8"), outlet="Levant Wire")), NOON)
        with pytest.raises(NotWritable, match="a report that :memory: holds"):
            check_held(path, book)
