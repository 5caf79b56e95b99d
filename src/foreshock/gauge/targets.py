"""What a gauge is asked about: a dyad such as IRN>ISR or ISR<>LBN:REB, or a theatre by its name.

The law: a side that no row knows is an error that names the nearest known ones, never an empty reading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, reduce
from operator import or_

import polars as pl

from foreshock.codebook.actor_files import states
from foreshock.codebook.base import sectors
from foreshock.codebook.gauges import Theatre
from foreshock.codebook.registry import countries, registry
from foreshock.errors import ForeshockError

ANYONE = "*"
_CODES = re.compile(r"^[A-Za-z]{3}(?::[\w+-]+)?/[A-Za-z]{3}(?::[\w+-]+)?$")
_COUNTRY = re.compile(r"^([A-Za-z]{3})(?::(-?)([A-Za-z]{3}(?:\+[A-Za-z]{3})*))?$")


class NoSuchTarget(ForeshockError):
    """A dyad or theatre that cannot be gauged; `near` are known ones that are spelt alike."""

    exit_code = 2

    def __init__(self, wanted: str, fault: str, near: Iterable[str] = ()) -> None:
        self.wanted, self.fault, self.near = wanted, fault, tuple(near)
        hint = f"; did you mean {' or '.join(self.near)}?" if self.near else ""
        super().__init__(f"{wanted!r}: {fault}{hint}")


@dataclass(frozen=True, slots=True)
class Side:
    """One party: a country, one with or `without` some sectors, an actor by `name`, or anyone."""

    told: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    without: bool = False
    name: str | None = None

    def fits(self, party: str) -> pl.Expr:
        """True for rows whose `party` (actor or recipient) is of this side."""
        if self.name is not None:
            return (pl.col(party).str.to_lowercase() == self.name.lower()).fill_null(False)
        if self.country is None:
            return pl.lit(True)
        there = (pl.col(f"{party}_country") == self.country).fill_null(False)
        if not self.sectors:
            return there
        among = pl.col(f"{party}_sector").is_in(self.sectors).fill_null(False)
        return there & (~among if self.without else among)


@dataclass(frozen=True, slots=True)
class Target:
    """A dyad (`pairs` of actor and recipient sides) or a theatre (`members`); `name` is its one spelling."""

    name: str
    title: str
    pairs: tuple[tuple[Side, Side], ...] = ()
    members: tuple[Side, ...] = ()
    internal: bool = True

    @property
    def sides(self) -> tuple[Side, ...]:
        """Every party it names, once."""
        return tuple(dict.fromkeys([*(side for pair in self.pairs for side in pair), *self.members]))

    def fits(self) -> pl.Expr:
        """True for the rows of the target."""
        if self.pairs:
            return _any(actor.fits("actor") & recipient.fits("recipient") for actor, recipient in self.pairs)
        untold = pl.col("recipient").is_null() & pl.col("recipient_country").is_null()
        inside = _any(side.fits("actor") for side in self.members)
        toward = untold | _any(side.fits("recipient") for side in self.members)
        home = (pl.col("actor_country") == pl.col("recipient_country")).fill_null(False)
        return inside & toward & (pl.lit(True) if self.internal else ~home)


def target_of(told: str, known: Mapping[str, Theatre]) -> Target:
    """The target that is meant; raises NoSuchTarget where it is neither dyad nor theatre."""
    wanted = told.strip()
    if wanted in known:
        return theatre_target(known[wanted])
    if "<>" in wanted:
        one, other = _sides(told, wanted.split("<>"))
        return Target(f"{one.told}<>{other.told}", f"{one.told} and {other.told}", ((one, other), (other, one)))
    if ">" in wanted or _CODES.match(wanted):
        actor, recipient = _sides(told, wanted.split(">" if ">" in wanted else "/"))
        return Target(f"{actor.told}>{recipient.told}", f"{actor.told} toward {recipient.told}", ((actor, recipient),))
    fault = "neither a dyad such as IRN>ISR nor the name of a theatre"
    raise NoSuchTarget(told, fault, _alike(wanted, known))


def theatre_target(theatre: Theatre) -> Target:
    """The theatre as a target."""
    members = tuple(side_of(member) for member in theatre.members)
    return Target(theatre.name, theatre.title, members=members, internal=theatre.internal)


def side_of(told: str) -> Side:
    """The party that is meant: `*`, a code, a code with sectors, the name of a state, or the name of an actor."""
    wanted = " ".join(told.split())
    if wanted == ANYONE:
        return Side(ANYONE)
    if wanted.casefold() in _state_names():
        country = _state_names()[wanted.casefold()]
        return Side(country, country)
    if not (code := _COUNTRY.match(wanted)):
        return Side(wanted, name=wanted)
    country, among = code[1].upper(), tuple(code[3].upper().split("+")) if code[3] else ()
    if strange := [sector for sector in among if sector not in sectors()]:
        raise NoSuchTarget(told, f"{strange[0]} is no sector code", _alike(strange[0], sectors()))
    spelt = f"{country}:{code[2]}{'+'.join(among)}" if among else country
    return Side(spelt, country, among, bool(code[2]))


def check_known(target: Target, rows: pl.DataFrame) -> None:
    """Raises NoSuchTarget where a dyad names a party that no row knows, or where no member of a theatre is known."""
    unknown = [side for side in target.sides if rows.filter(side.fits("actor") | side.fits("recipient")).is_empty()]
    if target.pairs and unknown:
        raise NoSuchTarget(target.name, f"no row knows {unknown[0].told}", _near(unknown[0], rows))
    if target.members and len(unknown) == len(target.members):
        raise NoSuchTarget(target.name, "no row knows any of its members")


def check_meant(target: Target, rows: pl.DataFrame) -> None:
    """Raises NoSuchTarget where it names a party that neither a row nor the codebook knows: it would never be met."""
    for side in target.sides:
        listed = side.country in countries() if side.country else side.name is None or registry().names().get(side.name)
        if not listed and rows.filter(side.fits("actor") | side.fits("recipient")).is_empty():
            raise NoSuchTarget(target.name, f"no row and no codebook knows {side.told}", _near(side, rows))


def _near(side: Side, rows: pl.DataFrame) -> list[str]:
    """Known parties spelt like the one asked for: codes for a code, else names."""
    columns = [f"{party}{'' if side.name else '_country'}" for party in ("actor", "recipient")]
    known = pl.concat([rows[column].unique() for column in columns]).drop_nulls().unique().sort().to_list()
    spelt = {k.casefold(): k for k in known}
    return [spelt[k] for k in _alike((side.name or side.country or "").casefold(), spelt)]


def _alike(wanted: str, known: Iterable[str]) -> list[str]:
    """Those spelt like the one wanted; of close ones, first the one with most of its letters, then in their places."""

    def unlike(word: str) -> tuple[int, int]:
        shared = sum((Counter(wanted) & Counter(word)).values())
        return -shared, -sum(a == b for a, b in zip(wanted, word, strict=False))

    return sorted(get_close_matches(wanted, list(known), n=3), key=unlike)


def _sides(told: str, parts: list[str]) -> tuple[Side, Side]:
    if len(parts) != 2 or not all(part.strip() for part in parts):
        raise NoSuchTarget(told, "a dyad has one party on each side of >")
    return side_of(parts[0]), side_of(parts[1])


@cache
def _state_names() -> dict[str, str]:
    return {name.casefold(): s.country for s in states() for name in (s.name, *s.aliases)}


def _any(conditions: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(or_, conditions, pl.lit(False))
