"""What one reading of a page finds, and the small questions asked of its lines.

The law: a layout only grows, part by part in text order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from foreshock.records import Part, Span
from foreshock.records.report import PartKind
from foreshock.wire.outlets import domain_outlet, names_outlet
from foreshock.wire.stamps import Stamp, read_stamp
from foreshock.wire.words import words

QUOTES = "“\"'‘«"
_STOP = re.compile(r"""[.!?…;:,]["”’'»)\]*_]*$""")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.)+$")
_LINK = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)")


@dataclass(slots=True)
class Layout:
    """What one reading of a page found; outlets by where they were told, as named there."""

    parts: list[Part] = field(default_factory=list)
    title: str | None = None
    stamps: list[Stamp] = field(default_factory=list)
    dateline_days: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    datelined: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    @property
    def outlet(self) -> str | None:
        """Who published: by mark, else by a line or title of the page, else its domain, else the dateline."""
        names = [*self.marked, *self.signed, *self.datelined]
        domains = [name for x in self.addresses if (name := domain_outlet(x, names))]
        return next(iter([*self.marked, *self.signed, *domains, *self.datelined]), None)

    def add(self, kind: PartKind, span: Span) -> None:
        """Append a part."""
        self.parts.append(Part(kind, span))


def coded_text(text: str, parts: Iterable[Part]) -> str:
    """The words of title, headings and body, one part a line."""
    return "\n".join(p.span.of(text) for p in parts if p.kind in ("title", "heading", "body"))


def ends(line: str) -> bool:
    """True where the line ends as sentences do, not in an abbreviation."""
    return bool(_STOP.search(line)) and not _ABBREVIATED.search(line)


def same(left: str, right: str) -> bool:
    """True where two lines have the same letters, signs and case apart."""
    return bool(_squashed(left)) and _squashed(left) == _squashed(right)


def _squashed(line: str) -> str:
    return re.sub(r"[\W_]+", "", line).casefold()


def stamp_of(line: str) -> Stamp | None:
    """The stamp of a line that is made of one, an outlet's name or a byline allowed beside it."""
    stamp = read_stamp(line)
    if stamp is None:
        return None
    first = re.split(r"[,|·•]| [-–—] ", line, maxsplit=1)[0]
    named = all(word[0].isupper() or word in ("of", "the", "and", "&", "with", "by", "in") for word in stamp.rest)
    short = len(stamp.rest) <= 6 and named and not _STOP.search(line.rstrip("."))
    sentence = bool(stamp.rest) and line.endswith(".")
    return stamp if (short and not sentence) or names_outlet(first) else None


def is_furniture(line: str) -> bool:
    """True for a line that belongs to the page and not to the report."""
    told = words()
    if len(line) > told.limits.furniture_letters:
        return False
    plain = _LINK.sub(r"\1", line).strip() if "](" in line else line
    return not plain or bool(told.furniture.fullmatch(plain) or told.opens_list.fullmatch(plain))


def trimmed(text: str, span: Span) -> Span:
    """The span without the blanks at its end."""
    return Span(span.start, span.start + len(span.of(text).rstrip()))


def add_address(core: Span, line: str, layout: Layout) -> None:
    """Add a line that is a web address, and keep it as a sign of the outlet."""
    layout.add("outlet", core)
    layout.addresses.append(line)
