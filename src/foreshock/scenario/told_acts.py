"""The acts of a report as steps of a scenario: by whom, to whom, of which class, told as done or as to come.

The law: every step keeps the sentence it is read from, and both its parties are told there and in the act's own row; a
side that the row leaves open, or reads from another sentence, is filled by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foreshock.records import Actor, Event, Span
from foreshock.records.scenario import Because
from foreshock.scenario.cast import Cast, words

MUTUAL = "mutual)"
"""How the because of an event ends whose trigger says that its actors do it to one another."""
COMING = ("hypothetical", "future")


@dataclass(frozen=True, slots=True)
class Step:
    """One act between two actors of the cast: its class and type, how it is told, and what it weighs."""

    by: str
    to: str
    kind: str
    type: str
    standing: str
    weight: float
    trigger: Span
    sentence: Span
    cast: Cast

    @property
    def coming(self) -> bool:
        """True where it is told as what may or will be."""
        return self.standing in COMING

    @property
    def because(self) -> Because:
        """Its sentence."""
        return quoted(self.cast, self.trigger)


def quoted(cast: Cast, span: Span) -> Because:
    """The whole sentence that a span stands in, as a because."""
    report = cast.coded.report
    whole = cast.sentence(span)
    text = whole.of(report.text)
    start = whole.start + len(text) - len(text.lstrip())
    stripped = text.strip()
    return Because(" ".join(stripped.split()), report.id, start, start + len(stripped))


def steps(cast: Cast) -> list[Step]:
    """Every act between two different actors of the cast that is of one of the classes, in text order."""
    return [step for event in cast.coded.events for step in _steps(cast, event)]


def class_of(event: Event) -> str | None:
    """The class that an act belongs to; None for what is no step towards conflict."""
    armed = event.mode in words("arming").get(event.type, ()) and bool(event.recipients)
    if armed or event.type == "AID":
        return "arms" if armed else None
    return next((name for name, told in words("class").items() if event.type in told["told"]), None)


def _steps(cast: Cast, event: Event) -> Iterator[Step]:
    kind = class_of(event)
    weight = words("standing")[event.standing]
    if kind is None or weight <= 0 or cast.in_title(event.trigger):
        return
    for by, to in _pairs(cast, event):
        yield Step(by, to, kind, event.type, event.standing, weight, event.trigger, event.sentence, cast)


def _pairs(cast: Cast, event: Event) -> Iterator[tuple[str, str]]:
    by, to = _told(cast, event, event.actors), _told(cast, event, event.recipients)
    if not to and len(by) > 1 and any(MUTUAL in told for told in event.because):
        to = by
    yield from ((a, b) for a in by for b in to if a != b)


def _told(cast: Cast, event: Event, side: Sequence[Actor]) -> list[str]:
    """The actors of one side of the act; none where the first of them, whom it is read of, stands in no words of its
    sentence."""
    whole = cast.sentence(event.trigger)
    if not side or not whole.covers(side[0].span):
        return []
    named = {mention.key for mention in cast.named(whole)}
    return list(dict.fromkeys(key for actor in side if (key := cast.of(actor)) in named))
