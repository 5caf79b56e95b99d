"""News in JSON (ninjs 1, 2 and 3): a news item as agencies hand them on, as an item.

The law: an item that its publisher canceled or withholds is told as withdrawn and never coded.
Source: IPTC ninjs, versions 1.0 to 3.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from foreshock.errors import UnreadableReport
from foreshock.wire.item import About, Item
from foreshock.wire.moments import read_moment
from foreshock.wire.web import author_of, composed, is_markup, joined_address, language_told, words_of

_SIGNS = frozenset({"versioncreated", "pubstatus", "bodies", "bodytext", "bodyhtml", "bodyxhtml", "headlines"})
_BODIES = ("bodyhtml", "bodyxhtml", "bodytext")
_GONE = frozenset({"canceled", "cancelled", "withheld"})
_HOPED = "hoped for a news item with a text"
Json = Mapping[str, Any]


def is_ninjs(told: Json) -> bool:
    """True for an object that is a news item in JSON."""
    keys = {_bare(x) for x in told}
    return bool(keys & {"uri", "guid"}) and bool(keys & _SIGNS)


def ninjs_item(told: Json, name: str) -> Item | UnreadableReport:
    """The news item, its headline first."""
    held = {_bare(key): value for key, value in told.items()}
    about = _about(held)
    text = _body(held)
    if not any(x.isalnum() for x in text) and not about.withdrawn:
        return UnreadableReport(
            name, f"a news item without a text (type {str(held.get('type', 'unknown'))[:20]})", _HOPED
        )
    raw, kind = composed(text, about.title)
    return Item(name, raw, kind, about)


def _about(held: dict[str, Any]) -> About:
    dated = next(
        (x for key in ("versioncreated", "firstcreated", "contentcreated") if (x := read_moment(held.get(key)))), None
    )
    return About(
        outlet=_outlet(held),
        title=words_of(_main(held.get("headlines")) or held.get("headline")),
        author=author_of(held.get("byline") or held.get("by") or _joined(held.get("authors"))),
        url=joined_address(held.get("uri")) or joined_address(held.get("url")),
        language=language_told(held.get("language")),
        published=dated[0] if dated else None,
        published_at=dated[1] if dated else None,
        published_found="header" if dated else "unknown",
        withdrawn=gone(held.get("pubstatus")),
    )


def gone(status: object) -> bool:
    """True for a status of publication that takes an item back: "canceled", "stat:withheld"."""
    return isinstance(status, str) and status.rpartition(":")[2].strip().lower() in _GONE


def _outlet(held: dict[str, Any]) -> str | None:
    told = (held.get(x) for x in ("provider", "infosource", "infosources", "source", "copyrightholder"))
    return next((found for x in told if (found := words_of(_joined(x)))), None)


def _body(held: dict[str, Any]) -> str:
    """The text: with markup where there is some, since its paragraphs are marked; else the longest."""
    told = [str(held[x]) for x in _BODIES if isinstance(held.get(x), str)] + list(_values(held.get("bodies")))
    marked = [x for x in told if is_markup(x)]
    return max(marked or told, key=len, default="")


def _main(told: object) -> str | None:
    held = told if isinstance(told, list) else []
    roles = {_bare(str(x.get("role", ""))): x.get("value") for x in reversed(held) if isinstance(x, dict)}
    return roles.get("main") or next(_values(told), None)


def _values(told: object) -> Iterator[str]:
    held = told if isinstance(told, list) else []
    return (x["value"] for x in held if isinstance(x, dict) and isinstance(x.get("value"), str))


def _joined(told: object) -> str | None:
    """A name, the name of an object, or those of a list."""
    if isinstance(told, dict):
        return _joined(told.get("name") or told.get("literal"))
    if isinstance(told, list):
        return ", ".join(x for x in map(_joined, told[:20]) if x) or None
    return told if isinstance(told, str) and told.strip() else None


def _bare(key: str) -> str:
    return key.replace("_", "").lower()
