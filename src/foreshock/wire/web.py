"""Addresses and words as containers write them, made safe to keep.

The law: only http and https addresses are kept, and a title is words, never markup.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

from foreshock.wire.bounds import bounds

_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_UNSAFE = re.compile(r"[\s\x00-\x20\x7f<>\"\\^`{|}]")
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?")


def web_address(told: object, base: str | None = None) -> str | None:
    """The http or https address that is told, relative to `base` where one is; None for all else."""
    if not isinstance(told, str) or len(told) > bounds().address_letters:
        return None
    bare = told.strip().strip("<>")
    try:
        whole = urljoin(base, bare) if base and bare else bare
        parts = urlsplit(whole)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or _UNSAFE.search(whole):
        return None
    return whole


def words_of(told: object) -> str | None:
    """The words of a title or name: tags taken out, entities resolved, blanks joined; None where none are left."""
    if not isinstance(told, str):
        return None
    text = told[: bounds().title_letters]
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text)) if _TAG.search(text) else html.unescape(text)
    text = " ".join(text.encode("utf8", "replace").decode("utf8").split())
    return text if any(x.isalnum() for x in text) else None


def language_told(told: object) -> str | None:
    """The language code of two or three letters in a tag such as "en-GB"."""
    match = _LANGUAGE.fullmatch(told.strip()) if isinstance(told, str) else None
    return match[1].lower() if match else None


def is_markup(text: str) -> bool:
    """True where a text holds tags, as a page or a piece of one does."""
    return bool(re.search(r"<(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|img|table|html|body)\b[^<>]*>", text, re.I))
