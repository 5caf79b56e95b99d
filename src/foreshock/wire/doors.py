"""The doors: one table from kinds to what opens or reads them, and the walk through containers in containers.

The law: what comes in comes out as reports or as errors that name their place; nothing is dropped in silence, and a
container that breaks in the middle gives what came before and one error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from foreshock.errors import ForeshockError, Stumbled, UnreadableReport, Withdrawn
from foreshock.records import Report
from foreshock.wire.bounds import bounds
from foreshock.wire.boxes import open_box
from foreshock.wire.columns import Columns
from foreshock.wire.crawled import open_warc
from foreshock.wire.docx import read_docx
from foreshock.wire.flow import Flow, Tally, flow_of, unpacked
from foreshock.wire.item import About, Item
from foreshock.wire.kinds import find_kind, suffix_of, table
from foreshock.wire.lists import open_opml, open_sitemap
from foreshock.wire.mail import open_message, read_letter
from foreshock.wire.newsml import open_newsml
from foreshock.wire.pages import read_page
from foreshock.wire.pdf import read_pdf
from foreshock.wire.plain import read_plain
from foreshock.wire.recoded import read_coded
from foreshock.wire.syndication import open_feed
from foreshock.wire.tables import is_table, open_json, open_lines, open_table
from foreshock.wire.zipped import open_zip

HOPED = "hoped for text, a page, or a container of them"


@dataclass(frozen=True, slots=True)
class Placed:
    """A report and the name of the place it was read from."""

    name: str
    report: Report


Found = Placed | UnreadableReport
Held = Item | Flow | UnreadableReport
Opens = Callable[[Item, "Way"], Iterator[Item | UnreadableReport]]
Reads = Callable[[Item, About], Report]
Streams = Callable[[Flow, "Way"], Iterator[Held]]
_T = TypeVar("_T")


STREAMS: dict[str, Streams] = {
    "csv": lambda flow, way: open_table(flow, way.columns),
    "tsv": lambda flow, way: open_table(flow, way.columns, "\t"),
    "jsonl": lambda flow, way: open_lines(flow, way.columns),
    "mbox": lambda flow, way: open_box(flow),
    "warc": lambda flow, way: open_warc(flow, way.tally),
    "wacz": lambda flow, way: open_zip(flow, way.tally),
    "zip": lambda flow, way: open_zip(flow, way.tally),
}
"""What is read as it comes, however long."""
OPENERS: dict[str, Opens] = {
    "json": lambda item, way: open_json(item, way.columns),
    "eml": lambda item, way: open_message(item),
    "feed": lambda item, way: open_feed(item),
    "newsml": lambda item, way: open_newsml(item),
    "opml": lambda item, way: open_opml(item),
    "sitemap": lambda item, way: open_sitemap(item),
}
"""What is held whole while it is opened."""
READERS: dict[str, Reads] = {
    "text": read_plain,
    "html": read_page,
    "pdf": read_pdf,
    "docx": read_docx,
    "letter": read_letter,
    "coded": read_coded,
}


@dataclass(slots=True)
class Way:
    """What goes along on a walk: which columns a table's are, the tally of what was unpacked, and the readers."""

    columns: Columns = field(default_factory=Columns)
    tally: Tally = field(default_factory=Tally)
    readers: Mapping[str, Reads] = field(default_factory=lambda: READERS)


def reports(item: Item, told: About = About(), columns: Columns | None = None) -> Iterator[Report | UnreadableReport]:  # noqa: B008
    """The reports in an item, however deep they lie, and an error for each place that gives none.

    What `told` says overrules what containers and texts say; `columns` tells which columns of a table hold what.
    """
    for one in placed(flow_of(item), told, Way(columns=columns or Columns())):
        yield one.report if isinstance(one, Placed) else one


def placed(flow: Flow, told: About, way: Way) -> Iterator[Found]:
    """The same, read from a flow as it comes, with the place of each report."""
    yield from _guarded(_walk(flow, told, way, 0), flow.name)


def kinds_read() -> frozenset[str]:
    """The kinds that there is a door for."""
    return frozenset(STREAMS) | frozenset(OPENERS) | frozenset(READERS) | table().packed


def _walk(flow: Flow, told: About, way: Way, depth: int) -> Iterator[Found]:
    if depth > bounds().depth:
        yield UnreadableReport(
            flow.name, f"a container in containers, {depth} deep", f"hoped for at most {bounds().depth}"
        )
        return
    head = flow.head(table().sniffed)
    kind = find_kind(head, flow.name, flow.kind)
    if kind == "text" and not suffix_of(flow.name) and flow.kind is None and is_table(head, way.columns):
        kind = "csv"
    if kind in table().packed:
        yield from _walk(unpacked(flow, kind, way.tally), told, way, depth + 1)
    elif kind in STREAMS:
        yield from _inside(STREAMS[kind](flow, way), flow, told, way, depth)
    elif kind in OPENERS:
        yield from _inside(OPENERS[kind](flow.whole(bounds().whole_bytes), way), flow, told, way, depth)
    elif kind in way.readers:
        yield _read(way.readers[kind], flow.whole(bounds().item_bytes), told)
    else:
        yield UnreadableReport(flow.name, kind if " " in kind else f"a file of the kind {kind}", HOPED)


def _inside(held: Iterator[Held], flow: Flow, told: About, way: Way, depth: int) -> Iterator[Found]:
    empty = True
    for one in _guarded(held, flow.name):
        empty = False
        if isinstance(one, UnreadableReport):
            yield one
            continue
        way.tally.items += 1
        if way.tally.items > bounds().items:
            raise UnreadableReport(one.name, f"more than {bounds().items:,} texts under one path", "hoped for fewer")
        inner = flow_of(one) if isinstance(one, Item) else one
        yield from _guarded(_walk(inner, told, way, depth + 1), inner.name)
        if way.tally.spent:  # it was said; what comes after would only say it again
            return
    if empty:
        yield UnreadableReport(flow.name, "holds no text", HOPED)


def _read(reader: Reads, item: Item, told: About) -> Found:
    if item.about.withdrawn:
        return Withdrawn(item.name, item.about.url, item.about.title, item.about.outlet)
    report = reader(item, told)
    flags = tuple(dict.fromkeys([*item.about.flags, *report.flags]))
    return Placed(item.name, replace(report, flags=flags))


def _guarded(found: Iterator[_T], name: str) -> Iterator[_T | UnreadableReport]:
    """What is found and, where that ends in an error, the error in its place."""
    try:
        yield from found
    except UnreadableReport as fault:
        yield fault
    except ForeshockError:
        raise
    except Exception as fault:
        stumbled = Stumbled(name, fault)
        stumbled.__cause__ = fault
        yield stumbled
