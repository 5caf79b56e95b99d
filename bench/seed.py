"""The report that lies beside the benchmark data as a seed, against what must be found in it.

The law: an event answers to the passage its trigger stands in; ties and consequences answer to the whole report.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bench.own import Count, Tally, Wanted, add, is_firm
from foreshock.coding import EventCoder
from foreshock.records import Actor, CodedReport
from foreshock.wire import read_path


def score_seed(folder: Path, coder: EventCoder) -> dict[str, float]:
    """Figures on `article.txt` and `expected.json` of the folder."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf8"))
    coded = coder.code(read_path(folder / "article.txt"))
    tally = Tally()
    for passage, events in passages(expected, coded):
        add(tally, passage["events"], events)
    told = tally.figures()
    return {
        "type_f1": told["type_f1"],
        "triple_f1": told["triple_f1"],
        "chain_exact": told["chain_exact"],
        "standing": told["standing"],
        "relations_f1": matched(expected["relations"], list(coded.relations), same_tie).f1,
        "consequences_f1": matched(
            expected["consequences"], [ends(c, coded) for c in coded.consequences], same_ends
        ).f1,
    }


def passages(expected: Wanted, coded: CodedReport) -> list[tuple[Wanted, list[Any]]]:
    """Each passage with the events whose triggers stand between its first words and those of the next."""
    text = coded.report.text
    starts = [text.index(p["at"]) for p in expected["passages"]]
    ends = [*sorted(starts)[1:], len(text)]
    until = dict(zip(sorted(starts), ends, strict=True))
    return [
        (passage, [e for e in coded.events if start <= e.trigger.start < until[start]])
        for passage, start in zip(expected["passages"], starts, strict=True)
    ]


def ends(row: Any, coded: CodedReport) -> tuple[str, str]:
    """Cause and effect of a consequence, in lower case."""
    return row.cause.of(coded.report.text).lower(), row.effect.of(coded.report.text).lower()


def same_tie(gold: Wanted, row: Any) -> bool:
    """True where kind and ends agree; of a mutual tie, either way round."""
    straight = named(gold["left"], row.left) and named(gold["right"], row.right)
    crossed = named(gold["left"], row.right) and named(gold["right"], row.left)
    mutual = row.kind in ("ally", "opposes", "agreement")
    return row.kind in gold["kind"] and (straight or (mutual and crossed))


def same_ends(gold: Wanted, row: tuple[str, str]) -> bool:
    """True where the patterns of cause and effect are found."""
    return bool(re.search(gold["cause"].lower(), row[0]) and re.search(gold["effect"].lower(), row[1]))


def named(pattern: str, actor: Actor) -> bool:
    """True where the pattern is found in the name or the words of the actor."""
    return bool(re.search(pattern, f"{actor.name} {actor.text}", re.IGNORECASE))


def matched(wanted: list[Wanted], rows: list[Any], same: Any) -> Count:
    """Each gold row with the first coded row that answers to it, firm ones first."""
    free, count = list(rows), Count()
    for gold in sorted(wanted, key=lambda g: not is_firm(g)):
        hit = next((row for row in free if same(gold, row)), None)
        if hit is not None:
            free.remove(hit)
        count.hit += hit is not None and is_firm(gold)
        count.missed += hit is None and is_firm(gold)
    count.extra = len(free)
    return count
