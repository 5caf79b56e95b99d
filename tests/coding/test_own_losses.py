"""Who is no party of an act of force: who only tells of it, who denies it, and who is dead already."""

from __future__ import annotations

import pytest

from foreshock.coding import EventCoder
from foreshock.records import Actor, Event
from foreshock.wire import read_text
from tests.coding.conftest import PUBLISHED, names


def acts(both: EventCoder, text: str) -> list[Event]:
    return [e for e in both.code(read_text(text, published=PUBLISHED)).events if e.type == "ASSAULT"]


@pytest.mark.parametrize(
    "text",
    [
        "Hamas said that three of its fighters were killed on Monday.",
        "Ukraine said five civilians were killed in the attack.",
        "The Gaza health ministry said 40 people were killed.",
        "Pakistan said 31 civilians were killed.",
        "The Iraqi army denied that any drone had been fired.",
        "The Ukrainian air force said a strike on Odesa had killed three people.",
    ],
)
def test_who_tells_of_their_own_dead_or_denies_a_deed_by_nobody_did_not_do_it(both: EventCoder, text: str) -> None:
    events = acts(both, text)
    assert events and not any(e.actors for e in events)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Hamas said its fighters had killed three soldiers of Israel.", "Hamas"),
        ("The Islamic State claimed the attack in which 12 people were killed in Iraq.", "Islamic State"),
    ],
)
def test_who_owns_a_deed_did_it(both: EventCoder, text: str, actor: str) -> None:
    told: list[Actor] = [a for e in acts(both, text) for a in e.actors]
    assert any(actor in name for name in names(told))


def test_who_answers_an_attack_did_not_make_it(both: EventCoder) -> None:
    events = acts(both, "Israel's defence minister vowed to respond to the attack.")
    (attack,) = [e for e in events if e.standing == "actual"]
    assert not attack.actors


def test_the_dead_are_not_struck_again(both: EventCoder) -> None:
    text = "Israel bombed a Kataib Hezbollah depot on Sunday, killing four fighters, and is likely to strike again."
    again = acts(both, text)[-1]
    assert again.standing == "hypothetical" and "four fighters" not in names(again.recipients)


def test_a_group_that_acts_alone_is_not_its_own_victim(both: EventCoder) -> None:
    (event,) = acts(both, "RSF drones hit a power station in Atbara.")
    assert names(event.actors) == ["Rapid Support Forces"] and names(event.recipients) != names(event.actors)
