"""Who is meant: states by any of their words, groups, role nouns, persons, crowds, and names nobody knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foreshock.coding import EventCoder, open_coder
from foreshock.records import Actor, CodedReport
from foreshock.wire import read_text
from tests.coding.conftest import PUBLISHED, SMALL, Code, countries, first, names

OWN = """
[[actor]]
name = "Harbour Guard"
kind = "armed-group"
country = "IRQ"
sector = "REB"
aliases = ["Haras al-Mina"]

[[actor]]
name = "Hezbollah"
kind = "party"
country = "LBN"
sector = "PTY"
"""


def doer(coded: CodedReport) -> Actor:
    """The first actor of the first event."""
    assert coded.events, [x.reason for x in coded.left_out]
    assert coded.events[0].actors, coded.events[0]
    return coded.events[0].actors[0]


@pytest.mark.parametrize(
    ("subject", "name", "country", "sector"),
    [
        ("Turkey", "Turkey", "TUR", "GOV"),
        ("The Turkish government", "Turkey", "TUR", "GOV"),
        ("Baghdad", "Iraq", "IRQ", "GOV"),
        ("The White House", "United States", "USA", "GOV"),
        ("The Kremlin", "Russia", "RUS", "GOV"),
        ("Hezbollah", "Hezbollah", "LBN", "REB"),
        ("The Houthis", "Ansar Allah", "YEM", "REB"),
        ("Vladimir Putin", "Vladimir Putin", "RUS", "GOV"),
        ("The leadership of Republika Srpska", "Republika Srpska", "BIH", "GOV"),
        ("The government of Somaliland", "Somaliland", "SOM", "GOV"),
        ("The Tigray interim administration", "Tigray interim administration", "ETH", "GOV"),
        ("The Bosnian Serb parliament", "National Assembly of Republika Srpska", "BIH", "LEG"),
    ],
)
def test_all_words_for_one_actor_share_its_name(code: Code, subject: str, name: str, country: str, sector: str) -> None:
    actor = doer(code(f"{subject} condemned Israel."))
    assert (actor.name, actor.country, actor.sector) == (name, country, sector)


@pytest.mark.parametrize(
    ("subject", "country", "sector"),
    [
        ("The Turkish army", "TUR", "MIL"),
        ("A Turkish court", "TUR", "JUD"),
        ("The Turkish parliament", "TUR", "LEG"),
        ("Turkish police", "TUR", "COP"),
        ("The Turkish opposition", "TUR", "OPP"),
        ("Turkish workers", "TUR", "LAB"),
        ("A Turkish newspaper", "TUR", "JRN"),
        ("Turkish intelligence officials", "TUR", "SPY"),
        ("Turkish military officials", "TUR", "MIL"),
        ("A former Turkish minister", "TUR", "ELI"),
        ("Turkey's foreign minister", "TUR", "GOV"),
        ("Turkey’s foreign minister", "TUR", "GOV"),
        ("Officials in Ankara", "TUR", "GOV"),
        ("The president of Turkey", "TUR", "GOV"),
    ],
)
def test_a_role_noun_takes_country_and_sector_from_the_words_around_it(
    code: Code, subject: str, country: str, sector: str
) -> None:
    actor = doer(code(f"{subject} condemned Israel."))
    assert (actor.country, actor.sector) == (country, sector)


@pytest.mark.parametrize("subject", ["Iran-backed militias", "Iranian-backed militias", "Iran-aligned militias"])
def test_militias_backed_by_a_state_are_not_that_states(code: Code, subject: str) -> None:
    actor = doer(code(f"{subject} condemned Israel."))
    assert actor.country != "IRN"
    assert actor.text == subject


def test_groups_that_favour_or_fear_a_state_are_not_that_states(code: Code) -> None:
    assert doer(code("Pro-Iranian groups condemned Israel.")).country != "IRN"
    assert doer(code("Anti-Turkish groups condemned Israel.")).country != "TUR"


def test_a_person_named_beside_a_role_is_the_person(code: Code) -> None:
    actor = doer(code("The Russian president, Vladimir Putin, condemned Israel."))
    assert (actor.name, actor.country) == ("Vladimir Putin", "RUS")


def test_a_leaders_group_is_told_by_its_name(code: Code) -> None:
    assert doer(code("The Hezbollah leader condemned Israel.")).country == "LBN"
    assert doer(code("Hezbollah fighters condemned Israel.")).name == "Hezbollah"


def test_both_sides_are_the_two_told_before(code: Code) -> None:
    coded = code("Israel and Lebanon signed a truce on Tuesday. Both sides withdrew their troops.")
    assert names(first(coded, "RETREAT").actors) == ["Israel", "Lebanon"]
    withdrawn = [e for e in coded.events if e.mode == "withdraw"]
    assert [sorted(names(e.actors)) for e in withdrawn] == [["Israel", "Lebanon"]]


def test_groups_such_as_named_ones_are_the_named_ones(code: Code) -> None:
    event = first(code("Groups such as Hamas and Hezbollah attacked Israel."), "ASSAULT")
    assert names(event.actors) == ["Hamas", "Hezbollah"]


def test_thousands_of_protesters_are_protesters_and_thousands_alone_are_people(code: Code) -> None:
    counted = first(code("Thousands of protesters marched in Baghdad."), "PROTEST").actors[0]
    crowd = first(code("Thousands marched through Tbilisi on Sunday."), "PROTEST").actors[0]
    assert (counted.country, counted.sector) == ("IRQ", "CVL")
    assert (crowd.country, crowd.sector) == ("GEO", "CVL")


def test_an_unknown_name_keeps_its_words_and_what_its_role_tells(code: Code) -> None:
    actor = doer(code("Selim Dovar, a Kenyan farmer, condemned Israel."))
    assert actor.name == "Selim Dovar"
    assert actor.country in (None, "KEN")


def test_an_unknown_actor_of_no_country_has_none(code: Code) -> None:
    assert doer(code("The minister condemned the speech.")).country is None


def test_an_actor_keeps_the_words_it_was_told_in(code: Code) -> None:
    coded = code("Baghdad condemned Israel.")
    actor = doer(coded)
    assert (actor.text, actor.span.of(coded.report.text)) == ("Baghdad", "Baghdad")


def test_an_office_is_the_one_held_on_the_day_of_the_report(coder: EventCoder) -> None:
    before = doer(coder.code(read_text("Keir Starmer condemned Israel.", published=date(2022, 5, 4))))
    since = doer(coder.code(read_text("Keir Starmer condemned Israel.", published=PUBLISHED)))
    assert since.sector == "GOV"
    assert before.sector != "GOV"


def test_a_users_actors_are_known_and_replace_the_shipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf8")
    told = open_coder(SMALL, actors=path)
    new = doer(told.code(read_text("Haras al-Mina condemned Israel.", published=PUBLISHED)))
    replaced = doer(told.code(read_text("Hezbollah condemned Israel.", published=PUBLISHED)))
    assert (new.name, new.country, new.sector) == ("Harbour Guard", "IRQ", "REB")
    assert (replaced.country, replaced.sector) == ("LBN", "PTY")


def test_a_users_actors_are_unknown_to_everyone_else(code: Code, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf8")
    open_coder(SMALL, actors=path)
    assert doer(code("Hezbollah condemned Israel.")).sector == "REB"


def test_an_owned_thing_stands_for_its_owner(code: Code) -> None:
    assert countries(first(code("Turkey shelled an Iranian base."), "ASSAULT").recipients) == ["IRN"]
    assert countries(first(code("Turkey shelled Iran's bases."), "ASSAULT").recipients) == ["IRN"]


def test_a_report_is_never_a_party(code: Code) -> None:
    coded = code("The report condemned Israel. The study criticised the Turkish army.")
    assert all(a.kind != "document" for e in coded.events for a in (*e.actors, *e.recipients))


def test_states_told_in_a_list_act_together(code: Code) -> None:
    text = "The United States, Saudi Arabia, Egypt and the UAE called last month for a truce."
    told = first(code(text), "REQUEST").actors
    assert countries(told) == ["USA", "SAU", "EGY", "ARE"]


@pytest.mark.parametrize(
    "text",
    [
        "Milan Tadic, who heads the Serbian government's Office for Kosovo, condemned Croatia.",
        "Milan Tadic, an analyst at the Belgrade-based Danube Institute, condemned Croatia.",
        "The chairman of the Serbian Danube Council, Milan Tadic, condemned Croatia.",
    ],
)
def test_a_person_is_of_the_country_of_what_they_head_or_work_for(code: Code, text: str) -> None:
    assert countries(first(code(text), "ACCUSE").actors) == ["SRB"]


@pytest.mark.parametrize(("place", "country"), [("BEIRUT", "LBN"), ("NAIROBI", None)])
def test_the_only_army_is_that_of_the_country_the_report_is_dated_from_and_tells_of(
    code: Code, place: str, country: str | None
) -> None:
    text = f"{place}, Oct 16 (Reuters) - Israel struck Lebanon after Syria did.\n\nThe army accused Israel of lying."
    assert countries(first(code(text), "ACCUSE").actors) == [country]


def test_whose_forces_are_told_by_their_owner_are_not_of_the_country_they_bomb(code: Code) -> None:
    text = "Rockets hit Kharkiv in Ukraine. The Russian defence ministry said that its forces had bombed a camp there."
    assert countries(code(text).events[-1].actors) == ["RUS"]


def test_the_name_of_the_agency_in_a_dateline_is_no_country_of_the_report(code: Code) -> None:
    text = "NAIROBI, Oct 16 (Reuters) - Kenya met Uganda.\n\nThe police arrested five people."
    arrest = first(code(text), "COERCE")
    assert "GBR" not in countries((*arrest.actors, *arrest.recipients))


def test_why_an_envoy_is_summoned_is_no_part_of_his_name(code: Code) -> None:
    event = first(code("Croatia summoned the Serbian ambassador in protest on Monday."), "ACCUSE")
    assert [actor.name for actor in event.recipients] == ["Serbian ambassador"]


def test_a_force_told_for_the_first_time_is_not_of_the_country_of_another_force(code: Code) -> None:
    text = "The American force left Haiti. Kenya and Haiti met. Then a task force attacked the gangs."
    assert countries(first(code(text), "ASSAULT").actors) != ["USA"]


def test_of_what_country_the_victims_are_tells_nothing_of_who_is_at_home(code: Code) -> None:
    text = "Residents of Bamako in Mali saw it. Gunmen held the post and abducted two Indian engineers."
    assert countries(first(code(text), "ASSAULT").actors) != ["IND"]


def test_numbered_soldiers_are_not_those_told_before(code: Code) -> None:
    text = "American soldiers left Haiti. Kenya and Haiti met. Then JNIM attacked five soldiers."
    assert countries(first(code(text), "ASSAULT").recipients) != ["USA"]


def test_a_house_of_research_that_no_list_knows_urges_in_its_own_name(code: Code) -> None:
    event = first(code("The Danube Centre urged Serbia to withdraw its troops."), "REQUEST")
    assert names(event.actors) == ["Danube Centre"]


def test_who_is_written_to_is_not_accused(code: Code) -> None:
    text = "Serbia's president, in a letter to the UN Security Council, accused Kosovo of an attack."
    assert countries(first(code(text), "ACCUSE").recipients) == ["KOS"]


@pytest.mark.parametrize(
    ("place", "country"),
    [("Republika Srpska", "BIH"), ("Galmudug", "SOM"), ("Gagauzia", "MDA"), ("Gilgit-Baltistan", "PAK")],
)
def test_soldiers_in_a_part_of_a_state_are_that_states(code: Code, place: str, country: str) -> None:
    coded = code(f"Soldiers killed ten people in {place} on Monday.")
    assert countries(coded.events[0].actors) == countries(coded.events[0].recipients) == [country]


def test_what_colours_a_group_is_no_party_beside_it(code: Code) -> None:
    (event,) = code("The paramilitary Rapid Support Forces struck a power station in Atbara.").events
    assert names(event.actors) == ["Rapid Support Forces"]
