"""From bytes to text.

The law: an encoding is declared, proven or plausible; else the bytes are refused, not guessed.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from foreshock.errors import UnreadableReport
from foreshock.wire.words import words

_HOPED = "hoped for plain text or Markdown"
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # what a terminal's log leaves in a text is no sign of a binary file
_OPENINGS = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a zip archive (as .docx and .odt are)",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
    b"{\\rtf": "an RTF file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}


def decode(raw: bytes, path: Path | str) -> str:
    """The text of `raw`, line ends as they are; raises UnreadableReport for binary and undecodable bytes."""
    if not raw.strip():
        seen = "the file holds nothing but blanks" if raw else "the file is empty"
        raise UnreadableReport(path, seen, "hoped for the text of a report")
    _check_opening(raw, path)
    text = _by_mark(raw, path)
    if text is None:
        if b"\x00" in raw:
            raise UnreadableReport(path, "a binary file (it holds NUL bytes)", _HOPED)
        text = _by_trial(raw, path)
    _check_text(text, path)
    return text


def _check_opening(raw: bytes, path: Path | str) -> None:
    kind = next((kind for opening, kind in _OPENINGS.items() if raw.startswith(opening)), None)
    if kind:
        raise UnreadableReport(path, kind, _HOPED)
    if raw[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableReport(path, "a web page (HTML)", _HOPED)


def _by_mark(raw: bytes, path: Path | str) -> str | None:
    marks = {
        codecs.BOM_UTF8: "utf-8-sig",
        codecs.BOM_UTF32_LE: "utf-32",
        codecs.BOM_UTF16_LE: "utf-16",
        codecs.BOM_UTF16_BE: "utf-16",
    }
    name = next((name for mark, name in marks.items() if raw.startswith(mark)), None)
    if name is None:
        return None
    try:
        return raw.decode(name)
    except UnicodeDecodeError as fault:
        seen = f"marked as {name} and broken at byte {fault.start}"
        raise UnreadableReport(path, seen, "hoped for text in one encoding") from fault


def _by_trial(raw: bytes, path: Path | str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        place = fault.start
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not plausible(text):
        seen = f"unknown encoding (no UTF-8 at byte {place}, no western single-byte text)"
        raise UnreadableReport(path, seen, "hoped for UTF-8, UTF-16 with a mark, or Windows-1252")
    return text


def plausible(text: str) -> bool:
    """True for text read as western single bytes whose letters are mostly plain ones."""
    letters = [x for x in text if x.isalpha()]
    plain = sum(x.isascii() for x in letters)
    return bool(letters) and plain >= words().limits.ascii_letters * len(letters)


def _check_text(text: str, path: Path | str) -> None:
    if not any(x.isalnum() for x in text):
        raise UnreadableReport(path, "the file holds no words", "hoped for the text of a report")
    told = _COLOUR.sub("", text)
    odd = sum(unicodedata.category(x) == "Cc" and x not in "\t\n\r\x0b\x0c\x85" for x in told)
    if odd > words().limits.control_share * len(text):
        raise UnreadableReport(path, f"a binary file ({odd} control characters)", _HOPED)
