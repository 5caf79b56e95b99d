"""What watching keeps beside the ledger's rows: how a source was last found, its entries, and what a site allows.

The law: these are marks of work, not knowledge. Losing them costs a second reading and no report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

SourceState = Literal[
    "new", "ok", "empty", "undated", "slow", "moved", "backing off", "broken", "unreachable", "refused", "forbidden",
    "missing", "failing", "robots", "reserved", "gone",
]  # fmt: skip
"""`broken` could not be read as a feed; `refused` was not asked for safety; `forbidden`, `missing`, `failing` answer
401 or 403, 404, and other errors; `robots` and `reserved` do not want it; `gone` answers 410 and is asked no more."""

WELL: frozenset[str] = frozenset({"new", "ok", "empty", "undated", "slow", "moved"})
"""The states in which a source is read."""


@dataclass(frozen=True, slots=True)
class Polled:
    """A source as it was last found. Moments are in UTC; `due` is None where it is not asked again.

    `entries` and `undated` count the last list that came; `left_out` names what of the last run was not taken, with
    the reason; `moved` is the new address that the site told.
    """

    address: str
    name: str
    state: SourceState = "new"
    why: str = ""
    due: datetime | None = None
    etag: str | None = None
    modified: str | None = None
    last_asked: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    failures: int = 0
    entries: int = 0
    undated: int = 0
    seconds: float = 0.0
    moved: str | None = None
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def well(self) -> bool:
        """True where the source is read."""
        return self.state in WELL


EntryState = Literal["waiting", "held", "left out", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry of a source: what it was when it was listed, and what became of it.

    `digest` is of what the source tells of it; `words` of the coded words of its report. A `waiting` entry is read
    when it is `due`; a held one that is due has its page looked at again. `raw` and `kind` are its text where the
    source itself gives it, kept until it is read; `about` is what the source tells, as plain JSON.
    """

    source: str
    id: str
    digest: str
    url: str | None = None
    state: EntryState = "waiting"
    due: datetime | None = None
    listed: bool = True
    tries: int = 0
    looks: int = 0
    why: str = ""
    report_id: str | None = None
    words: str | None = None
    etag: str | None = None
    modified: str | None = None
    kind: str | None = None
    about: tuple[tuple[str, str], ...] = ()
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class House:
    """What a site's robots.txt and its word on text mining say, as they came; `until` when they are asked again.

    `robots` is None where nothing is forbidden; `shut` says why nothing may be asked for now.
    """

    origin: str
    until: datetime
    robots: str | None = None
    shut: str | None = None
    reserved: tuple[tuple[str, bool], ...] = ()
