"""Laws of the network that tells who vouches for an act: speakers whom words mark, links in the text, a because."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from foreshock.coding import EventCoder, open_coder
from foreshock.coding.events import acts_told
from foreshock.coding.found import Found
from foreshock.coding.scene import Scene
from foreshock.coding.speakers import MOST, Speaker, Speakers, stretch
from foreshock.coding.vouchers import FILE, choice_of, vouched
from foreshock.coding.weighing import Choice, Weighed, load_weigher
from foreshock.records import Report
from foreshock.wire import read_text

TEXT = """Farmers flee the Ruvubu valley

The ministry of defence in Bujumbura said that rebels had attacked two villages. The army had sent reinforcements, a
spokesman recalled, and had asked Rwanda for its help. On Monday, by the count of the mayor, gunmen shot nine farmers.

Kigali denied any part in the attacks. "Burundi has arrested our citizens again," its foreign minister told reporters.

In May the two governments signed an accord on the border."""


@pytest.fixture(scope="module")
def report() -> Report:
    return read_text(TEXT, published=date(2024, 11, 20))


@pytest.fixture(scope="module")
def scene(both: EventCoder, report: Report) -> Scene:
    return both.scene(report)


def asked(scene: Scene) -> list[tuple[Found, list[Speaker]]]:
    found, _ = acts_told(scene)
    speakers = Speakers(scene, found)
    return [(one, speakers.of(one)) for one in found]


def choices(scene: Scene) -> list[Choice]:
    return [choice_of(scene, scene.page.doc[one.token], speaker) for one, some in asked(scene) for speaker in some]


def test_shares_are_probabilities_and_the_same_each_time(scene: Scene) -> None:
    weighed, again = (Weighed(scene, load_weigher(FILE)) for _ in range(2))
    told = choices(scene)
    shares = weighed.shares(told)
    assert told
    assert all(0 <= share <= 1 for share in shares)
    assert shares == [again.shares([one])[0] for one in reversed(told)][::-1]


def test_a_sign_that_was_never_taught_counts_nothing(scene: Scene) -> None:
    weighed = Weighed(scene, load_weigher(FILE))
    told = choices(scene)
    strange = [replace(one, signs=(*one.signs, "never said of anybody")) for one in told]
    assert weighed.shares(strange) == weighed.shares(told)


def test_of_each_voice_one_speaker_is_weighed(scene: Scene) -> None:
    for _, some in asked(scene):
        assert len(some) <= MOST
        names = [s.near.claim.source.name for s in some]
        assert len(names) == len(set(names))


def test_every_link_has_its_source_and_cue_in_the_text_and_the_acts_words_in_its_content(
    both: EventCoder, report: Report
) -> None:
    coded = both.code(report)
    linked = [(event, link) for event in coded.events for link in event.chain]
    assert linked
    for event, link in linked:
        assert link.source.span.of(report.text) == link.source.text
        assert link.cue.of(report.text)
        assert link.content.start < link.content.end <= len(report.text)
        assert link.content.start <= event.trigger.start < link.content.end


def test_links_stand_outermost_first(both: EventCoder, report: Report) -> None:
    for event in both.code(report).events:
        sizes = [link.content.end - link.content.start for link in event.chain]
        assert all(outer >= inner for outer, inner in pairwise(sizes))


def test_what_the_network_changes_says_so_and_changes_nothing_but_the_chain(scene: Scene) -> None:
    found, _ = acts_told(scene)
    for before, after in zip(found, vouched(scene, found), strict=True):
        named = {link.source.name for link in before.event.chain}, {link.source.name for link in after.event.chain}
        told = [why for why in after.event.because if why not in before.event.because]
        assert (named[0] == named[1]) == (not told)
        assert all("vouched for by" in why for why in told)
        same = ("id", "type", "actors", "recipients", "standing", "trigger", "when")
        assert all(getattr(before.event, name) == getattr(after.event, name) for name in same)


def test_a_speaker_of_another_sentence_vouches_for_the_sentence_of_the_act(scene: Scene) -> None:
    found, _ = acts_told(scene)
    speakers = Speakers(scene, found)
    far = [(one, s) for one in found for s in speakers.of(one) if s.near.back and not s.near.covers]
    assert far
    for one, speaker in far:
        assert stretch(scene, one.event, scene.page.doc[one.token], speaker.near) == one.event.sentence


def test_without_a_student_the_rules_alone_tell_who_vouches(report: Report) -> None:
    scene = open_coder(kind="rules").scene(report)
    found, _ = acts_told(scene)
    assert found
    assert vouched(scene, found) == found
