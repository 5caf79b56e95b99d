"""A day told by its distance from that of another act: "killed 23 on Thursday, a day after a bomber struck a post".

The law: only whole days and weeks are counted, and only from an act of a known day.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from foreshock.coding import syntax
from foreshock.coding.time_anchor import count_of
from foreshock.coding.time_hosts import hosts_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_DAYS = {"day": 1, "week": 7}
_WAYS = {"after": -1, "before": 1}


class Offset(NamedTuple):
    """The act that is counted from, how many days on, and the first and last of the words that tell it."""

    act: Token
    days: int
    first: Token
    last: Token


def offsets_of(token: Token) -> Iterator[Offset]:
    """The acts from whose day that of the act at the token is counted, nearest first."""
    told = [token.head] if token.dep_ in syntax.SUBJECTS else []
    for verb in (token, *told, *hosts_of(token)):
        if verb.dep_ == "advcl" and (mark := next((c for c in verb.children if c.lower_ in _WAYS), None)) is not None:
            yield from _counted(verb, mark)


def _counted(verb: Token, mark: Token) -> Iterator[Offset]:
    if mark.i - verb.sent.start < 2 or mark.dep_ not in ("mark", "prep", "advmod"):
        return
    unit, count = mark.nbor(-1), mark.nbor(-2)
    many = int(count_of(count.lower_) or 0)
    if unit.lemma_ in _DAYS and many:
        yield Offset(verb.head, _WAYS[mark.lower_] * many * _DAYS[unit.lemma_], count, mark)
