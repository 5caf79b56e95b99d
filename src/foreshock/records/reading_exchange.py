"""Readings as plain values for JSON: every field by its name, with the numbers that are made from fields beside them.

The law: what a reader of the JSON adds up is what a reader of the page adds up; rows are told as report#event.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from foreshock.records.reading import Alert, Clause, Reading, RowId

_MADE: tuple[tuple[type, str], ...] = ((Reading, "value"), (Clause, "text"), (Alert, "fired"))


def plain(told: Any) -> Any:
    """The record, or records, as dicts, lists, numbers and texts."""
    if isinstance(told, RowId):
        return str(told)
    if isinstance(told, date):
        return told.isoformat()
    if isinstance(told, tuple | list):
        return [plain(one) for one in told]
    if is_dataclass(told) and not isinstance(told, type):
        made = {name: getattr(told, name) for kind, name in _MADE if isinstance(told, kind)}
        return {field.name: plain(getattr(told, field.name)) for field in fields(told)} | made
    return told
