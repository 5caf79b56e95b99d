"""The words of ties by the kind they tell. The law: a word of one table tells one kind."""

from __future__ import annotations

from foreshock.codebook.base import kind_by_word, word_set


def kind_of(table: str) -> dict[str, str]:
    """The words of a table of ties.toml with the kind of tie that each tells."""
    return kind_by_word("ties.toml", table)


def words(table: str, key: str) -> frozenset[str]:
    """The words of one key of ties.toml."""
    return word_set("ties.toml", table, key)
