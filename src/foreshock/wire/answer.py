"""What came of asking an address: the answer, or in words why there is none.

The law: a refusal is a value with its reason, never an exception that a caller may forget.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Cause = Literal[
    "address", "robots", "reserved", "name", "connect", "tls", "time", "size", "protocol", "redirect", "kind", "status"
]
"""address: not public or not asked by its form; robots, reserved: the site does not want it; kind: no text."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was had from `address`, and `why`; `passing` where asking again later may help."""

    address: str
    cause: Cause
    why: str

    def __str__(self) -> str:
        return f"{self.address}: {self.why}"

    @property
    def passing(self) -> bool:
        """True for a fault of the line or the server, which may be gone later."""
        return self.cause in ("name", "connect", "time", "protocol", "tls")


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `raw` is unpacked, and empty where `status` is not 200; `url` is where the last redirect led.

    `moved` is the new address where every redirect was a permanent one. `remarks` are plain sentences, such as one on
    a redirect from https to http. `reserved` is the site's own word on text mining in this answer, None where silent.
    """

    address: str
    url: str
    status: int
    raw: bytes = b""
    kind: str | None = None
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    retry_after: str | None = None
    moved: str | None = None
    reserved: bool | None = None
    hops: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    wire_bytes: int = 0
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """True where the text came."""
        return self.status == 200
