"""Given names of two syllables, "Lee Seong-kweun" and "Lai Ching-te", whose second one the parser takes for a word.

The law: a word behind a hyphen is of the name where the name has two words before it and the word is no word of English
that is joined to names ("Vladimir Putin-backed").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.coding.tie_words import kind_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST = 6
"""Letters of a syllable."""
JOINED = frozenset(
    {"era", "style", "like", "made", "owned", "run", "held", "born", "based", "free", "friendly", "only"}
)
"""Words joined to names by a hyphen, beside those of `ties.toml`."""


def second_syllables(doc: Doc) -> frozenset[int]:
    """The tokens that end such a name, with the hyphens before them."""
    ends = (t.i for t in doc[3:] if _ends_name(t))
    return frozenset(i for end in ends for i in (end - 1, end))


def _ends_name(word: Token) -> bool:
    hyphen, first, surname = (word.doc[word.i - n] for n in (1, 2, 3))
    close = hyphen.text == "-" and not hyphen.whitespace_ and not first.whitespace_
    named = first.ent_type_ == surname.ent_type_ == "PERSON" and first.ent_iob_ == "I"
    syllable = word.text.isalpha() and word.text.islower() and len(word) <= LONGEST and len(first) <= LONGEST
    other = word.tag_ in ("VBN", "VBD", "VBG", "JJ") or word.lower_ in JOINED or kind_of("participle").get(word.lower_)
    return close and named and syllable and not other
