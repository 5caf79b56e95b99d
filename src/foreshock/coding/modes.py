"""Mode and contexts of an act. The law: both come from words near the trigger, by the tables of the codebook."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file
from foreshock.codebook.lexicon import contexts
from foreshock.coding import syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.sentences import Sentence


def mode_of(kind: str, token: Token) -> str | None:
    """The mode that the words near the trigger tell, the first of modes.toml; None where they tell none."""
    rows = _mode_words(kind)
    if not rows:
        return None
    clause = syntax.clause_of(token)
    near = {t.lemma_.lower() for t in clause.subtree if abs(t.i - token.i) <= 12} | {t.lower_ for t in token.subtree}
    near |= {token.lemma_.lower()}
    for mode, words in rows:
        if near & words:
            return mode
    return None


@cache
def _mode_words(kind: str) -> tuple[tuple[str, frozenset[str]], ...]:
    rows = toml_file("modes.toml").get(kind, [])
    return tuple((row["mode"], frozenset(row["words"])) for row in rows)


def contexts_of(sentence: Sentence) -> tuple[str, ...]:
    """The contexts that the sentence's words mark, in alphabetical order."""
    lemmas = [t.lemma_.lower() for t in sentence.tokens]
    found = set()
    for n, lemma in enumerate(lemmas):
        for words, name in _context_words().get(lemma, ()):
            if tuple(lemmas[n : n + len(words)]) == words:
                found.add(name)
    return tuple(sorted(found))


@cache
def _context_words() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, rows in contexts().items():
        for words in rows:
            by_first.setdefault(words[0], []).append((words, name))
    return by_first
