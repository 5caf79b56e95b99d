"""Fetching one address of the web: the only file of the house that touches the network.

The law: a name is resolved once, each address it leads to is judged, and the connection goes to an address that was
judged and to no other; so does every redirect. No proxy, no cookie, no password; every wait and every size has a cap.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from typing import Protocol

import h11

from foreshock.wire.addresses import (
    Address,
    Allowed,
    RefusedAddress,
    joined,
    read_address,
    read_ip,
    shown,
    why_port_refused,
    why_refused,
)
from foreshock.wire.answer import Cause, Fetched, Refused
from foreshock.wire.network import Caps, Seconds, network
from foreshock.wire.unpacking import Body, Broken, TooMuch

_PIECE = 1 << 16
_LASTING = (301, 308)
_LEADS_ON = (301, 302, 303, 307, 308)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.+-]{1,40})", re.I)


class Stream(Protocol):
    """What is asked of a connection; a socket is one."""

    def settimeout(self, seconds: float | None, /) -> None:
        """Wait so long and no longer."""

    def sendall(self, piece: bytes, /) -> None:
        """Send it all."""

    def recv(self, most: int, /) -> bytes:
        """What has come; empty at the end."""

    def close(self) -> None:
        """Hang up."""


Resolver = Callable[[str, int], Sequence[str]]
Connector = Callable[[str, int, float], Stream]
Securer = Callable[[Stream, str], Stream]
Permits = Callable[[Address], Refused | None]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system tells them; raises OSError."""
    return list(dict.fromkeys(str(told[4][0]) for told in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def connect(ip: str, port: int, seconds: float) -> Stream:
    """A connection to this very address; raises OSError."""
    made = socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM)
    made.settimeout(seconds)
    try:
        made.connect((ip, port))
    except BaseException:
        made.close()
        raise
    return made


def secure_by(context: ssl.SSLContext) -> Securer:
    """TLS on a connection, with the name asked for and the certificate checked against it; raises OSError."""

    def secured(stream: Stream, host: str) -> Stream:
        return context.wrap_socket(stream, server_hostname=host)  # type: ignore[arg-type]

    return secured


def secure(stream: Stream, host: str) -> Stream:
    """TLS by the certificates that the system trusts."""
    return _by_the_system()(stream, host)


@cache
def _by_the_system() -> Securer:
    return secure_by(ssl.create_default_context())


def agent(link: str | None = None) -> str:
    """Who asks: name, version and what the user set, such as an address where a site's owner may ask back."""
    told = re.sub(r"[^\x21-\x7e]|[()]", "", link or "")
    return network().agent.format(version=version("foreshock"), link=f"; +{told}" if told else "")


@dataclass(frozen=True, slots=True)
class Way:
    """How the world is reached. Tests hand in their own resolver and connector, commands what the user allowed."""

    allowed: frozenset[Allowed] = frozenset()
    agent: str = field(default_factory=agent)
    caps: Caps = field(default_factory=lambda: network().caps)
    seconds: Seconds = field(default_factory=lambda: network().seconds)
    resolve: Resolver = resolve
    connect: Connector = connect
    secure: Securer = secure


@dataclass(frozen=True, slots=True)
class Asked:
    """What is told with a request: what is held already, the media types taken, and who is asked before each hop."""

    etag: str | None = None
    modified: str | None = None
    kinds: tuple[str, ...] | None = None
    permits: Permits | None = None


_NOTHING_HELD = Asked()


class _Stopped(Exception):
    """The end of an attempt, with its reason."""

    def __init__(self, cause: Cause, why: str) -> None:
        super().__init__(why)
        self.cause, self.why = cause, why


@dataclass(slots=True)
class _Trip:
    """One fetch under way: when it has to end, and where it came by."""

    way: Way
    asked: Asked
    start: float
    hops: list[Address] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    lasting: bool = True

    def left(self, most: float) -> float:
        """Seconds that may be waited now."""
        rest = self.start + self.way.seconds.whole - time.monotonic()
        if rest <= 0:
            raise _Stopped("time", f"not done after {self.way.seconds.whole:g} seconds")
        return min(rest, most)


def fetch(address: str, way: Way | None = None, asked: Asked = _NOTHING_HELD) -> Fetched | Refused:
    """What the address answers, redirects followed, or why nothing is had. Nothing is raised for whatever comes."""
    trip = _Trip(way or Way(), asked, time.monotonic())
    told = shown(address)
    try:
        place: Address | None = read_address(address)
        while place is not None:
            trip.hops.append(place)
            answer, place = _hop(trip, place)
    except RefusedAddress as fault:
        first = not trip.hops or (len(trip.hops) == 1 and fault.address == str(trip.hops[0]))
        on_the_way = "" if first else f"led on to {shown(fault.address)}: "
        return Refused(told, "address", f"{on_the_way}{fault.why}")
    except _Stopped as stop:
        on_the_way = f"led on to {shown(str(trip.hops[-1]))}: " if len(trip.hops) > 1 else ""
        return Refused(told, stop.cause, f"{on_the_way}{stop.why}")
    return _told(trip, told, answer)


def _told(trip: _Trip, told: str, answer: Fetched) -> Fetched:
    moved = str(trip.hops[-1]) if len(trip.hops) > 1 and trip.lasting else None
    return replace(
        answer,
        address=told,
        url=str(trip.hops[-1]),
        moved=moved,
        hops=tuple(map(str, trip.hops)),
        remarks=tuple(trip.remarks),
        seconds=time.monotonic() - trip.start,
    )


def _hop(trip: _Trip, place: Address) -> tuple[Fetched, Address | None]:
    """The answer of one address, and where it leads on."""
    addresses = _judged(trip, place)
    if trip.asked.permits and (refusal := trip.asked.permits(place)) is not None:
        raise _Stopped(refusal.cause, refusal.why)
    with closing(_reach(trip, place, addresses)) as stream:
        answer, leads = _talk(trip, place, stream)
    if leads is None:
        return answer, None
    following = joined(place, leads)
    trip.lasting = trip.lasting and answer.status in _LASTING
    if len(trip.hops) > trip.way.caps.hops:
        raise _Stopped("redirect", f"led on more than {trip.way.caps.hops} times")
    if following in trip.hops:
        raise _Stopped("redirect", "leads on in a circle")
    if place.scheme == "https" and following.scheme == "http":
        trip.remarks.append(f"led on from https to http: {shown(str(following))}")
    return answer, following


def _reach(trip: _Trip, place: Address, addresses: list[str]) -> Stream:
    """A connection to one of the addresses, which were judged."""
    fault: OSError = OSError("no address")
    for ip in addresses[: trip.way.caps.names_tried]:
        try:
            stream = trip.way.connect(ip, place.port, trip.left(trip.way.seconds.connect))
            return _secured(trip, place, stream)
        except ssl.SSLError as fault_of_tls:
            raise _Stopped("tls", f"no safe connection: {_reason(fault_of_tls)}") from None
        except OSError as found:
            fault = found
    if isinstance(fault, TimeoutError):
        raise _Stopped("time", f"no connection within {trip.way.seconds.connect:g} seconds")
    raise _Stopped("connect", f"no connection: {fault.strerror or fault}")


def _judged(trip: _Trip, place: Address) -> list[str]:
    """The addresses to which the place leads; raises RefusedAddress where one of them may not be asked."""
    if (why := why_port_refused(place, trip.way.allowed)) is not None:
        raise RefusedAddress(str(place), why)
    told = [str(place.ip)] if place.ip else _resolved(trip, place)
    try:
        known = [read_ip(one) for one in told]
    except ValueError as fault:
        raise _Stopped("name", f"the name leads to what is no address: {fault}") from None
    if not known:
        raise _Stopped("name", "the name leads nowhere")
    for ip in known:
        if (why := why_refused(ip, place, trip.way.allowed)) is not None:
            raise RefusedAddress(str(place), why)
    return [str(ip) for ip in known]


def _resolved(trip: _Trip, place: Address) -> list[str]:
    """What the resolver tells in time; it cannot be interrupted, so it is asked beside."""
    found: list[Sequence[str] | Exception] = []

    def ask() -> None:
        try:
            found.append(trip.way.resolve(place.host, place.port))
        except (OSError, UnicodeError) as fault:
            found.append(fault)

    beside = threading.Thread(target=ask, daemon=True)
    beside.start()
    beside.join(trip.left(trip.way.seconds.resolve))
    if not found:
        raise _Stopped("name", f"the name was not resolved within {trip.way.seconds.resolve:g} seconds")
    if isinstance(found[0], Exception):
        raise _Stopped("name", f"the name leads nowhere ({getattr(found[0], 'strerror', None) or found[0]})")
    return list(found[0])


def _secured(trip: _Trip, place: Address, stream: Stream) -> Stream:
    if place.scheme == "http":
        return stream
    try:
        stream.settimeout(trip.left(trip.way.seconds.connect))
        return trip.way.secure(stream, place.host)
    except BaseException:
        stream.close()
        raise


def _reason(fault: ssl.SSLError) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"its certificate does not hold ({fault.verify_message})"
    return (fault.reason or str(fault)).replace("_", " ").lower()


def _talk(trip: _Trip, place: Address, stream: Stream) -> tuple[Fetched, str | None]:
    """The answer of one request over one connection, and what it names as the place to go on to."""
    line = h11.Connection(h11.CLIENT, max_incomplete_event_size=trip.way.caps.head_bytes)
    came = _Count()
    try:
        asked = line.send(h11.Request(method="GET", target=place.target, headers=_headers(trip, place)))
        end = line.send(h11.EndOfMessage())
        stream.settimeout(trip.left(trip.way.seconds.between))
        stream.sendall((asked or b"") + (end or b""))
        return _answer(trip, _events(trip, line, stream, came), came)
    except (h11.ProtocolError, Broken) as fault:
        raise _Stopped("protocol", f"no answer in the rules of HTTP: {shown(str(fault))}") from None
    except TooMuch as fault:
        raise _Stopped("size", str(fault)) from None
    except TimeoutError:
        raise _Stopped("time", f"silent for {trip.way.seconds.between:g} seconds, or not done in all") from None
    except OSError as fault:
        raise _Stopped("connect", f"the connection broke: {fault.strerror or fault}") from None


def _headers(trip: _Trip, place: Address) -> list[tuple[str, str]]:
    told = [
        ("Host", place.authority),
        ("User-Agent", trip.way.agent),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
    ]
    if trip.asked.etag:
        told.append(("If-None-Match", trip.asked.etag))
    if trip.asked.modified:
        told.append(("If-Modified-Since", trip.asked.modified))
    return told


@dataclass(slots=True)
class _Count:
    """Bytes that came over the wire."""

    bytes: int = 0


def _events(trip: _Trip, line: h11.Connection, stream: Stream, came: _Count) -> Iterator[h11.Event]:
    most = trip.way.caps.wire_bytes + trip.way.caps.head_bytes
    while True:
        event = line.next_event()
        trip.left(0)
        if event is not h11.NEED_DATA:
            yield event  # type: ignore[misc]
            continue
        stream.settimeout(trip.left(trip.way.seconds.between))
        piece = stream.recv(_PIECE)
        came.bytes += len(piece)
        if came.bytes > most:
            raise TooMuch(f"more than {trip.way.caps.wire_bytes:,} bytes")
        line.receive_data(piece)


def _answer(trip: _Trip, events: Iterator[h11.Event], came: _Count) -> tuple[Fetched, str | None]:
    head = next(event for event in events if not isinstance(event, h11.InformationalResponse))
    if not isinstance(head, h11.Response):
        raise Broken("hung up without an answer")
    told = {name.decode("latin-1").lower(): value.decode("latin-1").strip() for name, value in reversed(head.headers)}
    answer = _of_head(head.status_code, told)
    if head.status_code in _LEADS_ON and told.get("location"):
        return answer, told["location"].encode("latin-1").decode("utf8", "replace")
    if head.status_code != 200:
        return answer, None
    _check_kind(trip, answer.kind)
    body = Body(told.get("content-encoding", "").lower(), trip.way.caps)
    for event in events:
        if isinstance(event, h11.EndOfMessage):
            return replace(answer, raw=body.whole(), wire_bytes=came.bytes), None
        if isinstance(event, h11.Data):
            body.take(bytes(event.data))
    raise Broken("an answer without an end")


def _of_head(status: int, told: dict[str, str]) -> Fetched:
    kind, _, rest = told.get("content-type", "").partition(";")
    charset = _CHARSET.search(rest)
    reserved = {"1": True, "0": False}.get(told.get("tdm-reservation", ""))
    return Fetched(
        address="",
        url="",
        status=status,
        kind=kind.strip().lower()[:100] or None,
        charset=charset[1].lower() if charset else None,
        etag=_short(told.get("etag")),
        modified=_short(told.get("last-modified")),
        retry_after=_short(told.get("retry-after")),
        reserved=reserved,
    )


def _short(told: str | None) -> str | None:
    """A value that may be sent back, None where it is longer than any honest one."""
    return told if told and len(told) <= 500 and told.isascii() and told.isprintable() else None


def _check_kind(trip: _Trip, kind: str | None) -> None:
    taken = trip.asked.kinds or network().kinds
    if kind and not kind.startswith(taken):
        raise _Stopped("kind", f"holds {kind[:60]}, no text")
