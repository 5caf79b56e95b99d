"""From the lines of printed pages to paragraphs.

The law: lines are joined as the writer wrote them: running heads and page numbers go, a hyphen that the printer set is
taken out, one that the writer set stays.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from foreshock.wire.caps import sheet_limits

_NUMBER = re.compile(r"(?:page |p\. ?|- ?)?\d{1,4}(?: ?(?:of|/|-) ?\d{0,4})?", re.IGNORECASE)
_ENDS = re.compile(r"[.!?…:][\"”’'»)\]]*$")
_HYPHEN = re.compile(r"(?P<first>\w[\w'’-]*)[-\u00ad\u2010]$")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


def paragraphs_of(pages: list[str]) -> list[str]:
    """The paragraphs of a text whose `pages` are given line by line."""
    sheets = [[line.strip() for line in page.translate(_LIGATURES).splitlines()] for page in pages]
    kept = _without_running_heads([sheet for sheet in sheets if any(sheet)])
    whole = "\n".join(line for sheet in kept for line in sheet)
    lines = [line for sheet in kept for line in [*sheet, "\f"]]
    width, gapped = _width(lines), sum(not x for x in lines) > 1
    found: list[str] = []
    held = ""
    for line, following in pairwise([*lines, ""]):
        if line == "\f" or not line:
            if held and (not line or _ENDS.search(held)):
                found.append(held)
                held = ""
            continue
        held = _joined(held, line, whole)
        if _stands_alone(line, following, width, gapped):
            found.append(held)
            held = ""
    return [x for x in [*found, held] if x]


def _stands_alone(line: str, following: str, width: int, gapped: bool) -> bool:
    """True where a paragraph ends with `line`; on a page with gaps no heading stands without one."""
    limits = sheet_limits()
    if _HYPHEN.search(line) or not following or following == "\f":
        return False
    if _ENDS.search(line):
        return len(line) < limits.full_line * width
    return not gapped and len(line) < limits.heading_line * width and not following[0].islower()


def _width(lines: list[str]) -> int:
    lengths = sorted(len(x) for x in lines if len(x) > 1)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _joined(held: str, line: str, whole: str) -> str:
    match = _HYPHEN.search(held)
    if not held or match is None:
        return f"{held} {line}".strip()
    second = re.match(r"[\w'’]+", line)
    if second is None or not second[0][0].islower():
        return f"{held}{line}" if held.endswith("-") else f"{held} {line}"
    return f"{held if _is_writers(match['first'], second[0], held, whole) else held[:-1]}{line}"


def _is_writers(first: str, second: str, held: str, whole: str) -> bool:
    """True where the hyphen between the halves stands in the word wherever it is written."""
    if held.endswith("\u00ad"):
        return False
    if re.search(rf"\b{re.escape(first)}-{re.escape(second)}\b", whole):
        return True
    if re.search(rf"\b{re.escape(first + second)}\b", whole):
        return False
    return second in sheet_limits().hyphened or first.isdigit()


def _without_running_heads(sheets: list[list[str]]) -> list[list[str]]:
    edge = sheet_limits().edge_lines
    bare = [[line for line in sheet if line] for sheet in sheets]
    counts = Counter(x for sheet in bare for x in {_shape(line) for line in [*sheet[:edge], *sheet[-edge:]]})
    most = max(sheet_limits().repeated_share * len(sheets), 1)
    heads = {shape for shape, count in counts.items() if count > most or (count == len(sheets) > 1)}
    return [_cut(sheet, heads, edge) for sheet in sheets]


def _cut(sheet: list[str], heads: set[str], edge: int) -> list[str]:
    filled = [i for i, line in enumerate(sheet) if line]
    edges = {*filled[:edge], *filled[-edge:]}
    return [x for i, x in enumerate(sheet) if not (i in edges and (_shape(x) in heads or _NUMBER.fullmatch(x)))]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())
