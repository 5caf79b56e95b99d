"""Fixed phrases in a row of words, found by their first word.

The law: every place of every phrase is found, in text order, the longest first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

Phrase = tuple[str, ...]


class Phrases:
    """Phrases to look for; built once, used for every sentence."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            self._by_first[phrase.split()[0]].append(tuple(phrase.split()))
        for told in self._by_first.values():
            told.sort(key=len, reverse=True)

    def at(self, words: Sequence[str], at: int) -> Iterator[Phrase]:
        """The phrases that start at one of the words."""
        for phrase in self._by_first.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                yield phrase

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, Phrase]]:
        """Where in the words, in lower case, a phrase starts, and which."""
        for at in range(len(words)):
            for phrase in self.at(words, at):
                yield at, phrase
