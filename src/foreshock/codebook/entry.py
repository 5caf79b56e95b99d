"""Who can be named: states, and the actors of the registry with the offices they held and when.

The law kept here: an actor's country, sector and office are those of a day; what is not known stays None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Via = Literal["name", "alias", "adjective", "demonym", "capital", "metonym"]
Held = tuple[str | None, str | None, str | None]

KINDS = frozenset("person armed-group party alliance agency body company media think-tank movement document".split())
_OFFICES_OF_STATE = frozenset({"GOV", "MIL", "SPY", "JUD", "LEG", "COP", None})


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory; `capitals` and `metonyms` are words that mean its government."""

    name: str
    country: str
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()

    def on(self, day: date) -> Held:
        """Country, sector GOV and no office, on any day."""
        return (self.country, "GOV", None)


@dataclass(frozen=True, slots=True)
class Office:
    """A post or a period of an actor; both days inclusive, None where open or not known."""

    title: str | None
    sector: str | None
    country: str | None
    start: date | None = None
    end: date | None = None

    def held(self, day: date) -> bool:
        """True where `day` lies in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor other than a state; `sector` and `country` are those of its latest period."""

    name: str
    kind: str
    country: str | None
    sector: str | None
    aliases: tuple[str, ...]
    offices: tuple[Office, ...] = ()

    def on(self, day: date) -> Held:
        """Country, sector and office as held on `day`; a person out of a state's office is ELI, the country kept."""
        held = [o for o in self.offices if o.held(day)]
        if held:
            now = max(held, key=lambda o: o.start or date.min)
            return (now.country, now.sector, now.title)
        nearest = self._nearest(day)
        if self.kind == "person" and nearest.title and nearest.sector in _OFFICES_OF_STATE:
            return (nearest.country, "ELI", None)
        return (nearest.country, nearest.sector, None)

    def _nearest(self, day: date) -> Office:
        gone = [o for o in self.offices if o.end is not None and o.end < day]
        if gone:
            return max(gone, key=lambda o: o.end or date.min)
        return min(self.offices, key=lambda o: o.start or date.min)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a surface form may mean, and by which kind of word."""

    of: Entry | State
    via: Via
