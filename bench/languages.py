"""How well the language of a report is told: own sentences, headlines and short texts in 25 languages, mixed pages.

The law: the texts are our own, written for this; a wrong language counts as wrong, an unknown one as open, and the
rate is that of whole samples on one core.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

from foreshock.wire.language import UNKNOWN, guess, language_of

HERE = Path(__file__).parent
RESULTS, FLOORS = HERE / "results" / "languages.json", HERE / "floors.json"
KINDS = ("sentences", "headlines", "short")
NEAR = {
    "es pt it fr ro": "es pt it fr ro",
    "ru uk bg sr": "ru uk bg sr",
    "ar fa ur": "ar fa ur",
    "no da sv": "no da sv",
    "id ms": "id ms",
    "zh ja": "zh ja",
}


def texts() -> dict[str, Any]:
    """The texts by language, and the mixed pages."""
    return tomllib.loads((HERE / "languages.toml").read_text(encoding="utf8"))


def figures() -> dict[str, float]:
    """Shares of right guesses by kind and by group of near languages; of told ones, how many are wrong; the rate."""
    told = texts()
    mixed = told.pop("mixed")
    found: dict[str, float] = {}
    hits = {(c, k, t): guess(t)[0] == c for c, row in told.items() for k in KINDS for t in row[k]}
    for kind in KINDS:
        found[f"right_{kind}"] = _share(hit for (_, k, _), hit in hits.items() if k == kind)
    for name in NEAR:
        found[f"right_{name.replace(' ', '_')}"] = _share(hit for (c, _, _), hit in hits.items() if c in name.split())
    said = {(c, t): language_of(t) for (c, _, t) in hits}
    found["told_wrong"] = _share(code not in (c, None, UNKNOWN) for (c, _), code in said.items())
    found["told_at_all"] = _share(code not in (None, UNKNOWN) for code in said.values())
    articles = {c: "\n".join(" ".join(row[k]) for k in KINDS) for c, row in told.items()}
    found["right_articles"] = _share(language_of(text) == c for c, text in articles.items())
    found["right_mixed"] = _share(language_of(page["text"]) == page["language"] for page in mixed)
    found["samples_a_second"] = _rate(list(articles.values()))
    return found


def _share(held: Iterable[bool]) -> float:
    told = list(held)
    return sum(told) / len(told)


def _rate(samples: list[str]) -> float:
    start = perf_counter()
    for _ in range(20):
        for text in samples:
            language_of(text)
    return 20 * len(samples) / (perf_counter() - start)


def below(found: dict[str, float]) -> list[str]:
    """The figures that fell below their floors, each as a line."""
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf8"))["languages"]
    return [
        f"{key} {found[key]:.3f} is below {floor}" for key, floor in floors.items() if found.get(key, floor) < floor
    ]


def main(*asked: str) -> None:
    """Print the figures; with --write, keep them in results/languages.json."""
    found = figures()
    for key, value in found.items():
        print(f"{key} {value:.3f}")
    if lower := below(found):
        sys.exit("\n".join(lower))
    if "--write" in asked:
        RESULTS.write_text(json.dumps({k: round(v, 4) for k, v in found.items()}, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    main(*sys.argv[1:])
