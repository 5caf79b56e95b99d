"""Deeds told before that somebody takes on or disowns, and denials by who answers for the doer."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Code, names

AMBUSH = "Gunmen ambushed a Turkish convoy near Hakkari on Monday, killing two soldiers."


@pytest.mark.parametrize(
    "told",
    [
        "The PKK claimed responsibility for the act.",
        "The PKK claimed responsibility in a statement.",
        "The PKK claimed the attack in a statement.",
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


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ("Turkey accused Iran of having organised it.", "actual"),
        ("Turkey said that Iran had ordered it.", "actual"),
        ("The Iranian foreign ministry denied that Iran had planned it.", "negated"),
    ],
)
def test_a_deed_laid_to_somebody_by_a_pronoun_is_a_row_with_its_accuser(code: Code, told: str, standing: str) -> None:
    laid = [e for e in code(f"{AMBUSH} {told}").events if e.type == "ASSAULT" and e.chain]
    assert [[a.country for a in e.actors] for e in laid] == [["IRN"]]
    assert laid[0].standing == standing


def test_what_is_only_planned_by_a_pronoun_repeats_no_deed(code: Code) -> None:
    told = [e for e in code(f"{AMBUSH} The Turkish army plans it for May.").events if e.type == "ASSAULT"]
    assert all("laid to" not in reason for e in told for reason in e.because)


def test_a_group_that_claims_the_raid_claims_its_own_last_one(code: Code) -> None:
    coded = code("M23 shelled Goma on Monday.\n\nPrices rose.\n\nM23 claimed responsibility for the raid.")
    assert [(e.type, names(e.actors)) for e in coded.events] == 2 * [("ASSAULT", ["M23"])]


def test_whom_an_act_is_done_to_may_deny_it_as_well(code: Code) -> None:
    coded = code("Two officials said that Iran had moved missiles into Iraq. Baghdad denied this.")
    told = [(e.type, e.standing, names(e.actors)) for e in coded.events]
    assert told == [("MOBILIZE", "actual", ["Iran"]), ("MOBILIZE", "negated", ["Iran"])]
