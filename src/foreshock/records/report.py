"""A report: one text as an outlet published it, with its layout. The law: the text is never altered after reading."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from foreshock.records.span import Span

PartKind = Literal["title", "repeat", "time", "dateline", "outlet", "heading", "body", "furniture"]
Found = Literal["given", "text", "meta", "header", "feed", "address", "unknown"]
"""Where the day of publication is from: the caller, the words of the page, its metadata, the head of a message or
record, a feed's entry, the address."""


JOINERS = frozenset("\u00ad\u200c\u200d")
"""What stands unseen between the letters of one word, as some scripts and soft hyphens do."""

UNSEEN = JOINERS | frozenset(
    chr(code)
    for first, last in (
        (0x061C, 0x061C),
        (0x180E, 0x180E),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2069),
        (0xFEFF, 0xFEFF),
        (0xFFF9, 0xFFFB),
        (0xE0000, 0xE007F),
    )
    for code in range(first, last + 1)
)
"""Characters that show nothing, or turn what is shown: without width, marks of direction, tags."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text and the role it plays on the page; only title, heading and body are coded."""

    kind: PartKind
    span: Span


@dataclass(frozen=True, slots=True)
class Report:
    """One published text. `parts` are in text order and do not overlap; `id` is a hash of what the report holds.

    `flags` say in words what a reader should know of how the text was had, such as "hidden text left out".
    """

    id: str
    text: str
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    published_found: Found = "unknown"
    language: str | None = None
    parts: tuple[Part, ...] = ()
    author: str | None = None
    flags: tuple[str, ...] = ()


def report_id(text: str, outlet: str | None, published: date | None, url: str | None) -> str:
    """Sixteen hex digits that are equal for equal text, outlet, day and address."""
    told = "\x1f".join([text, outlet or "", published.isoformat() if published else "", url or ""])
    return hashlib.sha256(told.encode("utf8")).hexdigest()[:16]
