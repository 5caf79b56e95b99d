"""Laws of every import: a file is read whole or not at all, and an error names the line and what was seen there."""

from __future__ import annotations

import gzip
import io
import random
import time
import tracemalloc
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.errors import NoSuchFormat, UnreadableHistory
from foreshock.formats import HISTORY, READ_FORMATS, read_history
from foreshock.formats.history import KINDS
from tests.formats.made import COLUMNS, DAYS, ROWS, WITH_HEADER, cells, file, lines


def fault(format: str, raw: bytes | Path) -> UnreadableHistory:
    with pytest.raises(UnreadableHistory) as caught:
        read_history(format, raw)
    return caught.value


@pytest.mark.parametrize("format", READ_FORMATS)
def test_every_format_gives_the_columns_of_acts_without_those_the_ledger_adds(format: str) -> None:
    read = read_history(format, file(format))
    assert dict(read.frame.schema) == {column.name: KINDS[column.kind] for column in HISTORY}
    assert set(read.frame["origin"]) == {format}
    assert read.rows == 1 and not read.left_out
    assert read.frame["type"].null_count() == read.frame["quad"].null_count() == read.frame["score"].null_count() == 0


@pytest.mark.parametrize("format", READ_FORMATS)
def test_a_bad_day_is_told_with_its_line_and_what_stands_there(format: str) -> None:
    found = fault(format, file(format, {}, {DAYS[format]: "the ides of March"}, {}))
    header = 0 if format == "gdelt" else 1
    line = 2 + header if format != "acled" else 4  # the notes of the first ACLED row go over two lines
    assert found.line == line
    assert "the ides of March" in str(found) and DAYS[format] in found.seen and "hoped for" in found.hoped
    assert found.exit_code == 3


@pytest.mark.parametrize("format", READ_FORMATS)
def test_a_row_of_another_width_ends_the_reading_with_its_line(format: str) -> None:
    header = [] if format == "gdelt" else [list(COLUMNS[format])]
    row = cells(format, {**ROWS[format], **({"notes": ""} if format == "acled" else {})})
    short = fault(format, lines(format, [*header, row, row[:-2]]))
    assert short.line == len(header) + 2 and f"{len(row) - 2} cells" in short.seen and str(len(row)) in short.hoped
    wide = fault(format, lines(format, [*header, row, row, [*row, "one too many"]]))
    assert wide.line == len(header) + 3 and f"{len(row) + 1} cells" in wide.seen


@pytest.mark.parametrize("format", WITH_HEADER)
def test_a_missing_header_is_told_of(format: str) -> None:
    found = fault(format, lines(format, [cells(format, ROWS[format])]))
    assert found.line == 1 and "no header" in found.seen and format in found.hoped


@pytest.mark.parametrize("format", WITH_HEADER)
def test_a_header_without_a_needed_column_names_the_column(format: str) -> None:
    head = [name if name != DAYS[format] else "when" for name in COLUMNS[format]]
    found = fault(format, file(format, head=head))
    assert found.line == 1 and DAYS[format] in found.seen


@pytest.mark.parametrize("format", WITH_HEADER)
def test_columns_may_stand_in_any_order(format: str) -> None:
    head = list(COLUMNS[format])
    random.Random(7).shuffle(head)
    row = dict(zip(COLUMNS[format], cells(format, ROWS[format]), strict=True))
    mixed = lines(format, [head, [row[name] for name in head]])
    assert read_history(format, mixed).frame.equals(read_history(format, file(format)).frame)


@pytest.mark.parametrize("format", READ_FORMATS)
def test_empty_cells_behind_the_last_column_are_let_pass(format: str) -> None:
    header = [] if format == "gdelt" else [list(COLUMNS[format])]
    row = cells(format, ROWS[format])
    assert len(read_history(format, lines(format, [*header, [*row, "", ""], [*row, ""]])).frame)


@pytest.mark.parametrize("format", READ_FORMATS)
@pytest.mark.parametrize(("raw", "seen"), [(b"", "empty"), (b" \n\t\n", "empty"), (b"a\0b\tc\n", "binary")])
def test_an_empty_and_a_binary_file_are_refused(format: str, raw: bytes, seen: str) -> None:
    assert seen in fault(format, raw).seen


@pytest.mark.parametrize("format", WITH_HEADER)
def test_a_header_alone_is_no_history(format: str) -> None:
    assert "no row" in fault(format, lines(format, [COLUMNS[format]])).seen


def test_packed_files_give_what_plain_ones_give(tmp_path: Path) -> None:
    plain = file("triples", {}, {"relation": "Consult"})
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../outside.csv", plain)
    twice = gzip.compress(plain[:20]) + gzip.compress(plain[20:])
    for name, raw in (
        ("a.csv", plain),
        ("a.csv.gz", gzip.compress(plain)),
        ("b.gz", twice),
        ("a.zip", zipped.getvalue()),
    ):
        (tmp_path / name).write_bytes(raw)
        assert read_history("triples", tmp_path / name).frame.equals(read_history("triples", plain).frame)
    assert sorted(x.name for x in tmp_path.iterdir()) == ["a.csv", "a.csv.gz", "a.zip", "b.gz"]
    assert not (tmp_path.parent.parent / "outside.csv").exists()


def test_a_zip_of_two_files_and_a_broken_one_are_refused() -> None:
    two = io.BytesIO()
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("a.csv", file("triples"))
        archive.writestr("b.csv", file("triples"))
    assert "2 files" in fault("triples", two.getvalue()).seen
    assert "broken" in fault("triples", two.getvalue()[:80]).seen
    packed = gzip.compress(file("triples"))
    assert "too early" in fault("triples", packed[:-12]).seen
    assert "broken" in fault("triples", packed[:20] + b"\xff\xff\xff\xff" + packed[24:]).seen


def bomb(packed: str, mebibytes: int) -> bytes:
    """So many MiB of one letter, packed without ever lying here unpacked."""
    out, piece = io.BytesIO(), b"a" * (1 << 20)
    if packed == "gz":
        with gzip.open(out, "wb", 6) as whole:
            for _ in range(mebibytes):
                whole.write(piece)
    else:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as member:
            for _ in range(mebibytes):
                member.write(piece)
    return out.getvalue()


@pytest.mark.parametrize("packed", ["gz", "zip"])
def test_a_bomb_is_left_alone_early_and_small(packed: str) -> None:
    raw = bomb(packed, 400)
    tracemalloc.start()
    try:
        start = time.perf_counter()
        assert "unpacks to more" in fault("icews", raw).seen
        assert time.perf_counter() - start < 1
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


def test_a_file_that_is_not_there_and_a_folder_are_told_of(tmp_path: Path) -> None:
    assert "no such file" in fault("icews", tmp_path / "none.tab").seen
    assert "no ordinary file" in fault("icews", tmp_path).seen


def test_an_unknown_format_names_the_known() -> None:
    with pytest.raises(NoSuchFormat, match="'xls' is no format; known are acled, gdelt"):
        read_history("xls", b"")


@pytest.mark.parametrize("format", READ_FORMATS)
@settings(max_examples=25, deadline=None)
@given(raw=st.binary(max_size=300))
def test_any_bytes_are_a_history_or_one_clear_error(format: str, raw: bytes) -> None:
    try:
        read_history(format, raw)
    except UnreadableHistory as found:
        assert "\n" not in str(found) and found.seen and found.hoped


@pytest.mark.parametrize("format", READ_FORMATS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_cells_in_a_sound_table_are_acts_or_counted_or_one_clear_error(format: str, data: st.DataObject) -> None:
    cell = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
    told = data.draw(st.dictionaries(st.sampled_from(COLUMNS[format]), cell, max_size=6))
    keep = DAYS[format]
    try:
        read = read_history(format, file(format, {}, {**told, keep: ROWS[format][keep]}))
    except UnreadableHistory as found:
        assert found.line is not None
        return
    lost = sum(count for _, count in read.left_out)
    acts = len(read.frame) if format == "polecat" else read.frame["event_id"].n_unique()  # its rows are pairs
    assert read.rows == 2 and acts + lost == 2
    shares = read.frame.group_by("event_id").agg(total=pl.col("share").sum())
    assert (shares["total"] - 1).abs().max() < 1e-9  # type: ignore[operator]
