"""Event types, sectors and words of likelihood, read from the TOML files beside this one.

The law: a weight or a band is read from its file, never written in code.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class EventType:
    """One PLOVER type; `modes` maps each mode to its score on the scale from -10 to 10.

    Actors of a `mutual` type that has no recipient do it to one another. An `unnamed` type may be told without parties.
    """

    name: str
    quad: str
    score: float
    means: str
    recipient: bool
    mutual: bool
    unnamed: bool
    modes: MappingProxyType[str, float]

    def score_of(self, mode: str | None) -> float:
        """The score of the mode, or of the type where the mode is not told."""
        return self.modes.get(mode or "", self.score)


@dataclass(frozen=True, slots=True)
class Band:
    """Words of likelihood and their band in percent, `low` inclusive, `high` exclusive."""

    low: int
    high: int
    words: tuple[str, ...]


@cache
def toml_file(name: str) -> dict[str, Any]:
    """The tables of a TOML file of the codebook."""
    return tomllib.loads((files("foreshock.codebook") / name).read_text(encoding="utf8"))


@cache
def word_set(name: str, table: str, key: str) -> frozenset[str]:
    """The words of one key of a table of a TOML file of the codebook."""
    return frozenset(toml_file(name)[table][key])


@cache
def kind_by_word(name: str, table: str, key: str | None = None) -> dict[str, str]:
    """The words of a table of lists, or of the one under its key, each with the name of the list that it stands in."""
    told = toml_file(name)[table] if key is None else toml_file(name)[table][key]
    return {word: kind for kind, words in told.items() for word in words}


@cache
def event_types() -> MappingProxyType[str, EventType]:
    """The 16 types by name."""
    return MappingProxyType(
        {
            name: EventType(
                name=name,
                quad=row["quad"],
                score=row["score"],
                means=row["means"],
                recipient=row.get("recipient", False),
                mutual=row.get("mutual", False),
                unnamed=row.get("unnamed", False),
                modes=MappingProxyType(row.get("modes", {})),
            )
            for name, row in toml_file("types.toml").items()
        }
    )


@cache
def sectors() -> MappingProxyType[str, str]:
    """Sector codes and what they mean."""
    return MappingProxyType(toml_file("sectors.toml")["sectors"])


@cache
def stand_ins() -> MappingProxyType[str, str]:
    """Codes that stand in a country's place, and what they mean."""
    return MappingProxyType(toml_file("sectors.toml")["in_place_of_a_country"])


@cache
def likelihood_bands() -> tuple[Band, ...]:
    """The bands of ICD 203, least likely first."""
    rows = toml_file("likelihood.toml")["band"]
    return tuple(Band(row["low"], row["high"], tuple(row["words"])) for row in rows)


def type_without_standing(event_type: str, standing: str) -> str:
    """The type that a scheme without standing gives an act: an announced visit is AGREE there.

    Source: the modality rules of Hu et al. (ACL 2024), as listed in modality.toml.
    """
    return str(toml_file("modality.toml").get(standing, {}).get(event_type, event_type))
