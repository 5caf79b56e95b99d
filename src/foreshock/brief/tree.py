"""The brief as records: each section a tree whose leaves are `Shown`.

The law: nothing here is free text; what is fixed wording stands in the templates, what is found stands in `Shown`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foreshock.brief.evidence import Leaf, Shown
from foreshock.brief.modelled import Prognosis
from foreshock.records.attribution import Stance
from foreshock.records.consequence import ConsequenceKind
from foreshock.records.event import Standing
from foreshock.records.report import Found

Tone = Literal["conflict", "cooperation", "neither"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of a chain: who says it, the words that introduce it, and how the source stands to it."""

    name: Shown
    cue: Shown
    stance: Stance


Voices = tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One event as told: when, who, what, to whom, where, how surely, in which words, according to whom.

    `headline` are the words of the title that tell the same act; `elsewhere` parties that its sentence does not name.
    """

    act: Shown
    actors: tuple[Shown, ...]
    recipients: tuple[Shown, ...]
    standing: Standing
    tone: Tone
    score: float
    when: Shown | None
    where: Shown | None
    quote: Shown
    voices: Voices
    start: int | None
    end: int | None
    elsewhere: tuple[Shown, ...] = ()
    headline: Shown | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on a lane: place and width in percent of the lane."""

    left: float
    width: float
    told: Told

    @property
    def middle(self) -> float:
        """The middle of the mark, in percent of the lane."""
        return self.left + self.width / 2


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled day on the lanes' shared axis; `narrow` where a narrow page has room for it too."""

    left: float
    label: Shown
    side: str
    narrow: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """The events of one pair of parties, dated ones first in time order."""

    actors: tuple[Shown, ...]
    recipients: tuple[Shown, ...]
    count: Shown
    marks: tuple[Mark, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of a series: its length in percent of the longest, `more` the part that is open or a range."""

    label: Shown
    value: Shown
    length: float
    more: float
    open: str
    voices: Voices


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one thing over several periods, or of one toll by day reported.

    `tellers` are a bar of each voice, `also` more outlets; `grew` is true of a toll.
    """

    what: Shown
    bars: tuple[Bar, ...]
    tellers: tuple[Bar, ...]
    also: tuple[Shown, ...]
    grew: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A figure that stands alone; `also` are further outlets that tell the same."""

    value: Shown
    open: str
    what: Shown
    when: Shown | None
    quote: Shown
    voices: Voices
    also: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a name, and where its foot stands."""

    words: Shown
    y: float


@dataclass(frozen=True, slots=True)
class Node:
    """A party on the drawing: a box around the lines of its name."""

    lines: tuple[Line, ...]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two boxes: `form` is its look, `kind` the tie, `onward` and `back` its tips, `cites` its rows.

    `label` is where the tie is named, None where it would cover a box or another label.
    """

    form: str
    kind: str
    x1: float
    y1: float
    x2: float
    y2: float
    onward: bool
    back: bool
    weight: float
    cites: Shown
    label: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The parties and the lines between them, laid out for one width."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A standing tie as told."""

    kind: str
    left: Shown
    right: Shown
    quote: Shown
    voices: Voices


@dataclass(frozen=True, slots=True)
class Branch:
    """Someone who is cited, the rows that rest on them (`own`: on nobody further in), and whom they cite in turn.

    `title` stands beside an outlet that is not told.
    """

    name: Shown
    title: Shown | None
    count: Shown
    own: Shown | None
    quotes: tuple[Shown, ...]
    denies: bool
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Someone whom several outlets cite: one origin, however many pass it on."""

    name: Shown
    outlets: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The words of a judgement, and where they are ICD 203's, the band in percent and its place among the bands; where
    the report tells a percent, that."""

    words: Shown
    low: Shown | None
    high: Shown | None
    band: int | None


@dataclass(frozen=True, slots=True)
class Prospect:
    """Something that may come: in which words, how likely, according to whom."""

    quote: Shown
    likelihood: Likelihood | None
    voices: Voices
    told: Told | None


@dataclass(frozen=True, slots=True)
class Path:
    """A claim that one thing bears on another, both ends quoted."""

    kind: ConsequenceKind
    cause: Shown
    cue: Shown
    effect: Shown
    voices: Voices


@dataclass(frozen=True, slots=True)
class BottomLine:
    """The worst case in the report's own terms; `nearest` are judgements near it in ICD 203's words."""

    worst: Prospect
    nearest: tuple[Prospect, ...]
    paths: tuple[Path, ...]
    others: tuple[Prospect, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One account in a dispute; `also` are further outlets with the same account."""

    quote: Shown
    value: Shown | None
    open: str
    when: Shown | None
    voices: Voices
    denies: bool
    outlet: Shown
    also: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Accounts of the same thing that differ."""

    what: Shown
    figures: bool
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One happening that several tell, or that one asserts and another denies: how many outlets and independent origins
    tell it, an account of each, further outlets, and what is known of copies."""

    told: Told
    outlets: Shown
    origins: Shown
    contested: bool
    sides: tuple[Side, ...]
    also: tuple[Shown, ...]
    copied: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """Words that were read and not coded, by reason."""

    reason: Shown
    count: Shown
    quotes: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Reports that nobody read, such as those in a language without a coder, by the reason."""

    reason: Shown
    count: Shown
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A report of the brief: what is known of where it came from, and who coded it, if anybody `read` it."""

    number: int
    label: Shown
    outlet: Shown | None
    title: Shown | None
    published: Shown | None
    found: Found
    language: Shown | None
    url: Shown | None
    hash: Shown
    coder: Shown
    model: Shown
    read: bool
    flags: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of one kind the brief rests on; `word` is a fixed label."""

    word: str
    count: Shown


@dataclass(frozen=True, slots=True)
class Brief:
    """All sections, and the reports they rest on: those `read`, and those `unread`, of which no section tells."""

    made: Shown
    title: Shown | None
    reports: Shown
    tallies: tuple[Tally, ...]
    bottom: BottomLine | None
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    series: tuple[Series, ...]
    counts: tuple[Count, ...]
    drawings: tuple[Drawing, ...]
    ties: tuple[Tie, ...]
    voices: tuple[Branch, ...]
    shared: tuple[Shared, ...]
    outlooks: tuple[Prospect, ...]
    coming: tuple[Prospect, ...]
    bringing: tuple[Path, ...]
    holding: tuple[Path, ...]
    disputes: tuple[Dispute, ...]
    asides: tuple[Aside, ...]
    origins: tuple[Origin, ...]
    leaves: tuple[Leaf, ...]
    read: Shown | None
    unread: tuple[Unread, ...]
    prognosis: Prognosis | None = None
    happenings: tuple[Happening, ...] = ()
