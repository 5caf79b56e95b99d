"""The language of a text: told where it is sure, said to be unknown where it is not, open where there is too little."""

from __future__ import annotations

import pytest

from bench.languages import below, figures, texts
from foreshock.wire.language import UNKNOWN, language_of


def test_no_figure_on_own_texts_falls_below_its_floor() -> None:
    assert below(figures()) == []
    assert len(texts()) >= 15


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("فوج نے شمالی سرحد پر ٹینک تعینات کر دیے ہیں", "ur"),
        ("Армія перекидає танки до північного кордону", "uk"),
        ("部队正在撤离这座城市,谈判将于周五恢复进行,官员说。", "zh"),
    ],
)
def test_letters_that_only_one_of_a_near_pair_writes_tell_it(text: str, language: str) -> None:
    assert language_of(text) == language


def test_doubt_is_said_and_what_is_too_short_stays_open() -> None:
    page = "\n".join(page["text"] for page in texts()["mixed"] if page["language"] == UNKNOWN)
    assert language_of(page) == UNKNOWN
    assert language_of("It left.") is None
    assert language_of("Да.") == UNKNOWN
