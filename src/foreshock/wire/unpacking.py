"""Unpacking the body of an answer while it comes, so that a bomb is stopped at its fuse.

The law: never more than one step is unpacked before the caps are asked again.
"""

from __future__ import annotations

import zlib

from foreshock.wire.network import Caps

_STEP = 1 << 18
_ANY_WRAPPING = 47
"""What tells zlib to find out by itself whether a stream is gzip or zlib."""
_BARE = -15


class TooMuch(Exception):
    """A body over a cap; the words say which."""


class Broken(Exception):
    """A body that is not packed as its head says."""


class Body:
    """A body under way: `take` what came, then `whole` is all of it, unpacked. Raises TooMuch and Broken."""

    def __init__(self, packing: str, caps: Caps) -> None:
        if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise Broken(f"packed as {packing[:40]!r}, which was not asked for")
        self._packing = packing if packing not in ("", "identity") else ""
        self._caps, self._came, self._out = caps, 0, bytearray()
        self._unpacker = zlib.decompressobj(_ANY_WRAPPING)
        self._started = False

    def take(self, piece: bytes) -> None:
        """One piece as it came."""
        self._came += len(piece)
        if self._came > self._caps.wire_bytes:
            raise TooMuch(f"more than {self._caps.wire_bytes:,} bytes")
        if not self._packing:
            self._out += piece
            self._check()
        elif piece:
            self._unpack(piece)

    def whole(self) -> bytes:
        """All that came, unpacked; raises Broken where the packed stream has not ended."""
        if self._packing and self._started and not self._unpacker.eof:
            raise Broken("a packed body that ends early")
        return bytes(self._out)

    def _unpack(self, piece: bytes) -> None:
        if not self._started and self._packing == "deflate" and piece[0] & 0x0F != 8:
            self._unpacker = zlib.decompressobj(_BARE)
        self._started = True
        while piece:
            if self._unpacker.eof:
                if piece[0] != 0x1F:  # rubbish after the end of a gzip stream is passed over, as browsers do
                    return
                self._unpacker = zlib.decompressobj(_ANY_WRAPPING)
            piece = self._step(piece)

    def _step(self, piece: bytes) -> bytes:
        try:
            self._out += self._unpacker.decompress(piece, _STEP)
        except zlib.error:
            raise Broken(f"not packed as {self._packing}, as its head says") from None
        self._check()
        return self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail

    def _check(self) -> None:
        size, caps = len(self._out), self._caps
        if size > caps.whole_bytes:
            raise TooMuch(f"more than {caps.whole_bytes:,} bytes unpacked")
        if size > caps.ratio_from_bytes and size > caps.ratio * self._came:
            raise TooMuch(f"unpacks to more than {caps.ratio} times its size")
