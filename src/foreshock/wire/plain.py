"""The reader of plain text and Markdown: bytes of an item in, a report out.

The law: the text is kept letter for letter; caller and container overrule what it tells of itself.
"""

from __future__ import annotations

from foreshock.records import Report
from foreshock.wire.encoding import decode
from foreshock.wire.item import About, Item
from foreshock.wire.reading import report_of


def read_plain(item: Item, told: About = About()) -> Report:  # noqa: B008 - frozen
    """The report that the item's text is; raises UnreadableReport where it holds none."""
    return report_of(decode(item.raw, item.name), item.name, [told, item.about])
