"""Files of documents, read apart to one report. The law: what is read is words, without control characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.apart import apart
from foreshock.wire.caps import sheet_limits
from foreshock.wire.item import About, Item
from foreshock.wire.reading import report_of
from foreshock.wire.sizes import megabytes

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def read_filed(item: Item, told: About, work: Callable[[bytes], dict[str, Any]], noun: str) -> Report:
    """The report that `work`, done apart, finds in the bytes; raises UnreadableReport where there is none.

    `work` gives text, title, author and flags; `noun` is what an error calls the file.
    """
    most = sheet_limits().raw_bytes
    if len(item.raw) > most:
        seen = f"too large ({megabytes(len(item.raw), most)})"
        raise UnreadableReport(item.name, seen, f"hoped for a {noun} of at most {megabytes(most)}")
    file = apart(work, item.raw, item.name)
    own = About(title=file["title"], author=file["author"])
    return report_of(str(file["text"]), item.name, [told, item.about, own], [str(x) for x in file["flags"]])


def without_control(text: str) -> str:
    """The text without control characters and half characters; line ends and tabs stay."""
    return _CONTROL.sub("", text)
