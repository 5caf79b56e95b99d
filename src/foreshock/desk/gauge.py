"""The gauge of dyads and theatres: levels, rung and change points, as records and as cells of a table.

The law: what is shown is rounded so that the parts shown sum to the value shown, and every line names rows or reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from foreshock.codebook.gauges import gauge_weights, ladder, theatres, weights_from
from foreshock.records.reading import Gauged, Part, Reading

if TYPE_CHECKING:
    import polars as pl

    from foreshock.gauge import History

MANY, PARTS, ROWS = 10, 5, 3
"""Dyads gauged where none is named, parts shown in a line, and rows named below the table for each measure."""


class Known(Protocol):
    """What is known on a day: a view of the ledger, or any frames of the same columns."""

    def acts(self) -> pl.DataFrame:
        """One row a directed pair, the columns of `records.columns.ACTS`."""

    def reports(self) -> pl.DataFrame:
        """One row a report, with report_id and published."""


def past(view: Known, weights: Path | None = None) -> History:
    """The history a view knows, by the shipped weights or a file of the user's own; NothingKnown where it has none."""
    from foreshock.gauge import exposure, history

    made, acts = weights_from(weights) if weights else gauge_weights(), view.acts()
    return history(acts, exposure(acts, view.reports(), made), made, ladder())


def gauge(
    view: Known,
    targets: Sequence[str] = (),
    day: date | None = None,
    own_theatres: Path | None = None,
    weights: Path | None = None,
) -> tuple[Gauged, ...]:
    """What is read of each target on `day`; without targets, of the tensest dyads.

    Raises NoSuchTarget, NothingKnown and CodebookError as the gauge and its files do.
    """
    from foreshock.gauge import gauged, target_of, tensest

    told, known = past(view, weights), theatres(own_theatres)
    wanted = [target_of(name, known) for name in targets or tensest(told, MANY, day)]
    return tuple(gauged(told, target, day) for target in wanted)


def columns(found: Gauged) -> tuple[str, ...]:
    """The headings of its table."""
    halves = dict.fromkeys(f"{reading.half_life_days:g} days" for reading in found.readings)
    return ("measure", *halves, "made of")


def cells(found: Gauged) -> Iterator[tuple[str, ...]]:
    """A row a measure: its level for each half-life, and what the slowest is made of."""
    places = gauge_weights().level.places
    for measure in dict.fromkeys(reading.measure for reading in found.readings):
        own = [reading for reading in found.readings if reading.measure == measure]
        values = [str(reading.shown(places)[0]) for reading in own]
        yield (measure.replace("_", " "), *values, _made_of(own[-1], places))


def lines(found: Gauged) -> Iterator[str]:
    """What stands under the table: rung, change points, what was left out, and by which weights."""
    if found.note:
        yield found.note
    yield from _rows(found)
    rung, reading = found.rung, found.readings[0]
    origins = count(rung.independent, "independent origin")
    rows = f": {count(rung.incidents, 'incident')}, {origins}" if rung.because else ""
    held = "nothing above it is held" if rung.higher and not rung.because else rung.name
    yield f"rung {rung.number}, {held}{rows} in {rung.window_days} days"
    yield from (f"  not held: rung {h.number}, {h.name} ({h.lacks}), {h.because[0]}" for h in rung.higher[-1:])
    for point in found.changes:
        size = f"{point.size:.1f} times the rate before ({point.low:.1f} to {point.high:.1f}, {point.interval:.0%})"
        yield f"{point.measure.replace('_', ' ')} changed on {point.day} ({point.earliest} to {point.latest}): {size}"
    yield from (f"left out: {count(events, 'event')}, {reason}" for reason, events in found.left_out)
    weighed = dict.fromkeys(f"{reading.reports:,.1f}" for reading in found.readings)
    told = f"points per {reading.per_reports:g} reports, of {' and '.join(weighed)} reports by weight"
    yield f"{told}, as of {found.day}; weights {reading.weights}"
    few = gauge_weights().level.few_reports
    if any(reading.reports < few for reading in found.readings):
        yield f"fewer than {few:g} reports by weight: such a level tells of single reports, read the rows beside it"


def _rows(found: Gauged) -> Iterator[str]:
    """For each measure the rows that its largest parts, of the slowest half-life, are made of."""
    slowest = {reading.measure: reading for reading in found.readings}
    for reading in slowest.values():
        rows = list(dict.fromkeys(row for part in reading.parts for row in part.because))
        if rows:
            more = f" and {len(rows) - ROWS} more, all by --json" if len(rows) > ROWS else ""
            yield f"{reading.measure.replace('_', ' ')}: {', '.join(map(str, rows[:ROWS]))}{more}"


def _act(part: Part) -> str:
    """Type and mode, and that it is not done where it was only announced or feared."""
    undone = part.measure == "threats" and part.type not in gauge_weights().threats.types
    return f"{part.act} not done" if undone else part.act


def count(number: int, noun: str) -> str:
    """The number with its noun, in the plural where it is not one."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _made_of(reading: Reading, places: int) -> str:
    """The largest parts as shown, and what the others add."""
    shown = list(zip(reading.parts, reading.shown(places)[1], strict=True))
    told = [
        f"{_act(part)} {value} ({part.incidents:,} in {count(part.independent, 'origin')})"
        for part, value in shown[:PARTS]
    ]
    if rest := shown[PARTS:]:
        told.append(f"{len(rest)} more {sum(value for _, value in rest)}")
    return "; ".join(told)
