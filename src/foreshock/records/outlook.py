"""An outlook: someone's judgement of how likely something is. The law: the words decide the band, never we."""

from __future__ import annotations

from dataclasses import dataclass

from foreshock.records.attribution import Chain
from foreshock.records.span import Span


@dataclass(frozen=True, slots=True)
class Outlook:
    """`words` judge `content`; `low` and `high` in percent are the ICD 203 band of the words, or where they have none
    the percent that the text gives itself; else None."""

    id: str
    content: Span
    words: str
    cue: Span
    low: int | None = None
    high: int | None = None
    chain: Chain = ()
