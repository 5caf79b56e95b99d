"""The furniture of a web page: what its own marks say is no part of the report.

The law: an element is taken out for its role, its class or because it is a list of links, and never where it holds a
good share of the page's sentences, whatever it calls itself.
"""

from __future__ import annotations

import re

from lxml import html

from foreshock.wire.caps import page_limits, page_words
from foreshock.wire.words import words

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_BLOCKS = frozenset({"div", "section", "ul", "ol", "table", "dl", "p", "figure", "td"})
_CONTENT = frozenset({"html", "head", "body", "main", "article", "h1", "title", "time"})
_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "strong", "b", "p", "span", "div")


def strip_furniture(tree: html.HtmlElement) -> None:
    """Take the furniture out of `tree`."""
    most = page_limits().furniture_share * max(_sentences(tree), 1)
    open_nodes = [tree]
    while open_nodes:
        node = open_nodes.pop()
        if node.tag not in _CONTENT and _is_furniture(node) and _sentences(node) <= most:
            node.drop_tree()
        else:
            open_nodes.extend(node)


def named(node: html.HtmlElement) -> str:
    """The words that the node's class and id are made of, in lower case, between blanks."""
    told = f"{node.get('class', '')} {node.get('id', '')}"
    return f" {' '.join(_WORD.findall(told)).lower()} " if told.strip() else " "


def names_one(node: html.HtmlElement, told: frozenset[str]) -> bool:
    """True where one of `told` is among the words of class and id."""
    return not told.isdisjoint(named(node).split())


def _is_furniture(node: html.HtmlElement) -> bool:
    told = page_words()
    if node.tag in told.tags or node.get("role", "").lower() in told.roles:
        return True
    if node.attrib:
        calls = named(node)
        if not told.words.isdisjoint(calls.split()) or any(pair in calls for pair in told.pairs):
            return True
    return node.tag in _BLOCKS and _is_list_of_links(node)


def _is_list_of_links(node: html.HtmlElement) -> bool:
    """True for a block that is mostly links under a heading such as "Related", or that is nothing but links."""
    links = node.findall(".//a")
    if not links:
        return False
    linked = sum(len(" ".join(x.itertext()).strip()) for x in links)
    whole = len(" ".join(" ".join(node.itertext()).split()))
    if linked < page_limits().links_share * whole:
        return False
    return len(links) > 2 or _opens_list(node) or (linked > 0.95 * whole and node.tag not in ("p", "div"))


def _opens_list(node: html.HtmlElement) -> bool:
    first = next((x for x in node.iter(*_HEADINGS) if " ".join(x.itertext()).strip()), None)
    told = " ".join(" ".join(first.itertext()).split()) if first is not None else ""
    return bool(words().opens_list.fullmatch(told) or words().furniture.fullmatch(told)) if len(told) < 80 else False


def _sentences(node: html.HtmlElement) -> int:
    """The letters of the paragraphs of `node` that are no links and stand as sentences do."""
    total = 0
    for paragraph in node.iter("p", "td", "li", "blockquote"):
        own = (paragraph.text or "") + "".join((x.tail or "") for x in paragraph)
        total += len(own.strip()) if own.count(" ") > 4 else 0
    return total
