"""What has gone on since a deed of a known day: "has carried out raids since the truce of November 27".

The law: the day of a deed behind "since" opens a stretch for the act above it and stays a day for the deed itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.coding import syntax
from foreshock.records.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from foreshock.coding.times import TimeFound

_REACH = 12
"""Words before since within which it is told what is compared."""


def stretches_since(token: Token, times: Sequence[TimeFound], doc: Doc) -> Iterator[TimeFound]:
    """The stretches that open in the token's sentence with the day of a deed, for every act but the deed."""
    for since in (t for t in syntax.sentence_of(token) if t.lower_ == "since"):
        deed = _deed(since)
        if deed is None or (since.i <= token.i and (token.i == deed.i or deed.is_ancestor(token))):
            continue
        day = next((t for t in times if t.when.start is not None and _tells_of(doc[t.first], deed, since)), None)
        if day is not None:
            yield _opened(doc, since, day)


def _deed(since: Token) -> Token | None:
    """The noun or the clause behind since; a clause only below a perfect, for since may mean because."""
    if _is_compared(since):
        return None
    if since.dep_ == "mark":
        clause = since.head
        above = clause.head
        perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in above.children)
        return clause if perfect and clause.tag_ == "VBD" and clause.dep_ == "advcl" else None
    return next((c for c in since.children if c.dep_ == "pobj" and c.ent_type_ not in ("DATE", "TIME")), None)


def _is_compared(since: Token) -> bool:
    """True of "the first visit since the war" and "the worst clash since": one deed and not a stretch."""
    first = max(syntax.sentence_of(since).start, since.i - _REACH)
    before = since.doc[first : since.i]
    return any((t.tag_ in ("JJS", "RBS") and t.lower_ != "least") or t.lower_ == "first" for t in before)


def _tells_of(day: Token, deed: Token, since: Token) -> bool:
    """True of a day inside the words of the deed, or right behind them where the parse hangs it above."""
    if day.i < since.i or syntax.sentence_of(day).end != syntax.sentence_of(since).end:
        return False
    node = day
    while node.i not in (deed.i, since.head.i):
        if node.head.i == node.i or node.dep_ in ("relcl", "ccomp", "conj"):
            return False
        node = node.head
    return node.i == deed.i or not any(t.is_punct for t in day.doc[since.i : day.i])


def _opened(doc: Doc, since: Token, day: TimeFound) -> TimeFound:
    span = Span(since.idx, day.span.end)
    when = replace(day.when, end=None, text=span.of(doc.text), span=span)
    return replace(day, span=span, when=when, first=since.i)
