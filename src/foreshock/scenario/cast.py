"""Who takes part in a report, as the actors of a scenario: states, and the armed groups of a state beside it.

The law: a country is one actor, its armed groups are another, an armed group across borders stands by its name; who
only speaks (an institute, a newspaper) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from foreshock.codebook.base import stand_ins
from foreshock.codebook.registry import registry
from foreshock.records import Actor, CodedReport, Span
from foreshock.records.scenario import Party
from foreshock.scenario.limits import table

WORD = re.compile(r"[\w’'-]+")
BREAK = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
LONGEST = 5
GROUPS = "-groups"


@cache
def words(*keys: str) -> Any:
    """A value of draft.toml, by the path to it."""
    found: Any = table("draft.toml")
    for key in keys:
        found = found[key]
    return found


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor of the cast named at a place of a report."""

    span: Span
    key: str


def sentence_of(text: str, span: Span) -> Span:
    """The sentence that a span stands in, or all those it touches."""
    breaks = [(m.start(), m.end()) for m in BREAK.finditer(text)]
    start = max((end for _, end in breaks if end <= span.start), default=0)
    stop = min((begin for begin, _ in breaks if begin >= span.end), default=len(text))
    return Span(start, max(stop, span.end))


def country_of(key: str) -> str:
    """The country of an actor's key, or the key itself for a group across borders."""
    return key.removesuffix(GROUPS)


class Cast:
    """The actors of one report: who each party is, and who is named where."""

    def __init__(self, coded: CodedReport) -> None:
        self.coded, self._text = coded, coded.report.text
        self._day = coded.report.published or date.max
        self._speakers = {link.source.name for row in _chained(coded) for link in row.chain}
        self._fought = {a.name for e in coded.events if e.quad == "MX" for a in (*e.actors, *e.recipients)}
        self._fought |= {a.name for r in coded.relations for a in (r.left, r.right)}
        firm = {key for actor in _actors(coded) if actor.country and (key := self._key(actor))}
        self._homes = sorted(key for key in firm if key.endswith(GROUPS))
        told = sorted({(a.span, key) for a in _actors(coded) if (key := self.of(a))}, key=lambda pair: pair[0])
        self._told = [Mention(span, key) for span, key in told]

    def of(self, actor: Actor) -> str | None:
        """The key of the actor: a country, a country's groups, or a name; None for whoever takes no part."""
        return self._key(actor) or (self._homes[0] if self._is_group(actor) and len(self._homes) == 1 else None)

    def named(self, span: Span) -> list[Mention]:
        """Who is named in a span, in order: coded parties first, else names that the registry knows."""
        inside = [m for m in self._told if span.covers(m.span)]
        known = [m for m in self._known(span) if not any(m.span.meets(i.span) for i in inside)]
        meant = [m for m in self._meant(span) if not any(m.span.meets(i.span) for i in (*inside, *known))]
        return sorted([*inside, *known, *meant], key=lambda m: (m.span.start, -m.span.end))

    def in_title(self, span: Span) -> bool:
        """True for words of a title or heading, which the text tells again."""
        titles = (part.span for part in self.coded.report.parts if part.kind in ("title", "heading"))
        return any(title.covers(span) for title in titles)

    def times_named(self, key: str) -> int:
        """How often the actor is named in the report's rows."""
        return sum(mention.key == key for mention in self._told)

    def sentence(self, span: Span) -> Span:
        """The sentence a span stands in."""
        return sentence_of(self._text, span)

    def _key(self, actor: Actor) -> str | None:
        if not actor.country:
            return None
        if actor.country in stand_ins() and actor.country != "KOS":
            return _plain(actor.name) if actor.sector in words("groups", "sectors") else None
        if self._is_group(actor):
            return actor.country + GROUPS
        return None if actor.sector in ("EDU", "JRN") else actor.country

    def _is_group(self, actor: Actor) -> bool:
        if actor.sector in words("groups", "sectors"):
            return True
        called = {w.lower() for w in WORD.findall(f"{actor.name} {actor.text}")} & set(words("groups", "words"))
        perhaps = actor.sector in words("groups", "perhaps") and actor.name not in self._speakers
        return bool(called) and perhaps and actor.name in self._fought

    def _meant(self, span: Span) -> Iterator[Mention]:
        """Words such as "the gunmen", where only one country's groups take part."""
        for found in WORD.finditer(self._text, span.start, span.end) if len(self._homes) == 1 else ():
            if found.group().lower() in words("groups", "words"):
                yield Mention(Span(found.start(), found.end()), self._homes[0])

    def _known(self, span: Span) -> Iterator[Mention]:
        found = list(WORD.finditer(self._text, span.start, span.end))
        n = 0
        while n < len(found):
            step = 1
            for size in range(min(LONGEST, len(found) - n), 0, -1):
                place = Span(found[n].start(), found[n + size - 1].end())
                form = re.sub(r"[’']s$", "", place.of(self._text))
                if form[:1].isupper() and (key := _registered(form, self._day)):
                    yield Mention(Span(place.start, place.start + len(form)), key)
                    step = size
                    break
            n += step


def parties(keys: Sequence[str]) -> tuple[Party, ...]:
    """The declared actors of these keys: a country by its code, its groups by the sectors of armed groups."""
    return tuple(Party(key, _match(key)) for key in keys)


def _match(key: str) -> tuple[str, ...]:
    if key.endswith(GROUPS):
        return tuple(f"{country_of(key)}:{sector}" for sector in words("groups", "sectors"))
    return (key,)


@cache
def _registered(form: str, day: date) -> str | None:
    reading = registry().read(form, None if day == date.max else day)
    if reading is None:
        return None
    country, sector, _ = reading.of.on(day)
    if not country or sector in ("EDU", "JRN", "BUS"):
        return None
    if country in stand_ins() and country != "KOS":
        return _plain(reading.of.name) if sector in words("groups", "sectors") else None
    return country + GROUPS if sector in words("groups", "sectors") else country


def _plain(name: str) -> str:
    return re.sub(r"[^\w .’'-]", " ", name).strip()[:80] or "group"


def _chained(coded: CodedReport) -> Iterator[Any]:
    yield from (*coded.events, *coded.outlooks, *coded.consequences, *coded.statements)


def _actors(coded: CodedReport) -> Iterator[Actor]:
    for event in coded.events:
        yield from (*event.actors, *event.recipients)
    for tie in coded.relations:
        yield from (tie.left, tie.right)
    for row in coded.statements:
        yield row.source
        if row.addressee:
            yield row.addressee
