"""Which mentions are compared, and what each likeness weighs: linking.toml and linking_words.csv, read into records.

The law: a threshold or a weight of linking is read from those files, never written in code.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from foreshock.codebook.base import toml_file


@dataclass(frozen=True, slots=True)
class Nearness:
    """Which mentions are compared at all."""

    days: int
    most: int
    most_recalled: int
    rare_words: int
    rarity: float
    recalled_rarity: float


@dataclass(frozen=True, slots=True)
class Joining:
    """When groups of mentions are joined: their mean score, over at most `looked_at` members of each, in which a pair
    counts for no more than `one_says` either way."""

    score: float
    one_says: float
    looked_at: int


@dataclass(frozen=True, slots=True)
class Reading:
    """When a pair is read as well: where its features alone come to between `least` and `most`, in log-odds. What they
    come to then weighs `plain`, what the reader says `read`, and `start` is added. A passage that is read holds whole
    sentences of so many `characters` together."""

    least: float
    most: float
    characters: int
    plain: float
    read: float
    start: float


@dataclass(frozen=True, slots=True)
class CopyRule:
    """When two texts are copies: the share of runs of `run_words` words that both hold, seen through `marks` hashes."""

    run_words: int
    marks: int
    bands: int
    alike: float
    origin_days: int


@dataclass(frozen=True, slots=True)
class Reference:
    """How a mention is read that refers back: so many words before its trigger are looked at for words of `back` and
    `anew`, the last `definite_words` for those of `definite`, the last `under_words` for those of `under`, and the
    `after_words` behind it for those of `anew`; `near_words` on either side make its own stretch of the sentence."""

    lead_words: int
    near_words: int
    definite_words: int
    under_words: int
    after_words: int
    back: frozenset[str]
    anew: frozenset[str]
    definite: frozenset[str]
    under: frozenset[str]


@dataclass(frozen=True, slots=True)
class Breath:
    """Two mentions told in one breath: verbs of little meaning that lead to an act ("signs a deal"), the small words
    that may stand between, verbs that tell what an act did to people ("attack ... killing six"), words that set two
    acts apart ("attacks ... following an attack"), words of one verdict ("guilty", "sentenced") and of a vote."""

    light: frozenset[str]
    small: frozenset[str]
    toll: frozenset[str]
    apart: frozenset[str]
    verdict: frozenset[str]
    vote: frozenset[str]


@cache
def reference() -> Reference:
    """How a mention refers back."""
    told = toml_file("linking.toml")["reference"]
    back, anew, definite, under = (frozenset(told[name].split()) for name in ("back", "anew", "definite", "under"))
    counts = {name: int(told[name]) for name in told if name.endswith("_words")}
    return Reference(back=back, anew=anew, definite=definite, under=under, **counts)


@cache
def breath() -> Breath:
    """What is told in one breath."""
    told = toml_file("linking.toml")["breath"]
    return Breath(**{name: frozenset(words.split()) for name, words in told.items()})


@cache
def alike_modes() -> frozenset[tuple[str, str]]:
    """Pairs of modes under which two reports may tell one act."""
    groups = [words.split() for words in toml_file("linking.toml")["alike_modes"]]
    return frozenset((a, b) for group in groups for a in group for b in group if a != b)


@cache
def kin_types() -> frozenset[tuple[str, str]]:
    """Pairs of types that one act may be told by in one sentence."""
    pairs = [words.split() for words in toml_file("linking.toml")["kin_types"]]
    return frozenset((a, b) for pair in pairs for a in pair for b in pair if a != b)


@cache
def nearness() -> Nearness:
    """Which mentions are compared."""
    return Nearness(**toml_file("linking.toml")["compared"])


@cache
def joining() -> Joining:
    """When groups are joined."""
    return Joining(**toml_file("linking.toml")["joined"])


@cache
def reading() -> Reading:
    """When a pair is read, and what that weighs."""
    return Reading(**toml_file("linking.toml")["read"])


@cache
def copy_rule() -> CopyRule:
    """When texts are copies and origins the same."""
    return CopyRule(**toml_file("linking.toml")["origins"])


@cache
def likeness_weights() -> MappingProxyType[str, float]:
    """What each feature of a pair weighs, in log-odds a unit."""
    return MappingProxyType({name: float(w) for name, w in toml_file("linking.toml")["weights"].items()})


@cache
def likeness_scales() -> MappingProxyType[str, float]:
    """The scales of features: kilometres, days, a full measure of shared words."""
    return MappingProxyType({name: float(w) for name, w in toml_file("linking.toml")["scales"].items()})


@cache
def reason_words() -> MappingProxyType[str, str]:
    """How a feature reads."""
    return MappingProxyType(dict(toml_file("linking.toml")["words"]))


@cache
def counted_words() -> MappingProxyType[str, str]:
    """For a word of a figure, the name of what it counts: the dead, the hurt, the taken, the arrested."""
    told = toml_file("linking.toml")["counted"]
    return MappingProxyType({word: name for name, words in told.items() for word in words.split()})


@cache
def agencies() -> tuple[tuple[str, frozenset[str]], ...]:
    """News agencies whose copy others print, with the names they go by in small letters."""
    return tuple((name, frozenset(names)) for name, names in toml_file("linking.toml")["agencies"].items())


@cache
def _seen() -> tuple[MappingProxyType[str, int], int]:
    text = (files("foreshock.codebook") / "linking_words.csv").read_text(encoding="utf8")
    rows = csv.DictReader(io.StringIO("".join(x for x in text.splitlines(True) if not x.startswith("#"))))
    counts = {row["word"]: int(row["items"]) for row in rows}
    return MappingProxyType(counts), counts.pop("")


def rarity(word: str) -> float:
    """How rare a word is in news: the logarithm of one over the share of items that hold it, natural.

    A word that is not in the table counts as held by as many items as the rarest of it.
    """
    counts, items = _seen()
    return math.log(items / counts.get(word, _rarest()))


@cache
def _rarest() -> int:
    return min(_seen()[0].values())


@cache
def nameless() -> frozenset[str]:
    """Words that make up no name: a source called by them alone may be another one each time."""
    return frozenset(toml_file("linking.toml")["nameless"]["words"].split())
