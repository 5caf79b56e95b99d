"""Copies as they arrive: is this report the text of one before it, printed again?

The law: nothing is called a copy before the two texts were laid side by side; anchors only find which to compare. The
same reports in the same order give the same copies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType

import numpy as np

from foreshock.records.copy import Copy, Sketch
from foreshock.records.report import Report
from foreshock.wire.alike import likeness
from foreshock.wire.anchors import Anchors
from foreshock.wire.copy_rules import copy_rules
from foreshock.wire.wording import Wording, anchors, wording

_Held = tuple[Wording, date | None]
_OTHER_FACTS = "other facts"
_NONE: Mapping[str, str] = MappingProxyType({})
_FEW = 256
"""So many texts are put one by one; more become an array of their own."""
_REMEMBERED = 1024
"""Wordings kept at hand."""


class Copies:
    """The reports seen so far, to find those that a new one copies.

    `report_of` gives a report by its id, None where it is gone; without it, their wordings are kept in memory.
    """

    def __init__(self, report_of: Callable[[str], Report | None] | None = None) -> None:
        self._report_of = report_of
        self._names: list[str] = []
        self._index = Anchors()
        self._families: dict[str, str] = {}
        self._wordings: dict[str, _Held] = {}
        self.rule = copy_rules().rule

    def __len__(self) -> int:
        return len(self._names)

    def find(self, report: Report) -> Copy | None:
        """The report before this one that it copies, the one most alike and then the earliest; None where none is.

        A report that tells another fact than one of a family is a copy of none of it: it is an update, and shares with
        the others of the family only what they left out.
        """
        rules, mine = copy_rules().found, self._wording(report)
        marks = anchors(mine.runs)
        least = min(rules.least_hits, len(marks))
        found = [hit for hit in self._index.sharing(marks, rules.same_anchor) if hit[1] >= least]
        copies: list[Copy] = []
        others: set[str] = set()
        for name in [self._names[number] for number, _ in found[: rules.compared]]:
            copy = self._compared(report, mine, name)
            if isinstance(copy, Copy):
                copies.append(copy)
            elif copy == _OTHER_FACTS:
                others.add(self.family(name))
            if isinstance(copy, Copy) and copy.kind == "exact":
                break
        kept = [copy for copy in copies if copy.kind == "exact" or self.family(copy.of) not in others]
        return min(kept, key=lambda copy: (copy.kind, -round(copy.share, 2)), default=None)

    def family(self, name: str) -> str:
        """The first of the reports that the report is, as far as was told, one text with."""
        return self._families.get(name, name)

    def add(self, report: Report, copy: Copy | None = None) -> Sketch:
        """The sketch of the report, which is found from now on, in the family of what it is a copy of."""
        self.join(report.id, copy)
        sketch = self.sketch(report)
        self.put([(report.id, sketch.marks)])
        return sketch

    def sketch(self, report: Report) -> Sketch:
        """What the report is to be found by; it is not found yet."""
        return Sketch(self.rule, anchors(self._wording(report).runs).astype("<u4").tobytes())

    def join(self, name: str, copy: Copy | None) -> None:
        """The report is in the family of what it is a copy of."""
        if copy is not None:
            self._families[name] = self.family(copy.of)

    def put(self, sketches: Iterable[tuple[str, bytes]], families: Mapping[str, str] = _NONE) -> None:
        """Reports with the marks of their sketches, in the order of adding, are found from now on.

        `families` tells the family of those that are in one.
        """
        told = list(sketches)
        self._families |= families
        self._names += [name for name, _ in told]
        marks = [np.frombuffer(held, dtype="<u4") for _, held in told]
        if len(marks) > _FEW:
            self._index.put_all(marks)
        else:
            for own in marks:
                self._index.put(own)

    def bytes_held(self) -> int:
        """The bytes of the index, names and wordings aside."""
        return self._index.bytes_held()

    def _compared(self, report: Report, mine: Wording, name: str) -> Copy | str | None:
        """The copy that it is, or that it tells other facts in the same words, or None."""
        held = self._held(name) if name != report.id else None
        if held is None:
            return None
        theirs, apart = held[0], _days_apart(report.published, held[1])
        if mine.exact == theirs.exact:
            enough = len(mine) > _short_of(apart)
            return Copy(name, 1.0, "exact", "the same words") if enough else None
        if apart > copy_rules().alike.near_days:
            return None
        found = likeness(mine, theirs)
        if not found.is_copy(len(mine), len(theirs)):
            return _OTHER_FACTS if found.changed else None
        return Copy(name, round(found.share, 4), "near", _because(found.share, len(mine), len(theirs)))

    def _wording(self, report: Report) -> Wording:
        if report.id not in self._wordings:
            if self._report_of and len(self._wordings) >= _REMEMBERED:
                del self._wordings[next(iter(self._wordings))]
            self._wordings[report.id] = wording(report), report.published
        return self._wordings[report.id][0]

    def _held(self, name: str) -> _Held | None:
        if name not in self._wordings and self._report_of and (report := self._report_of(name)):
            self._wording(report)
        return self._wordings.get(name)


def _short_of(apart: int) -> int:
    """How many words the same text may have, printed so many days apart, and still be a heading or form that recurs."""
    alike = copy_rules().alike
    if apart > alike.near_days:
        return alike.short_words
    return alike.least_words - 1 if apart else 0


def _days_apart(one: date | None, other: date | None) -> int:
    """The days between two publications; 0 where one is not known."""
    return abs((one - other).days) if one and other else 0


def _because(share: float, mine: int, theirs: int) -> str:
    """In words: how much of the shorter text stands in the longer, and that no fact was changed."""
    whose = "of its words stand in" if mine <= theirs else "of the words of"
    end = "the other in order" if mine <= theirs else "the other stand in it in order"
    return f"{share:.0%} {whose} {end}, no number or name changed"
