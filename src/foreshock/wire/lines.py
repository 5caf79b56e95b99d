"""Lines and paragraphs: where the text of a page stands, as spans of the unaltered text.

The law: a paragraph is a span, never a copy; lines wrapped by hand are one paragraph, and nothing is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from foreshock.records import Span
from foreshock.wire.words import words

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_EDGE = " \t\xa0\ufeff\u200b\u200e\u200f\u202a\u202c\u2060\u3000"
_MARKUP = re.compile(r"(?:#{1,6}(?=\s)|>+|[-*+•](?=\s)|\\)[ \t]*")
_RULE = re.compile(r"[-=*_~#\s·•.]*")
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?:[^\n]*\n){0,20}?---")
_EMPHASIS = ("***", "**", "__", "*", "_")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `core` is its words without Markdown signs, `marked` the heading level or 0."""

    core: Span
    marked: int = 0
    emphasised: bool = False
    quoted: bool = False
    ruled: bool = False

    def of(self, text: str) -> str:
        """The words of the paragraph."""
        return self.core.of(text)


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of `text` in order; a rule such as `---` stands as a paragraph with `ruled` set."""
    found: list[Paragraph] = []
    for span in _joined(text, list(_lines(text))):
        line = span.of(text)
        if _RULE.fullmatch(line):
            if set(line.strip()) <= {"="} and found:
                found[-1] = Paragraph(found[-1].core, marked=1)
            elif len(line) > 2:
                found.append(Paragraph(span, ruled=True))
            continue
        found.append(_bared(text, span))
    return found


def _lines(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        told = match.group()
        start = match.start() + len(told) - len(told.lstrip(_EDGE))
        end = match.end() - (len(told) - len(told.rstrip(_EDGE)))
        if start < end:
            yield Span(start, end)


def _joined(text: str, lines: list[Span]) -> Iterator[Span]:
    width = _wrap_width(text, lines)
    front = _FRONT_MATTER.match(text)
    body_start = front.end() if front else 0
    held: Span | None = None
    last: Span | None = None
    for line in lines:
        if held and last and width and last.start >= body_start and _runs_on(text, last, line, width):
            held = Span(held.start, line.end)
        else:
            if held:
                yield held
            held = line
        last = line
    if held:
        yield held


def _wrap_width(text: str, lines: list[Span]) -> int:
    width = max((line.end - line.start for line in lines), default=0)
    if width > words().limits.wrapped_letters:
        return 0
    pairs = pairwise(lines)
    broken = [a for a, b in pairs if _adjacent(text, a, b) and text[b.start].islower() and text[a.end - 1] not in ".!?"]
    long = [a for a in broken if a.end - a.start >= words().limits.broken_letters]
    return width if len(broken) > 1 or long else 0


def _runs_on(text: str, last: Span, line: Span, width: int) -> bool:
    ruled = _RULE.fullmatch(line.of(text)) or _RULE.fullmatch(last.of(text))
    if ruled or not _adjacent(text, last, line) or _MARKUP.match(line.of(text)):
        return False
    first_word = len(line.of(text).split(maxsplit=1)[0])
    return last.end - last.start + 1 + first_word > width - 2 or text[line.start].islower()


def _adjacent(text: str, last: Span, line: Span) -> bool:
    return len(_BREAK.findall(text, last.end, line.start)) == 1


def _bared(text: str, span: Span) -> Paragraph:
    start, end, level, quoted = span.start, span.end, 0, False
    while (match := _MARKUP.match(text, start, end)) and match.end() < end:
        sign = match.group().strip()
        level, quoted = (len(sign), quoted) if sign.startswith("#") else (level, quoted or sign.startswith(">"))
        start = match.end()
    if level:
        end = start + len(text[start:end].rstrip("# \t")) or end
    for sign in _EMPHASIS:
        inner = text[start + len(sign) : end - len(sign)]
        if inner.strip() and text[start:end] == f"{sign}{inner}{sign}" and sign not in inner:
            return Paragraph(Span(start + len(sign), end - len(sign)), level, True, quoted)
    return Paragraph(Span(start, end), level, False, quoted)
