"""A contradiction: what is said for and against one incident, side by side.

The law: nobody is declared right. No voice contradicts itself in one report, and no sentence does by telling one act
as done and another as not done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True, slots=True)
class Stand:
    """What one mention says of the incident: who, in which report (copies of one text are one) and sentence, says of
    which type of act that it was done or not."""

    voice: str
    stance: Stance
    report: str
    sentence: tuple[int, int]
    type: str


Types = frozenset[tuple[str, str]]
REFUSAL = "REJECT"


def disputed(stands: Sequence[Stand]) -> bool:
    """True where one asserts what another denies."""
    one = told_as_one(stands)
    said, denied = (
        {(stand.type, stand.voice, stand.report) for stand in stands if stand.stance == stance}
        for stance in ("asserts", "denies")
    )
    return any(a[1:] != b[1:] and opposed(a[0], b[0], one) for a in said for b in denied)


def told_as_one(stands: Iterable[Stand]) -> Types:
    """The types of acts of which one sentence tells the first as done and the second as not: "failed to agree"."""
    held: dict[tuple[str, tuple[int, int]], dict[str, set[str]]] = {}
    for stand in stands:
        held.setdefault((stand.report, stand.sentence), {}).setdefault(stand.stance, set()).add(stand.type)
    each = ((types.get("asserts", ()), types.get("denies", ())) for types in held.values())
    return frozenset((a, b) for said, denied in each for a in said for b in denied if a != b)


def opposed(said: str, denied: str, one: Types) -> bool:
    """True where an act of the first type cannot have been done while one of the second was not, if it is one act.

    Whoever refuses an act and whoever says that it was not done agree, as do acts that a sentence tells as one.
    """
    return said == denied or (said != REFUSAL and (said, denied) not in one)
