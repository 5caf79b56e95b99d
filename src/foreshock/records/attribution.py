"""Attribution: who vouches for a row. The law: source, cue and content, and nothing else, in this one set of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foreshock.records.actor import Actor
from foreshock.records.span import Span

Stance = Literal["asserts", "denies", "doubts"]


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: `source` vouches for the words of `content`, introduced by the words of `cue`."""

    source: Actor
    cue: Span
    content: Span
    stance: Stance = "asserts"


Chain = tuple[Link, ...]
"""Links outermost first; empty means the outlet's own voice."""
