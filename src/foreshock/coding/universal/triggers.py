"""Which words of a sentence tell an act, over Universal Dependencies: the readings of `triggers.csv`.

The law: of the readings that hold, the one with the most words wins, then the one with the most conditions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import WORD_KEYS, Trigger
from foreshock.coding.universal.grammar import Grammar

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.codebook.language import LanguageBook
    from foreshock.coding.universal.cast import Cast


class TriggerWords:
    """The readings of a language by their first word; built once."""

    def __init__(self, book: LanguageBook, grammar: Grammar) -> None:
        self._grammar, self._quantity = grammar, book.words("nouns", "quantity")
        self._by_word: dict[tuple[str, str], list[Trigger]] = defaultdict(list)
        for trigger in book.triggers:
            self._by_word[(trigger.words[0], trigger.pos)].append(trigger)
        for told in self._by_word.values():
            told.sort(key=lambda t: t.rank, reverse=True)

    def reading(self, token: Token, cast: Cast) -> Trigger | None:
        """The reading of a word that holds here, or None."""
        pos = "verb" if self._grammar.is_verb(token) else "noun" if token.pos_ in ("NOUN", "PROPN", "ADJ") else ""
        lines = self._by_word.get((token.lemma_.lower(), pos)) or (
            self._by_word.get((token.lower_, pos)) if pos == "noun" else None
        )
        if not lines or (pos == "noun" and token.pos_ == "ADJ" and token.dep_ == "amod"):
            return None
        found = self._finder(token, cast)
        return next((t for t in lines if self._in_row(t, token) and t.holds(found)), None)

    def _in_row(self, trigger: Trigger, token: Token) -> bool:
        words = trigger.words
        row = token.doc[token.i : token.i + len(words)]
        return len(row) == len(words) and all(
            t.lemma_.lower() == w for t, w in zip(list(row)[1:], words[1:], strict=True)
        )

    def _counts(self, token: Token) -> bool:
        return token.lemma_.lower() in self._quantity or token.pos_ in ("ADV", "NUM")

    def _finder(self, token: Token, cast: Cast) -> Callable[[str], frozenset[str]]:
        told: dict[str, frozenset[str]] = {}

        def found(key: str) -> frozenset[str]:
            if key not in told:
                told[key] = frozenset(w for t in self._at(token, key) for w in _words(t, cast))
            return told[key]

        return found

    def _at(self, token: Token, key: str) -> list[Token]:
        g = self._grammar
        if key == "obj":
            found = g.objects(token)
            loose = [c for c in token.children if c.dep_ in ("obj", "advmod", "obl:arg") and c.i > token.i]
            counted = [t for c in (*found, *loose) if self._counts(c) for t in g.complements(c, frozenset({"de"}))]
            return [*found, *counted]
        if key == "subj":
            return g.doers(token)
        if key == "prt":
            return [c for c in token.children if c.i < token.i and c.pos_ == "PRON" and g.is_reflexive(token)][:2]
        if key == "mod":
            return [c for c in token.children if c.dep_ in ("amod", "advmod", "acl", "xcomp") or c.pos_ == "ADJ"]
        if key == "xcomp":
            return [c for c in token.children if g.is_verb(c) and c.i > token.i and g.form(c) == "Inf"] + [
                v for c in g.objects(token) for v in c.children if v.dep_ == "acl" and g.form(v) == "Inf"
            ]
        if key == "ccomp":
            below = [c for c in token.children if c.dep_ == "ccomp"]
            return below + [v for c in token.children if c.dep_ == "obj" for v in c.children if v.dep_ == "acl:relcl"]
        if key == "word":
            return list(token.sent)
        if key not in WORD_KEYS:
            return g.complements(token, frozenset({key}))
        return []


def _words(token: Token, cast: Cast) -> set[str]:
    """The word as written and in the dictionary, and what it names."""
    told = {token.lower_, token.lemma_.lower()}
    if token.lower_ == "s'":
        told.add("se")
    if cast.names_state(token):
        told.add("<state>")
    if (cast.is_named(token) and not cast.names_state(token)) or token.ent_type_ == "PER":
        told.add("<person>")
    if token.ent_type_ == "LOC" or cast.places.at(token) is not None:
        told.add("<place>")
    return told
