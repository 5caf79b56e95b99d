"""Names as people type them. The law: neither case nor an accent keeps a name from being found."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from foreshock.codebook.surface import without_accents

_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "‘": "'"})
_LIKE = 0.7
"""How alike two names are to be told as near: 1 for the same letters."""


def folded(name: str) -> str:
    """The name in small letters without accents, as it is typed on any keyboard."""
    return without_accents(name.casefold().translate(_PLAIN))


def called(wanted: str, names: Iterable[str]) -> list[str]:
    """Of the names those that hold what is wanted, case and accents aside."""
    part = folded(wanted)
    return [name for name in names if part in folded(name)]


def nearest(wanted: str, names: Iterable[str], most: int = 3) -> list[str]:
    """At most so many of the names that are written most like the one wanted, or hold a word that is; best first."""
    written: dict[str, list[str]] = {}
    for name in sorted(names):
        for form in dict.fromkeys([folded(name), *folded(name).split()]):
            written.setdefault(form, []).append(name)
    near = get_close_matches(folded(wanted), written, n=most, cutoff=_LIKE)
    return list(dict.fromkeys(name for form in near for name in written[form]))[:most]
