"""Speed beside the bare parser, in one run: the share of spaCy's own rate that is left, and the memory at its peak.

The law: rates are ratios of one run on one machine; words a second are printed, never pinned.
"""

from __future__ import annotations

import gzip
import json
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from foreshock.coding import EventCoder
from foreshock.coding.models import load_model
from foreshock.coding.sentences import BATCH, read_pages
from foreshock.records import Report
from foreshock.wire import find_paths, read_path, read_text

EXAMPLES = Path(__file__).parents[1] / "src" / "foreshock" / "examples"
ROUNDS = 3


def score_speed(data: Path, coder: EventCoder) -> dict[str, float]:
    """Ratios to bare spaCy on the packaged examples (dense) and on one-sentence news items (mixed)."""
    dense = [read_path(path) for path in find_paths([EXAMPLES])]
    figures = {"rate_to_bare_spacy": _ratio(dense, coder)}
    items = data / "current-events" / "current_events_2014_2024-11-26.jsonl.gz"
    if items.is_file():
        figures["rate_to_bare_spacy_mixed"] = _ratio(_items(items), coder)
    figures["layers_to_parse_time"] = _layers(dense, coder)
    figures["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def _items(path: Path, each: int = 150) -> list[Report]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for n, line in enumerate(lines) if n % each == 0]
    return [read_text(row["text"], published=date.fromisoformat(row["date"])) for row in rows]


def _ratio(reports: list[Report], coder: EventCoder) -> float:
    nlp = load_model(coder.coder.model)
    texts = [r.text[p.span.start : p.span.end] for r in reports for p in r.parts]

    def bare() -> None:
        list(nlp.pipe(texts, batch_size=BATCH))

    def coded() -> None:
        list(coder.code_all(reports))

    coded()
    return min(_seconds(bare) for _ in range(ROUNDS)) / min(_seconds(coded) for _ in range(ROUNDS))


def _layers(reports: list[Report], coder: EventCoder) -> float:
    """Seconds spent in the layers over the seconds of the parse before them, in one run over the reports."""
    nlp = load_model(coder.coder.model)
    readable = [replace(r, language="en") for r in reports]

    def parsed() -> None:
        list(read_pages(readable, nlp))

    def coded() -> None:
        list(coder.code_all(readable))

    parse = min(_seconds(parsed) for _ in range(ROUNDS))
    whole = min(_seconds(coded) for _ in range(ROUNDS))
    return max(0.0, whole - parse) / parse


def _seconds(work: Callable[[], None]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before
