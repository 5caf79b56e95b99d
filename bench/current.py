"""One-sentence news items of a portal, with day and subject. The law: they are read where they lie, and not kept."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Item:
    """One item: what it says, when, and under which heading of the day."""

    text: str
    day: date
    category: str


def items(file: Path) -> list[Item]:
    """All items of the file, in its order."""
    with gzip.open(file, "rt", encoding="utf8") as lines:
        told = [json.loads(line) for line in lines]
    return [Item(row["text"], date.fromisoformat(row["date"]), row["category"]) for row in told]
