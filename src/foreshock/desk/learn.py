"""Learning from corrections: the lines that `correct --export` writes in, a file for the coder out.

The law: a share of the corrected reports is kept to measure on, chosen by their ids, and taught with never; what is
worse on them than before is not written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from foreshock.codebook.base import toml_file
from foreshock.desk.collect import Read, collect
from foreshock.desk.demo import examples
from foreshock.errors import BadCorrection, StudentMissing
from foreshock.records import CodedReport
from foreshock.records.exchange import coded as read
from foreshock.records.span import Span
from foreshock.scoring.agreement import matched

if TYPE_CHECKING:
    from foreshock.coding import EventCoder
    from foreshock.desk.open import Opened


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected report: its rows as they now read, the events a person touched, and words that tell none any more."""

    coded: CodedReport
    touched: frozenset[str]
    gone: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Over some reports: F1 of types, share of right standings, and how many of the `rows` a person told were right."""

    type_f1: float
    standing: float
    right: int
    rows: int


@dataclass(frozen=True, slots=True)
class Learnt:
    """Figures before and after on reports that were taught with and on those kept; `same` of `known` rows elsewhere."""

    taught: tuple[Figures, Figures]
    kept: tuple[Figures, Figures] | None
    same: int
    known: int
    written: Path | None

    def lines(self) -> list[str]:
        """The figures before and after, and where what was learned lies."""
        rows = [("taught", self.taught), *([("kept to measure on", self.kept)] if self.kept else [])]
        told = [f"{name}: {_in_words(before)} before, {_in_words(after)} after" for name, (before, after) in rows]
        told.append(f"elsewhere: {self.same} of {self.known} events of the example reports read as before")
        if self.kept is None:
            told.append("none of so few reports was kept to measure on: how it does on others is not known")
        if self.written is None:
            return [*told, "worse on the reports kept: nothing was written"]
        return [*told, f"written: {self.written}; set `learned` or FORESHOCK_LEARNED to it"]


def read_corrected(lines: Iterable[str], name: str) -> Iterator[Corrected]:
    """The corrected reports of lines of JSON; raises BadCorrection with the line that is none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            told: dict[str, Any] = json.loads(line)
            yield _corrected(read(told), told["corrections"])
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            fault_told = f"no corrected report as `foreshock correct --export` writes it ({fault})"
            raise BadCorrection(f"{name}, line {number}", fault_told) from fault


def learn(found: Sequence[Corrected], coder: Opened, out: Path) -> Learnt:
    """What was learned and how it measures, written to `out` where it is no worse.

    Raises BadCorrection where there is too little to learn from, StudentMissing where nobody could learn.
    """
    from foreshock.coding import open_coder
    from foreshock.coding.learned import write_learned

    before = cast("EventCoder", coder)
    weights = toml_file("student.toml")["learning"]
    kept = [told for told in found if _is_kept(told, weights["held_out"])]
    taught = [told for told in found if told not in kept]
    rows = sum(len(told.touched) + len(told.gone) for told in taught)
    if rows < weights["least"]:
        raise BadCorrection("learning", f"{rows} corrected events to learn from; it takes {weights['least']} or more")
    scratch = out.with_name(f".{out.name}.tried")
    write_learned(_fit(taught, before), scratch)
    try:
        after = open_coder(before.coder.model, kind="student" if before.alone else "both", learned=scratch)
        told = _measured(taught, kept, before, after)
        worse = told.kept is not None and told.kept[1].type_f1 < told.kept[0].type_f1
        if worse:
            return told
        scratch.replace(out)
        return Learnt(told.taught, told.kept, told.same, told.known, out)
    finally:
        scratch.unlink(missing_ok=True)


def _fit(taught: Sequence[Corrected], coder: EventCoder) -> Any:
    from foreshock.coding.learning import learn as fit
    from foreshock.coding.learning import lesson

    student = coder.student
    if student is None:
        raise StudentMissing("the coder by rules has no student that could learn")
    lessons = [lesson(coder.scene(t.coded.report).page, t.coded, t.touched, t.gone, student) for t in taught]
    known = [marks.columns for read in _examples() if (marks := coder.scene(read.report).page.marks) is not None]
    return fit(lessons, known, student)


def _measured(taught: Sequence[Corrected], kept: Sequence[Corrected], before: EventCoder, after: EventCoder) -> Learnt:
    pairs = [(_figures(some, before), _figures(some, after)) for some in (taught, kept)]
    reports = [read.report for read in _examples()]
    rows = [list(map(_rows, coder.code_all(reports))) for coder in (before, after)]
    known = sum(map(len, rows[0]))
    same = sum(len(old & new) for old, new in zip(*rows, strict=True))
    return Learnt(pairs[0], pairs[1] if kept else None, same, known, None)


def _figures(some: Sequence[Corrected], coder: EventCoder) -> Figures:
    hit = told = found = stood = right = rows = 0
    for wanted, coded in zip(some, coder.code_all(w.coded.report for w in some), strict=True):
        pairs = matched(wanted.coded.events, coded.events)
        hits = [(gold, seen) for gold, seen in pairs if gold and seen and gold.type == seen.type]
        hit, told, found = hit + len(hits), told + len(wanted.coded.events), found + len(coded.events)
        stood += sum(gold.standing == seen.standing for gold, seen in hits)
        rows += len(wanted.touched) + len(wanted.gone)
        right += sum(gold.id in wanted.touched and gold.standing == seen.standing for gold, seen in hits)
        right += sum(not any(event.trigger.meets(span) for event in coded.events) for span in wanted.gone)
    return Figures(2 * hit / ((told + found) or 1), stood / (hit or 1), right, rows)


def _in_words(told: Figures) -> str:
    return f"type F1 {told.type_f1:.3f}, standing {told.standing:.3f}, {told.right} of {told.rows} corrections held"


def _corrected(coded: CodedReport, corrections: Sequence[dict[str, Any]]) -> Corrected:
    after = {row["id"] for told in corrections for row in told["after"]}
    touched = frozenset(event.id for event in coded.events if event.id in after)
    before = [row for told in corrections for row in told["before"] if "trigger" in row]
    gone = {_emptied(Span(*row["trigger"]), Span(*row["sentence"]), coded) for row in before}
    return Corrected(coded, touched, tuple(sorted(span for span in gone if span is not None)))


def _emptied(trigger: Span, sentence: Span, coded: CodedReport) -> Span | None:
    """The words that tell no act any more: the whole sentence where none of it does, else the trigger, or nothing."""
    left = [event.trigger for event in coded.events if event.trigger.meets(sentence)]
    if not left:
        return sentence
    return None if any(other.meets(trigger) for other in left) else trigger


def _is_kept(told: Corrected, share: float) -> bool:
    return int(sha256(told.coded.report.id.encode()).hexdigest()[:8], 16) / 2**32 < share


def _rows(coded: CodedReport) -> set[tuple[Any, ...]]:
    return {(event.trigger, event.type, event.standing) for event in coded.events}


def _examples() -> list[Read]:
    return [read for read in collect([examples()]) if isinstance(read, Read)]
