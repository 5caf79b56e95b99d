"""The own text of a letter: without what it quotes below, without a signature, and of a forwarded one what was sent on.

The law: what is left out is said in a flag; a line that is not surely a quotation or a signature stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parseaddr, parsedate_to_datetime

from foreshock.wire.caps import letter_limits
from foreshock.wire.item import About
from foreshock.wire.outlets import names_outlet
from foreshock.wire.stamps import read_stamp

_FIELD = re.compile(r"\**(?P<key>[\w-]{2,10})\**\s?:\**\s*(?P<told>\S.*)?")


@dataclass(frozen=True, slots=True)
class Letter:
    """The text, what a reader should know of it, and the head of the letter that was sent on, where one was."""

    text: str
    flags: tuple[str, ...] = ()
    head: About | None = None


@dataclass(slots=True)
class _Cut:
    lines: list[str]
    flags: list[str] = field(default_factory=list)


def own_text(text: str) -> Letter:
    """The letter in `text`."""
    lines = text.replace("\r\n", "\n").split("\n")
    head, lines, flags = _sent_on(lines)
    cut = _Cut(lines, flags)
    _cut_quoted(cut)
    _cut_signature(cut)
    return Letter("\n".join(cut.lines).strip("\n"), tuple(cut.flags), head)


def _sent_on(lines: list[str]) -> tuple[About | None, list[str], list[str]]:
    """The head and text of a letter that was sent on, where the sender added little to it."""
    limits = letter_limits()
    place = next((i for i, x in enumerate(lines) if limits.forwarded.fullmatch(x.strip())), None)
    if place is None or sum(len(x.split()) for x in lines[:place] if not x.startswith(">")) >= limits.own_words:
        return None, lines, []
    told, end = _fields(lines, place + 1)
    if len(told) < 2:
        return None, lines, []
    flags = ["forwarded by another hand"] + (["words of the forwarding hand left out"] if any(lines[:place]) else [])
    return _about(told), [x.removeprefix("> ").removeprefix(">") for x in lines[end:]], flags


def _fields(lines: list[str], place: int) -> tuple[dict[str, str], int]:
    told: dict[str, str] = {}
    while place < len(lines):
        line = lines[place].removeprefix(">").strip()
        match = _FIELD.fullmatch(line)
        key = match["key"].lower() if match else ""
        if match and key in letter_limits().fields:
            told.setdefault(letter_limits().fields[key], (match["told"] or "").strip("* "))
        elif line or told:
            break
        place += 1
    return {key: x for key, x in told.items() if key and x}, place


def _about(told: dict[str, str]) -> About:
    name = parseaddr(told.get("outlet", ""))[0].strip("\"' *") or None
    firm = bool(name) and names_outlet(name or "")
    day = _day(told.get("day", ""))
    return About(
        outlet=name if firm else None,
        author=None if firm else name,
        title=letter_limits().answered.sub("", told.get("title", ""), count=1).strip() or None,
        published=day.date() if isinstance(day, datetime) else day,
        published_at=day if isinstance(day, datetime) else None,
        published_found="header" if day else "unknown",
    )


def _day(told: str) -> date | datetime | None:
    try:
        return parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError, OverflowError):
        stamp = read_stamp(told)
        return (stamp.at or stamp.day) if stamp else None


def _cut_quoted(cut: _Cut) -> None:
    """Cut the message that is answered: all under "... wrote:", a rule with a head, or a last block of > lines."""
    limits, lines = letter_limits(), cut.lines
    for place, line in enumerate(lines):
        told = f"{line.strip()} {lines[place + 1].strip()}" if place + 1 < len(lines) else line.strip()
        quoted = any(x.startswith(">") for x in lines[place + 1 : place + 5])
        answered = quoted and (limits.wrote.fullmatch(line.strip()) or limits.wrote.fullmatch(told))
        ruled = limits.forwarded.fullmatch(line.strip()) and len(_fields(lines, place + 1)[0]) > 1
        if place and (answered or ruled) and any(x.strip() for x in lines[:place]):
            cut.lines = lines[:place]
            cut.flags.append("a quoted message left out")
            return
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    if end and any(x.startswith(">") for x in lines[end:]):
        cut.lines = lines[:end]
        cut.flags.append("a quoted message left out")


def _cut_signature(cut: _Cut) -> None:
    place = next((i for i, x in enumerate(cut.lines) if x.rstrip("\r") in ("-- ", "--")), None)
    if place and len(cut.lines) - place <= letter_limits().signature_lines + 1:
        cut.lines = cut.lines[:place]
        cut.flags.append("a signature left out")
