"""The index of anchors: which texts hold an anchor, earliest first, in arrays of known size.

The law: the same texts put in the same order are found in the same order. An anchor of a text takes eight bytes, once
in a sorted array; arrays grow by merging, the younger into the older, so that there are few of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
_LOW = np.uint64(32)
_WHOLE = 720_720
"""What an anchor is worth that one text holds: a number that many divide, so that shares are whole."""
_YOUNG = 2048
"""Texts kept in a dictionary before they become an array."""


class Anchors:
    """Texts by number, as they were put in, found by the anchors they share."""

    def __init__(self) -> None:
        self._arrays: list[Keys] = []
        self._young: dict[int, list[int]] = defaultdict(list)
        self._waiting: list[Keys] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def put(self, marks: NDArray[np.uint32]) -> int:
        """The number of the text, which is found by these anchors from now on."""
        number = self._count
        self._count += 1
        for mark in marks.tolist():
            self._young[mark].append(number)
        self._waiting.append((marks.astype(np.uint64) << _LOW) | np.uint64(number))
        if len(self._waiting) >= _YOUNG:
            self._settle(np.concatenate(self._waiting))
            self._young.clear()
            self._waiting.clear()
        return number

    def put_all(self, many: list[NDArray[np.uint32]]) -> None:
        """All these texts, in order, at once."""
        if self._waiting:
            self._settle(np.concatenate(self._waiting))
            self._young.clear()
            self._waiting.clear()
        if not many:
            return
        numbers = np.repeat(np.arange(self._count, self._count + len(many), dtype=np.uint64), [len(x) for x in many])
        self._count += len(many)
        self._settle((np.concatenate(many).astype(np.uint64) << _LOW) | numbers)

    def sharing(self, marks: NDArray[np.uint32], most: int) -> list[tuple[int, int]]:
        """Number of each text that shares anchors, and how many, those that share the rarest first.

        The earliest `most` texts are looked up for one anchor; one that so many hold counts little, as it stands in a
        line that every text of an outlet has.
        """
        holders: dict[int, list[int]] = defaultdict(list)
        left = dict.fromkeys(marks.tolist(), most)
        keys = marks.astype(np.uint64)
        for array in self._arrays:
            first = np.searchsorted(array, keys << _LOW)
            last = np.searchsorted(array, ((keys + np.uint64(1)) << _LOW) - np.uint64(1), side="right")
            for at in np.flatnonzero(last > first).tolist():
                mark = int(marks[at])
                end = min(int(last[at]), int(first[at]) + left[mark])
                left[mark] -= end - int(first[at])
                holders[mark] += (array[first[at] : end] & np.uint64(0xFFFFFFFF)).tolist()
        for mark, most_left in left.items():
            if most_left and (found := self._young.get(mark)):
                holders[mark] += found[:most_left]
        hits, worth = Counter[int](), Counter[int]()
        for texts in holders.values():
            rare = _WHOLE // len(texts)
            for text in texts:
                hits[text] += 1
                worth[text] += rare
        return [(text, hits[text]) for text in sorted(worth, key=lambda text: (-worth[text], text))]

    def bytes_held(self) -> int:
        """The bytes of the sorted arrays."""
        return sum(array.nbytes for array in self._arrays)

    def _settle(self, keys: Keys) -> None:
        """The keys are an array of their own, merged with the one before while that is not much larger."""
        keys = np.sort(keys)
        while self._arrays and len(self._arrays[-1]) <= 2 * len(keys):
            keys = np.sort(np.concatenate([self._arrays.pop(), keys]))
        self._arrays.append(keys)
