"""Attributions against PolNeAR: exact and begin-match F1 of source, cue and content spans.

The law: the coder's statements are scored as they ship; where PolNeAR marks other words on purpose (whole noun phrases,
verb groups, quotation marks, no nesting), the spans are mapped here and never in the coder.
"""

from __future__ import annotations

import glob
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.tokens import Token

from foreshock.coding import EventCoder, open_coder
from foreshock.coding.scene import Scene
from foreshock.coding.sentences import Page
from foreshock.coding.statements import find_statements
from foreshock.records import Span, Statement
from foreshock.wire import read_text

OCCASIONS = frozenset({"statement", "interview", "email", "speech", "letter", "tweet"})
QUANTITIES = frozenset({"half", "majority", "number", "percent", "third", "quarter", "most", "some", "many", "all"})
ROLES = ("source", "cue", "content")
_MARKED = re.compile(r"^(T\d+)\t(\w+) ([\d ;]+)\t")
_RELATION = re.compile(r"^E\d+\t(.+)$")
_EDGES = " \t\n\u00a0,;:."
_OPENING, _CLOSING = "\"“'‘«", "\"”'’»"


@dataclass(slots=True)
class Marked:
    """The spans of an article by role; a span told in pieces counts as its pieces, as a tagger would give it."""

    source: set[tuple[int, int]] = field(default_factory=set)
    cue: set[tuple[int, int]] = field(default_factory=set)
    content: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Scores:
    """F1 by role, exact and by the first character of the span."""

    exact: dict[str, float]
    begin: dict[str, float]
    precision: dict[str, float]
    recall: dict[str, float]


def score_polnear(folder: Path, coder: EventCoder, part: str = "test", step: int = 1) -> Scores:
    """The scores on a part ("train", "dev" or "test") of the corpus in `folder`; `step` takes each n-th article."""
    return scored((gold, mapped(text, coder)) for text, gold in read_part(folder / "data" / part, step))


def scored(pairs: Iterable[tuple[Marked, Marked]]) -> Scores:
    """The scores over articles, each as its gold spans and those found."""
    tally: Counter[tuple[str, str]] = Counter()
    for gold, found in pairs:
        for role in ROLES:
            wanted, got = getattr(gold, role), getattr(found, role)
            tally[role, "gold"] += len(wanted)
            tally[role, "found"] += len(got)
            tally[role, "exact"] += len(wanted & got)
            tally[role, "begin"] += len({s for s, _ in wanted} & {s for s, _ in got})
    return _scores(tally)


def read_part(folder: Path, step: int = 1) -> Iterator[tuple[str, Marked]]:
    """Text and gold spans of each article, edges trimmed of space and commas."""
    for path in sorted((folder / "text").glob("*.txt"))[::step]:
        text = path.read_bytes().decode("utf8")
        marks = next((folder / "attributions").glob(f"{glob.escape(path.stem)}_*.ann"))
        yield text, _gold(text, marks.read_text(encoding="utf8"))


def _gold(text: str, marks: str) -> Marked:
    spans: dict[str, list[tuple[int, int]]] = {}
    gold = Marked()
    for line in marks.splitlines():
        if told := _MARKED.match(line):
            pieces = [tuple(int(n) for n in piece.split()) for piece in told[3].split(";")]
            spans[told[1]] = [trimmed(text, start, end) for start, end in pieces]
        elif told := _RELATION.match(line):
            for name, mark in (part.split(":") for part in told[1].split()):
                role = name.rstrip("0123456789").lower()
                if role in ROLES:
                    getattr(gold, role).update(spans.get(mark, ()))
    return gold


def mapped(text: str, coder: EventCoder) -> Marked:
    """The statements of the text in PolNeAR's spans."""
    return in_scene(text, coder.scene(read_text(text)))


def in_scene(text: str, scene: Scene) -> Marked:
    """The statements of the parsed text in PolNeAR's spans: those inside another's content left off."""
    rows = find_statements(scene.page.report.id, scene.voices.claims, scene.voices.claims_at)
    found = Marked()
    for row in rows:
        if any(o is not row and o.content.covers(row.cue) and not row.content.covers(o.cue) for o in rows):
            continue
        cue = _verb_group(scene.page, row.cue)
        source = _before_cue(scene.page, _phrase(scene.page, row.source.span), cue)
        found.source.add(trimmed(text, source.start, source.end))
        found.cue.add(trimmed(text, cue.start, cue.end))
        found.content.update(_pieces(text, row, (source, cue)))
    return found


def _pieces(text: str, row: Statement, taken: tuple[Span, Span]) -> Iterator[tuple[int, int]]:
    """The content with its quotation marks, less the source and cue that stand inside it."""
    at, end = row.content.start, row.content.end
    for hole in sorted(taken):
        if at <= hole.start and hole.end <= end:
            yield from _piece(text, at, hole.start)
            at = hole.end
        elif hole.start <= at < hole.end:
            at = hole.end
        elif hole.start < end <= hole.end:
            end = hole.start
    yield from _piece(text, at, end)


def _piece(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = trimmed(text, start, end)
    if end - start < 2:
        return
    inside = text[start:end]
    while text[start - 1 : start] and text[start - 1 : start] in _OPENING:
        start -= 1
    for ahead in (0, 1):
        sign = text[end + ahead : end + ahead + 1]
        if sign and sign in _CLOSING and _is_open(inside, text[start]):
            end += ahead + 1
            break
    yield start, end


def _is_open(inside: str, first: str) -> bool:
    """True where a quotation begins in the stretch and does not end in it."""
    opened = first in '"“«' or "“" in inside or '"' in inside
    return opened and inside[-1:] not in '"”»'


def _phrase(page: Page, span: Span) -> Span:
    """The whole noun phrase around a source: article, apposition and clause included."""
    words = page.doc.char_span(span.start, span.end, alignment_mode="expand")
    if words is None or words.root.pos_ == "VERB":
        return span
    root = words.root
    while root.dep_ == "pobj" and root.head.lower_ == "of" and root.head.head.lemma_.lower() in QUANTITIES:
        root = root.head.head
    if root.pos_ == "PRON" or root.dep_ == "poss":
        return _between(page, min(root.left_edge.i, words.start), max(root.i, words.end - 1))
    return _between(page, min(root.left_edge.i, words.start), max(root.right_edge.i, words.end - 1))


def _before_cue(page: Page, source: Span, cue: Span) -> Span:
    """A phrase that holds the cue ends before it; where the cue stands in its relative clause, "who" is the source."""
    if not source.covers(cue):
        return source
    words = page.doc.char_span(cue.start, cue.end, alignment_mode="expand")
    if words is None:
        return source
    relative = [c for c in words.root.children if c.dep_ in ("nsubj", "nsubjpass") and c.tag_ in ("WP", "WDT")]
    return _between(page, relative[0].i, relative[0].i) if relative else Span(source.start, cue.start)


def _verb_group(page: Page, span: Span) -> Span:
    """The cue with its auxiliaries, negation and adverbs, as far as they stand right beside it."""
    words = page.doc.char_span(span.start, span.end, alignment_mode="expand")
    if words is None or words.root.pos_ not in ("VERB", "AUX"):
        return span
    first, last, root = words.start, words.end - 1, words.root
    beside = {c.i for c in root.children if c.dep_ in ("aux", "auxpass", "neg", "advmod") and len(list(c.subtree)) == 1}
    while first - 1 in beside:
        first -= 1
    return _between(page, first, _with_occasion(words.root, last))


def _with_occasion(verb: Token, last: int) -> int:
    """The last word of "said in a statement" and "said Tuesday", which PolNeAR counts to the cue."""
    for child in verb.children:
        day = child.dep_ == "npadvmod" and child.ent_type_ == "DATE"
        place = child.dep_ == "prep" and any(o.lemma_ in OCCASIONS for o in child.children)
        if child.left_edge.i == last + 1 and (day or place):
            return int(child.right_edge.i)
    return last


def _between(page: Page, first: int, last: int) -> Span:
    return page.char_span(page.doc[first], page.doc[last])


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without space, comma and stop at its edges."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _scores(tally: Counter[tuple[str, str]]) -> Scores:
    def f1(role: str, hit: str) -> float:
        return round(2 * tally[role, hit] / max(1, tally[role, "gold"] + tally[role, "found"]), 4)

    return Scores(
        exact={r: f1(r, "exact") for r in ROLES},
        begin={r: f1(r, "begin") for r in ROLES},
        precision={r: round(tally[r, "exact"] / max(1, tally[r, "found"]), 4) for r in ROLES},
        recall={r: round(tally[r, "exact"] / max(1, tally[r, "gold"]), 4) for r in ROLES},
    )


def main(folder: Path, part: str, step: int, *more: Any) -> None:
    """Print the scores of one part."""
    print(part, score_polnear(folder, open_coder(*more), part, step))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "test", int(sys.argv[3]) if len(sys.argv) > 3 else 1)
