"""The words of frames.toml, by what they do: prepositions of a kind, verbs that carry a noun, nouns that can be struck.

The law: a table is read once and never changed.
"""

from __future__ import annotations

from functools import cache

from foreshock.codebook.base import toml_file, word_set
from foreshock.codebook.lexicon import classes


@cache
def prepositions(kind: str) -> frozenset[str]:
    """The prepositions of one kind in frames.toml."""
    return frozenset(toml_file("frames.toml")["prepositions"][kind])


@cache
def support_verbs() -> frozenset[str]:
    """Verbs that only carry a noun."""
    return frozenset(toml_file("frames.toml")["support"]["verbs"])


@cache
def undergone_verbs() -> frozenset[str]:
    """Verbs whose subject is the one the noun is done to."""
    return frozenset(toml_file("frames.toml")["support"]["undergone"])


@cache
def answers() -> frozenset[str]:
    """Words that answer a deed of the other side."""
    return frozenset(toml_file("frames.toml")["answers"]["words"])


@cache
def laid_to() -> dict[str, frozenset[str]]:
    """The preposition behind each verb that says whose act something is."""
    return {verb: frozenset(names) for verb, names in toml_file("frames.toml")["laid_to"].items()}


@cache
def going_on() -> frozenset[str]:
    """Verbs by which an act told before is told to last or to come again."""
    return word_set("frames.toml", "going_on", "verbs")


@cache
def telling() -> frozenset[str]:
    """Verbs whose object is the one something is said to."""
    return word_set("frames.toml", "telling", "verbs")


@cache
def striking() -> frozenset[str]:
    """Nouns for what strikes in no figure of speech: warplanes, drones, missiles."""
    return frozenset().union(*(classes()[name] for name in toml_file("frames.toml")["struck"]["literal"]))


@cache
def struck() -> frozenset[str]:
    """Nouns for what can be struck by force."""
    told = toml_file("frames.toml")["struck"]
    return frozenset(told["words"]).union(*(classes()[name] for name in told["classes"]))


@cache
def acts_apart() -> frozenset[str]:
    """Verbs whose act is no other word's: "condemned it and summoned the envoy"."""
    return frozenset(toml_file("frames.toml")["apart"]["verbs"])


@cache
def acts_before_unnamed() -> int:
    """After how many acts with a doer a report may tell an act without a party."""
    return int(toml_file("frames.toml")["unnamed"]["acts"])


@cache
def lent() -> frozenset[str]:
    """Nouns for what one side lends to the deed of another."""
    return word_set("frames.toml", "lent", "nouns")
