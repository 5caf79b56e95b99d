"""Annotated rows: read, joined with the open text they point to, and parted by day.

The law: a row whose text is not found, or whose words lie outside it, is an error; what is held out is never taught.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROWS = Path(__file__).parent / "rows"
SCENES = tuple(ROWS.with_name("incidents") / f"{name}.jsonl" for name in ("outlets", "weeks", "longs", "twins"))
SIDES: tuple[str, ...] = ("actors", "recipients")
DEVELOPMENT_FROM, HELD_OUT_FROM = "2021-09-09", "2022-08-01"
"""Rows from the first day on are read and measured while developing, and not taught; those from the second on, the
last fifth, are scored only."""
BLOCK, SHORTEST_BLOCK = 150, 60
"""Words of a block of a report, and of the shortest; what is shorter is a single sentence."""
OPEN_TEXT = Path("current-events") / "current_events_2014_2024-11-26.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Row:
    """One text with what an annotator found in it; `events`, `claims` and `figures` as the data card describes, and
    where the blocks begin that were annotated each by itself."""

    date: str
    text: str
    events: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    starts: tuple[int, ...] = (0,)


class RowFault(ValueError):
    """A row that its text does not bear out."""


def open_rows(data: Path, name: str = "current-events") -> list[Row]:
    """The rows that point to open text, which lies in the folder `data`."""
    texts = {digest(text): text for _, text in open_items(data / OPEN_TEXT)}
    return [_row(told, texts.get(told["sha256"], ""), name) for told in _lines(ROWS / f"{name}.jsonl")]


def pointed_to() -> set[str]:
    """What the open texts are called that rows point to, those of every part."""
    return {told["sha256"] for told in _lines(ROWS / "current-events.jsonl")}


def passages() -> list[Row]:
    """The rows over passages in our own words."""
    return _own("passages")


def wire() -> list[Row]:
    """The rows over wire sentences and reports in our own words, which are all there to be taught."""
    return _own("wire")


def reports(name: str = "reports") -> list[Row]:
    """The rows over blocks of whole reports in our own words, which are all there to be taught; those that a second
    reader annotated as "reports-second"."""
    return _own(name)


def whole_reports() -> list[Row]:
    """The blocks of one report, which follow one another, as one row; single sentences by themselves. Figures are left
    out."""
    found = list[Row]()
    for block in reports():
        long = len(block.text.split()) >= SHORTEST_BLOCK
        if found and long and found[-1].date == block.date and len(found[-1].text.split()) >= SHORTEST_BLOCK:
            block = _joined(found.pop(), block)
        found.append(block)
    return found


def _joined(before: Row, block: Row) -> Row:
    start, told = len(before.text) + 2, len(before.claims)
    events = [_moved({**e, "chain": [n + told for n in e["chain"]]}, start, ("trigger",)) for e in block.events]
    claims = [_moved(claim, start, ("source", "cue", "content")) for claim in block.claims]
    text = f"{before.text}\n\n{block.text}"
    both = [*before.events, *events], [*before.claims, *claims]
    return Row(block.date, text, *both, [], (*before.starts, start))


def _moved(told: dict[str, Any], by: int, places: Sequence[str]) -> dict[str, Any]:
    """What was told, with its places and parties so many characters later."""
    moved = {place: _later(told[place], by) for place in places}
    parties = {side: [_later(party, by) for party in told.get(side, ())] for side in SIDES if side in told}
    return {**told, **moved, **parties}


def _later(place: list[Any] | None, by: int) -> list[Any] | None:
    return place and [place[0] + by, place[1] + by, *place[2:]]


def scenes() -> list[Row]:
    """The reports of several outlets that linking learns from, in our own words, in blocks of whole paragraphs: texts
    without annotation."""
    told = (told for name in SCENES for told in _lines(name))
    reports = ((one["date"], one["text"]) for one in told if one["part"] == "development")
    return [Row(day, block, [], [], []) for day, text in reports for block in blocks(text)]


def blocks(text: str) -> Iterator[str]:
    """The paragraphs of a text, as many together as hold no more than `BLOCK` words; a longer one stands alone."""
    held, words = list[str](), 0
    for paragraph in text.split("\n\n"):
        more = len(paragraph.split())
        if held and words + more > BLOCK:
            yield "\n\n".join(held)
            held, words = [], 0
        held.append(paragraph)
        words += more
    yield "\n\n".join(held)


def _own(name: str) -> list[Row]:
    """The rows of a file that holds its texts."""
    return [_row(told, told["text"], name) for told in _lines(ROWS / f"{name}.jsonl")]


def digest(text: str) -> str:
    """What a row calls its text by: the first sixteen hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf8")).hexdigest()[:16]


def open_items(file: Path) -> Iterator[tuple[str, str]]:
    """Day and text of each item of the open text, in order."""
    with gzip.open(file, "rt", encoding="utf8") as lines:
        for item in map(json.loads, lines):
            yield item["date"], item["text"].strip()


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


def _row(told: dict[str, Any], text: str, name: str) -> Row:
    if not text:
        raise RowFault(f"{name}: the text {told.get('sha256')} of {told['date']} is not in the data")
    row = Row(told["date"], text, told["events"], told["claims"], told["figures"])
    for start, end in _spans(row):
        if not 0 <= start < end <= len(text):
            raise RowFault(f"{name}: words {start} to {end} lie outside the text {digest(text)}")
    return row


def _spans(row: Row) -> Iterator[tuple[int, int]]:
    events = [e["trigger"] for e in row.events]
    parties = [p for e in row.events for p in (*e["actors"], *e["recipients"])]
    claims = [c[key] for c in row.claims for key in ("source", "cue", "content")]
    for span in (*events, *parties, *claims, *(f["span"] for f in row.figures)):
        if span is not None:
            yield span[0], span[1]


def taught(rows: Iterable[Row]) -> list[Row]:
    """Of the rows, those before the days that are kept to measure on."""
    return [row for row in rows if row.date < DEVELOPMENT_FROM]


def all_taught(data: Path) -> list[Row]:
    """All rows that the student is taught on; the open text lies in the folder `data`."""
    return [*taught([*open_rows(data), *passages()]), *wire(), *reports()]


def taught_as_reports(data: Path) -> list[Row]:
    """The rows that are there to be taught, the blocks of one report as one; open text lies in the folder `data`."""
    return [*whole_reports(), *wire(), *taught([*open_rows(data), *passages()])]


def development(rows: Iterable[Row]) -> list[Row]:
    """The rows that thresholds are chosen on and errors are read in."""
    return [row for row in rows if DEVELOPMENT_FROM <= row.date < HELD_OUT_FROM]


def held_out(rows: Iterable[Row]) -> list[Row]:
    """The rows that are only scored."""
    return [row for row in rows if row.date >= HELD_OUT_FROM]
