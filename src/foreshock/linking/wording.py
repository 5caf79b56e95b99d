"""Reasons in words: a pair's parts as one line. The law: what the line adds up is the score it ends with."""

from __future__ import annotations

from foreshock.codebook.linking import reason_words
from foreshock.records.incident import Pair


def in_words(pair: Pair) -> str:
    """The parts, the weightiest first, each with what it adds to the log-odds, and their sum."""
    words = reason_words()
    parts = sorted(pair.parts, key=lambda p: (-abs(p.adds), p.feature))
    return "; ".join(f"{words[p.feature]} {p.adds:+.2f}" for p in parts) + f"; together {pair.score:+.2f}"
