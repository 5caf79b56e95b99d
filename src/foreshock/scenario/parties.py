"""Who is meant: the one actor of a scenario that a party of an act belongs to.

The law: a party belongs to at most one actor, the one whose match is most specific: its name, else its country with its
sector, else its country; two actors never claim the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from foreshock.codebook.base import sectors
from foreshock.codebook.registry import countries, registry
from foreshock.records.scenario import Party

CODE = re.compile(r"([A-Z]{3}):?([A-Z]{3})?")
SPACES = re.compile(r"\s+")


def is_code(match: str) -> bool:
    """True where the match is a country, or a country and a sector; False where it is a name."""
    found = CODE.fullmatch(match)
    return bool(found and found[1] in countries() and (found[2] is None or found[2] in sectors()))


def unknown_code(match: str) -> str | None:
    """What is wrong with a match that looks like a code and is neither a code nor the name of anybody known."""
    found = CODE.fullmatch(match)
    if not found or is_code(match) or registry().names().get(match):
        return None
    if found[1] not in countries():
        return f"{match!r} begins with no country code{_close(found[1], countries())}"
    return f"{match!r} ends in no sector code{_close(found[2], sectors())}"


def claim(match: str) -> tuple[str, ...]:
    """What a match lays claim to: (country,), (country, sector), or ("", name) in small letters."""
    if is_code(match):
        found = CODE.fullmatch(match)
        assert found is not None
        return tuple(part for part in found.groups() if part)
    return "", _plain(match)


class Resolver:
    """Finds the position of the actor that a party belongs to."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self._owner = {claim(match): n for n, party in enumerate(parties) for match in party.match}

    def __call__(self, name: str | None, country: str | None, sector: str | None) -> int | None:
        """The position, or None where the party is nobody's."""
        claims = (("", _plain(name or "")), (country or "", sector or ""), (country or "",))
        return next((self._owner[one] for one in claims if one in self._owner), None)


def _plain(name: str) -> str:
    return SPACES.sub(" ", name.replace("’", "'")).strip().casefold().removeprefix("the ")


def _close(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    return f"; did you mean `{near[0]}`?" if near else ""
