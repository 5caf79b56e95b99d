"""The files of the actor registry, read into entries: ours in `actors/`, and a user's TOML.

The law kept here: a line that breaks the rules is an error that names file and line.
"""

from __future__ import annotations

import calendar
import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from foreshock.codebook.base import toml_file
from foreshock.codebook.entry import KINDS, Entry, Office, State
from foreshock.errors import CodebookError

ACTORS = Path(__file__).parent / "actors"
LISTS = ("adjectives", "demonyms", "aliases", "capitals", "metonyms")
_APART = ("states.csv", "ambiguous.csv")


def shipped_entries() -> Iterator[Entry]:
    """Every actor of the shipped files; the rows of one name become one entry with several offices."""
    files = sorted(p for p in ACTORS.glob("*.csv") if p.name not in _APART)
    yield from _entries((path, number, row) for path in files for number, row in _rows(path))


def states() -> Iterator[State]:
    """Every state and territory, in the order of its file."""
    for _, row in _rows(ACTORS / "states.csv"):
        lists = {field: _list(row["capital" if field == "capitals" else field]) for field in LISTS}
        yield State(row["name"], row["country"], **lists)


def user_entries(path: Path) -> Iterator[Entry]:
    """The actors of a user's file; raises CodebookError with the line of the table at fault."""
    try:
        text = path.read_text(encoding="utf8")
        tables = tomllib.loads(text).get("actor", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise CodebookError(path, 1, f"cannot be read: {fault}") from fault
    at = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[actor]]")]
    blank = dict.fromkeys(("kind", "country", "sector", "office", "start", "end"), "")
    lines = []
    for number, table in zip(at, tables, strict=False):
        if not table.get("name"):
            raise CodebookError(path, number, "an actor needs a name")
        told = {key: str(table[key]) for key in blank if key in table}
        row = {**blank, "kind": "body", **told, "name": table["name"], "aliases": "|".join(table.get("aliases", []))}
        lines.append((path, number, row))
    yield from _entries(lines)


def ambiguous(rule: str) -> tuple[str, ...]:
    """The forms under `rule`: "shared" ones mean several actors, "mask" ones none at all."""
    return tuple(row["form"] for _, row in _rows(ACTORS / "ambiguous.csv") if row["rule"] == rule)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader)
        for cells in reader:
            if len(cells) != len(header):
                raise CodebookError(path, reader.line_num, f"{len(cells)} fields where {len(header)} are hoped for")
            yield reader.line_num, dict(zip(header, cells, strict=True))


def _list(told: str) -> tuple[str, ...]:
    return tuple(part for part in told.split("|") if part)


def _entries(lines: Iterable[tuple[Path, int, dict[str, str]]]) -> Iterator[Entry]:
    merged: dict[str, Entry] = {}
    for path, number, row in lines:
        entry = _entry(path, number, row)
        known = merged.get(entry.name)
        merged[entry.name] = entry if known is None else _joined(path, number, known, entry)
    yield from merged.values()


def _joined(path: Path, number: int, known: Entry, more: Entry) -> Entry:
    if known.kind != more.kind:
        raise CodebookError(path, number, f"{more.name} is a {known.kind} elsewhere, here a {more.kind}")
    offices = (*known.offices, *more.offices)
    last = max(offices, key=lambda o: o.end or date.max)
    aliases = tuple(dict.fromkeys(known.aliases + more.aliases))
    return replace(known, country=last.country, sector=last.sector, aliases=aliases, offices=offices)


def _entry(path: Path, number: int, row: Mapping[str, str]) -> Entry:
    country, sector = row["country"] or None, row["sector"] or None
    for told, allowed, what in (
        (row["kind"], KINDS, "kind"),
        (country, _countries(), "country"),
        (sector, _sectors(), "sector"),
    ):
        if told is not None and told not in allowed:
            raise CodebookError(path, number, f"{told!r} is no {what}")
    start, end = _day(path, number, row["start"], False), _day(path, number, row["end"], True)
    if start and end and start > end:
        raise CodebookError(path, number, f"{row['name']} ends {end} before it starts {start}")
    office = Office(row["office"] or None, sector, country, start, end)
    return Entry(row["name"], row["kind"], country, sector, _list(row["aliases"]), (office,))


def _day(path: Path, number: int, told: str, last: bool) -> date | None:
    if not told:
        return None
    try:
        year, month, day = ([int(part) for part in told.split("-")] + [0, 0])[:3]
        month = month or (12 if last else 1)
        return date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))
    except ValueError as fault:
        raise CodebookError(path, number, f"{told!r} is no day, month or year") from fault


@cache
def _countries() -> frozenset[str]:
    return frozenset(s.country for s in states()) | frozenset(toml_file("sectors.toml")["in_place_of_a_country"])


@cache
def _sectors() -> frozenset[str]:
    return frozenset(toml_file("sectors.toml")["sectors"])
