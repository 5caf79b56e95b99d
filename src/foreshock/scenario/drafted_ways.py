"""The ways that reports describe: what is told as leading to what, and what is told as done on the way.

The law: a step that a report ties to another in words comes with that tie, as an edge with its sentence; a step told
without one is a way of its own that ends in the opening act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from foreshock.records import Consequence, Span
from foreshock.records.scenario import Because, Edge, Pathway, Pattern, Range, Stage
from foreshock.scenario.cast import Cast, country_of, words
from foreshock.scenario.sides import Sides, conflict_words
from foreshock.scenario.told_acts import Step, quoted

Kind = tuple[tuple[str, ...], tuple[str, ...], str]
"""By whom, to whom, of which class."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The act by which the outcome would begin, and the sentence it is told in."""

    by: tuple[str, ...]
    to: tuple[str, ...]
    types: tuple[str, ...]
    because: Because

    @property
    def kind(self) -> Kind:
        """By whom, to whom, of which class."""
        return self.by, self.to, class_of_type(self.types[0])


@dataclass(frozen=True, slots=True)
class Link:
    """A tie that a report tells: one step, what it leads to, and the edge it makes."""

    cause: Step
    stages: tuple[Stage, Stage]
    edge: Edge


def opening_of(sides: Sides, because: Because) -> Opening:
    """The first act of the outcome, because of the outcome's own sentence."""
    return Opening(*sides.acts[0], sides.types, because)


def links(cast: Cast, sides: Sides, told: Sequence[Step], opening: Opening, worst: Span | None) -> Iterator[Link]:
    """The ties that one report tells between steps that bear on the outcome."""
    for row in cast.coded.consequences:
        if row.kind not in ("leads-to", "risks"):
            continue
        causes = [s for s in told if s.cast is cast and row.cause.covers(s.trigger) and _bears(s, sides)]
        causes = [s for s in causes if s.kind != "coercion" or country_of(s.by) != country_of(s.to)]
        effects = [s for s in told if s.cast is cast and row.effect.covers(s.trigger) and _between(s, sides)]
        if not causes:
            continue
        cause = max(causes, key=lambda s: s.weight)
        stage = _reply(effects[0], sides, opening) if effects else _opens(cast, row, opening, worst)
        first = _stage(cause, sides)
        if stage is not None and first.name != stage.name:
            yield Link(cause, (first, _follows(stage, first)), _edge(cast, row, first, stage))


def ways(sides: Sides, told: Sequence[Step], tied: Sequence[Link], opening: Opening) -> tuple[Pathway, ...]:
    """The tied ways first, then those of the weightiest steps that are tied to nothing, each with the opening act."""
    found = {link.stages[0].name: Pathway(_named(link.stages[0]), link.stages) for link in reversed(tied)}
    made = dict(reversed(found.items()))
    last = opening_stage(opening)
    for step in _weighty(sides, told, opening):
        stage = _stage(step, sides)
        if stage.name not in made and stage.name != last.name:
            made[stage.name] = Pathway(_named(stage), (stage, _follows(last, stage)))
    kept = list(made.values())[: words("stages", "most_pathways")]
    return tuple(kept) or (Pathway(_named(last), (last,)),)


def opening_stage(opening: Opening) -> Stage:
    """The opening act as a stage: once is enough."""
    by, to, kind = opening.kind
    within = words("class", kind, "within_days")
    return Stage(stage_name(by, to, kind), Pattern(by, to, opening.types, 1, within, opening.because))


def stage_name(by: Iterable[str], to: Iterable[str], kind: str) -> str:
    """What is done by whom to whom, in a few words."""
    told = str(words("class", kind, "name"))
    return told.format(by=next(iter(by)), to=next(iter(to)))


def _weighty(sides: Sides, told: Sequence[Step], opening: Opening) -> list[Step]:
    """One step for each kind that bears on the outcome, deeds before threats, the weightiest first."""
    weights: dict[str, float] = {}
    best: dict[str, Step] = {}
    for step in told:
        if (
            not _bears(step, sides)
            or _stranger(step, sides)
            or (step.by in opening.by and step.to in opening.to and step.type in opening.types)
        ):
            continue
        name = _stage(step, sides).name
        share = words("bearing", "between" if _between(step, sides) else "arms" if step.kind == "arms" else "outside")
        weights[name] = weights.get(name, 0.0) + share * step.weight * float(words("class", step.kind, "weight"))
        best[name] = max(step, best.get(name, step), key=lambda s: (not s.coming, s.weight))
    kept = [name for name in weights if weights[name] >= words("stages", "fewest_weight")]
    return [best[name] for name in sorted(kept, key=lambda name: (best[name].kind == "threat", -weights[name]))]


def _bears(step: Step, sides: Sides) -> bool:
    """True where a side takes part, and it is no quarrel inside one side."""
    inside = step.kind != "arms" and sides.across(step.by) and step.to in sides.side(step.by)
    return not inside and bool(sides.across(step.by) or sides.across(step.to))


def _stranger(step: Step, sides: Sides) -> bool:
    """True where an outsider to the two sides is named too seldom to be part of a way."""
    outside = [key for key in (step.by, step.to) if not sides.across(key) and step.kind != "arms"]
    return any(step.cast.times_named(key) < words("stages", "fewest_named") for key in outside)


def _between(step: Step, sides: Sides) -> bool:
    return step.to in sides.across(step.by)


def _stage(step: Step, sides: Sides) -> Stage:
    told = words("class", step.kind)
    by, to = (step.by,), sides.side(step.to) if step.to not in sides.side(step.by) else (step.to,)
    pattern = Pattern(
        by, () if told.get("alone") else to, tuple(told["types"]), told["at_least"], told["within_days"], step.because
    )
    return Stage(stage_name(by, to, step.kind), pattern)


def _reply(step: Step, sides: Sides, opening: Opening) -> Stage:
    """The step as a stage, or the opening itself where it is that."""
    if step.by in opening.by and step.to in opening.to and step.type in opening.types:
        return opening_stage(opening)
    return _stage(step, sides)


def _opens(cast: Cast, row: Consequence, opening: Opening, worst: Span | None) -> Stage | None:
    """The opening, where the effect is told as war, or in the worst case's own words."""
    in_words = worst is not None and row.effect.meets(worst)
    return opening_stage(opening) if in_words or conflict_words(row.effect.of(cast.coded.report.text)) else None


def _follows(stage: Stage, before: Stage) -> Stage:
    return Stage(stage.name, stage.pattern, before.name, words("default", "lag_days"))


def _edge(cast: Cast, row: Consequence, first: Stage, stage: Stage) -> Edge:
    low, high = words("expect", row.kind)
    cause, effect = (Pattern(s.pattern.by, s.pattern.to, s.pattern.types) for s in (first, stage))
    return Edge(cause, effect, Range(low, high), quoted(cast, row.cause))


def _named(stage: Stage) -> str:
    return f"by way of {stage.name}"


def class_of_type(kind: str) -> str:
    """The class of draft.toml that a type of acts belongs to."""
    return next((name for name, told in words("class").items() if kind in told["told"]), "force")
