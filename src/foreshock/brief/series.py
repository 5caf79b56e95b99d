"""Counts: figures that count the same thing over several periods, and tolls that grew, as bars; all others as a list.

The law: a bar is as long as its figure tells; an open or unsure end is drawn as such, never rounded to one number. The
tolls of two happenings are no series.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foreshock.brief.evidence import Leaf, Shown
from foreshock.brief.phrasing import amount, counted_thing, excerpt, openness, sentence_of, voices, when_shown
from foreshock.brief.tolls import grown, is_of_one_happening
from foreshock.brief.tree import Bar, Count, Series
from foreshock.brief.voices import outlet_at, published_day
from foreshock.records import Figure, When

Row = tuple[Leaf, Figure]
FIGURE_QUOTE = 200


def series(leaves: Sequence[Leaf]) -> tuple[tuple[Series, ...], tuple[Count, ...]]:
    """The series, longest first, and the figures that belong to none, those of an act first."""
    runs = sorted(_joined([run for leaf in leaves for run in _runs(leaf)]), key=lambda rows: -len(merged(rows)))
    risen = grown(leaves)
    drawn = {(leaf.number, figure.id) for rows in (*runs, *risen) for leaf, figure in rows}
    rows = [(leaf, figure) for leaf in leaves for figure in leaf.coded.figures]
    alone = [row for row in rows if (row[0].number, row[1].id) not in drawn]
    alone.sort(key=lambda row: not any(row[1].id in e.figures for e in row[0].coded.events))
    return (*map(_series, risen), *map(_series, runs)), tuple(map(_count, merged(alone)))


def _runs(leaf: Leaf) -> Iterator[list[Row]]:
    """The figures of one report that count the same thing over different periods, without tolls of one happening."""
    groups: dict[tuple[str, str | None], list[Row]] = {}
    for figure in (f for f in leaf.coded.figures if not is_of_one_happening(f)):
        groups.setdefault((figure.what.casefold(), figure.unit), []).append((leaf, figure))
    dated = map(_dated, groups.values())
    yield from (rows for rows in dated if len({_start(r) for r in rows}) > 1)


def _joined(runs: list[list[Row]]) -> list[list[Row]]:
    """The runs, those together that share two or more figures: one series that several reports pass on."""
    whole: list[list[Row]] = []
    for run in runs:
        known = next((w for w in whole if len(_told(w) & _told(run)) > 1), None)
        if known is None:
            whole.append(list(run))
        else:
            known.extend(run)
    return [_dated(rows) for rows in whole]


def _told(rows: Sequence[Row]) -> set[tuple[object, ...]]:
    return {_key(figure) for _, figure in rows}


def _key(figure: Figure) -> tuple[object, ...]:
    when = figure.when or When()
    return (figure.what.casefold(), figure.unit, figure.low, figure.high, when.start, when.end)


def merged(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows, those together that tell the same number of the same thing over the same period."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for leaf, figure in rows:
        groups.setdefault(_key(figure), []).append((leaf, figure))
    return list(groups.values())


def also_in(rows: Sequence[Row]) -> tuple[Shown, ...]:
    """The outlets of all rows but the first, each leading to its words."""
    first = rows[0][0].number
    others = {leaf.number: outlet_at(leaf, figure.span) for leaf, figure in reversed(rows) if leaf.number != first}
    return tuple(others[number] for number in sorted(others))


def _dated(rows: list[Row]) -> list[Row]:
    return sorted((r for r in rows if r[1].when and r[1].when.start), key=lambda r: (_start(r), r[0].number))


def _start(row: Row) -> int:
    when = row[1].when
    return when.start.toordinal() if when and when.start else 0


def _series(rows: list[Row]) -> Series:
    longest = max((f.high or f.low or 0.0) for _, f in rows) or 1.0
    leaf, figure = rows[0]
    what = leaf.backed(counted_thing(leaf, figure), "name", *[f.span for held, f in rows if held == leaf])
    grew = is_of_one_happening(figure)
    bars = tuple(_bar(same, longest, grew) for same in merged(rows))
    tellers = {tuple(v.name.key for v in b.voices): b for b in reversed(bars)}
    return Series(what, bars, tuple(b for b in bars if b in tellers.values()), also_in(rows), grew)


def _bar(rows: list[Row], longest: float, grew: bool) -> Bar:
    leaf, figure = rows[0]
    low = figure.low or 0.0
    high = figure.high if figure.high is not None else low
    label = published_day(leaf) if grew else when_shown(leaf, figure.when, figure.span)
    return Bar(
        label=label or leaf.quote(figure.span),
        value=value_of(rows),
        length=round(100 * low / longest, 2),
        more=round(100 * max(0.0, high - low) / longest, 2),
        open=openness(figure.low, figure.high),
        voices=voices(leaf, figure.chain),
    )


def value_of(rows: list[Row]) -> Shown:
    """The number backed by every row; a figure with neither end is shown in the report's words."""
    first, figure = rows[0]
    digits = amount(figure.low, figure.high) or first.quote(figure.span).text
    return Shown(digits, "number", tuple(leaf.cite(f.span) for leaf, f in rows))


def _count(rows: list[Row]) -> Count:
    leaf, figure = rows[0]
    return Count(
        value=value_of(rows),
        open=openness(figure.low, figure.high),
        what=leaf.backed(counted_thing(leaf, figure), "name", figure.span),
        when=when_shown(leaf, figure.when, figure.span),
        quote=excerpt(leaf, sentence_of(leaf, figure.span), figure.span, FIGURE_QUOTE),
        voices=voices(leaf, figure.chain),
        also=also_in(rows),
    )
