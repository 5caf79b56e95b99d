"""Grades on the Admiralty scale: of a source A to F, of an item 1 to 6. The law: what nobody graded is F6."""

from __future__ import annotations

from dataclasses import dataclass

from foreshock.records.incident import Member


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of one event as one report tells it; `because` names what set the letter and what set the number."""

    event: Member
    reliability: str
    credibility: int
    because: tuple[str, str]

    @property
    def code(self) -> str:
        """Both together, as in F6."""
        return f"{self.reliability}{self.credibility}"
