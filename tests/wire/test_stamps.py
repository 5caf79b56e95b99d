"""Publication stamps: what a line tells, and what it must not be made to tell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.wire.page import stamp_of
from foreshock.wire.stamps import address_day, best_stamp, read_day, read_stamp

DAY = date(2024, 11, 27)


@pytest.mark.parametrize(
    "line",
    [
        "2024-11-27",
        "27 November 2024",
        "27th November 2024",
        "Nov. 27, 2024",
        "Wednesday, November 27, 2024",
        "Wed 27 Nov 2024",
        "27/11/2024",
        "11/27/2024",
        "27.11.2024",
        "Published: 27 November 2024 | Updated: 28 November 2024",
        "Published On 27 Nov 2024",
        "Last updated on 27 November 2024",
        "27-Nov-2024",
    ],
)
def test_a_day_is_read_in_the_forms_of_the_trade(line: str) -> None:
    stamp = read_stamp(line)
    assert stamp and stamp.day == DAY and not stamp.rest


@pytest.mark.parametrize(
    "line",
    ["26 novembre 2024", "Mardi 26 novembre 2024 10:00", "26 nov. 2024"],
)
def test_a_day_is_read_in_french_too(line: str) -> None:
    assert read_day(line) == date(2024, 11, 26)


def test_french_months_are_read_with_their_accents_and_the_first_of_a_month() -> None:
    assert read_day("1er août 2024") == date(2024, 8, 1)
    assert read_day("3 févr. 2024") == date(2024, 2, 3)
    assert read_day("25 décembre 2024") == date(2024, 12, 25)


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("2024-11-27 04:12", datetime(2024, 11, 27, 4, 12)),
        ("2024-11-27T04:12:30Z", datetime(2024, 11, 27, 4, 12, 30, tzinfo=UTC)),
        ("Wed, 27 Nov 2024 10:00 GMT", datetime(2024, 11, 27, 10, tzinfo=UTC)),
        ("Wed 27 Nov 2024 12.01 CET", datetime(2024, 11, 27, 12, 1, tzinfo=timezone(timedelta(hours=1)))),
        ("Nov. 27, 2024 at 4:12 p.m. ET", datetime(2024, 11, 27, 16, 12)),
        ("November 27, 2024 12am", datetime(2024, 11, 27)),
        ("27 Nov 2024 - 07:12 (04:12 GMT)", datetime(2024, 11, 27, 4, 12, tzinfo=UTC)),
        ("27 Nov 2024 04:12 GMT+3", datetime(2024, 11, 27, 4, 12, tzinfo=timezone(timedelta(hours=3)))),
    ],
)
def test_a_clock_time_is_read_with_its_zone(line: str, at: datetime) -> None:
    stamp = read_stamp(line)
    assert stamp and stamp.at and (stamp.at, stamp.at.tzinfo) == (at, at.tzinfo)


@pytest.mark.parametrize(
    "line", ["03/04/2024", "27 November", "Nov 27", "2 hours ago", "30 February 2024", "14:30 GMT"]
)
def test_what_tells_no_certain_day_gives_none(line: str) -> None:
    stamp = read_stamp(line)
    assert stamp is not None and stamp.day is None


@pytest.mark.parametrize("line", ["The army moved south.", "Iran may strike", "47 drones", "1:60", "x" * 500])
def test_a_line_without_day_or_clock_is_no_stamp(line: str) -> None:
    assert read_stamp(line) is None


def test_published_goes_before_unmarked_and_updated() -> None:
    told = [read_stamp(x) for x in ("Updated 3 May 2024", "2 May 2024", "Published 1 May 2024")]
    best = best_stamp([x for x in told if x])
    assert best and best.day == date(2024, 5, 1)


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y"])
)
def test_every_day_is_read_back_as_written(day: date, form: str) -> None:
    stamp = read_stamp(day.strftime(form))
    assert stamp and stamp.day == day


@given(st.text(max_size=170))
def test_no_line_breaks_the_reading_of_stamps(line: str) -> None:
    read_stamp(line)


@pytest.mark.parametrize(
    "line", ["27 November 2024 AD - 25 Jumada al-Ula 1446 AH", "By staff and agencies, 27 Nov 2024"]
)
def test_a_second_calendar_or_staff_writers_beside_a_day_leave_it_a_stamp(line: str) -> None:
    stamp = stamp_of(line)
    assert stamp and stamp.day == DAY


def test_staff_that_left_on_a_day_is_no_stamp() -> None:
    assert stamp_of("Most of the embassy staff left the city on 27 November 2024") is None


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("wire/2024-11-27-levant-wire.txt", DAY),
        ("levant_2024_11_27.txt", DAY),
        ("https://levant-wire.example/2024/11/27/strait", DAY),
        ("levant-wire-20241127.txt", None),
        ("2024-13-27.txt", None),
        ("0001-2024-11-27-33.txt", None),
        ("levant-wire.txt", None),
    ],
)
def test_an_address_or_a_files_name_tells_a_day_in_one_form_alone(told: str, day: date | None) -> None:
    assert address_day(told) == day
