"""Labelled mentions and pairs of mentions: read, joined with the open text they point to, and with what a coder found.

The law: a label points to words of a text by day, hash and offsets; a mention that the coder no longer finds is
counted as missed, never passed over. Only texts in our own words are copied.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

from foreshock.coding import EventCoder
from foreshock.desk.collect import Read, collect
from foreshock.desk.demo import examples as example_folder
from foreshock.ledger import Ledger
from foreshock.records import Report
from foreshock.records.incident import Member
from foreshock.wire import read_text
from training.rows import OPEN_TEXT, digest

LABELS = Path(__file__).parent / "incidents"
Place = tuple[str, str, int, int]
"""A mention: day, hash of the text, first character of the words that tell the act and the character after."""
Reports = dict[tuple[str, str], Report]
"""Reports by day and hash of their text."""
MADE = datetime(2026, 1, 1, tzinfo=UTC)
SCENES = ("outlets", "weeks", "longs", "twins")
"""Files of reports in our own words: scenes of one happening, weeks of a war or crisis, long reports on one affair,
happenings easily mistaken for one another."""
APART_DAYS, APART = 15, 6
PORTAL = "Current events"
"""The outlet of the open text, which tells in its own words what the papers it names report."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one part: the incidents of whole windows, by place, and pairs of places with what they are. In the
    windows of `across` only what stands in two reports of the window is labelled."""

    incidents: dict[Place, tuple[str, int]]
    pairs: list[tuple[Place, Place, bool]]
    across: frozenset[str] = frozenset()

    def same(self, one: Place, other: Place) -> bool | None:
        """Whether two mentions of windows are one happening, those of two windows never; None where that is not
        labelled."""
        mine, theirs = self.incidents[one], self.incidents[other]
        told = self.across.isdisjoint({mine[0], theirs[0]}) or (mine[0] == theirs[0] and one[:2] != other[:2])
        return mine == theirs if told else None

    @property
    def whole(self) -> Labels:
        """The same without the windows of `across`."""
        return Labels({place: of for place, of in self.incidents.items() if of[0] not in self.across}, self.pairs)

    @property
    def places(self) -> dict[Place, None]:
        """Every mention that a label points to, once and in order."""
        return dict.fromkeys([*self.incidents, *(p for one, other, _ in self.pairs for p in (one, other))])

    @property
    def texts(self) -> set[tuple[str, str]]:
        """Day and hash of every text that a label points to."""
        return {place[:2] for place in self.places}


@dataclass(frozen=True, slots=True)
class Coded:
    """The events and figures that a coder found in labelled texts, and by labelled place the event that tells it."""

    events: pl.DataFrame
    figures: pl.DataFrame
    found: dict[Place, Member]


def labels(part: str) -> Labels:
    """The labels of the part "development" (before 9 September 2021) or "test" (from then on)."""
    told = [row for row in _lines("windows") if row["part"] == part]
    pairs = [row for row in _lines("pairs") if row["part"] == part]
    return Labels(
        {_place(row): (row["window"], row["incident"]) for row in told},
        [(_place(row["one"]), _place(row["other"]), row["same"]) for row in pairs],
        frozenset(row["window"] for row in told if row.get("across")),
    )


def readings(part: str) -> list[tuple[bool, bool]]:
    """What the two readers say of every pair that both read: the same happening, by the first and by the second."""
    windows: dict[str, list[Any]] = {}
    for row in _lines("windows"):
        if row["part"] == part and "first" in row:
            windows.setdefault(row["window"], []).append(row)
    of_windows = (pair for rows in windows.values() for pair in _read_twice(rows))
    pairs = ((row["first"], row["second"]) for row in _lines("pairs") if row["part"] == part and "first" in row)
    return [*of_windows, *pairs]


def scene_readings(part: str, name: str = "outlets") -> list[tuple[bool, bool]]:
    """The same of every pair of a scene or week that both readers read."""
    scenes: dict[str, list[Any]] = {}
    for row in _lines(name):
        if row["part"] == part:
            acts = (act for act in row["acts"] if "second" in act)
            scenes.setdefault(row["scene"], []).extend({**act, "first": act["incident"]} for act in acts)
    return [pair for acts in scenes.values() for pair in _read_twice(acts)]


def _read_twice(rows: list[Any]) -> Iterator[tuple[bool, bool]]:
    for one, other in combinations(rows, 2):
        yield one["first"] == other["first"], one["second"] == other["second"]


def _lines(name: str) -> Iterator[Any]:
    with (LABELS / f"{name}.jsonl").open(encoding="utf8") as lines:
        yield from map(json.loads, lines)


def _place(row: Mapping[str, Any]) -> Place:
    return row["date"], row["sha256"], row["trigger"][0], row["trigger"][1]


def outlets(part: str, name: str = "outlets") -> tuple[Labels, Reports]:
    """Reports of several outlets in our own words, with their labels, of one of the files of `SCENES`."""
    reports: Reports = {}
    incidents: dict[Place, tuple[str, int]] = {}
    numbers: dict[tuple[str, str], int] = {}
    for row in _lines(name):
        if row["part"] == part:
            key = row["date"], digest(row["text"])
            reports[key] = as_report(row["text"], row["date"], row["outlet"])
            for act in row["acts"]:
                number = numbers.setdefault((row["scene"], act["incident"]), len(numbers))
                incidents[(*key, *act["trigger"])] = row["scene"], number
    return Labels(incidents, []), reports


def examples() -> tuple[Labels, Reports]:
    """The packaged example reports, which tell of one theatre, and the labels of all their mentions."""
    read = {Path(found.path).name: found.report for found in collect([example_folder()]) if isinstance(found, Read)}
    keys = {name: (str(report.published or ""), digest(report.text)) for name, report in read.items()}
    incidents = {(*keys[row["report"]], *row["trigger"]): ("examples", row["incident"]) for row in _lines("examples")}
    return Labels(incidents, []), {keys[name]: report for name, report in read.items()}


def code_labelled(data: Path, told: Labels, coder: EventCoder) -> Coded:
    """The labelled texts, which lie in the folder `data`, coded; each text once a day and in the order of days."""
    return code_reports(texts_of(data, told.texts), told, coder)


def code_reports(reports: Reports, told: Labels, coder: EventCoder) -> Coded:
    """The reports coded, and which of their events the labels speak of."""
    with Ledger(":memory:") as ledger:
        for coded in coder.code_all(reports.values()):
            ledger.add(coded, MADE)
        events, figures = ledger.events(), ledger.figures()
    hashes = {report.id: key for key, report in reports.items()}
    return Coded(events, figures, dict(_found(told, events, hashes)))


def laid_over(told: Labels, coded: Coded, days: int = 30) -> Coded:
    """The same with the days of each scene moved by whole weeks so that all begin within about so many days: a
    stream in which much happens, as where many outlets tell of many happenings at once."""
    scene_of = {coded.found[place][0]: window for place, (window, _) in told.incidents.items() if place in coded.found}
    begun: dict[str, date] = {}
    for report, day in coded.events.select("report_id", "published").iter_rows():
        scene = scene_of.get(report, report)
        begun[scene] = min(begun.get(scene, day), day)
    moved = {
        report: (int(digest(scene), 16) % days - begun[scene].toordinal() + MADE.toordinal()) // 7 * 7
        for report in coded.events["report_id"].unique()
        for scene in [scene_of.get(report, report)]
    }
    by = pl.col("report_id").replace_strict(moved, return_dtype=pl.Int64)
    told_days = (pl.col(name) + pl.duration(days=by) for name in ("published", "start", "end"))
    return replace(coded, events=coded.events.with_columns(*told_days))


def texts_of(data: Path, wanted: set[tuple[str, str]]) -> Reports:
    """The open texts of these days and hashes, which lie in the folder `data`."""
    return dict(_reports(data, wanted))


def kept_apart(place: Place) -> bool:
    """True in one of six stretches of fifteen days: the reader of pairs is not taught on these, so that its word can be
    weighed on them."""
    return date.fromisoformat(place[0]).toordinal() // APART_DAYS % APART == 0


def _reports(data: Path, wanted: set[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], Report]]:
    with gzip.open(data / OPEN_TEXT, "rt", encoding="utf8") as lines:
        for item in map(json.loads, lines):
            text = item["text"].strip()
            key = (item["date"], digest(text))
            if key in wanted:
                yield key, as_report(text, item["date"], PORTAL)


def as_report(text: str, day: str, outlet: str | None) -> Report:
    """An English text as the report of an outlet on a day."""
    return replace(read_text(text, published=date.fromisoformat(day), outlet=outlet), language="en")


def _found(told: Labels, events: pl.DataFrame, hashes: Mapping[str, tuple[str, str]]) -> Iterator[tuple[Place, Member]]:
    """For each labelled place the event whose words overlap it."""
    by_text: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in events.iter_rows(named=True):
        by_text.setdefault(hashes[row["report_id"]], []).append(row)
    for place in told.places:
        for row in by_text.get(place[:2], ()):
            if row["trigger_start"] < place[3] and place[2] < row["trigger_end"]:
                yield place, (row["report_id"], row["event_id"])
                break


def labelled_pairs(told: Labels, coded: Coded) -> Iterator[tuple[Member | None, Member | None, bool]]:
    """Every labelled pair: those of each window or scene, all with all, and the single ones; None is a mention not
    found."""
    for one, other, same in told.pairs:
        yield coded.found.get(one), coded.found.get(other), same
    for places in _windows(told.incidents):
        for one, other in combinations(places, 2):
            labelled = told.same(one, other)
            if labelled is not None:
                yield coded.found.get(one), coded.found.get(other), labelled


def _windows(incidents: Mapping[Place, tuple[str, int]]) -> Iterable[list[Place]]:
    windows: dict[str, list[Place]] = {}
    for place, (window, _) in incidents.items():
        windows.setdefault(window, []).append(place)
    return windows.values()
