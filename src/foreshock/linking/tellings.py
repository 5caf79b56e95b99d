"""Tellings: the mentions of happenings as linking sees them, made from the rows of the events and figures tables.

The law: a telling holds only what its row tells; what is null stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from foreshock.codebook.linking import breath, counted_words, nearness, rarity, reference
from foreshock.records.attribution import Stance
from foreshock.records.incident import Member

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
NUMBER = re.compile(r"\d[\d,]*")
YEAR = re.compile(r"(?:19|20)\d\d")
CLOSE = frozenset({"day", "week", "part-of-month"})
EXPECTED = frozenset({"future", "hypothetical"})
Row = dict[str, Any]
Counts = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Side:
    """The parties of one side of an act: their names as told and in small letters, and their countries."""

    told: tuple[str, ...]
    names: frozenset[str]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """One mention of a happening. Days are ordinals of the calendar; `first` is None where no day is told, `long_ago`
    true where a stretch of time is told that was over when it was published."""

    member: Member
    type: str
    mode: str | None
    quad: str
    standing: str
    denied: bool
    outlet: str | None
    published: int | None
    first: int | None
    last: int | None
    sharp: bool
    long_ago: bool
    actors: Side
    recipients: Side
    place_name: str | None
    place: str | None
    place_country: str | None
    point: tuple[float, float] | None
    trigger: str
    trigger_at: tuple[int, int]
    sentence: tuple[int, int]
    words: dict[str, float]
    names: frozenset[str]
    near_words: dict[str, float]
    near_names: frozenset[str]
    setting: frozenset[str]
    refers: bool
    anew: bool
    counts: Counts
    text: str
    led_in: bool
    definite: bool
    under: bool
    toll: bool
    numbers: frozenset[str]
    earliest: bool

    @property
    def day(self) -> int | None:
        """The first day told to the month's part or closer, else that of publication."""
        return self.first if self.first is not None else self.published

    @property
    def expected(self) -> bool:
        """True for what has not happened, as far as this mention tells."""
        return self.standing in EXPECTED

    @property
    def recalls(self) -> bool:
        """True for something long past."""
        return self.standing == "historical"

    @property
    def back(self) -> bool:
        """True where the wording takes up something told before, or tells it beneath another act."""
        return self.refers or self.under or self.definite

    @property
    def main(self) -> bool:
        """True for what a report tells first and as news."""
        return self.earliest and not (self.refers or self.under or self.recalls)

    @property
    def countries(self) -> frozenset[str]:
        """All countries told."""
        place = {self.place_country} if self.place_country else set()
        return self.actors.countries | self.recipients.countries | place


def tellings(events: pl.DataFrame, figures: pl.DataFrame) -> list[Telling]:
    """One telling an event, in an order that does not depend on the order of rows: by day, then by ids."""
    counted, settings, first = _counts(figures), _settings(events), _earliest(events)
    made = [_telling(row, counted, settings, first) for row in events.iter_rows(named=True)]
    return sorted(made, key=lambda t: (t.day if t.day is not None else 0, t.published or 0, t.member))


def _settings(events: pl.DataFrame) -> dict[str, frozenset[str]]:
    """By report: the names in the sentences that tell its events."""
    found: dict[str, set[str]] = {}
    for report, sentence in events.select("report_id", "sentence_text").unique().iter_rows():
        found.setdefault(report, set()).update(names_in(sentence or ""))
    return {report: frozenset(names) for report, names in found.items()}


def _earliest(events: pl.DataFrame) -> dict[str, int]:
    """By report: where the words begin that tell its first act."""
    found: dict[str, int] = {}
    for report, at in events.select("report_id", "trigger_start").iter_rows():
        found[report] = min(found.get(report, at or 0), at or 0)
    return found


def _telling(
    row: Row,
    counted: dict[Member, tuple[str, float, float]],
    settings: dict[str, frozenset[str]],
    first_at: dict[str, int],
) -> Telling:
    close = row["precision"] in CLOSE and row["start"] is not None
    first = row["start"].toordinal() if close else None
    last = row["end"].toordinal() if close and row["end"] is not None else first
    text = row["sentence_text"] or ""
    member = (row["report_id"], row["event_id"])
    around = _around(row, text)
    told = _words(row["trigger_text"] or "")
    before = text[: max(0, (row["trigger_start"] or 0) - (row["sentence_start"] or 0))]
    lead = _words(before)
    rule = reference()
    return Telling(
        member=member,
        type=row["type"],
        mode=row["mode"],
        quad=row["quad"],
        standing=row["standing"],
        denied=stance_of(row) == "denies",
        outlet=row["outlet"],
        published=_ordinal(row["published"]),
        first=first,
        last=last,
        sharp=close and row["precision"] == "day",
        long_ago=_is_before(row["end"], row["published"]),
        actors=_side(row["actors"], row["actor_countries"]),
        recipients=_side(row["recipients"], row["recipient_countries"]),
        place_name=row["place"],
        place=_plain(row["place"]),
        place_country=row["place_country"],
        point=None if row["lat"] is None or row["lon"] is None else (row["lat"], row["lon"]),
        trigger=_stem(row["trigger_text"] or ""),
        trigger_at=(row["trigger_start"] or 0, row["trigger_end"] or 0),
        sentence=(row["sentence_start"] or 0, row["sentence_end"] or 0),
        words=weighed(text),
        names=frozenset(names_in(text)),
        near_words=weighed(around[1]),
        near_names=frozenset(names_in(around[1])),
        setting=settings.get(member[0], frozenset()),
        refers=_led_by(around[0], "back"),
        anew=_led_by(around[0], "anew") or bool(set(_after(row, text)) & rule.anew),
        counts=_own_counts(row, member[0], counted),
        text=text,
        led_in=bool(told) and told[0] in breath().light,
        definite=_definite(before),
        under=bool(set(lead[-rule.under_words :]) & rule.under),
        toll=bool(told) and told[-1] in breath().toll,
        numbers=numbers_in(text),
        earliest=(row["trigger_start"] or 0) == first_at[member[0]],
    )


def _around(row: Row, sentence: str) -> tuple[str, str]:
    """The words that lead to the trigger, and those on both sides of it, a few each way."""
    rule = reference()
    start = (row["trigger_start"] or 0) - (row["sentence_start"] or 0)
    end = (row["trigger_end"] or 0) - (row["sentence_start"] or 0)
    before = [m.start() for m in WORD.finditer(sentence[: max(0, start)])]
    after = [m.end() for m in WORD.finditer(sentence, max(0, end))]
    lead = before[-rule.lead_words] if len(before) >= rule.lead_words else 0
    first = before[-rule.near_words] if len(before) >= rule.near_words else 0
    last = after[rule.near_words - 1] if len(after) >= rule.near_words else len(sentence)
    return sentence[lead : max(0, start)], sentence[first:last]


def _led_by(lead: str, kind: Literal["back", "anew"]) -> bool:
    """True where the words that lead to the trigger hold one that refers back, or one that tells something anew."""
    rule = reference()
    signs = rule.back if kind == "back" else rule.anew
    words = {w.casefold() for w in WORD.findall(lead)}
    return bool(words & signs)


def _definite(before: str) -> bool:
    """True where the words before the trigger make it a thing known: "the attack", "this deadly raid"; a name behind
    the article is who acts: "the Taliban seize"."""
    rule = reference()
    lead = WORD.findall(before)[-rule.definite_words :]
    known = [n for n, word in enumerate(lead) if word.casefold() in rule.definite]
    return bool(known) and not any(word[0].isupper() for word in lead[known[-1] + 1 :])


def _after(row: Row, sentence: str) -> list[str]:
    """The few words after the trigger: "rescues a further 160 people"."""
    end = max(0, (row["trigger_end"] or 0) - (row["sentence_start"] or 0))
    return _words(sentence[end:])[: reference().after_words]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of two figures or more in a text, without their commas; years are none."""
    found = {number.replace(",", "") for number in NUMBER.findall(text)}
    return frozenset(number for number in found if len(number) > 1 and not YEAR.fullmatch(number))


def _is_before(end: date | None, published: date | None) -> bool:
    """True of "in June", told in September."""
    return end is not None and published is not None and end < published


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _plain(name: str | None) -> str | None:
    return name.casefold().removeprefix("the ").strip() or None if name else None


def _side(names: Iterable[str | None] | None, countries: Iterable[str | None] | None) -> Side:
    told = tuple(name for name in names or () if name and _plain(name))
    return Side(told, frozenset(filter(None, map(_plain, told))), frozenset(c for c in countries or () if c))


def _stem(word: str) -> str:
    """The word in small letters without the commonest endings of verbs and plurals."""
    low = word.casefold()
    for ending in ("ing", "ed", "es", "s", "e"):
        if low.endswith(ending) and len(low) > len(ending) + 2:
            return low.removesuffix(ending)
    return low


def weighed(text: str) -> dict[str, float]:
    """The words of a text with their rarity, scaled so that their squares sum to 1; empty without words."""
    found = {plain_word(w): 0.0 for w in WORD.findall(text)}
    rare = {_stem(w) if w.isalpha() else w: rarity(w) for w in found}
    norm = sum(value * value for value in rare.values()) ** 0.5
    return {word: value / norm for word, value in rare.items()} if norm else {}


def plain_word(word: str) -> str:
    """The word in small letters without the possessive."""
    return word.casefold().removesuffix("'s").removesuffix("’s")


def names_in(text: str) -> Iterator[str]:
    """The words with a capital that are rare enough to name something, in small letters."""
    least = nearness().rarity
    for word in WORD.findall(text):
        low = plain_word(word)
        if word[0].isupper() and rarity(low) >= least:
            yield low


def _counts(figures: pl.DataFrame) -> dict[Member, tuple[str, float, float]]:
    """By figure: what is counted, at least and at most."""
    found = {}
    for row in figures.iter_rows(named=True):
        low, high = row["low"], row["high"]
        if low is not None or high is not None:
            open_low, open_high = 0.0 if low is None else low, float("inf") if high is None else high
            found[row["report_id"], row["figure_id"]] = (thing(row), open_low, open_high)
    return found


def thing(row: Row) -> str:
    """What a figure counts: one word for the dead, the hurt, the taken and the arrested, else its own words."""
    known = counted_words()
    words = [w.casefold() for w in WORD.findall(f"{row['what'] or ''} {row['figure_text'] or ''}")]
    return next((known[w] for w in words if w in known), (row["what"] or "").casefold())


def stance_of(row: Row) -> Stance:
    """The stance of the row towards its act: that of its innermost link; an act that is negated is denied."""
    innermost = (row["chain_text"] or "").rsplit(" > ", 1)[-1]
    if innermost.endswith("(doubts)"):
        return "doubts"
    return "denies" if innermost.endswith("(denies)") or row["standing"] == "negated" else "asserts"


def _own_counts(row: Row, report: str, counted: dict[Member, tuple[str, float, float]]) -> Counts:
    found: Counts = {}
    for figure in row["figures"] or ():
        if told := counted.get((report, figure)):
            found.setdefault(told[0], (told[1], told[2]))
    return found
