"""Boxes of letters (mbox), however long, read message by message.

The law: no more than one message is held at a time; one that is too long is an error, and the next is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from foreshock.errors import UnreadableReport
from foreshock.wire.caps import letter_limits
from foreshock.wire.flow import Flow
from foreshock.wire.item import Item

MESSAGE = "message/rfc822"
_QUOTED = re.compile(rb">+From ")
_LINE = 1 << 20
_HOPED = "hoped for a box of e-mail messages"


def open_box(flow: Flow) -> Iterator[Item | UnreadableReport]:
    """The messages of a box, each of the kind message/rfc822; one begins with "From " after a blank line."""
    number, held, blank = 0, bytearray(), True
    while line := flow.stream.readline(_LINE):
        if blank and line.startswith(b"From "):
            if number:
                yield _message(flow, number, held)
            number, held = number + 1, bytearray()
        elif number and len(held) <= letter_limits().raw_bytes:
            held += line[1:] if _QUOTED.match(line) else line
        blank = not line.strip()
    if not number:
        yield UnreadableReport(flow.name, "no message in it", _HOPED)
        return
    yield _message(flow, number, held)


def _message(flow: Flow, number: int, held: bytearray) -> Item | UnreadableReport:
    name, most = f"{flow.name}, message {number}", letter_limits().raw_bytes
    if len(held) > most:
        return UnreadableReport(name, f"too large (over {most / 1e6:.0f} MB)", "hoped for an e-mail message")
    return Item(name, bytes(held), MESSAGE, flow.about)
