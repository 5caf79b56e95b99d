"""What comes through a door: bytes with a name, and what their container tells of them.

The law: a container tells, the caller overrules, the text fills what both leave open; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from foreshock.records.report import Found


@dataclass(frozen=True, slots=True)
class About:
    """What a container tells of one text; None where it is silent. A moment in `published_at` carries its zone.

    `flags` say in words what a reader should know of how the text was had, as a report's do.
    """

    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    published_found: Found = "unknown"
    withdrawn: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may hold reports. `name` is what errors call it: a path, "crawl.warc.gz, record 12", an address.

    `kind` is its media type where the container tells one, such as "text/html"; None is found out from the bytes.
    """

    name: str
    raw: bytes
    kind: str | None = None
    about: About = About()
