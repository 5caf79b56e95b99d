"""The files of the actor registry, read into entries: ours in `actors/`, and a user's TOML.

The law kept here: a line that breaks the rules is an error that names file and line.
"""

from __future__ import annotations

import calendar
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from foreshock.codebook.base import toml_file
from foreshock.codebook.entry import KINDS, Entry, Office, State
from foreshock.codebook.lines import toml_and_text
from foreshock.errors import CodebookError

ACTORS = Path(__file__).parent / "actors"
LISTS = ("adjectives", "demonyms", "aliases", "capitals", "metonyms")
_APART = ("states.csv", "ambiguous.csv", "halves.csv")
_CELLS = ("kind", "country", "sector", "office", "start", "end")
_KNOWN = ", ".join(_CELLS)
_TABLE = re.compile(r"\s*\[\[\s*actor\s*\]\]")


def shipped_entries() -> Iterator[Entry]:
    """Every actor of the shipped files; the rows of one name become one entry with several offices."""
    files = sorted(p for p in ACTORS.glob("*.csv") if p.name not in _APART)
    yield from _entries((path, number, row) for path in files for number, row in _rows(path))


def line_of(name: str) -> tuple[str, int] | None:
    """The file and the line of a state or an actor of the shipped files, the first of several."""
    for path in sorted(ACTORS.glob("*.csv")):
        for number, row in _rows(path):
            if row.get("name") == name:
                return path.name, number
    return None


def states(file: Path = ACTORS / "states.csv") -> Iterator[State]:
    """Every state and territory, in the order of its file; another language has a file of its own."""
    for _, row in _rows(file):
        lists = {field: _list(row["capital" if field == "capitals" else field]) for field in LISTS}
        yield State(row["name"], row["country"], **lists)


def called_otherwise(file: Path, known: Iterable[Entry]) -> Iterator[Entry]:
    """The known actors with the aliases that another language's file adds; an unknown name there is an error."""
    more: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    for number, row in _rows(file):
        more[row["name"]], lines[row["name"]] = _list(row["aliases"]), number
    for entry in known:
        told = more.pop(entry.name, ())
        yield replace(entry, aliases=tuple(dict.fromkeys(entry.aliases + told)))
    for name in more:
        raise CodebookError(file, lines[name], f"{name!r} is no actor of the registry")


def user_entries(path: Path) -> Iterator[Entry]:
    """The actors of a user's file; raises CodebookError with the line of the table at fault."""
    told, text = toml_and_text(path)
    wrong = [key for key in told if key != "actor"]
    tables = told.get("actor", [])
    if wrong or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise CodebookError(path, 1, f"{(wrong or ['actor'])[0]!r} is not read; write each actor as a table [[actor]]")
    at = [n for n, line in enumerate(text.splitlines(), 1) if _TABLE.match(line)]
    at = at if len(at) == len(tables) else [1] * len(tables)
    yield from _entries((path, number, _user_row(path, number, row)) for number, row in zip(at, tables, strict=True))


def _user_row(path: Path, number: int, table: Mapping[str, Any]) -> dict[str, str]:
    """The cells of a user's table; an unknown key and a value of the wrong kind are errors."""
    unknown = [key for key in table if key not in (*_CELLS, "name", "aliases")]
    if unknown:
        raise CodebookError(path, number, f"{unknown[0]!r} is no key of an actor; known are name, aliases, {_KNOWN}")
    name, aliases = table.get("name"), table.get("aliases", [])
    if not isinstance(name, str) or not name.strip():
        raise CodebookError(path, number, "an actor needs a name")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise CodebookError(path, number, f'aliases of {name} must be a list of texts, such as ["{name}"]')
    cells = {key: str(table.get(key, "")) for key in _CELLS}
    return cells | {"kind": cells["kind"] or "body", "name": name, "aliases": "|".join(aliases)}


def ambiguous(rule: str) -> tuple[str, ...]:
    """The forms under `rule`: "shared" ones mean several actors, "mask" ones none at all."""
    return tuple(row["form"] for _, row in _rows(ACTORS / "ambiguous.csv") if row["rule"] == rule)


def halves() -> tuple[tuple[str, str, str], ...]:
    """Words behind "the" that mean a state in a report that names it and another: the word and the two countries."""
    return tuple((row["form"], row["country"], row["beside"]) for _, row in _rows(ACTORS / "halves.csv"))


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
        (country, countries(), "country"),
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
def countries() -> frozenset[str]:
    """Every country code, and what may stand in its place."""
    return frozenset(s.country for s in states()) | frozenset(toml_file("sectors.toml")["in_place_of_a_country"])


@cache
def _sectors() -> frozenset[str]:
    return frozenset(toml_file("sectors.toml")["sectors"])
