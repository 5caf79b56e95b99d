"""The fixed wording for values that the records name by code.

The law: a code without a wording here cannot be shown; no wording holds a number, a name or a date.
"""

from __future__ import annotations

from types import MappingProxyType

WORDS = MappingProxyType(
    {
        "actual": "told as done",
        "historical": "background",
        "future": "planned",
        "hypothetical": "possible",
        "negated": "told as not done",
        "asserts": "says",
        "denies": "denies",
        "doubts": "doubts",
        "leads-to": "leads to",
        "risks": "risks",
        "prevents": "holds off",
        "requires": "requires",
        "ally": "ally of",
        "backs": "backs",
        "leads": "leads",
        "member-of": "member of",
        "opposes": "opposes",
        "agreement": "bound by agreement to",
        "or-more": "or more",
        "at-most": "at most",
        "given": "given when the report was read",
        "text": "told in the text",
        "meta": "told by the page's metadata",
        "header": "told in the head of the message",
        "feed": "told by the feed",
        "address": "told by the address or the file's name",
        "unknown": "not known",
        "acts-done": "acts told as done",
        "acts-not-done": "acts told as not done",
        "acts-possible": "acts planned or possible",
        "statements": "statements",
        "figures": "figures",
        "judgements": "judgements of likelihood",
        "conflict": "conflict",
        "cooperation": "cooperation",
        "": "",
    }
)

CODES = frozenset({"tie", "opposes", "conflict", "cooperation", "neither", "wide", "narrow", "start", "middle", "end"})
"""Names that stand in attributes only: classes, ids and anchors of text."""
