"""Opening what the errands work with: the coder and the ledger. The law: a command's option goes before a setting."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from foreshock import coding
from foreshock.errors import LedgerError
from foreshock.ledger import Ledger
from foreshock.records import CodedReport
from foreshock.settings import Settings


def open_coder(settings: Settings, model: str | None = None, actors: Path | None = None) -> coding.EventCoder:
    """The coder with the model and the actors told, or set; raises ModelMissing and CodebookError."""
    return coding.open_coder(model or settings.model, actors or settings.actors)


def open_ledger(settings: Settings, ledger: str | None = None, create: bool = True) -> Ledger:
    """The ledger told, or set; raises LedgerError where it cannot be had, or with `create` false is not there."""
    return Ledger(ledger or settings.ledger, create=create)


def held(settings: Settings, ledger: str | None = None, as_of: date | None = None) -> list[CodedReport]:
    """All that the ledger holds, as known at the end of a day where one is told; raises LedgerError where empty."""
    with open_ledger(settings, ledger, create=False) as book:
        found = list((book.as_of(as_of) if as_of else book).all_coded())
    if not found:
        known = f" as of {as_of}" if as_of else "; `foreshock add` adds some"
        raise LedgerError(book.name, f"holds no report{known}")
    return found
