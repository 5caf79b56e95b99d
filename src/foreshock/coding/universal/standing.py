"""Whether an act is told as done, over Universal Dependencies.

The law: standing is judged inside the words of the innermost speaker; the nearest deciding word above the act wins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foreshock.coding.universal.grammar import OBJECTS, Grammar
from foreshock.records import When
from foreshock.records.event import Standing

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from foreshock.codebook.language import LanguageBook
    from foreshock.coding.claims import Claim

Told = tuple[Standing, str]
HEARSAY = "conditional of hearsay, nobody named"
BY_CLAIM: dict[str, Standing] = {
    "deny": "negated",
    "urge": "hypothetical",
    "threaten": "hypothetical",
    "promise": "future",
    "predict": "hypothetical",
}
"""What lies in a saying of a kind, where its own words tell nothing else."""


class Judge:
    """Judges acts with the words of one language."""

    def __init__(self, book: LanguageBook, grammar: Grammar) -> None:
        self._grammar = grammar
        self._sets = {key: frozenset(told) for key, told in book.table("standing").items() if isinstance(told, list)}
        self._days = int(book.table("standing")["historical_days"])
        self._support = book.words("verbs", "support")
        self._conditional = re.compile(book.table("standing")["conditional"])

    def judge(self, token: Token, claims: list[Claim], when: When, published: date | None) -> Told:
        """The standing of the act at the word, and what decided it."""
        inner = claims[-1] if claims else None
        stop = inner.cue_token if inner else -1
        found = self._word(token, stop, inner)
        if found is not None and found[0] != "actual":
            return found
        if inner is not None and inner.stance == "denies":
            return "negated", inner.kind
        if found is not None:
            return found
        if inner is not None and inner.kind in BY_CLAIM and not self._is_past(token):
            return BY_CLAIM[inner.kind], inner.kind
        if published and when.end and (published - when.end).days > self._days:
            return "historical", when.text or ""
        if published and when.start and when.start > published and not self._is_past(token):
            return "future", when.text or ""
        return "actual", ""

    def _word(self, token: Token, stop: int, inner: Claim | None) -> Told | None:
        verb = token
        if not self._grammar.is_verb(token):
            if (told := self._noun(token, stop, inner)) is not None:
                return told
            if not self._is_carried(token):
                return None
            verb = token.head
        if (told := self._verb(verb, inner)) is not None:
            return told
        return self._above(verb, stop, inner)

    def _is_carried(self, noun: Token) -> bool:
        """True of the attack in "mener une attaque": the verb says whether it was done."""
        return noun.dep_ in (*OBJECTS, "nsubj:pass") and noun.head.lemma_ in self._support

    def _noun(self, noun: Token, stop: int, inner: Claim | None) -> Told | None:
        """What adjectives, articles and the words above say of an act told by a noun."""
        s = self._sets
        for child in noun.children:
            word = child.lemma_.lower()
            if child.dep_ == "det" and child.lower_ in s["none"]:
                return "negated", child.lower_
            if child.dep_ in ("amod", "acl", "det") and (
                word in s["adjectives_always"] or child.lower_ in s["indefinite_any"]
            ):
                return "hypothetical", child.lower_
            if child.dep_ in ("amod", "acl") and word in s["adjectives_negated"]:
                return "negated", child.lower_
        if self._grammar.case(noun) in s["without"]:
            return "negated", self._grammar.case(noun)
        head, steps = noun, 0
        while head.head.i != head.i and steps < 4:
            child, head, steps = head, head.head, steps + 1
            if head.i == stop:
                return None
            if not self._grammar.is_verb(head):
                if head.lemma_.lower() in s["nouns_hypothetical"] and child.dep_ in ("nmod", "acl"):
                    return "hypothetical", head.lower_
                if head.lemma_.lower() in s["nouns_negated"]:
                    return "negated", head.lower_
                continue
            return self._governed(noun, child, head, inner)
        return None

    def _governed(self, noun: Token, child: Token, verb: Token, inner: Claim | None) -> Told | None:
        """What the verb says of the noun below it."""
        s, lemma = self._sets, verb.lemma_
        if child.dep_ in ("nsubj", "nsubj:pass", "obl:agent") and lemma not in s["occurs"]:
            return None
        if child.dep_ == "obl:mod":
            return None
        definite = any("Def" in c.morph.get("Definite", []) for c in noun.children if c.dep_ == "det")
        if lemma in s["deny"]:
            return "negated", lemma
        if lemma in s["prevent"] and child.dep_ in OBJECTS:
            return "hypothetical", lemma
        if lemma in s["ends"]:
            return None
        if lemma in s["wish"] and not (definite and child.dep_ in OBJECTS and lemma not in s["asks_noun"]):
            return "hypothetical", lemma
        if lemma in s["promise"] and not definite:
            return "future", lemma
        own = self._verb(verb, inner) or self._above(verb, -1, inner)
        if own is not None and own[0] != "actual" and not definite:
            return ("future" if own[0] == "future" else "hypothetical"), own[1]
        return None

    def _verb(self, verb: Token, inner: Claim | None) -> Told | None:
        """What the verb's own form says: negation, mood, tense, and the word that opens its clause."""
        s = self._sets
        if self._grammar.is_negated(verb) and not any(c.lower_ == "que" and c.dep_ == "advmod" for c in verb.children):
            return "negated", next(c.lower_ for c in verb.subtree if c.lower_ in s["negation_shown"])
        for child in verb.children:
            opens = child.i < verb.i and child.dep_ in ("mark", "case", "advmod", "fixed", "obj")
            if opens and (told := self._opened(child, verb)) is not None:
                return told
        return self._mood(verb, inner)

    def _opened(self, mark: Token, verb: Token) -> Told | None:
        s, word = self._sets, mark.lemma_.lower()
        infinitive = self._grammar.form(verb) == "Inf"
        before = mark.nbor(-1).lower_ if mark.i else ""
        if mark.lower_ in s["marks_hypothetical"] and mark.dep_ == "mark":
            return "hypothetical", mark.lower_
        if mark.lower_ == "s'" and mark.nbor(1).lower_ in ("il", "ils"):
            return "hypothetical", mark.lower_
        if word == "que" and before in s["marks_hypothetical"]:
            return "hypothetical", f"{before} {mark.lower_}"
        if mark.dep_ == "obj":
            return None
        perfect = any(c.dep_ in ("aux:tense", "aux") for c in verb.children)
        if word in s["purpose"] and infinitive and not perfect:
            return "hypothetical", word
        if word in s["without"]:
            return "negated", word
        if word in s["before"] or (word == "que" and before in s["before"]):
            return "hypothetical", word
        return None

    def _mood(self, verb: Token, inner: Claim | None) -> Told | None:
        auxes = [c for c in verb.children if c.dep_ in ("aux:tense", "aux", "aux:pass", "cop")]
        words = [*auxes, verb]
        if any("Fut" in w.morph.get("Tense", []) for w in words):
            return "future", next(w.lower_ for w in words if "Fut" in w.morph.get("Tense", []))
        conditional = next((w for w in words if self._is_conditional(w)), None)
        if conditional is None:
            return None
        if verb.lemma_ in self._sets["modals"] or self._has_if(verb):
            return "hypothetical", conditional.lower_
        perfect = conditional.dep_ == "aux:tense"
        if inner is not None and not perfect:
            return "future", conditional.lower_
        return "actual", HEARSAY

    def is_ahead(self, verb: Token) -> bool:
        """True of a verb in the future, or in the conditional that tells it in the past."""
        words = [verb, *(c for c in verb.children if c.dep_.startswith("aux"))]
        return any("Fut" in w.morph.get("Tense", []) or self._is_conditional(w) for w in words)

    def _is_conditional(self, word: Token) -> bool:
        if "Cnd" in word.morph.get("Mood", []):
            return True
        made = self._conditional.search(word.lower_) is not None
        stem = word.lemma_.lower()[:-2]
        return (
            made
            and word.pos_ in ("VERB", "AUX")
            and not (stem.endswith("r") and word.lower_.startswith(stem) and len(word.lower_) - len(stem) <= 5)
        )

    def _has_if(self, verb: Token) -> bool:
        """True where a condition is put in the same sentence, before the clause or behind it."""
        marks = (t for t in verb.sent if t.lower_ in self._sets["marks_if"])
        return any(t.pos_ == "SCONJ" or t.dep_ == "mark" for t in marks)

    def _above(self, verb: Token, stop: int, inner: Claim | None) -> Told | None:
        """What the words above the clause say, up to the speaker's."""
        s = self._sets
        for child, head in self._grammar.above(verb):
            if head.i == stop or child.dep_ in ("acl:relcl", "parataxis"):
                return None
            infinitive = self._grammar.form(child) == "Inf"
            subjunctive = any("Sub" in w.morph.get("Mood", []) for w in (child, *child.children))
            lemma = head.lemma_.lower()
            if self._grammar.is_verb(head) and child.dep_ != "conj":
                if not (infinitive or subjunctive or child.dep_ == "ccomp"):
                    return None
                if (told := self._below(lemma, head, child, infinitive, subjunctive, inner)) is not None:
                    return told
            elif child.dep_ in ("acl", "nmod") and infinitive:
                if lemma in s["nouns_hypothetical"]:
                    return "hypothetical", lemma
                if head.head.lemma_ in s["wish"]:
                    return "hypothetical", head.head.lemma_
                if lemma in s["nouns_negated"]:
                    return "negated", lemma
        return None

    def _below(
        self, lemma: str, head: Token, child: Token, infinitive: bool, subjunctive: bool, inner: Claim | None
    ) -> Told | None:
        s = self._sets
        perfect = any(c.dep_ == "aux:tense" for c in child.children)
        if lemma in s["deny"] or lemma in s["refuse"]:
            return "negated", lemma
        if perfect and infinitive:
            return None
        if lemma in s["prevent"] or ((infinitive or subjunctive) and lemma in s["wish"]):
            return "hypothetical", lemma
        if infinitive and lemma in s["modals"]:
            return "hypothetical", lemma
        if infinitive and (lemma in s["ahead"] or lemma in s["promise"]):
            return "future", lemma
        return self._verb(head, inner) if infinitive and child.dep_ == "xcomp" else None

    def _is_past(self, token: Token) -> bool:
        """True where the act is told in a past tense of its own."""
        if not self._grammar.is_verb(token):
            return False
        tense = [
            t
            for c in (token, *token.children)
            if c.dep_.startswith("aux") or c.i == token.i
            for t in c.morph.get("Tense", [])
        ]
        auxed = any(c.dep_ in ("aux:tense", "aux:pass") for c in token.children)
        return (auxed or "Imp" in tense) and not any("Fut" in c.morph.get("Tense", []) for c in token.children)
