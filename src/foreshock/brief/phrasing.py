"""How rows are worded: dates, numbers, names, quotes of a bearable length, and chains.

The law: a wording adds nothing to its row; a date without words of the report behind it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from foreshock.brief.evidence import Leaf, Shown
from foreshock.brief.tree import Told, Tone, Voice, Voices
from foreshock.codebook.base import event_types
from foreshock.errors import UnsupportedStatement
from foreshock.records import Actor, Chain, Event, Figure, Span, When

LONGEST_QUOTE = 300
EVENT_QUOTE = 230
STOP = re.compile(r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt))(?<!\b(?:Mrs|Gen|Col|Sen|Gov))[.!?][”\"’]?\s+(?=[“\"‘A-Z])")
CLAUSE = re.compile(r"[,;:—–]\s+|\s[—–]\s")
LEAD = re.compile(r"(?:of|that|which|and|but|because|as)\s+", re.I)
LOOSE = " \t\n\r\u00a0,;:"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def told(leaf: Leaf, event: Event) -> Told:
    """The event with everything that is shown of it."""
    kind = event_types().get(event.type)
    when = when_shown(leaf, event.when, event.sentence)
    start, end = day_numbers(event.when) if when else (None, None)
    words = event.sentence.of(leaf.text)
    elsewhere = [a for a in (*event.actors, *event.recipients) if a.text not in words and a.name not in words]
    where = event.where and leaf.backed(event.where.text, "name", event.where.span)
    return Told(
        act=leaf.backed(act_words(event), "act", event.trigger),
        actors=names(leaf, event.actors),
        recipients=names(leaf, event.recipients),
        standing=event.standing,
        tone=tone(event),
        score=kind.score_of(event.mode) if kind else 0.0,
        when=when,
        where=where or None,
        quote=excerpt(leaf, event.sentence, event.trigger, EVENT_QUOTE),
        voices=voices(leaf, event.chain),
        start=start,
        end=end,
        elsewhere=names(leaf, elsewhere),
    )


def tone(event: Event) -> Tone:
    """Conflict below zero on the codebook's scale, cooperation above; a request is neither."""
    kind = event_types().get(event.type)
    score = kind.score if kind else 0.0
    return "conflict" if score < 0 else "cooperation" if score > 0 else "neither"


def act_words(event: Event) -> str:
    """Type and mode in small letters, such as `assault, drone`."""
    words = event.type.lower() + (f", {event.mode}" if event.mode else "")
    return words.replace("-", " ").replace("_", " ")


def names(leaf: Leaf, actors: Iterable[Actor]) -> tuple[Shown, ...]:
    """The actors' shared names, each once, each backed by its mention."""
    shown: dict[str, Shown] = {}
    for actor in actors:
        shown.setdefault(actor.name.casefold(), leaf.backed(actor.name, "name", actor.span))
    return tuple(shown.values())


def voices(leaf: Leaf, chain: Chain) -> Voices:
    """The chain, outermost first."""
    return tuple(
        Voice(leaf.backed(link.source.name, "name", link.source.span), leaf.quote(link.cue), link.stance)
        for link in chain
    )


def when_shown(leaf: Leaf, when: When | None, sentence: Span | None = None) -> Shown | None:
    """The period in words, None where it is unknown; raises UnsupportedStatement where no words tell it."""
    if when is None or when.start is None or when.precision == "unknown":
        return None
    span = when.span or _found(leaf.text, when.text, sentence)
    if span is None:
        raise UnsupportedStatement(period(when), f"report {leaf.coded.report.id}")
    return leaf.backed(period(when), "date", span)


def _found(text: str, words: str | None, sentence: Span | None) -> Span | None:
    """Where the words that tell the time stand in the sentence, else anywhere."""
    if not words:
        return None
    for stretch in (sentence, Span(0, len(text))):
        at = text.find(words, stretch.start, stretch.end) if stretch else -1
        if at >= 0:
            return Span(at, at + len(words))
    return None


def period(when: When) -> str:
    """The period in English, such as `26 Oct 2024`, `mid-Oct 2024`, `Aug 2024` or `since 7 Oct 2023`."""
    start, end = when.start, when.end
    if start is None:
        return "undated"
    if end is None:
        return f"since {day(start)}"
    if when.precision == "year" and start.year == end.year:
        return f"{start.year}"
    if when.precision in ("month", "part-of-month") and start.month == end.month and start.year == end.year:
        return _part(start, end) + f"{MONTHS[start.month - 1]} {start.year}"
    return day(start) if start == end else _stretch(start, end)


def _part(start: date, end: date) -> str:
    last = (end + timedelta(days=1)).day == 1
    if start.day == 1:
        return "" if last else ("early " if end.day <= 10 else f"{start.day}–{end.day} ")
    if start.day == 11 and end.day == 20:
        return "mid-"
    return "late " if start.day >= 20 and last else f"{start.day}–{end.day} "


def _stretch(start: date, end: date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def day(told: date) -> str:
    """A day, such as `26 Oct 2024`."""
    return f"{told.day} {MONTHS[told.month - 1]} {told.year}"


def day_numbers(when: When) -> tuple[int | None, int | None]:
    """First and last day as ordinals; an open end is None."""
    return (when.start.toordinal() if when.start else None, when.end.toordinal() if when.end else None)


def amount(low: float | None, high: float | None) -> str:
    """A number or a range as digits: `47`, `30–40`, `2,000`."""
    ends = [f"{x:,.0f}" if float(x).is_integer() else f"{x:,}" for x in (low, high) if x is not None]
    return "–".join(dict.fromkeys(ends))


def openness(low: float | None, high: float | None) -> str:
    """Which end is open: `or more`, `at most`, or nothing."""
    return "or-more" if high is None else "at-most" if low is None else ""


def counted_thing(leaf: Leaf, figure: Figure) -> str:
    """What a figure counts, in the capitals of its sentence, such as `U.S. destroyers`."""
    words = sentence_of(leaf, figure.span).of(leaf.text)
    at = words.casefold().find(figure.what.casefold())
    as_told = words[at : at + len(figure.what)] if at >= 0 else ""
    return as_told if as_told.casefold() == figure.what.casefold() else figure.what


def excerpt(leaf: Leaf, sentence: Span, around: Span, most: int) -> Shown:
    """The words of a sentence around a place, from the sentence's start where that fits; else marked as cut."""
    held = clip(leaf.text, sentence, around, most)
    return replace(leaf.quote(held), cut=held.start not in _begins(leaf.text, trimmed(leaf.text, sentence)))


def _begins(text: str, span: Span) -> list[int]:
    """Where the sentences of a stretch begin, the last first."""
    return [span.start, *(stop.end() for stop in STOP.finditer(text, span.start, span.end))][::-1]


def clip(text: str, span: Span, around: Span | None = None, most: int = LONGEST_QUOTE) -> Span:
    """A stretch of whole words inside the span, at most `most` characters, holding `around` where that fits.

    It begins where a sentence does, if `around` is then within reach; else, and at its end, at a clause where one lies
    near enough, or between words.
    """
    span = trimmed(text, span)
    if span.end - span.start <= most:
        return span
    core = around if around and span.covers(around) else Span(span.start, span.start)
    spare = max(0, most - (core.end - core.start))
    begun = next((at for at in _begins(text, span) if at <= core.start and core.end - at <= most), None)
    start = begun if begun is not None else max(span.start, min(core.start - spare // 2, span.end - most))
    end = min(span.end, start + most)
    inside = span if begun is None else Span(begun, span.end)
    return trimmed(text, _at_clauses(text, _whole_words(text, inside, Span(start, end)), inside, core))


def led(text: str, span: Span) -> Span:
    """The span without the small words that only join it to what stands before."""
    span = trimmed(text, span)
    joined = LEAD.match(text, span.start, span.end)
    return trimmed(text, Span(joined.end(), span.end)) if joined and joined.end() < span.end else span


def _at_clauses(text: str, cut: Span, span: Span, core: Span) -> Span:
    """The cut, begun after and ended before a mark of punctuation where that costs little."""
    start, end = cut.start, cut.end
    reach = (cut.end - cut.start) // 3
    if start > span.start and (mark := CLAUSE.search(text, start, max(start, min(start + reach, core.start)))):
        start = mark.end()
    if end < span.end and (marks := list(CLAUSE.finditer(text, max(end - reach, core.end, start), end))):
        end = marks[-1].start()
    return Span(start, end)


def sentence_of(leaf: Leaf, span: Span) -> Span:
    """The sentence of an act that holds the span; where no act was coded in it, from stop to stop in its line."""
    held = [e.sentence for e in leaf.coded.events if e.sentence.covers(span)]
    if held:
        return min(held, key=lambda s: s.end - s.start)
    text = leaf.text
    line_start = text.rfind("\n", 0, span.start) + 1
    line_end = text.find("\n", span.end) if "\n" in text[span.end :] else len(text)
    before = [m.end() for m in STOP.finditer(text, line_start, span.start)]
    after = STOP.search(text, span.end, line_end)
    return Span(before[-1] if before else line_start, after.start() + 1 if after else line_end)


def _whole_words(text: str, span: Span, cut: Span) -> Span:
    start, end = cut.start, cut.end
    if start > span.start and (gap := re.search(r"\s", text[start:end])):
        start += gap.end()
    if end < span.end and (gap := re.search(r"\s\S*$", text[start:end])):
        end = start + gap.start()
    return Span(start, end)


def trimmed(text: str, span: Span) -> Span:
    """The span without white space and joining marks at its ends; unchanged where nothing else is in it."""
    words = span.of(text)
    start, end = len(words) - len(words.lstrip(LOOSE)), len(words.rstrip(LOOSE))
    return Span(span.start + start, span.start + end) if start < end else span
