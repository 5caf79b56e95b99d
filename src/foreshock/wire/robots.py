"""What a site allows: robots.txt (RFC 9309) and its word on text and data mining (TDMRep of the W3C group).

The law: where a site says no, or its robots.txt cannot be had for a fault of the site, nothing is asked; where it has
none, all may be read. Each site is asked once, and again when its word has aged.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from protego import Protego

from foreshock.records.watched import House
from foreshock.wire.addresses import Address, read_address
from foreshock.wire.answer import Fetched, Refused
from foreshock.wire.network import network

Ask = Callable[[str], Fetched | Refused]
RESERVED = "the site reserves text and data mining"
_META = re.compile(rb"<meta\b[^>]{0,400}>", re.I)
_NAMES = re.compile(rb"name\s*=\s*[\"']?tdm-reservation[\"'\s]", re.I)
_YES = re.compile(rb"content\s*=\s*[\"']?\s*1\b", re.I)
_HEAD_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Allows:
    """What one site allows, ready to be asked."""

    house: House
    rules: Protego | None

    def why_not(self, place: Address, agreed: bool = False) -> Refused | None:
        """Why the place is not to be asked; with `agreed` the site's word on mining was lifted by the site."""
        if self.house.shut:
            return Refused(str(place), "robots", self.house.shut)
        if self.rules and not self.rules.can_fetch(str(place), network().token):
            return Refused(str(place), "robots", "robots.txt does not want it read")
        if not agreed and _reserves(self.house, place.target):
            return Refused(str(place), "reserved", f"{RESERVED} (/.well-known/tdmrep.json)")
        return None

    @property
    def delay(self) -> float:
        """Seconds between two requests, by the site's crawl-delay or our own manners."""
        known = network().courtesies
        told = self.rules.crawl_delay(network().token) if self.rules else None
        return max(known.host_seconds, min(float(told or 0), known.longest_delay_seconds))


class Courtesy:
    """Asks each site what it allows, and remembers; `fresh` is what was asked anew. Safe for threads."""

    def __init__(self, ask: Ask, now: Callable[[], datetime], held: Iterable[House] = ()) -> None:
        self._ask, self._now = ask, now
        self._held = {house.origin: _allows(house) for house in held}
        self._locks: dict[str, threading.Lock] = {}
        self._fresh: dict[str, House] = {}
        self._guard = threading.Lock()

    def of(self, place: Address) -> Allows:
        """What the site of the place allows, asked for where it is not known or has aged."""
        with self._guard:
            lock = self._locks.setdefault(place.origin, threading.Lock())
        with lock:
            known = self._held.get(place.origin)
            if known is None or known.house.until <= self._now():
                known = _allows(asked(place.origin, self._ask, self._now()))
                self._held[place.origin] = known
                with self._guard:
                    self._fresh[place.origin] = known.house
            return known

    def known(self, origin: str) -> Allows | None:
        """What the site allows where that is known already; nothing is asked."""
        return self._held.get(origin)

    def taken(self) -> list[House]:
        """What was asked anew since this was called last."""
        with self._guard:
            fresh, self._fresh = list(self._fresh.values()), {}
        return fresh


def asked(origin: str, ask: Ask, now: datetime) -> House:
    """What a site says of robots and mining."""
    known = network().courtesies
    robots, shut = _robots(ask(f"{origin}/robots.txt"))
    if shut:
        return House(origin, now + timedelta(hours=known.shut_hours), shut=shut)
    reserved = _tdm(ask(f"{origin}/.well-known/tdmrep.json"))
    return House(origin, now + timedelta(hours=known.hours), robots, None, reserved)


def page_reserves(page: Fetched) -> bool:
    """True where the page or its answer's head says that mining is reserved."""
    if page.reserved:
        return True
    tags = (tag[0] for tag in _META.finditer(page.raw[:_HEAD_BYTES]))
    return any(_NAMES.search(tag) and _YES.search(tag) for tag in tags)


def _robots(told: Fetched | Refused) -> tuple[str | None, str | None]:
    """The text of robots.txt, and why nothing may be asked."""
    if isinstance(told, Refused):
        why = f"its robots.txt cannot be had ({told.why})"
        return None, why if told.passing or told.cause in ("address", "size") else None
    if told.ok:
        return told.raw[: network().courtesies.robots_bytes].decode("utf8", "replace"), None
    if told.status >= 500 or told.status == 429:
        return None, f"its robots.txt cannot be had ({told.status}); until it can, nothing is asked"
    return None, None


def _tdm(told: Fetched | Refused) -> tuple[tuple[str, bool], ...]:
    """Paths and whether mining is reserved there, in the order of the file; none where there is no such file."""
    if isinstance(told, Refused) or not told.ok or len(told.raw) > network().courtesies.tdm_bytes:
        return ()
    try:
        held = json.loads(told.raw)
    except (ValueError, RecursionError):
        return ()
    rules: list[Any] = held if isinstance(held, list) else [held]
    return tuple(
        (str(rule["location"])[:1000], str(rule.get("tdm-reservation")) == "1")
        for rule in rules[:1000]
        if isinstance(rule, dict) and isinstance(rule.get("location"), str)
    )


def _reserves(house: House, target: str) -> bool:
    """The word of the first rule whose location fits, as the file's order says."""
    return next((closed for location, closed in house.reserved if _fits(location, target)), False)


def _fits(location: str, target: str) -> bool:
    ends = location.endswith("$")
    parts = [re.escape(part) for part in re.split(r"\*+", location.removesuffix("$"))]
    if len(parts) > 10:
        return False
    found = re.match(".*?".join(parts), target)
    return bool(found) and (not ends or bool(re.fullmatch(".*?".join(parts), target)))


def _allows(house: House) -> Allows:
    try:
        return Allows(house, Protego.parse(house.robots) if house.robots else None)
    except Exception as fault:  # whatever a parser makes of hostile text: nothing is asked
        return Allows(replace(house, shut=f"its robots.txt cannot be read ({type(fault).__name__})"), None)


def origin_of(address: str) -> str:
    """Scheme, host and port of an address; raises RefusedAddress."""
    return read_address(address).origin
