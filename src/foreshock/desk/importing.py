"""A file of other people's events into the ledger.

The law: the file is read whole before anything is kept, so a fault in its last line leaves the ledger as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from foreshock.errors import NoSuchFormat

if TYPE_CHECKING:
    import polars as pl

    from foreshock.formats import History


class KeepsHistory(Protocol):
    """A ledger that takes in the acts of a history: `frame` has the columns of acts without `learned` and `incident`.

    True where they are now held, False where a file of that digest was held before and nothing changed.
    """

    def add_history(
        self,
        frame: pl.DataFrame,
        format: str,
        digest: str,
        name: str,
        learned: datetime,
        particulars: pl.DataFrame | None = None,
    ) -> bool:
        """Add the acts of one file, whole or not at all."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: the history read, and whether the ledger did not hold it before."""

    history: History
    new: bool

    def told(self) -> tuple[str, ...]:
        """The import in plain lines."""
        state = (
            "now held" if self.new else "held before, nothing changed" if len(self.history.frame) else "no act to keep"
        )
        return (f"{self.history.name}: {state}", *self.history.told())


def import_history(
    file: Path, format: str, ledger: KeepsHistory, now: Callable[[], datetime], mentions: Path | None = None
) -> Imported:
    """The acts of the file, now in the ledger; raises UnreadableHistory, NoSuchFormat and LedgerError.

    `mentions` is a GDELT file of mentions beside its file of events.
    """
    history = _read(file, format, mentions)
    if not len(history.frame):
        return Imported(history, False)
    told = (history.format, history.digest, history.name)
    new = ledger.add_history(history.frame, *told, now(), history.particulars)
    return Imported(history, new)


def _read(file: Path, format: str, mentions: Path | None) -> History:
    from foreshock.formats import gdelt, read_history

    if mentions is None:
        return read_history(format, file)
    if format != gdelt.LAYOUT.format:
        raise NoSuchFormat(f"{format} with mentions", (gdelt.LAYOUT.format,))
    return gdelt.read(file, mentions)
