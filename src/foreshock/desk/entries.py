"""One entry of a source: its page or its own text made a coded report, or in words why not.

The law: an entry is waited for where the fault may pass, left out with its reason where it does not, and withdrawn only
on a site's plain word: 410, 404 twice, or a message that says so.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta

from foreshock.desk.code import Codes, Uncodable, attempt
from foreshock.desk.collect import Read
from foreshock.desk.visit import World, kind_told
from foreshock.errors import UnreadableReport, Withdrawn
from foreshock.records import CodedReport, Report
from foreshock.records.watched import Seen
from foreshock.wire.answer import Fetched, Refused
from foreshock.wire.doors import reports
from foreshock.wire.item import About, Item
from foreshock.wire.listing import from_pairs, of_page
from foreshock.wire.network import network
from foreshock.wire.polling import next_look, next_try, retry_after

_CODED_PARTS = ("title", "heading", "body")
_BESIDE = "its page holds further reports; the first was taken, the others were left out"
_LATER = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524)


@dataclass(frozen=True, slots=True)
class Step:
    """What became of an entry: as it is to be kept, with its report where there is a new one; or withdrawn, and why.

    `beside` says what else its page held and is left out.
    """

    entry: Seen
    coded: CodedReport | None = None
    withdrawn: str | None = None
    beside: str = ""


def read_entry(
    entry: Seen, page: Fetched | Refused | None, coder: Codes, world: World, outlet: str | None, language: str | None
) -> Step:
    """What becomes of an entry after its page answered, or, with None, by the text that is held of it."""
    if isinstance(page, Refused):
        return _refused(entry, page, world)
    if page is not None and not page.ok:
        return _answered(entry, page, world)
    about = replace(from_pairs(entry.about), url=entry.url)
    if page is None:
        item, marks = Item(entry.url or entry.id, entry.raw or b"", entry.kind, about), entry
    else:
        told = of_page(about)
        item = Item(page.url, page.raw, kind_told(page), replace(told, flags=(*told.flags, *page.remarks)))
        marks = replace(entry, etag=page.etag, modified=page.modified)
    return _read(replace(marks, tries=0), item, About(outlet=outlet, language=language), coder, world)


def _read(entry: Seen, item: Item, told: About, coder: Codes, world: World) -> Step:
    held = reports(item, told)
    found = next((x for x in held if isinstance(x, Report | Withdrawn) or x.exit_code), None)
    if isinstance(found, Withdrawn):
        return Step(entry, withdrawn="its publisher took it back")
    if not isinstance(found, Report):
        why = f"{found.seen}; {found.hoped}" if isinstance(found, UnreadableReport) else "holds no report"
        return Step(_left_out(entry, why, world))
    words = _words(found)
    looked = replace(entry, looks=entry.looks + (entry.state == "held"))
    looked = replace(looked, due=next_look(looked.looks, world.now(), world.dice), words=words, why="")
    if entry.report_id is not None and words == entry.words:
        return Step(replace(looked, state="held", raw=None))
    coded = next(attempt([Read(item.name, found)], coder))
    if isinstance(coded, Uncodable):
        return Step(_left_out(entry, str(coded), world))
    more = any(isinstance(x, Report) for x in held)
    return Step(looked, coded, beside=_BESIDE if more else "")


def _refused(entry: Seen, page: Refused, world: World) -> Step:
    return Step(_later(entry, page.why, world) if page.passing else _left_out(entry, page.why, world))


def _answered(entry: Seen, page: Fetched, world: World) -> Step:
    """After an answer without a text."""
    if page.status == 304:
        looks = entry.looks + 1
        return Step(replace(entry, looks=looks, tries=0, due=next_look(looks, world.now(), world.dice)))
    why = f"its page answers {page.status}"
    if page.status == 410:
        return Step(entry, withdrawn=why)
    if page.status == 404:
        if entry.tries and entry.why == why:
            return Step(entry, withdrawn=f"{why}, twice")
        again = world.now() + timedelta(hours=network().pace.gone_again_hours)
        return Step(replace(entry, tries=entry.tries + 1, why=why, due=again))
    if page.status in _LATER:
        return Step(_later(entry, why, world, retry_after(page.retry_after, world.now())))
    return Step(_left_out(entry, why, world))


def _later(entry: Seen, why: str, world: World, wait: timedelta | None = None) -> Seen:
    """The entry waits for another try, or is left out after the last; a held one stays held."""
    due = next_try(entry.tries + 1, world.now(), world.dice, wait)
    if due is None:
        return _left_out(entry, f"{why}, {entry.tries + 1} times", world)
    return replace(entry, tries=entry.tries + 1, why=why, due=due)


def _left_out(entry: Seen, why: str, world: World) -> Seen:
    """The entry is not taken; one whose report is held stays so, and is looked at as before."""
    if entry.report_id is not None:
        looks = entry.looks + 1
        due = next_look(looks, world.now(), world.dice)
        return replace(entry, state="held", why=why, due=due, looks=looks, tries=0, raw=None)
    return replace(entry, state="left out", why=why, due=None, raw=None)


def _words(report: Report) -> str:
    """Equal for texts whose coded parts are; all else of a page, such as its furniture, changes at every look."""
    parts = [part.span.of(report.text) for part in report.parts if part.kind in _CODED_PARTS]
    return hashlib.sha256("\n".join(" ".join(x.split()) for x in parts or [report.text]).encode("utf8")).hexdigest()
