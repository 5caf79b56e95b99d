"""Words put right behind the parser: dictionary forms of verbs that it missed, verbs it took for names.

The law: a word is changed only where the lists know the verb that its ending points to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from foreshock.codebook.language import LanguageBook


class Mender:
    """Knows the verbs of a language's lists, and the endings they are seen with."""

    def __init__(self, book: LanguageBook) -> None:
        told = [(t.lemma, t.pos) for t in book.triggers] + [(c.lemma, c.pos) for c in book.cues]
        self._verbs = frozenset(lemma.split()[0] for lemma, pos in told if pos == "verb")
        self._endings = [
            (ending, stem) for stem, endings in book.table("verb_endings").items() for ending in endings
        ]
        self._endings.sort(key=lambda pair: -len(pair[0]))

    def mend(self, doc: Doc) -> None:
        """Puts lemmas right in place."""
        for token in doc:
            if token.pos_ == "VERB" and token.lemma_ not in self._verbs:
                if (verb := self._verb(token)) is not None:
                    token.lemma_ = verb
            elif token.pos_ in ("PROPN", "NOUN", "ADJ", "X") and token.lower_ in self._verbs and token.text.islower():
                token.lemma_, token.pos_ = token.lower_, "VERB"
                token.set_morph("VerbForm=Inf")

    def _verb(self, token: Token) -> str | None:
        word = token.lower_
        for ending, stem in self._endings:
            if word.endswith(ending) and (verb := word.removesuffix(ending) + stem) in self._verbs:
                return verb
        return None
