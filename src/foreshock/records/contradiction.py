"""A contradiction: what is said for and against one incident, side by side. The law: nobody is declared right."""

from __future__ import annotations

from dataclasses import dataclass

from foreshock.records.attribution import Stance
from foreshock.records.incident import Member


@dataclass(frozen=True, slots=True)
class Voice:
    """Who takes a stance on the incident: a source, or the outlet where it speaks for itself; with the rows it does it
    in and the origin they have in common."""

    name: str
    stance: Stance
    origin: str
    events: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Toll:
    """What one origin counts: at least `low`, at most `high` over all its figures (None where open), by figure ids.

    `voices` are those who tell the figures: the innermost source of each, or the outlet.
    """

    what: str
    origin: str
    low: float | None
    high: float | None
    figures: tuple[Member, ...]
    voices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The voices and tolls of one incident; `contested` where one asserts what another denies, or tolls lie apart."""

    incident: str
    voices: tuple[Voice, ...]
    tolls: tuple[Toll, ...]
    contested: bool

    def of(self, stance: Stance) -> tuple[Voice, ...]:
        """The voices of one stance."""
        return tuple(voice for voice in self.voices if voice.stance == stance)
