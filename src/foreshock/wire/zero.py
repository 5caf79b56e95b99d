"""Letters without width: what stands in a text and shows nothing, or turns what is shown.

The law: one joiner between letters is how some scripts are written and stays; runs, tags and overrides are taken out.
"""

from __future__ import annotations

import re

_RUN = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff\u00ad\u180e]{2,}")
_LONE = re.compile("[\u200b\u2060-\u2064\ufeff\u00ad\u180e]")
_TURNED = re.compile("[\u202d\u202e\U000e0000-\U000e007f\ufff9-\ufffb]+")
FLAG = "characters without width left out"


def without_zero_width(text: str) -> tuple[str, bool]:
    """The text without them, and whether there were any that a careful writer does not use."""
    plain, runs = _RUN.subn("", text)
    plain, turned = _TURNED.subn("", plain)
    return _LONE.sub("", plain), runs + turned > 0
