"""Hidden text: what a page holds and does not show.

The law: what a reader of the page cannot see is taken out before the text is looked for, and counted. Only plain signs
are followed: attributes, the element's own style, and rules of the page for one class, id or element with a class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html

from foreshock.wire.caps import page_limits

NEVER_SHOWN = frozenset(
    "script style template noscript iframe object embed applet svg canvas math audio video picture source track img "
    "map area input select button textarea option datalist link base param frame frameset dialog".split()
)
_BARED = frozenset({"style", "src", "srcset", "aria-hidden"})
_KEPT = frozenset({"html", "head", "body"})
_NONE = re.compile(
    r"(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0+)?\s*%?\s*(?:!|;|$)"
    r"|font-size\s*:\s*0*(?:\.0+)?(?:px|em|rem|pt|%|ex|vw|vh)?\s*(?:!|;|$)|font\s*:\s*0(?:px)?/"
    r"|color\s*:\s*transparent|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%|transform\s*:\s*scale\(\s*0\s*\)|content-visibility\s*:\s*hidden)",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"(?:^|[;{\s])(?P<what>text-indent|left|top|right|bottom|margin-left|margin-top|transform)\s*:\s*"
    r"(?:translate[XY]?\(\s*)?(?P<far>[-+]?\d+(?:\.\d+)?)\s*(?P<unit>px|em|rem|pt|vw|vh|%)?",
    re.IGNORECASE,
)
_PLACED = re.compile(r"position\s*:\s*(?:absolute|fixed|relative)", re.IGNORECASE)
_FLAT = re.compile(r"(?:^|[;{\s])(?:max-)?(?:height|width)\s*:\s*[01]?(?:\.0+)?(?:px|em|%)?\s*(?:!|;|$)", re.IGNORECASE)
_CUT = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_INK = re.compile(r"(?:^|[;{\s])color\s*:\s*([^;!]+)", re.IGNORECASE)
_PAPER = re.compile(r"(?:^|[;{\s])background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{1,4000})\}")
_NAME = re.compile(r"(?P<tag>[a-z][\w-]*)?(?P<sign>[.#])(?P<name>[\w-]+)", re.IGNORECASE)
_UNITS = {"em": 16.0, "rem": 16.0, "pt": 1.3, "vw": 10.0, "vh": 10.0, "%": 10.0}


@dataclass(slots=True)
class Hidden:
    """What was taken out: words not shown, words meant for browsers without scripts, words in comments."""

    styled: int = 0
    spare: int = 0
    remarks: int = 0

    def flags(self) -> tuple[str, ...]:
        """What a reader of the report should know, in words."""
        least = page_limits().flagged_words
        told = [(self.styled, "hidden text left out"), (self.spare, "text in templates or for no script left out")]
        told.append((self.remarks, "text in comments of the page left out"))
        return tuple(f"{words} ({_counted(count)})" for count, words in told if count >= least)


@dataclass(slots=True)
class _Rules:
    """The classes and ids that the page's own rules hide, each with the element it is told for, or None for any."""

    classes: dict[str, set[str | None]] = field(default_factory=dict)
    ids: dict[str, set[str | None]] = field(default_factory=dict)


def strip_hidden(tree: html.HtmlElement) -> Hidden:
    """Take out of `tree` what the page does not show; gives what that was."""
    found = Hidden()
    rules = _rules(tree)
    open_nodes = [tree]
    while open_nodes:
        node = open_nodes.pop()
        if _is_out(node, rules, found):
            _take_out(node)
        else:
            _bare(node)
            open_nodes.extend(node)
    return found


def _is_out(node: html.HtmlElement, rules: _Rules, found: Hidden) -> bool:
    """True, and its words counted, where `node` is not shown."""
    if not isinstance(node.tag, str):
        found.remarks += _remark(node)
    elif node.tag in NEVER_SHOWN:
        found.spare += _words(node) if node.tag in ("template", "noscript") else 0
    elif node.tag not in _KEPT and _is_hidden(node, rules):
        found.styled += _words(node)
    else:
        return False
    return True


def _counted(count: int) -> str:
    return f"{count} word{'s' * (count != 1)}"


def _is_hidden(node: html.HtmlElement, rules: _Rules) -> bool:
    attributes = node.attrib
    if not attributes:
        return False
    if "hidden" in attributes:
        return True
    if attributes.get("aria-hidden", "").lower() == "true" and _words(node) <= page_limits().aria_words:
        return node.find(".//p") is None
    if (style := attributes.get("style")) and hides(style):
        return True
    named = attributes.get("class", "").split() if rules.classes else ()
    return any(_meets(rules.classes, x, node.tag) for x in named) or _meets(
        rules.ids, attributes.get("id", ""), node.tag
    )


def _meets(told: dict[str, set[str | None]], name: str, tag: str) -> bool:
    held = told.get(name)
    return held is not None and (None in held or tag in held)


def hides(style: str) -> bool:
    """True where the declarations of `style` leave nothing to be seen."""
    style = style.replace("\\", "")
    if _NONE.search(style) or (_FLAT.search(style) and _CUT.search(style)):
        return True
    return any(_is_far(match, style) for match in _MOVED.finditer(style)) or _is_unseen_ink(style)


def _is_far(match: re.Match[str], style: str) -> bool:
    far = float(match["far"]) * _UNITS.get((match["unit"] or "px").lower(), 1.0)
    what, most = match["what"].lower(), page_limits().off_screen_px
    if what in ("left", "top", "right", "bottom"):
        return bool(_PLACED.search(style)) and (far <= -most or (what in ("left", "top") and far >= 10 * most))
    return far <= -most


def _is_unseen_ink(style: str) -> bool:
    ink, paper = _INK.search(style), _PAPER.search(style)
    return bool(ink and paper and ink[1].strip().lower() == paper[1].strip().lower())


def _rules(tree: html.HtmlElement) -> _Rules:
    rules = _Rules()
    for sheet in tree.iter("style"):
        for names, style in _RULE.findall(_without_blocks(sheet.text or "")):
            if hides(style):
                _note(names, rules)
    return rules


def _note(names: str, rules: _Rules) -> None:
    for name in names.split(","):
        if match := _NAME.fullmatch(name.strip()):
            told = rules.classes if match["sign"] == "." else rules.ids
            told.setdefault(match["name"], set()).add(match["tag"].lower() if match["tag"] else None)


def _without_blocks(sheet: str) -> str:
    """The sheet without comments and without what holds for some media only, such as print."""
    plain = "".join(_between(sheet, "/*", "*/"))
    kept: list[str] = []
    depth, start, outside = 0, 0, True
    for place, letter in enumerate(plain):
        if letter == "{":
            depth += 1
            if depth == 1:
                outside = "@" not in plain[start:place]
        elif letter == "}":
            depth = max(depth - 1, 0)
            if depth == 0:
                kept.append(plain[start : place + 1] if outside else "")
                start = place + 1
    return "".join(kept)


def _between(text: str, opening: str, closing: str) -> Iterator[str]:
    place = 0
    while (start := text.find(opening, place)) >= 0:
        yield text[place:start]
        end = text.find(closing, start + len(opening))
        if end < 0:
            return
        place = end + len(closing)
    yield text[place:]


def _remark(node: html.HtmlElement) -> int:
    told = node.text or ""
    return (
        len(told.split()) if not re.search(r"[<\[{=]", told) and len(told.split()) > page_limits().fewest_words else 0
    )


def _words(node: html.HtmlElement) -> int:
    return sum(any(x.isalnum() for x in word) for word in " ".join(node.itertext()).split())


def _bare(node: html.HtmlElement) -> None:
    for key in [x for x in node.attrib if x.startswith("on") or x in _BARED]:
        del node.attrib[key]


def _take_out(node: html.HtmlElement) -> None:
    parent = node.getparent()
    if parent is None:
        return
    tail = node.tail
    if tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(node)
