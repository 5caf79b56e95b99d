"""Zip archives, and what is made of them: folders of documents, WACZ web archives, Word documents.

The law: a member's name names a place and nothing else - no member is ever written to a disk; what is no text is
counted, what is locked or broken is an error with its name.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from foreshock.errors import LeftAside, UnreadableReport
from foreshock.wire.bounds import archived, bounds
from foreshock.wire.flow import Flow, Gauge, Tally

_HOPED = "hoped for a zip archive of documents"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OTHERS = {
    "xl/workbook.xml": "an Excel workbook",
    "ppt/presentation.xml": "a PowerPoint file",
    "META-INF/container.xml": "an EPUB book",
    "content.xml": "an OpenDocument file",
}
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    LookupError,
)


def open_zip(flow: Flow, tally: Tally) -> Iterator[Flow | UnreadableReport]:
    """The documents of a zip in order, each as a flow to be read before the next is asked for."""
    stream = _seekable(flow)
    try:
        held = zipfile.ZipFile(stream)
    except (*_FAULTS, MemoryError, OverflowError) as fault:
        raise UnreadableReport(flow.name, f"a broken zip archive ({_said(fault)})", _HOPED) from fault
    with held:
        yield from _members(held, flow, stream, tally)


def _members(held: zipfile.ZipFile, flow: Flow, stream: IO[bytes], tally: Tally) -> Iterator[Flow | UnreadableReport]:
    members = [x for x in held.infolist() if not x.is_dir()]
    names = {x.filename for x in members}
    if "word/document.xml" in names:
        stream.seek(0)
        yield Flow(flow.name, stream, _DOCX, flow.about)
        return
    if other := next((said for name, said in _OTHERS.items() if name in names), None):
        raise UnreadableReport(flow.name, other, _HOPED)
    _check(members, flow.name, stream.seek(0, io.SEEK_END))
    aside: Counter[str] = Counter()
    crawl = any(_is_crawl(x) for x in names)
    for member in sorted(members, key=lambda x: x.filename) if crawl else members:
        if crawl and member.filename.startswith(archived().notes):
            continue
        if reason := _aside(member, crawl):
            aside[reason] += 1
            continue
        yield _member(held, member, f"{flow.name}, {member.filename}", tally)
    if aside:
        yield LeftAside(flow.name, aside)


def _check(members: list[zipfile.ZipInfo], name: str, size: int) -> None:
    if not members:
        raise UnreadableReport(name, "an empty zip archive", _HOPED)
    if len(members) > bounds().members:
        raise UnreadableReport(
            name, f"a zip archive of {len(members):,} files", f"hoped for at most {bounds().members:,}"
        )
    if sum(x.compress_size for x in members) > size:
        raise UnreadableReport(name, "a zip archive whose files overlap, as attacks do", _HOPED)


def _aside(member: zipfile.ZipInfo, crawl: bool) -> str | None:
    path = PurePosixPath(member.filename)
    named = [x for x in (*path.parts, member.filename) if x.strip("./")]
    if any(x.startswith(archived().hidden) and not x.startswith("../") for x in named):
        return "hidden files"
    if crawl and not _is_crawl(member.filename):
        return "files beside the records of a web archive"
    return f"files ending in {path.suffix.lower()}" if path.suffix.lower() in archived().aside else None


def _member(held: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, tally: Tally) -> Flow | UnreadableReport:
    if member.flag_bits & 1:
        return UnreadableReport(name, "locked by a password", _HOPED)
    try:
        return Flow(name, io.BufferedReader(_Member(held.open(member), member, name, tally)))
    except _FAULTS as fault:
        return UnreadableReport(name, f"broken in its zip archive ({_said(fault)})", _HOPED)


def _is_crawl(name: str) -> bool:
    return name.startswith("archive/") and PurePosixPath(name.removesuffix(".gz")).suffix == ".warc"


def _seekable(flow: Flow) -> IO[bytes]:
    return flow.stream if flow.stream.seekable() else io.BytesIO(flow.whole(bounds().whole_bytes).raw)


def _said(fault: BaseException) -> str:
    return (str(fault).splitlines() or [""])[0][:100] or type(fault).__name__


class _Member(io.RawIOBase):
    """The unpacked bytes of a member, within the limits; broken ones raise UnreadableReport."""

    def __init__(self, source: IO[bytes], member: zipfile.ZipInfo, name: str, tally: Tally) -> None:
        self._source, self._name = source, name
        self._packed = member.compress_size / max(member.file_size, 1)
        self._gauge = Gauge(name, tally)
        self._left = 0.0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            out = self._source.read(len(buffer))
        except _FAULTS as fault:
            raise UnreadableReport(self._name, f"broken in its zip archive ({_said(fault)})", _HOPED) from fault
        self._left += len(out) * self._packed
        went_in = int(self._left)
        self._left -= went_in
        self._gauge.count(went_in, len(out))
        buffer[: len(out)] = out
        return len(out)
