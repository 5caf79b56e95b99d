"""Laws of names: whole words in their own case, the longest at each place, as held on the day of the report."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.codebook.entry import Entry, Office, Reading, State
from foreshock.codebook.registry import registry
from foreshock.coding import EventCoder
from foreshock.coding.models import load_model
from foreshock.coding.names import Names, held_on
from foreshock.wire import read_text
from tests.coding.conftest import SMALL, Code, first

DAY = date(2024, 11, 27)
OWN = """
[[actor]]
name = "Harbour Guard"
kind = "armed-group"
country = "IRQ"
sector = "REB"
aliases = ["Haras al-Mina", "HG"]
"""


@cache
def all_names() -> Names:
    return Names(registry())


@pytest.fixture(scope="module")
def shipped() -> Names:
    return all_names()


def found(names: Names, text: str, day: date | None = DAY) -> dict[str, str]:
    """Words as they stand in the text, and the name they are read as."""
    doc = load_model(SMALL).make_doc(text)
    return {str(doc[h.first : h.last + 1]): h.reading.of.name for h in names.find(text, doc, day)}


@pytest.mark.parametrize(
    "text",
    [
        "The ambassador left.",
        "Lights and human rights.",
        "He told us so.",
        "The bushes near the cartridge works.",
        "An irate crowd.",
        "A romaniacal chant.",
    ],
)
def test_a_name_inside_another_word_is_no_name(shipped: Names, text: str) -> None:
    assert found(shipped, text) == {}


def test_a_longer_form_that_begins_inside_a_word_hides_no_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[actor]]\nname = "Mina"\n\n[[actor]]\nname = "Guard"\naliases = ["al Mina"]\n', encoding="utf8")
    names = Names(registry(path))
    assert found(names, "The al Mina left.") == {"al Mina": "Guard"}
    assert found(names, "The coastal Mina left.") == {"Mina": "Mina"}


def test_a_name_is_found_in_its_own_case_only(shipped: Names) -> None:
    assert found(shipped, "Turkey left.") == {"Turkey": "Turkey"}
    assert found(shipped, "They ate turkey.") == {}


def test_the_longest_name_at_a_place_wins(shipped: Names) -> None:
    assert list(found(shipped, "The Islamic Resistance in Iraq left.").values()) == ["Islamic Resistance in Iraq"]
    assert "Niger" not in found(shipped, "Nigeria left.").values()


def test_a_possessive_mark_is_no_part_of_a_name(shipped: Names) -> None:
    assert found(shipped, "Turkey's army left.") == {"Turkey": "Turkey"}


def test_adjectives_and_governments_read_as_their_state(shipped: Names) -> None:
    assert found(shipped, "Turkish envoys left.") == {"Turkish": "Turkey"}
    assert found(shipped, "Baghdad protested.") == {"Baghdad": "Iraq"}


SOME = ("Turkey", "Iraq", "Hezbollah", "Kataib Hezbollah", "Benjamin Netanyahu", "said", "on Monday", "Israeli", "the")


@given(st.lists(st.sampled_from(SOME), min_size=1, max_size=10).map(" ".join))
@settings(max_examples=50, deadline=None)
def test_names_stand_in_text_order_and_none_lies_on_another(text: str) -> None:
    doc = load_model(SMALL).make_doc(text)
    hits = all_names().find(text, doc, DAY)
    assert all(one.last < other.first for one, other in pairwise(hits))
    assert all(text[doc[h.first].idx : doc[h.last].idx + len(doc[h.last])] == h.words for h in hits)


def test_a_users_actor_is_found_by_its_name_and_aliases(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf8")
    names = Names(registry(path))
    assert found(names, "Haras al-Mina left.") == {"Haras al-Mina": "Harbour Guard"}
    assert found(names, "The HG left.") == {"HG": "Harbour Guard"}
    assert found(names, "Turkey left.") == {"Turkey": "Turkey"}


def minister(name: str, start: date, end: date | None) -> Entry:
    office = Office("minister", "GOV", "XAA", start, end)
    return Entry(name, "person", "XAA", "GOV", ("Osman",), (office,))


def test_of_two_holders_of_a_name_the_one_in_office_on_the_day_is_meant() -> None:
    old = Reading(minister("Ali Osman", date(2010, 1, 1), date(2015, 1, 1)), "alias")
    new = Reading(minister("Can Osman", date(2020, 1, 1), None), "alias")
    assert held_on([old, new], date(2012, 1, 1)) is old
    assert held_on([old, new], date(2024, 1, 1)) is new


def test_without_a_day_the_first_reading_is_meant_and_without_readings_none() -> None:
    only = Reading(State("Atlantis", "XAT"), "name")
    assert held_on([only], None) is only
    assert held_on([], DAY) is None


KOREAS = "North Korea fired a missile, South Korea said. The South condemned the launch of the North."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (KOREAS, {"South": "South Korea", "North": "North Korea"}),
        ("Germany and France voted. The North opposed the South.", {}),
        ("North Korea and South Korea share the North Sea of old maps.", {}),
    ],
)
def test_a_half_is_a_state_only_where_both_halves_are_told(shipped: Names, text: str, told: dict[str, str]) -> None:
    halves = {form: name for form, name in found(shipped, text).items() if form in ("North", "South")}
    assert halves == told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Congress voted in Washington.", "US Congress"),
        ("India voted. Congress demanded a recount in India.", "Indian National Congress"),
        ("In Seoul, the Joint Chiefs of Staff saw a launch.", "Joint Chiefs of Staff of South Korea"),
    ],
)
def test_a_shared_name_is_that_of_the_country_told_most(shipped: Names, text: str, name: str) -> None:
    assert name in found(shipped, text).values()


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Colombia sent soldiers to Cúcuta. Defence Minister Pedro Sánchez accused Venezuela of murder.", "COL"),
        ("Spain closed its ports. Prime Minister Pedro Sánchez accused Israel of murder.", "ESP"),
    ],
)
def test_of_two_namesakes_in_office_the_one_of_the_country_told_is_meant(
    coder: EventCoder, text: str, country: str
) -> None:
    told = coder.code(read_text(text, published=date(2025, 9, 1)))
    assert [a.country for a in first(told, "ACCUSE").actors] == [country]


def test_a_given_name_of_two_syllables_is_whole(code: Code) -> None:
    coded = code(
        "President Lee Dong-sik met rebels backed by Lai Ching-te in Seoul. Lee Dong-sik said that he was glad."
    )
    assert {s.source.name for s in coded.statements} == {"Lee Dong-sik"}
    assert "Lai Ching-te" in {r.left.name for r in coded.relations}
