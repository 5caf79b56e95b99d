"""A copy: a report whose words are those of one before it, exactly or nearly. The law: it says how much, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CopyKind = Literal["exact", "near"]
SAME_TEXT = "the same text in "
"""How the flag of a report begins that names the outlets of its copies."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A report is a copy of the report `of`; `share` is the share, 0 to 1, of the words of the shorter of the two that
    stand in the other in the same order, and `because` says so in words."""

    of: str
    share: float
    kind: CopyKind
    because: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a text is found by among others: `marks` made by the rule that is named, so that another rule makes new."""

    rule: str
    marks: bytes
