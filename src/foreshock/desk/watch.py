"""Watching: the sources of a list asked as they are due, and what is new read, coded and added.

The law: what a list tells is in the ledger before anything is read of it, and each step is one transaction: a kill at
any moment loses no entry and doubles no report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from foreshock.desk.code import Codes
from foreshock.desk.copies import HeldCopies, Remembers, whose
from foreshock.desk.entries import Step, read_entry
from foreshock.desk.visit import Visitor, World, host_of, kind_told
from foreshock.errors import SourceFails, UnreadableReport
from foreshock.records import CodedReport
from foreshock.records.copy import Copy, Sketch
from foreshock.records.watched import House, Polled, Seen
from foreshock.wire.addresses import is_allowed
from foreshock.wire.answer import Fetched, Refused
from foreshock.wire.feeds import Feed, read_feeds
from foreshock.wire.graves import Grave
from foreshock.wire.item import About, Item
from foreshock.wire.listing import Contents, Listing, read_list, to_pairs
from foreshock.wire.network import network
from foreshock.wire.polling import Listing as Counted
from foreshock.wire.polling import after, after_broken, after_list

__all__ = ["Happened", "duration", "failing", "next_asked", "read_feeds", "watch"]

_AT_ONCE = 64
_NAP_SECONDS = 30.0


class Keeps(Remembers, Protocol):
    """What watching asks of a ledger."""

    def sources(self) -> dict[str, Polled]:
        """Every source as last found."""

    def seen(self, source: str, ids: Sequence[str]) -> dict[str, Seen]:
        """Entries that were listed before."""

    def listed(self, source: str) -> list[Seen]:
        """Entries of the last list."""

    def due(self, moment: datetime, sources: Sequence[str], limit: int) -> list[Seen]:
        """Entries of these sources to be read by then."""

    def next_due(self, sources: Sequence[str]) -> datetime | None:
        """When the next entry is due."""

    def houses(self) -> dict[str, House]:
        """What sites allowed."""

    def keep_houses(self, found: Iterable[House]) -> None:
        """Keep what sites allow."""

    def keep_polled(self, polled: Polled, entries: Iterable[Seen], learned: datetime) -> None:
        """Keep a source and its entries."""

    def keep_seen(self, entries: Iterable[Seen]) -> None:
        """Keep entries."""

    def take(
        self,
        entry: Seen,
        coded: CodedReport,
        learned: datetime,
        copy: Copy | None = None,
        sketch: Sketch | None = None,
    ) -> bool:
        """Keep the report of an entry, whose text it is, and the entry with it."""

    def take_back(self, entry: Seen, why: str, day: date | None, learned: datetime) -> bool:
        """Withdraw the report of an entry, and mark the entry with it."""


What = Literal["new", "version", "unchanged", "kept", "withdrawn", "left out", "source"]


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that watching found, for a line: of which source, what it was, why, and `whose` text it is.

    `title` is that of the report, where it has one. `kept` is a report whose page could not be looked at again: it
    stays as it is.
    """

    what: What
    source: str
    name: str
    why: str = ""
    report_id: str | None = None
    events: int = 0
    polled: Polled | None = None
    whose: str = ""
    title: str | None = None


def watch(
    feeds: Sequence[Feed], coder: Codes, book: Keeps, world: World, seconds: float | None = None
) -> Iterator[Happened]:
    """What happens at the sources, as it is found: once over all that is due, or for so many seconds.

    Each source that was asked is one `source`, after it what became of entries. Raises LedgerError.
    """
    visitor = Visitor(world, tuple(book.houses().values()))
    known = {feed.address: feed for feed in feeds}
    end = None if seconds is None else world.steady() + seconds
    copies = HeldCopies(book, world.now)
    with ThreadPoolExecutor(world.workers) as pool:
        try:
            yield from _rounds(_Desk(known, coder, book, world, visitor, pool, copies, world.now()), end)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@dataclass(frozen=True, slots=True)
class _Desk:
    """What one run of watching works with."""

    feeds: dict[str, Feed]
    coder: Codes
    book: Keeps
    world: World
    visitor: Visitor
    pool: ThreadPoolExecutor
    copies: HeldCopies
    began: datetime


def _rounds(desk: _Desk, end: float | None) -> Iterator[Happened]:
    while True:
        yield from _poll(desk)
        busy = False
        for happened in _entries(desk):
            busy = True
            yield happened
        if busy and (end is None or desk.world.steady() < end):
            continue
        if end is None or (left := end - desk.world.steady()) <= 0:
            return
        desk.world.sleep(min(left, _until_due(desk), _NAP_SECONDS))


def _until_due(desk: _Desk) -> float:
    """Seconds until a source or an entry is due, at least a little."""
    due = _next_due(tuple(desk.feeds), desk.book, desk.book.sources())
    return max(0.2, (due - desk.world.now()).total_seconds()) if due else _NAP_SECONDS


def _poll(desk: _Desk) -> Iterator[Happened]:
    """Every source that is due asked once, each kept as soon as its answer is read."""
    now, held = desk.world.now(), desk.book.sources()
    known = [_polled(feed, held) for feed in desk.feeds.values()]
    due = [x for x in known if _is_due(x, held, now) or _is_let_in(desk, x)]
    asked = {desk.pool.submit(_ask, desk, polled): polled for polled in due}
    for done in as_completed(list(asked)):
        polled = asked[done]
        yield from _answered(desk, desk.feeds[polled.address], polled, *done.result())
        desk.book.keep_houses(desk.visitor.courtesy.taken())


def _polled(feed: Feed, held: dict[str, Polled]) -> Polled:
    return replace(held.get(feed.address, Polled(feed.address, feed.name)), name=feed.name)


def _is_due(polled: Polled, held: dict[str, Polled], now: datetime) -> bool:
    return polled.address not in held or (polled.due is not None and polled.due <= now)


def _is_let_in(desk: _Desk, polled: Polled) -> bool:
    """True for a source that an earlier run refused, and whose host the user allows now."""
    earlier = polled.last_asked is not None and polled.last_asked < desk.began
    return polled.state == "refused" and earlier and is_allowed(polled.address, desk.world.allowed)


Read = Contents | UnreadableReport | None
"""What a list held, why it could not be read, or None where none came."""


def _ask(desk: _Desk, polled: Polled) -> tuple[Fetched | Refused, Read]:
    """The answer of a source and its contents; runs beside."""
    feed = desk.feeds[polled.address]
    answer = desk.visitor.visit(polled.moved or feed.address, polled.etag, polled.modified, feed.agreed)
    if isinstance(answer, Refused) or not answer.ok:
        return answer, None
    try:
        return answer, _contents(desk, feed, answer)
    except UnreadableReport as fault:
        return answer, fault


def _contents(desk: _Desk, feed: Feed, answer: Fetched) -> Contents:
    contents = read_list(_item(feed, answer))
    for address in contents.further:
        more = desk.visitor.visit(address, agreed=feed.agreed)
        if isinstance(more, Refused) or not more.ok:
            why = more.why if isinstance(more, Refused) else f"the site answers {more.status}"
            contents = replace(contents, left_out=(*contents.left_out, (address, why)))
            continue
        inner = read_list(_item(feed, more))
        listed = (*contents.listed, *inner.listed)
        contents = replace(contents, listed=listed, left_out=(*contents.left_out, *inner.left_out))
    return contents


def _item(feed: Feed, answer: Fetched) -> Item:
    return Item(
        answer.url, answer.raw, kind_told(answer), About(outlet=feed.outlet, url=answer.url, language=feed.language)
    )


def _answered(desk: _Desk, feed: Feed, was: Polled, answer: Fetched | Refused, contents: Read) -> Iterator[Happened]:
    """The source and its new entries kept, and what was taken back withdrawn."""
    now, dice = desk.world.now(), desk.world.dice
    fresh: list[Seen] = []
    if isinstance(contents, UnreadableReport) and isinstance(answer, Fetched):
        polled = after_broken(was, answer, f"{contents.seen}; {contents.hoped}", now, dice)
    elif isinstance(contents, Contents) and isinstance(answer, Fetched):
        fresh, counted = _fresh(desk, feed, contents, now)
        polled = after_list(was, answer, counted, now, dice, feed.every_minutes)
        waits = contents.listed[network().pace.newest :]
        if waits and counted.new >= network().pace.newest:  # the list is asked whole again for those that wait
            polled = replace(polled, etag=None, modified=None)
    else:
        polled = after(was, answer, now, dice, feed.every_minutes)
    desk.book.keep_polled(polled, fresh, now)
    yield Happened("source", feed.name, feed.address, polled.why, polled=polled)
    if isinstance(contents, Contents):
        yield from _buried(desk, feed, contents.graves, now)


def _fresh(desk: _Desk, feed: Feed, contents: Contents, now: datetime) -> tuple[list[Seen], Counted]:
    """The entries to be read, those to be looked at because they are listed no more, and the counts."""
    ids = [one.id for one in contents.listed]
    held = desk.book.seen(feed.address, ids)
    changed = [one for one in contents.listed if (was := held.get(one.id)) is None or was.digest != one.digest]
    taken = changed[: network().pace.newest]
    again = {one.id for one in taken}
    fresh = [_waiting(feed, one, held.get(one.id), now) for one in taken]
    fresh += [replace(was, listed=True) for was in held.values() if not was.listed and was.id not in again]
    if contents.listed:
        known = set(ids)
        fresh += [_gone_from_list(entry, now) for entry in desk.book.listed(feed.address) if entry.id not in known]
    undated = sum(not one.dated for one in contents.listed)
    left_out = contents.left_out
    if len(changed) > len(taken):
        left_out = (*left_out, (feed.address, f"{len(changed) - len(taken)} entries wait for the next asking"))
    return fresh, Counted(len(contents.listed), len(taken), undated, left_out)


def _waiting(feed: Feed, one: Listing, was: Seen | None, now: datetime) -> Seen:
    """The entry as it waits to be read; an edited one keeps the report that it had."""
    page = feed.full and one.url is not None
    return Seen(
        source=feed.address,
        id=one.id,
        digest=one.digest,
        url=one.url,
        due=now,
        report_id=was.report_id if was else None,
        words=was.words if was else None,
        kind=None if page else one.item.kind,
        about=to_pairs(one.item.about),
        raw=None if page else one.item.raw,
    )


def _gone_from_list(entry: Seen, now: datetime) -> Seen:
    """An entry that is listed no more: where it has a page and is held, that is looked at."""
    look = entry.state == "held" and entry.url is not None
    return replace(entry, listed=False, due=now if look else entry.due)


def _buried(desk: _Desk, feed: Feed, graves: tuple[Grave, ...], now: datetime) -> Iterator[Happened]:
    held = desk.book.seen(feed.address, [grave.id for grave in graves])
    for grave in graves:
        entry = held.get(grave.id)
        if entry is None or entry.state == "withdrawn":
            continue
        why = f"its source took it back: {grave.why}" if grave.why else "its source took it back"
        if desk.book.take_back(entry, why, grave.day, now):
            yield Happened("withdrawn", feed.name, entry.url or entry.id, why, entry.report_id)


def _entries(desk: _Desk) -> Iterator[Happened]:
    """Some of the entries that are due, read and kept; the pages of one site are asked in turn with others'."""
    some = _in_turn(desk.book.due(desk.world.now(), tuple(desk.feeds), _AT_ONCE * 8))[:_AT_ONCE]
    asked = {desk.pool.submit(_page, desk, entry): entry for entry in some}
    for done in as_completed(list(asked)):
        entry = asked[done]
        feed = desk.feeds[entry.source]
        step = read_entry(entry, done.result(), desk.coder, desk.world, feed.outlet, feed.language)
        yield _kept(desk, feed, step)
        if houses := desk.visitor.courtesy.taken():
            desk.book.keep_houses(houses)


def _page(desk: _Desk, entry: Seen) -> Fetched | Refused | None:
    """The page behind an entry, None where its text is held; runs beside."""
    if entry.raw is not None or entry.url is None:
        return None
    look = entry.state == "held"
    agreed = desk.feeds[entry.source].agreed
    return desk.visitor.visit(entry.url, entry.etag if look else None, entry.modified if look else None, agreed)


def _kept(desk: _Desk, feed: Feed, step: Step) -> Happened:
    entry, now = step.entry, desk.world.now()
    name = entry.url or entry.id
    if step.withdrawn is not None:
        held = desk.book.take_back(entry, step.withdrawn, now.date(), now)
        return Happened("withdrawn" if held else "left out", feed.name, name, step.withdrawn, entry.report_id)
    if step.coded is None:
        desk.book.keep_seen([entry])
        looked: What = "kept" if entry.why else "unchanged"
        what = looked if entry.state == "held" else "left out"
        return Happened(what, feed.name, name, entry.why, entry.report_id)
    return _taken(desk, feed, step, step.coded)


def _taken(desk: _Desk, feed: Feed, step: Step, coded: CodedReport) -> Happened:
    """The report is held, and in the same transaction it is known whose text it is.

    A version that tells what the one before it told stays in its family; that it is a copy of that one says nothing.
    """
    entry, report = step.entry, coded.report
    name = entry.url or entry.id
    copy = desk.copies.find(report)
    new = desk.book.take(entry, coded, desk.world.now(), copy, desk.copies.sketch(report))
    if not new:
        return Happened("unchanged", feed.name, name, "", report.id, len(coded.events), title=report.title)
    desk.copies.join(report, copy)
    told = whose(copy, desk.book) if copy and copy.of != entry.report_id else ""
    what: What = "version" if entry.report_id else "new"
    return Happened(what, feed.name, name, step.beside, report.id, len(coded.events), None, told, report.title)


def _in_turn(due: Sequence[Seen]) -> list[Seen]:
    """The entries with those of each host as far apart as can be."""
    places: dict[str, int] = {}
    ranked: list[tuple[int, int, Seen]] = []
    for number, entry in enumerate(due):
        host = host_of(entry.url)
        places[host] = places.get(host, -1) + 1
        ranked.append((places[host], number, entry))
    return [entry for *_, entry in sorted(ranked, key=lambda one: one[:2])]


def failing(feeds: Sequence[Feed], book: Keeps) -> dict[str, SourceFails]:
    """By address: the sources of the list that failed when they were asked last."""
    held = book.sources()
    known = [polled for feed in feeds if (polled := held.get(feed.address)) and not polled.well]
    return {polled.address: SourceFails(polled.name, polled.state, polled.why) for polled in known}


def next_asked(feeds: Sequence[Feed], book: Keeps) -> datetime | None:
    """When the first of the sources or entries is due; None where one was never asked, or none is asked any more."""
    held = book.sources()
    if any(feed.address not in held for feed in feeds):
        return None
    return _next_due([feed.address for feed in feeds], book, held)


def _next_due(addresses: Sequence[str], book: Keeps, held: dict[str, Polled]) -> datetime | None:
    """The first moment at which one of the sources, or an entry of theirs, is due."""
    moments = [polled.due for address in addresses if (polled := held.get(address)) and polled.due]
    waiting = book.next_due(addresses)
    return min([*moments, *([waiting] if waiting else [])], default=None)


def duration(told: str) -> timedelta | None:
    """The time told as 90s, 30m, 12h or 7d; None for what is none."""
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    number, unit = told.strip()[:-1], told.strip()[-1:]
    if unit not in units or not number.isascii() or not number.isdigit() or not 0 < int(number) < 10**6:
        return None
    return timedelta(**{units[unit]: int(number)})
