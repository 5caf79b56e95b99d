"""Deeds told before that somebody takes on or disowns, and denials by who answers for the doer."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Code

AMBUSH = "Gunmen ambushed a Turkish convoy near Hakkari on Monday, killing two soldiers."


@pytest.mark.parametrize(
    "told",
    [
        "The PKK claimed responsibility for the act.",
        "The PKK claimed responsibility in a statement.",
        "A letter signed by the PKK claimed responsibility and threatened to kill more officers.",
    ],
)
def test_a_deed_that_somebody_claims_is_a_row_vouched_for_by_the_claimer(code: Code, told: str) -> None:
    first, claimed = [e for e in code(f"{AMBUSH} {told}").events if e.type == "ASSAULT" and e.standing == "actual"]
    assert claimed.type == first.type
    assert [a.name for a in claimed.actors] == ["Kurdistan Workers' Party"]
    assert [(link.source.name, link.stance) for link in claimed.chain] == [("Kurdistan Workers' Party", "asserts")]


@pytest.mark.parametrize(
    "told",
    [
        "Ankara blamed Damascus, which denied any role.",
        "Syria denied involvement in the attack.",
        "Syria has denied being involved.",
        "Damascus denied that its forces were behind it.",
    ],
)
def test_a_deed_in_which_somebody_denies_a_part_is_a_negated_row_of_theirs(code: Code, told: str) -> None:
    denied = code(f"{AMBUSH} {told}").events[-1]
    assert (denied.type, denied.standing) == ("ASSAULT", "negated")
    assert [a.country for a in denied.actors] == ["SYR"]
    assert [link.stance for link in denied.chain] == ["denies"]


@pytest.mark.parametrize(
    "told",
    [
        "No group has claimed responsibility.",
        "The PKK declined to claim responsibility.",
        "Iran denied any role in Iraq.",
    ],
)
def test_what_nobody_takes_on_and_what_points_elsewhere_adds_nothing(code: Code, told: str) -> None:
    assert [e.type for e in code(f"{AMBUSH} {told}").events].count("ASSAULT") == 1


def test_a_ministry_denies_what_the_police_of_its_state_are_said_to_have_done(code: Code) -> None:
    told = code("His lawyer says that he was beaten by Romanian police. The Romanian interior ministry denies this.")
    assert [(e.type, e.standing) for e in told.events] == [("ASSAULT", "actual"), ("ASSAULT", "negated")]
