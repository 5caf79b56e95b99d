"""The words that introduce what somebody says: verbs, nouns and phrases of cues.csv, as a text has them.

The law: a cue of several words is one only where they stand together, but for a day between the verb and its "for".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from foreshock.codebook.base import word_set
from foreshock.codebook.lexicon import Cue, cues
from foreshock.coding import syntax
from foreshock.coding.phrases import Phrases

if TYPE_CHECKING:
    from spacy.tokens import Token


@cache
def cues_by_kind() -> dict[str, dict[str, Cue]]:
    """The lines of cues.csv by what they are - verb, noun or phrase - and then by lemma."""
    by_pos: dict[str, dict[str, Cue]] = {"verb": {}, "noun": {}, "phrase": {}}
    for cue in cues():
        by_pos[cue.pos][cue.lemma] = cue
    return by_pos


@cache
def cue_phrases() -> Phrases:
    """The cues that are phrases: "according to"."""
    return Phrases(cues_by_kind()["phrase"])


@cache
def _longer() -> dict[str, list[tuple[list[str], Cue]]]:
    """The verb cues of several words, by the first, longest first: "call for", "claim responsibility"."""
    found: dict[str, list[tuple[list[str], Cue]]] = {}
    for lemma, cue in cues_by_kind()["verb"].items():
        first, *rest = lemma.split()
        if rest:
            found.setdefault(first, []).append((rest, cue))
    return {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in found.items()}


def verb_cue(verb: Token) -> tuple[Cue, Token] | None:
    """The cue that a verb makes with the words right behind it, and its last word."""
    for rest, cue in _longer().get(verb.lemma_.lower(), ()):
        last = _last_of(verb, rest)
        if last is not None:
            return cue, last
    single = cues_by_kind()["verb"].get(verb.lemma_.lower())
    return (single, verb) if single else None


def chance_told(verb: Token) -> Token | None:
    """Of "put the chance of an attack at ten percent", "sketched a scenario in which", the chance of what."""
    if verb.lemma_ not in word_set("speech.toml", "chance", "verbs"):
        return None
    named = (c for c in verb.children if c.dep_ == "dobj" and c.lemma_ in word_set("speech.toml", "chance", "nouns"))
    return next((t for t in named if any(c.dep_ in ("prep", "relcl", "acl") for c in t.children)), None)


def cue_at(token: Token) -> Cue | None:
    """The line of cues.csv that makes the word a cue: as a verb, a noun, or the start of a phrase."""
    if syntax.is_verb(token) and (found := verb_cue(token)):
        return found[0]
    words = [t.lower_ for t in token.doc[token.i : token.i + 6]]
    phrase = next(cue_phrases().at(words, 0), None)
    return cues_by_kind()["phrase"][" ".join(phrase)] if phrase else cues_by_kind()["noun"].get(token.lemma_.lower())


def _last_of(verb: Token, rest: list[str]) -> Token | None:
    parted = (_parted_by_time(verb, rest[0]) or _parted_by_object(verb, rest[0])) if len(rest) == 1 else None
    if parted is not None:
        return parted
    behind = list(verb.doc[verb.i + 1 : verb.i + 1 + len(rest)])
    if len(behind) < len(rest) or not all(w in (t.lower_, t.lemma_) for w, t in zip(rest, behind, strict=True)):
        return None
    return behind[-1] if behind[-1].head.i in (verb.i, behind[0].i, behind[-1].i - 1) else None


def _parted_by_time(verb: Token, word: str) -> Token | None:
    """The "for" of "called last month for a truce" and "appealed on Monday for help"."""
    found = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == word and c.i > verb.i + 1), None)
    between = verb.doc[verb.i + 1 : found.i] if found is not None else ()
    timely = all(
        t.ent_type_ in ("DATE", "TIME") or t.dep_ in ("npadvmod", "advmod") or t.lower_ == "on" for t in between
    )
    return found if timely else None


def _parted_by_object(verb: Token, word: str) -> Token | None:
    """The "put" of "put the number of dead at 21": its object stands within the cue."""
    told = [c for c in verb.children if c.dep_ == "dobj"]
    counts = word_set("speech.toml", "counts", "nouns")
    if not told or not any(t.lemma_.lower() in counts for t in told[0].subtree):
        return None
    behind = (t for t in verb.subtree if t.dep_ == "prep" and t.lower_ == word and t.i > told[0].i)
    return verb if any(t.like_num for at in behind for t in at.subtree) else None
