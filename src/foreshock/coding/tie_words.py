"""The words of ties by the kind they tell. The law: a word of one table tells one kind."""

from __future__ import annotations

from foreshock.codebook.base import kind_by_word


def kind_of(table: str) -> dict[str, str]:
    """The words of a table of ties.toml with the kind of tie that each tells."""
    return kind_by_word("ties.toml", table)
