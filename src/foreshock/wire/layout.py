"""The layout of a page: which stretch of its text is title, time, dateline, outlet, heading, body or furniture.

The law: parts stand in text order and never overlap, and every letter of the text lies in exactly one part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from foreshock.records import Part, Span
from foreshock.records.report import PartKind
from foreshock.wire.lines import Paragraph, paragraphs
from foreshock.wire.marks import read_marks
from foreshock.wire.outlets import domain_outlet, is_address, names_outlet, outlet_name
from foreshock.wire.stamps import Stamp, read_stamp
from foreshock.wire.words import words

_STOP = re.compile(r"""[.!?…;:,]["”’'»)\]*_]*$""")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.)+$")
_SUFFIX = re.compile(r"\s+(?:[|•·]|[-–—])\s+(?P<name>[^|•·]{2,40})$")
_QUOTES = "“\"'‘«"
_LINK = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)")
_FIELD = re.compile(r"(?P<key>[A-Za-z_ ]{2,20}):\s*(?P<told>\S.*)")
_SOURCE_LINE = re.compile(r"(?:source|via|originally published (?:by|in|at)) ?: (?P<name>.{2,60})", re.IGNORECASE)
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


@dataclass(slots=True)
class Layout:
    """What one reading of a page found; outlets by where they were told, as named there."""

    parts: list[Part] = field(default_factory=list)
    title: str | None = None
    stamps: list[Stamp] = field(default_factory=list)
    dateline_days: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    datelined: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    @property
    def outlet(self) -> str | None:
        """Who published: by mark, else by a line or title of the page, else its domain, else the dateline."""
        names = [*self.marked, *self.signed, *self.datelined]
        domains = [name for x in self.addresses if (name := domain_outlet(x, names))]
        return next(iter([*self.marked, *self.signed, *domains, *self.datelined]), None)

    def add(self, kind: PartKind, span: Span) -> None:
        """Append a part."""
        self.parts.append(Part(kind, span))


def lay_out(text: str, title: str | None = None) -> Layout:
    """The layout of `text`; `title` as given by the caller, where one was."""
    layout = Layout()
    told = _front_matter(text, paragraphs(text), layout)
    first = _first_body(text, told)
    _head(text, told[:first], layout, title)
    _rest(text, told[first:], layout)
    return layout


def _front_matter(text: str, told: list[Paragraph], layout: Layout) -> list[Paragraph]:
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


def _first_body(text: str, told: list[Paragraph]) -> int:
    limits = words().limits
    if len([p for p in told if not p.ruled]) == 1 and not told[0].marked:
        return 0
    for index, paragraph in enumerate(told[: limits.head_lines]):
        line = paragraph.of(text)
        if paragraph.ruled or paragraph.marked == 1 or _is_stamp(line) or _is_furniture(line):
            continue
        if index == 0 and (_asks(line) or _stands_over(text, told)) and not _leads_in(line):
            continue
        fits = len(line) <= limits.title_letters and len(line.split()) <= limits.title_words
        if paragraph.marked or _leads_in(line) or not fits or _ends(line) or line[0].islower():
            repeated = any(_same(line, x.of(text)) for x in told[:index])
            if not repeated:
                return index
    return min(len(told), limits.head_lines)


def _stands_over(text: str, told: list[Paragraph]) -> bool:
    line, following = told[0].of(text), [p.of(text) for p in told[1:3]]
    return len(line) <= words().limits.title_letters and any(_same(line, x) or _is_stamp(x) for x in following)


def _asks(line: str) -> bool:
    return line[-1] in "?!…" and len(line.split()) <= words().limits.heading_words and line[0] not in _QUOTES


def _leads_in(line: str) -> bool:
    return any(mark.kind in ("dateline", "outlet") for mark in read_marks(line, leads=True)) and (
        _ends(line) or len(line) > words().limits.title_letters
    )


def _ends(line: str) -> bool:
    return bool(_STOP.search(line)) and not _ABBREVIATED.search(line)


def _same(left: str, right: str) -> bool:
    return bool(_squashed(left)) and _squashed(left) == _squashed(right)


def _squashed(line: str) -> str:
    return re.sub(r"[\W_]+", "", line).casefold()


def _is_stamp(line: str) -> Stamp | None:
    """The stamp of a line that is made of one, an outlet's name or a byline allowed beside it."""
    stamp = read_stamp(line)
    if stamp is None:
        return None
    first = re.split(r"[,|·•]| [-–—] ", line, maxsplit=1)[0]
    named = all(word[0].isupper() or word in ("of", "the", "and", "&", "with", "by", "in") for word in stamp.rest)
    short = len(stamp.rest) <= 6 and named and not _STOP.search(line.rstrip("."))
    sentence = bool(stamp.rest) and line.endswith(".")
    return stamp if (short and not sentence) or names_outlet(first) else None


def _is_furniture(line: str) -> bool:
    told = words()
    if len(line) > told.limits.furniture_letters:
        return False
    plain = _LINK.sub(r"\1", line).strip() if "](" in line else line
    return not plain or bool(told.furniture.fullmatch(plain) or told.opens_list.fullmatch(plain))


def _head(text: str, told: list[Paragraph], layout: Layout, given: str | None) -> None:
    lines = [(p, p.of(text)) for p in told if not p.ruled]
    title = layout.title or _title_among(lines, given)
    seen = bool(layout.title)
    for paragraph, line in lines:
        stamp = _is_stamp(line)
        if title and _same(_untailed(line, title), title):
            _title(text, paragraph.core, layout, repeat=seen)
            seen = True
        elif stamp:
            _time(paragraph.core, line, stamp, layout)
        elif _is_furniture(line) or words().byline.fullmatch(line):
            layout.add("furniture", paragraph.core)
        elif is_address(line):
            _address(paragraph.core, line, layout)
        elif _masthead(line, layout, before=not seen):
            layout.add("outlet", paragraph.core)
        else:
            layout.add("heading", paragraph.core)


def _title_among(lines: list[tuple[Paragraph, str]], given: str | None) -> str | None:
    fit = [(p, x) for p, x in lines if not (_is_stamp(x) or _is_furniture(x) or words().byline.fullmatch(x))]
    told = [x for _, x in fit]
    if given and (match := next((x for x in told if _same(x, given)), None)):
        return match
    headed = next((x for p, x in fit if p.marked == 1), None)
    twice = next((x for i, x in enumerate(told) if any(_same(x, y) for y in told[i + 1 :])), None)
    plain = next((x for x in told if not names_outlet(x) and not is_address(x) and not _is_kicker(x)), None)
    best = headed or twice or plain
    return _untailed(best, None) if best else None


def _is_kicker(line: str) -> bool:
    label = line.lower().rstrip(":") in words().labels
    return label or (line.isupper() and len(line.split()) < 3 and len(line) < 24)


def _untailed(line: str, title: str | None) -> str:
    """The line without an outlet's name after a bar or dash; with `title`, only where the title is what remains."""
    match = _SUFFIX.search(line)
    if match is None or not (names_outlet(match["name"]) or (title and _same(line[: match.start()], title))):
        return line
    return line[: match.start()]


def _title(text: str, core: Span, layout: Layout, repeat: bool) -> None:
    line = core.of(text)
    end = core.start + len(_untailed(line, layout.title))
    start = core.start + max((m.end for m in read_marks(line, leads=False) if m.kind == "furniture"), default=0)
    if start > core.start:
        layout.add("furniture", _trimmed(text, Span(core.start, start)))
    layout.add("repeat" if repeat else "title", Span(start, end))
    layout.title = layout.title or text[core.start : end]
    if end < core.end:
        layout.add("outlet", _trimmed(text, Span(end, core.end)))
        layout.signed.append(outlet_name(text[end : core.end]))


def _time(core: Span, line: str, stamp: Stamp, layout: Layout) -> None:
    layout.add("time", core)
    layout.stamps.append(stamp)
    layout.signed.extend(
        outlet_name(x) for x in re.split(r"[,|·•]| [-–—/] ", line) if not read_stamp(x) and names_outlet(x)
    )


def _address(core: Span, line: str, layout: Layout) -> None:
    layout.add("outlet", core)
    layout.addresses.append(line)


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


def _rest(text: str, told: list[Paragraph], layout: Layout) -> None:
    ending = [i for i, p in enumerate(told) if not p.ruled and _ends(p.of(text)) and not _outside(p, text)]
    last = ending[-1] if ending else -1
    leads, listing, ruled = True, False, False
    for index, paragraph in enumerate(told):
        line, tail = paragraph.of(text), index > last
        ruled = ruled or paragraph.ruled
        if paragraph.ruled:
            continue
        listing = _opens(line) or (listing and not _ends(line))
        if listing or _is_furniture(line) or (ruled and tail and paragraph.emphasised):
            layout.add("furniture", paragraph.core)
        elif not _small_line(text, paragraph, layout, tail):
            _body(text, paragraph.core, layout, leads)
            leads = False


def _opens(line: str) -> bool:
    return bool(words().opens_list.fullmatch(line))


def _outside(paragraph: Paragraph, text: str) -> bool:
    line = paragraph.of(text)
    return _is_furniture(line) or is_address(line) or paragraph.emphasised


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
        _address(core, line, layout)
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
    return names_outlet(line) or any(_same(line, name) for name in names)


def _fits_heading(line: str, letters: int, most_words: int) -> bool:
    asks = line.endswith("?") and line[0] not in _QUOTES
    short = len(line) <= letters and len(line.split()) <= most_words
    return short and (asks or not _ends(line)) and not line[0].islower()


def _body(text: str, core: Span, layout: Layout, leads: bool) -> None:
    """Add the marks and the body of one paragraph; `leads` where it is the first."""
    end = 0
    for mark in read_marks(core.of(text), leads):
        if _is_speaker(text, text[core.start + mark.start : core.start + mark.end].strip()):
            break
        layout.add(mark.kind, _trimmed(text, Span(core.start + mark.start, core.start + mark.end)))
        if mark.outlet:
            (layout.marked if mark.kind == "outlet" else layout.datelined).append(mark.outlet)
        if mark.day:
            layout.dateline_days.append(mark.day)
        end = mark.end
    layout.add("body", Span(core.start + end, core.end))


def _is_speaker(text: str, mark: str) -> bool:
    """True for the name before a colon that a transcript tells again and again, where a dateline stands once."""
    return mark.endswith(":") and text.count(mark) > 1


def _trimmed(text: str, span: Span) -> Span:
    return Span(span.start, span.start + len(span.of(text).rstrip()))


def coded_text(text: str, parts: Iterable[Part]) -> str:
    """The words of title, headings and body, one part a line."""
    return "\n".join(p.span.of(text) for p in parts if p.kind in ("title", "heading", "body"))
