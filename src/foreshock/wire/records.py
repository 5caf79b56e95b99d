"""Records of a web archive (WARC 0.18 to 1.1): read one after the other, never the whole file.

The law: each record is whole or the reading ends there, with an error that gives its number; a record longer than the
limit is passed over unread. Own reader, since those at hand end in silence where a file was cut off.
Source: ISO 28500:2017.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from foreshock.errors import UnreadableReport
from foreshock.wire.bounds import bounds

_CHUNK = 1 << 20
_HOPED = "hoped for a web archive (WARC); what came before was read"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its place counted from 1, its head in lower-case names, and its block, None where it is too long."""

    number: int
    head: dict[str, str]
    block: bytes | None

    @property
    def type(self) -> str:
        """What the record is: "response", "revisit", "warcinfo" ..."""
        return self.head.get("warc-type", "").lower()


def records(stream: IO[bytes], name: str, wanted: frozenset[str]) -> Iterator[Record]:
    """The records in order, the block read only of types in `wanted`; raises UnreadableReport where they break."""
    number = 0
    while first := _first_line(stream, name, number + 1):
        number += 1
        place = f"{name}, record {number}"
        if not first.startswith(b"WARC/"):
            raise UnreadableReport(place, f"no record begins where one should ({_shown(first)})", _HOPED)
        try:
            head = _head(stream, place)
            yield Record(number, head, _block(stream, head, place, wanted))
        except UnreadableReport as fault:
            raise UnreadableReport(place, fault.seen, fault.hoped) from fault


def fields(lines: list[bytes]) -> dict[str, str]:
    """Head lines as names in lower case and values; a line that begins with a blank goes on from the one before."""
    told: dict[str, str] = {}
    last = ""
    for line in lines:
        text = line.decode("utf8", "replace").rstrip("\r\n")
        if text[:1] in (" ", "\t") and last:
            told[last] += " " + text.strip()
            continue
        key, colon, value = text.partition(":")
        if colon:
            last = key.strip().lower()
            told.setdefault(last, value.strip())
    return told


def _first_line(stream: IO[bytes], name: str, number: int) -> bytes:
    """The next line that is not blank; empty at the end."""
    try:
        while line := stream.readline(bounds().head_bytes):
            if line.strip():
                return line
    except UnreadableReport as fault:
        raise UnreadableReport(f"{name}, record {number}", fault.seen, fault.hoped) from fault
    return b""


def _head(stream: IO[bytes], place: str) -> dict[str, str]:
    lines: list[bytes] = []
    size = 0
    while (line := stream.readline(bounds().head_bytes)).strip():
        size += len(line)
        if size > bounds().head_bytes:
            raise UnreadableReport(place, "a head without an end", _HOPED)
        lines.append(line)
    if not line:
        raise UnreadableReport(place, "cut off in its head", _HOPED)
    return fields(lines)


def _block(stream: IO[bytes], head: dict[str, str], place: str, wanted: frozenset[str]) -> bytes | None:
    told = head.get("content-length", "")
    if not told.isdecimal() or not told.isascii() or len(told) > 15:
        raise UnreadableReport(place, f"its length is no number ({told[:20]!r})", _HOPED)
    length = int(told)
    if length <= bounds().record_bytes and head.get("warc-type", "").lower() in wanted:
        block = stream.read(length)
        if len(block) < length:
            raise UnreadableReport(place, f"cut off ({len(block):,} of {length:,} bytes)", _HOPED)
        return block
    left = length
    while left > 0:
        passed = len(stream.read(min(left, _CHUNK)))
        if not passed:
            raise UnreadableReport(place, f"cut off ({length - left:,} of {length:,} bytes)", _HOPED)
        left -= passed
    return None


def _shown(line: bytes) -> str:
    return repr(line[:20].decode("latin1"))
