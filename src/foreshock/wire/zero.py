"""Letters without width: what stands in a text and shows nothing, or turns what is shown.

The law: one joiner between letters is how some scripts are written and stays; of pages and documents runs, tags and
overrides are taken out, and a text that is kept letter for letter says that it holds them.
"""

from __future__ import annotations

import re

from foreshock.records.report import JOINERS, UNSEEN

_RUN = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff\u00ad\u180e]{2,}")
_LONE = re.compile("[\u200b\u2060-\u2064\ufeff\u00ad\u180e]")
_TURNED = re.compile("[\u202d\u202e\U000e0000-\U000e007f\ufff9-\ufffb]+")
_JOINED = re.compile(rf"(?<=\w)[{''.join(sorted(JOINERS))}](?=\w)")
_TOLD = UNSEEN - frozenset("\u061c\u200e\u200f")
"""All but the marks by which careful writers set a name of another script into a line."""
FLAG = "characters without width left out"


def without_zero_width(text: str) -> tuple[str, bool]:
    """The text without them, and whether there were any that a careful writer does not use."""
    plain, runs = _RUN.subn("", text)
    plain, turned = _TURNED.subn("", plain)
    return _LONE.sub("", plain), runs + turned > 0


def unseen_flags(text: str) -> tuple[str, ...]:
    """What a reader of a text that is kept as it came should know of what does not show in it, in words."""
    count = 0 if text.isascii() else sum(x in _TOLD for x in _JOINED.sub("", text.removeprefix("\ufeff")))
    return (f"holds characters that do not show, or turn what is shown ({count:,})",) if count else ()
