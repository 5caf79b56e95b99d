"""A day that the sentence before lends: "The envoy was summoned on Thursday. At the meeting, the minister demanded".

The law: a day is lent to what plainly goes on with the act it was told of, and to nothing that has a day of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.coding import syntax
from foreshock.coding.standing_signs import is_definite
from foreshock.coding.time_hosts import hosts_of
from foreshock.coding.time_words import time_words

if TYPE_CHECKING:
    from spacy.tokens import Token


def acts_before(token: Token) -> Iterator[Token]:
    """The act of the sentence before whose day the one at the token has too."""
    for verb in (token, *hosts_of(token)):
        before = _main_verb_before(verb)
        if before is None or verb.tag_ != "VBD" or verb.dep_ not in ("ROOT", "ccomp"):
            continue
        if _is_at_it(verb) or _speaks_on(verb, before):
            yield before
            return


def _main_verb_before(token: Token) -> Token | None:
    start = syntax.sentence_of(token).start
    return syntax.sentence_of(token.doc[start - 1]).root if start else None


def _is_at_it(verb: Token) -> bool:
    """True of "At the meeting, he demanded": the sentence opens with an occasion that is known."""
    opens = syntax.sentence_of(verb)[0]
    if opens.lower_ not in ("at", "during", "in") or opens.head.i != verb.i:
        return False
    nouns = (c for c in opens.children if c.dep_ == "pobj")
    return any(n.lemma_.lower() in time_words().hosts["meetings"] and is_definite(n) for n in nouns)


def _speaks_on(verb: Token, before: Token) -> bool:
    """True of "He urged" behind "The minister said on Monday"."""
    says = time_words().hosts["telling"]
    pronoun = any(c.dep_ == "nsubj" and c.lower_ in ("he", "she") for c in verb.children)
    return pronoun and before.tag_ == "VBD" and {verb.lemma_.lower(), before.lemma_.lower()} <= says
