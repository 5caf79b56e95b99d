"""The records of the brief's section on what a model says.

The law: all that is shown of a model is a `Shown` of the kind `modelled`, whose place is a `Ground` of this section.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from foreshock.brief.evidence import Shown


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG element whose marks lead to a ground, and the texts in it."""

    svg: str
    told: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class PairShown:
    """The fan of one pair, in words and drawn, with how much of its rate is echo."""

    pair: Shown
    kind: str
    fan: Picture
    mean: Shown
    span: Shown
    echo: Shown
    echo_length: float
    baselines: Shown


@dataclass(frozen=True, slots=True)
class ScenarioShown:
    """A played scenario: its question, chance and pictures."""

    question: Shown
    chance: Shown
    interval: Shown
    words: Shown
    past: Shown
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What numbers of a model rest on: its lines, and the rows in the brief's reports where there are any."""

    anchor: str
    lines: tuple[Shown, ...]
    rows: Shown | None


@dataclass(frozen=True, slots=True)
class Prognosis:
    """The section: pairs, a scenario, why there are no pairs where there are none, and all grounds."""

    pairs: tuple[PairShown, ...]
    scenario: ScenarioShown | None
    refused: Shown | None
    grounds: tuple[Ground, ...]

    def modelled(self) -> frozenset[Shown]:
        """Everything shown here that is a model's."""
        return frozenset(shown for shown in _shown(self) if shown.kind == "modelled")


def _shown(part: Any) -> Iterator[Shown]:
    if isinstance(part, Shown):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _shown(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _shown(getattr(part, field.name))
