"""Tables and JSON: a row a report, by columns that are told or known, and every error with its line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.errors import Stumbled, UnreadableReport
from foreshock.records import CodedReport, Coder, Report
from foreshock.records.exchange import exchange
from foreshock.wire import read_text
from foreshock.wire.columns import BadMapping, Columns, find_columns, names, read_columns
from foreshock.wire.doors import reports
from foreshock.wire.item import About, Item
from foreshock.wire.moments import read_moment
from foreshock.wire.tables import is_table
from tests.wire.formed import TEXT

CODER = Coder("by hand", "1", "none", "0")


def found(raw: bytes | str, name: str = "rows.csv", mapping: str | None = None) -> list[Report | UnreadableReport]:
    told = raw.encode() if isinstance(raw, str) else raw
    return list(reports(Item(name, told), About(), read_columns(mapping)))


def texts(raw: bytes | str, name: str = "rows.csv", mapping: str | None = None) -> list[str]:
    return [x.text if isinstance(x, Report) else str(x) for x in found(raw, name, mapping)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_its_delimiter_mark_and_line_ends(delimiter: str, mark: str, line_end: str) -> None:
    rows = ["text,title".replace(",", delimiter), f'"The army{delimiter} it moved."{delimiter}"On ""the"" road"', ""]
    (report,) = found(mark + line_end.join(rows))
    assert isinstance(report, Report)
    assert (report.title, report.text) == ('On "the" road', f'On "the" road\n\nThe army{delimiter} it moved.')


def test_errors_name_the_line_also_after_cells_of_many_lines_and_the_next_row_is_read() -> None:
    raw = 'title,text\nA,"The army\nmoved\nsouth."\nB,\nC,one,two\nD,It left.\n'
    first, second, third, fourth = texts(raw)
    assert first == "A\n\nThe army\nmoved\nsouth." and fourth == "D\n\nIt left."
    assert second.startswith("rows.csv, line 5: no words in the column 'text'")
    assert third.startswith("rows.csv, line 6: 3 cells")


def test_a_cell_of_a_million_characters_is_read() -> None:
    long = "The army moved south. " * 46_000
    (report,) = found(f'text,title\n"{long}",A\n')
    assert isinstance(report, Report) and len(report.text) > 1_000_000


def test_a_quote_left_open_is_one_error_or_one_row_and_never_a_crash() -> None:
    assert len(texts('text\n"The army moved.\nIt left.\n')) == 1
    assert texts('text\n"' + "a" * 33_000_000)[0].startswith("rows.csv, line 2: a line of over 32 MB")


def test_a_mapping_goes_before_the_usual_names_and_a_missing_column_names_those_there_are() -> None:
    raw = "body,extra,day\nThe army moved.,It left.,2024-11-27\n"
    (report,) = found(raw, mapping="text=extra,published=day")
    assert isinstance(report, Report)
    assert (report.text, report.published, report.published_found) == ("It left.", date(2024, 11, 27), "meta")
    (fault,) = texts(raw, mapping="text=artikel")
    assert fault == "rows.csv: no column 'artikel' for the text; the columns there are: body, extra, day"
    (fault,) = texts("a,b\n1,2\n")
    assert "the columns there are: a, b" in fault and "--mapping text=COLUMN" in fault


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("text", "neither FIELD=COLUMN nor a file"),
        ("text=a,text=b", "told twice"),
        ("words=a", "no field; known are text, title"),
        ("text=", "no column"),
        ("text=a,title", "not FIELD=COLUMN"),
        ("", "neither FIELD=COLUMN"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_a_wrong_call(told: str, fault: str) -> None:
    with pytest.raises(BadMapping, match=fault) as raised:
        read_columns(told)
    assert raised.value.exit_code == 2


def test_a_mapping_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text('[mapping]\ntext = "artikel"\n')
    assert read_columns(str(tmp_path / "map.toml")) == Columns({"text": "artikel"})
    (tmp_path / "map.toml").write_text("text = 3\n")
    with pytest.raises(BadMapping, match="more than lines"):
        read_columns(str(tmp_path / "map.toml"))


def test_every_usual_name_is_found_and_no_name_stands_for_two_fields() -> None:
    known = names().columns
    flat = [x for told in known.values() for x in told]
    assert len(flat) == len(set(flat))
    for field, candidates in known.items():
        for name in candidates:
            there = [name.upper(), *([] if field == "text" else ["Full_Text"])]
            assert find_columns(there, Columns())[field] == name.upper()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.json", {"title": "A", "text": "The army moved."}),
        ("a.json", [{"title": "A", "text": "The army moved."}]),
        ("a.json", {"total": 1, "articles": [{"title": "A", "content": "The army moved."}]}),
        ("a.json", {"response": {"docs": [{"headline": "A", "body": "The army moved."}]}}),
        ("a.json", {"hits": {"hits": [{"_id": 1, "_source": {"headline": "A", "body": "The army moved."}}]}}),
        ("a.json", {"page": {"n": 1}, "found": [{"headline": "A", "body": "The army moved."}]}),
        ("a.json", {"title": "A", "text": "The army moved.", "links": [{"href": "x"}]}),
        ("a.json", {"title": "A", "article": {"body": "The army moved."}}),
    ],
)
def test_json_is_an_object_a_list_or_an_object_with_a_list(name: str, raw: object) -> None:
    assert texts(json.dumps(raw), name) in (["A\n\nThe army moved."], ["The army moved."])


@pytest.mark.parametrize(
    "raw",
    ["[" * 100_000, '{"a":' * 100_000, "{}", "[]", "[1, 2]", '"text"', "{", "1" * 5000, '{"text": NaN}', "\ufeff{}"],
)
def test_json_without_an_article_is_one_error(raw: str) -> None:
    (fault,) = found(raw, "a.json")
    assert isinstance(fault, UnreadableReport) and str(fault).startswith("a.json")


def test_a_bad_line_of_json_lines_is_one_error_and_the_next_is_read() -> None:
    told = texts('{"text": "The army moved."}\n{"text": \n\n[]\n{"text": "It left."}\n', "a.jsonl")
    assert (told[0], told[-1]) == ("The army moved.", "It left.")
    assert told[1].startswith("a.jsonl, line 2: broken JSON") and told[2].startswith("a.jsonl, line 4: no object")


def test_a_cell_with_markup_is_read_as_a_page_and_hidden_text_is_flagged() -> None:
    cell = "<p>The army moved south.</p><p style='display:none'>Buy our flags today now.</p><script>x()</script>"
    (report,) = found(json.dumps({"text": cell, "title": "A <b>bold</b> move"}), "a.json")
    assert isinstance(report, Report)
    assert report.title == "A bold move" and "flags" not in report.text and "x()" not in report.text
    assert any("hidden" in flag for flag in report.flags)


def test_a_day_that_cannot_be_read_is_flagged_and_an_address_that_is_none_is_not_kept() -> None:
    (report,) = found("text,date,link\nThe army moved.,03/04/2024,javascript:alert(1)\n")
    assert isinstance(report, Report)
    assert report.published is None and report.url is None
    assert "the day '03/04/2024' could not be read" in report.flags


def test_what_code_printed_is_read_back_as_the_report_it_was() -> None:
    report = read_text(TEXT, published=date(2024, 10, 26), outlet="Levant Wire")
    line = json.dumps(exchange(CodedReport(report, CODER)))
    for raw, name in ((line, "a.json"), (line + "\n" + line, "a.jsonl"), (f"[{line}]", "a.json")):
        assert all(x == report for x in found(raw, name))


@pytest.mark.parametrize(
    "change",
    [{"text": ""}, {"text": 3}, {"parts": [{"kind": "body", "span": [0, 10_000_000]}]}, {"published": "9999-99-99"}],
)
def test_a_coded_report_that_was_tampered_with_is_refused(change: dict[str, object]) -> None:
    told = exchange(CodedReport(read_text(TEXT), CODER))
    told["report"] |= change
    (fault,) = found(json.dumps(told), "a.json")
    assert isinstance(fault, UnreadableReport) and "no report" in fault.seen


@pytest.mark.parametrize(
    ("told", "day", "at"),
    [
        ("2024-11-27", date(2024, 11, 27), None),
        ("20241127", date(2024, 11, 27), None),
        ("2024-11-27T09:30:00Z", date(2024, 11, 27), datetime(2024, 11, 27, 9, 30, tzinfo=UTC)),
        ("20241127T093000Z", date(2024, 11, 27), datetime(2024, 11, 27, 9, 30, tzinfo=UTC)),
        ("2024-11-27 09:30:00+03:00", date(2024, 11, 27), datetime(2024, 11, 27, 6, 30, tzinfo=UTC)),
        ("Wed, 27 Nov 2024 23:30:00 -0500", date(2024, 11, 27), datetime(2024, 11, 28, 4, 30, tzinfo=UTC)),
        ("20241127093000", date(2024, 11, 27), datetime(2024, 11, 27, 9, 30)),
        (1732699800, date(2024, 11, 27), datetime(2024, 11, 27, 9, 30, tzinfo=UTC)),
        ("1732699800000", date(2024, 11, 27), datetime(2024, 11, 27, 9, 30, tzinfo=UTC)),
        ("27 November 2024", date(2024, 11, 27), None),
    ],
)
def test_moments_are_read_as_containers_tell_them(told: object, day: date, at: datetime | None) -> None:
    assert read_moment(told) == (day, at)


@pytest.mark.parametrize("told", ["03/04/2024", "Nov 27", "soon", "", None, True, "0001-01-01", "9999-12-31", "1" * 90])
def test_what_tells_no_day_gives_none(told: object) -> None:
    assert read_moment(told) is None


@given(st.datetimes(datetime(1900, 1, 1), datetime(2190, 1, 1)), st.integers(-12 * 60, 14 * 60))
def test_a_moment_keeps_the_zone_it_was_told_with(at: datetime, minutes: int) -> None:
    moment = at.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    read = read_moment(moment.isoformat())
    assert read == (moment.date(), moment) and read[1] and read[1].utcoffset() == moment.utcoffset()


@settings(deadline=None)
@given(st.one_of(st.text(max_size=100), st.integers(), st.floats(), st.binary(max_size=20)))
def test_whatever_is_told_for_a_moment_gives_one_or_none(told: object) -> None:
    read_moment(told)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40), min_size=1, max_size=8))
def test_cells_come_back_as_written(cells: list[str]) -> None:
    import csv
    import io

    held = io.StringIO()
    csv.writer(held).writerows([["id", "text"], *([str(n), f"word {x}"] for n, x in enumerate(cells))])
    told = found(held.getvalue(), mapping="text=text")
    assert len(told) == len(cells)


@pytest.mark.parametrize("raw", [b"title,text\rArmy moves, it said, on Monday", b'title,"' + b"a" * 200_000])
def test_a_text_whose_first_line_no_table_can_have_is_no_table(raw: bytes) -> None:
    assert not is_table(raw, Columns())
    assert not any(isinstance(one, Stumbled) for one in reports(Item("a", raw)))
