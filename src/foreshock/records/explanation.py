"""An explanation: why words were coded as they were, or why not. The law: every reason names the file it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from foreshock.records.span import Span


@dataclass(frozen=True, slots=True)
class Reason:
    """One step to a decision: what it is about ("word", "actor", "standing", ...) and what was found."""

    about: str
    found: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of one word, `verdict` in short, and the reasons in the order in which they were weighed."""

    span: Span
    verdict: str
    reasons: tuple[Reason, ...] = ()
