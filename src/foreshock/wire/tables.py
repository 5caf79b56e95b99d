"""Tables: CSV and TSV, a row a report; JSON and JSON lines, an object a report.

The law: rows are read one after the other and named by their line; a bad row is one error and the next is read.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from foreshock.errors import UnreadableReport
from foreshock.wire.bounds import bounds
from foreshock.wire.columns import Columns, NoColumn, find_columns, names, plain
from foreshock.wire.flow import Flow
from foreshock.wire.item import Item
from foreshock.wire.newsjson import is_ninjs, ninjs_item
from foreshock.wire.rows import flattened, item_of, object_item
from foreshock.wire.syndication import JSON_FEED, open_json_feed

CODED = "application/vnd.foreshock.coded+json"
_ROWS = "hoped for a table with a line of column names"
_JSON = "hoped for JSON: an object, a list of objects, or an object with such a list"
Json = dict[str, Any]


def open_table(flow: Flow, columns: Columns, delimiter: str | None = None) -> Iterator[Item | UnreadableReport]:
    """The rows of a table; `delimiter` is found in its first line where none is given."""
    lines = _Lines(flow)
    csv.field_size_limit(max(csv.field_size_limit(), bounds().row_bytes))
    first = next(lines, None)
    if first is None or not first.strip():
        raise UnreadableReport(flow.name, "an empty table", _ROWS)
    rows = csv.reader(_chain(first, lines), delimiter=delimiter or _delimiter(first), strict=False)
    head = _next(rows, flow.name, 1) or []
    try:
        found = find_columns(head, columns)
    except NoColumn as fault:
        raise UnreadableReport(flow.name, fault.seen, fault.hoped) from None
    while (row := _next(rows, flow.name, line := rows.line_num + 1)) is not None:
        if any(x.strip() for x in row):
            yield _row(row, head, found, f"{flow.name}, line {line}")


def is_table(head: bytes, columns: Columns) -> bool:
    """True where the first line of a text without a name is one of column names, as told or as known."""
    first = head.decode("utf8", "replace").lstrip("\ufeff").partition("\n")[0].rstrip("\r")
    try:
        cells = next(csv.reader([first], delimiter=_delimiter(first)), [])
        return len(cells) > 1 and (len(find_columns(cells, columns)) > 1 or bool(columns.told))
    except (NoColumn, csv.Error):
        return False


def open_lines(flow: Flow, columns: Columns) -> Iterator[Item | UnreadableReport]:
    """The objects of JSON lines."""
    for number, line in enumerate(_Lines(flow), 1):
        name = f"{flow.name}, line {number}"
        if not line.strip():
            continue
        try:
            told = read_json(line, name)
        except UnreadableReport as fault:
            yield fault
            continue
        yield _one(told, columns, name)


def open_json(item: Item, columns: Columns) -> Iterator[Item | UnreadableReport]:
    """The articles of a JSON file, whatever of the known forms it has."""
    told = read_json(_decoded(item.raw, item.name), item.name)
    if isinstance(told, dict):
        if str(told.get("version", "")).startswith(JSON_FEED) and "items" in told:
            yield from open_json_feed(told, item)
            return
        if is_coded(told) or is_ninjs(told):
            yield _one(told, columns, item.name)
            return
        held = _list_in(told, columns)
        if held is None:
            yield _one(told, columns, item.name)
            return
        told = held
    if not isinstance(told, list) or not any(isinstance(x, dict) for x in told):
        raise UnreadableReport(item.name, "JSON without an article", _JSON)
    for number, one in enumerate(told, 1):
        yield _one(_within(one), columns, f"{item.name}, item {number}")


def read_json(text: str, name: str) -> Any:
    """The value that the text holds; raises UnreadableReport where it is none, or nested as attacks are."""
    try:
        told = json.loads(text, parse_constant=_no_number)
    except RecursionError as fault:
        raise UnreadableReport(name, "JSON nested too deep", _JSON) from fault
    except ValueError as fault:
        raise UnreadableReport(name, f"broken JSON ({(str(fault).splitlines() or [''])[0][:100]})", _JSON) from fault
    return told


def _no_number(told: str) -> None:
    raise ValueError(f"{told} is no number")


def is_coded(told: Json) -> bool:
    """True for what `foreshock code --json` printed of one report."""
    return isinstance(told.get("report"), dict) and "events" in told and "coder" in told


def _one(told: Any, columns: Columns, name: str) -> Item | UnreadableReport:
    if not isinstance(told, dict):
        return UnreadableReport(name, f"no object ({type(told).__name__})", _JSON)
    if is_coded(told):
        return Item(name, json.dumps(told["report"]).encode("utf8"), CODED)
    if is_ninjs(told) and not columns.told:
        return ninjs_item(told, name)
    return object_item(told, columns, name)


def _list_in(told: Json, columns: Columns) -> list[Any] | None:
    """The list of articles within an object: under a known key, else the only list of objects that is not the text."""
    flat = dict(flattened(told))
    lists = {key: x for key, x in flat.items() if isinstance(x, list) and any(isinstance(y, dict) for y in x)}
    if known := next((lists[key] for key in names().lists if key in lists), None):
        return known
    try:
        find_columns([key for key, value in flat.items() if isinstance(value, str)], columns)
    except NoColumn:
        outer = [x for key, x in lists.items() if key in told]
        return outer[0] if len(outer) == 1 else None
    return None


def _within(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    inner = next((told[x] for x in names().within if isinstance(told.get(x), dict)), None)
    return {**inner, **{k: v for k, v in told.items() if k not in names().within}} if inner else told


def _row(row: list[str], head: list[str], found: dict[str, str], name: str) -> Item | UnreadableReport:
    if len(row) > len(head) and any(x.strip() for x in row[len(head) :]):
        hoped = f"hoped for {len(head)}: a text with the delimiter in it stands in quotes"
        return UnreadableReport(name, f"{len(row)} cells", hoped)
    return item_of(dict(zip(head, row, strict=False)), found, name)


def _next(rows: Any, name: str, line: int) -> list[str] | None:
    try:
        return next(rows, None)
    except csv.Error as fault:
        raise UnreadableReport(f"{name}, line {line}", f"a broken table ({fault})", _ROWS) from fault


def _delimiter(first: str) -> str:
    known = {x for said in names().columns.values() for x in said}

    def fits(mark: str) -> tuple[int, int]:
        cells = [plain(x.strip().strip('"')) for x in first.split(mark)]
        return len(known & set(cells)), len(cells)

    return max(names().delimiters, key=fits)


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError as fault:
        raise UnreadableReport(name, f"no UTF-8 at byte {fault.start}", "hoped for JSON in UTF-8") from fault


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


class _Lines:
    """The lines of a flow as text, with their ends; one too long, or no text, raises UnreadableReport."""

    def __init__(self, flow: Flow) -> None:
        self._name, self._number = flow.name, 0
        mark = flow.head(2)
        self._encoding = "utf-16" if mark in (b"\xff\xfe", b"\xfe\xff") else "utf8"
        wide = self._encoding == "utf-16"
        self._stream = io.BufferedReader(_Recoded(flow)) if wide else flow.stream

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self._number += 1
        raw = self._stream.readline(bounds().row_bytes)
        place = f"{self._name}, line {self._number}"
        if not raw:
            raise StopIteration
        if len(raw) >= bounds().row_bytes:
            raise UnreadableReport(place, f"a line of over {bounds().row_bytes / 1e6:.0f} MB", "hoped for a row a line")
        if self._number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            return raw.decode("utf8")
        except UnicodeDecodeError:
            return _western(raw, place)


def _western(raw: bytes, place: str) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as fault:
        raise UnreadableReport(place, f"no UTF-8 at byte {fault.start}", "hoped for a table in UTF-8") from fault


class _Recoded(io.RawIOBase):
    """A flow in UTF-16 as UTF-8, held whole within the limit: such tables come from spreadsheets and are small."""

    def __init__(self, flow: Flow) -> None:
        raw = flow.whole(bounds().whole_bytes).raw
        self._held = io.BytesIO(raw.decode("utf-16", "replace").encode("utf8", "replace"))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        return self._held.readinto(buffer)
