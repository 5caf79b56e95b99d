"""The parts of one e-mail message, as they are told apart from the rest of the program: bytes in, plain values out.

The law: no part is run, opened or followed; what cannot be decoded as it says is decoded as well as it can be.
"""

from __future__ import annotations

import base64
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import Any

from foreshock.errors import UnreadableReport
from foreshock.wire.caps import charsets, letter_limits

_HOPED = "hoped for an e-mail message"
_BROKEN = (ValueError, LookupError, AttributeError, TypeError)


def split_message(raw: bytes) -> dict[str, Any]:
    """The head, best text and attached files of a message, as plain JSON values."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise UnreadableReport("message", "no head of a message", _HOPED)
    parts = _parts(message)
    plain = next((x for x in parts if _is_text(x, "text/plain")), None)
    html = next((x for x in parts if _is_text(x, "text/html")), None)
    text = _text(plain) if plain is not None else None
    if text is not None and html is not None and len(text.split()) < 20:  # "see the web version" is no text
        text = None
    held = {id(x) for x in (plain, html)}
    return _head(message) | {
        "plain": _flowed(plain, text) if plain is not None and text and text.strip() else None,
        "html": _text(html) if html is not None else None,
        "attached": [_attached(x, n) for n, x in enumerate(_files(parts, held), 1)],
    }


def _parts(message: EmailMessage) -> list[EmailMessage]:
    """The parts that hold something; messages within the message are not walked into."""
    found: list[EmailMessage] = []
    waiting: list[Any] = [message]
    while waiting:
        part = waiting.pop(0)
        if len(found) + len(waiting) > letter_limits().parts:
            raise UnreadableReport("message", f"more than {letter_limits().parts} parts", _HOPED)
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting = [x for x in part.get_payload() if isinstance(x, EmailMessage)] + waiting
        else:
            found.append(part)
    return found


def _is_text(part: EmailMessage, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment"


def _files(parts: list[EmailMessage], held: set[int]) -> list[EmailMessage]:
    apart = [x for x in parts if id(x) not in held and (x.get_content_disposition() == "attachment" or _is_file(x))]
    return apart[: letter_limits().attached]


def _is_file(part: EmailMessage) -> bool:
    kind = part.get_content_type()
    return kind.startswith("application/") or kind == "message/rfc822"


def _attached(part: EmailMessage, number: int) -> dict[str, str]:
    kind = part.get_content_type()
    raw = _inner(part) if kind == "message/rfc822" else part.get_payload(decode=True)
    try:
        named = part.get_filename()
    except _BROKEN:
        named = None
    name = "".join(x for x in (named or "") if x.isprintable() and x not in "/\\")[:120]
    raw = raw if isinstance(raw, bytes) else b""
    return {"name": name or f"attachment {number}", "kind": kind, "raw": base64.b64encode(raw).decode("ascii")}


def _inner(part: EmailMessage) -> bytes:
    """The bytes of the message that `part` holds."""
    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else None
    return first.as_bytes() if isinstance(first, EmailMessage) else b""


def _text(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    told = str(part.get_content_charset() or "").lower()
    codecs = (
        ["utf-8", charsets().get(told, "utf-8")]
        if told in ("", "us-ascii")
        else [charsets().get(told, "utf-8"), "utf-8"]
    )
    for codec in [*codecs, "cp1252"]:
        try:
            return raw.decode(codec)
        except (UnicodeError, ValueError):
            continue
    return raw.decode("utf8", "replace")


def _flowed(part: EmailMessage, text: str) -> str:
    """The text with the soft breaks of format=flowed taken out."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    lines: list[str] = []
    soft = False
    for line in text.split("\n"):
        bare = line.rstrip("\r")
        if soft and lines and not bare.startswith(">"):
            lines[-1] += bare
        else:
            lines.append(bare)
        soft = bare.endswith(" ") and bare != "-- "
    return "\n".join(lines)


def _head(message: EmailMessage) -> dict[str, Any]:
    at = _moment(_field(message, "Date"))
    listed = any(message.get(x) is not None for x in ("List-Id", "List-Unsubscribe", "List-Post"))
    return {
        "subject": _field(message, "Subject"),
        "sender": _sender(message),
        "at": at.isoformat() if at else None,
        "listed": listed,
        "language": _field(message, "Content-Language"),
    }


def _field(message: EmailMessage, name: str) -> str | None:
    try:
        told = message.get(name)
        return " ".join(str(told).encode("utf8", "replace").decode("utf8").split())[:1000] if told is not None else None
    except _BROKEN:
        return None


def _sender(message: EmailMessage) -> str | None:
    try:
        addresses = message["From"].addresses
        name = addresses[0].display_name if addresses else ""
    except (*_BROKEN, IndexError):
        return None
    bare = " ".join(str(name).encode("utf8", "replace").decode("utf8").split())
    return bare[:200] if any(x.isalpha() for x in bare) and "@" not in bare else None


def _moment(told: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(told) if told else None
    except (*_BROKEN, IndexError, OverflowError):
        return None
