"""Addresses of the web. The law: http and https alone, whole, with a host and without a name or password in them."""

from __future__ import annotations

from urllib.parse import urlsplit

_NEVER = frozenset("<>\"'`\\{}|^")
_LONGEST = 2000


def web_address(told: str) -> str | None:
    """`told` without blanks at its ends where it is an address of the web, else None."""
    told = told.strip()
    if len(told) > _LONGEST or any(x.isspace() or not x.isprintable() or x in _NEVER for x in told):
        return None
    try:
        parts = urlsplit(told)
        fits = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        return told if fits and (parts.port is None or parts.port > 0) else None
    except ValueError:
        return None
