"""Names that a mistyped one may stand for. The law: a fault that names a word also says what is known instead."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str], listed: int | None = None) -> str:
    """Words that suggest the nearest name or, where none is near, list all that are known, or so many."""
    names = sorted(set(known))
    lowered = {one.lower(): one for one in names}
    close = get_close_matches(word.lower(), lowered, n=1, cutoff=0.5)
    if close:
        return f"; did you mean `{lowered[close[0]]}`?"
    return f"; known are {', '.join(names[:listed])}" if names else ""
