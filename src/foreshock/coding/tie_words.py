"""The words of ties by the kind they tell. The law: a word of one table tells one kind."""

from __future__ import annotations

from functools import cache

from foreshock.codebook.base import toml_file


@cache
def kind_of(table: str) -> dict[str, str]:
    """The words of a table of ties.toml with the kind of tie that each tells."""
    return {word: kind for kind, words in toml_file("ties.toml")[table].items() for word in words}
