"""What annotators write, in the lines that ANNOTATING.md describes, as rows: read, checked, and joined with its text.

The law: words that do not stand in the text, unknown codes and links to nothing are faults, told with file and line;
a file with a fault gives no row.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from foreshock.codebook.base import event_types, sectors, stand_ins
from foreshock.codebook.country_codes import codes_of_countries
from foreshock.records.attribution import Stance
from foreshock.records.event import Standing

HEAD = re.compile(r"#(\S+)(?:\s+(\d{4}-\d{2}-\d{2}))?\s*$")
PARTED = "--"
STANDINGS, STANCES = get_args(Standing), get_args(Stance)
BODIES = ("IGO", "NGO", "MNC")
"""Codes that stand in a country's place and for the sector beside it."""


class Fault(ValueError):
    """A line that its text or the codebook does not bear out."""


@dataclass(frozen=True, slots=True)
class Block:
    """A text with its day and the lines that were written about it, each with its number in the file."""

    day: str
    text: str
    lines: list[tuple[int, str]]


def blocks(file: Path) -> Iterator[Block]:
    """The blocks of a file: `#name day`, the text, a line of two dashes, and the lines about it."""
    day, lines = "", file.read_text(encoding="utf8").splitlines()
    heads = [(n, head[2]) for n, line in enumerate(lines) if (head := HEAD.match(line))]
    for (start, told), (end, _) in zip(heads, [*heads[1:], (len(lines), None)], strict=True):
        day = told or day
        inside = lines[start + 1 : end]
        if PARTED not in inside:
            raise Fault(f"{file}:{start + 1}: no line of two dashes between text and rows")
        at = inside.index(PARTED)
        rows = [(start + 2 + n, line.strip()) for n, line in enumerate(inside) if n > at and line.strip()]
        yield Block(_day(day, file, start), "\n".join(inside[:at]).strip(), rows)


def _day(day: str, file: Path, line: int) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise Fault(f"{file}:{line + 1}: no day, or none that the calendar knows: {day!r}") from None


def row(block: Block) -> tuple[dict[str, Any], list[str]]:
    """The row of a block as training/rows holds it, and the faults of its lines."""
    faults: list[str] = []
    told: dict[str, list[tuple[int, list[str]]]] = {"E": [], "A": [], "F": []}
    for number, line in block.lines:
        kind, *fields = line.split("|")
        if kind in told:
            told[kind].append((number, fields))
        elif kind not in ("N", "?"):
            faults.append(f"{number}: no line begins with {kind[:20]!r}")
    labels = [fields[0] for _, fields in told["A"]]

    def read(kind: str, reader: Any, *more: Any) -> list[dict[str, Any]]:
        found = []
        for number, fields in told[kind]:
            try:
                found.append(reader(block.text, fields, *more))
            except (Fault, ValueError) as fault:
                faults.append(f"{number}: {fault}")
        return found

    claims = read("A", _claim)
    events = read("E", _event, labels)
    figures = read("F", _figure, len(told["E"]))
    if not block.text or not (block.lines or faults):
        faults.append("a block without a text or without a line; one that tells nothing has the line N")
    found = {"date": block.day, "text": block.text, "events": events, "claims": claims, "figures": figures}
    return found, faults


def _event(text: str, fields: list[str], labels: Sequence[str]) -> dict[str, Any]:
    kind, mode, standing, trigger, actors, recipients, when, where, chain = _fields(fields, 9)
    if kind not in event_types():
        raise Fault(f"no type {kind!r}")
    if mode and mode not in event_types()[kind].modes:
        raise Fault(f"{kind} has no mode {mode!r}")
    place = where.rpartition("=") if "=" in where else (where, "", "")
    return {
        "type": kind,
        "mode": mode or None,
        "standing": _one_of(standing, STANDINGS, "standing"),
        "trigger": _span(text, trigger),
        "actors": [_party(text, told) for told in _several(actors)],
        "recipients": [_party(text, told) for told in _several(recipients)],
        "when": _span(text, when) if when else None,
        "where": [*_span(text, place[0]), _country(place[2])] if where else None,
        "chain": [_number(label, labels) for label in chain.split(">") if label.strip()],
    }


def _claim(text: str, fields: list[str]) -> dict[str, Any]:
    _, source, cue, content, stance = _fields(fields, 5)
    return {
        "source": _party(text, source) if source and source != "-" else None,
        "cue": _span(text, cue),
        "content": _stretch(text, content) if content else None,
        "stance": _one_of(stance or "asserts", STANCES, "stance"),
    }


def _figure(text: str, fields: list[str], many: int) -> dict[str, Any]:
    what, low, high, span, events = _fields(fields, 5)
    numbers = [int(n) - 1 for n in events.split(",") if n.strip()]
    if any(not 0 <= n < many for n in numbers):
        raise Fault(f"no event of the numbers {events!r}")
    return {"what": what, "low": _amount(low), "high": _amount(high), "span": _span(text, span), "events": numbers}


def _fields(fields: list[str], many: int) -> list[str]:
    if not many - 3 <= len(fields) <= many:
        raise Fault(f"{len(fields)} fields where {many} are wanted")
    return [field.strip() for field in fields] + [""] * (many - len(fields))


def _several(parties: str) -> list[str]:
    return [told.strip() for told in parties.split(";") if told.strip() and told.strip() != "-"]


def _party(text: str, told: str) -> list[Any]:
    words, found, code = told.rpartition("=")
    country, parted, sector = code.partition("/")
    if not (found and parted):
        raise Fault(f"a party is words=COUNTRY/SECTOR, not {told!r}")
    kept = None if sector in ("", "-") else sector
    if kept and kept not in (*sectors(), *BODIES):
        raise Fault(f"no sector {sector!r}")
    return [*_span(text, words), _country(country), kept]


def _country(code: str) -> str | None:
    if code in ("", "-"):
        return None
    if code not in codes_of_countries("alpha2") and code not in stand_ins():
        raise Fault(f"no country {code!r}")
    return code


def _span(text: str, words: str) -> list[int]:
    """Where the words stand; `words~2` at their second place, as whole words where they do so anywhere."""
    bare, _, nth = words.rpartition("~") if re.search(r"~\d+$", words) else (words, "", "1")
    bare = bare.strip()
    if not bare:
        raise Fault("no words where some are wanted")
    held = r"(?<!\w)" + re.escape(bare) + r"(?!\w)"
    places = [found.span() for found in re.finditer(held, text)] or _places(text, bare)
    if len(places) < int(nth):
        raise Fault(f"{bare!r} does not stand in the text {nth} times")
    return list(places[int(nth) - 1])


def _stretch(text: str, told: str) -> list[int]:
    first, parted, last = told.partition(" ... ")
    start = _span(text, first)
    if not parted:
        return start
    ends = [end for begin, end in _places(text, last.strip()) if begin >= start[0]]
    if not ends:
        raise Fault(f"{last.strip()!r} does not stand behind {first.strip()!r}")
    return [start[0], ends[0]]


def _places(text: str, words: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(re.escape(words), text)]


def _number(label: str, labels: Sequence[str]) -> int:
    if label.strip() not in labels:
        raise Fault(f"no A line is called {label.strip()!r}")
    return labels.index(label.strip())


def _amount(told: str) -> int | float | None:
    if not told:
        return None
    value = float(told.replace(",", ""))
    return int(value) if value.is_integer() else value


def _one_of(told: str, known: Sequence[str], what: str) -> str:
    if told not in known:
        raise Fault(f"no {what} {told!r}")
    return told


def rows(file: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of a file in its order, and its faults."""
    found: list[dict[str, Any]] = []
    faults: list[str] = []
    for block in blocks(file):
        one, wrong = row(block)
        found.append(one)
        faults += [f"{file}:{fault}" for fault in wrong]
    return found, faults


def main() -> None:
    """Check files, and write their rows where none has a fault."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", nargs="+", type=Path)
    asked.add_argument("--out", type=Path, help="where the rows go, a JSON object a line; without it files are checked")
    told = asked.parse_args()
    found: list[dict[str, Any]] = []
    faults: list[str] = []
    for file in told.files:
        try:
            more, wrong = rows(file)
        except Fault as fault:
            more, wrong = [], [str(fault)]
        found, faults = [*found, *more], [*faults, *wrong]
    if faults:
        raise SystemExit("\n".join(faults))
    if told.out:
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in found)
        told.out.write_text("".join(lines), encoding="utf8")
    print(f"{len(found)} blocks, {sum(len(one['events']) for one in found)} events, no fault")


if __name__ == "__main__":
    main()
