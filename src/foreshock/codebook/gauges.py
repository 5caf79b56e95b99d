"""The weights, the ladder and the theatres of the gauge, read from `gauge.toml`, `ladder.toml` and `theatres.toml`.

The law: every number the gauge uses comes from here, and a file that breaks its rules is an error that names it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from foreshock.codebook.base import event_types, sectors
from foreshock.codebook.lines import toml_tables
from foreshock.errors import CodebookError

_Table = TypeVar("_Table")


@dataclass(frozen=True, slots=True)
class LevelWeights:
    """How a level fades (days), what it is a share of (points per so many reports), and below how many it is shaky."""

    half_lives_days: tuple[float, ...]
    per_reports: float
    few_reports: float
    places: int


@dataclass(frozen=True, slots=True)
class Counting:
    """Which rows can count: precisions of the day, standings of acts, standings and stances of what never counts."""

    precisions: tuple[str, ...]
    acts: tuple[str, ...]
    never: tuple[str, ...]
    denying: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThreatWeights:
    """What is a threat: types, and quads of acts not yet done; `standing` weighs each standing."""

    types: tuple[str, ...]
    quads: tuple[str, ...]
    standing: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: the quads whose acts it adds up, the sign that makes their scores positive, and what it means."""

    name: str
    quads: tuple[str, ...]
    sign: float
    means: str


@dataclass(frozen=True, slots=True)
class RungWeights:
    """Window in days, and the independent origins without which a rung is not held."""

    window_days: int
    min_independent: int


@dataclass(frozen=True, slots=True)
class ChangeWeights:
    """Prior, hazard and thresholds of change points; see the comments of gauge.toml."""

    measures: tuple[str, ...]
    expected_days: float
    prior_shape: float
    prior_reports: float
    dispersion: float
    longest_run_days: int
    recent_days: int
    probability: float
    settled_days: int
    min_incidents: int
    interval: float
    draws: int
    seed: int
    alarms_per_year: float


@dataclass(frozen=True, slots=True)
class ArrowWeights:
    """When a difference between two stretches is an arrow, and how much of its why is shown."""

    least_days: int
    least_incidents: int
    min_independent: int
    least_change: float
    surprise: float
    clauses: int
    examples: int


@dataclass(frozen=True, slots=True)
class AlertWeights:
    """What a rule has where it does not say otherwise."""

    min_independent: int
    window_days: int


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights and thresholds of the gauge, under one version."""

    version: str
    level: LevelWeights
    counting: Counting
    stance: Mapping[str, float]
    threats: ThreatWeights
    measures: tuple[Measure, ...]
    tension: Mapping[str, float]
    rung: RungWeights
    change: ChangeWeights
    arrow: ArrowWeights
    alert: AlertWeights


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder: `acts` are (type, modes), empty modes meaning all; `of` counts acts of a lower rung.

    A counted rung asks for `incidents` acts on `days` different days within `within_days`.
    """

    number: int
    name: str
    means: str
    beside: str = ""
    acts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    of: int | None = None
    incidents: int = 1
    days: int = 1
    within_days: int = 0


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs from low to high, the version, and what each source gave."""

    version: str
    steps: tuple[Step, ...]
    sources: tuple[tuple[str, str], ...]

    def rung_of(self, event_type: str, mode: str | None) -> int:
        """The number of the highest rung on which an act of this type and mode stands by itself; 0 for none."""
        fits = [s.number for s in self.steps for t, modes in s.acts if t == event_type and (not modes or mode in modes)]
        return max(fits, default=0)


@dataclass(frozen=True, slots=True)
class Theatre:
    """A named set of parties; `internal` says whether acts inside one country count."""

    name: str
    title: str
    members: tuple[str, ...]
    internal: bool = False


@cache
def gauge_weights() -> Weights:
    """The shipped weights."""
    return _weights("gauge.toml", _shipped("gauge.toml"))


@cache
def ladder() -> Ladder:
    """The shipped ladder."""
    return _ladder("ladder.toml", _shipped("ladder.toml"))


def weights_from(path: Path) -> Weights:
    """The weights of a user's file of the same shape; CodebookError where it cannot be read or breaks the rules."""
    return _weights(path, read_toml(path))


def ladder_from(path: Path) -> Ladder:
    """The ladder of a user's file of the same shape; CodebookError where it cannot be read or breaks the rules."""
    return _ladder(path, read_toml(path))


def theatres(extra: Path | None = None) -> Mapping[str, Theatre]:
    """The shipped theatres by name, with those of a user's file over them."""
    found = _theatres("theatres.toml", _shipped("theatres.toml"))
    return MappingProxyType(found | (_theatres(extra, read_toml(extra)) if extra else {}))


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a user's TOML file; raises CodebookError where it cannot be read."""
    return toml_tables(path)


def _shipped(name: str) -> dict[str, Any]:
    return tomllib.loads((files("foreshock.codebook") / name).read_text(encoding="utf8"))


def _weights(file: Path | str, told: dict[str, Any]) -> Weights:
    try:
        made = Weights(
            version=told["version"],
            level=_table(file, LevelWeights, told["level"]),
            counting=_table(file, Counting, told["counting"]),
            stance=MappingProxyType(told["stance"]),
            threats=_table(file, ThreatWeights, told["threats"]),
            measures=tuple(_table(file, Measure, row | {"name": name}) for name, row in told["measure"].items()),
            tension=MappingProxyType(told["tension"]),
            rung=_table(file, RungWeights, told["rung"]),
            change=_table(file, ChangeWeights, told["change"]),
            arrow=_table(file, ArrowWeights, told["arrow"]),
            alert=_table(file, AlertWeights, told["alert"]),
        )
    except KeyError as gone:
        raise CodebookError(file, 1, f"has no {gone.args[0]!r}") from gone
    for fault in _faults(made):
        raise CodebookError(file, 1, fault)
    return made


def _faults(made: Weights) -> list[str]:
    """What contradicts itself in the weights."""
    names = {measure.name for measure in made.measures}
    told = [name for name in (*made.tension, *made.change.measures) if name not in names]
    found = [f"{name!r} is no measure; known are {', '.join(sorted(names))}" for name in told]
    if "threats" not in names:
        found.append("has no measure 'threats'")
    if any(days <= 0 for days in made.level.half_lives_days) or not made.level.half_lives_days:
        found.append("half_lives_days must be above zero")
    if not 0 < made.change.probability < 1 or not 0 < made.change.interval < 1:
        found.append("probability and interval of a change lie between 0 and 1")
    return found


def _table(file: Path | str, kind: type[_Table], row: Mapping[str, Any]) -> _Table:
    """The row as a record of exactly its fields, lists as tuples."""
    hoped, seen = {field.name for field in fields(kind)}, set(row)  # type: ignore[arg-type]
    if hoped != seen:
        raise CodebookError(file, 1, f"{kind.__name__} needs {sorted(hoped)}, seen {sorted(seen)}")
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})


def _ladder(file: Path | str, told: dict[str, Any]) -> Ladder:
    try:
        steps = tuple(_step(file, row) for row in told["rung"])
        sources = tuple((row["name"], row["gave"]) for row in told["source"])
        version = str(told["version"])
    except KeyError as gone:
        raise CodebookError(file, 1, f"has no {gone.args[0]!r}") from gone
    if [step.number for step in steps] != list(range(len(steps))):
        raise CodebookError(file, 1, "rungs are numbered 0, 1, 2 and so on, from low to high")
    return Ladder(version, steps, sources)


def _step(file: Path | str, row: dict[str, Any]) -> Step:
    acts = tuple((act["type"], tuple(act.get("modes", ()))) for act in row.get("acts", ()))
    for name, modes in acts:
        kind = event_types().get(name)
        if kind is None or not set(modes) <= set(kind.modes):
            raise CodebookError(file, 1, f"rung {row['number']}: {name} {', '.join(modes)} is no act of types.toml")
    if "of" in row and not (0 < row["of"] < row["number"] and row.get("within_days", 0) > 0):
        raise CodebookError(file, 1, f"rung {row['number']} counts acts of a lower rung within some days")
    return Step(**{**row, "acts": acts})


def _theatres(file: Path | str, told: dict[str, Any]) -> dict[str, Theatre]:
    found = {}
    for name, row in told.items():
        if not isinstance(row, dict) or not row.get("members") or set(row) - {"title", "members", "internal"}:
            raise CodebookError(file, 1, f"theatre {name!r} needs members, and may have title and internal")
        members = tuple(row["members"])
        _check_members(file, name, members)
        found[name] = Theatre(name, row.get("title", name), members, row.get("internal", False))
    return found


def _check_members(file: Path | str, name: str, members: tuple[str, ...]) -> None:
    for member in members:
        for sector in member.partition(":")[2].removeprefix("-").split("+"):
            if sector and sector not in sectors():
                raise CodebookError(file, 1, f"theatre {name!r}: {sector!r} in {member!r} is no sector code")
