"""Lists of addresses: OPML, which names feeds, and sitemaps, which name pages or further sitemaps.

The law: only http and https addresses are kept, what is left out is counted, and a list is never taken for a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from foreshock.errors import UnreadableReport
from foreshock.wire.bounds import bounds
from foreshock.wire.item import Item
from foreshock.wire.moments import read_moment
from foreshock.wire.trees import elements, local, read_tree, told
from foreshock.wire.web import joined_address, language_told, words_of

_OPML = "hoped for an OPML list of feeds"
_SITEMAP = "hoped for a sitemap"


@dataclass(frozen=True, slots=True)
class Listed:
    """An address of a list and what is told of it; `index` where it leads to a further sitemap."""

    address: str
    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    changed: date | None = None
    index: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as read: each address once, in order; `left_out` entries had none that is kept."""

    addresses: tuple[Listed, ...]
    left_out: int = 0


def read_opml(item: Item) -> Listing:
    """The feeds of an OPML list; raises UnreadableReport where it is broken or longer than any list."""
    root = read_tree(item.raw, item.name, _OPML)
    if local(root) != "opml":
        raise UnreadableReport(item.name, f"XML of another kind ({local(root)})", _OPML)
    outlines = (x for x in root.iter() if local(x) == "outline" and (x.get("xmlUrl") or x.get("xmlurl")))
    found = (_outline(x.get("xmlUrl") or x.get("xmlurl"), x.get("title") or x.get("text")) for x in outlines)
    return _listing(found, item.name, _OPML)


def read_sitemap(item: Item) -> Listing:
    """The pages, or further sitemaps, of a sitemap; a news sitemap tells title, outlet, language and day too."""
    held = elements(item.raw, frozenset({"url", "sitemap"}), item.name, _SITEMAP)
    found = (
        Listed(
            address=address,
            title=words_of(told(x, "news", "title")),
            outlet=words_of(told(x, "news", "publication", "name")),
            language=language_told(told(x, "news", "publication", "language")),
            published=(day := read_moment(told(x, "news", "publication_date"))) and day[0],
            published_at=day and day[1],
            changed=(changed := read_moment(told(x, "lastmod"))) and changed[0],
            index=local(x) == "sitemap",
        )
        if (address := joined_address(told(x, "loc")))
        else None
        for x in held
    )
    return _listing(found, item.name, _SITEMAP)


def open_opml(item: Item) -> Iterator[Item | UnreadableReport]:
    """The one error that says what to do with a list of feeds."""
    count = len(read_opml(item).addresses)
    yield UnreadableReport(
        item.name,
        f"a list of {count:,} feeds (OPML), which holds no texts itself",
        f"`foreshock watch {item.name}` reads its feeds",
    )


def open_sitemap(item: Item) -> Iterator[Item | UnreadableReport]:
    """The one error that says what to do with a sitemap."""
    count = len(read_sitemap(item).addresses)
    yield UnreadableReport(
        item.name,
        f"a sitemap of {count:,} addresses, which holds no texts itself",
        "name it in feeds.toml, and `foreshock watch feeds.toml` reads its pages",
    )


def _outline(address: str | None, title: str | None) -> Listed | None:
    kept = joined_address(address)
    return Listed(kept, title=words_of(title)) if kept else None


def _listing(found: Iterator[Listed | None], name: str, hoped: str) -> Listing:
    held: dict[str, Listed] = {}
    left_out = 0
    for one in found:
        if one is None:
            left_out += 1
        else:
            held.setdefault(one.address, one)
        if len(held) + left_out > bounds().links:
            raise UnreadableReport(name, f"a list of more than {bounds().links:,} addresses", hoped)
    return Listing(tuple(held.values()), left_out)
