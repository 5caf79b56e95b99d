"""Laws of every export: no more of a report than a span, the same bytes for the same ledger, no formula in a cell."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foreshock.errors import NoSuchFormat
from foreshock.formats.export import EXPORT_FORMATS, Asked, Tables, export
from foreshock.formats.export.cells import disarmed, xml_text
from foreshock.formats.export.tables import cut, pairs
from foreshock.formats.limits import limits
from foreshock.ledger import Ledger
from foreshock.records import CodedReport, Event, Report, Span, Statement
from foreshock.records.report import report_id
from tests.formats.exported import MADE, exported, tables, two_reports
from tests.ledger.made import MONDAY, coded
from tests.strategies import coded_reports


def long_report(seed: int, length: int) -> CodedReport:
    """A report of one sentence of `length` characters in which no run of a few words comes twice, with rows over it."""
    dice = random.Random(seed)
    text = "".join(dice.choice("abcdefghijklmnopqrstuvwxyz ") for _ in range(length)).strip() + "."
    base = coded()
    whole, start = Span(0, len(text)), dice.randrange(len(text))
    trigger = Span(start, min(len(text), start + dice.randrange(1, 900)))
    who = replace(base.events[0].actors[0], text=text, name=text, span=whole)
    link = replace(base.events[0].chain[0], source=who, cue=whole, content=whole)
    event = replace(base.events[0], actors=(who,), recipients=(who,), trigger=trigger, sentence=whole, chain=(link,))
    event = replace(event, where=replace(base.events[0].where, text=text, span=whole))  # type: ignore[type-var]
    said = replace(base.statements[0], source=who, addressee=who, cue=whole, content=whole, chain=(link,))
    figure = replace(base.figures[0], what=text, unit=text, span=whole, chain=(link,))
    tie = replace(base.relations[0], left=who, right=who, span=whole, chain=(link,))
    report = Report(report_id(text, text, None, None), text, text, text, None)
    return CodedReport(report, base.coder, (event,), (said,), (figure,), (tie,))


def words_of(format: str, name: str, content: bytes) -> str:
    """What a file says, with the escapes of its form undone; each value apart from its neighbours."""
    if name.endswith(".parquet"):
        frame = pl.read_parquet(io.BytesIO(content))
        return "\n\x00\n".join(
            str(x) for row in frame.rows() for cell in row for x in (cell if isinstance(cell, list) else [cell])
        )
    text = content.decode()
    if name.endswith(("json", "jsonld")):
        told = [json.loads(line) for line in text.splitlines()] if format == "ftm" else json.loads(text)
        return "\n\x00\n".join(leaves(told))
    return text


def leaves(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield key
            yield from leaves(value)
    elif isinstance(told, list):
        for one in told:
            yield from leaves(one)
    else:
        yield str(told)


def longest_run(text: str, words: str, most: int) -> bool:
    """True where some run of more than `most` characters of the text stands in the words."""
    return any(text[at : at + most + 1] in words for at in range(len(text) - most))


@pytest.mark.parametrize("format", EXPORT_FORMATS)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6), length=st.integers(302, 2500))
@example(seed=131072, length=302)  # a blank that joins two cells may be the next letter of the report
def test_no_export_lets_out_more_of_a_report_than_a_span(format: str, seed: int, length: int) -> None:
    report = long_report(seed, length)
    for name, content in exported(format, report).files.items():
        assert not longest_run(report.report.text, words_of(format, name, content), limits().span_letters), name


@pytest.mark.parametrize("format", ["csv", "polecat", "geojson", "ftm"])
def test_the_watchman_over_spans_sees_a_run_that_is_too_long(format: str) -> None:
    report = long_report(1, 900)
    found = exported(format, report)
    text = report.report.text
    assert any(longest_run(text, words_of(format, n, c), limits().span_letters - 101) for n, c in found.files.items())


def test_quoted_words_and_those_around_them_are_together_a_span() -> None:
    for seed in range(15):
        told = json.loads(exported("annotations", long_report(seed, 1500)).files["annotations.jsonld"])
        for item in told["first"]["items"]:
            quote, place = item["target"]["selector"]
            assert sum(len(quote.get(x, "")) for x in ("prefix", "exact", "suffix")) <= limits().span_letters
            assert place["end"] - place["start"] == len(quote["exact"])


@settings(max_examples=25, deadline=None)
@given(report=coded_reports())
def test_what_is_cut_still_stands_where_it_says(report: CodedReport) -> None:
    with Ledger(":memory:") as book:
        book.add(report, learned=MONDAY)
        events = cut(book.events())
    for row in events.iter_rows(named=True):
        assert report.report.text[row["sentence_start"] : row["sentence_end"]] == row["sentence_text"]
        assert report.report.text[row["trigger_start"] : row["trigger_end"]] == row["trigger_text"]


@pytest.mark.parametrize("seed", range(8))
def test_a_long_sentence_is_cut_around_the_words_of_the_act(seed: int) -> None:
    report = long_report(seed, 1200)
    row = cut(tables(report).events).row(0, named=True)
    text = report.report.text
    assert text[row["sentence_start"] : row["sentence_end"]] == row["sentence_text"]
    assert text[row["trigger_start"] : row["trigger_end"]] == row["trigger_text"]
    if len(row["trigger_text"]) < limits().span_letters // 2:
        assert row["trigger_text"] in row["sentence_text"]


@pytest.mark.parametrize("format", EXPORT_FORMATS)
@settings(max_examples=6, deadline=None)
@given(report=coded_reports())
def test_any_ledger_can_be_exported_and_twice_gives_the_same_bytes(format: str, report: CodedReport) -> None:
    once, again = exported(format, report), exported(format, report)
    assert once == again and all(isinstance(content, bytes) for content in once.files.values())


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_an_empty_ledger_is_exported_too(format: str) -> None:
    with Ledger(":memory:") as book:
        assert export(format, Tables.of(book), MADE).files


def test_an_unknown_format_names_the_known() -> None:
    with pytest.raises(NoSuchFormat, match="'docx' is no format; known are annotations, atom"):
        export("docx", tables(), Asked(MADE.made))


cell = st.text(st.sampled_from("=+-@\t\r'\"1.5eE, abcÀ"), max_size=8)


@given(cells=st.lists(cell, min_size=1, max_size=6))
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(cells: list[str]) -> None:
    told = disarmed(pl.DataFrame({"a": cells, "b": [-1.5] * len(cells)}))
    for before, after in zip(cells, told["a"], strict=True):
        if after[:1] and after[0] in "=+-@\t\r":
            assert after == before and float(after) is not None
        assert after.removeprefix("'") == before or after == before
    assert told["b"].to_list() == [-1.5] * len(cells)


@pytest.mark.parametrize("format", ["csv", "polecat", "icews", "gdelt"])
def test_a_hostile_title_or_name_is_disarmed_in_every_table(format: str) -> None:
    first = two_reports()[0]
    evil = replace(first.events[0].actors[0], name='=HYPERLINK("http://x")')
    event: Event = replace(first.events[0], actors=(evil,))
    said: Statement = replace(first.statements[0], source=replace(evil, name="@SUM(1)"))
    for name, content in exported(format, replace(first, events=(event,), statements=(said,))).files.items():
        if not name.endswith("json"):
            rows = list(csv.reader(io.StringIO(content.decode()), delimiter="," if format == "csv" else "\t"))
            assert not [x for row in rows for x in row if x[:1] in ("=", "@", "+")], name


@given(text=st.text(max_size=20))
def test_words_in_xml_are_words_and_never_markup(text: str) -> None:
    from xml.etree import ElementTree

    made = ElementTree.fromstring(f'<a b="{xml_text(text)}">{xml_text(text)}</a>')
    assert len(made) == 0 and len(made.attrib["b"]) == len(text)


def test_the_shares_of_the_pairs_of_an_event_sum_to_one() -> None:
    found = pairs(tables().events)
    sums = found.group_by("report_id", "event_id").agg(pl.col("share").sum())["share"]
    assert sums.to_list() == [1.0, 1.0] and len(found) == 4
