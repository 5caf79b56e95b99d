"""Mode and contexts of an act. The law: both come from words near the trigger, by the tables of the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file
from foreshock.codebook.lexicon import contexts
from foreshock.coding import syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.sentences import Sentence


_LOOSE = frozenset({"firearms", "explosives"})
"""Modes of the lexicon that give way to the instrument told beside: "bombed by a drone"."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One mode: words near a trigger, the triggers that tell it alone, and those that do when done to a person."""

    mode: str
    words: frozenset[str]
    phrases: tuple[frozenset[str], ...]
    own: frozenset[str]
    persons: frozenset[str]


def mode_of(kind: str, token: Token, listed: str | None = None) -> str | None:
    """The mode that the trigger tells, alone or with its line, or the first of modes.toml that words near it tell."""
    rows = _mode_rows(kind)
    lemma = token.lemma_.lower()
    for row in rows:
        if lemma in row.own or (lemma in row.persons and _is_done_to_person(token)):
            return row.mode
    if listed is not None and listed not in _LOOSE:
        return listed
    near = _words_near(token) - ({lemma, token.lower_} if listed else set()) if rows else frozenset()
    told = (r.mode for r in rows if near & r.words or any(p <= near for p in r.phrases))
    return next(told, listed)


def _words_near(token: Token) -> frozenset[str]:
    clause = syntax.clause_of(token)
    near = {t.lemma_.lower() for t in clause.subtree if abs(t.i - token.i) <= 12}
    return frozenset(near | {t.lower_ for t in token.subtree} | {token.lemma_.lower()})


def _is_done_to_person(verb: Token) -> bool:
    """True of "captured Fito", "Fito was captured" and "Fito, captured in June"."""
    done_to = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    done_to += [verb.head] if verb.dep_ == "acl" else []
    return any(t.ent_type_ == "PERSON" for t in done_to)


@cache
def _mode_rows(kind: str) -> tuple[_Row, ...]:
    return tuple(
        _Row(
            row["mode"],
            frozenset(w for w in row["words"] if " " not in w),
            tuple(frozenset(w.split()) for w in row["words"] if " " in w),
            frozenset(row.get("own", ())),
            frozenset(row.get("persons", ())),
        )
        for row in toml_file("modes.toml").get(kind, [])
    )


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
