"""Registers: passages of sport, play, fiction, nature and markets, where words of conflict are figures of speech.

The law: a passage is of a register by several of its words, never by one; history told in it stays history, and an act
of which the student is sure, done by or to an organ of a state or an armed group, stays an act.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file
from foreshock.codebook.lexicon import classes
from foreshock.records import Event

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Page

ORGANS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "REB", "PRM", "UAF"})


@dataclass(frozen=True, slots=True)
class Register:
    """One table of registers.toml: how many of its words make a passage its own, and the types it takes for figures.

    No types: every type.
    """

    name: str
    least: int
    words: frozenset[str]
    types: frozenset[str]


@cache
def registers() -> tuple[Register, ...]:
    """The registers in file order."""
    return tuple(
        Register(
            row["name"],
            row["least"],
            frozenset(row["words"]).union(*(classes()[name] for name in row["classes"])),
            frozenset(row["types"]),
        )
        for row in toml_file("registers.toml").values()
    )


def registers_by_paragraph(page: Page) -> dict[int, tuple[Register, ...]]:
    """The registers of each paragraph that has one, by number."""
    told: dict[int, set[str]] = {}
    for sentence in page.sentences:
        told.setdefault(sentence.paragraph, set()).update(t.lemma_.lower() for t in sentence.tokens)
    found = {n: tuple(r for r in registers() if len(lemmas & r.words) >= r.least) for n, lemmas in told.items()}
    return {n: rows for n, rows in found.items() if rows}


def played(scene: Scene, token: Token, event: Event, told: tuple[Register, ...]) -> str:
    """Why an act in a passage of these registers is none; empty where it is one."""
    if event.standing == "historical":
        return ""
    name = next((r.name for r in told if not r.types or event.type in r.types), "")
    sure = scene.proposals is not None and scene.proposals.is_sure(token)
    organs = any(a.sector in ORGANS for a in (*event.actors, *event.recipients))
    return f"a passage on {name}" if name and not (sure and organs) else ""
