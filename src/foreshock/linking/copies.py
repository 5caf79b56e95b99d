"""Copies: which texts are near copies of each other, by the runs of words they share.

The law: two texts are called copies only after their runs have been compared in full; hashes only find them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from foreshock.codebook.linking import CopyRule, copy_rule
from foreshock.linking.tellings import WORD

SEED = 20241127
Runs = frozenset[int]


def copies(texts: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """By two names in order: the share of the shorter text's runs that the longer one holds, where it is enough.

    Shingles after Broder (1997), found by minhash with banding.
    """
    rule = copy_rule()
    runs = {name: _runs(text, rule.run_words) for name, text in sorted(texts.items())}
    found = {}
    for one, other in sorted(_suspects({name: r for name, r in runs.items() if r}, rule)):
        share = len(runs[one] & runs[other]) / min(len(runs[one]), len(runs[other]))
        if share >= rule.alike:
            found[one, other] = share
    return found


def _runs(text: str, length: int) -> Runs:
    """Hashes of all runs of so many words in small letters; of a shorter text, of the whole of it."""
    words = [w.casefold() for w in WORD.findall(text)]
    if not words:
        return frozenset()
    starts = range(max(1, len(words) - length + 1))
    return frozenset(_hash(" ".join(words[n : n + length])) for n in starts)


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("utf8"), digest_size=8).digest(), "big")


def _suspects(runs: Mapping[str, Runs], rule: CopyRule) -> set[tuple[str, str]]:
    """Pairs of names whose texts agree in one band of their marks."""
    factors = np.random.default_rng(SEED).integers(1, 2**63, size=rule.marks, dtype=np.uint64) | np.uint64(1)
    width = rule.marks // rule.bands
    bands: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    for name, found in runs.items():
        marks = _marks(found, factors)
        for band in range(rule.bands):
            bands[band, marks[band * width : (band + 1) * width].tobytes()].append(name)
    return set(_pairs(bands))


def _pairs(bands: Mapping[tuple[int, bytes], list[str]]) -> Iterator[tuple[str, str]]:
    for names in bands.values():
        yield from combinations(sorted(names), 2)


def _marks(runs: Runs, factors: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """For each factor the least of the hashes times it, modulo 2 to the 64th."""
    hashes = np.fromiter(sorted(runs), dtype=np.uint64, count=len(runs))
    return np.asarray((hashes[:, None] * factors[None, :]).min(axis=0), dtype=np.uint64)
