"""Numbers in words and digits. The law: a number is read as written, and a vague one gives its lower bound only."""

from __future__ import annotations

import re
from dataclasses import dataclass

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "hundred": 100.0,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "lakh": 1e5,
    "crore": 1e7,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "k": 1e3,
    "tn": 1e12,
}
VAGUE = {"dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2000.0, "millions": 1e6, "billions": 1e9}
_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(m|mn|bn|k|tn)?$")


@dataclass(frozen=True, slots=True)
class Number:
    """Words `first` to `last` name `low`; `high` is None where the words leave it open ("dozens")."""

    low: float
    high: float | None
    first: int
    last: int


def read_number(words: list[str], at: int) -> Number | None:
    """The number that starts at `words[at]` (lower case), or None; "several" and "few" need a scale after them."""
    word = words[at]
    if word in VAGUE:
        return _vague(words, at, at)
    if word in ("tens", "hundreds") and words[at + 1 : at + 2] == ["of"] and words[at + 2 : at + 3]:
        return _vague(words, at, at + 2)
    if word in ("a", "half", "several", "few", "two", "three", "four") and (found := _loose(words, at)):
        return found
    return _exact(words, at)


def _vague(words: list[str], first: int, at: int) -> Number | None:
    if words[at] not in VAGUE:
        return Number(20.0, None, first, first) if words[first] == "tens" else None
    many = {"tens": 20.0, "hundreds": 200.0}.get(words[first], 0.0)
    if words[at + 1 : at + 2] == ["of"] and words[at + 2 : at + 3] and words[at + 2] in ("thousands", "millions"):
        scale = SCALES[words[at + 2][:-1]]
        return Number((many or VAGUE[words[at]]) * scale, None, first, at + 2)
    if at > first:
        return Number(many * SCALES[words[at][:-1]], None, first, at)
    return Number(VAGUE[words[at]], None, first, at)


def _loose(words: list[str], at: int) -> Number | None:
    """Half a dozen, a dozen, two dozen, several hundred, a few thousand, a couple of."""
    many, step = {"a": (1.0, 1), "half": (0.5, 1), "several": (2.0, 1), "few": (2.0, 1)}.get(
        words[at], (float(ONES.get(words[at], 0)), 1)
    )
    after = words[at + 1 : at + 4]
    open_end = words[at] in ("several", "few")
    if after[:1] == ["few"] or after[:1] == ["couple"]:
        many, step, open_end = 2.0, 2, after[0] == "few"
        if words[at + 2 : at + 3] == ["of"]:
            step = 3
    elif words[at] == "half" and after[:1] == ["a"]:
        step = 2
    unit = words[at + step] if at + step < len(words) else ""
    if unit == "dozen":
        low = 24.0 if open_end else many * 12
        return Number(low, None if open_end else low, at, at + step)
    if unit in ("hundred", "thousand", "million", "billion") and (open_end or words[at] in ("a", "half")):
        low = many * SCALES[unit]
        return Number(low, None if open_end else low, at, at + step)
    if step == 3 and words[at + 1] == "couple":
        return Number(2.0, 2.0, at, at + 2)
    return None


def _exact(words: list[str], at: int) -> Number | None:
    value, part, last, seen = 0.0, 0.0, at - 1, False
    for i in range(at, min(at + 9, len(words))):
        word = words[i]
        if (amount := _one_word(word)) is not None:
            if seen and words[last] not in SCALES and words[last] not in ("-", "and") and words[last] not in TENS:
                break
            part += amount
        elif word in SCALES and seen:
            part = max(part, 1.0) * SCALES[word]
            if word != "hundred":
                value, part = value + part, 0.0
        elif seen and _joins(words, i):
            continue
        else:
            break
        seen, last = True, i
    return Number(value + part, value + part, at, last) if seen else None


def _joins(words: list[str], i: int) -> bool:
    before, after = words[i - 1], words[i + 1] if i + 1 < len(words) else ""
    if words[i] == "-":
        return before in TENS and after in ONES
    return words[i] == "and" and before in ("hundred", "thousand") and (after in ONES or after in TENS)


def _one_word(word: str) -> float | None:
    if word in ONES:
        return float(ONES[word])
    if word in TENS:
        return float(TENS[word])
    if "-" in word:
        left, _, right = word.partition("-")
        return float(TENS[left] + ONES[right]) if left in TENS and right in ONES else None
    match = _DIGITS.match(word)
    if match is None:
        return None
    value = float(match[1].replace(",", "") + (match[2] or ""))
    return value * SCALES[match[3]] if match[3] else value
