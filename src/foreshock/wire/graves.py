"""Tombstones of Atom feeds (RFC 6721): entries that their source took back.

The law: a tombstone names what it takes back by the feed's own id and, where it tells one, by the address of its page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foreshock.errors import UnreadableReport, Withdrawn
from foreshock.wire.item import Item
from foreshock.wire.moments import read_moment
from foreshock.wire.trees import below, elements, told
from foreshock.wire.web import joined_address, words_of

_HOPED = "hoped for an Atom feed"
_MARK = b"deleted-entry"


@dataclass(frozen=True, slots=True)
class Grave:
    """An entry that the source took back, with the day, the reason and the page's address where they are told."""

    id: str
    day: date | None
    why: str | None
    url: str | None = None


def graves(item: Item) -> tuple[Grave, ...]:
    """The tombstones in a feed, none where it holds none or is broken; that it is broken is said by its entries."""
    return tuple(_graves(item)) if _MARK in item.raw else ()


def withdrawn(item: Item) -> Iterator[Withdrawn]:
    """The tombstones as what a door gives for a report that was taken back."""
    for number, grave in enumerate(graves(item), 1):
        name = f"{item.name}, tombstone {number}"
        yield Withdrawn(name, grave.url, None, words_of(item.about.outlet), words_of(grave.why), grave.day)


def _graves(item: Item) -> Iterator[Grave]:
    try:
        for element in elements(item.raw, frozenset({"deleted-entry"}), item.name, _HOPED):
            day = read_moment(element.get("when"))
            if ref := element.get("ref"):
                links = [x.get("href") for x in below(element, "link") if x.get("rel", "alternate") == "alternate"]
                url = next((fit for x in [*links, ref] if (fit := joined_address(x, None))), None)
                yield Grave(ref[:2000], day[0] if day else None, told(element, "comment"), url)
    except UnreadableReport:
        return
