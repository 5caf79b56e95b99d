"""The reading of one web page, as it is done apart: bytes in, plain words and what the page tells of them out.

The law: hidden text goes first, furniture second, and only then the report is looked for; what comes out is plain text,
in which a tag that the page writes in words is words.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import Any

from lxml import etree, html

from foreshock.errors import UnreadableReport
from foreshock.wire.caps import page_limits, page_words
from foreshock.wire.charset import decode_page
from foreshock.wire.furnishings import names_one, strip_furniture
from foreshock.wire.hidden import strip_hidden
from foreshock.wire.page_head import Head, read_head
from foreshock.wire.sizes import megabytes
from foreshock.wire.zero import FLAG, without_zero_width

_HEAVY = (("<script", "</script>"), ("<style", "</style>"), ("<svg", "</svg>"), ("<!--", "-->"))
_HOPED = "hoped for a page of one report"
_BLOCKS = frozenset("p head quote list item table row cell div code ab fw comments".split())


def read_bytes(raw: bytes, kind: str | None) -> dict[str, Any]:
    """Title, day lines, text and flags of a page, and the fields of its head, as plain JSON values."""
    text, broken = decode_page(raw, kind)
    tree = _tree(_lightened(text))
    head = read_head(tree)
    hidden = strip_hidden(tree)
    lines, author = _head_lines(tree)
    title = _title(tree, head)
    strip_furniture(tree)
    blocks, from_json = _blocks(tree, head, title)
    told, zero = without_zero_width("\n\n".join(([f"# {title}"] if title else []) + blocks))
    if len(told.split()) < page_limits().fewest_words:
        raise UnreadableReport("page", "a page without a text", _HOPED)
    flags = [*broken, *hidden.flags(), *([FLAG] if zero else []), *_flags(head, from_json)]
    return {
        "text": told,
        "title": without_zero_width(title)[0] if title else None,
        "outlet": head.outlet,
        "author": head.author or author,
        "url": head.url,
        "language": head.language,
        "day": head.day,
        "day_from": head.day_from,
        "lines": lines,
        "flags": flags,
    }


def _flags(head: Head, from_json: bool) -> list[str]:
    told = ["text from the page's JSON-LD, not from what it shows"] if from_json else []
    told += ["the open part of a paid page"] if head.closed and not from_json else []
    return told + [f"an address that is not of the web refused ({x})" for x in head.refused]


def _lightened(text: str) -> str:
    """The text, without scripts and pictures where it is too large with them; raises where it stays too large."""
    limits = page_limits()
    if len(text) <= limits.tree_bytes:
        return text
    size = len(text)
    if len(text) <= limits.raw_bytes:
        for opening, closing in _HEAVY:
            text = _without(text, opening, closing)
    if len(text) > limits.tree_bytes:
        most = f"hoped for a page of at most {megabytes(limits.tree_bytes)} without its scripts"
        shown = len(text) if size <= limits.raw_bytes else size
        raise UnreadableReport("page", f"too large ({megabytes(shown, limits.tree_bytes)})", most)
    return text


def _without(text: str, opening: str, closing: str) -> str:
    """The text without what stands between the signs, in one pass; JSON-LD stays."""
    small, kept, place = text.lower(), [], 0
    if len(small) != len(text):
        return text
    while (start := small.find(opening, place)) >= 0:
        end = small.find(closing, start)
        if end < 0:
            break
        end += len(closing)
        kept.append(text[place : end if "ld+json" in small[start : start + 200] else start])
        place = end
    return "".join([*kept, text[place:]])


def _tree(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = html.document_fromstring(text.encode("utf8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as fault:
        raise UnreadableReport("page", "no web page", _HOPED) from fault
    if any("depth" in x.message.lower() for x in parser.error_log):
        raise UnreadableReport("page", "elements nested too deep", "hoped for a page with less than 255 levels")
    _check_size(tree)
    return tree


def _check_size(tree: html.HtmlElement) -> None:
    """Raise where the page has so many elements, or such deep ones, that no search of it would come to an end.

    What a search costs is the elements, each as often as it is deep: an article has some ten thousand.
    """
    limits, count, steps = page_limits(), 0, 0
    level = [tree]
    depth = 1
    while level:
        count, steps = count + len(level), steps + depth * len(level)
        if count > limits.elements:
            most = f"hoped for at most {limits.elements:,}, as a page of one report has"
            raise UnreadableReport("page", "more elements than any report needs", most)
        if steps > limits.steps:
            raise UnreadableReport("page", "too many elements nested too deep", _HOPED)
        level = [child for node in level for child in islice(node, limits.elements - count + 1)]
        depth += 1


def _title(tree: html.HtmlElement, head: Head) -> str | None:
    """The heading that the head of the page tells too, else what the head tells, else the first heading."""
    headings = [x for x in (_words(node) for node in tree.iter("h1")) if x and len(x) < 400]
    told = _without_outlet(head.title, head.outlet) if head.title else None
    if told is None:
        return headings[0] if headings else None
    return next((x for x in headings if _shared(x, told) >= page_limits().title_share), told)


def _without_outlet(title: str, outlet: str | None) -> str:
    parts = re.split(r"\s+[|•·»:]+\s+|\s+[-–—]\s+", title)
    if outlet and len(parts) > 1:
        for place, sign in ((len(parts) - 1, False), (0, True)):
            if parts[place].strip().casefold() == outlet.casefold():
                return title[title.index(parts[1]) :] if sign else title[: title.rindex(parts[-1])].rstrip(" |•·»:-–—")
    return title


def _shared(left: str, right: str) -> float:
    one, two = (set(re.findall(r"\w+", x.casefold())) for x in (left, right))
    return len(one & two) / max(min(len(one), len(two)), 1)


def _head_lines(tree: html.HtmlElement) -> tuple[list[str], str | None]:
    """Short lines that may tell the day of publication, and the author's line, as the page shows them."""
    days: list[str] = []
    author: str | None = None
    for node in tree.iter("time", "p", "span", "div", "li", "address", "small", "em", "i"):
        if node.tag == "time" or (node.attrib and names_one(node, page_words().day)):
            line = _words(node)
            if any(x.isdigit() for x in line) and len(line) <= 160 and len(days) < 12:
                days.append(line)
        elif author is None and node.attrib and names_one(node, page_words().author):
            line = _words(node)
            author = re.sub(r"^by\s+", "", line, flags=re.IGNORECASE) if 3 < len(line) < 80 else None
    return days, author


def _blocks(tree: html.HtmlElement, head: Head, title: str | None) -> tuple[list[str], bool]:
    """The paragraphs of the report, headings marked, and whether they are the JSON-LD's."""
    import trafilatura

    found = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        include_images=False,
        include_links=False,
        fast=False,
        config=_extraction(),
    )
    body = getattr(found, "body", None)
    blocks = _walked(body) if body is not None else []
    shown = sum(len(x.split()) for x in blocks)
    if head.body and shown < page_limits().stub_words and len(head.body.split()) > 2 * shown:
        return head.body.split("\n\n"), True
    return [x for x in blocks if x.lstrip("# ") != title], False


@cache
def _extraction() -> Any:
    """The library's settings, but that a short report is believed too: else all words of its page are run together."""
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(page_limits().extracted_letters))
    return config


def _walked(body: etree._Element) -> list[str]:
    blocks: list[str] = []

    def close(words: list[str], sign: str) -> None:
        line = " ".join("".join(words).split())
        if line:
            blocks.append(f"{sign}{line}" if sign else line)
        words.clear()

    def walk(node: etree._Element, words: list[str], sign: str) -> None:
        if node.text:
            words.append(node.text)
        for child in node:
            if child.tag == "lb":
                close(words, sign)
            elif child.tag in _BLOCKS:
                close(words, sign)
                own: list[str] = []
                inner = _SIGNS.get(child.tag, sign)
                walk(child, own, inner)
                close(own, inner)
            else:
                walk(child, words, sign)
            if child.tail:
                words.append(child.tail)

    last: list[str] = []
    walk(body, last, "")
    close(last, "")
    return blocks


_SIGNS = {"head": "## ", "item": "- ", "quote": "> "}


def _words(node: html.HtmlElement) -> str:
    return " ".join(" ".join(node.itertext()).split())
