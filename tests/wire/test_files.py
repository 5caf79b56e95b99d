"""Files: every one is read whole, or refused in one clear line."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.errors import UnreadableReport
from foreshock.wire import find_paths, read_path
from foreshock.wire.encoding import decode
from foreshock.wire.files import is_address
from foreshock.wire.words import words
from tests.rights import said_without_rights

REPORT = "Army moves\r\n\r\nThe army “moved” south — on Monday.\r\nIt left the café.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_known_encoding_gives_the_same_text_with_its_line_ends(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(REPORT.encode(encoding))
    assert read_path(path).text == REPORT


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (b"", "empty"),
        (b" \r\n\t", "holds nothing but blanks"),
        (b"--- ... ---", "no words"),
        (b"\x00\x01\x02text", "NUL"),
        (b"\x01\x02\x03\x04\x05abc", "control characters"),
        (b"%PDF-1.7 text", "PDF"),
        (b"PK\x03\x04rest", "zip"),
        (b"<!DOCTYPE html><p>text", "a page without a text"),
        ("الجيش تحرك جنوبا".encode("cp1256"), "unknown encoding"),
        ("Армия двинулась на юг".encode("cp1251"), "unknown encoding"),
        ("軍隊は南へ動いた".encode("shift_jis"), "unknown encoding"),
        (b"\xef\xbb\xbfbroken \xff\xfe here", "broken at byte"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, raw: bytes, seen: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(raw)
    with pytest.raises(UnreadableReport, match=seen) as fault:
        read_path(path)
    assert str(fault.value).startswith(str(path)) and "\n" not in str(fault.value)
    assert fault.value.exit_code == 3


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(UnreadableReport, match="too large"):
        read_path(path)
    assert words().limits.report_bytes < 50_000_000


def test_a_missing_path_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path, seen in (
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "folder"),
        (tmp_path / "pipe.txt", "ordinary"),
    ):
        with pytest.raises(UnreadableReport, match=seen):
            read_path(path)


def test_a_path_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(UnreadableReport, match="cannot be read"):
        read_path(tmp_path / "a.txt" / "b.txt")


def test_the_colours_of_a_terminal_do_not_make_a_text_binary(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\x1b[1;31mArmy moves\x1b[0m\n\nThe \x1b[1marmy\x1b[0m moved \x1b[4msouth\x1b[0m.\n")
    assert "\x1b[1;31m" in read_path(path).text


def test_a_folder_that_is_closed_to_us_is_named_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The army moved.")
    closed = tmp_path / "closed"
    closed.mkdir()
    told = without_rights(lambda: [_read_or_fault(x) for x in find_paths([tmp_path, closed / "b.txt"])], closed)
    assert told.splitlines() == ["The army moved.", "closed: Permission denied", "b.txt: Permission denied"]


def without_rights(said: Callable[[], list[str]], closed: Path) -> str:
    """The lines that a process without rights on the closed folder says."""
    for folder in (p for p in closed.parents if Path(tempfile.gettempdir()) in p.parents):
        folder.chmod(0o755)
    closed.chmod(0o000)
    return said_without_rights(lambda: "\n".join(said()))


def _read_or_fault(path: Path) -> str:
    try:
        return read_path(path).text
    except UnreadableReport as fault:
        return f"{path.name}: {'Permission denied' if 'Permission denied' in fault.seen else fault.seen}"


def test_a_pattern_stands_for_the_files_that_fit_it(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.html", "a.md", "b/c.html", "b/.hidden.html", "odd[1].txt"):
        (tmp_path / name).write_text("text")

    def fitting(*told: str) -> list[str]:
        found = find_paths([str(tmp_path / x) for x in told])
        return [p.relative_to(tmp_path).as_posix() for p in found]

    assert fitting("*.html") == ["z.html"]
    assert fitting("**/*.html", "z.html") == ["b/c.html", "z.html"]
    assert fitting("odd[1].txt") == ["odd[1].txt"], "a file of that very name goes before a pattern"
    assert fitting("?.md") == ["a.md"]
    assert fitting("**") == ["a.md", "b/c.html", "odd[1].txt", "z.html"]
    with pytest.raises(UnreadableReport, match="no file fits"):
        read_path(tmp_path / "no*.html")


def test_addresses_and_stdin_stay_as_told() -> None:
    assert [str(x) for x in find_paths(["-"])] == ["-"]
    assert is_address("https://h.example/a*b") and is_address("HTTP://h.example") and not is_address("http.txt")


def test_a_file_of_several_reports_is_not_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "The army moved."}\n{"text": "It left."}\n')
    with pytest.raises(UnreadableReport, match="holds 2 reports"):
        read_path(tmp_path / "a.jsonl")


def test_folders_are_walked_in_order_and_each_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.txt", "a.md", "b/c.txt", ".hidden.txt", "README.md", "picture.png"):
        (tmp_path / name).write_text("text")
    found = find_paths([tmp_path, tmp_path / "a.md", tmp_path / "none.txt"])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.md", "b/c.txt", "z.txt", "none.txt"]


def test_a_file_named_by_hand_is_read_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "README").write_text("The army moved.")
    assert find_paths([tmp_path / "README"]) == [tmp_path / "README"]


@given(st.binary(max_size=300))
def test_bytes_become_text_or_one_clear_error(raw: bytes) -> None:
    try:
        text = decode(raw, "some.txt")
    except UnreadableReport as fault:
        assert str(fault).startswith("some.txt: ")
    else:
        assert any(x.isalnum() for x in text)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).filter(lambda x: any(y.isalnum() for y in x)))
def test_utf8_is_read_back_as_written(text: str) -> None:
    raw = text.encode("utf8")
    if not raw.startswith((b"\xef\xbb\xbf", b"%PDF", b"PK", b"GIF8", b"{\\rtf")) and "<html" not in text.lower():
        assert decode(raw, "some.txt") == text


def test_the_day_in_a_files_name_counts_where_the_text_tells_none(tmp_path: Path) -> None:
    silent, dated = tmp_path / "2025-07-21-wire.txt", tmp_path / "2025-07-22-wire.txt"
    silent.write_text("Convoy is hit\n\nNAIROBI - Five people were killed on Saturday, the UN said.")
    dated.write_text("Convoy is hit\n\nNAIROBI, July 20, 2025 - Five people were killed on Saturday, the UN said.")
    told = [(str(x.published), x.published_found) for x in map(read_path, (silent, dated))]
    assert told == [("2025-07-21", "address"), ("2025-07-20", "text")]
    assert read_path(silent, published=date(2025, 7, 19)).published_found == "given"
