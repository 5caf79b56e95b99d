"""The scenario language: the text of a file in, a checked scenario out.

The law: what is wrong is said with its line, its field and the nearest name that would have been right; a scenario
that could never be decided from a ledger, or never complete, is refused here and not played.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from foreshock.errors import ScenarioError
from foreshock.records.scenario import (
    Because,
    Edge,
    Friction,
    Intervention,
    Outcome,
    Party,
    Pathway,
    Pattern,
    Scenario,
    Stage,
)
from foreshock.scenario import schema
from foreshock.scenario.checks import check
from foreshock.scenario.limits import default
from foreshock.scenario.marked import Marked, Place, read_marked
from foreshock.scenario.nearest import nearest

_LISTED = 20
"""Fields that are listed at the most where none is near."""
_SHOWN = 40
"""Characters of a wrong value that are shown."""
_WANTED = {
    "greater_than_equal": "write {ge} or more",
    "too_short": "write at least {min_length}",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "write a whole number"),
    "string_type": "write a text",
    "list_type": "write a list",
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), "write fields with their values"),
}
"""By pydantic's kind of fault: what should stand there."""


def read_scenario(text: str, file: Path | str = "scenario") -> Scenario:
    """The scenario that the text tells; ScenarioError names file, line and field of the first fault."""
    marked = read_marked(text, str(file))
    if not isinstance(marked.value, dict):
        raise marked.fault((), "a scenario is a mapping that begins with `scenario: NAME`")
    try:
        shape = schema.ScenarioShape.model_validate(marked.value)
    except ValidationError as wrong:
        raise _first_fault(wrong, marked) from wrong
    scenario = _scenario(shape)
    check(scenario, marked)
    return scenario


def open_scenario(path: Path) -> Scenario:
    """The scenario in a file; ScenarioError where it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as wrong:
        raise ScenarioError(path, None, "", f"cannot be read: {wrong.strerror or wrong}") from wrong
    except UnicodeDecodeError as wrong:
        raise ScenarioError(path, None, "", "is not UTF-8 text") from wrong
    return read_scenario(text, path)


def _first_fault(wrong: ValidationError, marked: Marked) -> ScenarioError:
    """The fault on the first line, in plain words; what is misspelt goes before what is missing for that."""
    told = [(_place(one["loc"], marked), one) for one in wrong.errors(include_url=False)]
    place, first = min(told, key=lambda pair: (pair[1]["type"] == "missing", marked.line(pair[0]) or 0, -len(pair[0])))
    return marked.fault(place, _plain(first, place, marked))


def _place(loc: Iterable[str | int], marked: Marked) -> Place:
    """The part of pydantic's location that is a place of the file, and a missing or unknown field at its end."""
    steps: list[str | int] = []
    value: Any = marked.value
    for step in loc:
        listed = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if listed or (isinstance(value, dict) and step in value):
            value = value[step]
            steps.append(step)
    return tuple(steps)


def _plain(one: Any, place: Place, marked: Marked) -> str:
    if one["type"] == "missing":
        return f"has no `{one['loc'][-1]}`, which it needs"
    if one["type"] == "extra_forbidden":
        return f"is no field here{nearest(str(place[-1]), _fields(place), _LISTED)}"
    if wanted := _WANTED.get(one["type"]):
        return f"{str(one['input'])[:_SHOWN]!r} stands here; {wanted.format(**one.get('ctx', {}))}"
    return str(one["msg"]).removeprefix("Value error, ")


def _fields(place: Place) -> list[str]:
    """The fields that the thing around the place may have."""
    kinds: dict[str, type[schema.Shape]] = {
        "actors": schema.PartyShape,
        "outcome": schema.PatternShape if len(place) > 2 else schema.OutcomeShape,
        "edges": schema.ActsShape if len(place) > 3 else schema.EdgeShape,
        "interventions": _in_intervention(place),
        "pathways": _in_pathway(place),
    }
    kind = kinds.get(str(place[0]), schema.ScenarioShape) if len(place) > 1 else schema.ScenarioShape
    return [field.alias or key for key, field in kind.model_fields.items()]


def _in_pathway(place: Place) -> type[schema.Shape]:
    if "stages" in place[2:3]:
        return schema.StageShape
    return schema.PatternShape if "unless" in place[2:3] and len(place) > 3 else schema.PathwayShape


def _in_intervention(place: Place) -> type[schema.Shape]:
    if "frictions" in place[2:3]:
        return schema.PatternShape if "sign" in place[4:5] and len(place) > 5 else schema.FrictionShape
    return schema.ActsShape if len(place) > 3 else schema.InterventionShape


def _scenario(shape: schema.ScenarioShape) -> Scenario:
    told = shape.outcome
    patterns = tuple(_pattern(one) for one in (told.any or told.all or ()))
    return Scenario(
        name=shape.scenario,
        question=shape.question,
        horizon_days=shape.horizon,
        memory_days=default("memory_days") if shape.memory is None else shape.memory,
        parties=tuple(Party(key, one.match, _because(one.because)) for key, one in shape.actors.items()),
        outcome=Outcome("any" if told.any else "all", patterns, _because(told.because)),
        pathways=tuple(_pathway(key, one) for key, one in shape.pathways.items()),
        edges=tuple(_edge(one) for one in shape.edges),
        interventions=tuple(_intervention(key, one) for key, one in shape.interventions.items()),
    )


def _because(told: schema.Why) -> Because | None:
    if told is None or isinstance(told, str):
        return Because(told) if told else None
    return Because(told.sentence, told.report, told.start, told.end)


def _acts(shape: schema.ActsShape) -> Pattern:
    return Pattern(shape.by, shape.to, tuple(one.upper() for one in shape.type))


def _pattern(shape: schema.PatternShape) -> Pattern:
    kind = _acts(shape)
    return Pattern(kind.by, kind.to, kind.types, shape.at_least, shape.within, _because(shape.because))


def _pathway(name: str, shape: schema.PathwayShape) -> Pathway:
    stages = tuple(Stage(one.stage, _pattern(one), one.after, one.lag) for one in shape.stages)
    return Pathway(name, stages, tuple(_pattern(one) for one in shape.unless), _because(shape.because))


def _edge(shape: schema.EdgeShape) -> Edge:
    return Edge(_acts(shape.cause), _acts(shape.effect), shape.expect, _because(shape.because) or Because(""))


def _friction(shape: schema.FrictionShape) -> Friction:
    return Friction(shape.risk, _pattern(shape.sign) if shape.sign else None, _because(shape.because))


def _intervention(name: str, shape: schema.InterventionShape) -> Intervention:
    return Intervention(
        name=name,
        scale=_acts(shape.scale) if shape.scale else None,
        factor=shape.factor,
        from_day=shape.start,
        fade_days=shape.fade,
        inject=_acts(shape.inject) if shape.inject else None,
        at_day=shape.at,
        count=shape.count,
        frictions=tuple(_friction(one) for one in shape.frictions),
        because=_because(shape.because),
    )
