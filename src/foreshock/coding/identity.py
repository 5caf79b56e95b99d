"""Row ids. The law: the same row of the same report has the same id, whatever else the report holds."""

from __future__ import annotations

import hashlib

from foreshock.records import Span


def row_id(kind: str, report: str, at: Span, *told: str) -> str:
    """A letter for the kind and twelve hex digits of what makes the row what it is."""
    key = "\x1f".join([kind, report, str(at.start), str(at.end), *told])
    return f"{kind}-{hashlib.sha256(key.encode('utf8')).hexdigest()[:12]}"
