"""Atom: what was learned last, for a feed reader; alerts of other rooms go the same way.

The law: an entry says who told it and links to where it was told; no words of it are markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import polars as pl

from foreshock.formats.export.cells import xml_text
from foreshock.formats.export.tables import Asked, Exported, Tables, one_span, title_of, with_reports
from foreshock.formats.limits import limits

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: an `id` that never changes, a title, words, and the moment it was learned (UTC).

    `voice` says according to whom.
    """

    id: str
    title: str
    words: str
    learned: datetime
    voice: str | None = None
    outlet: str | None = None
    url: str | None = None
    kind: str | None = None


def feed(entries: Iterable[Entry], made: datetime, title: str = "foreshock") -> bytes:
    """An Atom feed (RFC 4287) of the entries, in the order given."""
    parts = [
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>urn:foreshock:feed:{xml_text(title)}</id>",
        f"<title>{xml_text(title)}</title>",
        f"<updated>{_moment(made)}</updated>",
        "<generator>foreshock</generator>",
        *(line for entry in entries for line in _entry(entry)),
        "</feed>",
    ]
    return (_HEAD + "\n".join(parts) + "\n").encode()


def write_atom(tables: Tables, asked: Asked) -> Exported:
    """A feed of the events learned last, newest first, as many as `limits.toml` says."""
    most = limits().feed_entries
    order = [pl.col("learned"), pl.col("report_id"), pl.col("event_id")]
    newest = tables.events.sort(order, descending=[True, False, False]).head(most)
    rows = with_reports(newest, tables.reports, "url").iter_rows(named=True)
    lost = len(tables.events) - len(newest)
    said = (f"{lost:,} older events are not in the feed, which holds {most}",) if lost else ()
    return Exported({"feed.atom": feed(map(_of_event, rows), asked.made)}, said)


def _of_event(row: dict[str, Any]) -> Entry:
    standing = f" ({row['standing']})" if row["standing"] != "actual" else ""
    voice = f"According to {row['chain_text']}" if row["chain_text"] else None
    return Entry(
        id=f"urn:foreshock:event:{row['report_id']}:{row['event_id']}",
        title=one_span(title_of(row) + standing),
        words=str(row["sentence_text"] or ""),
        voice=one_span(voice) if voice else None,
        learned=row["learned"],
        outlet=row["outlet"],
        url=row["url"],
        kind=str(row["type"]),
    )


def _entry(entry: Entry) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{xml_text(entry.id)}</id>"
    yield f"<title>{xml_text(entry.title or entry.id)}</title>"
    yield f"<updated>{_moment(entry.learned)}</updated>"
    yield f"<author><name>{xml_text(entry.outlet or 'outlet not known')}</name></author>"
    if entry.url and _is_web(entry.url):
        yield f'<link rel="alternate" href="{xml_text(entry.url)}"/>'
    if entry.kind:
        yield f'<category term="{xml_text(entry.kind)}"/>'
    if entry.voice:
        yield f'<summary type="text">{xml_text(entry.voice)}</summary>'
    yield f'<content type="text">{xml_text(entry.words)}</content>'
    yield "</entry>"


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _moment(told: datetime) -> str:
    return told.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
