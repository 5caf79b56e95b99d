"""The shape of a scenario file: which fields there are, and what may stand in each.

The law: a field that is not known is an error, never read past; pydantic lives here and nowhere else in the room.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isfinite
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from foreshock.records.scenario import Range

LENGTH = re.compile(r"(\d{1,5})\s*(d|days?|w|weeks?)?")
DAYS = {"": 1, "d": 1, "w": 7}
RANGE = re.compile(r"\s*([-+.\deE]+?)\s*(?:\.\.\s*([-+.\deE]+)\s*)?")
NAME = re.compile(r"[\w][\w .’'-]{0,79}")
ENDS = re.compile(r"\s*([^>]+?)\s*>\s*([^>\s]+)\s+([^>\s].*?)\s*")
_T = TypeVar("_T")


def days(told: object) -> int:
    """A number of whole days from 90, 90d or 2w."""
    found = LENGTH.fullmatch(str(told).strip().lower()) if isinstance(told, int | str) else None
    if not found:
        raise ValueError(f"{told!r} is no length of time; write whole days or weeks such as 90d or 2w")
    return int(found[1]) * DAYS[(found[2] or "")[:1]]


def span_of(told: object) -> Range:
    """A range from 0.3..0.6, or from one number."""
    if isinstance(told, Range):
        return told
    found = RANGE.fullmatch(str(told)) if isinstance(told, int | float | str) else None
    try:
        low, high = (float(found[1]), float(found[2] or found[1])) if found else (1.0, 0.0)
    except ValueError:
        low, high = 1.0, 0.0
    if not (isfinite(low) and isfinite(high) and 0 <= low <= high):
        raise ValueError(f"{told!r} is no range; write LOW..HIGH such as 0.3..0.6, or one number, from 0 up")
    return Range(low, high)


def names(told: object) -> tuple[str, ...]:
    """One name or a list of them, none twice."""
    listed = told if isinstance(told, list | tuple) else [told]
    if not listed or not all(isinstance(one, str) and one.strip() for one in listed):
        raise ValueError(f"{told!r} is neither a name nor a list of names")
    return tuple(dict.fromkeys(str(one).strip() for one in listed))


def name(told: object) -> str:
    """A name of letters, digits, spaces and hyphens."""
    if not isinstance(told, str | int) or not NAME.fullmatch(str(told)):
        raise ValueError(f"{told!r} is no name; use letters, digits, spaces and hyphens, 80 at most")
    return str(told)


def _many(told: object) -> object:
    return [told] if isinstance(told, dict) else told


def _party(told: object) -> object:
    return told if isinstance(told, dict) else {"match": told}


def _ends(told: object) -> object:
    if not isinstance(told, str):
        return told
    found = ENDS.fullmatch(told)
    if not found:
        raise ValueError(f"{told!r} is no kind of act; write BY>TO TYPE such as ISR>IRN ASSAULT, * for anybody")
    parties = [None if one == "*" else one.split("+") for one in found.groups()[:2]]
    types = None if found[3] == "*" else re.split(r"[+|\s]+", found[3])
    told_fields = {"by": parties[0], "to": parties[1], "type": types}
    return {key: value for key, value in told_fields.items() if value}


def _read(read: Callable[[object], _T]) -> BeforeValidator:
    return BeforeValidator(read)


Days = Annotated[int, _read(days)]
Spread = Annotated[Range, _read(span_of)]
Names = Annotated[tuple[str, ...], _read(names)]
Name = Annotated[str, _read(name)]
Whole = Annotated[int, Field(strict=True, ge=1)]


class Shape(BaseModel):
    """What all parts share: no unknown field."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class QuotedShape(Shape):
    """Words with the report and characters they stand at."""

    sentence: str
    report: str | None = None
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(ge=0)] | None = None


Why = str | QuotedShape | None


class PartyShape(Shape):
    """Whom a name of the scenario stands for."""

    match: Names
    because: Why = None


class ActsShape(Shape):
    """A kind of act."""

    by: Names = ()
    to: Names = ()
    type: Names = ()

    @model_validator(mode="after")
    def _asks_something(self) -> ActsShape:
        if not (self.by or self.to or self.type):
            raise ValueError("asks nothing; give one of by, to, type")
        return self


class PatternShape(ActsShape):
    """So many acts of a kind within a time."""

    at_least: Whole = 1
    within: Days | None = None
    because: Why = None


class StageShape(PatternShape):
    """A pattern that may follow another."""

    stage: Name
    after: Name | None = None
    lag: Days | None = None


Patterns = Annotated[list[PatternShape], BeforeValidator(_many)]


class PathwayShape(Shape):
    """Stages and guards."""

    stages: Annotated[list[StageShape], Field(min_length=1)]
    unless: Patterns = []
    because: Why = None


class OutcomeShape(Shape):
    """Any or all of some patterns."""

    any: Annotated[list[PatternShape], Field(min_length=1)] | None = None
    all: Annotated[list[PatternShape], Field(min_length=1)] | None = None
    because: Why = None

    @model_validator(mode="after")
    def _one_of_them(self) -> OutcomeShape:
        if (self.any is None) == (self.all is None):
            raise ValueError("needs a list of patterns under `any`, or under `all`, and not both")
        return self


Acts = Annotated[ActsShape, BeforeValidator(_ends)]


class EdgeShape(Shape):
    """A declared tie."""

    cause: Acts = Field(alias="from")
    effect: Acts = Field(alias="to")
    expect: Spread
    because: str | QuotedShape


class FrictionShape(Shape):
    """What doing something would risk."""

    risk: str
    sign: PatternShape | None = None
    because: Why = None


class InterventionShape(Shape):
    """A counterfactual change of rates, added acts, or both."""

    scale: Acts | None = None
    factor: Spread | None = None
    start: Days = Field(0, alias="from")
    fade: Days | None = None
    inject: Acts | None = None
    at: Days = 0
    count: Whole = 1
    frictions: list[FrictionShape] = []
    because: Why = None

    @model_validator(mode="after")
    def _does_something(self) -> InterventionShape:
        if self.scale is None and self.inject is None:
            raise ValueError("does nothing; give `scale` with a `factor`, or `inject`, or both")
        if (self.scale is None) != (self.factor is None):
            raise ValueError("`scale` and `factor` stand together")
        return self


def _whole_outcome(told: Any) -> Any:
    return {"any": [told]} if isinstance(told, dict) and not {"any", "all"} & set(told) else told


class ScenarioShape(Shape):
    """A whole file."""

    scenario: Name
    question: str
    horizon: Days
    memory: Days | None = None
    actors: Annotated[dict[Name, Annotated[PartyShape, BeforeValidator(_party)]], Field(min_length=1)]
    outcome: Annotated[OutcomeShape, BeforeValidator(_whole_outcome)]
    pathways: dict[Name, PathwayShape] = {}
    edges: list[EdgeShape] = []
    interventions: dict[Name, InterventionShape] = {}
