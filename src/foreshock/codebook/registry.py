"""The actor registry: every state, and the persons, groups, agencies, bodies and outlets that the news names.

It reads the files in `actors/`, one region or kind a file. The law kept here: a surface form leads to whoever it can
mean, with the years that tell them apart, and a line that breaks the rules is an error that names file and line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from foreshock.codebook.actor_files import (
    ambiguous,
    called_otherwise,
    countries,
    halves,
    shipped_entries,
    states,
    user_entries,
)
from foreshock.codebook.entry import KINDS, Entry, Office, Reading, State, Via
from foreshock.codebook.surface import variants, whole_word

__all__ = [
    "KINDS",
    "Entry",
    "Office",
    "Reading",
    "Registry",
    "State",
    "countries",
    "registry",
    "registry_in",
    "whole_word",
]

Readings = tuple[Reading, ...]

_STATE_FIELDS: tuple[tuple[str, Via], ...] = (
    ("aliases", "alias"),
    ("adjectives", "adjective"),
    ("demonyms", "demonym"),
    ("capitals", "capital"),
    ("metonyms", "metonym"),
)


def registry(extra: Path | None = None) -> Registry:
    """The shipped registry, extended or overridden by the `[[actor]]` tables of the user's TOML file `extra`."""
    return _shipped() if extra is None else _shipped().with_entries(user_entries(extra))


@cache
def registry_in(folder: Path) -> Registry:
    """The registry as another language names it: `states.csv` and `actors.csv` of its folder; names stay ours."""
    known = tuple(states(folder / "states.csv"))
    entries = tuple(called_otherwise(folder / "actors.csv", _shipped().entries))
    return Registry(known, entries, (), _forms(known, entries), _holders(entries))


@dataclass(frozen=True, slots=True)
class Registry:
    """All states and actors, found by surface form or by office."""

    states: tuple[State, ...]
    entries: tuple[Entry, ...]
    masks: tuple[str, ...]
    _forms: Mapping[str, Readings]
    _holders: Mapping[tuple[str, str], tuple[tuple[Office, Entry], ...]]

    def names(self) -> Mapping[str, Readings]:
        """Surface form to readings; forms are case-sensitive. A form with no reading shields the words inside it."""
        return self._forms

    def read(self, form: str, day: date | None = None) -> Reading | None:
        """The one reading of `form`: of several, the one in office on `day`, or else None."""
        readings = self._forms.get(form, ())
        if len(readings) > 1 and day is not None:
            readings = tuple(r for r in readings if isinstance(r.of, State) or r.of.on(day)[2]) or readings
        return readings[0] if len(readings) == 1 else None

    def halves(self) -> Iterator[tuple[str, Reading, str]]:
        """Words behind "the" that mean a state where another is named too: the word, the state, the other's code."""
        known = {state.country: state for state in self.states}
        for form, country, beside in halves():
            if country in known:
                yield form, Reading(known[country], "metonym"), beside

    def holder(self, country: str, office: str, day: date) -> Entry | None:
        """Who held `office` of `country` on `day`: the latest to take it, None where none or several could be."""
        held = [(o.start or date.min, e) for o, e in self._holders.get((country, office), ()) if o.held(day)]
        latest = {e.name: e for start, e in held if start == max(start for start, _ in held)}
        return next(iter(latest.values())) if len(latest) == 1 else None

    def with_entries(self, more: Iterable[Entry]) -> Registry:
        """This registry with `more`, each in the place of the entry of its name; their forms mean them alone."""
        new = {entry.name: entry for entry in more}
        kept = tuple(e for e in self.entries if e.name not in new)
        entries = (*kept, *new.values())
        forms = {**_forms(self.states, kept, self.masks), **_forms((), new.values())}
        return Registry(self.states, entries, self.masks, forms, _holders(entries))


@cache
def _shipped() -> Registry:
    known, entries, masks = tuple(states()), tuple(shipped_entries()), ambiguous("mask")
    return Registry(known, entries, masks, _forms(known, entries, masks), _holders(entries))


def _forms(known: Iterable[State], entries: Iterable[Entry], masks: Iterable[str] = ()) -> dict[str, Readings]:
    forms: dict[str, Readings] = {}
    for form, reading in _spelt(known, entries):
        others = forms.get(form, ())
        if all(r.of is not reading.of for r in others):
            forms[form] = (*others, reading)
    forms.update({form: () for mask in masks for form in variants(mask)})
    forms.update(_with_article(forms))
    return forms


def _holders(entries: Iterable[Entry]) -> dict[tuple[str, str], tuple[tuple[Office, Entry], ...]]:
    holders: dict[tuple[str, str], tuple[tuple[Office, Entry], ...]] = {}
    for entry in entries:
        for office in entry.offices:
            if office.title and office.country:
                key = (office.country, office.title)
                holders[key] = (*holders.get(key, ()), (office, entry))
    return holders


def _with_article(forms: Mapping[str, Readings]) -> dict[str, Readings]:
    """Longer forms with an article, so that "the Guardian" never wins over the Guardian Council."""
    short = {form[4:] for form in forms if form.startswith("the ")}
    return {
        article + form: readings
        for form, readings in forms.items()
        if any(" ".join(form.split(" ")[:n]) in short for n in range(1, form.count(" ") + 1))
        for article in ("the ", "The ")
        if article + form not in forms
    }


def _spelt(known: Iterable[State], entries: Iterable[Entry]) -> Iterator[tuple[str, Reading]]:
    for state in known:
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
