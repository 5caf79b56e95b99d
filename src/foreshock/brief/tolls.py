"""Figures of one thing that cannot both hold: what counts as one thing, one happening and two voices.

The law: a pair is made from the rows and their own sentences only; the words for the dead are one thing, as are those
for the hurt. A toll that later reports raise has grown and is no dispute, nor is a part beside its whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from foreshock.brief.evidence import Leaf
from foreshock.brief.phrasing import sentence_of
from foreshock.records import Event, Figure, Span, When

if TYPE_CHECKING:
    from foreshock.brief.series import Row

CLOSE_DAYS = 7
ENOUGH, ENOUGH_AFAR = 2, 3
RUNNING = re.compile(r"\b(?:weeks|months|years|since|so far|to date)\b")
PARTED = re.compile(r"\b(?:after|including|among them|among whom|of whom|of them)\b")
HARMED = {
    "killed": "killed dead deaths death die died dies fatality fatalities slain lives perished".split(),
    "wounded": "wounded injured injury injuries hurt maimed casualty casualties".split(),
}
SAME = {word: name for name, words in HARMED.items() for word in words}
EMPTY = frozenset("people person persons toll total number of the a in were was overall others".split())
NAME = re.compile(r"(?<=[a-z,;’”\"]\s)[A-Z][\w’'-]{2,}")
FIRST = re.compile(r"[A-Z][\w’'-]{2,}")
CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the happening of a figure is known by: places, parties, capitalised words, and when."""

    places: frozenset[str]
    actors: frozenset[str]
    recipients: frozenset[str]
    names: frozenset[str]
    when: When | None
    running: bool


def differing(leaves: Sequence[Leaf]) -> Iterator[list[Row]]:
    """Rows that contradict each other, those of one thing together."""
    rows = _wholes(leaves)
    settings = [_setting(leaf, figure) for leaf, figure in rows]
    risen = [[rows.index(row) for row in run] for run in grown(leaves)]
    left = set(range(len(rows)))
    for first in range(len(rows)):
        if first in left:
            found = _reached(first, rows, settings, risen)
            left -= found
            if len(found) > 1:
                yield [rows[n] for n in sorted(found)]


def grown(leaves: Sequence[Leaf]) -> list[list[Row]]:
    """The tolls of one happening that reports of later days raise, one row a report, by day of publication."""
    rows = [row for row in _wholes(leaves) if row[0].coded.report.published and is_of_one_happening(row[1])]
    settings = [_setting(leaf, figure) for leaf, figure in rows]
    runs: list[list[Row]] = []
    left = list(range(len(rows)))
    while left:
        one = left[0]
        same = [n for n in left if n == one or _same_toll(rows, settings, one, n)]
        left = [n for n in left if n not in same]
        highest = {rows[n][0].number: rows[n] for n in sorted(same, key=lambda n: rows[n][1].low or 0.0)}
        run = sorted(highest.values(), key=lambda row: (_published(row), row[1].low or 0.0))
        if _rises(run):
            runs.append(run)
    return runs


def is_of_one_happening(figure: Figure) -> bool:
    """True for the dead or the hurt of a day or of a few: a toll of one happening, and no count of a period."""
    when = figure.when
    if when is None or when.start is None or when.end is None or thing(figure.what).isdisjoint(HARMED):
        return False
    return (when.end - when.start).days < CLOSE_DAYS


def _wholes(leaves: Sequence[Leaf]) -> list[Row]:
    """The figures, without those that their sentence makes a part of another: "17, after eight died overnight"."""
    return [(leaf, f) for leaf in leaves for f in leaf.coded.figures if not _is_part(leaf, f)]


def _is_part(leaf: Leaf, part: Figure) -> bool:
    sentence = sentence_of(leaf, part.span)
    return any(
        sentence.covers(whole.span)
        and whole.span.end <= part.span.start
        and thing(whole.what) == thing(part.what)
        and (whole.low or 0.0) > (part.low or 0.0)
        and PARTED.search(leaf.text, whole.span.end, part.span.start)
        for whole in leaf.coded.figures
    )


def _same_toll(rows: Sequence[Row], settings: Sequence[Setting], one: int, other: int) -> bool:
    a, b = rows[one][1], rows[other][1]
    together = thing(a.what) == thing(b.what) and same_time(a.when, b.when)
    return together and _same_happening(rows[one], rows[other], settings[one], settings[other])


def _published(row: Row) -> int:
    day = row[0].coded.report.published
    return day.toordinal() if day else 0


def _rises(run: Sequence[Row]) -> bool:
    """True where no later toll is lower, and each that is higher is of a later day."""
    steps = [(_published(b) - _published(a), (b[1].low or 0.0) - (a[1].low or 0.0)) for a, b in pairwise(run)]
    return any(more > 0 for _, more in steps) and all(more == 0 or (more > 0 and days > 0) for days, more in steps)


def _reached(first: int, rows: Sequence[Row], settings: Sequence[Setting], risen: Sequence[Sequence[int]]) -> set[int]:
    found, fresh = {first}, [first]
    while fresh:
        one = fresh.pop()
        beside = {n for run in risen if one in run for n in run}
        near = {n for n in range(len(rows)) if n not in found | beside and _differ(rows, settings, one, n)}
        found |= near
        fresh.extend(near)
    return found


@lru_cache(maxsize=2**16)
def thing(what: str) -> frozenset[str]:
    """The words of what is counted, with one word for the dead and one for the hurt, singular and without filler."""
    words = (SAME.get(w, w) for w in re.findall(r"\w+", what.casefold()))
    return frozenset(w.removesuffix("s") if len(w) > 3 else w for w in words if w not in EMPTY)


def _differ(rows: Sequence[Row], settings: Sequence[Setting], one: int, other: int) -> bool:
    (leaf, a), (other_leaf, b) = rows[one], rows[other]
    same_voice = leaf.number == other_leaf.number and _sources(a) == _sources(b)
    if same_voice or not _contradict(a, b) or not same_time(settings[one].when, settings[other].when):
        return False
    return _same_happening(rows[one], rows[other], settings[one], settings[other])


def _sources(figure: Figure) -> list[str]:
    return [link.source.name for link in figure.chain]


def _contradict(a: Figure, b: Figure) -> bool:
    """True for one thing without a shared number, and for a total of the harmed below the number of a part."""
    mine, theirs = thing(a.what), thing(b.what)
    if not {a.unit, b.unit} <= {None, "persons"} and a.unit != b.unit:
        return False
    if mine == theirs:
        return _apart(a, b)
    whole, part = (a, b) if mine < theirs else (b, a)
    harmed = thing(whole.what) & set(HARMED)
    nested = bool(harmed) and thing(whole.what) < thing(part.what)
    return nested and whole.high is not None and part.low is not None and whole.high < part.low


def _apart(a: Figure, b: Figure) -> bool:
    inf = float("inf")
    a_low, a_high = a.low if a.low is not None else -inf, a.high if a.high is not None else inf
    b_low, b_high = b.low if b.low is not None else -inf, b.high if b.high is not None else inf
    return a_high < b_low or b_high < a_low


def _same_happening(one: Row, other: Row, here: Setting, there: Setting) -> bool:
    """True where the two share a day or a place, or a party or a name and one thing more.

    Reports known to be more than a week apart, and a running total beside a single count, must share more.
    """
    parties = bool(here.actors & there.actors) + bool(here.recipients & there.recipients)
    named_parties = here.actors | here.recipients | there.actors | there.recipients
    place = bool((here.places & there.places) - named_parties)
    known = (here.places | here.names) & (there.places | there.names)
    shared = 2 * _same_day(here.when, there.when) + place + len(known) + parties
    days = _days_between(one[0], other[0])
    afar = (days is not None and days > CLOSE_DAYS) or here.running != there.running
    close = days is not None and days <= CLOSE_DAYS
    return shared > 0 and shared + close + (" " in one[1].what) >= (ENOUGH_AFAR if afar else ENOUGH)


def _days_between(one: Leaf, other: Leaf) -> int | None:
    """Days between the two publications, None where either is not known."""
    if one.number == other.number:
        return 0
    a, b = one.coded.report.published, other.coded.report.published
    return abs((a - b).days) if a and b else None


def same_time(a: When | None, b: When | None) -> bool:
    """True unless both are dated and lie apart."""
    if a is None or b is None or a.start is None or b.start is None:
        return True
    return (b.end is None or a.start <= b.end) and (a.end is None or b.start <= a.end)


def _same_day(a: When | None, b: When | None) -> bool:
    """True where both are told to the week or closer and meet."""
    told = [w for w in (a, b) if w and w.start and w.end and (w.end - w.start).days < CLOSE_DAYS]
    return len(told) == 2 and same_time(a, b)


def _setting(leaf: Leaf, figure: Figure) -> Setting:
    """The setting told by the acts the figure belongs to, else by those of its sentence, else of its paragraph."""
    sentence = sentence_of(leaf, figure.span)
    events = [e for e in leaf.coded.events if figure.id in e.figures or e.sentence.covers(figure.span)]
    names = named(leaf, sentence)
    if not names and not any(e.where for e in events):
        sentence = _paragraph(leaf, figure.span)
        events = [e for e in leaf.coded.events if sentence.covers(e.trigger)]
        names = named(leaf, sentence)
    dated = [e.when for e in events if e.when.start]
    return Setting(
        places=frozenset(e.where.text.casefold() for e in events if e.where),
        actors=_named_parties(events, "actors"),
        recipients=_named_parties(events, "recipients"),
        names=names,
        when=figure.when if figure.when and figure.when.start else (dated[0] if dated else None),
        running=bool(RUNNING.search(sentence.of(leaf.text))),
    )


def _named_parties(events: Sequence[Event], side: str) -> frozenset[str]:
    return frozenset(a.name.casefold() for e in events for a in getattr(e, side))


def _paragraph(leaf: Leaf, span: Span) -> Span:
    start = leaf.text.rfind("\n", 0, span.start) + 1
    end = leaf.text.find("\n", span.end)
    return Span(start, end if end >= 0 else len(leaf.text))


def named(leaf: Leaf, sentence: Span) -> frozenset[str]:
    """The capitalised words of the sentence, its first only if it is one elsewhere; no days and months."""
    words = NAME.findall(sentence.of(leaf.text))
    first = FIRST.match(leaf.text, sentence.start, sentence.end)
    if first and first.group() in NAME.findall(leaf.text):
        words.append(first.group())
    bare = {w.removesuffix("’s").removesuffix("'s") for w in words}
    return frozenset(w.casefold() for w in bare if w not in CALENDAR)
