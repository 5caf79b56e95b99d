"""Bodies packed for their way through the net, unpacked within limits.

The law: no more than the limit ever comes out, whatever goes in.
"""

from __future__ import annotations

import zlib

from foreshock.errors import UnreadableReport
from foreshock.wire.flow import Gauge, Tally

_BITS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}


def inflated(body: bytes, packing: str, name: str, limit: int, tally: Tally) -> bytes:
    """The unpacked body; raises zlib.error where it is not so packed, LookupError where the packing is unknown.

    UnreadableReport where it is larger than `limit` bytes or bursts.
    """
    if packing == "br":
        return _checked(_brotli(body, limit + 1), len(body), name, limit, tally)
    if packing not in _BITS:
        raise LookupError(packing)
    *tries, last = _BITS[packing]
    for bits in tries:
        try:
            return _checked(_zlib(body, bits, limit + 1), len(body), name, limit, tally)
        except zlib.error:
            continue
    return _checked(_zlib(body, last, limit + 1), len(body), name, limit, tally)


def _zlib(body: bytes, bits: int, most: int) -> bytes:
    work = zlib.decompressobj(wbits=bits)
    return work.decompress(body, most)


def _brotli(body: bytes, most: int) -> bytes:
    try:
        import brotli
    except ImportError:
        raise LookupError("br") from None
    work, out = brotli.Decompressor(), b""
    try:
        out = work.process(body, output_buffer_limit=most)
    except (brotli.error, TypeError) as fault:
        raise zlib.error(str(fault)) from fault
    return bytes(out)


def _checked(out: bytes, went_in: int, name: str, limit: int, tally: Tally) -> bytes:
    if len(out) > limit:
        raise UnreadableReport(name, f"unpacks to more than {limit / 1e6:.0f} MB", "hoped for one page")
    Gauge(name, tally).count(went_in, len(out))
    return out
