"""Opening what the errands work with: the coder and the ledger, each imported only where it is opened.

The law: a command's option goes before a setting.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from foreshock.desk.code import Codes
from foreshock.desk.collect import once
from foreshock.desk.copies import told_once
from foreshock.desk.explain import Explains
from foreshock.errors import LedgerError, ModelMissing
from foreshock.records import CodedReport
from foreshock.settings import Settings

if TYPE_CHECKING:
    from foreshock.coding import EventCoder
    from foreshock.ledger import Ledger


class Opened(Codes, Explains, Protocol):
    """A coder as the commands use it."""


class NoSuchModel(ModelMissing):
    """The model that was asked for is not installed; others may be."""

    def __init__(self, wanted: str, installed: tuple[str, ...]) -> None:
        super().__init__((wanted,))
        told = f"installed: {', '.join(installed)}" if installed else "nor is any other; see `foreshock doctor`"
        self.args = (f"no parser model {wanted!r} is installed; {told}",)


def open_coder(
    settings: Settings,
    model: str | None = None,
    actors: Path | None = None,
    triggers: Path | None = None,
    kind: str | None = None,
) -> EventCoder:
    """The coder with the model, actors, triggers and kind told, or set; raises what `coding.open_coder` raises."""
    from foreshock import coding

    wanted, installed = model or settings.model, tuple(coding.installed_models())
    if wanted and wanted.replace("-", "_") not in installed:
        raise NoSuchModel(wanted, installed)
    return coding.open_coder(
        wanted,
        actors or settings.actors,
        triggers or settings.triggers,
        settings.coder if kind is None else kind,
        settings.learned,
    )


def open_ledger(settings: Settings, ledger: str | None = None, create: bool = True, write: bool = False) -> Ledger:
    """The ledger told, or set; raises LedgerError where it cannot be had.

    With `create` one that is not there is made by the first thing written in it; without, it has to be there, and may
    be read-only unless it is to `write`.
    """
    from foreshock.ledger import Ledger

    book = Ledger(ledger or settings.ledger, create=create, late=create)
    if (create or write) and not book.writable:
        raise LedgerError(book.name, "cannot be written: the file or its folder is read-only")
    return book


def held(settings: Settings, ledger: str | None = None, as_of: date | None = None) -> list[CodedReport]:
    """All that the ledger holds, as known at the end of a day where one is told, each text once.

    Raises LedgerError where empty.
    """
    with open_ledger(settings, ledger, create=False) as book:
        view = book.as_of(as_of)
        found = told_once(once(view.all_coded()), view.families())
        if found:
            return found
        first = book.reports()["learned"].min()
    if isinstance(first, datetime):
        raise LedgerError(book.name, f"holds no report as of {as_of}; the first was added on {first.date()}")
    raise LedgerError(book.name, "holds no report; `foreshock add` adds some")
