"""An origin: where the word of an incident comes from, and the reports that pass it on. The law: they count once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OriginKind = Literal["outlet", "source", "agency"]


@dataclass(frozen=True, slots=True)
class Origin:
    """One origin of an incident: an outlet's own reporting, a source that reports cite, or a news agency.

    `because` says for each report after the first why it is not an origin of its own.
    """

    kind: OriginKind
    name: str
    reports: tuple[str, ...]
    outlets: tuple[str, ...]
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of one incident, the one with most reports first."""

    incident: str
    origins: tuple[Origin, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that tell it, in the order of their origins, each once."""
        return tuple(dict.fromkeys(outlet for origin in self.origins for outlet in origin.outlets))

    @property
    def told(self) -> str:
        """In words: "7 outlets, 2 independent origins"."""
        outlets, origins = len(self.outlets), len(self.origins)
        return f"{outlets} outlet{_s(outlets)}, {origins} independent origin{_s(origins)}"


def _s(count: int) -> str:
    return "" if count == 1 else "s"
