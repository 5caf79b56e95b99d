"""The actor registry: every state, and the persons, groups, agencies, bodies and outlets that the news names.

It reads the files in `actors/`, one region or kind a file. The law kept here: a surface form leads to whoever it can
mean, with the years that tell them apart, and a line that breaks the rules is an error that names file and line.
"""

from __future__ import annotations

import calendar
import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from foreshock.codebook.surface import variants, whole_word
from foreshock.errors import CodebookError

__all__ = ["KINDS", "Entry", "Office", "Reading", "Registry", "State", "registry", "whole_word"]

Via = Literal["name", "alias", "adjective", "demonym", "capital", "metonym"]
Held = tuple[str | None, str | None, str | None]

KINDS = frozenset(
    "person armed-group party alliance agency body company media think-tank movement document".split()  # noqa: SIM905
)
_ACTORS = Path(__file__).parent / "actors"
_STATE_FIELDS: tuple[tuple[str, Via], ...] = (
    ("aliases", "alias"),
    ("adjectives", "adjective"),
    ("demonyms", "demonym"),
    ("capitals", "capital"),
    ("metonyms", "metonym"),
)
_OFFICES_OF_STATE = frozenset({"GOV", "MIL", "SPY", "JUD", "LEG", "COP", None})


def registry(extra: Path | None = None) -> Registry:
    """The shipped registry, extended or overridden by the `[[actor]]` tables of the user's TOML file `extra`."""
    return _shipped() if extra is None else _shipped().with_entries(_user_entries(extra))


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory; `capitals` and `metonyms` are words that mean its government."""

    name: str
    country: str
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()

    def on(self, day: date) -> Held:
        """Country, sector GOV and no office, on any day."""
        return (self.country, "GOV", None)


@dataclass(frozen=True, slots=True)
class Office:
    """A post or a period of an actor; both days inclusive, None where open or not known."""

    title: str | None
    sector: str | None
    country: str | None
    start: date | None = None
    end: date | None = None

    def held(self, day: date) -> bool:
        """True where `day` lies in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor other than a state; `sector` and `country` are those of its latest period."""

    name: str
    kind: str
    country: str | None
    sector: str | None
    aliases: tuple[str, ...]
    offices: tuple[Office, ...] = ()

    def on(self, day: date) -> Held:
        """Country, sector and office as held on `day`; a person out of a state's office is ELI, the country kept."""
        held = [o for o in self.offices if o.held(day)]
        if held:
            now = max(held, key=lambda o: o.start or date.min)
            return (now.country, now.sector, now.title)
        nearest = self._nearest(day)
        if self.kind == "person" and nearest.title and nearest.sector in _OFFICES_OF_STATE:
            return (nearest.country, "ELI", None)
        return (nearest.country, nearest.sector, None)

    def _nearest(self, day: date) -> Office:
        gone = [o for o in self.offices if o.end is not None and o.end < day]
        if gone:
            return max(gone, key=lambda o: o.end or date.min)
        return min(self.offices, key=lambda o: o.start or date.min)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a surface form may mean, and by which kind of word."""

    of: Entry | State
    via: Via


@dataclass(frozen=True, slots=True)
class Registry:
    """All states and actors, found by surface form or by office."""

    states: tuple[State, ...]
    entries: tuple[Entry, ...]
    masks: tuple[str, ...]
    _forms: Mapping[str, tuple[Reading, ...]]
    _holders: Mapping[tuple[str, str], tuple[tuple[Office, Entry], ...]]

    def names(self) -> Mapping[str, tuple[Reading, ...]]:
        """Surface form to readings; forms are case-sensitive. A form with no reading shields the words inside it."""
        return self._forms

    def read(self, form: str, day: date | None = None) -> Reading | None:
        """The one reading of `form`: of several, the one in office on `day`, or else None."""
        readings = self._forms.get(form, ())
        if len(readings) > 1 and day is not None:
            readings = tuple(r for r in readings if isinstance(r.of, State) or r.of.on(day)[2]) or readings
        return readings[0] if len(readings) == 1 else None

    def holder(self, country: str, office: str, day: date) -> Entry | None:
        """Who held `office` of `country` on `day`: the latest to take it, None where not known."""
        held = [(o, e) for o, e in self._holders.get((country, office), ()) if o.held(day)]
        return max(held, key=lambda pair: pair[0].start or date.min)[1] if held else None

    def with_entries(self, more: Iterable[Entry]) -> Registry:
        """This registry with `more`, each in the place of the entry of its name where there is one."""
        new = {entry.name: entry for entry in more}
        kept = tuple(e for e in self.entries if e.name not in new)
        return _registry(self.states, kept + tuple(new.values()), self.masks)


@cache
def _shipped() -> Registry:
    files = sorted(p for p in _ACTORS.glob("*.csv") if p.name not in ("states.csv", "ambiguous.csv"))
    masks = tuple(row["form"] for _, row in _rows(_ACTORS / "ambiguous.csv") if row["rule"] == "mask")
    lines = [(path, number, row) for path in files for number, row in _rows(path)]
    return _registry(tuple(_states()), tuple(_entries(lines)), masks)


def _registry(states: tuple[State, ...], entries: tuple[Entry, ...], masks: tuple[str, ...]) -> Registry:
    forms: dict[str, tuple[Reading, ...]] = {}
    for form, reading in _spelt(states, entries):
        known = forms.get(form, ())
        if all(r.of is not reading.of for r in known):
            forms[form] = (*known, reading)
    forms.update({form: () for mask in masks for form in variants(mask)})
    holders: dict[tuple[str, str], tuple[tuple[Office, Entry], ...]] = {}
    for entry in entries:
        for office in entry.offices:
            if office.title and office.country:
                key = (office.country, office.title)
                holders[key] = (*holders.get(key, ()), (office, entry))
    return Registry(states, entries, masks, forms, holders)


def _spelt(states: Iterable[State], entries: Iterable[Entry]) -> Iterator[tuple[str, Reading]]:
    for state in states:
        by_name = Reading(state, "name")
        yield from ((form, by_name) for form in variants(state.name))
        for field, via in _STATE_FIELDS:
            reading = Reading(state, via)
            yield from ((form, reading) for told in getattr(state, field) for form in variants(told))
    for entry in entries:
        person = entry.kind == "person"
        named, called = Reading(entry, "name"), Reading(entry, "alias")
        yield from ((form, named) for form in variants(entry.name, person))
        yield from ((form, called) for alias in entry.aliases for form in variants(alias, person))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader)
        for cells in reader:
            if len(cells) != len(header):
                raise CodebookError(path, reader.line_num, f"{len(cells)} fields where {len(header)} are hoped for")
            yield reader.line_num, dict(zip(header, cells, strict=True))


def _states() -> Iterator[State]:
    for _, row in _rows(_ACTORS / "states.csv"):
        lists = {field: _list(row["capital" if field == "capitals" else field]) for field, _ in _STATE_FIELDS}
        yield State(row["name"], row["country"], **lists)


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
    return frozenset(s.country for s in _states()) | frozenset(_sector_file()["in_place_of_a_country"])


@cache
def _sectors() -> frozenset[str]:
    return frozenset(_sector_file()["sectors"])


@cache
def _sector_file() -> dict[str, Any]:
    return tomllib.loads((_ACTORS.parent / "sectors.toml").read_text(encoding="utf8"))


def _user_entries(path: Path) -> Iterator[Entry]:
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
