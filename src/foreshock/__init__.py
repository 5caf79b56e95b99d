"""foreshock reads news reports and keeps who did, said or threatened what to whom, when, according to whom.

The law: the names below are loaded when first used, so that importing the package loads no model and no database.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foreshock.desk.python import code, page, read
    from foreshock.ledger import Ledger
    from foreshock.records import Actor, CodedReport, Event, Link, Report, Statement

__all__ = ["Actor", "CodedReport", "Event", "Ledger", "Link", "Report", "Statement", "code", "page", "read"]

_PYTHON = "foreshock.desk.python"
_HOMES = {"code": _PYTHON, "page": _PYTHON, "read": _PYTHON, "Ledger": "foreshock.ledger"}


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, "foreshock.records")), name)
    if name == "__version__":
        from importlib.metadata import version

        return version("foreshock")
    raise AttributeError(f"module 'foreshock' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
