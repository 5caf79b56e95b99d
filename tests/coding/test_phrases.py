"""Phrases are found at every place where they stand in a row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foreshock.coding.phrases import Phrases

WORDS = st.lists(st.sampled_from("because of in light view as a result".split()), max_size=12)
TOLD = ("because of", "in light of", "as a result of", "of", "in view of")


@given(WORDS)
def test_every_place_of_every_phrase_is_found_the_longest_first(words: list[str]) -> None:
    found = list(Phrases(TOLD).find(words))
    asked = {
        (at, tuple(p.split())) for p in TOLD for at in range(len(words)) if words[at : at + len(p.split())] == p.split()
    }
    assert set(found) == asked and len(found) == len(asked)
    assert found == sorted(found, key=lambda hit: (hit[0], -len(hit[1])))
