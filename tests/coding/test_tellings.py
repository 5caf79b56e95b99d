"""Eras without a date and cases that are only put: how a passage is told decides whether its acts are news."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Code


def standings(code: Code, text: str) -> list[str]:
    return [event.standing for event in code(text).events]


@pytest.mark.parametrize(
    "text",
    [
        "In Stalin's time Russian soldiers attacked Georgia.",
        "In the last century Turkish troops attacked Syria. They bombed Iraq.",
        "In 1967 Israel attacked Egypt. By August it had bombed Syria.",
        "In 1967 Israel attacked Egypt. Three years later it bombed Syria.",
        "Israel attacked Egypt in 1967. Syria had bombed Israel.",
    ],
)
def test_an_era_and_an_old_date_reach_the_past_tenses_behind_them(code: Code, text: str) -> None:
    assert set(standings(code, text)) == {"historical"}


def test_a_date_of_its_own_ends_an_era(code: Code) -> None:
    assert standings(code, "In Stalin's time Russia attacked Georgia. On Monday Turkey bombed Syria.")[-1] == "actual"


def test_an_era_says_nothing_of_the_present(code: Code) -> None:
    assert standings(code, "In the last century a wall stood here. Turkey is bombing Syria.") == ["actual"]


@pytest.mark.parametrize(
    "text",
    [
        "Suppose that Turkey bombed Syria. Iran then attacks Turkey.",
        "In the worst of four scenarios Turkey bombs Syria and Iran attacks Turkey.",
    ],
)
def test_a_supposition_is_put_and_not_told(code: Code, text: str) -> None:
    assert set(standings(code, text)) == {"hypothetical"}


@pytest.mark.parametrize(
    "text",
    [
        "Reports that Turkey had bombed Syria are untrue.",
        "Diplomats see little sign that Turkey bombed Syria.",
        "The ministry has no proof that Turkey bombed Syria.",
    ],
)
def test_a_report_called_untrue_and_a_deed_without_a_sign_are_denied(code: Code, text: str) -> None:
    assert [e.standing for e in code(text).events if e.type == "ASSAULT"] == ["negated"]


def test_reports_that_are_not_called_untrue_deny_nothing(code: Code) -> None:
    text = "Reports that Turkey had bombed Syria are frequent."
    assert [e.standing for e in code(text).events if e.type == "ASSAULT"] == ["actual"]


@pytest.mark.parametrize(
    "text",
    [
        "The worst scenario is simple. Israel bombs Natanz, Iran fires missiles at Haifa.",
        "What if deterrence fails? China shells Taiwan.",
        "The likeliest path is a local one. Serbia shells a town in Kosovo.",
    ],
)
def test_a_case_put_by_one_sentence_reaches_those_behind_it(code: Code, text: str) -> None:
    events = code(text).events
    assert events and {e.standing for e in events} == {"hypothetical"}


def test_a_report_that_nobody_commented_on_is_not_denied(code: Code) -> None:
    (event,) = code("Neither side has commented on a report that Russia was training the fighters.").events
    assert event.standing == "actual"
