"""Letters: one message in, its own text and the files that hang on it out.

The law: the head of a message tells who wrote when, the best part of it is the text, and each file on it that can be
read is an item of its own. What was merely quoted, and the signature, is no part of the report.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.apart import apart
from foreshock.wire.caps import letter_limits
from foreshock.wire.item import About, Item
from foreshock.wire.letters import own_text
from foreshock.wire.outlets import names_outlet
from foreshock.wire.post import split_message
from foreshock.wire.reading import report_of
from foreshock.wire.sizes import megabytes

LETTER = "text/x-letter"
"""The kind of an item whose bytes are the plain text of a letter, in UTF-8."""
_HOPED = "hoped for an e-mail message"


def open_message(item: Item) -> Iterator[Item | UnreadableReport]:
    """The text of a message as an item of the kind LETTER or text/html, then each file that hangs on it."""
    most = letter_limits().raw_bytes
    if len(item.raw) > most:
        yield UnreadableReport(
            item.name, f"too large ({megabytes(len(item.raw), most)})", f"hoped for at most {megabytes(most)}"
        )
        return
    try:
        told = apart(split_message, item.raw, item.name)
    except UnreadableReport as fault:
        yield fault
        return
    about = _about(told, item.about)
    if told["plain"] is not None:
        yield Item(item.name, str(told["plain"]).encode("utf8"), LETTER, about)
    elif told["html"] is not None:
        yield Item(item.name, str(told["html"]).encode("utf8"), "text/html; charset=utf-8", about)
    elif not told["attached"]:
        yield UnreadableReport(item.name, "a message without a text", _HOPED)
    for one in told["attached"]:
        name = f"{item.name}, {one['name']}"
        yield Item(name, base64.b64decode(one["raw"]), one["kind"], replace(about, title=None, author=None))


def read_letter(item: Item, told: About = About()) -> Report:  # noqa: B008 - frozen
    """The report in the text of a letter; a forwarded one is its first sender's. Raises UnreadableReport."""
    letter = own_text(item.raw.decode("utf8", "replace"))
    inner = About() if letter.head is None else letter.head
    return report_of(letter.text, item.name, [told, inner, item.about], letter.flags)


def _about(told: dict[str, Any], outer: About) -> About:
    """What the head of the message tells, under what its container told."""
    sender, at = told["sender"], told["at"]
    firm = bool(sender) and (told["listed"] or names_outlet(sender))
    moment = datetime.fromisoformat(at) if at else None
    own = About(
        outlet=sender if firm else None,
        title=letter_limits().answered.sub("", told["subject"] or "", count=1).strip() or None,
        author=None if firm else sender,
        language=told["language"],
        published=moment.date() if moment else None,
        published_at=moment,
        published_found="header" if moment else "unknown",
    )
    dated = outer if outer.published or outer.published_at else own
    return About(
        outlet=outer.outlet or own.outlet,
        title=outer.title or own.title,
        author=outer.author or own.author,
        url=outer.url,
        language=outer.language or own.language,
        published=dated.published,
        published_at=dated.published_at,
        published_found=dated.published_found,
        withdrawn=outer.withdrawn,
    )
