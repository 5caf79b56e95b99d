"""Other people's tables: columns of ours <-> files of theirs.

`history` reads a file of events as the columns of acts; `export` writes what the ledger holds in the forms that others
read. The law: a file is read whole or not at all, and no export lets out more of a report's text than a short span.
"""

from __future__ import annotations

from pathlib import Path

from foreshock.errors import NoSuchFormat
from foreshock.formats import acled, gdelt, icews, polecat, triples, ucdp
from foreshock.formats.history import HISTORY, History

_READERS = {
    "acled": acled.read,
    "gdelt": gdelt.read,
    "icews": icews.read,
    "polecat": polecat.read,
    "triples": triples.read,
    "ucdp": ucdp.read,
}
READ_FORMATS = tuple(_READERS)
"""The names of the formats that can be read."""

__all__ = ["HISTORY", "READ_FORMATS", "History", "read_history"]


def read_history(format: str, source: Path | str | bytes) -> History:
    """The acts of a file in one of READ_FORMATS; raises NoSuchFormat, and UnreadableHistory with the line at fault."""
    if format not in _READERS:
        raise NoSuchFormat(format, READ_FORMATS)
    return _READERS[format](source)
