"""Scores the French coder: sentences and twins of example reports against gold by the codebook, and English rows.

The law: two twins and twenty sentences were used while the coder was written; the others were written before it and
looked at once, when it was done.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

from bench.own import Tally, Wanted, add
from foreshock.coding import EventCoder, open_coder
from foreshock.records import CodedReport, Event, Report
from foreshock.wire import read_path, read_text

HERE = Path(__file__).parent
TWINS = HERE.parent / "tests" / "coding" / "french"
EXAMPLES = HERE.parent / "src" / "foreshock" / "examples"
RESULTS, FLOORS = HERE / "results" / "french.json", HERE / "floors.json"
DEVELOPMENT = ("2024-08-02-gulf-courier", "2024-10-02-levant-wire")
HELD_OUT = ("2024-09-24-levant-wire", "2024-10-28-rafidain-evening")
RUNS = 3


def french_report(name: str) -> Report:
    """A twin as a French report of its day and outlet."""
    outlet = " ".join(word.capitalize() for word in name.split("-")[3:])
    text = (TWINS / f"{name}.txt").read_text(encoding="utf8")
    return replace(read_text(text, published=date.fromisoformat(name[:10]), outlet=outlet), language="fr")


def sentences(part: str, coder: EventCoder) -> Tally:
    """The tally over the single sentences of one part, dev or heldout."""
    tally = Tally()
    passages: list[Wanted] = json.loads((TWINS / f"sentences-{part}.json").read_text(encoding="utf8"))
    for passage in passages:
        report = replace(read_text(passage["text"], published=date.fromisoformat(passage["published"])), language="fr")
        add(tally, passage["events"], coder.code(report).events)
    return tally


def twins(names: tuple[str, ...], coder: EventCoder) -> Tally:
    """The tally over whole twins."""
    tally = Tally()
    gold: dict[str, list[Wanted]] = json.loads((TWINS / "twins.json").read_text(encoding="utf8"))
    for name in names:
        add(tally, gold[name], coder.code(french_report(name)).events)
    return tally


def english_by_gold(names: tuple[str, ...], coder: EventCoder) -> Tally:
    """The English coder on the English originals, against the same gold: what the twin could at best be hoped for."""
    tally = Tally()
    gold: dict[str, list[Wanted]] = json.loads((TWINS / "twins.json").read_text(encoding="utf8"))
    for name in names:
        add(tally, gold[name], _english(name, coder).events)
    return tally


def against_english(names: tuple[str, ...], coder: EventCoder) -> Tally:
    """The French rows against what the English coder makes of the original."""
    tally = Tally()
    for name in names:
        wanted = [_wanted(event) for event in _english(name, coder).events]
        add(tally, wanted, coder.code(french_report(name)).events)
    return tally


def _english(name: str, coder: EventCoder) -> CodedReport:
    path = next(EXAMPLES.glob(f"{name}.*"))
    return coder.code(read_path(path, published=date.fromisoformat(name[:10])))


def _wanted(event: Event) -> Wanted:
    sides = [sorted({a.country for a in side if a.country}) for side in (event.actors, event.recipients)]
    chain = [f"{link.source.country or link.source.name}" for link in event.chain]
    return {
        "types": [event.type],
        "actors": sides[0],
        "recipients": sides[1],
        "standing": [event.standing],
        "chain": [".*" for _ in chain],
    }


def speed(coder: EventCoder) -> float:
    """Words a second of the French coder over those of the English coder by rules, on the twins and their originals."""
    names = DEVELOPMENT + HELD_OUT
    french = [french_report(name) for name in names] * 4
    english = [read_path(next(EXAMPLES.glob(f"{name}.*"))) for name in names] * 4
    best = [min(_seconds(reports, coder) for _ in range(RUNS)) for reports in (french, english)]
    words = [sum(len(r.text.split()) for r in reports) for reports in (french, english)]
    return (words[0] / best[0]) / (words[1] / best[1])


def _seconds(reports: list[Report], coder: EventCoder) -> float:
    start = perf_counter()
    list(coder.code_all(reports))
    return perf_counter() - start


def figures(coder: EventCoder, held_out: bool = True) -> dict[str, float]:
    """All figures by name."""
    parts: dict[str, Tally] = {
        "dev_sentences": sentences("dev", coder),
        "dev_twins": twins(DEVELOPMENT, coder),
        "dev_twins_against_english": against_english(DEVELOPMENT, coder),
    }
    if held_out:
        parts["held_sentences"] = sentences("heldout", coder)
        parts["held_twins"] = twins(HELD_OUT, coder)
        parts["held_twins_against_english"] = against_english(HELD_OUT, coder)
        parts["english_on_the_same_gold"] = english_by_gold(DEVELOPMENT + HELD_OUT, coder)
    return {f"{part}_{key}": round(value, 3) for part, tally in parts.items() for key, value in tally.figures().items()}


def below(found: dict[str, float]) -> list[str]:
    """The figures that fell below their floors, each as a line."""
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf8"))["french"]
    return [
        f"{key} {found[key]:.3f} is below {floor}" for key, floor in floors.items() if found.get(key, floor) < floor
    ]


def main(*asked: str) -> None:
    """Print the figures; with --write, keep them in results/french.json; without held-out ones with --dev."""
    coder = open_coder(kind="rules")
    found = figures(coder, held_out="--dev" not in asked)
    if "--dev" not in asked:
        found["rate_to_english"] = round(speed(coder), 2)
    for key, value in found.items():
        print(f"{key} {value:.3f}")
    if lower := below(found):
        sys.exit("\n".join(lower))
    if "--write" in asked:
        RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    main(*sys.argv[1:])
