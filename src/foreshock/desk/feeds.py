"""The health of what is watched: each source in words, and each entry that was not taken with its reason.

The law: a source that fails is told as failing, also where its name is all that is known of it. An entry is in one
state: what waits for another try is not left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from foreshock.errors import SourceFails
from foreshock.records.watched import Polled, Seen
from foreshock.wire.feeds import Feed, read_feeds

__all__ = ["COLUMNS", "Health", "health", "read_feeds"]

COLUMNS = ("source", "state", "why", "last success", "last new", "entries", "held", "waiting", "left out", "asked next")


class KnowsSources(Protocol):
    """What the table asks of a ledger."""

    def sources(self) -> dict[str, Polled]:
        """Every source as last found."""

    def entry_counts(self) -> dict[str, dict[str, int]]:
        """Entries of each source by state."""

    def listed(self, source: str) -> list[Seen]:
        """Entries of the last list."""


@dataclass(frozen=True, slots=True)
class Health:
    """One source: as it was last found, its entries by state, and what of its last list was not taken, with reasons.

    `unread` are the entries of that list that were not read when they were last asked for, and wait or are held all
    the same: state, entry and reason. `region` is what the user's list says of the source.
    """

    polled: Polled
    counts: dict[str, int]
    left_out: tuple[tuple[str, str], ...]
    unread: tuple[tuple[str, str, str], ...] = ()
    region: str | None = None

    @property
    def fault(self) -> SourceFails | None:
        """The error that the source is, None where it is read."""
        return None if self.polled.well else SourceFails(self.polled.name, self.polled.state, self.polled.why)

    def cells(self) -> tuple[str, ...]:
        """The source as a row of the table."""
        told, counts = self.polled, self.counts
        numbers = (str(counts.get(state, 0)) for state in ("held", "waiting"))
        return (
            f"{told.name} ({self.region})" if self.region else told.name,
            told.state,
            told.why or "–",
            _minute(told.last_success),
            _minute(told.last_new),
            f"{told.entries} ({told.undated} undated)" if told.undated else str(told.entries),
            *numbers,
            str(len(self.left_out)),
            _minute(told.due) if told.due or told.state == "new" else "no more",
        )

    def told(self) -> dict[str, Any]:
        """The source as plain JSON."""
        held = asdict(self.polled)
        plain = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in held.items()}
        left_out = [{"entry": entry, "why": why} for entry, why in self.left_out]
        unread = [{"state": state, "entry": entry, "why": why} for state, entry, why in self.unread]
        more = {"fails": not self.polled.well, "counts": self.counts, "left_out": left_out, "unread": unread}
        return plain | more | {"region": self.region}

    def lines(self) -> Iterator[str]:
        """What stands below the table of it: each entry that was left out or not read, with the reason."""
        for state, entry, why in (*(("left out", *one) for one in self.left_out), *self.unread):
            yield f"{self.polled.name}: {state} {entry}: {why}"


def health(book: KnowsSources, feeds: Sequence[Feed] = ()) -> list[Health]:
    """Each source of the list, or without one each that was ever watched, in order."""
    held, counts = book.sources(), book.entry_counts()
    wanted = [held.get(feed.address, Polled(feed.address, feed.name)) for feed in feeds] or list(held.values())
    regions = {feed.address: feed.region for feed in feeds}
    return [_health(book, one, counts.get(one.address, {}), regions.get(one.address)) for one in wanted]


def _health(book: KnowsSources, polled: Polled, counts: dict[str, int], region: str | None) -> Health:
    told = [(one.state, one.url or one.id, one.why) for one in book.listed(polled.address) if one.why]
    left_out = tuple((entry, why) for state, entry, why in told if state == "left out")
    unread = tuple(one for one in told if one[0] in ("waiting", "held"))
    return Health(polled, counts, (*polled.left_out, *left_out), unread, region)


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "–"
