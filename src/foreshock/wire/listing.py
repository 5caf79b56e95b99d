"""What a source lists, whatever its form: the entries of a feed, the pages of a sitemap, and what was taken back.

The law: an entry has an id that stays when it is edited, and a digest that does not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from foreshock.errors import UnreadableReport
from foreshock.records.report import Found
from foreshock.wire.graves import Grave, graves
from foreshock.wire.item import About, Item
from foreshock.wire.kinds import kind_of
from foreshock.wire.lists import Listed, read_sitemap
from foreshock.wire.network import network
from foreshock.wire.syndication import EMPTY, SUMMARY, Entry, entries, json_entries

Pairs = tuple[tuple[str, str], ...]
_HOPED = "hoped for a feed or a sitemap"


@dataclass(frozen=True, slots=True)
class Listing:
    """One entry as it is listed; `raw` is its text where the source gives it, `dated` where it tells its day."""

    id: str
    digest: str
    item: Item
    summary: bool = False

    @property
    def url(self) -> str | None:
        """The page behind it."""
        return self.item.about.url

    @property
    def dated(self) -> bool:
        """True where the source tells its day."""
        return self.item.about.published is not None


@dataclass(frozen=True, slots=True)
class Contents:
    """All that one list told, newest first as it stands there; `further` are sitemaps to be read too."""

    listed: tuple[Listing, ...]
    graves: tuple[Grave, ...] = ()
    further: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


def read_list(item: Item) -> Contents:
    """What the list holds; raises UnreadableReport where it is none."""
    kind = kind_of(item)
    if kind == "sitemap":
        return _sitemap(item)
    taken = graves(item)
    found = list(_feed(item, kind))
    left_out = [(str(x.path), f"{x.seen}; {x.hoped}") for x in found if isinstance(x, UnreadableReport)]
    return Contents(_once(_listing(x) for x in found if isinstance(x, Entry)), taken, (), tuple(left_out))


def to_pairs(about: About) -> Pairs:
    """What is told of an entry, as plain text."""
    held = {
        "outlet": about.outlet,
        "title": about.title,
        "author": about.author,
        "url": about.url,
        "language": about.language,
        "published": about.published.isoformat() if about.published else None,
        "published_at": about.published_at.isoformat() if about.published_at else None,
        "published_found": about.published_found,
        "flags": "\n".join(about.flags) or None,
    }
    return tuple((key, value) for key, value in held.items() if value is not None)


def from_pairs(pairs: Iterable[tuple[str, str]]) -> About:
    """What `to_pairs` was given."""
    held = dict(pairs)
    return About(
        outlet=held.get("outlet"),
        title=held.get("title"),
        author=held.get("author"),
        url=held.get("url"),
        language=held.get("language"),
        published=date.fromisoformat(held["published"]) if "published" in held else None,
        published_at=datetime.fromisoformat(held["published_at"]) if "published_at" in held else None,
        published_found=cast(Found, held.get("published_found", "unknown")),
        flags=tuple(held["flags"].split("\n")) if "flags" in held else (),
    )


def of_page(about: About) -> About:
    """What a feed tells of an entry, for the page behind it: what is said of the feed's own text falls away."""
    flags = tuple(flag for flag in about.flags if flag != SUMMARY)
    told = {key: value for key, value in to_pairs(about) if key != "flags"}
    return from_pairs([*told.items(), *([("flags", "\n".join(flags))] if flags else [])])


def _feed(item: Item, kind: str) -> Iterator[Entry | UnreadableReport]:
    if kind == "feed":
        try:
            yield from entries(item)
        except UnreadableReport as fault:
            if fault.seen != EMPTY:
                raise
        return
    if kind in ("json", "jsonl"):
        try:
            held = json.loads(item.raw)
        except (ValueError, RecursionError) as fault:
            raise UnreadableReport(item.name, "broken JSON", _HOPED) from fault
        if isinstance(held, dict) and isinstance(held.get("items"), list):
            if held["items"]:
                yield from json_entries(held, item)
            return
    raise UnreadableReport(item.name, kind if " " in kind else f"something of the kind {kind}", _HOPED)


def _listing(entry: Entry) -> Listing:
    about = entry.item.about
    told = "\x1f".join([about.title or "", about.url or "", str(entry.updated or ""), ""]).encode("utf8", "replace")
    digest = hashlib.sha256(told + entry.item.raw).hexdigest()
    return Listing((entry.id or about.url or digest)[:2000], digest, entry.item, entry.summary)


def _sitemap(item: Item) -> Contents:
    held = sorted(read_sitemap(item).addresses, key=_newest, reverse=True)
    further = tuple(one.address for one in held if one.index)[: network().pace.sitemaps]
    pages = [one for one in held if not one.index]
    newest = network().pace.newest
    more = ((item.name, f"{len(pages) - newest:,} older pages of the sitemap"),) if len(pages) > newest else ()
    return Contents(_once(_page(one, item) for one in pages[:newest]), (), further, more)


def _newest(one: Listed) -> tuple[bool, str]:
    day = one.changed or one.published
    return day is not None, str(day or "")


def _page(one: Listed, item: Item) -> Listing:
    about = About(
        outlet=one.outlet or item.about.outlet,
        title=one.title,
        url=one.address,
        language=one.language,
        published=one.published,
        published_at=one.published_at,
        published_found="feed" if one.published else "unknown",
    )
    digest = hashlib.sha256(f"{one.address}\x1f{one.changed}\x1f{one.title}".encode("utf8", "replace")).hexdigest()
    return Listing(one.address[:2000], digest, Item(one.address, b"", None, about))


def _once(found: Iterable[Listing]) -> tuple[Listing, ...]:
    held: dict[str, Listing] = {}
    for one in found:
        held.setdefault(one.id, one)
    return tuple(held.values())
