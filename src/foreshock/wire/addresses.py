"""Addresses of the web: read into one plain form, and judged before anything is sent to them.

The law: what is not certain to be a public place of http or https is refused, in words. A name says nothing of where
it leads; each address it leads to is judged by itself, and only the user's own word lifts a refusal, for that host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

import idna

from foreshock.errors import ForeshockError
from foreshock.wire.network import NotPublic, network

Ip = IPv4Address | IPv6Address

_PORTS = {"http": 80, "https": 443}
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_SAFE = "%/:?#[]@!$&'()*+,;=~-._"
_TRANSLATED = ip_network("64:ff9b::/96")
_GLOBAL = ip_network("2000::/3")
_LAST_IPV4 = 2**32 - 1


class RefusedAddress(ForeshockError):
    """An address that is not asked; nothing was sent to it."""

    exit_code = 3

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"{shown(address)}: {why}")
        self.address, self.why = address, why


@dataclass(frozen=True, slots=True)
class Address:
    """A place of the web. `host` is a name in lower-case ASCII, or an IP address without brackets; no fragment."""

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        return f"{self.origin}{self.target}"

    @property
    def origin(self) -> str:
        """Scheme, host, and the port where it is not the scheme's own."""
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}{port}"

    @property
    def authority(self) -> str:
        """Host and port as a request names them."""
        return self.origin.partition("://")[2]

    @property
    def ip(self) -> Ip | None:
        """The IP address, where the host is one."""
        return _ip(self.host)


@dataclass(frozen=True, slots=True)
class Allowed:
    """A host that the user lets be asked although it is not public, at one port where one was told."""

    host: str
    port: int | None = None


def read_address(told: str) -> Address:
    """The place that is told; raises RefusedAddress for all that is no plain address of http or https."""
    if len(told) > network().caps.address_letters:
        raise RefusedAddress(told, f"an address of {len(told):,} letters")
    if _UNSEEN.search(told) or "\\" in told:
        raise RefusedAddress(told, "blanks, control characters or backslashes in an address")
    try:
        parts = urlsplit(told)
        port = parts.port
    except ValueError:
        raise RefusedAddress(told, "no address of http or https") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise RefusedAddress(told, f"{scheme or 'no scheme'}: only http and https are read")
    if "@" in parts.netloc:
        raise RefusedAddress(told, "a user or password before the host")
    if parts.netloc.endswith(":") or port == 0:
        raise RefusedAddress(told, "no such port")
    target = quote(parts.path or "/", _SAFE) + (f"?{quote(parts.query, _SAFE)}" if parts.query else "")
    return Address(scheme, _host(told, parts.netloc), port or _PORTS[scheme], target)


def joined(base: Address, told: str) -> Address:
    """The place that a page, a feed or an answer at `base` names, blanks in it quoted; raises RefusedAddress."""
    try:
        return read_address(urljoin(str(base), told.strip(" \t\r\n\f").replace(" ", "%20")))
    except ValueError:
        raise RefusedAddress(told, "no address of http or https") from None


def read_allowed(told: Iterable[str]) -> frozenset[Allowed]:
    """The hosts that are told as HOST, HOST:PORT or [IPv6]:PORT; raises RefusedAddress."""
    return frozenset(_allowed(one.strip()) for one in told if one.strip())


def is_allowed(address: str, allowed: frozenset[Allowed]) -> bool:
    """True where the host of the address is told by name among those allowed."""
    try:
        place = read_address(address)
    except RefusedAddress:
        return False
    return _told(place.host, place, allowed)


def why_port_refused(address: Address, allowed: frozenset[Allowed]) -> str | None:
    """Why a port is not asked, None where it may be: below 1024 only those of the web."""
    known = network()
    if address.port in known.ports or address.port >= known.ports_from or _told(address.host, address, allowed):
        return None
    return f"port {address.port} is none of the web"


def why_refused(ip: Ip, address: Address, allowed: frozenset[Allowed]) -> str | None:
    """Why nothing is sent to this IP address, to which the host of `address` leads; None where something may be."""
    found = not_public(ip)
    if found is None or _told(str(ip), address, allowed):
        return None
    if not found.told_only and _told(address.host, address, allowed):
        return None
    return f"leads to {ip}, {found.why}" if address.host != str(ip) else found.why


def not_public(ip: Ip) -> NotPublic | None:
    """The network that keeps this address from being public, None where it is public."""
    if ip.version == 6 and ip in _TRANSLATED:
        return not_public(IPv4Address(int(ip) & _LAST_IPV4))
    for known in network().not_public:
        if ip.version == known.network.version and ip in known.network:
            return known
    if ip.is_global and not (ip.version == 6 and ip not in _GLOBAL):
        return None
    return NotPublic(ip_network(ip), "not a public address", True)


def read_ip(told: str) -> Ip:
    """The IP address that a resolver tells; raises ValueError, for an address with a zone too."""
    ip = ip_address(told)
    if getattr(ip, "scope_id", None):
        raise ValueError(f"{told} has a zone")
    return ip


def shown(address: str, letters: int = 200) -> str:
    """The address fit for one line, without a password."""
    line = _UNSEEN.sub("?", re.sub(r"//[^/@\s]*@", "//...@", address))
    return line if len(line) <= letters else f"{line[:letters]}..."


def _allowed(told: str) -> Allowed:
    bare = told if told.startswith("[") or told.count(":") < 2 else f"[{told}]"
    place = read_address(f"http://{bare}/")
    named = re.search(r":\d+$", bare if not bare.startswith("[") else bare.partition("]")[2])
    return Allowed(place.host, place.port if named else None)


def _told(host: str, address: Address, allowed: frozenset[Allowed]) -> bool:
    return Allowed(host) in allowed or Allowed(host, address.port) in allowed


def _host(told: str, netloc: str) -> str:
    if netloc.startswith("["):
        return _bracketed(told, netloc)
    name = netloc.rpartition(":")[0] if re.search(r":\d*$", netloc) else netloc
    try:
        host = _ascii(name).removesuffix(".")
    except (idna.IDNAError, UnicodeError):
        raise RefusedAddress(told, "no name of a host") from None
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return str(_numeric(told, labels))
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise RefusedAddress(told, "no name of a host")
    return host


def _ascii(name: str) -> str:
    """The name in lower-case ASCII, as browsers make it (UTS 46)."""
    if "%" in name:
        raise UnicodeError("a name in percent signs")
    if name.isascii():
        return name.lower()
    return idna.encode(name, uts46=True).decode("ascii").lower()


def _bracketed(told: str, netloc: str) -> str:
    inner, _, rest = netloc[1:].partition("]")
    if "%" in inner:
        raise RefusedAddress(told, "an address with a zone")
    if rest and not re.fullmatch(r":\d+", rest):
        raise RefusedAddress(told, "no IPv6 address in brackets")
    try:
        return str(IPv6Address(inner))
    except ValueError:
        raise RefusedAddress(told, "no IPv6 address in brackets") from None


def _numeric(told: str, labels: list[str]) -> IPv4Address:
    """The IPv4 address that browsers and resolvers read in decimal, octal and hexadecimal parts."""
    if len(labels) > 4 or not all(_NUMBER.fullmatch(label) for label in labels):
        raise RefusedAddress(told, "numbers that are no IPv4 address")
    try:
        *first, last = [_part(label) for label in labels]
    except ValueError:
        raise RefusedAddress(told, "numbers that are no IPv4 address") from None
    room = 256 ** (4 - len(first))
    if any(part > 255 for part in first) or last >= room:
        raise RefusedAddress(told, "numbers that are no IPv4 address")
    return IPv4Address(sum(part << 8 * (3 - at) for at, part in enumerate(first)) + last)


def _part(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8) if len(label) > 1 and label.startswith("0") else int(label)


def _ip(host: str) -> Ip | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
