"""A text as words to compare: house style undone, each word with what it tells, its runs and its anchors.

The law: the same text gives the same wording everywhere. Words are hashed by BLAKE2, never by a hash of the process.
Anchors are chosen by winnowing after Schleimer, Wilkerson and Aiken (2003): the least hash of each window of runs, so
that a stretch which two texts share, cut from whatever place, has its anchors in both.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from foreshock.records.report import Report
from foreshock.wire.copy_rules import copy_rules

Hashes = NDArray[np.uint64]
PLAIN, NUMBER, NAME, DAY, NEGATION, FIRST = range(6)
"""What a word tells; FIRST is a word that begins a sentence and may be a name."""

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?|[\u2e80-\u9fff\uac00-\ud7af]|[^\W\d_\u2e80-\u9fff\uac00-\ud7af]+(?:['\u2019](?!s\b)[^\W\d_]+)*"
    r"|[.!?:\n\"\u201c\u201d\u00ab\u00bb]"
)
_ENDS = frozenset('.!?:\n"\u201c\u201d\u00ab\u00bb')
_KNOWN_WORDS = 200_000
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)
_MIX, _SHIFT = np.uint64(0xD6E8FEB86659FD93), np.uint64(32)
_BODY = ("body", "heading")


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of a text: `ids` (hash of each word), `kinds` (what each tells), `words`, and `runs` (hash of each run
    of words, as many fewer as a run is long). `exact` is equal for texts of the same words, spelling and case aside."""

    words: tuple[str, ...]
    ids: Hashes
    kinds: NDArray[np.uint8]
    runs: Hashes
    exact: bytes
    told: frozenset[int] = field(default=frozenset())

    def __len__(self) -> int:
        return len(self.words)


def wording(report: Report) -> Wording:
    """The words of the report's body and headings; of the whole text where no layout tells them apart."""
    parts = [part.span for part in report.parts if part.kind in _BODY]
    return wording_of("\n".join(span.of(report.text) for span in parts) if parts else report.text)


def wording_of(text: str) -> Wording:
    """The words of a text."""
    words: list[str] = []
    ids: list[int] = []
    kinds: list[int] = []
    starts = True
    for token in _TOKEN.findall(text):
        if token in _ENDS:
            starts = True
            continue
        found = _KNOWN.get(token) or _learned(token)
        if found[0]:
            words.append(found[0])
            ids.append(found[1])
            kinds.append(FIRST if starts and found[2] == NAME else found[2])
        starts = False
    hashes = np.array(ids, dtype=np.uint64)
    exact = hashlib.blake2b(hashes.tobytes(), digest_size=8).digest()
    return Wording(tuple(words), hashes, np.array(kinds, dtype=np.uint8), _runs(hashes), exact, frozenset(ids))


def anchors(runs: Hashes) -> NDArray[np.uint32]:
    """The anchors of a text's runs, each once, in the order of the text: about twice as many as the rules tell."""
    if not len(runs):
        return np.zeros(0, dtype=np.uint32)
    wide = max(1, -(-len(runs) // copy_rules().found.anchors))
    least = sliding_window_view(runs, wide).argmin(axis=1) + np.arange(len(runs) - wide + 1)
    kept: NDArray[np.uint32] = runs[np.unique(least)].astype(np.uint32)
    return kept[np.sort(np.unique(kept, return_index=True)[1])]


_KNOWN: dict[str, tuple[str, int, int]] = {}


def _learned(token: str) -> tuple[str, int, int]:
    if len(_KNOWN) >= _KNOWN_WORDS:
        _KNOWN.clear()
    word = _house_style(token)
    told = int.from_bytes(hashlib.blake2b(word.encode("utf8", "replace"), digest_size=8).digest(), "big")
    _KNOWN[token] = found = (word, told, _kind(token, word))
    return found


def _house_style(token: str) -> str:
    """The word in small letters as every house writes it; empty for one that some houses leave away."""
    rules = copy_rules()
    word = token.casefold().replace("\u2019", "'").removesuffix("'s")
    if word[0].isdigit():
        return re.sub("(?:st|nd|rd)$", "th", word.replace(",", ""))
    word = word.replace(".", "").replace("'", "")
    if word in rules.dropped:
        return ""
    if word in rules.same:
        return rules.same[word] if word != "us" or token != "us" else word
    if len(word) < rules.least_letters:
        return word
    for british, american in rules.endings:
        if word.endswith(british) and len(word) > len(british) + 1:
            return word.removesuffix(british) + american
    return word


def _kind(token: str, word: str) -> int:
    rules = copy_rules()
    if word[:1].isdigit() or word in rules.numbers:
        return NUMBER
    if word in rules.weekdays:
        return DAY
    if word in rules.negations:
        return NEGATION
    return NAME if token[0].isupper() and word not in rules.common and word not in rules.months else PLAIN


def _runs(ids: Hashes) -> Hashes:
    """A hash of each run of words; of a text shorter than a run, none."""
    long = copy_rules().found.run_words
    if len(ids) < long:
        return np.zeros(0, dtype=np.uint64)
    count = len(ids) - long + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for n in range(long):
        mixed = (mixed ^ ids[n : n + count]) * _FACTORS[n % len(_FACTORS)]
        mixed ^= mixed >> _SHIFT
    mixed = mixed * _MIX
    return np.asarray(mixed ^ (mixed >> _SHIFT), dtype=np.uint64)
