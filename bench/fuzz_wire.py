"""Fuzzing the wire room: damaged files of every format, under any name and kind, through the doors and each reader.

The law: what comes out is reports and errors of the tree, and something always comes out. A finding is kept as bytes
that give it again. `python -m bench.fuzz_wire --seconds 600` writes bench/results/fuzz_wire.json; with `--atheris`,
where that package is installed, coverage leads the damage instead of dice.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foreshock.errors import Stumbled, UnreadableReport
from foreshock.records import Report
from foreshock.wire.doors import OPENERS, READERS, STREAMS, Way, reports
from foreshock.wire.flow import flow_of
from foreshock.wire.item import About, Item
from foreshock.wire.kinds import find_kind, table
from tests.wire.formed import FORMS, PARAGRAPHS, TITLE
from tests.wire.made.twins import as_docx, as_letter, as_pdf

RESULTS = Path(__file__).parent / "results" / "fuzz_wire.json"
SLOW_S = 60.0
"""The readers apart are stopped sooner; what takes longer hangs."""
APART = frozenset({"html", "pdf", "docx", "eml", "feed", "letter"})
TOKENS = [
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n\r\n", b"<![CDATA[", b"]]>", b"&a;", b"-1", b"0", b"\xed\xa0\x80"),
    *(b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"PK\x03\x04"),
    *(b"\x1f\x8b\x08", b"BZh9", b"%PDF-1.7", b"From a\n", b"<div>" * 500, b"[" * 2000),
    *(b'"', b",", b"{", b"[", b"\\ud800", b"1e999", b"NaN"),
]


def seeds() -> dict[str, bytes]:
    """A whole file of every format, by its name."""
    lines = [TITLE, *PARAGRAPHS]
    letter = as_letter(lines)
    more = {"a.pdf": as_pdf([lines]), "a.docx": as_docx(lines), "a.eml": letter}
    box = b"From desk@levantwire.example Sat Oct 26 09:30:00 2024\n" + letter + b"\n"
    return {name: form() for name, form in FORMS.items()} | more | {"a.mbox": box * 2}


@dataclass(slots=True)
class Log:
    """What was run and found."""

    runs: int = 0
    reports: int = 0
    errors: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    findings: list[dict[str, str]] = field(default_factory=list)


def main() -> None:
    """Fuzz for a time and say what was found; ends in 1 where there was anything."""
    told = argparse.ArgumentParser()
    told.add_argument("--seconds", type=float, default=60)
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--openers", action="store_true", help="openers alone, a hundred times as fast as the readers")
    told.add_argument("--atheris", action="store_true")
    options = told.parse_args()
    log, began = Log(), time.perf_counter()
    if options.atheris:
        guided(log, options.seconds)
    else:
        diced(log, options.seconds, random.Random(options.seed), options.openers)
    seconds = time.perf_counter() - began
    written(log, seconds, options)
    sys.exit(bool(log.findings))


def diced(log: Log, seconds: float, dice: random.Random, openers: bool) -> None:
    """Damage by dice until the time is over; with `openers`, nothing goes to the readers in a process apart."""
    held = seeds()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        name = dice.choice(list(held))
        raw = damaged(held[name], dice, held)
        kind = dice.choice([None, None, None, *table().by_type, "image/png", "text/html; charset=utf-16"])
        item = Item(dice.choice([name, name, "a", *held]), raw, kind)
        if openers and find_kind(raw[: table().sniffed], item.name, kind) in APART:
            continue
        tried(item, log, openers or dice.random() < 0.3)


def guided(log: Log, seconds: float) -> None:
    """Damage led by coverage, from the files of every format."""
    import tempfile

    import atheris

    atheris.instrument_all()
    held = seeds()
    names = list(held)

    def one(data: bytes) -> None:
        if data:
            tried(Item(names[data[0] % len(names)], data[1:]), log, data[0] % 3 == 0)

    with tempfile.TemporaryDirectory() as folder:
        for number, raw in enumerate(held.values()):
            Path(folder, str(number)).write_bytes(bytes([number]) + raw)
        atheris.Setup([sys.argv[0], folder, f"-max_total_time={int(seconds)}", "-max_len=100000"], one)
        atheris.Fuzz()


def damaged(raw: bytes, dice: random.Random, others: dict[str, bytes]) -> bytes:
    """The bytes with some of them changed, cut, doubled, or another file's put in."""
    held = bytearray(raw)
    for _ in range(dice.choice([0, 1, 1, 2, 4, 12])):
        at, size = dice.randrange(len(held) + 1), dice.choice([1, 1, 4, 30, 400])
        way = dice.randrange(6)
        if way == 0:
            held[at : at + size] = dice.randbytes(size)
        elif way == 1:
            del held[at : at + size * 3]
        elif way == 2:
            held[at:at] = dice.choice(TOKENS)
        elif way == 3:
            held[at:at] = held[at : at + size] * dice.randrange(1, 5)
        elif way == 4:
            other = dice.choice(list(others.values()))
            held[at:at] = other[dice.randrange(len(other)) :][: size * 10]
        else:
            del held[at:]
    return bytes(held)


def tried(item: Item, log: Log, alone: bool) -> None:
    """Put the item through the doors or, with `alone`, through the opener or reader of its kind by itself."""
    log.runs += 1
    began = time.perf_counter()
    kind = find_kind(item.raw[: table().sniffed], item.name, item.kind)
    log.kinds[kind if " " not in kind else "refused"] += 1
    try:
        found = list(by_itself(item, kind) if alone else reports(item))
    except UnreadableReport:
        log.errors += 1
    except Exception as fault:
        kept(item, fault, log)
    else:
        counted(item, found, log, alone)
    if time.perf_counter() - began > SLOW_S:
        kept(item, TimeoutError(f"{time.perf_counter() - began:.0f} s"), log)


def by_itself(item: Item, kind: str) -> list[Any]:
    """What the one function for this kind gives; it may raise UnreadableReport and nothing else."""
    if kind in STREAMS:
        return [x.stream.read(1000) if hasattr(x, "stream") else x for x in STREAMS[kind](flow_of(item), Way())]
    if kind in OPENERS:
        return list(OPENERS[kind](item, Way()))
    return [READERS[kind](item, About())] if kind in READERS else []


def counted(item: Item, found: list[Any], log: Log, alone: bool) -> None:
    if not found and not alone:
        kept(item, AssertionError("nothing came out"), log)
    for one in found:
        if isinstance(one, Stumbled):
            kept(item, one.fault, log)
        elif isinstance(one, Report):
            log.reports += 1
            one.text.encode("utf8")
        elif isinstance(one, UnreadableReport):
            log.errors += 1


def kept(item: Item, fault: Exception, log: Log) -> None:
    """Note the finding, with the bytes that give it."""
    import traceback

    where = traceback.extract_tb(fault.__traceback__)
    last = next((x for x in reversed(where) if "foreshock" in x.filename), where[-1] if where else None)
    place = f"{Path(last.filename).name}:{last.lineno}" if last else "?"
    told = {"fault": f"{type(fault).__name__}: {fault}"[:200], "place": place}
    if any(x["place"] == place and x["fault"][:40] == told["fault"][:40] for x in log.findings):
        return
    log.findings.append(told | {"name": item.name, "kind": str(item.kind), "raw": item.raw[:2000].hex()})
    print(f"finding: {told} in {item.name!r} told as {item.kind!r}", flush=True)


def written(log: Log, seconds: float, options: argparse.Namespace) -> None:
    figures = {
        "how": "atheris" if options.atheris else "dice, openers alone" if options.openers else "dice",
        "seconds": round(seconds),
        "seed": options.seed,
        "runs": log.runs,
        "runs_a_second": round(log.runs / max(seconds, 1e-9), 1),
        "reports": log.reports,
        "errors": log.errors,
        "kinds": dict(log.kinds.most_common()),
        "findings": log.findings,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    place = RESULTS.with_stem("fuzz_wire_openers") if options.openers else RESULTS
    place.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf8")
    print(json.dumps({key: told for key, told in figures.items() if key != "findings"}, indent=1))
    print(f"{len(log.findings)} findings")


if __name__ == "__main__":
    main()
