"""Words are cut into the pieces that the encoder knows, each word by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.coding.wordpieces import LONGEST, WordPieces

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "strike",
    "##s",
    "air",
    "##strike",
    "-",
    "s",
    "cafe",
    "\u4e2d",
    "\u56fd",
]


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> WordPieces:
    file = tmp_path_factory.mktemp("pieces") / "pieces.txt"
    file.write_text("\n".join(VOCABULARY), encoding="utf8")
    return WordPieces(file)


def told(pieces: WordPieces, word: str) -> list[str]:
    return [VOCABULARY[n] for n in pieces.cut(word)]


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("strikes", ["strike", "##s"]),
        ("Airstrikes", ["air", "##strike", "##s"]),
        ("AIR-STRIKES", ["air", "-", "strike", "##s"]),
        ("café", ["cafe"]),
        ("\u4e2d\u56fd", ["\u4e2d", "\u56fd"]),
        ("strikez", ["[UNK]"]),
        ("", ["[UNK]"]),
        ("\u0301", ["[UNK]"]),
        ("s" * (LONGEST + 1), ["[UNK]"]),
    ],
)
def test_the_longest_known_pieces_win_from_the_left(pieces: WordPieces, word: str, cut: list[str]) -> None:
    assert told(pieces, word) == cut


@given(st.text())
def test_every_word_gives_at_least_one_known_piece(word: str) -> None:
    from foreshock.coding.encoder import WEIGHTS

    pieces = WordPieces(Path(WEIGHTS) / "pieces.txt")
    cut = pieces.cut(word)
    assert cut and all(0 <= n < 30_522 for n in cut)
