"""Opening what the errands work with: the coder and the ledger, each imported only where it is opened.

The law: a command's option goes before a setting.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from foreshock.errors import LedgerError
from foreshock.records import CodedReport
from foreshock.settings import Settings

if TYPE_CHECKING:
    from foreshock.coding import EventCoder
    from foreshock.ledger import Ledger


def open_coder(settings: Settings, model: str | None = None, actors: Path | None = None) -> EventCoder:
    """The coder with the model and the actors told, or set; raises ModelMissing and CodebookError."""
    from foreshock import coding

    return coding.open_coder(model or settings.model, actors or settings.actors)


def open_ledger(settings: Settings, ledger: str | None = None, create: bool = True) -> Ledger:
    """The ledger told, or set; raises LedgerError where it cannot be had, or with `create` false is not there."""
    from foreshock.ledger import Ledger

    return Ledger(ledger or settings.ledger, create=create)


def held(settings: Settings, ledger: str | None = None, as_of: date | None = None) -> list[CodedReport]:
    """All that the ledger holds, as known at the end of a day where one is told; raises LedgerError where empty."""
    with open_ledger(settings, ledger, create=False) as book:
        found = list((book.as_of(as_of) if as_of else book).all_coded())
    if not found:
        known = f" as of {as_of}" if as_of else "; `foreshock add` adds some"
        raise LedgerError(book.name, f"holds no report{known}")
    return found
