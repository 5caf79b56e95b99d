"""Counts: figures that count the same thing over several periods as bars, all others as a list.

The law: a bar is as long as its figure tells; an open or unsure end is drawn as such, never rounded to one number.
"""

from __future__ import annotations

from collections.abc import Sequence

from foreshock.brief.evidence import Leaf
from foreshock.brief.phrasing import amount, clip, openness, sentence_of, voices, when_shown
from foreshock.brief.tree import Bar, Count, Series
from foreshock.records import Figure

Row = tuple[Leaf, Figure]
FIGURE_QUOTE = 140


def series(leaves: Sequence[Leaf]) -> tuple[tuple[Series, ...], tuple[Count, ...]]:
    """The series, longest first, and the figures that belong to none."""
    groups: dict[str, list[Row]] = {}
    for leaf in leaves:
        for figure in leaf.coded.figures:
            groups.setdefault(figure.what.casefold(), []).append((leaf, figure))
    runs = [rows for rows in (_dated(g) for g in groups.values()) if len({_start(r) for r in rows}) > 1]
    runs.sort(key=lambda rows: -len(rows))
    drawn = {(leaf.number, figure.id) for rows in runs for leaf, figure in rows}
    alone = (row for g in groups.values() for row in g if (row[0].number, row[1].id) not in drawn)
    return tuple(_series(rows) for rows in runs), tuple(_count(*row) for row in alone)


def _dated(rows: list[Row]) -> list[Row]:
    return sorted((r for r in rows if r[1].when and r[1].when.start), key=lambda r: (_start(r), r[0].number))


def _start(row: Row) -> int:
    when = row[1].when
    return when.start.toordinal() if when and when.start else 0


def _series(rows: list[Row]) -> Series:
    longest = max((f.high or f.low or 0.0) for _, f in rows) or 1.0
    leaf, figure = rows[0]
    what = leaf.backed(figure.what, "name", *[f.span for held, f in rows if held == leaf])
    bars = tuple(_bar(held, f, longest) for held, f in rows)
    tellers = {(b.value.cites[0].report, tuple(v.name.key for v in b.voices)): b for b in reversed(bars)}
    return Series(what, bars, tuple(b for b in bars if b in tellers.values()))


def _bar(leaf: Leaf, figure: Figure, longest: float) -> Bar:
    low = figure.low or 0.0
    high = figure.high if figure.high is not None else low
    label = when_shown(leaf, figure.when, figure.span)
    return Bar(
        label=label or leaf.quote(figure.span),
        value=leaf.backed(amount(figure.low, figure.high), "number", figure.span),
        length=round(100 * low / longest, 2),
        more=round(100 * max(0.0, high - low) / longest, 2),
        open=openness(figure.low, figure.high),
        voices=voices(leaf, figure.chain),
    )


def _count(leaf: Leaf, figure: Figure) -> Count:
    return Count(
        value=leaf.backed(amount(figure.low, figure.high), "number", figure.span),
        open=openness(figure.low, figure.high),
        what=leaf.backed(figure.what, "name", figure.span),
        when=when_shown(leaf, figure.when, figure.span),
        quote=leaf.quote(clip(leaf.text, sentence_of(leaf, figure.span), figure.span, FIGURE_QUOTE)),
        voices=voices(leaf, figure.chain),
    )
