"""What changed since a day: arrows with their why, rungs then and now, change points announced since.

The law: every arrow that moved says why, with rows; where none moved that is said too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from foreshock.codebook.gauges import theatres
from foreshock.desk.gauge import MANY, Known, past
from foreshock.records.reading import NO_REPORT, Arrow, Changed

SIGNS = {"up": "▲", "down": "▼", "steady": "="}


def changes(
    view: Known,
    since: date,
    targets: Sequence[str] = (),
    day: date | None = None,
    own_theatres: Path | None = None,
    weights: Path | None = None,
    many: int = MANY,
) -> tuple[Changed, ...]:
    """What changed in each target from the end of `since` to `day`; without targets, in the dyads that moved most.

    Where none moved, in the tensest ones, which then say what holds their arrows back.
    """
    from foreshock.gauge import changed_since, check_known, moved_dyads, target_of, tensest

    told, known = past(view, weights), theatres(own_theatres)
    wanted = [target_of(name, known) for name in targets]
    for target in wanted:
        check_known(target, told.parties())
    if not targets:
        shown = moved_dyads(told, since, day)[:many] or tensest(told, many, day)
        wanted = [target_of(name, known) for name in shown]
    return tuple(changed_since(told, target, since, day) for target in wanted)


def lines(found: Changed) -> Iterator[str]:
    """A heading, then for each arrow that moved a line and its why, then rung and change points."""
    yield f"{found.title}, {found.since} to {found.day}"
    if not found.compared:
        yield f"  nothing can be compared: {NO_REPORT}"
    elif not found.moved:
        yield "  = no measure moved: " + "; ".join(f"{_name(a.measure)}, {a.held_back}" for a in found.arrows)
    for arrow in found.moved:
        yield _heading(arrow)
        yield from (f"      {clause.text}" for clause in arrow.why)
    before, after = found.rung_before, found.rung_after
    because = f", e.g. {after.because[0]}" if after.because else ""
    if not found.compared:
        yield f"  rung {after.number}, {after.name}, on {found.day}{because}"
    elif before and before.number != after.number:
        yield f"  rung {before.number}, {before.name}, then {after.number}, {after.name}{because}"
    for point in found.points:
        size = f"{point.size:.1f} times ({point.low:.1f} to {point.high:.1f})"
        yield f"  {_name(point.measure)} changed rate on {point.day}: {size}, e.g. {point.because[0]}"


def _heading(arrow: Arrow) -> str:
    return f"  {SIGNS[arrow.direction]} {_name(arrow.measure)}: {arrow.before:.2f} to {arrow.after:.2f} points"


def _name(measure: str) -> str:
    return measure.replace("_", " ")
