"""A file, plain or packed, to its text.

The law: a packed file is unpacked in memory, piece by piece, under a cap on size and ratio; the names of its members
are never used, and bytes that are no text are refused.
"""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from foreshock.errors import UnreadableHistory
from foreshock.formats.limits import limits

_HOPED = "hoped for a table as plain text, or one such table in a .gz or .zip"
_PIECE = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Packed:
    """The text of a file with its name, the SHA-256 of its bytes as they lay, and the encoding it was read in."""

    name: str
    digest: str
    text: str
    encoding: str


def unpack(source: Path | str | bytes) -> Packed:
    """The text of a file, or of the bytes given; raises UnreadableHistory for whatever holds no text."""
    name = "bytes" if isinstance(source, bytes) else str(source)
    raw = source if isinstance(source, bytes) else _bytes(Path(source))
    text, encoding = _decoded(name, _plain(name, raw))
    return Packed(Path(name).name, hashlib.sha256(raw).hexdigest(), text, encoding)


def _bytes(file: Path) -> bytes:
    try:
        about = file.stat()
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableHistory(file, None, "no ordinary file", _HOPED)
        if about.st_size > limits().file_bytes:
            most = f"hoped for at most {limits().file_bytes / 1e6:,.0f} MB; split it by year"
            raise UnreadableHistory(file, None, f"too large ({about.st_size / 1e6:,.0f} MB)", most)
        return file.read_bytes()
    except FileNotFoundError as fault:
        raise UnreadableHistory(file, None, "no such file", _HOPED) from fault
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UnreadableHistory(file, None, f"cannot be read ({reason})", _HOPED) from fault


def _plain(name: str, raw: bytes) -> bytes:
    if raw.startswith(b"\x1f\x8b"):
        return _joined(name, _gunzipped(name, raw), len(raw))
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _unzipped(name, raw)
    return raw


def _gunzipped(name: str, raw: bytes) -> Iterator[bytes]:
    """The pieces of a gzip file, which may be several members one after the other."""
    rest = raw
    while rest:
        machine = zlib.decompressobj(_GZIP)
        try:
            while not machine.eof:
                piece = machine.decompress(rest, _PIECE)
                rest = machine.unconsumed_tail
                if not piece and not rest and not machine.eof:
                    raise UnreadableHistory(name, None, "a .gz that ends too early", "hoped for the whole file")
                yield piece
        except zlib.error as fault:
            raise UnreadableHistory(name, None, f"a broken .gz ({fault})", "hoped for the whole file") from fault
        rest = machine.unused_data.lstrip(b"\0")


def _unzipped(name: str, raw: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) != 1:
                raise UnreadableHistory(name, None, f"a .zip of {len(members)} files", "hoped for one table in it")
            if members[0].flag_bits & 1:
                raise UnreadableHistory(name, None, "a .zip under a password", _HOPED)
            with archive.open(members[0]) as stream:
                return _joined(name, _pieces(stream), max(members[0].compress_size, 1))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as fault:
        raise UnreadableHistory(name, None, f"a broken .zip ({fault})", "hoped for the whole file") from fault


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _joined(name: str, pieces: Iterator[bytes], packed: int) -> bytes:
    """All pieces as one, unless they grow past what a table would."""
    whole, most = bytearray(), limits()
    for piece in pieces:
        whole += piece
        swollen = len(whole) > most.ratio_from_bytes and len(whole) > most.ratio * packed
        if swollen or len(whole) > most.unpacked_bytes:
            seen = f"unpacks to more than {len(whole) / 1e6:,.0f} MB from {packed / 1e6:,.2f} MB"
            raise UnreadableHistory(name, None, seen, f"hoped for less than {most.ratio} times as much")
    return bytes(whole)


def _decoded(name: str, raw: bytes) -> tuple[str, str]:
    """The text in UTF-8, or in ISO 8859-1 (with the letters of Windows-1252) where it is no UTF-8."""
    if not raw.strip():
        raise UnreadableHistory(name, None, "the file is empty", _HOPED)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(name, raw), "UTF-16"
    if b"\0" in raw:
        raise UnreadableHistory(name, None, "a binary file (it holds NUL bytes)", _HOPED)
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), "ISO-8859-1"
    except UnicodeDecodeError:
        return raw.decode("latin-1"), "ISO-8859-1"


def _utf16(name: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError as fault:
        raise UnreadableHistory(name, None, "marked as UTF-16 and broken", "hoped for UTF-8") from fault
