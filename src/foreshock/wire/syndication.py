"""Feeds: RSS, Atom and JSON Feed, each entry as an item with what the feed tells of it.

The law: what a feed tells goes with each entry - title, author, address, moment with its zone, outlet - and an entry
without words is an error of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foreshock.errors import UnreadableReport
from foreshock.wire.apart import apart
from foreshock.wire.bounds import bounds
from foreshock.wire.graves import withdrawn
from foreshock.wire.item import About, Item
from foreshock.wire.moments import read_moment
from foreshock.wire.sizes import megabytes
from foreshock.wire.web import author_of, composed, joined_address, language_told, words_of

JSON_FEED = "https://jsonfeed.org/version/"
EMPTY = "a feed without entries"
SUMMARY = "only the summary that the feed gives"
_HOPED = "hoped for a feed (RSS, Atom or JSON Feed)"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: its text as an item, the id by which the feed knows it, and when it was last changed."""

    item: Item
    id: str | None = None
    updated: datetime | None = None
    summary: bool = False


def open_feed(item: Item) -> Iterator[Item | UnreadableReport]:
    """The entries of a feed in XML as items, and its tombstones as what was withdrawn."""
    taken = list(withdrawn(item))
    try:
        yield from (x.item if isinstance(x, Entry) else x for x in entries(item))
    except UnreadableReport as fault:
        if not taken or fault.seen != EMPTY:
            raise
    yield from taken


def entries(item: Item) -> Iterator[Entry | UnreadableReport]:
    """The entries of a feed in XML; raises UnreadableReport where it is none, or holds nothing that can be read."""
    if len(item.raw) > (most := bounds().feed_bytes):
        seen = f"too large ({megabytes(len(item.raw), most)})"
        raise UnreadableReport(item.name, seen, f"hoped for a feed of at most {megabytes(most)}")
    yield from _entries(item, apart(read_feed, item.raw, item.name))


def read_feed(raw: bytes) -> Json:
    """What a feed in XML tells, as plain values: "outlet", "broken", and "entries" in order."""
    import feedparser

    # From a stream: given bytes, it takes them for the name of a file to open. Unsanitised: it would take away the
    # styles by which hidden text is known; no markup of an entry is kept after its page was read.
    feed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    return {
        "outlet": feed.feed.get("title"),
        "version": feed.get("version"),
        "broken": str(feed.get("bozo_exception") or "")[:200] or None,
        "entries": [_plain_entry(x) for x in feed.entries],
    }


def open_json_feed(told: Json, item: Item) -> Iterator[Item | UnreadableReport]:
    """The entries of a feed in JSON as items."""
    return (x.item if isinstance(x, Entry) else x for x in json_entries(told, item))


def json_entries(told: Json, item: Item) -> Iterator[Entry | UnreadableReport]:
    """The entries of a JSON Feed, versions 1 and 1.1."""
    held = told.get("items")
    found = [_json_entry(x) for x in held if isinstance(x, dict)] if isinstance(held, list) else []
    return _entries(item, {"outlet": told.get("title"), "version": "json", "broken": None, "entries": found})


def _entries(item: Item, feed: Json) -> Iterator[Entry | UnreadableReport]:
    if not feed["entries"]:
        if not feed["version"] or feed["broken"]:
            raise UnreadableReport(item.name, f"no feed, or a broken one ({feed['broken'] or 'no entries'})", _HOPED)
        raise UnreadableReport(item.name, EMPTY, "hoped for a feed with texts")
    broken = feed["broken"] and "declared as" not in feed["broken"]  # an encoding told twice does no harm
    for number, told in enumerate(feed["entries"], 1):
        entry = _entry(told, f"{item.name}, entry {number}", item, feed["outlet"])
        if isinstance(entry, Entry) or not broken or number < len(feed["entries"]):  # the last one is what broke
            yield entry
    if broken:
        yield UnreadableReport(
            item.name, f"a broken feed ({feed['broken']})", f"{len(feed['entries'])} entries were read"
        )


def _entry(told: Json, name: str, item: Item, outlet: str | None) -> Entry | UnreadableReport:
    text = told["text"] or told["summary"] or ""
    words = words_of(text)
    if words is None and words_of(told["title"]) is None:
        return UnreadableReport(name, "an entry without words", "hoped for the text of a report")
    link = joined_address(told["link"], item.about.url)
    short = not told["text"] or len((words or "").split()) < bounds().summary_words
    summary = bool(link) and short
    dated = next((x for x in (read_moment(y) for y in told["days"]) if x), None)
    about = About(
        outlet=words_of(told["source"]) or item.about.outlet or words_of(outlet),
        title=words_of(told["title"]),
        author=author_of(told["author"]),
        url=link,
        language=language_told(told["language"]),
        published=dated[0] if dated else None,
        published_at=dated[1] if dated else None,
        published_found="feed" if dated else "unknown",
        flags=(SUMMARY,) if summary else (),
    )
    changed = read_moment(told["updated"])
    raw, kind = composed(text, about.title)
    held = Item(name, raw, kind, about)
    return Entry(held, told["id"] or link, changed[1] if changed else None, summary)


def _plain_entry(entry: Any) -> Json:
    contents = [str(x.get("value") or "") for x in entry.get("content", ())]
    return {
        "id": _said(entry.get("id")),
        "title": _said(entry.get("title")),
        "link": _said(entry.get("link")),
        "author": _said(entry.get("author")),
        "text": max(contents, key=len, default=""),
        "summary": _said(entry.get("summary")),
        "source": _said(entry.get("source", {}).get("title")),
        "language": None,
        "days": [_said(x) or _utc(entry, key) for key in ("published", "updated", "created") if (x := entry.get(key))],
        "updated": _said(entry.get("updated")),
    }


def _utc(entry: Any, key: str) -> str | None:
    parsed = entry.get(f"{key}_parsed")
    return datetime(*parsed[:6]).isoformat() + "Z" if parsed else None


def _json_entry(entry: Json) -> Json:
    return {
        "id": _said(entry.get("id")),
        "title": _said(entry.get("title")),
        "link": _said(entry.get("url") or entry.get("external_url")),
        "author": _names(entry.get("authors") or [entry.get("author")]),
        "text": _said(entry.get("content_html")) or _said(entry.get("content_text")) or "",
        "summary": _said(entry.get("summary")),
        "source": None,
        "language": _said(entry.get("language")),
        "days": [entry.get("date_published"), entry.get("date_modified")],
        "updated": _said(entry.get("date_modified")),
    }


def _names(told: object) -> str | None:
    held: Iterable[Any] = told if isinstance(told, list) else ()
    return ", ".join(str(x["name"]) for x in held if isinstance(x, dict) and x.get("name")) or None


def _said(told: object) -> str | None:
    return str(told) if isinstance(told, str | int | float) and str(told).strip() else None
