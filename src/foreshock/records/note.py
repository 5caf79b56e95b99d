"""A note: what a person or an errand says about rows of the ledger. The law: it says who and why where a person did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a `kind` about a `subject`, the id of a report or another name; `told` is plain JSON.

    Kinds: correction, grade, takedown, links, page, forecast, resolution.
    """

    kind: str
    subject: str
    told: dict[str, Any]
    who: str | None = None
    why: str | None = None
