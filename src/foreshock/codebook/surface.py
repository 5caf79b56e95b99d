"""Surface forms: how one written name may also be spelt in the news.

The law kept here: a variant differs in spelling only (article, hyphen, apostrophe, accent), never in words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ARTICLE = re.compile(r"(?<![\w'’])(?:[Aa]l|[Ee]l)-(?=\w)")
_INNER_ARTICLE = re.compile(r"(?<=\w )(?:al|el)-(?=\w)")
_SUN = ("Sh", "Th", "S", "N", "R", "T", "D", "Z")
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae"})


def variants(name: str, person: bool = False) -> Iterator[str]:
    """Every spelling of `name`, itself first; a person's inner "al-" may also be left out. Some may repeat."""
    for spelt in _articles(name, person):
        for joined in _hyphens(spelt):
            yield from _apostrophes(joined)
    if not name.isascii():
        yield from variants(_unaccented(name), person) if _unaccented(name) != name else ()


def whole_word(text: str, start: int, end: int) -> bool:
    """True where no letter or digit touches `text[start:end]`, so that "Assad" is not found in "ambassador"."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_")


def _articles(name: str, person: bool) -> Iterator[str]:
    yield name
    if name[:4] in ("the ", "The "):
        yield ("The " if name[0] == "t" else "the ") + name[4:]
    if "l-" not in name or not _ARTICLE.search(name):
        return
    for article in ("al-", "Al-", "el-", "El-", "al ", "Al "):
        yield _ARTICLE.sub(article, name)
    first = _ARTICLE.match(name)
    if first:
        rest = name[first.end() :]
        sun = next((s for s in _SUN if rest.startswith(s)), None)
        if sun:
            yield f"a{sun.lower()}-{rest}"
            yield f"A{sun.lower()}-{rest}"
        yield "Al-" + _ARTICLE.sub("al-", rest)
    if person:
        yield _INNER_ARTICLE.sub("", name)


def _hyphens(name: str) -> Iterator[str]:
    yield name
    if "-" in name:
        yield _ARTICLE.sub(lambda found: found[0][:-1] + "\0", name).replace("-", " ").replace("\0", "-")


def _apostrophes(name: str) -> Iterator[str]:
    yield name
    if "'" in name or "’" in name:
        straight = name.replace("’", "'")
        yield straight
        yield straight.replace("'", "’")
        yield straight.replace("'", "‘")
        if not straight.endswith("'s"):
            yield straight.replace("'", "")


def _unaccented(name: str) -> str:
    return without_accents(name.translate(_PLAIN)).replace("’", "'")


def without_accents(text: str) -> str:
    """The text with each letter taken apart (NFKD) and its marks left out; letters that are one stay, such as ø."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
