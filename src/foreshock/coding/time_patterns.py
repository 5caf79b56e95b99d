"""The forms a time expression takes in English, each a pattern beside the function that reads it.

The law: a pattern only says where the words are; what they mean is said in `time_days` and `time_spans`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from foreshock.coding import time_days as days
from foreshock.coding import time_spans as spans
from foreshock.coding import time_units as units
from foreshock.coding.numbers import ONES, TENS
from foreshock.coding.time_anchor import Anchor, Reading
from foreshock.coding.time_words import time_words

Read = Callable[[re.Match[str], Anchor], Reading | None]
_WORDS = time_words()


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


_LONG = [m for m in _WORDS.months if len(m) > 4 or m in ("may", "june", "july")]
_SHORT = [m for m in _WORDS.months if m not in _LONG]
MONTH = rf"(?:{_any(_LONG)}|(?:{_any(_SHORT)})\b\.?)"
_DAYS = [d for d in _WORDS.weekdays if d.endswith("day")]
_SHORT_DAYS = [d for d in _WORDS.weekdays if not d.endswith("day") and d not in ("sun", "sat")]
WEEKDAY = rf"(?:{_any(_DAYS)}|(?:{_any(_SHORT_DAYS)})\b\.?)"
DAYPART = rf"(?:{_any(list(_WORDS.day_parts))})"
UNIT = rf"(?:{_any(list(_WORDS.units))})"
UNITS = rf"(?:{_any([u for u in _WORDS.units if u not in ('century', 'second')])})s?|centuries|seconds"
YEAR = r"(?:1[5-9]|20)\d\d"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
TH = r"(?:st|nd|rd|th)?"
PART = (
    r"(?P<part>(?:the )?(?:very )?(?:early|mid|late)(?: |-| - )(?:in )?(?:the )?|"
    r"(?:the )?(?:first|last|final|opening) (?:few days|ten days|days|week) of (?:the )?|"
    r"(?:the )?(?:early|latter|later|beginning|start|opening|middle|end|close) (?:part )?(?:of |in )(?:the )?)?"
)
_WORD_NUMBER = rf"(?:(?:{_any(list(TENS))})(?:[ -](?:{_any(list(ONES))}))?|{_any(list(ONES))})"
COUNT = (
    rf"(?:(?:a |another )?(?:couple(?: of)?|few|several|some|many|dozen|hundred)|(?:\d+(?:,\d{{3}})*(?:\.\d+)?)|"
    rf"{_WORD_NUMBER}(?: (?:hundred|thousand|million))?|another|an|a)"
)
_ABOUT = r"(?:(?:about|around|almost|nearly|some|over|more than|less than|at least|up to|roughly|just) )?"
_DASH = r" ?(?:-|to|through|and|until) ?"
_NTH = r"(?P<nth>first|second|third|fourth|final|1st|2nd|3rd|4th|last(?= half of))"
_DAYS_KIND = r"(?:full|whole|straight|consecutive|more|additional|business|working|trading|calendar)"
_PARTED = rf"(?:,? (?:at |in the )?(?P<daypart>{DAYPART}))?"
_ZONE = r"gmt|utc|bst|cet|[ecmp][sd]?t|local time"
_OF_YEAR = rf"(?:,? (?P<year>{YEAR})|,? (?:of )?(?P<yearly>this|last|next|that) year\b)?"
_LEAD = rf"(?:(?:the )?(?P<leadpart>{DAYPART}) (?:of|on) )?(?:(?P<dayname>{WEEKDAY}),? (?:the )?)?"

_FORMS: list[tuple[str, Read]] = [
    (
        rf"{_LEAD}(?P<m1>{MONTH}) (?P<d1>{DAY}){TH}{_DASH}(?:(?P<m2>{MONTH}) )?(?P<d2>{DAY}){TH}"
        rf"(?:,? (?P<year>{YEAR}))?",
        days.day_range,
    ),
    (
        rf"{_LEAD}(?P<d1>{DAY}){TH}{_DASH}(?P<d2>{DAY}){TH} (?P<m1>{MONTH})(?P<m2>(?!))?(?:,? (?P<year>{YEAR}))?",
        days.day_range,
    ),
    (rf"{_LEAD}(?P<month>{MONTH}) (?:the )?(?P<day>{DAY}){TH}{_OF_YEAR}{_PARTED}", days.whole_date),
    (rf"{_LEAD}(?P<day>{DAY}){TH} (?:of )?(?P<month>{MONTH}){_OF_YEAR}{_PARTED}", days.whole_date),
    (
        r"(?P<year>\d{4}) ?- ?(?P<month>\d\d?) ?- ?(?P<day>\d\d?)(?:[t ](?P<clock>\d\d:\d\d)(?::\d\d)?)?(?!\d)",
        days.digits,
    ),
    (r"(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<c>\d{4}|\d\d)(?!\d)", days.slashed),
    (
        rf"(?:(?:the )?(?P<half>first|second|latter) half of |{PART})"
        rf"(?P<rel>(?:this |the )?(?:last|next|past|coming) |this )?(?P<month>{MONTH})"
        rf"{_OF_YEAR}",
        spans.month_alone,
    ),
    (rf"(?P<y1>{YEAR}) ?[-/] ?(?P<y2>{YEAR}|\d\d)(?!\d)", spans.year_span),
    (rf"{PART}(?:fiscal (?:year )?)?(?:the year )?(?P<year>{YEAR})(?![\d,]\d|s)", spans.year_alone),
    (
        rf"{PART}(?:the )?(?:(?P<decade>(?:1[5-9]|20)\d0|'?[2-9]0) ?'?s\b|(?P<century>\d\d)th(?: |-| - )century)",
        spans.decade,
    ),
    (
        rf"(?:(?:the )?(?P<year>{YEAR}) |(?P<rel>this|last|next) year's )(?:fiscal )?{_NTH}(?: |-| - )"
        r"(?P<what>half|quarter)",
        spans.part_of_year,
    ),
    (
        rf"(?:the )?(?:fiscal )?{_NTH}(?: |-| - )(?P<what>half|quarter)"
        rf"(?: of (?P<rel>this|last|next|the previous) year| (?:of |in )?(?:fiscal )?(?P<year>{YEAR}))?",
        spans.part_of_year,
    ),
    (
        rf"{PART}(?:the )?(?P<rel>this past |last |next |this |this coming )"
        rf"(?P<season>{_any(list(_WORDS.seasons))})(?P<year>(?!))?",
        spans.season,
    ),
    (
        r"the (?P<unit>week|month|quarter|year) (?P<way>before|earlier|after)(?= ?(?:[.,;:]|$)| and\b)",
        units.unit_beside,
    ),
    (r"the latest period\b", units.latest_period),
    (r"(?:the )?(?:year(?: |-| - )end|year's end)\b", units.year_end),
    (
        r"(?:the )?(?:comparable )?year(?: |-| - )(?:ago|earlier)(?: (?:(?:first|second|third|fourth) )?"
        r"(?:period|quarter)\b)?",
        units.year_before,
    ),
    (
        rf"{PART}(?:the )?(?P<season>{_any([s for s in _WORDS.seasons if s != 'fall'])})(?P<rel>(?!))?(?P<year>(?!))?"
        r"(?<=the ......|the spring|the autumn)",
        spans.season,
    ),
    (
        rf"{PART}(?:the )?(?P<season>{_any(list(_WORDS.seasons))})(?P<rel>(?!))? (?:of )?"
        rf"(?:last year|(?P<year>{YEAR}))",
        spans.season,
    ),
    (
        rf"(?:(?:the )?(?P<leadpart>{DAYPART}) (?:of|on) )?"
        r"(?P<rel>(?:this |the )?(?:last|next|past|coming|previous) |this )?"
        rf"(?P<weekday>{WEEKDAY}){_PARTED}",
        days.weekday,
    ),
    (
        rf"(?:(?P<daypart>{DAYPART}) )?(?P<word>today|yesterday|tomorrow|(?:the )?day before yesterday|"
        rf"(?:the )?day after tomorrow)",
        days.near_day,
    ),
    (
        rf"(?P<word>tonight|overnight|last night|(?:early |late |later |earlier )?this (?:morning|afternoon|evening)|"
        rf"(?:yesterday|tomorrow) {DAYPART})",
        days.near_day,
    ),
    (
        rf"(?:the|that|on the) (?:(?P<which>next|following|previous|preceding|same) (?:day|(?P<daypart>{DAYPART}))|"
        rf"(?:day|{DAYPART}(?= (?:before|after)(?: ?[.,;:]|$| and\b)))"
        rf" (?P<which2>before|after|earlier))(?! (?:before|after)?(?:yesterday|tomorrow))",
        days.told_day,
    ),
    (
        rf"{PART}(?P<edge>earlier |later )?(?:the )?(?P<rel>(?:this )?(?:past|coming)|last|this|next|that same|that|"
        r"(?:the )?(?:latest|full)|the|(?:the )?(?:previous|following|preceding|current|same))(?: fiscal)? "
        r"(?P<unit>day|week|weekend|month|quarter|year|decade|century)\b",
        units.unit_near,
    ),
    (
        rf"(?:the )?(?P<rel>past|last|next|coming|previous|preceding|recent|first|final|in|within|following) "
        rf"(?:the )?{_ABOUT}"
        rf"(?:(?P<count>{COUNT})(?: |-| - ))?(?:more )?(?P<unit>{UNITS})\b",
        spans.stretch,
    ),
    (
        rf"{_ABOUT}(?:(?P<count>{COUNT})(?: |-| - ))?(?P<unit>{UNITS})(?: |-| - )"
        r"(?P<way>ago|earlier|later|before(?= [a-z]+ing| that|,|\.)|from now|hence|afterwards?)\b",
        spans.counted_back,
    ),
    (
        rf"{_ABOUT}(?P<count>{COUNT})(?P<half> 1/2| and a half|(?: |-| - )and(?: |-| - )a(?: |-| - )half)?(?: |-| - )"
        rf"(?:{_DAYS_KIND} )?(?P<unit>{UNITS})\b",
        spans.duration,
    ),
    (
        rf"{_ABOUT}(?P<count>{COUNT}) (?P<unit>{UNITS})(?P<half> and a half)\b",
        spans.duration,
    ),
    (r"(?P<count>(?!))?(?P<unit>day|week|month|year|decade|hour)s?(?: |-| - )(?:long|old(?= [a-z]))\b", spans.duration),
    (r"(?P<count>(?!))?(?P<unit>days|weeks|months|years|decades|centuries|hours|minutes)\b", spans.duration),
    (
        rf"(?P<adverb>{_any(list(_WORDS.repeated))})\b|"
        rf"(?:every|each) (?:single )?(?P<every>{WEEKDAY}|{UNIT}|{DAYPART}|{MONTH})\b|"
        rf"(?P<days>{_any(_DAYS)})(?:s| (?P<daypart>{DAYPART})s)\b",
        spans.repeated,
    ),
    (
        rf"(?:(?:around |about |at )?(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap]\.?m\b\.?)|"
        rf"(?:around |about |at )?(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?= (?:{_ZONE}))|"
        rf"(?P<called>{_any(list(_WORDS.clock))}))"
        rf"(?: (?:{_ZONE})\b)?",
        days.clock,
    ),
    (rf"(?P<vague>{_any(list(_WORDS.vague))})\b(?!(?<=past) (?:{COUNT} )?(?:{UNITS})\b)", spans.vague),
    (r"since then\b|(?:ever )?(?P<since>since)(?=[ ,.]*$)", spans.since_told),
    (rf"(?:last )?(?P<feast>{_any([*_WORDS.feasts, *_WORDS.floating_feasts])})\b", days.feast),
    (rf"(?P<named>{_any([n.name for n in _WORDS.named])})\b", days.named),
    (rf"(?:the|that|this) (?P<daypart>{DAYPART})\b", days.that_time),
]


COMPARING: tuple[Read, ...] = (units.year_before, spans.counted_back)
"""What these read is compared with what is told of, and is not itself told of."""


@cache
def forms() -> tuple[tuple[re.Pattern[str], Read], ...]:
    """Every pattern, compiled to match lower-case words from a word's start, beside its reading."""
    return tuple((re.compile(rf"(?<![\w.]){pattern}(?!\w)"), read) for pattern, read in _FORMS)


@cache
def core_words() -> frozenset[str]:
    """Words one of which stands in every expression that holds no digit."""
    months = set(_WORDS.months) | {f"{m}." for m in _WORDS.months}
    days = {d for d in _WORDS.weekdays if d not in ("sun", "sat")} | {f"{d}s" for d in _DAYS}
    units = set(_WORDS.units) | {f"{u}s" for u in _WORDS.units} | {"centuries"}
    near = {"today", "yesterday", "tomorrow", "tonight", "overnight", "ago", "p.m.", "a.m.", "pm", "am"}
    feasts = [*_WORDS.feasts, *_WORDS.floating_feasts]
    near |= {"since"}
    single = {w.split()[-1] for w in [*_WORDS.vague, *feasts]} | {w for n in _WORDS.named for w in n.name.split()}
    common = {"the", "first", "second", "world", "i", "ii", "war", "eve", "past", "time", "right"}
    words = months | days | units | near | single | set(_WORDS.seasons) | set(_WORDS.day_parts) | set(_WORDS.repeated)
    return frozenset((words | {"past", "half", "war", "eve", "time"}) - (common - {"past", "war", "time", "eve"}))


@cache
def glue_words() -> frozenset[str]:
    """Words that may stand inside an expression but never make one."""
    parts = set(_WORDS.parts) | {"earlier", "later", "latter", "opening", "very", "part"}
    rels = set(
        "these latest near short last next past coming previous preceding following recent this that same current "
        "each every first second third fourth final 1st 2nd 3rd 4th in within".split()
    )
    small = set(
        "the a an of on at and to - , / through until from now before after more than less almost nearly some "
        "few several couple many another about around over least up or fiscal full whole straight consecutive "
        "additional business working trading calendar comparable period single dozen hundred thousand million "
        "roughly just ever then operation local gmt utc est edt bst 's ' s".split()
    )
    return frozenset(parts | rels | small | set(ONES) | set(TENS) | {"world", "i", "ii", "six-day", "yom", "kippur"})
