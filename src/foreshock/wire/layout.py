"""The layout of a page: which stretch of its text is title, time, dateline, outlet, heading, body or furniture.

The law: parts stand in text order and never overlap, and every letter of the text lies in exactly one part.
"""

from __future__ import annotations

import re

from foreshock.records import Span
from foreshock.wire.head import first_body, lay_front_matter, lay_head
from foreshock.wire.lines import Paragraph, paragraphs
from foreshock.wire.marks import read_marks
from foreshock.wire.outlets import is_address, names_outlet, outlet_name
from foreshock.wire.page import QUOTES, Layout, add_address, ends, is_furniture, same, trimmed
from foreshock.wire.stamps import read_stamp
from foreshock.wire.words import words

_SOURCE_LINE = re.compile(r"(?:source|via|originally published (?:by|in|at)) ?: (?P<name>.{2,60})", re.IGNORECASE)


def lay_out(text: str, title: str | None = None) -> Layout:
    """The layout of `text`; `title` as given by the caller, where one was."""
    layout = Layout()
    told = lay_front_matter(text, paragraphs(text), layout)
    first = first_body(text, told)
    lay_head(text, told[:first], layout, title)
    _rest(text, told[first:], layout)
    return layout


def _rest(text: str, told: list[Paragraph], layout: Layout) -> None:
    ending = [i for i, p in enumerate(told) if not p.ruled and ends(p.of(text)) and not _outside(p, text)]
    last = ending[-1] if ending else -1
    leads, listing, ruled = True, False, False
    for index, paragraph in enumerate(told):
        line, tail = paragraph.of(text), index > last
        ruled = ruled or paragraph.ruled
        if paragraph.ruled:
            continue
        listing = _opens(line) or (listing and not ends(line))
        if listing or is_furniture(line) or (ruled and tail and paragraph.emphasised):
            layout.add("furniture", paragraph.core)
        elif not _small_line(text, paragraph, layout, tail):
            _body(text, paragraph.core, layout, leads)
            leads = False


def _opens(line: str) -> bool:
    return bool(words().opens_list.fullmatch(line))


def _outside(paragraph: Paragraph, text: str) -> bool:
    line = paragraph.of(text)
    return is_furniture(line) or is_address(line) or paragraph.emphasised


def _small_line(text: str, paragraph: Paragraph, layout: Layout, tail: bool) -> bool:
    """True, and the part added, where a line after the head is something else than body."""
    line, core, limits = paragraph.of(text), paragraph.core, words().limits
    stamp = read_stamp(line)
    bare = stamp is not None and not stamp.rest
    source = _SOURCE_LINE.fullmatch(line)
    if stamp and bare and (tail or stamp.label or (stamp.day is None and stamp.clock)):
        layout.add("time", core)
        if stamp.day:
            layout.stamps.append(stamp)
    elif is_address(line):
        add_address(core, line, layout)
    elif source or (tail and not paragraph.marked and _signs(line, layout)):
        layout.add("outlet", core)
        layout.signed.append(outlet_name(source["name"] if source else line))
    elif paragraph.marked or (not tail and _fits_heading(line, limits.heading_letters, limits.heading_words)):
        layout.add("heading", core)
    else:
        return False
    return True


def _signs(line: str, layout: Layout) -> bool:
    names = [*layout.marked, *layout.signed, *layout.datelined]
    return names_outlet(line) or any(same(line, name) for name in names)


def _fits_heading(line: str, letters: int, most_words: int) -> bool:
    asks = line.endswith("?") and line[0] not in QUOTES
    short = len(line) <= letters and len(line.split()) <= most_words
    return short and (asks or not ends(line)) and not line[0].islower()


def _body(text: str, core: Span, layout: Layout, leads: bool) -> None:
    """Add the marks and the body of one paragraph; `leads` where it is the first."""
    end = 0
    for mark in read_marks(core.of(text), leads):
        if _is_speaker(text, text[core.start + mark.start : core.start + mark.end].strip()):
            break
        layout.add(mark.kind, trimmed(text, Span(core.start + mark.start, core.start + mark.end)))
        if mark.outlet:
            (layout.marked if mark.kind == "outlet" else layout.datelined).append(mark.outlet)
        if mark.day:
            layout.dateline_days.append(mark.day)
        end = mark.end
    layout.add("body", Span(core.start + end, core.end))


def _is_speaker(text: str, mark: str) -> bool:
    """True for the name before a colon that a transcript tells again and again, where a dateline stands once."""
    return mark.endswith(":") and text.count(mark) > 1
