"""What a report says would hold its worst case off: who could hold whom back, who could refrain, and at what cost.

The law: each has the sentence that says so, whether it is told as asked for, tried, wanting or done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from foreshock.records import Consequence, Event, Span
from foreshock.records.scenario import Because
from foreshock.scenario.cast import GROUPS, Cast, Mention, country_of, words
from foreshock.scenario.sides import Sides
from foreshock.scenario.told_acts import Step, quoted


@dataclass(frozen=True, slots=True)
class Hold:
    """`holder` could hold `held` back; the same actor twice is one that could refrain. `at` is where it is told."""

    holder: str
    held: str
    at: int
    because: Because


@dataclass(frozen=True, slots=True)
class Cost:
    """What a hold risks: the words, which kind of cost, the other party to it where there is one."""

    holder: str | None
    held: str | None
    risk: str
    kind: str | None
    other: str | None
    at: int
    because: Because


@dataclass(slots=True)
class Holds:
    """The holds of a report by who holds whom, most often told first."""

    found: dict[tuple[str, str], list[Hold]] = field(default_factory=dict)

    def add(self, told: Iterable[Hold]) -> None:
        """Takes in more."""
        for hold in told:
            self.found.setdefault((hold.holder, hold.held), []).append(hold)

    def ranked(self) -> list[list[Hold]]:
        """Those of each pair, the pair most often told first, then in text order."""
        return sorted(self.found.values(), key=lambda holds: (-len(holds), holds[0].at))


def holds(cast: Cast, told: list[Step], sides: Sides) -> Iterator[Hold]:
    """Every hold on an actor of the two sides by somebody who is not his enemy."""
    for event in cast.coded.events:
        if event.type == "REQUEST":
            yield from _asked(cast, event, told, sides)
        elif event.type == "COERCE":
            yield from _coerced(cast, event, sides)
    for row in cast.coded.consequences:
        yield from _said(cast, row, sides)


def costs(cast: Cast) -> Iterator[Cost]:
    """What holding back is said to risk, of every consequence that speaks of doing so."""
    for row in cast.coded.consequences:
        cause, effect = (end.of(cast.coded.report.text).strip() for end in (row.cause, row.effect))
        if row.kind not in ("leads-to", "risks") or _has(cause, words("missing", "words")):
            continue
        kind = next((k for k, v in words("friction").items() if _begins(effect, v["words"] or ())), None)
        acting = _has(cause, words("holding", "doing")) or _begins(cause, words("holding", "others"))
        if not acting or kind is None:
            continue
        names = [m.key for m in cast.named(row.cause)]
        others = [m.key for m in cast.named(_clause(cast, row))]
        groups = next((n for n in names if n.endswith(GROUPS)), None)
        state = next((n for n in names if not n.endswith(GROUPS)), None)
        told = _with_cue(cast, row)
        yield Cost(state, groups, told, kind, next(iter(others), None), row.cause.start, quoted(cast, row.effect))


def _asked(cast: Cast, event: Event, told: list[Step], sides: Sides) -> Iterator[Hold]:
    after = _asking(cast, event)
    text = after.of(cast.coded.report.text)
    for asked in dict.fromkeys(key for actor in event.recipients if (key := cast.of(actor))):
        holding, refraining = _has(text, words("holding", "others")), _has(text, words("holding", "oneself"))
        acting = [s.by for s in told if s.cast is cast and after.covers(s.trigger) and s.kind == "force" and s.coming]
        named = [m.key for m in _after_holding(cast, after)]
        home = country_of(asked) + GROUPS
        held = next((k for k in (*acting, *named, home) if k != asked and may_hold(asked, k, sides)), None)
        if holding and held:
            yield Hold(asked, held, event.trigger.start, quoted(cast, event.trigger))
        elif (refraining or holding) and sides.across(asked):
            yield Hold(asked, asked, event.trigger.start, quoted(cast, event.trigger))


def is_implied(cost: Cost, held: Holds, sides: Sides) -> bool:
    """True where acting against a country's groups is said to cost something, and nobody is told to hold them yet."""
    known = any(group == cost.held for _, group in held.found)
    return cost.held is not None and not known and bool(sides.across(cost.held))


def implied(cost: Cost) -> Hold:
    """The state of the groups as the one who could hold them."""
    assert cost.held is not None
    return Hold(country_of(cost.held), cost.held, cost.at, cost.because)


def may_hold(holder: str, held: str, sides: Sides) -> bool:
    """True where the one held is of a side, and the holder is not of the other."""
    return bool(sides.across(held)) and holder not in sides.across(held)


def _asking(cast: Cast, event: Event) -> Span:
    """What is asked: the sentence after the asking word, up to the next one."""
    sentence = cast.sentence(event.trigger)
    later = (e.trigger.start for e in cast.coded.events if e.type == "REQUEST" and e.trigger.start > event.trigger.end)
    stop = min(sentence.end, min(later, default=sentence.end))
    return Span(event.trigger.end, max(event.trigger.end, stop))


def _coerced(cast: Cast, event: Event, sides: Sides) -> Iterator[Hold]:
    """An act of force short of attack on one of the hostile by one who is to hold him back, not by his enemy."""
    text = event.sentence.of(cast.coded.report.text)
    if event.mode not in (None, "restrict") or not _has(text, words("holding", "others")):
        return
    for holder in dict.fromkeys(key for actor in event.actors if (key := cast.of(actor))):
        for held in dict.fromkeys(key for actor in event.recipients if (key := cast.of(actor))):
            if holder != held and may_hold(holder, held, sides) and not holder.endswith(GROUPS):
                yield Hold(holder, held, event.trigger.start, quoted(cast, event.trigger))


def _said(cast: Cast, row: Consequence, sides: Sides) -> Iterator[Hold]:
    """The failure of one to hold another, or his pressure that prevents, told as a cause."""
    text = row.cause.of(cast.coded.report.text)
    named = [m.key for m in cast.named(row.cause)]
    states = [key for key in named if not key.endswith(GROUPS)]
    missing = _has(text, words("missing", "words")) and _has(text, words("holding", "others"))
    if not states or not (missing or row.kind == "prevents"):
        return
    after = [m.key for m in _after_holding(cast, row.cause)] or named[1:] if missing else []
    effects = [m.key for m in cast.named(row.effect)]
    told = [*after, *(k for k in named if k.endswith(GROUPS)), *effects]
    held = next((k for k in told if k != states[0] and may_hold(states[0], k, sides)), None)
    if held:
        yield Hold(states[0], held, row.cause.start, quoted(cast, row.cause))


def _after_holding(cast: Cast, span: Span) -> list[Mention]:
    """Who is named after the first word of holding back."""
    text = span.of(cast.coded.report.text)
    found = [m.end() for word in words("holding", "others") if (m := _word(word).search(text))]
    return cast.named(Span(span.start + min(found), span.end)) if found else []


def _with_cue(cast: Cast, row: Consequence) -> str:
    text = " ".join(row.effect.of(cast.coded.report.text).split())
    return text if len(text) <= 160 else text[:157].rsplit(" ", 1)[0] + " ..."


def _clause(cast: Cast, row: Consequence) -> Span:
    """The effect up to its first comma: what comes after is said of it, not by it."""
    text = row.effect.of(cast.coded.report.text)
    return Span(row.effect.start, row.effect.start + len(text.split(",")[0]))


def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}(?:s|ed|ing|ning|bing|ping)?\b", re.I)


def _has(text: str, listed: Iterable[str]) -> bool:
    return any(_word(word).search(text) for word in listed)


def _begins(text: str, listed: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}", text, re.I) for word in listed)
