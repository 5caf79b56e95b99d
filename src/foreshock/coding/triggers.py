"""Which words of a page trigger which reading of the lexicon.

The law: the reading with the most words, then the most conditions, wins; a blocking reading wins like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import Constraint, Trigger, triggers
from foreshock.coding import roles, syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

POS_OF = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}


PARTICLES = frozenset("down up out off back away in over aside through apart forward".split())


def _is_bare(token: Token) -> bool:
    """True for an adverb or preposition that governs nothing."""
    return token.dep_ in ("advmod", "prep") and not any(c.dep_ in ("pobj", "pcomp") for c in token.children)


class TriggerWords:
    """The lexicon's readings, found by their head word."""

    def __init__(self, extra: Path | None = None) -> None:
        self._by_head: dict[tuple[str, str], list[Trigger]] = defaultdict(list)
        for trigger in triggers(extra):
            head = trigger.words[0] if trigger.pos == "verb" else trigger.words[-1]
            self._by_head[trigger.pos, head].append(trigger)

    def reading(self, token: Token) -> Trigger | None:
        """The best reading of the word at this token, or None where the lexicon has none that holds."""
        found = list(self._candidates(token))
        if not found:
            return None
        facts = Facts(token)
        found = [t for t in found if all(c.holds(facts.at(c)) for c in t.when)]
        return max(found, key=lambda t: t.rank) if found else None

    def considered(self, token: Token) -> list[tuple[Trigger, tuple[Constraint, ...]]]:
        """Every reading that the lexicon has for the word, best first, with the conditions that do not hold here."""
        facts = Facts(token)
        found = [(t, tuple(c for c in t.when if not c.holds(facts.at(c)))) for t in self._candidates(token)]
        return sorted(found, key=lambda pair: (not pair[1], pair[0].rank), reverse=True)

    def _candidates(self, token: Token) -> Iterator[Trigger]:
        pos = POS_OF.get(token.pos_)
        if pos is not None:
            yield from (t for t in self._by_word(token, pos) if words_hold(t, token))

    def _by_word(self, token: Token, pos: str) -> Iterator[Trigger]:
        lemma = token.lemma_.lower()
        yield from self._by_head.get((pos, lemma), ())
        if token.lower_ != lemma:
            yield from self._by_head.get((pos, token.lower_), ())
        if pos == "noun" and token.tag_ == "NNP" and lemma.endswith("s"):
            yield from self._by_head.get((pos, lemma[:-1]), ())


def words_hold(trigger: Trigger, token: Token) -> bool:
    """True where all words of a multiword trigger stand in a row around the head, hyphens skipped."""
    return len(trigger.words) == 1 or words_in_row(trigger, token) is not None


def words_in_row(trigger: Trigger, token: Token) -> tuple[int, int] | None:
    """First and last token of the trigger's words, where they stand in a row around the head."""
    forward = trigger.pos == "verb"
    words = trigger.words if forward else trigger.words[::-1]
    doc, at, step = token.doc, token.i, 1 if forward else -1
    for n, word in enumerate(words):
        while n and 0 <= at < len(doc) and doc[at].text == "-":
            at += step
        if not 0 <= at < len(doc) or word not in (doc[at].lemma_.lower(), doc[at].lower_):
            return None
        at += step
    last = at - step
    return (token.i, last) if forward else (last, token.i)


class Facts:
    """What stands around a trigger word, by key of the lexicon's conditions; each looked up once."""

    def __init__(self, token: Token) -> None:
        self.token = token
        self._known: dict[str, frozenset[str]] = {}

    def at(self, constraint: Constraint) -> frozenset[str]:
        """The lemmas that stand at the constraint's key."""
        key = constraint.key
        if key not in self._known:
            self._known[key] = self._lemmas(key) | self._presence(key)
        return self._known[key]

    def _lemmas(self, key: str) -> frozenset[str]:
        if key == "word":
            return syntax.other_lemmas(self.token)
        return frozenset(t.lemma_.lower() for t in self._tokens(key))

    def _tokens(self, key: str) -> list[Token]:
        token = self.token
        match key:
            case "obj":
                called = [c for c in token.children if c.dep_ == "oprd"]
                return [*_with_counted(syntax.done_to(token)), *called] if syntax.is_verb(token) else []
            case "subj":
                return syntax.doers(token) if syntax.is_verb(token) else syntax.owners(token)
            case "prt":
                return [c for c in token.children if c.dep_ == "prt" or (c.lower_ in PARTICLES and _is_bare(c))]
            case "mod":
                return [*roles.modifiers(token), *(c for c in token.children if c.dep_ in ("acl", "poss"))]
            case "xcomp":
                return [c for c in token.children if c.dep_ in ("xcomp", "acl") and syntax.is_verb(c)]
            case "ccomp":
                return [c for c in token.children if c.dep_ == "ccomp"]
        return _governed(token, key)

    def _presence(self, key: str) -> frozenset[str]:
        if key in _OWN_KEYS:
            return frozenset()
        here = any(c.lower_ == key and c.dep_ in ("prep", "prt", "agent", "dative") for c in self.token.children)
        return frozenset({"*"}) if here else frozenset()


def _with_counted(objects: list[Token]) -> list[Token]:
    """The objects, and of "tons of aid" the aid."""
    counted = [o for o in objects if o.lemma_.lower() in roles.role_words().quantity]
    return objects + [t for o in counted for t in syntax.objects_of(o, _as_set("of"))]


_OWN_KEYS = frozenset({"obj", "subj", "prt", "mod", "xcomp", "ccomp", "word"})


@lru_cache(maxsize=256)
def _as_set(word: str) -> frozenset[str]:
    return frozenset({word})


def _governed(token: Token, preposition: str) -> list[Token]:
    """Objects and gerunds of the preposition at the token, or at the verb that carries a noun."""
    found = syntax.objects_of(token, _as_set(preposition))
    for child in token.children:
        if child.dep_ in ("prep", "agent") and child.lower_ == preposition:
            found.extend(c for c in child.children if c.dep_ == "pcomp")
    if not syntax.is_verb(token) and token.dep_ in ("dobj", "nsubjpass"):
        found.extend(syntax.objects_of(token.head, _as_set(preposition)))
    return found
