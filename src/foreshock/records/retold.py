"""Incidents as a brief takes them: who tells each, on how many origins, and whether it is contested.

The law: a report that is a copy of another is told for by the one of its family that the brief holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from foreshock.records.incident import Incident
from foreshock.records.origin import Origins


@dataclass(frozen=True, slots=True)
class Retold:
    """One incident, its origins, and whether one voice asserts what another denies."""

    incident: Incident
    origins: Origins
    contested: bool


@dataclass(frozen=True, slots=True)
class Linkage:
    """All incidents of a run of linking, and by report the family of copies that it is in."""

    incidents: tuple[Retold, ...]
    families: Mapping[str, str]
