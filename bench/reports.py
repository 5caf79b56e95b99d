"""Scores whole reports against what must be found in them: events with their sides, standing, chain and day, and the
statements, figures, ties, outlooks and consequences beside them.

The law: as for the passages, a soft gold row is never missed and what answers to it never wrong; an event answers to
the passage that its trigger stands in, everything else to the whole report.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.own import GOLD, MODEL, Count, Share, Tally, Wanted, add, is_firm, paired, type_likeness
from bench.seed import ends, matched, named, passages, same_ends, same_tie
from foreshock.coding import EventCoder, open_coder
from foreshock.records import CodedReport, When
from foreshock.wire import read_path

REPORTS = GOLD / "reports"
Same = Callable[[Wanted, Any], bool]


@dataclass(slots=True)
class Whole:
    """The figures over all reports of a part."""

    events: Tally = field(default_factory=Tally)
    days: Share = field(default_factory=Share)
    kinds: dict[str, Count] = field(default_factory=dict)

    def figures(self) -> dict[str, float]:
        """Each figure by its name in floors.json."""
        return {
            **self.events.figures(),
            "days": self.days.rate,
            **{f"{kind}_f1": count.f1 for kind, count in self.kinds.items()},
        }


def score(part: str, coder: EventCoder) -> Whole:
    """The tally of the coder over the reports of `development` or `heldout`."""
    whole = Whole()
    for text, gold in read_reports(part):
        _add(whole, gold, coder.code(read_path(text)))
    return whole


def read_reports(part: str) -> Iterator[tuple[Path, Wanted]]:
    """Each report of a part with what must be found in it, in the order of their names."""
    for text in sorted((REPORTS / part).glob("*.txt")):
        yield text, json.loads(text.with_suffix(".json").read_text(encoding="utf8"))


def _add(whole: Whole, gold: Wanted, coded: CodedReport) -> None:
    for passage, events in passages(gold, coded):
        add(whole.events, passage["events"], events)
        for wanted, event in paired(passage["events"], events, type_likeness):
            if is_firm(wanted) and wanted.get("when"):
                whole.days.asked += 1
                whole.days.held += same_days(wanted["when"], event.when)
    for kind, (rows, same) in _beside(coded).items():
        whole.kinds.setdefault(kind, Count()).add(matched(gold[kind], rows, same))


def _beside(coded: CodedReport) -> dict[str, tuple[list[Any], Same]]:
    """The rows beside events, by kind, and when one answers to a gold row."""
    text = coded.report.text

    def outlook(gold: Wanted, row: Any) -> bool:
        words = gold["words"].lower() in (row.words or "").lower()
        return words or gold["content"].lower()[:40] in row.content.of(text).lower()

    def statement(gold: Wanted, row: Any) -> bool:
        return named(gold["source"], row.source) and gold["cue"].split()[0][:5].lower() in row.cue.of(text).lower()

    def figure(gold: Wanted, row: Any) -> bool:
        return row.low == gold["low"] and (row.high == gold["high"] or gold["low"] is not None)

    return {
        "statements": (list(coded.statements), statement),
        "figures": (list(coded.figures), figure),
        "relations": (list(coded.relations), same_tie),
        "outlooks": (list(coded.outlooks), outlook),
        "consequences": ([ends(c, coded) for c in coded.consequences], same_ends),
    }


def same_days(wanted: tuple[str, str], when: When) -> bool:
    """True where the two periods share at least half of the days that either covers."""
    if when.start is None:
        return False
    first, last = (date.fromisoformat(day) for day in wanted)
    asked = _days(first, last)
    got = _days(when.start, when.end or max(last, when.start))
    return 2 * len(asked & got) >= len(asked | got)


def _days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


def main(part: str = "development") -> None:
    """Prints the figures of a part with the small model."""
    for name, value in score(part, open_coder(MODEL)).figures().items():
        print(f"{name:18} {value:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
