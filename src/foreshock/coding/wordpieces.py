"""Words to the pieces that the encoder knows: the uncased WordPiece scheme of BERT, word by word.

The law: a word gives the same pieces wherever it stands, so each is cut once and remembered. The scheme is that of
Devlin et al. 2019; a library for it would bring a client for a model hub along, which nothing here may need.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
LONGEST = 100
"""Characters of a word that is still cut; a longer one is unknown."""


class WordPieces:
    """The vocabulary of a file, one piece a line; the line's number is the piece's."""

    def __init__(self, file: Path) -> None:
        self._ids = {piece: n for n, piece in enumerate(file.read_text("utf8").splitlines())}
        self.start, self.end = self._ids[START], self._ids[END]
        self.cut = lru_cache(maxsize=50_000)(self._cut)

    def _cut(self, word: str) -> tuple[int, ...]:
        """The pieces of one word, at least one."""
        pieces = [self._ids[piece] for part in _parts(word) for piece in self._greedy(part)]
        return tuple(pieces) or (self._ids[UNKNOWN],)

    def _greedy(self, part: str) -> list[str]:
        """The longest known pieces from left to right; unknown as a whole where one cannot be cut."""
        found, at = [], 0
        while at < len(part) <= LONGEST:
            lead = "##" if at else ""
            end = next((e for e in range(len(part), at, -1) if lead + part[at:e] in self._ids), 0)
            if not end:
                return [UNKNOWN]
            found.append(lead + part[at:end])
            at = end
        return found or [UNKNOWN]


def _parts(word: str) -> Iterator[str]:
    """The word in small letters without accents, cut at each mark of punctuation."""
    held = ""
    for sign in unicodedata.normalize("NFD", word.lower()):
        kind = unicodedata.category(sign)
        if kind == "Mn" or kind in ("Cc", "Cf"):
            continue
        if sign.isspace() or _stands_alone(sign, kind):
            if held:
                yield held
            held = ""
            if not sign.isspace():
                yield sign
        else:
            held += sign
    if held:
        yield held


def _stands_alone(sign: str, kind: str) -> bool:
    ascii_mark = sign.isascii() and not sign.isalnum() and not sign.isspace()
    return ascii_mark or kind.startswith("P") or "\u4e00" <= sign <= "\u9fff" or "\u3400" <= sign <= "\u4dbf"
