"""Moments as containers tell them: ISO 8601, the dates of mail and RSS, seconds since 1970, or a stamp in words.

The law: a moment keeps the zone it was told with; what tells no day, or none on which a report can be, gives None.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from foreshock.wire.stamps import NoReportDay, read_stamp, report_day

_SECONDS = re.compile(r"\d{9,10}(?:\.\d{1,6})?|\d{12,13}")
_FOURTEEN = re.compile(r"\d{14}")
_LONGEST = 80
_MILLISECONDS = 1e11
"""Above this a count since 1970 is of milliseconds: as seconds it would lie beyond the year 5000."""

Moment = tuple[date, datetime | None]


def read_moment(told: object) -> Moment | None:
    """The day and, where a clock time is told, the moment."""
    if isinstance(told, bool) or told is None:
        return None
    text = str(told).strip()
    if not text or len(text) > _LONGEST:
        return None
    for way in (_iso, _counted, _posted, _worded):
        if found := way(text):
            return found if _possible(found[0]) else None
    return None


def _possible(day: date) -> bool:
    try:
        report_day(day)
    except NoReportDay:
        return False
    return True


def _iso(text: str) -> Moment | None:
    if _SECONDS.fullmatch(text):
        return None
    try:
        if _FOURTEEN.fullmatch(text):
            at = datetime.strptime(text, "%Y%m%d%H%M%S")
            return at.date(), at
        if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", text):
            return date.fromisoformat(text), None
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.date(), at


def _counted(text: str) -> Moment | None:
    if not _SECONDS.fullmatch(text):
        return None
    seconds = float(text)
    try:
        at = datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return at.date(), at


def _posted(text: str) -> Moment | None:
    if not re.search(r"\d{4}", text) or not re.search(r"\d:\d\d", text):
        return None
    try:
        at = parsedate_to_datetime(text)
        return at.date(), at
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _worded(text: str) -> Moment | None:
    stamp = read_stamp(text)
    return (stamp.day, stamp.at) if stamp and stamp.day else None
