"""From the bytes of a web page to its text.

The law: a mark goes before the server's word, the server's before the page's own; where nobody tells, only bytes that
prove themselves UTF-8 or plainly western are read. Bytes that prove themselves UTF-8 are never read as western.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from foreshock.errors import UnreadableReport
from foreshock.wire.caps import charsets, page_limits
from foreshock.wire.encoding import plausible

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_KIND = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_BLANK = "\t\n\r\x0c"
_HOPED = "hoped for a page in one known encoding"


def decode_page(raw: bytes, kind: str | None) -> tuple[str, tuple[str, ...]]:
    """The text of a page and what a reader should know of it; `kind` is its media type as the server tells it."""
    if not raw.strip():
        raise UnreadableReport("page", "the page is empty", "hoped for the text of a report")
    mark = next((name for sign, name in _MARKS.items() if raw.startswith(sign)), None)
    text = _strictly(raw, mark) if mark else None
    if text is None:
        text = _by_word(raw, kind)
    flags: tuple[str, ...] = ()
    if text is None:
        text = _mended(raw, mark or next(iter(_told(raw, kind)), "utf-8"))
        flags = ("broken characters stand as \N{REPLACEMENT CHARACTER}",)
    return _cleared(text), flags


def _by_word(raw: bytes, kind: str | None) -> str | None:
    proven = _strictly(raw, "utf-8")
    told = _told(raw, kind)
    for name in told:
        if name == "cp1252" and proven is not None:
            return proven
        if (text := _strictly(raw, name)) is not None:
            return text
    if proven is not None:
        return proven
    western = None if told else _strictly(raw, "cp1252")
    if told:
        return None
    if western is None or not plausible(western):
        raise UnreadableReport("page", "unknown encoding (none told, no UTF-8, no western text)", _HOPED)
    return western


def _told(raw: bytes, kind: str | None) -> list[str]:
    """The codecs that server and page tell, in that order; UTF-16 told by the page itself can only be UTF-8."""
    server = _KIND.search(kind or "")
    head = raw[: page_limits().head_bytes]
    page = _META.search(head) or _XML.search(head)
    own = charsets().get(page[1].decode("ascii").lower()) if page else None
    named = [charsets().get(server[1].lower()) if server else None, "utf-8" if own and "16" in own else own]
    return list(dict.fromkeys(x for x in named if x))


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (UnicodeError, ValueError):
        return None


def _mended(raw: bytes, name: str) -> str:
    text = raw.decode(name, errors="replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    if broken > page_limits().broken_share * len(text) + 1:
        raise UnreadableReport("page", f"told to be {name}, with {broken} broken characters", _HOPED)
    return text


def _cleared(text: str) -> str:
    """The text without control characters; many of them are no page."""
    odd = {x for x in set(text) if unicodedata.category(x) in ("Cc", "Cs") and x not in _BLANK}
    count = sum(text.count(x) for x in odd)
    if count > page_limits().control_share * len(text) + 8:
        raise UnreadableReport("page", f"a binary file ({count} control characters)", "hoped for a web page")
    return text.translate(dict.fromkeys(map(ord, odd), " ")) if odd else text
