"""Visiting: one address of the world asked as a polite reader asks. The law: manners first, then the request."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from foreshock.errors import UnreadableReport
from foreshock.records.watched import House
from foreshock.wire.addresses import Address, Allowed, RefusedAddress, read_address, read_allowed
from foreshock.wire.answer import Fetched, Refused
from foreshock.wire.fetch import Asked, Way, agent, fetch
from foreshock.wire.item import About, Item
from foreshock.wire.polling import Turns
from foreshock.wire.robots import RESERVED, Courtesy, page_reserves

__all__ = [
    "Fetches",
    "Item",
    "UnreadableReport",
    "Visitor",
    "World",
    "fetches",
    "host_of",
    "item_of",
    "kind_told",
    "read_allowed",
]

Fetches = Callable[[str, Asked], Fetched | Refused]
_ANY_KIND = ("",)


@dataclass(frozen=True, slots=True)
class World:
    """The world as the desk is handed it: what fetches, the clock, a steady clock in seconds, sleep, the dice, and the
    hosts that the user allows although they are not public."""

    fetch: Fetches
    now: Callable[[], datetime]
    steady: Callable[[], float]
    sleep: Callable[[float], None]
    dice: random.Random
    workers: int = 8
    allowed: frozenset[Allowed] = frozenset()


def fetches(allow_private: tuple[str, ...] = (), link: str | None = None) -> Fetches:
    """What fetches over the network, with the hosts that the user allows; raises RefusedAddress for what is no host."""
    way = Way(allowed=read_allowed(allow_private), agent=agent(link))
    return lambda address, asked: fetch(address, way, asked)


@dataclass(slots=True)
class Visitor:
    """Asks addresses with a site's consent, one request to a host at a time; safe for threads."""

    world: World
    held: tuple[House, ...] = ()
    courtesy: Courtesy = field(init=False)
    turns: Turns = field(default_factory=Turns)

    def __post_init__(self) -> None:
        self.courtesy = Courtesy(self._plainly, self.world.now, self.held)

    def visit(
        self, address: str, etag: str | None = None, modified: str | None = None, agreed: bool = False
    ) -> Fetched | Refused:
        """What the address answers, or why it was not asked; `agreed` where the site lets its texts be mined."""

        def permits(place: Address) -> Refused | None:
            allows = self.courtesy.of(place)
            if (refusal := allows.why_not(place, agreed)) is not None:
                return refusal
            self._wait(place, allows.delay)
            return None

        answer = self.world.fetch(address, Asked(etag, modified, None, permits))
        if isinstance(answer, Fetched) and answer.ok and not agreed and page_reserves(answer):
            return Refused(answer.address, "reserved", f"{RESERVED} (told by the page)")
        return answer

    def _plainly(self, address: str) -> Fetched | Refused:
        return self.world.fetch(address, Asked(kinds=_ANY_KIND))

    def _wait(self, place: Address, delay: float) -> None:
        seconds = self.turns.wait(place.host, self.world.steady(), delay)
        if seconds > 0:
            self.world.sleep(seconds)


def item_of(fetches: Fetches) -> Callable[[str], Item | UnreadableReport]:
    """What makes an address a thing to be read, as `collect` takes it; an address that is named is asked as it is.

    A person who names one page asks for it as a browser does: robots.txt is for readers that choose pages themselves.
    A word against mining holds here too.
    """

    def fetched(address: str) -> Item | UnreadableReport:
        page = fetches(address, Asked())
        if isinstance(page, Fetched) and page.ok and page_reserves(page):
            page = Refused(page.address, "reserved", f"{RESERVED} (told by the page)")
        if isinstance(page, Refused) or not page.ok:
            why = page.why if isinstance(page, Refused) else f"the site answers {page.status}"
            return UnreadableReport(page.address, why, "hoped for a text")
        return Item(page.url, page.raw, kind_told(page), About(url=page.url, flags=page.remarks))

    return fetched


def kind_told(page: Fetched) -> str | None:
    """The media type that the answer tells, with its charset."""
    return f"{page.kind}; charset={page.charset}" if page.kind and page.charset else page.kind


def host_of(address: str | None) -> str:
    """The host of an address, empty where there is none."""
    try:
        return read_address(address or "").host
    except RefusedAddress:
        return ""
