"""A scene over Universal Dependencies: one page with all that was found on it.

The law: each layer reads what the layers before it found and alters none of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foreshock.records import When

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.sentences import Page
    from foreshock.coding.universal.cast import Cast
    from foreshock.coding.universal.grammar import Grammar
    from foreshock.coding.universal.places import Places
    from foreshock.coding.universal.times import TimeFound
    from foreshock.coding.universal.voices import Voices


@dataclass(slots=True)
class Scene:
    """The page, its cast, its voices, and the times and places told on it."""

    page: Page
    cast: Cast
    voices: Voices
    places: Places
    times: list[TimeFound]
    grammar: Grammar

    def when(self, token: Token) -> When:
        """When the act at the word takes place: the time of its own clause, the nearest of several."""
        sentence = self.page.sentence_of(token)
        if sentence is None:
            return When()
        own = self.grammar.clause(token)
        here = [t for t in self.times if sentence.span.covers(t.span)]
        told = [t for t in here if self._clause(t) == own]
        if not told:
            return When()
        found = min(told, key=lambda t: abs(t.span.start - token.idx))
        return found.ahead() if own is not None and _is_ahead(own) else found.when

    def _clause(self, time: TimeFound) -> Token | None:
        """The verb that a time hangs on; right behind a verb, that verb, whatever the parser says."""
        words = self.page.doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
        if words is None:
            return None
        before = words[0].i - 1
        if before >= 0 and self.grammar.is_verb(self.page.doc[before]):
            return self.page.doc[before]
        return self.grammar.clause(words.root)


def _is_ahead(verb: Token) -> bool:
    """True of a verb in the future tense, and of the infinitive below one."""
    words = [verb, *(c for c in verb.children if c.dep_.startswith("aux"))]
    return any("Fut" in w.morph.get("Tense", []) for w in words)
