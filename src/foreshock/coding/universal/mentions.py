"""Who is meant by "il", "ses", "le mouvement", "les deux pays", over Universal Dependencies.

The law: a word points back to a mention of the same report that agrees with it, and to none where none does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foreshock.coding.universal.grammar import SUBJECTS, Grammar
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.codebook.language import LanguageBook
    from foreshock.coding.sentences import Page

NEAR, FAR = 2, 8
"""Sentences that a pronoun, and a noun with an article, reach back over."""
GROUPS = frozenset({"REB", "PTY", "PRM", "UAF", "CRM", "OPP", "SOC"})


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor at a word: its noun, whether state, group or person, and whether it is a subject."""

    token: Token
    noun: str
    actor: Actor
    kind: str
    subject: bool


class Mentions:
    """The mentions of a page so far."""

    def __init__(self, page: Page, book: LanguageBook, grammar: Grammar) -> None:
        self._page, self._grammar, self._book = page, grammar, book
        self._all: list[Mention] = []
        self._singular = book.words("pronouns", "masculine") | book.words("pronouns", "feminine")
        self._plural = book.words("pronouns", "plural")
        self._clitics = book.words("clause", "clitic_objects")
        self._points = {k: book.words("points_back", k) for k in ("state", "group", "person", "both")}

    def note(self, mention: Mention) -> None:
        """One more mention, in text order."""
        self._all.append(mention)

    def pronoun(self, token: Token) -> Actor | None:
        """The actor a pronoun stands for, in its own words."""
        meant = self._grammar.meant(token)
        if meant.i != token.i:
            found = next((m.actor for m in reversed(self._all) if m.token.i == meant.i), None)
        elif token.lower_ in self._singular | self._plural | self._clitics:
            found = self._nearest(token, many=self._is_many(token))
        else:
            found = None
        return self._said(token, found)

    def owner(self, possessive: Token) -> Actor | None:
        """Whose "ses" it is: the subject of the clause, else of one above or before."""
        many = possessive.lower_ in self._book.words("pronouns", "possessive_plural")
        return self._said(possessive, self._nearest(possessive, many, agree=False))

    def description(self, token: Token, noun: str) -> Actor | None:
        """The actor that "le mouvement" or "le pays", without further words, points back to."""
        if not self._is_bare(token):
            return None
        words = self._words(token)
        for kind in ("group", "state", "person"):
            if words in self._points[kind]:
                return self._said(token, self._back(token, kind))
        return None

    def same_noun(self, token: Token, noun: str) -> Actor | None:
        """Of "le ministère", the ministry told of before, where its country is known."""
        if not self._is_bare(token):
            return None
        return next((m.actor for m in self._before(token, FAR) if m.noun == noun and m.actor.country), None)

    def both(self, token: Token) -> list[Actor]:
        """The two that "les deux pays" points back to."""
        if self._words(token) not in self._points["both"]:
            return []
        found: dict[str, Actor] = {}
        for mention in self._before(token, FAR):
            if mention.kind in ("state", "group") and mention.actor.country:
                found.setdefault(mention.actor.country, mention.actor)
            if len(found) == 2:
                return list(reversed(found.values()))
        return []

    def _words(self, token: Token) -> str:
        left = [c for c in token.children if c.i < token.i and c.dep_ in ("det", "nummod")]
        return " ".join([*(c.lower_ for c in sorted(left, key=lambda c: c.i)), token.lower_]).replace("l' ", "l'")

    def _is_bare(self, token: Token) -> bool:
        definite = any(c.dep_ == "det" and "Def" in c.morph.get("Definite", []) for c in token.children)
        shown = any(c.dep_ == "det" and c.lemma_.lower() in ("ce", "cet") for c in token.children)
        more = any(c.dep_ in ("amod", "nmod", "acl", "acl:relcl", "appos", "flat:name") for c in token.children)
        return (definite or shown or token.pos_ == "PRON") and not more

    def _back(self, token: Token, kind: str) -> Actor | None:
        for mention in self._before(token, FAR):
            if mention.kind == kind and (kind != "group" or mention.actor.sector in GROUPS):
                return mention.actor
        return None

    def _is_many(self, token: Token) -> bool:
        return token.lower_ in self._plural or "Plur" in token.morph.get("Number", [])

    def _nearest(self, token: Token, many: bool, agree: bool = True) -> Actor | None:
        """The nearest mention that agrees, subjects of the same and the last sentence first."""
        fits = [m for m in self._before(token, NEAR) if not agree or self._agrees(m, token, many)]
        own = {t.i for t in self._own_subjects(token)}
        if agree and token.dep_ not in SUBJECTS:
            fits = [m for m in fits if m.token.i not in own]
        elif not agree:
            governed = [m for m in fits if m.token.i in own]
            if governed:
                return governed[0].actor
        here = self._index(token)
        same = [m for m in fits if self._index(m.token) == here]
        if agree and token.dep_ not in SUBJECTS and same:
            return same[0].actor
        above = {t.i for t in self._subjects_above(token)}
        if governing := next((m for m in same if m.token.i in above), None):
            return governing.actor
        for near in range(NEAR + 1):
            subjects = [m for m in fits if m.subject and here - self._index(m.token) == near]
            main = [m for m in subjects if m.token.head.dep_ == "ROOT"]
            if main or subjects:
                return (main or subjects)[0].actor
        return fits[0].actor if fits else None

    def _subjects_above(self, token: Token) -> list[Token]:
        """The subjects of the clauses that the word's own clause hangs on."""
        clause = self._grammar.clause(token)
        if clause is None:
            return []
        heads = [head for _, head in self._grammar.above(clause) if self._grammar.is_verb(head)]
        return [t for head in heads for t in self._grammar.doers(head)]

    def _own_subjects(self, token: Token) -> list[Token]:
        clause = self._grammar.clause(token)
        return self._grammar.subjects(clause) if clause is not None else []

    def _agrees(self, mention: Mention, token: Token, many: bool) -> bool:
        number = mention.token.morph.get("Number", [])
        joined = any(c.dep_ == "conj" for c in mention.token.children)
        if many:
            return joined or "Plur" in number or (not number and mention.token.text.endswith("s"))
        if "Plur" in number or (joined and mention.subject):
            return False
        gender, other = token.morph.get("Gender", []), mention.token.morph.get("Gender", [])
        return not gender or not other or gender == other

    def _before(self, token: Token, reach: int) -> Iterator[Mention]:
        here = self._index(token)
        for mention in reversed(self._all):
            if mention.token.i < token.i and here - self._index(mention.token) <= reach:
                yield mention

    def _index(self, token: Token) -> int:
        sentence = self._page.sentence_of(token)
        return sentence.index if sentence else 0

    def _said(self, token: Token, actor: Actor | None) -> Actor | None:
        span = self._page.char_span(token, token)
        return replace(actor, text=token.text, span=span) if actor else None
