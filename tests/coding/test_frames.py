"""Who did it and to whom, in every shape that a sentence gives to an act."""

from __future__ import annotations

import pytest

from foreshock.codebook.lexicon import FRAMES, triggers
from tests.coding.conftest import Code, countries, first, names

TURKEY, SYRIA = ["Turkey"], ["Syria"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Turkey attacked Syria on Monday.",
        "Syria was attacked by Turkey on Monday.",
        "Turkey's attack on Syria continued.",
        "Turkey’s attack on Syria continued.",
        "The Turkish attack on Syria continued.",
        "The attack on Syria by Turkey continued.",
        "Turkey launched an attack on Syria.",
        "Turkey carried out an attack on Syria.",
        "An attack on Syria was launched by Turkey.",
        "Turkey has attacked Syria.",
        "Turkey, which attacked Syria, left the talks.",
        "Turkey continued to attack Syria.",
        "Turkey began attacking Syria.",
        "The Turkish government attacked Syria.",
        "Ankara attacked Damascus.",
    ],
)
def test_an_attack_has_the_same_two_sides_in_every_shape(code: Code, sentence: str) -> None:
    event = first(code(sentence), "ASSAULT")
    assert (names(event.actors), names(event.recipients)) == (TURKEY, SYRIA)


@pytest.mark.parametrize(
    ("sentence", "kind", "actors", "recipients"),
    [
        ("Iran and Russia condemned Israel.", "ACCUSE", ["Iran", "Russia"], ["Israel"]),
        ("Iran condemned Israel and Turkey.", "ACCUSE", ["Iran"], ["Israel", "Turkey"]),
        ("Turkey attacked Syria and condemned Iran.", "ACCUSE", ["Turkey"], ["Iran"]),
        ("Iran threatened to attack Israel.", "THREATEN", ["Iran"], ["Israel"]),
        ("Turkey imposed sanctions on Syria.", "SANCTION", TURKEY, SYRIA),
        ("Washington urged Tehran to release the hostages.", "REQUEST", ["United States"], ["Iran"]),
        ("Washington called on Tehran to release the hostages.", "REQUEST", ["United States"], ["Iran"]),
        ("Lebanon asked the United Nations for help.", "REQUEST", ["Lebanon"], ["United Nations"]),
        ("Egypt sent humanitarian aid to Sudan.", "AID", ["Egypt"], ["Sudan"]),
        ("Sudan accused Chad of arming the rebels.", "ACCUSE", ["Sudan"], ["Chad"]),
        ("Russia withdrew its troops from Georgia.", "RETREAT", ["Russia"], ["Georgia"]),
        ("Israel came under attack from Lebanon.", "ASSAULT", ["Lebanon"], ["Israel"]),
    ],
)
def test_each_frame_finds_its_sides(
    code: Code, sentence: str, kind: str, actors: list[str], recipients: list[str]
) -> None:
    event = first(code(sentence), kind)
    assert (names(event.actors), names(event.recipients)) == (actors, recipients)


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran and Russia held talks in Cairo.",
        "Iran met with Russia in Cairo.",
        "Talks between Iran and Russia continued.",
    ],
)
def test_those_who_meet_are_all_actors(code: Code, sentence: str) -> None:
    event = first(code(sentence), "CONSULT")
    assert (sorted(names(event.actors)), event.recipients) == (["Iran", "Russia"], ())


@pytest.mark.parametrize(
    ("sentence", "actor"),
    [
        ("Washington urged Tehran to attack Syria.", "Iran"),
        ("Washington threatened to attack Syria.", "United States"),
        ("Washington accused Tehran of attacking Syria.", "Iran"),
        ("Washington prevented Tehran from attacking Syria.", "Iran"),
    ],
)
def test_of_an_infinitive_or_gerund_the_one_who_would_do_it_is_the_actor(code: Code, sentence: str, actor: str) -> None:
    event = first(code(sentence), "ASSAULT")
    assert (names(event.actors), names(event.recipients)) == ([actor], SYRIA)


def test_a_participle_is_done_by_the_subject(code: Code) -> None:
    event = first(code("Turkey entered the valley, attacking Syria."), "ASSAULT")
    assert (names(event.actors), names(event.recipients)) == (TURKEY, SYRIA)


def test_whoever_claims_responsibility_is_actor_and_voice(code: Code) -> None:
    event = first(code("The Houthis claimed responsibility for an attack on Israel."), "ASSAULT")
    assert (names(event.actors), names(event.recipients)) == (["Ansar Allah"], ["Israel"])
    assert [link.source.name for link in event.chain] == ["Ansar Allah"]


def test_nobody_is_on_both_sides(code: Code) -> None:
    coded = code("Turkey attacked Turkey's rebels. Iran condemned itself. Israel and Israel's army fought Hamas.")
    assert all(set(names(e.actors)).isdisjoint(names(e.recipients)) for e in coded.events)


def test_a_party_in_another_clause_is_no_party_here(code: Code) -> None:
    event = first(code("Iran said that Turkey had attacked Syria."), "ASSAULT")
    assert (names(event.actors), names(event.recipients)) == (TURKEY, SYRIA)


def test_every_reading_has_a_frame_that_is_known() -> None:
    assert {t.frame for t in triggers()} <= FRAMES


@pytest.mark.parametrize(
    "text",
    [
        "Raids attributed to JNIM killed ten soldiers in Kayes.",
        "The raid in Kayes was blamed on JNIM.",
    ],
)
def test_an_act_laid_to_somebody_is_theirs(code: Code, text: str) -> None:
    assert names(first(code(text), "ASSAULT").actors) == ["JNIM"]


def test_aid_that_was_cut_was_cut_by_its_giver(code: Code) -> None:
    event = first(code("British aid to Rwanda was suspended in March."), "SANCTION")
    assert (countries(event.actors), countries(event.recipients)) == (["GBR"], ["RWA"])


def test_a_report_accuses_for_its_author(code: Code) -> None:
    text = "A report by UN experts says Rwanda arms the M23. It accuses Uganda of supplying weapons."
    assert countries(first(code(text), "ACCUSE").actors) == ["UNO"]


def test_these_acts_are_of_whom_the_sentence_told_them_of(code: Code) -> None:
    text = "Iran said that JNIM would stop its raids and that these raids had killed ten soldiers."
    assert names([e for e in code(text).events if e.type == "ASSAULT"][-1].actors) == ["JNIM"]


def test_gunmen_are_not_countrymen_of_the_foreigners_they_abduct(code: Code) -> None:
    text = "Gunmen detained two Indian engineers in the north."
    assert countries(first(code(text), "COERCE").actors) == [None]


def test_who_backs_a_group_does_not_do_what_is_told_on_of_it(code: Code) -> None:
    text = "The Iraqi militias backed by Turkey, which attacked a base in Jordan, have moved to Basra."
    assert countries(first(code(text), "ASSAULT").actors) == ["IRQ"]


def test_at_somebodys_request_it_is_they_who_asked(code: Code) -> None:
    text = "At the request of France and Germany, the Security Council will meet on Friday."
    asked = [e for e in code(text).events if e.type == "REQUEST"]
    assert all(countries(e.actors) == ["FRA", "DEU"] for e in asked)


def test_a_people_that_dominates_a_place_does_not_own_it(code: Code) -> None:
    text = "In Bosnia, the president of the Serb-dominated entity threatened Croatia."
    assert "SRB" not in countries(first(code(text), "THREATEN").actors)


def test_an_ambassador_was_summoned_by_the_ministry_that_called_him_in(code: Code) -> None:
    event = first(code("Poland's ambassador was summoned to the Belarusian foreign ministry."), "ACCUSE")
    assert (countries(event.actors), countries(event.recipients)) == (["BLR"], ["POL"])


def test_who_is_told_a_refusal_is_refused(code: Code) -> None:
    event = first(code("China informed Iraqi envoys that it refused the offer."), "REJECT")
    assert (countries(event.actors), countries(event.recipients)) == (["CHN"], ["IRQ"])


def test_letters_in_brackets_tell_whom_the_name_before_them_names(code: Code) -> None:
    event = first(code("The Confederation of Miners (FARC) attacked a base in Quito."), "ASSAULT")
    assert countries(event.actors) == ["COL"]


@pytest.mark.parametrize("deed", ["with the support of Rwanda", "with Rwanda's backing"])
def test_support_is_given_by_whom_it_is_of_and_to_who_does_the_deed(code: Code, deed: str) -> None:
    event = first(code(f"M23 seized a mine {deed}."), "SUPPORT")
    assert (names(event.actors), names(event.recipients)) == (["Rwanda"], ["M23"])


def test_those_between_whom_there_is_fighting_both_fight(code: Code) -> None:
    coded = code("Fighting between Sudan and Chad resumed on Monday after a truce brokered by Angola collapsed.")
    assert names(first(coded, "ASSAULT").actors) == ["Sudan", "Chad"]


def test_nobody_of_a_state_threatens_it(code: Code) -> None:
    event = first(code("Rwanda's spokeswoman, Yolande Makolo, warned that Rwanda would respond."), "THREATEN")
    assert names(event.recipients) == []


def test_who_will_not_hesitate_to_strike_threatens(code: Code) -> None:
    event = first(code('"We will not hesitate to hit Iran," Israel Katz said.'), "THREATEN")
    assert (names(event.actors), names(event.recipients)) == (["Israel Katz"], ["Iran"])


def test_a_town_with_the_name_of_somebody_known_is_a_town(code: Code) -> None:
    coded = code("M23 seized the town of Masisi. Later it withdrew from Masisi.")
    assert all("Masisi" not in a.name for e in coded.events for a in (*e.actors, *e.recipients))
    assert names(first(code("Mokgweetsi Masisi accused Angola of theft."), "ACCUSE").actors) == ["Mokgweetsi Masisi"]


def test_what_a_relative_clause_says_of_a_list_is_said_of_each(code: Code) -> None:
    event = first(code("Egypt accused Mali, Chad and Niger, which bombed Togo in January."), "ASSAULT")
    assert names(event.actors) == ["Mali", "Chad", "Niger"]


def test_who_rules_an_act_out_would_have_done_it(code: Code) -> None:
    coded = code("Israel accused Iran of theft. Donald Trump ruled out an attack on Iran.")
    assert names(next(e for e in coded.events if e.type == "ASSAULT").actors) == ["Donald Trump"]


def test_sanctions_are_of_who_restores_them(code: Code) -> None:
    event = first(code("France restored UN sanctions on Iran."), "SANCTION")
    assert names(event.actors) == ["France"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Serbia's defence ministry denied that any troops had been sent to the border.", "MOBILIZE"),
        ("Serbia's interior minister said that two suspects had been arrested.", "COERCE"),
    ],
)
def test_what_servants_of_a_state_did_its_speaker_tells_of_it(code: Code, text: str, kind: str) -> None:
    assert countries(first(code(text), kind).actors) == ["SRB"]


def test_who_was_captured_was_not_so_by_the_own_side(code: Code) -> None:
    coded = code("Serbia accused Kosovo of theft. Serbia's army said that five of its soldiers had been captured.")
    assert all("SRB" not in countries(e.actors) for e in coded.events if e.trigger.of(coded.report.text) == "captured")


@pytest.mark.parametrize(
    ("told", "threatens"),
    [
        ("any truck that carries fuel to Mali would be bombed", True),
        ("every village in Mali could be shelled if the army returned", True),
        ("villages in Mali would be shelled by bandits", False),
    ],
)
def test_a_price_put_by_who_commands_force_is_a_threat(code: Code, told: str, threatens: bool) -> None:
    coded = code(f"M23 met Chad. Sudan's army warned that {told}.")
    assert any(e.type == "THREATEN" for e in coded.events) == threatens
