"""A language beside English: a folder of word files, read once.

The law: what a layer asks of a language stands in its folder; a folder with `language.toml` is a language we code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from foreshock.codebook.lexicon import Agent, Cue, Trigger, agents_in, cues_in, triggers_in

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class LanguageBook:
    """The words of one language; `models` are parser packages looked for, best first, `extra` brings one."""

    code: str
    name: str
    extra: str
    models: tuple[str, ...]
    folder: Path
    tables: Mapping[str, Any]
    triggers: tuple[Trigger, ...]
    cues: tuple[Cue, ...]
    agents: tuple[Agent, ...]

    def words(self, table: str, key: str) -> frozenset[str]:
        """The words under a key of a table of `language.toml`, as a set."""
        return _words(self.code, table, key)

    def listed(self, table: str, key: str) -> tuple[str, ...]:
        """The same words in the order of the file."""
        return tuple(self.tables[table][key])

    def table(self, name: str) -> dict[str, Any]:
        """A whole table of `language.toml`."""
        return dict(self.tables[name])


@cache
def _words(code: str, table: str, key: str) -> frozenset[str]:
    return frozenset(_told(code)[table][key])


@cache
def _told(code: str) -> dict[str, Any]:
    return tomllib.loads((HERE / code / "language.toml").read_text(encoding="utf8"))


@cache
def language_times(code: str) -> dict[str, Any]:
    """The tables of a language's `times.toml`."""
    return tomllib.loads((HERE / code / "times.toml").read_text(encoding="utf8"))


@cache
def language_book(code: str) -> LanguageBook:
    """The words of a language by its ISO 639-1 code; raises CodebookError where one of its files breaks the rules."""
    folder, told = HERE / code, _told(code)
    return LanguageBook(
        code=told["code"],
        name=told["name"],
        extra=told["extra"],
        models=tuple(told["models"]),
        folder=folder,
        tables=told,
        triggers=triggers_in(folder, told["prepositions"]["known"]),
        cues=cues_in(folder),
        agents=agents_in(folder),
    )


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages beside English that have a folder of words."""
    return tuple(sorted(p.parent.name for p in HERE.glob("*/language.toml")))
