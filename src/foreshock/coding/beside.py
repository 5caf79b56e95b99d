"""What stands right beside the name of a place: "Paris, Texas", "Tripoli, in Lebanon", "the English city of Bath".

The law: only a state or a division of one tells where its neighbour lies; a town beside a town tells nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from foreshock.coding.gazetteer import country_of, place_words, state_mark
from foreshock.coding.meanings import meanings
from foreshock.coding.towns import fold

_WORD = r"[A-Z][\w.'-]*"
_AFTER = re.compile(rf"(?:,|\s?\(|'s|\sin|,\sin|\sof|,\sof)\s?(?:the\s)?({_WORD}(?:\s(?:of\s)?{_WORD}){{0,3}})")
_BEFORE = re.compile(
    rf"({_WORD}(?:\s{_WORD}){{0,2}})(?:'s?)?\s(?:[a-z]+\s)?"
    r"(?:city|town|village|suburb|port|capital|community|district|province|region) (?:of )?$"
)
_LIST = re.compile(rf"{_WORD}(?:\s{_WORD})*(?:\s(?:and|or)\s|,\s{_WORD}(?:\s{_WORD})*,?\s(?:and|or)\s)")
_REACH = 70


@dataclass(frozen=True, slots=True)
class Beside:
    """The state (ISO alpha-3) that stands beside a name, its first-level division where that is told, and whether
    nothing but a comma or bracket parts them."""

    country: str
    division: str | None = None
    joined: bool = False


def beside(page: str, start: int, end: int) -> Beside | None:
    """What stands right after the name at `start` to `end`, else right before it."""
    if after := _AFTER.match(page, end, min(len(page), end + _REACH)):
        words = after[1].split()
        told = (container(" ".join(words[:many])) for many in range(len(words), 0, -1))
        if found := next((t for t in told if t), None):
            bare = page[end : after.start(1)].strip() in (",", "(")
            return replace(found, joined=bare and not _LIST.match(page, after.start(1)))
    before = _BEFORE.search(page[max(0, start - _REACH) : start])
    words = before[1].split() if before else []
    told = (container(" ".join(words[i:])) for i in range(len(words)))
    return next((t for t in told if t), None)


@cache
def container(name: str) -> Beside | None:
    """The state or division that a name alone means, None where it may mean something else."""
    if state := state_mark(name):
        return Beside("USA", state)
    if country := country_of(fold(name.rstrip("."))):
        return Beside(country)
    found = meanings(name)
    regions = [] if found.part else [s for s in found.spots if s.kind == "region" and s.country]
    towns = [
        s
        for s in found.spots
        if s.kind == "city" and s.main and s.people > place_words()["weights"]["container_people"]
    ]
    regions = [s for s in regions if s.sharing or not towns]
    largest = max(regions, key=lambda s: s.people, default=None)
    if largest is None or (len(regions) > 1 and largest.people < place_words()["weights"]["container_people"]):
        return None
    return Beside(str(largest.country), largest.state)
