"""The same errands from Python: records in, records out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import foreshock as fs
from foreshock.errors import UnreadableReport

TEXT = "Army strikes town\n\nIsrael struck Iran on Monday, the army said. Nobody was hurt.\n"


def test_a_text_is_coded_to_records() -> None:
    coded = fs.code(TEXT, published="2024-11-27", outlet="Harbour Times")
    assert isinstance(coded, fs.CodedReport)
    assert (coded.report.published, coded.report.outlet) == (date(2024, 11, 27), "Harbour Times")
    assert any(event.type == "ASSAULT" for event in coded.events)


def test_the_same_text_gives_the_same_rows() -> None:
    assert fs.code(TEXT, published=date(2024, 11, 27)) == fs.code(TEXT, published="2024-11-27")


def test_a_report_read_from_a_file_is_coded_and_briefed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    coded = fs.code(fs.read(tmp_path / "a.txt", published=date(2024, 11, 27)))
    assert fs.page(coded, date(2024, 12, 1)).lower().startswith("<!doctype html")
    assert "<html" not in fs.page([coded], date(2024, 12, 1), "md")


def test_a_text_without_words_is_refused() -> None:
    with pytest.raises(UnreadableReport):
        fs.code(" \n")


@pytest.mark.parametrize("told", ["nonsense", "2024-13-01", "9999-12-31", date.min])
def test_what_is_no_day_of_publication_is_a_value_error_that_says_so(told: str | date) -> None:
    with pytest.raises(ValueError, match=r"no day such as 2024-11-27|lies between 1800 and 2200"):
        fs.code(TEXT, published=told)


@pytest.mark.parametrize("told", [None, b"bytes", Path("a.txt")])
def test_what_is_no_text_is_a_type_error_that_says_so(told: Any) -> None:
    with pytest.raises(TypeError, match="a text or a Report is coded, not"):
        fs.code(told)


def test_at_most_a_dozen_names_all_there() -> None:
    assert len(fs.__all__) <= 12
    assert all(getattr(fs, name) for name in fs.__all__)
    assert set(fs.__all__) <= set(dir(fs))
    with pytest.raises(AttributeError):
        _ = fs.no_such_name
