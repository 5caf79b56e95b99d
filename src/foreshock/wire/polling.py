"""When a source is asked again, and what its last answer means: pure, the moment and the dice come in.

The law: a site that asks for time gets it, and a failing one is asked more and more seldom, never in step with others.
"""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from foreshock.records.watched import Polled, SourceState
from foreshock.wire.answer import Fetched, Refused
from foreshock.wire.network import Pace, network

_STATES: dict[str, SourceState] = {
    "address": "refused", "kind": "broken", "robots": "robots", "reserved": "reserved", "redirect": "unreachable",
}  # fmt: skip
_BACK_OFF = (429, 503)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list of entries held: how many, how many of them new, and how many without a day."""

    entries: int = 0
    new: int = 0
    undated: int = 0
    left_out: tuple[tuple[str, str], ...] = ()


def after(
    was: Polled, answer: Fetched | Refused, now: datetime, dice: random.Random, every_minutes: float | None = None
) -> Polled:
    """The source after an answer that brought no list: unchanged, failing, moved away or gone."""
    pace, asked = network().pace, replace(was, last_asked=now)
    if isinstance(answer, Refused):
        return _refused(replace(asked, moved=None), answer, now, dice, pace)
    if answer.status >= 400 and was.moved:  # where it moved to fails: the address of the list is asked again
        asked = replace(asked, moved=None)
        return _later(replace(asked, state="failing", why=_moved_away(was, answer)), now, dice, pace, None)
    asked = replace(asked, seconds=round(answer.seconds, 3), moved=answer.moved or was.moved)
    if answer.status == 304:
        return _well(asked, answer, was.state if was.well and was.state != "new" else "ok", now, dice, every_minutes)
    if answer.status == 410:
        return replace(asked, state="gone", why="the site says that it is gone (410)", due=None, failures=0)
    state: SourceState = {401: "forbidden", 403: "forbidden", 404: "missing"}.get(answer.status, "failing")  # type: ignore[assignment]
    failed = replace(asked, state=state, why=f"the site answers {answer.status}")
    wait = retry_after(answer.retry_after, now)
    if answer.status in _BACK_OFF or wait is not None:
        failed = replace(failed, state="backing off")
    return _later(failed, now, dice, pace, wait)


def _moved_away(was: Polled, answer: Fetched) -> str:
    return f"it moved to {was.moved}, where the site answers {answer.status}"


def after_list(
    was: Polled,
    answer: Fetched,
    found: Listing,
    now: datetime,
    dice: random.Random,
    every_minutes: float | None = None,
) -> Polled:
    """The source after a list that could be read."""
    asked = replace(
        was,
        last_asked=now,
        last_new=now if found.new else was.last_new,
        entries=found.entries,
        undated=found.undated,
        left_out=found.left_out,
        seconds=round(answer.seconds, 3),
        etag=answer.etag,
        modified=answer.modified,
        moved=answer.moved or was.moved,
    )
    state: SourceState = "ok"
    if not found.entries:
        state = "empty"
    elif found.undated == found.entries:
        state = "undated"
    elif answer.seconds > network().pace.slow_seconds:
        state = "slow"
    elif asked.moved:
        state = "moved"
    return _well(asked, answer, state, now, dice, every_minutes)


def after_broken(was: Polled, answer: Fetched, why: str, now: datetime, dice: random.Random) -> Polled:
    """The source after an answer that is no list of entries."""
    broken = replace(was, state="broken", why=why, last_asked=now, seconds=round(answer.seconds, 3))
    return _later(broken, now, dice, network().pace, None)


def retry_after(told: str | None, now: datetime) -> timedelta | None:
    """How long a site asks to be left alone, told in seconds or as a date; None where it tells nothing sensible."""
    if told is None:
        return None
    longest = timedelta(days=network().pace.longest_retry_days)
    if told.strip().isascii() and told.strip().isdigit():
        return min(timedelta(seconds=min(int(told.strip()[:12]), longest.total_seconds())), longest)
    try:
        moment = parsedate_to_datetime(told)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta(0)), longest)


def _well(
    asked: Polled, answer: Fetched, state: SourceState, now: datetime, dice: random.Random, every: float | None
) -> Polled:
    words = {
        "empty": "the list holds no entries",
        "undated": "no entry tells its day",
        "slow": f"the answer took {asked.seconds:.0f} seconds",
        "moved": f"the site says that it has moved to {asked.moved}",
    }
    wait = _shaken(timedelta(minutes=every or network().pace.every_minutes), dice, network().pace)
    why = "; ".join([*([words[state]] if state in words else []), *answer.remarks])
    return replace(asked, state=state, why=why, due=now + wait, failures=0, last_success=now)


def _refused(asked: Polled, answer: Refused, now: datetime, dice: random.Random, pace: Pace) -> Polled:
    state: SourceState = _STATES.get(answer.cause, "unreachable")
    failed = replace(asked, state=state, why=answer.why)
    if state in ("robots", "reserved", "refused"):
        wait = _shaken(timedelta(hours=pace.forbidden_hours), dice, pace)
        return replace(failed, due=now + wait, failures=asked.failures + 1)
    return _later(failed, now, dice, pace, None)


def _later(failed: Polled, now: datetime, dice: random.Random, pace: Pace, wait: timedelta | None) -> Polled:
    """Asked again after twice the wait each time, and never before the site asks for it."""
    failures = min(failed.failures + 1, 1000)
    longest = timedelta(hours=pace.longest_hours)
    doubled = min(timedelta(minutes=pace.every_minutes) * 2 ** min(failures, 20), longest)
    if failed.state == "forbidden":
        doubled = max(doubled, timedelta(hours=pace.forbidden_hours))
    shaken = _shaken(doubled, dice, pace)
    return replace(failed, failures=failures, due=now + (max(wait, shaken) if wait is not None else shaken))


def _shaken(wait: timedelta, dice: random.Random, pace: Pace) -> timedelta:
    return wait * (1 + pace.jitter * (2 * dice.random() - 1))


def next_look(looks: int, now: datetime, dice: random.Random) -> datetime | None:
    """When the page of a report that was looked at so often is looked at again; None where no more."""
    hours, pace = network().pace.looks_hours, network().pace
    return now + _shaken(timedelta(hours=hours[looks]), dice, pace) if looks < len(hours) else None


def next_try(tries: int, now: datetime, dice: random.Random, wait: timedelta | None = None) -> datetime | None:
    """When a page that failed so often is tried again; None where it is given up."""
    pace = network().pace
    if tries >= pace.tries:
        return None
    shaken = _shaken(timedelta(minutes=pace.again_minutes) * 2 ** (tries - 1), dice, pace)
    return now + max(shaken, wait or shaken)


@dataclass(slots=True)
class Turns:
    """Whose turn it is at each host: requests to one are a delay apart. Safe for threads; seconds of a steady clock."""

    free: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, host: str, now: float, delay: float) -> float:
        """How many seconds to wait before asking the host; the turn is taken with it."""
        with self.lock:
            at = max(now, self.free.get(host, now))
            self.free[host] = at + delay
        return at - now
