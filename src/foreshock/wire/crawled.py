"""Web archives as a container: the pages that a crawl was answered with, as items.

The law: only whole answers of text are read; all else is counted by reason. The day on which a page was fetched is no
day of publication: it is told as a flag.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator

from foreshock.errors import LeftAside, UnreadableReport
from foreshock.wire.bounds import archived, bounds
from foreshock.wire.flow import Flow, Tally
from foreshock.wire.inflate import inflated
from foreshock.wire.item import About, Item
from foreshock.wire.kinds import find_kind, media_type, table
from foreshock.wire.records import Record, fields, records
from foreshock.wire.web import joined_address


class _Aside(Exception):
    """Why a record is no report."""


def open_warc(flow: Flow, tally: Tally) -> Iterator[Item | UnreadableReport]:
    """The pages of a web archive as items, and at its end how many records were left aside, and why."""
    aside: Counter[str] = Counter()
    broken: list[UnreadableReport] = []
    for record in _whole(flow, broken):
        place = f"{flow.name}, record {record.number}"
        try:
            if item := _item(record, place, tally):
                yield item
        except _Aside as reason:
            aside[str(reason)] += 1
        except UnreadableReport as fault:
            yield fault
    if aside:
        yield LeftAside(flow.name, aside)
    yield from broken


def _whole(flow: Flow, broken: list[UnreadableReport]) -> Iterator[Record]:
    """The records up to the first that is not whole; what is wrong with it goes to `broken`."""
    try:
        yield from records(flow.stream, flow.name, archived().records)
    except UnreadableReport as fault:
        broken.append(fault)


def _item(record: Record, place: str, tally: Tally) -> Item | None:
    """The record as an item, None for the archive's own notes; raises _Aside with the reason for all else."""
    if record.type in archived().silent:
        return None
    if record.type not in archived().records:
        raise _Aside(
            f"records of the type {record.type[:20]!r}" if record.type != "revisit" else "seen before (revisits)"
        )
    if record.block is None:
        raise _Aside(f"over {bounds().record_bytes / 1e6:.0f} MB")
    head, body = _answer(record, place, tally)
    kind = _kind(head.get("content-type"), body)
    if kind not in archived().kinds:
        raise _Aside(kind)
    return Item(place, body, head.get("content-type"), _about(record))


def _kind(told: str | None, body: bytes) -> str:
    """The kind of what is read, else in words what is not."""
    if not body.strip():
        return "empty answers"
    kind = find_kind(body[: table().sniffed], "", told)
    bare = media_type(told)
    if kind in ("text", "json") and bare and table().by_type.get(bare) not in ("text", "html"):
        return bare[:60]  # a style, a script, a table of some service
    return kind


def _about(record: Record) -> About:
    flags = []
    if day := record.head.get("warc-date", "")[:10]:
        flags.append(f"fetched on {day} for a web archive")
    if record.head.get("warc-truncated"):
        flags.append("cut short when it was archived")
    return About(url=joined_address(record.head.get("warc-target-uri")), flags=tuple(flags))


def _answer(record: Record, place: str, tally: Tally) -> tuple[dict[str, str], bytes]:
    """The head and body of the HTTP answer in a record; of a record without one, the record's own."""
    block = record.block or b""
    if record.type != "response" or not block.startswith(b"HTTP/"):
        return {"content-type": record.head.get("content-type", "")}, block
    end = next(
        (at + len(x) for x in (b"\r\n\r\n", b"\n\n") if (at := block.find(x, 0, bounds().head_bytes)) >= 0), None
    )
    if end is None:
        raise _Aside("answers without an end to their head")
    status, *lines = block[:end].splitlines()
    _check_status(status)
    return (head := fields(lines)), _body(head, block[end:], place, tally)


def _check_status(line: bytes) -> None:
    told = line.split()[1:2]
    status = int(told[0]) if told and told[0].isdigit() and len(told[0]) == 3 else 0
    if status not in archived().statuses:
        raise _Aside(f"answers with the status {status or 'unknown'}")


def _body(head: dict[str, str], body: bytes, place: str, tally: Tally) -> bytes:
    """The body without the packings of its way ; archivers often undo them and keep the head as it was."""
    if "chunked" in head.get("transfer-encoding", "").lower():
        body = _joined(body)
    for packing in reversed(head.get("content-encoding", "").lower().replace(" ", "").split(",")):
        if packing and packing != "identity":
            body = _undone(body, packing, place, tally)
    return body


def _undone(body: bytes, packing: str, place: str, tally: Tally) -> bytes:
    try:
        return inflated(body, packing, place, bounds().record_bytes, tally)
    except LookupError:
        raise _Aside(f"packed by {packing[:20]!r}") from None
    except zlib.error:
        if body[:1] in (b"<", b"{") or body[:64].isascii():
            return body
        raise _Aside(f"broken by its packing ({packing[:20]})") from None


def _joined(body: bytes) -> bytes:
    """The chunks of a body joined, or the body where it is not in chunks; the last chunk may be missing."""
    out: list[bytes] = []
    place = 0
    while (end := body.find(b"\n", place, place + 1024)) >= 0:
        told = body[place:end].partition(b";")[0].strip()
        try:
            size = int(told, 16)
        except ValueError:
            return body if not out else b"".join(out)
        if size <= 0:
            return b"".join(out) if size == 0 else body
        out.append(body[end + 1 : end + 1 + size])
        place = end + 1 + size
        place += 2 if body[place : place + 2] == b"\r\n" else 1 if body[place : place + 1] == b"\n" else 0
    return b"".join(out) if out else body
