"""A flow: what comes through a door while it is not yet read, so that an archive is never held whole.

The law: what is unpacked is counted as it comes out; past a limit it stops with an error that says which and where.
"""

from __future__ import annotations

import bz2
import contextlib
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from foreshock.errors import UnreadableReport
from foreshock.wire.bounds import bounds
from foreshock.wire.item import About, Item

_CHUNK = 65_536
_STEP = 64
_FAULTS = (zlib.error, OSError, EOFError, ValueError)
_HOPED = "hoped for a whole archive of texts"


@dataclass(slots=True)
class Tally:
    """What was unpacked and found under one path so far."""

    unpacked: int = 0
    items: int = 0
    spent: bool = False

    def unpack(self, size: int, name: str) -> None:
        """Count unpacked bytes; raises UnreadableReport past the limit."""
        self.unpacked += size
        if self.unpacked > bounds().unpacked_bytes:
            self.spent = True
            raise UnreadableReport(name, f"unpacks to more than {bounds().unpacked_bytes / 1e9:.0f} GB", _HOPED)


@dataclass(slots=True)
class Flow:
    """Bytes still to be read, and what an Item tells beside its own; `stream` is read once, from where it stands."""

    name: str
    stream: IO[bytes]
    kind: str | None = None
    about: About = field(default_factory=About)

    def head(self, size: int) -> bytes:
        """The first bytes, which stay to be read."""
        if self.stream.seekable():
            place = self.stream.tell()
            held = self.stream.read(size)
            self.stream.seek(place)
            return held
        held, fault = _up_to(self.stream, size)
        self.stream = io.BufferedReader(_Joined(held, self.stream, fault), _CHUNK)
        return held

    def whole(self, limit: int) -> Item:
        """All of it as an item; raises UnreadableReport where it is longer than `limit` bytes."""
        raw = self.stream.read(limit + 1)
        if len(raw) > limit:
            raise UnreadableReport(
                self.name, f"too large (over {limit / 1e6:.0f} MB)", f"hoped for at most {limit / 1e6:.0f} MB"
            )
        return Item(self.name, raw, self.kind, self.about)


def flow_of(item: Item) -> Flow:
    """The item as a flow."""
    return Flow(item.name, io.BytesIO(item.raw), item.kind, item.about)


def unpacked(flow: Flow, packing: str, tally: Tally) -> Flow:
    """What the flow packs, by "gzip" or "bzip2"; reading it raises UnreadableReport where it breaks or bursts."""
    stream = io.BufferedReader(Unpacked(flow.name, flow.stream, packing, tally), _CHUNK)
    return Flow(flow.name, stream, None, flow.about)


class Gauge:
    """The ratio of what came out to what went in, over a window; past the limit it raises UnreadableReport."""

    def __init__(self, name: str, tally: Tally) -> None:
        self.name, self._tally = name, tally
        self._went_in, self._came_out = 0, 0

    def count(self, went_in: int, came_out: int) -> None:
        """Count a step of unpacking."""
        self._tally.unpack(came_out, self.name)
        self._went_in += went_in
        self._came_out += came_out
        if self._came_out < bounds().ratio_window:
            return
        if self._came_out > bounds().ratio * max(self._went_in, 1):
            raise UnreadableReport(self.name, f"unpacks to more than {bounds().ratio} times its size", _HOPED)
        self._went_in, self._came_out = 0, 0


class Unpacked(io.RawIOBase):
    """The unpacked bytes of a gzip or bzip2 stream, of one part or many, within the limits."""

    def __init__(self, name: str, packed: IO[bytes], packing: str, tally: Tally) -> None:
        self._name, self._packed = name, packed
        self._fresh: Callable[[], _Gunzip | _Bunzip] = _Gunzip if packing == "gzip" else _Bunzip
        self._said = packing
        self._part = self._fresh()
        self._gauge = Gauge(name, tally)
        self._left, self._spare, self._ended = b"", b"", False
        self._fault: Exception | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with the next unpacked bytes; none at the end."""
        size = len(buffer)
        try:
            out = self._next(size)
        except _FAULTS as fault:
            told = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
            raise UnreadableReport(self._name, f"broken {self._said} ({told})", _HOPED) from fault
        self._spare = out[size:]
        buffer[: len(out) - len(self._spare)] = out[:size]
        return len(out) - len(self._spare)

    def _next(self, size: int) -> bytes:
        while not self._ended or self._spare:
            if self._spare:
                return self._spare
            if self._fault:
                raise self._fault
            if self._part.eof and not self._start_part():
                break
            packed = self._left or self._packed.read(_CHUNK)
            if out := self._step(packed, size):
                return out
            if not packed and not self._part.eof and not self._fault:
                raise EOFError("it ends before its end")
        return b""

    def _step(self, packed: bytes, size: int) -> bytes:
        """One step; what came before a break in it is given, and the break is raised next."""
        before = self._part.copy()
        try:
            out, self._left = self._part.step(packed, size)
        except _FAULTS as fault:
            self._fault = fault
            out, self._left = _before_break(before, packed), b""
        self._gauge.count(len(packed) - len(self._left), len(out))
        return out

    def _start_part(self) -> bool:
        """Begin the next part of the stream; False at its end, where zeros and line ends may stand."""
        rest = self._left or self._packed.read(_CHUNK)
        while rest and not rest.strip(b"\x00\r\n"):
            rest = self._packed.read(_CHUNK)
        rest = rest.lstrip(b"\x00\r\n")
        if not rest:
            self._ended = True
            return False
        self._left, self._part = rest, self._fresh()
        return True


def _up_to(stream: IO[bytes], size: int) -> tuple[bytes, UnreadableReport | None]:
    """The next bytes, at most `size`, and the error in which they end where they do."""
    held = bytearray()
    while len(held) < size:
        try:
            piece = stream.read1(size - len(held)) if isinstance(stream, io.BufferedIOBase) else stream.read(size)
        except UnreadableReport as fault:
            return bytes(held), fault
        if not piece:
            break
        held += piece
    return bytes(held), None


def _before_break(part: _Gunzip | None, packed: bytes) -> bytes:
    """What the packed bytes give before the place at which they break."""
    out = bytearray()
    with contextlib.suppress(zlib.error):
        for place in range(0, len(packed) if part else 0, _STEP):
            out += part.step(packed[place : place + _STEP], 0)[0]  # type: ignore[union-attr]
    return bytes(out)


class _Gunzip:
    def __init__(self) -> None:
        self._work = zlib.decompressobj(wbits=31)

    def copy(self) -> _Gunzip | None:
        held = _Gunzip()
        held._work = self._work.copy()
        return held

    @property
    def eof(self) -> bool:
        return self._work.eof

    def step(self, packed: bytes, size: int) -> tuple[bytes, bytes]:
        out = self._work.decompress(packed, size)
        return out, self._work.unused_data if self._work.eof else self._work.unconsumed_tail


class _Bunzip:
    def __init__(self) -> None:
        self._work = bz2.BZ2Decompressor()

    def copy(self) -> _Gunzip | None:
        return None  # it cannot be copied; its blocks break as a whole anyway

    @property
    def eof(self) -> bool:
        return self._work.eof

    def step(self, packed: bytes, size: int) -> tuple[bytes, bytes]:
        out = self._work.decompress(packed, size)
        return out, self._work.unused_data if self._work.eof else b""


class _Joined(io.RawIOBase):
    """The bytes read before, then the stream, or the error in which it ended."""

    def __init__(self, held: bytes, rest: IO[bytes], fault: UnreadableReport | None) -> None:
        self._held, self._rest, self._fault = memoryview(held), rest, fault

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        size = len(buffer)
        if not self._held and self._fault:
            raise self._fault
        out = bytes(self._held[:size]) if self._held else self._rest.read(size)
        self._held = self._held[size:]
        buffer[: len(out)] = out
        return len(out)
