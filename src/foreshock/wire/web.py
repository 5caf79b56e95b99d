"""Addresses and words as containers write them, made safe to keep.

The law: only http and https addresses are kept, and a title is words, never markup.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

from foreshock.wire.bounds import bounds
from foreshock.wire.links import web_address

_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_BY = re.compile(r"^by:?\s+(?=\S)", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|img|table|html|body)\b[^<>]*>", re.IGNORECASE)
_WHOLE = re.compile(r"<(?:h1|title|body)\b", re.IGNORECASE)
PLAIN = "text/markdown"
"""What our own openers tell of a text: unlike "text/plain" no server says it of all it does not know."""
HTML = "text/html; charset=utf-8"
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?")


def joined_address(told: object, base: str | None = None) -> str | None:
    """The http or https address that is told, relative to `base` where one is; None for all else."""
    if not isinstance(told, str) or len(told) > bounds().address_letters:
        return None
    bare = told.strip().strip("<>")
    try:
        return web_address(urljoin(base, bare) if base and bare else bare)
    except ValueError:
        return None


def words_of(told: object) -> str | None:
    """The words of a title or name: tags taken out, entities resolved, blanks joined; None where none are left."""
    if not isinstance(told, str):
        return None
    text = told[: bounds().title_letters]
    if "<" in text or "&" in text:
        text = _TAG.sub(" ", html.unescape(_TAG.sub(" ", text)))
    text = " ".join(text.encode("utf8", "replace").decode("utf8").split())
    return text if any(x.isalnum() for x in text) else None


def author_of(told: object) -> str | None:
    """The name in a byline, without the "By" before it."""
    words = words_of(told)
    return _BY.sub("", words, count=1) if words else None


def composed(text: str, title: str | None) -> tuple[bytes, str]:
    """A text that its container holds apart from its title as one page, title first, and the media type of it."""
    if is_markup(text):
        head = f"<h1>{html.escape(title)}</h1>\n" if title and not _WHOLE.search(text) else ""
        page = f"<html><body><article>{head}{text}</article></body></html>" if head else text
        return page.encode("utf8", "replace"), HTML
    plain = html.unescape(text) if "&" in text else text
    first = plain.strip().partition("\n")[0]
    headed = f"{title}\n\n{plain}" if title and " ".join(first.split()) != title else plain
    return headed.encode("utf8", "replace"), PLAIN


def language_told(told: object) -> str | None:
    """The language code of two or three letters in a tag such as "en-GB"."""
    match = _LANGUAGE.fullmatch(told.strip()) if isinstance(told, str) else None
    return match[1].lower() if match else None


def is_markup(text: str) -> bool:
    """True where a text holds tags, as a page or a piece of one does."""
    return bool(_MARKUP.search(text))
