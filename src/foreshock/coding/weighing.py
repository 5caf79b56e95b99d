"""How likely a choice is right, as a small network weighs it: by signs, and by what the student makes of its words.

The law: each choice is weighed by itself, and what was never taught counts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from foreshock.coding.encoder import WEIGHTS
from foreshock.coding.whose import state, summed, times

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

    Floats = NDArray[np.float32]

SCALE = 8
"""What divides the match of two words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen: its signs; the words that it is about, the act first, None where there is no such word; and
    which of the questions that the network was taught it answers."""

    signs: tuple[str, ...]
    words: tuple[Token | None, ...]
    question: int = 0


class Weigher:
    """A network; built once, used for every report."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as held:
            told = {name: held[name] for name in held.files}
        self._numbers = {str(name): n for n, name in enumerate(told.pop("names"))}
        self.at = {name: rows.astype(np.float32) for name, rows in told.items()}
        signs, alone = self.at.pop("signs"), self.at.pop("alone")
        self._signs = np.append(np.column_stack([signs, alone]), np.zeros((1, signs.shape[1] + 1), np.float32), axis=0)

    def signs(self, choices: Sequence[Choice]) -> Floats:
        """What the signs of each choice say: of the words (choices, wide), and in the last column by themselves;
        one that was never taught says nothing."""
        return summed(self._signs, self._numbers, [one.signs for one in choices])


class Weighed:
    """A network at work on one report, whose words are read once."""

    def __init__(self, scene: Scene, network: Weigher) -> None:
        self._scene, self._network = scene, network
        self._read: dict[tuple[int, int], Floats] = {}
        self._matched: dict[tuple[int, int], Floats] = {}

    def shares(self, choices: Sequence[Choice]) -> list[float]:
        """How likely each of the choices is right."""
        if not choices:
            return []
        at, signs = self._network.at, self._network.signs(choices)
        words = np.stack([sum(self._word(n, w) for n, w in enumerate(one.words) if w is not None) for one in choices])
        read = np.maximum(signs[:, :-1] + words, 0)
        matched = np.stack([self._match(0, one) * self._match(1, one) for one in choices]).sum(axis=1)
        scores = (read * at["out"]).sum(axis=1) + at["out_bias"] + signs[:, -1] + matched / SCALE
        told: list[float] = (1 / (1 + np.exp(-scores))).tolist()
        return told

    def _word(self, n: int, word: Token) -> Floats:
        found = self._read.get((n, word.i))
        if found is None:
            found = self._read[n, word.i] = times(self._network.at["words"][n], state(self._scene, word))
        return found

    def _match(self, n: int, choice: Choice) -> Floats:
        """What is matched of the act or of the next word, for the question asked (matched,)."""
        word, rows = choice.words[n], self._network.at["match"][n]
        if word is None:
            return np.zeros(rows.shape[1], np.float32)
        found = self._matched.get((n, word.i))
        if found is None:
            read = times(rows.reshape(-1, rows.shape[-1]), state(self._scene, word))
            found = self._matched[n, word.i] = read.reshape(rows.shape[:2])
        matched: Floats = found[choice.question]
        return matched


@cache
def load_weigher(name: str, folder: Path = WEIGHTS) -> Weigher:
    """A shipped network."""
    return Weigher(folder / name)
