"""Are two texts copies? Their runs in common are laid side by side, and what was changed between them is looked at.

The law: a text in which a number, a name, a day or a "not" stands in the place of another is no copy, however many
words it shares: it is the same form filled in anew, or an update. Cuts, additions and another order change no facts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from foreshock.wire.copy_rules import copy_rules
from foreshock.wire.wording import DAY, FIRST, NAME, NEGATION, NUMBER, PLAIN, Wording

_FACTS = (NUMBER, DAY, NAME, FIRST)
Places = NDArray[np.intp]
Covered = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""Which words of either text runs in common cover."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are: `share` of the shorter one's words stand in the other in runs; `changed` says which fact
    was changed, where one was, and `lacks` what either tells that the other does not, where that keeps them apart."""

    share: float
    changed: str | None = None
    lacks: str | None = None

    def is_copy(self, one: int, other: int) -> bool:
        """True where texts of so many words are copies."""
        alike, (short, long) = copy_rules().alike, sorted((one, other))
        enough = short >= alike.least_words and short >= alike.part(short) * long
        return enough and self.share >= alike.share(short) and self.changed is self.lacks is None


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two runs in common: first word and word after in either text; `edge` at an end of both."""

    one: tuple[int, int]
    other: tuple[int, int]
    edge: bool = False


def likeness(one: Wording, other: Wording) -> Likeness:
    """How alike the two are; facts are compared only where the words alone would make them copies."""
    mine, theirs = _in_common(one, other)
    share = _share(one, other, mine, theirs)
    bare = Likeness(share)
    if not bare.is_copy(len(one), len(other)):
        return bare
    ends = (mine[0], mine[-1]) if len(one) <= len(other) else (theirs.min(), theirs.max())
    lacks = _lacking(one, other, int(ends[0]), int(ends[1]))
    if len(one) <= len(other):
        lacks = lacks or _moved(one, other, mine, theirs)
    else:
        lacks = lacks or _moved(other, one, theirs, mine)
    covered = _covered(len(one), mine), _covered(len(other), theirs)
    gaps = _gaps(one, other, mine, theirs)
    changed = next(filter(None, (_gap_changed(one, other, gap, covered) for gap in gaps)), None)
    return Likeness(share, changed, lacks or _counts_changed(one, other, covered))


def _in_common(one: Wording, other: Wording) -> tuple[Places, Places]:
    """Places of the runs that both texts hold, each run once in either, in the order of the first text."""
    runs, mine, count = np.unique(one.runs, return_index=True, return_counts=True)
    runs, mine = runs[count == 1], mine[count == 1]
    others, theirs, count = np.unique(other.runs, return_index=True, return_counts=True)
    others, theirs = others[count == 1], theirs[count == 1]
    if not len(runs) or not len(others):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    at = np.minimum(np.searchsorted(others, runs), len(others) - 1)
    same = others[at] == runs
    order = np.argsort(mine[same])
    mine, theirs = mine[same][order], theirs[at[same]][order]
    kept = _rising(theirs.tolist()) if len(mine) and _is_short(one, other) else slice(None)
    return mine[kept], theirs[kept]


def _rising(places: Sequence[int]) -> list[int]:
    """Where the places of the longest run that only rises stand; in a short text no words change their order."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [place], [n]
    kept, n = [], last[-1]
    while n >= 0:
        kept.append(n)
        n = before[n]
    return kept[::-1]


def _share(one: Wording, other: Wording, mine: Places, theirs: Places) -> float:
    """The share of the shorter text's words that are covered by runs in common."""
    if not len(mine):
        return 0.0
    text, places = (one, mine) if len(one) <= len(other) else (other, theirs)
    return float(_covered(len(text), places).mean())


def _covered(size: int, places: Places) -> NDArray[np.bool_]:
    covered = np.zeros(size, dtype=np.bool_)
    for n in range(copy_rules().found.run_words):
        covered[places + n] = True
    return covered


def _lacking(one: Wording, other: Wording, first: int, last: int) -> str | None:
    """What the shorter text tells and the longer one lacks, names, numbers and days first, where it is too much.

    What stands before its first run in common, and after the last, is left aside where it is a line at most, as of an
    author or agency, and the text is not a short one.
    """
    rules = copy_rules()
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    whole = rules.alike.length(len(short)) <= rules.facts.line_length
    start = 0 if whole or first > rules.facts.gap_words else first
    end = len(short) if whole or len(short) - last > 2 * rules.facts.gap_words else last + rules.found.run_words
    words, kinds = short.words[start:end], short.kinds[start:end].tolist()
    facts = {w for w, k in zip(words, kinds, strict=True) if k in _FACTS}
    others, held = set(words) - facts - rules.common, set(long.words)
    way = rules.alike.length(len(short))
    for told, low, high in zip((facts, others), rules.facts.short_missing, rules.facts.long_missing, strict=True):
        lacking = told - held
        if told is facts:
            lacking = {w for w in lacking if not any(_one_name(w, h) for h in _alike_ends(w, held))}
        if len(lacking) > (low + (high - low) * way) * len(told):
            return f"lacks {' '.join(sorted(lacking))}"
    return None


def _moved(short: Wording, long: Wording, mine: Places, theirs: Places) -> str | None:
    """What keeps a short text apart from a longer one that holds all its words: more put in between, or an end with
    names or numbers that the longer one has elsewhere."""
    rules = copy_rules()
    if len(short) > rules.alike.short_words:
        return None
    run = rules.found.run_words
    if int(np.diff(theirs).max(initial=0)) > run + rules.facts.inserted_words:
        return "words put in between"
    for here, there in (
        (slice(0, mine[0]), slice(0, theirs[0])),
        (slice(mine[-1] + run, None), slice(theirs[-1] + run, None)),
    ):
        told = {w for w, k in zip(short.words[here], short.kinds[here].tolist(), strict=True) if k in _FACTS}
        if lacking := told - set(long.words[there]):
            return f"{' '.join(sorted(lacking))} stands elsewhere"
    return None


def _alike_ends(word: str, words: Iterable[str]) -> Iterator[str]:
    """Words that begin or end as this one, which may be another spelling of it; a number has none."""
    if word[0].isdigit():
        return iter(())
    return (w for w in words if w[0] == word[0] or w[-2:] == word[-2:])


def _gaps(one: Wording, other: Wording, mine: Places, theirs: Places) -> Iterator[Gap]:
    """The short stretches between runs in common that follow one another in both texts, and the ends of both."""
    long, most = copy_rules().found.run_words, copy_rules().facts.gap_words
    breaks = np.flatnonzero((np.diff(mine) != 1) | (np.diff(theirs) != 1))
    ends_one, ends_other = mine[breaks] + long, theirs[breaks] + long
    for a, b, c, d in zip(ends_one, mine[breaks + 1], ends_other, theirs[breaks + 1], strict=True):
        if -long < b - a <= most and -long < d - c <= most:
            slack = int(min(0, b - a, d - c))
            yield Gap((int(a) + slack, int(b)), (int(c) + slack, int(d)))
    if min(mine[0], theirs[0]) > 0 and max(mine[0], theirs[0]) <= most:
        yield Gap((0, int(mine[0])), (0, int(theirs[0])), edge=True)
    tails = len(one) - int(mine[-1]) - long, len(other) - int(theirs[-1]) - long
    if min(tails) > 0 and max(tails) <= most:
        yield Gap((len(one) - tails[0], len(one)), (len(other) - tails[1], len(other)), edge=True)


def _gap_changed(one: Wording, other: Wording, gap: Gap, covered: Covered) -> str | None:
    """The change of a fact in the words of the gap that no run in common covers: those were only moved."""
    here = _words(one, gap.one, covered[0], gap.edge)
    there = _words(other, gap.other, covered[1], gap.edge)
    if _negated(here) != _negated(there) and not gap.edge:
        return f"{' '.join(w for w, _ in here) or '-'} for {' '.join(w for w, _ in there) or '-'}"
    if gap.edge and not _one_form(here, there):
        return None
    if not gap.edge and _is_short(one, other) and (told := _inserted(here, there) or _inserted(there, here)):
        return told
    for kind in (NUMBER, DAY, NAME):
        mine = [w for w, k in here if k == kind and not _holds(there, w)]  # FIRST is left aside: it may be any word
        theirs = [w for w, k in there if k == kind and not _holds(here, w)]
        if mine and theirs and _is_change(one, other, kind, mine, theirs, gap.edge):
            return f"{' '.join(mine)} for {' '.join(theirs)}"
    return None


def _is_short(one: Wording, other: Wording) -> bool:
    return copy_rules().alike.length(min(len(one), len(other))) < 1


def _inserted(here: Sequence[tuple[str, int]], there: Sequence[tuple[str, int]]) -> str | None:
    """A few words with a number among them where the other text has none."""
    if there or len(here) > copy_rules().facts.inserted_words or not any(kind == NUMBER for _, kind in here):
        return None
    return f"{' '.join(w for w, _ in here)} put in"


def _words(text: Wording, span: tuple[int, int], covered: NDArray[np.bool_], edge: bool) -> list[tuple[str, int]]:
    """The words of a stretch with what they tell; at an end of a text without months and what stands beside them, which
    is the day of a dateline."""
    months = copy_rules().months if edge else frozenset[str]()
    dated = {n for at in range(*span) if text.words[at] in months for n in (at - 1, at, at + 1)}
    return [(text.words[n], int(text.kinds[n])) for n in range(*span) if n not in dated and not covered[n]]


def _holds(words: Sequence[tuple[str, int]], word: str) -> bool:
    return any(w == word for w, _ in words)


def _negated(words: Sequence[tuple[str, int]]) -> bool:
    return any(kind == NEGATION for _, kind in words)


def _one_form(here: Sequence[tuple[str, int]], there: Sequence[tuple[str, int]]) -> bool:
    """True where the two beginnings or ends are one form filled in twice: alike in length and in their plain words."""
    plain, others = ({w for w, k in words if k == PLAIN} - copy_rules().common for words in (here, there))
    if not plain or not others:
        return False
    return len(plain & others) >= copy_rules().facts.edge_share * max(len(plain), len(others))


def _is_change(one: Wording, other: Wording, kind: int, mine: Sequence[str], theirs: Sequence[str], edge: bool) -> bool:
    """Numbers that changed places are others. Of names, days and the ends of texts each has to be held by one alone."""
    if kind == NUMBER and not edge:
        return True
    new = [w for w in mine if w not in other.words]
    old = [w for w in theirs if w not in one.words]
    if kind != NAME:
        return bool(new and old)
    return bool(new and old) and not any(_one_name(a, b) for a in new for b in old)


def _one_name(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= copy_rules().facts.alike_names


def _counts_changed(one: Wording, other: Wording, covered: Covered) -> str | None:
    """Where what one text alone says counts what the other alone counts otherwise: a toll that rose."""
    theirs = list(_counted(other, covered[1]))
    for number, units in _counted(one, covered[0]):
        for old, counted in theirs:
            new = number != old and not (number in other.words and old in one.words)
            if new and len(units & counted) >= copy_rules().facts.same_units:
                return f"{number} for {old} ({' '.join(sorted(units & counted))})"
    return None


def _counted(text: Wording, covered: NDArray[np.bool_]) -> Iterator[tuple[str, set[str]]]:
    """The numbers outside of the runs in common, days of a month left aside, each with the words beside it."""
    rules = copy_rules()
    for at in np.flatnonzero((text.kinds == NUMBER) & ~covered).tolist():
        if at and text.words[at - 1] in rules.months:
            continue
        around = range(max(0, at - rules.facts.unit_words), min(len(text), at + rules.facts.unit_words + 1))
        plain = {text.words[n] for n in around if text.kinds[n] == PLAIN}
        yield text.words[at], plain - rules.common - rules.months
