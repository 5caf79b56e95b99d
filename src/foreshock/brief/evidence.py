"""What may be shown: words, names, numbers and dates, each with the spans it came from.

The law: a `Shown` without a place in a report cannot be made, and a quote is the very words of its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from foreshock.errors import UnsupportedStatement
from foreshock.records import CodedReport, LeftOut, Span

UNTOLD = "outlet not told"

ShownKind = Literal["quote", "name", "act", "date", "number", "count", "record", "made", "modelled"]


@dataclass(frozen=True, slots=True)
class Cite:
    """A place in the brief: words of the report that stands `report`-th in it, or, without a span, its own record.

    With a `ground` it is neither (`report` is 0), but what a number of a model rests on, by the name of its place.
    """

    report: int
    span: Span | None = None
    ground: str | None = None

    @property
    def anchor(self) -> str:
        """The name of the place in the page."""
        if self.ground is not None:
            return self.ground
        return f"r{self.report}-s{self.span.start}-{self.span.end}" if self.span else f"r{self.report}"

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts cites by report and by place in it."""
        return (self.report, self.span.start, self.span.end) if self.span else (self.report, -1, -1)


@dataclass(frozen=True, slots=True)
class Shown:
    """Text that may stand on the page, and the places that back it; `full` is the untruncated text of a name.

    `cut` is true of a quote whose sentence began before it.
    """

    text: str
    kind: ShownKind
    cites: tuple[Cite, ...]
    full: str | None = None
    cut: bool = False

    def __post_init__(self) -> None:
        if not self.cites and self.kind != "made":
            raise UnsupportedStatement(self.text, f"a {self.kind}")
        if self.kind == "count" and self.text != f"{len(self.cites):,}":
            raise UnsupportedStatement(self.text, f"a count of {len(self.cites)} rows")

    @property
    def evidence(self) -> str:
        """The anchors, in order and each once, parted by spaces."""
        return " ".join(dict.fromkeys(c.anchor for c in self.cites)) or "made"

    @property
    def target(self) -> str:
        """The anchor a click leads to."""
        return self.cites[0].anchor if self.cites else ""

    @property
    def printed(self) -> str:
        """The text as it stands on the page: of a quote that begins within its sentence, behind an ellipsis."""
        return f"… {self.text}" if self.cut else self.text

    @property
    def key(self) -> str:
        """Equal for names that are the same but for case."""
        return (self.full or self.text).casefold()


def counted(cites: Sequence[Cite]) -> Shown:
    """The number of rows, backed by one place for each; raises UnsupportedStatement for no rows."""
    return Shown(f"{len(cites):,}", "count", tuple(cites))


def reason_head(row: LeftOut) -> str:
    """The reason without what follows its colon, by which rows are grouped."""
    return row.reason.partition(": ")[0]


def _closed(text: str, span: Span) -> Span:
    """The span with the closing mark right behind it, where it holds the opening one alone."""
    words, behind = span.of(text), text[span.end : span.end + 1]
    opened = words.count("“") > words.count("”") if behind == "”" else behind == '"' and words.count('"') % 2 == 1
    return Span(span.start, span.end + 1) if opened else span


def squeezed(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Leaf:
    """A coded report and its place in the brief, counted from 1: the only maker of words, names and dates shown."""

    number: int
    coded: CodedReport

    @property
    def text(self) -> str:
        """The report's text."""
        return self.coded.report.text

    def cite(self, span: Span) -> Cite:
        """The place of the span; raises UnsupportedStatement where it holds no words of the report."""
        if span.end > len(self.text) or not span.of(self.text).strip():
            raise UnsupportedStatement(f"characters {span.start} to {span.end}", f"report {self.coded.report.id}")
        return Cite(self.number, span)

    def quote(self, span: Span) -> Shown:
        """The words of the span, white space squeezed; a mark of quotation opened in it is closed."""
        whole = _closed(self.text, span)
        return Shown(squeezed(whole.of(self.text)), "quote", (self.cite(whole),))

    def backed(self, text: str, kind: ShownKind, *spans: Span) -> Shown:
        """The text with the spans that back it."""
        return Shown(text, kind, tuple(self.cite(s) for s in spans))

    def recorded(self, text: str) -> Shown:
        """A value of the report's own record: its outlet, title, hash or coder."""
        return Shown(text, "record", (Cite(self.number),))
