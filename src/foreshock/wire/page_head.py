"""What the head of a web page tells: title, outlet, author, day of publication, language, address.

The law: each is told by JSON-LD, a meta element or a marked element, in that order, or stays open; nothing is guessed,
and an address that is not of the web is refused.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import html

from foreshock.wire.links import web_address

_ARTICLE = re.compile(
    r"(?:News|Blog|Live|Report|Analysis|Opinion|Review|Satirical|Scholarly|Tech)?\w*(?:Article|Posting)"
)
_TAG = re.compile(r"<[^<>]{1,300}>")
_DAYS = (  # where a meta element tells the day, the most exact first
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.created",
    "dcterms.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "date",
)
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_OUTLETS = ("og:site_name", "application-name", "publisher", "dc.publisher")
_AUTHORS = ("author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "byl")


@dataclass(slots=True)
class Head:
    """What the head tells; `day` is as written, `day_from` says where it stands."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    day: str | None = None
    day_from: str | None = None
    changed: str | None = None
    language: str | None = None
    url: str | None = None
    body: str | None = None
    closed: bool = False
    refused: list[str] = field(default_factory=list)


def read_head(tree: html.HtmlElement) -> Head:
    """The head of the page `tree`."""
    article = _article(tree)
    metas = _metas(tree)
    head = Head(
        title=_line(article.get("headline")) or _first(metas, _TITLES) or _line(tree.findtext(".//title")),
        outlet=_name(article.get("publisher")) or _first(metas, _OUTLETS),
        author=_name(article.get("author")) or _person(_first(metas, _AUTHORS)) or _rel_author(tree),
        changed=_line(article.get("dateModified")) or metas.get("article:modified_time"),
        language=_line(article.get("inLanguage")) or tree.get("lang") or tree.get("xml:lang"),
        body=_plain(article.get("articleBody")),
        closed=str(article.get("isAccessibleForFree")).lower() == "false",
    )
    head.language = tree.get("lang") or head.language or metas.get("og:locale")
    head.day, head.day_from = _day(article, metas, tree)
    _address(tree, article, metas, head)
    return head


def _article(tree: html.HtmlElement) -> dict[str, Any]:
    """The first JSON-LD node that is an article, empty where there is none."""
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            found = next((x for x in _nodes(_json(script.text or "")) if _is_article(x)), None)
            if found:
                return found
    return {}


def _json(told: str) -> Any:
    told = told.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
    try:
        return json.loads(told, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(told: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [told], 0
    while waiting and seen < 500:
        node, seen = waiting.pop(0), seen + 1
        if isinstance(node, list):
            waiting += node[:200]
        elif isinstance(node, dict):
            yield node
            waiting += [
                node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement") if key in node
            ]


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    told = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(x, str) and _ARTICLE.fullmatch(x.rsplit("/", 1)[-1]) for x in told)


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if key and (told := _line(meta.get("content"))):
            found.setdefault(key.strip().lower(), told)
    return found


def _first(metas: dict[str, str], keys: Iterable[str]) -> str | None:
    return next((metas[key] for key in keys if key in metas), None)


def _day(article: dict[str, Any], metas: dict[str, str], tree: html.HtmlElement) -> tuple[str | None, str | None]:
    if told := _line(article.get("datePublished")):
        return told, "JSON-LD"
    if key := next((x for x in _DAYS if x in metas), None):
        return metas[key], f"meta {key}"
    marked = list(tree.iter("time"))
    best = next((x for x in marked if x.get("itemprop") == "datePublished" or x.get("pubdate") is not None), None)
    told = _line((best if best is not None else _head_time(marked)).get("datetime")) if marked else None
    return (told, "the time element") if told else (None, None)


def _head_time(marked: list[html.HtmlElement]) -> html.HtmlElement:
    """The first time element that tells a day, of those outside lists of other pages."""
    inside = [x for x in marked if not any(y.tag in ("nav", "aside", "footer", "ul") for y in x.iterancestors())]
    dated = [x for x in inside if re.match(r"\d{4}-\d\d-\d\d", x.get("datetime", ""))]
    return (dated or inside or marked)[0]


def _address(tree: html.HtmlElement, article: dict[str, Any], metas: dict[str, str], head: Head) -> None:
    canonical = next(
        (x.get("href") for x in tree.iter("link") if "canonical" in x.get("rel", "").lower().split()), None
    )
    main = article.get("mainEntityOfPage")
    told = [canonical, metas.get("og:url"), article.get("url"), main.get("@id") if isinstance(main, dict) else main]
    for address in told:
        if isinstance(address, str) and address.strip():
            head.url = head.url or web_address(address)
            if ":" in address[:40] and not web_address(address) and not head.refused:
                head.refused.append(address.partition(":")[0].strip()[:20])


def _line(told: Any) -> str | None:
    """One line of text, None for what is none."""
    if not isinstance(told, str):
        return None
    return " ".join(entities.unescape(_TAG.sub("", told)).split())[:1000] or None


def _name(told: Any) -> str | None:
    """The names of a JSON-LD person or organisation, several joined by "and"."""
    if isinstance(told, list):
        names = [x for x in map(_name, told[:10]) if x]
        return (" and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)) or None
    return _person(_line(told.get("name") if isinstance(told, dict) else told))


def _person(told: str | None) -> str | None:
    """A name, None for an address where a name should stand."""
    if not told or re.match(r"https?:|www\.|@", told) or len(told) > 200:
        return None
    return re.sub(r"^by\s+", "", told, flags=re.IGNORECASE)


def _rel_author(tree: html.HtmlElement) -> str | None:
    marked = (x for x in tree.iter("a", "span", "address") if x.get("rel") == "author" or x.get("itemprop") == "author")
    return _person(next((told for x in marked if (told := _line(" ".join(x.itertext())))), None))


def _plain(told: Any) -> str | None:
    """The paragraphs of an article's body told as one string."""
    if not isinstance(told, str):
        return None
    parted = re.sub(r"</?(?:p|br|div|h\d|li)\b[^<>]{0,300}>", "\n", told)
    lines = [" ".join(entities.unescape(_TAG.sub("", x)).split()) for x in re.split(r"\n+", parted)]
    return "\n\n".join(x for x in lines if x) or None
