"""A report's own worst case as a scenario to edit: its outcome, the ways it describes, what it says would hold it off.

The law: nothing is made up. Each part stands on a sentence of a report, kept as its because; what no sentence bears out
is left out, and where the worst case's own sentence names no two sides there is no draft. Counts, windows and ranges
are the defaults of draft.toml, for an analyst to change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foreshock.errors import NoDraft
from foreshock.records import CodedReport, Span
from foreshock.records.scenario import Because, Intervention, Outcome, Pathway, Pattern, Scenario
from foreshock.scenario.cast import Cast, parties, words
from foreshock.scenario.drafted_moves import guards, interventions
from foreshock.scenario.drafted_ways import Link, class_of_type, links, opening_of, stage_name, ways
from foreshock.scenario.holding import Holds, costs, holds, implied, is_implied
from foreshock.scenario.sides import Sides, sides_of, state_name
from foreshock.scenario.told_acts import quoted, steps


@dataclass(frozen=True, slots=True)
class Worst:
    """Where the worst case is named: the report's id and the words."""

    report: str
    span: Span


def draft(coded: Sequence[CodedReport], worst: Worst) -> Scenario:
    """The scenario of the worst case; NoDraft where its sentence tells of no act between two sides that it names."""
    casts = [Cast(one) for one in coded]
    lead = next((cast for cast in casts if cast.coded.report.id == worst.report), None)
    if lead is None:
        raise NoDraft(f"no report {worst.report} among those given", "give the report that names it")
    told = [step for cast in casts for step in steps(cast)]
    sides = sides_of(lead, worst.span, told)
    if sides is None:
        seen = f"the worst case {shown(lead, worst.span)!r} names no two sides between whom it tells an act"
        raise NoDraft(seen, "write the outcome by hand")
    opening = opening_of(sides, quoted(lead, worst.span))
    tied = [link for cast in casts for link in links(cast, sides, told, opening, _worst_in(cast, worst))]
    held = Holds()
    for cast in casts:
        held.add(holds(cast, told, sides))
    paid = [cost for cast in casts for cost in costs(cast)]
    held.add(implied(cost) for cost in paid if is_implied(cost, held, sides))
    spent = {(hold.holder, hold.held) for some in held.found.values() for hold in some}
    staged = ways(sides, [s for s in told if (s.by, s.to) not in spent or s.kind != "coercion"], tied, opening)
    moves = interventions(sides, held, paid, opening)
    guarded = tuple(_guarded(way, guards(way, held)) for way in staged)
    return _scenario(lead, worst, sides, guarded, tied, moves)


def shown(cast: Cast, span: Span) -> str:
    """The words of a span on one line, at most 120 characters."""
    text = " ".join(span.of(cast.coded.report.text).split())
    return text if len(text) <= 120 else text[:117] + "..."


def _worst_in(cast: Cast, worst: Worst) -> Span | None:
    return worst.span if cast.coded.report.id == worst.report else None


def _guarded(way: Pathway, unless: tuple[Pattern, ...]) -> Pathway:
    return Pathway(way.name, way.stages, unless, way.because)


def _scenario(
    lead: Cast,
    worst: Worst,
    sides: Sides,
    staged: tuple[Pathway, ...],
    tied: Sequence[Link],
    moves: tuple[Intervention, ...],
) -> Scenario:
    because = quoted(lead, worst.span)
    made = Scenario(
        name=_slug(f"{state_name(sides.one[0])} {state_name(sides.other[0])} {sides.word}"),
        question=_question(sides),
        horizon_days=words("default", "horizon_days"),
        memory_days=words("default", "memory_days"),
        parties=(),
        outcome=Outcome("any", tuple(_outcome(sides, because)), because),
        pathways=staged,
        edges=tuple({str(link.edge): link.edge for link in reversed(tied)}.values())[::-1],
        interventions=moves,
    )
    named = [key for p in made.patterns() for key in (*p.by, *p.to)]
    keys = list(dict.fromkeys([*sides.one, *sides.other, *named]))
    return Scenario(**{**{f: getattr(made, f) for f in Scenario.__slots__}, "parties": parties(keys)})


def _outcome(sides: Sides, because: Because) -> Iterator[Pattern]:
    needs, within = words("outcome", "force_at_least"), words("outcome", "within_days")
    for by, to in sides.acts:
        yield Pattern(by, to, sides.types, needs, within)


def _question(sides: Sides) -> str:
    told = [tuple(" or ".join(map(state_name, side)) for side in act) for act in sides.acts]
    if sides.types != ("ASSAULT",):
        by, to = told[0]
        return f"Will there be {stage_name([by], [to], class_of_type(sides.types[0]))}?"
    alone = [f"{by} use force against {to}" for by, to in told if (to, by) not in told]
    both = [f"{by} and {to} come into direct conflict" for by, to in told[:1] if (to, by) in told]
    return f"Will {', or will '.join(both + alone)}?"


def _slug(told: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", told.lower().replace("'s", "")).strip("-")[:80]
