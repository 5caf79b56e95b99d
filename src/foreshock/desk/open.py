"""Opening what the errands work with: the coder and the ledger. The law: a command's option goes before a setting."""

from __future__ import annotations

from pathlib import Path

from foreshock import coding
from foreshock.ledger import Ledger
from foreshock.settings import Settings


def open_coder(settings: Settings, model: str | None = None, actors: Path | None = None) -> coding.EventCoder:
    """The coder with the model and the actors told, or set; raises ModelMissing and CodebookError."""
    return coding.open_coder(model or settings.model, actors or settings.actors)


def open_ledger(settings: Settings, ledger: str | None = None, create: bool = True) -> Ledger:
    """The ledger told, or set; raises LedgerError where it cannot be had, or with `create` false is not there."""
    return Ledger(ledger or settings.ledger, create=create)
