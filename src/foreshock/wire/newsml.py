"""NewsML-G2 and NITF: news items as agencies hand them on in XML, alone or in a message, as items.

The law: an item that its publisher canceled or withholds is told as withdrawn and never coded.
Source: IPTC NewsML-G2 2.34 and NITF 3.6. Own reader: the one package there is reads more than is asked here, and
trusts what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element

from foreshock.errors import LeftAside, UnreadableReport
from foreshock.wire.item import About, Item
from foreshock.wire.moments import read_moment
from foreshock.wire.newsjson import gone
from foreshock.wire.trees import below, local, read_tree, told
from foreshock.wire.web import author_of, composed, joined_address, language_told, words_of

_HOPED = "hoped for a news item with a text (NewsML-G2)"
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "hl1", "hl2", "li", "dt", "dd", "td", "th", "blockquote", "pre"})
_HEADS = frozenset({"h1", "h2", "h3", "h4", "hl2"})
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_OTHERS = frozenset({"packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"})


def open_newsml(item: Item) -> Iterator[Item | UnreadableReport]:
    """The news items of a file; packages, which hold addresses of items and no text, are left aside and counted."""
    root = read_tree(item.raw, item.name, _HOPED)
    if local(root) == "nitf":
        yield _nitf(root, item.name)
        return
    held = [root] if local(root) == "newsItem" else [x for x in root.iter() if local(x) == "newsItem"]
    others = [local(x) for x in root.iter() if local(x) in _OTHERS]
    if not held and not others:
        raise UnreadableReport(item.name, f"XML without a news item ({local(root)[:40]})", _HOPED)
    for number, one in enumerate(held, 1):
        yield _news_item(one, item.name if len(held) == 1 else f"{item.name}, item {number}")
    if others:
        yield LeftAside(item.name, {f"of the kind {kind}": others.count(kind) for kind in set(others)})


def _news_item(root: Element, name: str) -> Item | UnreadableReport:
    about = _about(root)
    content = next(below(root, "contentSet"), None)
    text = _content(content) if content is not None else ""
    if not any(x.isalnum() for x in text) and not about.withdrawn:
        return UnreadableReport(name, "a news item without a text", _HOPED)
    raw, kind = composed(text, about.title)
    return Item(name, raw, kind, about)


def _about(root: Element) -> About:
    days = [("itemMeta", "versionCreated"), ("itemMeta", "firstCreated"), ("contentMeta", "contentCreated")]
    dated = next((x for path in days if (x := read_moment(told(root, *path)))), None)
    status = next(below(root, "itemMeta", "pubStatus"), None)
    language = next(below(root, "contentMeta", "language"), None)
    bodies = (x for x in root.iter() if local(x) in ("inlineXML", "inlineData"))
    spoken = [language.get("tag")] if language is not None else [x.get(_LANGUAGE) for x in bodies]
    return About(
        outlet=words_of(_named(root, "itemMeta", "provider") or _named(root, "contentMeta", "infoSource")),
        title=words_of(told(root, "contentMeta", "headline") or told(root, "itemMeta", "title")),
        author=author_of(told(root, "contentMeta", "by") or _named(root, "contentMeta", "creator")),
        url=joined_address(next((x.get("href") for x in below(root, "itemMeta", "link")), None) or root.get("guid")),
        language=next((x for x in map(language_told, spoken) if x), None),
        published=dated[0] if dated else None,
        published_at=dated[1] if dated else None,
        published_found="header" if dated else "unknown",
        withdrawn=status is not None and (gone(status.get("qcode")) or gone(status.get("uri", "").rpartition("/")[2])),
    )


def _named(root: Element, *path: str) -> str | None:
    """The name of a party: its name element, its literal, or what stands after the colon of its code."""
    for party in below(root, *path):
        code = (party.get("qcode") or "").rpartition(":")[2]
        if found := told(party, "name") or party.get("literal") or code:
            return found
    return None


def _content(content: Element) -> str:
    """The text of the first form of the content that has words: marked up, else plain."""
    for form in content:
        if local(form) == "inlineXML":
            text = _page(form)
        elif local(form) == "inlineData" and not form.get("encoding"):
            text = "".join(form.itertext())
        else:
            continue
        if any(x.isalnum() for x in text):
            return text
    return ""


def _page(form: Element) -> str:
    """The paragraphs within, as a page of plain paragraphs: styles, scripts and pictures stay out."""
    body = next((x for x in form.iter() if local(x) in ("body.content", "body")), form)
    told_blocks = [(_words(x), local(x)) for x in _innermost(body)]
    if not told_blocks:
        return _words(body)
    return "\n".join(f"<{_tag(kind)}>{escape(words)}</{_tag(kind)}>" for words, kind in told_blocks if words)


def _innermost(body: Element) -> list[Element]:
    """The blocks with no block within, in order; each element is looked at once."""
    above = {child: parent for parent in body.iter() for child in parent}
    blocks = [x for x in body.iter() if local(x) in _BLOCKS]
    holds: set[Element] = set()
    for block in blocks:
        outer = above.get(block)
        while outer is not None and outer not in holds:
            holds.add(outer)
            outer = above.get(outer)
    return [x for x in blocks if x not in holds]


def _tag(kind: str) -> str:
    return "h2" if kind in _HEADS else "p"


def _words(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _nitf(root: Element, name: str) -> Item | UnreadableReport:
    date = next((x.get("norm") for x in root.iter() if local(x) in ("date.issue", "date.release", "story.date")), None)
    dated = read_moment(date)
    text = _page(root)
    title = words_of(next((_words(x) for x in root.iter() if local(x) in ("hl1", "title")), None))
    if not any(x.isalnum() for x in text):
        return UnreadableReport(name, "a news item without a text", _HOPED)
    about = About(
        title=title,
        author=author_of(next((_words(x) for x in root.iter() if local(x) == "byline"), None)),
        outlet=words_of(next((_words(x) for x in root.iter() if local(x) in ("distributor", "copyrite.holder")), None)),
        published=dated[0] if dated else None,
        published_at=dated[1] if dated else None,
        published_found="header" if dated else "unknown",
    )
    raw, kind = composed(text, title)
    return Item(name, raw, kind, about)
