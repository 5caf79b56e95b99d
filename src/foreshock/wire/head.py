"""The head of a page: what stands over the first paragraph.

The law: a headline told twice is one title and one repeat, and whatever else stands there keeps its words.
"""

from __future__ import annotations

import re

from foreshock.records import Span
from foreshock.records.report import PartKind
from foreshock.wire.lines import Paragraph
from foreshock.wire.marks import read_marks
from foreshock.wire.outlets import is_address, names_outlet, outlet_name
from foreshock.wire.page import QUOTES, Layout, add_address, ends, is_furniture, same, stamp_of, trimmed
from foreshock.wire.stamps import Stamp, read_stamp
from foreshock.wire.words import words

_SUFFIX = re.compile(r"\s+(?:[|•·]|[-–—])\s+(?P<name>[^|•·]{2,40})$")
_FIELD = re.compile(r"(?P<key>[A-Za-z_ ]{2,20}):\s*(?P<told>\S.*)")
_FRONT: dict[str, PartKind] = {
    "title": "title",
    "date": "time",
    "published": "time",
    "outlet": "outlet",
    "publication": "outlet",
    "publisher": "outlet",
    "site": "outlet",
    "url": "outlet",
    "link": "outlet",
}


def lay_head(text: str, told: list[Paragraph], layout: Layout, given: str | None) -> None:
    """Add the parts of the paragraphs over the body; `given` is the title the caller knows, where one does."""
    lines = [(p, p.of(text)) for p in told if not p.ruled]
    title = layout.title or _title_among(lines, given)
    seen = bool(layout.title)
    for paragraph, line in lines:
        stamp = stamp_of(line)
        if title and same(_untailed(line, title), title):
            _title(text, paragraph.core, layout, repeat=seen)
            seen = True
        elif stamp:
            _time(paragraph.core, line, stamp, layout)
        elif is_furniture(line) or words().byline.fullmatch(line):
            layout.add("furniture", paragraph.core)
            layout.datelined.extend(_houses(line))
        elif is_address(line):
            add_address(paragraph.core, line, layout)
        elif _masthead(line, layout, before=not seen):
            layout.add("outlet", paragraph.core)
        else:
            layout.add("heading", paragraph.core)


def lay_front_matter(text: str, told: list[Paragraph], layout: Layout) -> list[Paragraph]:
    """Add the parts of a front matter between two rules; gives the paragraphs after it."""
    rules = [i for i, p in enumerate(told) if p.ruled and p.of(text) == "---"]
    if len(rules) < 2 or rules[0] != 0 or not all(_FIELD.fullmatch(p.of(text)) for p in told[1 : rules[1]]):
        return told
    for paragraph in told[1 : rules[1]]:
        _front_field(text, paragraph.core, layout)
    return told[rules[1] + 1 :]


def _front_field(text: str, line: Span, layout: Layout) -> None:
    match = _FIELD.fullmatch(line.of(text))
    if match is None:
        return
    told = match["told"].strip("\"'")
    kind = _FRONT.get(match["key"].strip().lower(), "furniture")
    if kind == "title":
        start = line.start + match.start("told") + match["told"].index(told)
        layout.add("furniture", Span(line.start, line.start + match.end("key") + 1))
        layout.add("title", Span(start, start + len(told)))
        layout.title = layout.title or told
        return
    layout.add(kind, line)
    if kind == "time" and (stamp := read_stamp(told)):
        layout.stamps.append(stamp)
    elif kind == "outlet":
        (layout.addresses if is_address(told) else layout.signed).append(told)


def first_body(text: str, told: list[Paragraph]) -> int:
    """The place of the first paragraph that stands under the head."""
    limits = words().limits
    if len([p for p in told if not p.ruled]) == 1 and not told[0].marked:
        return 0
    for index, paragraph in enumerate(told[: limits.head_lines]):
        line = paragraph.of(text)
        if paragraph.ruled or paragraph.marked == 1 or stamp_of(line) or is_furniture(line):
            continue
        if index == 0 and (_asks(line) or _stands_over(text, told)) and not _leads_in(line):
            continue
        fits = len(line) <= limits.title_letters and len(line.split()) <= limits.title_words
        if paragraph.marked or _leads_in(line) or not fits or ends(line) or line[0].islower():
            repeated = any(same(line, x.of(text)) for x in told[:index])
            if not repeated:
                return index
    return min(len(told), limits.head_lines)


def _stands_over(text: str, told: list[Paragraph]) -> bool:
    line, following = told[0].of(text), [p.of(text) for p in told[1:3]]
    return len(line) <= words().limits.title_letters and any(same(line, x) or stamp_of(x) for x in following)


def _asks(line: str) -> bool:
    return line[-1] in "?!…" and len(line.split()) <= words().limits.heading_words and line[0] not in QUOTES


def _leads_in(line: str) -> bool:
    return any(mark.kind in ("dateline", "outlet") for mark in read_marks(line, leads=True)) and (
        ends(line) or len(line) > words().limits.title_letters
    )


def _title_among(lines: list[tuple[Paragraph, str]], given: str | None) -> str | None:
    fit = [(p, x) for p, x in lines if not (stamp_of(x) or is_furniture(x) or words().byline.fullmatch(x))]
    told = [x for _, x in fit]
    if given and (match := next((x for x in told if same(x, given)), None)):
        return match
    headed = next((x for p, x in fit if p.marked == 1), None)
    twice = next((x for i, x in enumerate(told) if any(same(x, y) for y in told[i + 1 :])), None)
    plain = next((x for x in told if not names_outlet(x) and not is_address(x) and not _is_kicker(x)), None)
    best = headed or twice or plain
    return _untailed(best, None) if best else None


def _is_kicker(line: str) -> bool:
    label = line.lower().rstrip(":") in words().labels
    return label or (line.isupper() and len(line.split()) < 3 and len(line) < 24)


def _untailed(line: str, title: str | None) -> str:
    """The line without an outlet's name after a bar or dash; with `title`, only where the title is what remains."""
    match = _SUFFIX.search(line)
    if match is None or not (names_outlet(match["name"]) or (title and same(line[: match.start()], title))):
        return line
    return line[: match.start()]


def _title(text: str, core: Span, layout: Layout, repeat: bool) -> None:
    line = core.of(text)
    end = core.start + len(_untailed(line, layout.title))
    start = core.start + max((m.end for m in read_marks(line, leads=False) if m.kind == "furniture"), default=0)
    if start > core.start:
        layout.add("furniture", trimmed(text, Span(core.start, start)))
    layout.add("repeat" if repeat else "title", Span(start, end))
    layout.title = layout.title or text[core.start : end]
    if end < core.end:
        layout.add("outlet", trimmed(text, Span(end, core.end)))
        layout.signed.append(outlet_name(text[end : core.end]))


def _time(core: Span, line: str, stamp: Stamp, layout: Layout) -> None:
    layout.add("time", core)
    layout.stamps.append(stamp)
    layout.signed.extend(
        outlet_name(x) for x in re.split(r"[,|·•]| [-–—/] ", line) if not read_stamp(x) and names_outlet(x)
    )


def _houses(line: str) -> list[str]:
    """The outlets that a byline names behind those who wrote: they count where nothing else tells the outlet."""
    behind = re.split(r", | [|·•] ", line)[1:] if words().byline.fullmatch(line) else []
    return [outlet_name(name) for name in behind if names_outlet(name)]


def _masthead(line: str, layout: Layout, before: bool) -> bool:
    """True, and the outlet kept, where a line of the head is an outlet's name; above the title any short one is."""
    first = re.split(r",? (?:with|and) |[,|]", line)[0]
    if names_outlet(first) or (before and not _is_kicker(line) and len(line.split()) <= 4):
        layout.signed.append(outlet_name(first))
        return True
    if before and line.isupper() and " " in line and line.lower() not in words().labels:
        layout.signed.append(line)
        return True
    return False
