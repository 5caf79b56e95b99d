"""Windows keep the order of what goes through them and lose nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foreshock.coding.windows import CHARACTERS, MOST, one_ahead, windows


@given(st.lists(st.integers(min_value=0, max_value=2 * CHARACTERS), max_size=200))
def test_all_things_come_through_in_order_and_no_window_is_larger_than_it_must(lengths: list[int]) -> None:
    found = list(windows(lengths, lambda length: length))
    assert [x for window in found for x in window] == lengths
    assert all(0 < len(window) <= MOST for window in found)
    assert all(sum(window[:-1]) < CHARACTERS for window in found)


@given(st.lists(st.integers(), max_size=9))
def test_the_next_is_begun_before_each_is_given_out(things: list[int]) -> None:
    begun: list[int] = []

    def begin(thing: int) -> int:
        begun.append(thing)
        return -thing

    for n, pair in enumerate(one_ahead(things, begin)):
        assert pair == (things[n], -things[n])
        assert begun == things[: n + 2]
    assert begun == things
