"""The words around a number: the noun phrase behind it, what bounds it, the verb that governs it.

The law: a phrase stays within its sentence, and its words are those of the report.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from foreshock.coding.figure_words import figure_words
from foreshock.coding.numbers import Number, read_number
from foreshock.coding.syntax import lowered

COUNTS = ("number", "count", "tally", "total", "figure")


@dataclass(frozen=True, slots=True)
class Counted:
    """`what` is counted, in `unit`; `head` its token, `last` where its words end, `act` the event's token."""

    what: str
    unit: str | None
    head: int
    last: int
    act: int | None
    toll: bool = False
    series: bool = False


def number_at(doc: Doc, at: int) -> Number | None:
    """The number that begins at a token."""
    return read_number(lowered(doc), at) if doc[at].like_num else None


def phrase_at(doc: Doc, first: int) -> tuple[int, int] | None:
    """First and head token of the noun phrase that begins at `first`."""
    while first < len(doc) and (
        doc[first].pos_ == "DET" or doc[first].lower_ in ("its", "their", "his", "more", "other", "such")
    ):
        if doc[first].lower_ == "more" and (
            first + 1 >= len(doc) or doc[first + 1].pos_ not in ("NOUN", "ADJ", "PROPN")
        ):
            return first, first
        first += 1
    head, at = None, first
    while at < len(doc) and _in_phrase(doc, at, first):
        if doc[at].pos_ in ("NOUN", "PROPN") or doc[at].lower_ in figure_words().generic:
            head = at
        at += 1
    return None if head is None else (first, head)


def _in_phrase(doc: Doc, at: int, first: int) -> bool:
    token = doc[at]
    if at > first and (token.is_sent_start or doc[at - 1].tag_ in ("NNS", "NNPS")):
        return False
    if token.text == "-":
        return at > first and not token.whitespace_
    if token.pos_ == "VERB":
        return (
            token.tag_ in ("VBN", "VBG")
            and at + 1 < len(doc)
            and doc[at + 1].pos_ in ("NOUN", "ADJ", "PROPN")
            and token.dep_ in ("amod", "compound")
        )
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or token.lower_ in ("others", "them")


def told(doc: Doc, first: int, last: int) -> str:
    """The words from one token to another, in small letters."""
    return doc[first : last + 1].text.lower()


def before_bounds(doc: Doc, number: Number, start: int) -> int:
    """The last token before the number and the words that bound it: "at least", "about"."""
    lead, bounds = number.first, figure_words().bounds
    longest = max(len(phrase) for phrase, _ in bounds)
    words = tuple(t.lower_ for t in doc[max(lead - longest, start) : lead])
    led = next((len(phrase) for phrase, _ in bounds if words[-len(phrase) :] == phrase), 0)
    return lead - led - 1


def act_of(token: Token) -> int | None:
    """The verb that governs a token, or the token itself where none does."""
    for _ in range(8):
        if token.pos_ == "VERB":
            return token.i
        if token.head.i == token.i:
            break
        token = token.head
    return token.i
