"""The list of sources to watch: feeds.toml of the user's own, or an OPML list of another reader.

The law: a list that is not understood whole is refused with its line; no source is dropped in silence.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from foreshock.errors import CodebookError, UnreadableReport
from foreshock.wire.addresses import RefusedAddress, read_address
from foreshock.wire.item import Item
from foreshock.wire.lists import read_opml

_ELSEWHERE = {"reliability": "a grade stands in the file of `foreshock link --grades`, with who set it and why"}


@dataclass(frozen=True, slots=True)
class Feed:
    """A source to watch. With `full` the page behind each entry is read, else what the feed itself gives of it.

    `agreed` says that the site lets its texts be mined although it reserves that for others. `every_minutes` is
    between two askings; None is the usual wait.
    """

    name: str
    address: str
    outlet: str | None = None
    region: str | None = None
    language: str | None = None
    full: bool = True
    agreed: bool = False
    every_minutes: float | None = None


_KINDS: dict[str, type | tuple[type, ...]] = {"full": bool, "agreed": bool, "every_minutes": (int, float)}
_KNOWN = tuple(field.name for field in fields(Feed))


def read_feeds(path: Path) -> tuple[Feed, ...]:
    """The sources of a file, each address once; raises CodebookError where the file is none or breaks its rules."""
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise CodebookError(path, 1, f"cannot be read: {fault.strerror}") from fault
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _opml(path, raw)
    return _toml(path, raw)


def _opml(path: Path, raw: bytes) -> tuple[Feed, ...]:
    try:
        told = read_opml(Item(str(path), raw))
    except UnreadableReport as fault:
        raise CodebookError(path, 1, f"{fault.seen}; {fault.hoped}") from fault
    feeds = [_checked(path, 1, Feed(one.title or one.address, one.address)) for one in told.addresses]
    return _once(path, feeds)


def _toml(path: Path, raw: bytes) -> tuple[Feed, ...]:
    try:
        told = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise CodebookError(path, 1, f"cannot be read: {fault}") from fault
    held, wrong = told.get("feeds"), [key for key in told if key != "feeds"]
    if wrong or not isinstance(held, list):
        raise CodebookError(path, 1, f"{wrong[0]!r} is not known here" if wrong else "holds no [[feeds]]")
    lines = [number for number, line in enumerate(raw.splitlines(), 1) if line.strip() == b"[[feeds]]"]
    return _once(path, [_feed(path, lines[at] if at < len(lines) else 1, one) for at, one in enumerate(held)])


def _feed(path: Path, line: int, told: Any) -> Feed:
    if not isinstance(told, dict):
        raise CodebookError(path, line, "a source is a table, [[feeds]]")
    for key, value in told.items():
        if key not in _KNOWN:
            told_where = _ELSEWHERE.get(key, f"known are {', '.join(_KNOWN)}")
            raise CodebookError(path, line, f"{key!r} is not known of a source; {told_where}")
        if not isinstance(value, _KINDS.get(key, str)) or (key == "every_minutes" and isinstance(value, bool)):
            raise CodebookError(path, line, f"{key} = {value!r} is of another kind than hoped for")
    for key in ("name", "address"):
        if not str(told.get(key, "")).strip():
            raise CodebookError(path, line, f"a source without {key}")
    return _checked(path, line, Feed(**told))


def _checked(path: Path, line: int, feed: Feed) -> Feed:
    try:
        read_address(feed.address)
    except RefusedAddress as fault:
        raise CodebookError(path, line, str(fault)) from fault
    if feed.every_minutes is not None and not 1 <= feed.every_minutes <= 60 * 24 * 31:
        raise CodebookError(path, line, f"every_minutes = {feed.every_minutes} lies outside of 1 minute to 31 days")
    return feed


def _once(path: Path, feeds: list[Feed]) -> tuple[Feed, ...]:
    if not feeds:
        raise CodebookError(path, 1, "holds no source")
    known: dict[str, Feed] = {}
    for feed in feeds:
        if (before := known.setdefault(feed.address, feed)) is not feed:
            raise CodebookError(path, 1, f"{feed.name} and {before.name} have one address, {feed.address}")
    return tuple(feeds)
