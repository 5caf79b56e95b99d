"""The reader of `network.toml`: caps, times, ports, kinds and networks by which the room touches the world.

The law: no limit of the network stands in code; each is a line in the file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Caps:
    """How much of one answer is taken; bytes, but for `ratio`, `hops` and `names_tried`."""

    wire_bytes: int
    whole_bytes: int
    ratio: int
    ratio_from_bytes: int
    head_bytes: int
    hops: int
    address_letters: int
    names_tried: int


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long is waited: for a name, for a connection, between two pieces of an answer, and in all."""

    resolve: float
    connect: float
    between: float
    whole: float


@dataclass(frozen=True, slots=True)
class Courtesies:
    """What a site may expect of a reader."""

    robots_bytes: int
    tdm_bytes: int
    hours: float
    shut_hours: float
    host_seconds: float
    longest_delay_seconds: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How often sources and pages are asked."""

    every_minutes: float
    jitter: float
    longest_hours: float
    forbidden_hours: float
    longest_retry_days: float
    slow_seconds: float
    tries: int
    again_minutes: float
    looks_hours: tuple[float, ...]
    gone_again_hours: float
    newest: int
    sitemaps: int


@dataclass(frozen=True, slots=True)
class NotPublic:
    """A network that belongs to nobody outside, and in words why; `told_only` needs the address itself allowed."""

    network: IPv4Network | IPv6Network
    why: str
    told_only: bool


@dataclass(frozen=True, slots=True)
class Network:
    """The whole file."""

    caps: Caps
    seconds: Seconds
    ports: frozenset[int]
    ports_from: int
    agent: str
    token: str
    kinds: tuple[str, ...]
    not_public: tuple[NotPublic, ...]
    courtesies: Courtesies
    pace: Pace


@cache
def network() -> Network:
    """The limits of `network.toml`, read once; the narrowest network stands first."""
    told = tomllib.loads(Path(__file__).with_name("network.toml").read_text("utf8"))
    known = [NotPublic(ip_network(x["network"]), x["why"], x.get("told_only", False)) for x in told["networks"]]
    return Network(
        caps=Caps(**told["caps"]),
        seconds=Seconds(**told["seconds"]),
        ports=frozenset(told["ports"]["plain"]),
        ports_from=told["ports"]["above"],
        agent=told["agent"]["words"],
        token=told["agent"]["token"],
        kinds=tuple(told["kinds"]["taken"]),
        not_public=tuple(sorted(known, key=lambda one: -one.network.prefixlen)),
        courtesies=Courtesies(**told["courtesy"]),
        pace=Pace(**told["polling"] | {"looks_hours": tuple(told["polling"]["looks_hours"])}),
    )
