"""Explaining: a sentence in, lines for a reader out. The law: each line says what was found and where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from foreshock.desk.terminal import plain
from foreshock.records import Explanation, Report
from foreshock.wire import read_text


class Explains(Protocol):
    """What the errand asks of a coder."""

    def explain(self, report: Report) -> list[Explanation]:
        """What became of each word that tells an event, or could."""


def explain(sentence: str, coder: Explains, published: date | None = None) -> Iterator[str]:
    """The explanations as lines, a blank one between two words."""
    report = read_text(sentence, published=published)
    told = coder.explain(report)
    if not told:
        yield "no word of this sentence could tell an event"
    for n, one in enumerate(told):
        if n:
            yield ""
        yield plain(f"{one.span.of(report.text)}: {one.verdict}")
        yield from (f"  {reason.about:<13}{plain(reason.found)}" for reason in one.reasons)
