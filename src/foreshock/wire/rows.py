"""A row of a table, or an object of JSON, as an item.

The law: a row without words is an error with its place; a cell that was filled and cannot be read is told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from foreshock.errors import UnreadableReport
from foreshock.wire.columns import Columns, NoColumn, find_columns, plain
from foreshock.wire.item import About, Item
from foreshock.wire.moments import read_moment
from foreshock.wire.web import author_of, composed, joined_address, language_told, words_of


def item_of(row: Mapping[str, Any], found: Mapping[str, str], name: str) -> Item | UnreadableReport:
    """The row as an item; `found` is field to column."""
    text = _said(row.get(found["text"]))
    if not any(x.isalnum() for x in text):
        return UnreadableReport(name, f"no words in the column {found['text']!r}", "hoped for the text of a report")
    cells = {field: row.get(column) for field, column in found.items()}
    dated, flags = read_moment(cells.get("published")), []
    if dated is None and _said(cells.get("published")).strip():
        flags.append(f"the day {_said(cells['published'])[:40]!r} could not be read")
    title = words_of(_said(cells.get("title")))
    raw, kind = composed(text, title)
    about = About(
        outlet=words_of(_said(cells.get("outlet"))),
        title=title,
        author=author_of(_said(cells.get("author"))),
        url=joined_address(cells.get("url")),
        language=language_told(cells.get("language")),
        published=dated[0] if dated else None,
        published_at=dated[1] if dated else None,
        published_found="meta" if dated else "unknown",
        flags=tuple(flags),
    )
    return Item(name, raw, kind, about)


def object_item(told: Mapping[str, Any], columns: Columns, name: str) -> Item | UnreadableReport:
    """One object of JSON as an item; its keys are its columns, "a.b" the key b within a."""
    flat = dict(flattened(told))
    try:
        found = find_columns([key for key, value in flat.items() if _said(value)], columns)
    except NoColumn as fault:
        return UnreadableReport(name, fault.seen, fault.hoped)
    return item_of(flat, found, name)


def flattened(told: Mapping[str, Any], before: str = "", depth: int = 3) -> Iterator[tuple[str, Any]]:
    """The keys and values of an object, those within its objects after a dot; the outer before the inner."""
    inner = []
    for key, value in told.items():
        if isinstance(value, dict) and depth:
            inner.append((key, value))
        yield f"{before}{key}", value
    for key, value in inner:
        yield from flattened(value, f"{before}{key}.", depth - 1)


def named(told: Mapping[str, Any], wanted: str) -> Any:
    """The value under a key, written in any case or with hyphens; None where there is none."""
    return next((value for key, value in told.items() if plain(key) == plain(wanted)), None)


def _said(value: object) -> str:
    """A cell as text: a list's parts joined, an object's name."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(x for x in map(_said, value) if x)
    if isinstance(value, dict):
        return next((_said(value[x]) for x in ("name", "title", "value", "text") if isinstance(value.get(x), str)), "")
    return "" if value is None or isinstance(value, bool) else str(value)
