"""How many independent origins rows rest on: the most of them of which no two share an origin or a teller.

The law: what one report tells, or one outlet, is one origin however many incidents it tells and sources it names; and
what several outlets pass on is one, too. One more row never makes it fewer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

import polars as pl

BY = ("voice", "teller")
PLAIN = 2
"""Up to so many, the fewer of origins and tellers is the count: only a star of pairs holds no two that are apart."""

Sides = Mapping[str, Sequence[str]]


def independent(rows: pl.DataFrame) -> int:
    """How many independent origins the rows have, by their columns `voice` and `teller`.

    Each origin counted has a teller that no other one counted needs: a maximum matching of origins and tellers.
    """
    pairs = rows.select(BY).unique(maintain_order=True)
    few, many = sorted(BY, key=lambda side: (pairs[side].n_unique(), side))
    most = pairs[few].n_unique()
    if most <= PLAIN or one_to_one(pairs):
        return most
    sides = pairs.group_by(few, maintain_order=True).agg(many)
    return _matched(dict(sides.iter_rows()))


def one_to_one(rows: pl.DataFrame) -> bool:
    """True where each origin has one teller and each teller one origin, as in rows that were never linked."""
    pairs = rows.select(BY).unique()
    return all(pairs[side].n_unique() == len(pairs) for side in BY)


def at_most(which: pl.Expr) -> pl.Expr:
    """The fewer of the different origins and tellers of a group's rows: `independent` of them up to two, never less."""
    return pl.min_horizontal(pl.col(side).filter(which).n_unique() for side in BY)


def _matched(sides: Sides) -> int:
    """How many of one side can have one of the other each, after Kuhn (1955)."""
    holder: dict[str, str] = {}
    return sum(_seated(one, sides, holder) for one in sides)


def _seated(newcomer: str, sides: Sides, holder: dict[str, str]) -> bool:
    """True where the newcomer gets one of the other side, those before it moving over where they can."""
    asked: dict[str, str] = {}
    seat: dict[str, str] = {}
    waiting = deque([newcomer])
    while waiting:
        one = waiting.popleft()
        for other in sides[one]:
            if other in asked:
                continue
            asked[other] = one
            if other not in holder:
                _move(other, asked, seat, holder)
                return True
            seat[holder[other]] = other
            waiting.append(holder[other])
    return False


def _move(free: str, asked: Mapping[str, str], seat: Mapping[str, str], holder: dict[str, str]) -> None:
    """Everybody on the way from the newcomer to what is free takes what is free before them."""
    place: str | None = free
    while place is not None:
        holder[place] = asked[place]
        place = seat.get(asked[place])
