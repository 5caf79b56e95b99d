"""Windows: runs of things taken together, so that many short reports are parsed as fast as one long one.

The law: order is kept, nothing is lost, and no window holds more than its share of characters unless one thing does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

MOST, CHARACTERS = 32, 24_000
"""Things and characters of a window."""

T = TypeVar("T")
Begun = TypeVar("Begun")


def windows(things: Iterable[T], length: Callable[[T], int]) -> Iterator[list[T]]:
    """The things in runs that lie below both limits; a thing longer than the limit ends its run."""
    window: list[T] = []
    held = 0
    for thing in things:
        window.append(thing)
        held += length(thing)
        if len(window) >= MOST or held >= CHARACTERS:
            yield window
            window, held = [], 0
    if window:
        yield window


def one_ahead(things: Iterable[T], begin: Callable[[T], Begun]) -> Iterator[tuple[T, Begun]]:
    """Each thing with what was begun for it, when the next one has been begun too; a fault in getting that one comes
    after the one before."""
    source = iter(things)
    held = [(thing, begin(thing)) for thing in islice(source, 1)]
    while held:
        try:
            after = [(thing, begin(thing)) for thing in islice(source, 1)]
        except Exception:
            yield held[0]
            raise
        yield held[0]
        held = after
