"""How far two annotators agree who read the same items, neither seeing the other's rows: a figure a layer.

The law: rows are matched by type and by words that meet, one to one; shares are of what both have, F1 of what either.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from training.rows import Row, open_rows, reports

Pair = tuple[dict[str, Any], dict[str, Any]]


def agreement(first: Sequence[Row], second: Sequence[Row]) -> dict[str, float]:
    """The figures by layer over the items that both read."""
    others = {row.text: row for row in second}
    both = [(row, others[row.text]) for row in first if row.text in others]
    pairs = [pair for a, b in both for pair in matched(a.events, b.events)]
    told = sum(len(a.events) + len(b.events) for a, b in both)
    cues = [pair for a, b in both for pair in matched(a.claims, b.claims, "cue")]
    cued = sum(len(a.claims) + len(b.claims) for a, b in both)
    return {
        "items": len(both),
        "item tells an event, kappa": kappa([(bool(a.events), bool(b.events)) for a, b in both]),
        "event, F1 of type and trigger": 2 * len(pairs) / (told or 1),
        "standing": _share(a["standing"] == b["standing"] for a, b in pairs),
        "standing, kappa": kappa([(a["standing"], b["standing"]) for a, b in pairs]),
        "mode": _share(a["mode"] == b["mode"] for a, b in pairs),
        "countries of the actors": _share(_countries(a, "actors") == _countries(b, "actors") for a, b in pairs),
        "countries of the recipients": _share(
            _countries(a, "recipients") == _countries(b, "recipients") for a, b in pairs
        ),
        "depth of the chain": _share(len(a["chain"]) == len(b["chain"]) for a, b in pairs),
        "attribution, F1 of the cue": 2 * len(cues) / (cued or 1),
        "stance": _share(a["stance"] == b["stance"] for a, b in cues),
        "words of the source meet": _share(_meet(a["source"], b["source"]) for a, b in cues),
        "words of the content meet": _share(_meet(a["content"], b["content"]) for a, b in cues),
    }


def matched(first: list[dict[str, Any]], second: list[dict[str, Any]], key: str = "trigger") -> Iterator[Pair]:
    """Pairs of one type, where there are types, whose words at `key` meet; each row once."""
    left = list(second)
    for one in first:
        twin = next((o for o in left if o.get("type") == one.get("type") and _meet(o[key], one[key])), None)
        if twin is not None:
            left.remove(twin)
            yield one, twin


def kappa(pairs: Sequence[tuple[Any, Any]]) -> float:
    """Cohen's kappa (1960) of two annotators' labels."""
    n = len(pairs) or 1
    seen = sum(a == b for a, b in pairs) / n
    ones, others = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(ones[label] * others[label] for label in ones) / n**2
    return 1.0 if chance == 1 else (seen - chance) / (1 - chance)


def _meet(one: Sequence[Any] | None, other: Sequence[Any] | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool(one[0] < other[1] and other[0] < one[1])


def _countries(event: dict[str, Any], side: str) -> set[str]:
    return {party[2] for party in event[side] if party[2]}


def _share(held: Iterator[bool]) -> float:
    told = list(held)
    return sum(told) / (len(told) or 1)


def main(data: str) -> None:
    """Print the figures, of news items and of blocks of reports."""
    news = agreement(open_rows(Path(data)), open_rows(Path(data), "current-events-second"))
    blocks = agreement(reports(), reports("reports-second"))
    print(f"{'':34} news  reports")
    for layer in news:
        print(f"{layer:34} {news[layer]:4.3g}  {blocks[layer]:4.3g}")


if __name__ == "__main__":
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("FORESHOCK_BENCH_DATA")
    if not folder:
        raise SystemExit("say where the open text lies: python -m training.agreement FOLDER, or FORESHOCK_BENCH_DATA")
    main(folder)
