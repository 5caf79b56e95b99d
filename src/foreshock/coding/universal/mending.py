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
        self._clitics = book.words("clause", "clitic_objects")
        self._endings = [(ending, stem) for stem, endings in book.table("verb_endings").items() for ending in endings]
        self._endings.sort(key=lambda pair: -len(pair[0]))

    def mend(self, doc: Doc) -> None:
        """Puts lemmas and clitics right in place."""
        for token in doc:
            if token.pos_ == "VERB" and token.lemma_ not in self._verbs:
                if (verb := self._verb(token)) is not None:
                    token.lemma_ = verb
            elif token.pos_ in ("PROPN", "NOUN", "ADJ", "X") and token.lower_ in self._verbs and token.text.islower():
                token.lemma_, token.pos_ = token.lower_, "VERB"
                token.set_morph("VerbForm=Inf")  # type: ignore[attr-defined]
        for token in doc:
            self._clitic(token)

    def _clitic(self, token: Token) -> None:
        """Of "l'accusant", "pour le bombarder": an article right before a verb is its object."""
        if token.pos_ != "DET" or token.i + 1 >= len(token.doc) or token.lower_ not in self._clitics:
            return
        behind = token.nbor(1)
        if behind.pos_ == "VERB" and token.head.i == behind.i:
            token.pos_, token.dep_ = "PRON", "obj"

    def _verb(self, token: Token) -> str | None:
        word = token.lower_
        for ending, stem in self._endings:
            if word.endswith(ending) and (verb := word.removesuffix(ending) + stem) in self._verbs:
                return verb
        return None
