"""Laws of the network that tells who acts and who undergoes it: countries that words tell, sides that agree, no act
without a party."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.coding import EventCoder, open_coder
from foreshock.coding.chosen_sides import FILE, MOST, choice_of, likeliest, sided
from foreshock.coding.events import acts_told
from foreshock.coding.near_parties import candidates
from foreshock.coding.scene import Scene
from foreshock.coding.weighing import Weighed, load_weigher
from foreshock.records import Report
from foreshock.wire import read_text

TEXT = """Farmers flee the Ruvubu valley

The ministry of defence in Bujumbura said that rebels had attacked two villages. Rwanda, whose army trains the rebels,
was asked to hand over their leaders. Police arrested nine men at the border on Monday.

Kigali denied any part in the attacks, and Kenya offered to host talks. Gunmen then shelled a camp of the African
Union."""

SHARES = st.lists(st.floats(0, 1), max_size=8)


@pytest.fixture(scope="module")
def report() -> Report:
    return read_text(TEXT, published=date(2024, 11, 20))


@pytest.fixture(scope="module")
def scene(both: EventCoder, report: Report) -> Scene:
    return both.scene(report)


def test_candidates_are_countries_that_the_report_or_a_party_of_the_act_tells(scene: Scene) -> None:
    named = {word.country for word in scene.countries.words}
    for one in acts_told(scene)[0]:
        held = {a.country for a in (*one.event.actors, *one.event.recipients)}
        told = candidates(scene, one)
        assert told
        assert {c.country for c in told} <= named | held
        assert all(c.held == (c.country in {a.country for a in one.event.actors}) for c in told if c.side == 0)


def test_each_share_is_a_probability(scene: Scene) -> None:
    weighed = Weighed(scene, load_weigher(FILE))
    for one in acts_told(scene)[0]:
        act = scene.page.doc[one.token]
        assert all(0 <= share <= 1 for share in weighed.shares([choice_of(act, c) for c in candidates(scene, one)]))


@given(SHARES, st.floats(0, 2))
def test_a_side_is_of_the_likeliest_countries_and_small(shares: list[float], nobody: float) -> None:
    side = likeliest(shares, nobody)
    assert len(side) <= MOST
    passed_over = [share for n, share in enumerate(shares) if n not in side]
    assert not side or not passed_over or min(shares[n] for n in side) >= max(passed_over) - 1e-9


def test_what_is_certain_is_named_and_what_is_impossible_is_not() -> None:
    assert likeliest([1.0, 0.0], 0.5) == {0}
    assert likeliest([1.0, 1.0, 0.0], 0.5) == {0, 1}
    assert likeliest([0.0, 0.0], 0.5) == frozenset()
    assert likeliest([], 0.5) == frozenset()


def test_the_dearer_a_wrong_name_the_surer_one_has_to_be() -> None:
    assert likeliest([0.4], 0.1) == {0}
    assert likeliest([0.4], 2.0) == frozenset()


def test_what_changes_is_the_sides_and_the_reasons_and_no_act_is_left_without_a_party(scene: Scene) -> None:
    found, _ = acts_told(scene)
    for before, after in zip(found, sided(scene, found), strict=True):
        sides = [(one.event.actors, one.event.recipients) for one in (before, after)]
        told = [why for why in after.event.because if why not in before.event.because]
        assert (sides[0] == sides[1]) == (not told)
        assert all("weighed by the student" in why for why in told)
        assert after.event.actors or after.event.recipients
        same = ("type", "standing", "trigger", "when", "chain")
        assert all(getattr(before.event, name) == getattr(after.event, name) for name in same)


def test_every_party_has_its_words_in_the_text_and_stands_on_one_side_once(both: EventCoder, report: Report) -> None:
    for event in both.code(report).events:
        parties = [*event.actors, *event.recipients]
        assert all(a.span.of(report.text) == a.text for a in parties)
        names = [a.name for a in event.actors], [a.name for a in event.recipients]
        assert all(len(set(side)) == len(side) for side in names)


def test_without_a_student_the_rules_alone_tell_the_sides(report: Report) -> None:
    scene = open_coder(kind="rules").scene(report)
    found, _ = acts_told(scene)
    assert found
    assert sided(scene, found) == found


def test_no_state_stands_for_a_group_that_fights(both: EventCoder) -> None:
    told = "While Israel is fighting a battle with the Lebanese Hezbollah and the Palestinian Hamas movement, all wait."
    battle = both.code(read_text(told, published=date(2024, 11, 20))).events[0]
    assert {a.name for a in (*battle.actors, *battle.recipients)} == {"Israel", "Hezbollah", "Hamas"}
