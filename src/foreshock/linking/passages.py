"""Passages: the sentences of a report that tell acts, in stretches that a reader of pairs can read at once.

The law: every mention lies in exactly one passage, and a report is cut at the same places whatever else is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from foreshock.codebook.linking import reading
from foreshock.records.incident import Member
from foreshock.records.passage import Passage

Span = tuple[int, int]
COLUMNS = ("report_id", "event_id", "published", "sentence_start", "sentence_text", "trigger_start", "trigger_end")
ANOTHER_LANGUAGE = r"^foreshock-[a-z]{2}$"
"""Names of the coders of other languages than English."""


def passages(events: pl.DataFrame) -> dict[Member, tuple[Passage, int]]:
    """By mention in English: the passage that it stands in, and its place among the acts of that one."""
    events = events.filter(~pl.col("coder").str.contains(ANOTHER_LANGUAGE))
    rows = events.select(COLUMNS).sort("sentence_start")
    sentences: dict[str, dict[int, str]] = defaultdict(dict)
    days: dict[str, int | None] = {}
    acts: dict[str, dict[Member, tuple[int, Span]]] = defaultdict(dict)
    for report, event, day, start, text, first, end in rows.iter_rows():
        sentences[report][start or 0] = text or ""
        days[report] = None if day is None else day.toordinal()
        acts[report][report, event] = start or 0, (first or 0, end or 0)
    found: dict[Member, tuple[Passage, int]] = {}
    for report, held in sentences.items():
        for passage, members in cut(report, days[report], held, acts[report]):
            found |= {member: (passage, n) for n, member in enumerate(members)}
    return found


def cut(
    report: str, published: int | None, sentences: Mapping[int, str], acts: Mapping[Member, tuple[int, Span]]
) -> Iterator[tuple[Passage, list[Member]]]:
    """The passages of one report, each with the mentions whose acts it names. `sentences` are texts by where they
    begin, in order; `acts` tell by mention which sentence holds it, and its words as offsets into the report."""
    of: dict[int, list[Member]] = defaultdict(list)
    for member, (start, _) in acts.items():
        of[start].append(member)
    for starts in _stretches(sentences):
        text, told = "", list[tuple[Span, Member]]()
        for start in starts:
            moved = len(text) - start
            told += [((first + moved, end + moved), m) for m in of[start] for first, end in [acts[m][1]]]
            text += sentences[start] + " "
        told.sort()
        yield Passage(report, published, starts[0], text, tuple(span for span, _ in told)), [m for _, m in told]


def _stretches(sentences: Mapping[int, str]) -> Iterator[Sequence[int]]:
    """Sentences that follow one another, as many as fit; a longer one stands alone."""
    most, open_now, size = reading().characters, list[int](), 0
    for start, text in sentences.items():
        if open_now and size + len(text) > most:
            yield open_now
            open_now, size = [], 0
        open_now.append(start)
        size += len(text)
    if open_now:
        yield open_now
