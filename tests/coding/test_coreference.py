"""What "he", "it", "the group", "we" and "both sides" stand for: told before, in this report, and fitting."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Code, countries, first, names, voices


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("Israel attacked Syria. It condemned Turkey.", "ACCUSE", "Israel"),
        ("Vladimir Putin met Xi Jinping in Moscow. He criticised Turkey.", "ACCUSE", "Vladimir Putin"),
        ("Hezbollah attacked Israel on Monday. The group criticised Turkey.", "ACCUSE", "Hezbollah"),
        ("Kataib Hezbollah attacked the base. The militia criticised Turkey.", "ACCUSE", "Kataib Hezbollah"),
        ("Turkey closed its airspace. The country then criticised Israel.", "ACCUSE", "Turkey"),
        ("Vladimir Putin visited Cairo. The president criticised Turkey.", "ACCUSE", "Vladimir Putin"),
    ],
)
def test_a_word_that_points_back_is_who_was_told_before(code: Code, text: str, kind: str, actor: str) -> None:
    assert names(first(code(text), kind).actors) == [actor]


def test_the_subject_of_a_told_clause_is_the_one_who_tells_it(code: Code) -> None:
    event = first(code("Israel said it would attack Iran."), "ASSAULT")
    assert (names(event.actors), names(event.recipients)) == (["Israel"], ["Iran"])


def test_we_in_a_quotation_is_the_speaker(code: Code) -> None:
    event = first(code("Vladimir Putin said: “We will strike Syria.”"), "ASSAULT")
    assert (names(event.actors), voices(event)) == (["Vladimir Putin"], [("Vladimir Putin", "asserts")])


def test_its_troops_are_those_of_the_one_it_stands_for(code: Code) -> None:
    event = first(code("Baghdad urged Ankara to withdraw its troops."), "RETREAT")
    assert names(event.actors) == ["Turkey"]


def test_a_pronoun_keeps_its_own_words(code: Code) -> None:
    coded = code("Israel attacked Syria. It condemned Turkey.")
    actor = first(coded, "ACCUSE").actors[0]
    assert (actor.text, actor.span.of(coded.report.text), actor.name) == ("It", "It", "Israel")


def test_no_word_points_forward(code: Code) -> None:
    coded = code("It condemned Turkey. Israel attacked Syria.")
    assert [e.type for e in coded.events] == ["ASSAULT"]
    assert "nobody is told to have done it" in {left.reason for left in coded.left_out}


def test_a_person_is_not_it_and_a_state_is_not_he(code: Code) -> None:
    state = code("Israel attacked Syria. He condemned Turkey.")
    person = code("Vladimir Putin visited Cairo. It condemned Turkey.")
    assert "ACCUSE" not in {e.type for e in state.events}
    assert "nobody is told to have done it" in {left.reason for left in state.left_out}
    assert names(first(person, "ACCUSE").actors) == ["Egypt"]


def test_the_report_vouches_for_what_it_tells(code: Code) -> None:
    coded = code("The institute published a report on Iraq. The report said that Iran had attacked Iraq.")
    event = first(coded, "ASSAULT")
    assert len(event.chain) == 1
    assert event.chain[0].cue.of(coded.report.text) == "said"
    assert event.chain[0].source.name in ("report", "institute")


def test_the_two_countries_are_the_two_told_before(code: Code) -> None:
    coded = code("India and Pakistan held talks on Monday. The two countries condemned Turkey.")
    assert sorted(names(first(coded, "ACCUSE").actors)) == ["India", "Pakistan"]


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Qatar mediated between Israel and Hamas. Biden asked both sides to agree.", ["Israel", "Hamas"]),
        ("India and Pakistan exchanged fire in Kashmir. China asked both countries to talk.", ["India", "Pakistan"]),
        (
            "Mali's army clashed with JNIM near Kayes. The African Union urged both sides to talk.",
            ["Mali's army", "JNIM"],
        ),
    ],
)
def test_both_sides_are_the_two_told_together_and_not_who_speaks_to_them(
    code: Code, text: str, recipients: list[str]
) -> None:
    assert names(first(code(text), "REQUEST").recipients) == recipients


def test_either_party_is_both_of_them_and_no_political_party(code: Code) -> None:
    event = first(code("Ethiopia fought Eritrea for two years. Sudan denied arming either party."), "AID")
    assert names(event.recipients) == ["Ethiopia", "Eritrea"]


def test_two_neighbours_of_a_state_are_two_others(code: Code) -> None:
    text = "Azerbaijan accused Armenia of shelling a village. Georgia called on its two neighbours to return to talks."
    assert names(first(code(text), "REQUEST").recipients) == ["Azerbaijan", "Armenia"]


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Police in Harare arrested two activists. The ministry accused the pair of plotting.", ["two activists"]),
        ("Vladimir Putin met Xi Jinping. Kyiv accused the two leaders of plotting.", ["Vladimir Putin", "Xi Jinping"]),
        ("Hun Sen met Xi Jinping. Kyiv accused the two premiers of plotting.", ["Hun Sen", "Xi Jinping"]),
    ],
)
def test_a_pair_is_two_persons(code: Code, text: str, recipients: list[str]) -> None:
    assert names(first(code(text), "ACCUSE").recipients) == recipients


@pytest.mark.parametrize("between", ["", "A newspaper in Muscat reported it. "])
def test_a_kingdom_is_a_state_with_a_king(code: Code, between: str) -> None:
    text = f"Saudi Arabia hosted talks with Oman. {between}The Kingdom asked Washington to lift the sanctions."
    assert names(first(code(text), "REQUEST").actors) == ["Saudi Arabia"]


def test_who_opposes_the_government_opposes_that_of_their_own_country(code: Code) -> None:
    text = "Opposition leader Kizza Besigye spoke after Washington did. He accused the government of torture."
    accused = first(code(text), "ACCUSE")
    assert [a.country for a in (*accused.actors, *accused.recipients)] == ["UGA", "UGA"]


def test_what_is_accused_of_is_no_part_of_who_is_accused(code: Code) -> None:
    text = "Hezbollah fired rockets on Monday. Israel accused the Iran-backed party of rearming."
    assert names(first(code(text), "ACCUSE").recipients) == ["Hezbollah"]


def test_the_council_is_the_one_that_was_named_with_the_word(code: Code) -> None:
    between = "The Malian army killed ten people. " + "Rain fell in Kayes. " * 9
    text = f"The Security Council met on Monday. {between}The council condemned Mali."
    assert names(first(code(text), "ACCUSE").actors) == ["UN Security Council"]


def test_the_officer_is_one_and_not_the_two_told_after_him(code: Code) -> None:
    text = "A Kenyan officer and two Haitian officers were ambushed. JNIM said it had killed the officer."
    killed = [e for e in code(text).events if e.type == "ASSAULT"][-1]
    assert [a.country for a in killed.recipients] == ["KEN"]


def test_a_person_told_again_by_the_last_name_keeps_the_country(code: Code) -> None:
    text = "The commander of the Kachin Independence Army, Gun Maw, met reporters. Later Maw accused China of spying."
    accused = first(code(text), "ACCUSE").actors[0]
    assert (accused.name, accused.country) == ("Gun Maw", "MMR")


def test_we_in_a_later_sentence_of_a_quotation_is_who_it_is_a_quotation_of(code: Code) -> None:
    text = 'Xi Jinping met Vladimir Putin. "We will not attack Ukraine. Peace is near," Putin said. China was silent.'
    assert names(first(code(text), "ASSAULT").actors) == ["Vladimir Putin"]
    before = 'Turkey warned Syria. Putin said: "Peace is near. But we will attack Ukraine."'
    assert names(first(code(before), "ASSAULT").actors) == ["Vladimir Putin"]


@pytest.mark.parametrize("again", ["ISS", "think tank", "Pretoria-based think tank"])
def test_a_house_is_known_by_its_letters_and_by_what_it_is(code: Code, again: str) -> None:
    told = "The Institute for Sahel Studies published a brief on Mali. Rain fell in Kayes."
    event = first(code(f"{told} The {again} said that JNIM bombed a bridge."), "ASSAULT")
    assert [name for name, _ in voices(event)] == ["Institute for Sahel Studies"]


@pytest.mark.parametrize(("body", "noun"), [("NATO", "alliance"), ("ECOWAS", "bloc")])
def test_the_bloc_is_the_body_of_states_told_before(code: Code, body: str, noun: str) -> None:
    assert names(first(code(f"{body} met on Monday. The {noun} condemned Turkey."), "ACCUSE").actors) == [body]


@pytest.mark.parametrize(
    ("text", "teller"),
    [
        ("The ministry said Iran attacked a ship. It added that Israel bombed a port.", "ministry"),
        ("The center said Iraq arrested six fighters. Iran, it added, bombed Jordan.", "center"),
        ("The experts accused Rwanda of theft. Uganda, they wrote, bombed a camp.", "experts"),
        ("According to Amnesty, troops left Mali. The army, it said, bombed a village.", "Amnesty International"),
    ],
)
def test_who_goes_on_telling_is_who_told_last_and_not_whom_it_was_about(code: Code, text: str, teller: str) -> None:
    event = next(e for e in code(text).events if e.type == "ASSAULT" and e.because[0].find("bomb") > 0)
    assert [name for name, _ in voices(event)] == [teller]


def test_what_was_denied_by_it_is_not_denied_by_who_said_it(code: Code) -> None:
    event = first(code("Israel says that Hezbollah bombed a port, which it denies."), "ASSAULT")
    assert "Hezbollah" in names(event.actors)


def test_the_two_sides_are_the_two_who_were_told_to_meet_whoever_else_is_named(code: Code) -> None:
    coded = code(
        "Saudi envoys and Houthi negotiators held talks in Muscat on salaries and prisoners, Omani officials said. "
        "The two sides agreed to free 64 captives."
    )
    assert {a.country for a in first(coded, "AGREE").actors} == {"SAU", "YEM"}


def test_his_country_is_that_of_the_one_who_owns_it(code: Code) -> None:
    events = code("Aliyev said his country would strike Armenia if the shelling went on.").events
    assert {names(e.actors)[0] for e in events if e.type == "ASSAULT"} == {"Azerbaijan"}


def test_a_neighbour_is_the_other_state_told_before_or_the_one_named_with_it(code: Code) -> None:
    text = "Kenya closed its embassy in Mogadishu and accused its northern neighbour of smuggling."
    assert countries(first(code(text), "ACCUSE").recipients) == ["SOM"]
    text = "Poland accused its eastern neighbour, Belarus, of smuggling."
    assert countries(first(code(text), "ACCUSE").recipients) == ["BLR"]


def test_the_two_neighbours_are_the_two_told_before(code: Code) -> None:
    text = "Ethiopia and Eritrea closed the border. The United Nations urged the two neighbours to hold talks."
    assert set(countries(first(code(text), "REQUEST").recipients)) == {"ETH", "ERI"}


def test_the_factions_are_those_told_with_a_country_and_not_others_without(code: Code) -> None:
    text = (
        "Iraqi factions attacked a base in Jordan. Some movements welcomed the attack. The factions threatened Israel."
    )
    assert countries(first(code(text), "THREATEN").actors) == ["IRQ"]


@pytest.mark.parametrize(
    "text", ["“We attacked Iran. We left,” said Turkey.", "“ We attacked Iran . We left , ” said Turkey ."]
)
def test_we_are_who_is_quoted_however_the_marks_stand(code: Code, text: str) -> None:
    assert names(first(code(text), "ASSAULT").actors) == ["Turkey"]


@pytest.mark.parametrize("text", ["“ We left ”", "We “ ” left.", "“ ” We left. “", "He said “ we ” and left."])
def test_marks_around_nothing_are_no_error(code: Code, text: str) -> None:
    assert code(text).report.text == text


@pytest.mark.parametrize(
    "text",
    [
        "Iran and Iraq traded fire. Egypt urged both sides to stop. China asked the two foreign ministers to talk.",
        "Iran and Iraq traded fire. Egypt met both sides. China asked them to talk.",
        "Iran accused Iraq of shelling a village. China asked envoys of the two countries to talk.",
    ],
)
def test_two_told_again_by_other_words_are_the_same_two(code: Code, text: str) -> None:
    told = [e for e in code(text).events if e.type == "REQUEST"][-1]
    assert {a.country for a in told.recipients} == {"IRN", "IRQ"}


def test_the_title_of_a_body_stands_for_its_holder_or_its_country(code: Code) -> None:
    named = code("Its director, Elena Quiros, said that Iran had attacked Iraq.")
    assert first(named, "ASSAULT").chain[0].source.name == "Elena Quiros"
    plain = code("The head of the Egyptian agency said that Iran had attacked Iraq.")
    assert first(plain, "ASSAULT").chain[0].source.country == "EGY"


def test_a_head_of_state_is_an_office_and_force_alone_is_nobody(code: Code) -> None:
    assert names(first(code("The Iraqi head of state accused Iran of plotting."), "ACCUSE").actors) == [
        "Iraqi head of state"
    ]
    assert [a for e in code("Iran met the protest with force.").events for a in e.recipients if a.text == "force"] == []


def test_a_named_village_is_not_the_town_told_before(code: Code) -> None:
    text = "Moscow made no comment. Gunmen attacked the village of Petelkole on Tuesday and killed 31 people in Mali."
    assert "RUS" not in countries(first(code(text), "ASSAULT").recipients)


def test_the_agency_is_the_body_of_states_named_last(code: Code) -> None:
    text = "The International Organization for Migration warned Haiti. The agency urged Santo Domingo to stop raids."
    assert names(first(code(text), "REQUEST").actors) == ["International Organization for Migration"]


def test_civilians_are_no_side_of_a_conflict(code: Code) -> None:
    text = "Iran and Iraq traded fire. Militiamen shot residents. Egypt urged both sides to stop."
    assert "residents" not in " ".join(names(first(code(text), "REQUEST").recipients))


def test_the_day_before_a_party_is_no_part_of_its_name(code: Code) -> None:
    event = first(code("On Wednesday soldiers executed 12 herders near Bankilare in Niger."), "ASSAULT")
    assert names(event.actors) == ["soldiers"]


def test_a_report_told_again_is_that_of_whoever_published_it(code: Code) -> None:
    text = "The World Bank published a report on prices. The report accuses Mali of torture."
    assert countries(first(code(text), "ACCUSE").actors) == ["IGO"]


def test_arms_told_again_are_their_owners(code: Code) -> None:
    text = "Russian drones crossed into Romania. They exploded beside a granary in Tulcea, wounding two workers."
    assert countries(first(code(text), "ASSAULT").actors) == ["RUS"]


def test_he_is_who_acted_last_where_the_teller_spoke_before_that(code: Code) -> None:
    text = "Emmanuel Macron praised Chad, he said. Paul Kagame met Chad's envoys. He accused Sudan of theft."
    assert countries(first(code(text), "ACCUSE").actors) == ["RWA"]


def test_them_are_all_of_a_list_named_before(code: Code) -> None:
    text = "Egypt offered talks to Mali, Chad and Niger and urged them to leave Sudan."
    assert countries(first(code(text), "REQUEST").recipients) == ["MLI", "TCD", "NER"]


def test_a_spokesman_for_the_group_speaks_for_the_one_told_last(code: Code) -> None:
    text = "M23 shelled Goma. A spokesman for the group accused Burundi of murder."
    assert countries(first(code(text), "ACCUSE").actors) == ["COD"]


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        (
            "Donald Trump, whose administration imposed sanctions on Colombia in October, spoke on Friday.",
            "SANCTION",
            ["USA"],
            ["COL"],
        ),
        (
            "A Colombian man was arrested in Brno. His lawyer, Ana Stoica, says that he was beaten by police.",
            "ASSAULT",
            ["CZE"],
            ["COL"],
        ),
        (
            "Two Russian drones crossed the Danube, and one of them struck a grain terminal in Tulcea.",
            "ASSAULT",
            ["RUS"],
            ["ROU"],
        ),
        (
            "Sixteen Syrian soldiers, three of whom were killed by Israel, crossed the border.",
            "ASSAULT",
            ["ISR"],
            ["SYR"],
        ),
        (
            "Amnesty International wrote on Monday about Yobe. The rights group accused the Nigerian army of murder.",
            "ACCUSE",
            ["NGO"],
            ["NGA"],
        ),
        (
            "UNMISS has a base in Bor. Peacekeepers were attacked there by South Sudanese soldiers on Friday.",
            "ASSAULT",
            ["SSD"],
            ["UNO"],
        ),
        (
            "NATO wants more jets. On Wednesday the ambassadors of the alliance met Vladimir Putin.",
            "CONSULT",
            ["IGO", "RUS"],
            [],
        ),
    ],
)
def test_a_party_is_of_whom_it_points_back_to(
    code: Code, text: str, kind: str, actors: list[str], recipients: list[str]
) -> None:
    event = first(code(text), kind)
    assert (countries(event.actors), countries(event.recipients)) == (actors, recipients)


def test_who_speaks_of_several_is_none_of_the_things_told_before(code: Code) -> None:
    coded = code("Two officials met near the Syrian bases of Israel. One of them said that Iran had attacked Iraq.")
    assert voices(first(coded, "ASSAULT")) != [("Israel", "asserts")]


def test_his_men_bear_the_name_of_whose_they_are(code: Code) -> None:
    event = first(code("Iran denied that its forces had attacked the Iraqi army."), "ASSAULT")
    assert [(a.text, a.name) for a in event.actors] == [("its forces", "forces of Iran")]


def test_the_army_is_no_rebel_army(code: Code) -> None:
    event = first(code("The Karen rebel army in Myanmar met in May. On Friday the army attacked Thailand."), "ASSAULT")
    assert [a.sector for a in event.actors] == ["MIL"]


def test_a_neighbour_is_one_across_a_border(code: Code) -> None:
    text = "Mali's army denied that any Russian had died. Niger suspended fuel deliveries to its neighbour on Monday."
    assert countries(first(code(text), "SANCTION").recipients) == ["MLI"]


def test_where_a_house_sits_makes_no_side(code: Code) -> None:
    text = (
        "Mali and JNIM accuse each other of killing civilians, the Dakar-based Sahel Observatory said. "
        "Talks between the two sides collapsed."
    )
    assert "SEN" not in {c for e in code(text).events for c in countries((*e.actors, *e.recipients))}


@pytest.mark.parametrize(
    ("text", "kind", "country"),
    [
        (
            "Russian troops attacked Kharkiv on Monday. Poland arrested a spy. Japan condemned the attack.",
            "ACCUSE",
            "RUS",
        ),
        ("ECOWAS offered to send fuel to Mali. France spoke to Algeria. Mali turned down the offer.", "REJECT", "IGO"),
        ("Colombia accused Venezuela of sheltering rebels. Caracas rejected the charge as absurd.", "REJECT", "COL"),
    ],
)
def test_the_attack_and_the_offer_are_whose_they_were_told_to_be(
    code: Code, text: str, kind: str, country: str
) -> None:
    found = [e for e in code(text).events if e.type == kind][-1]
    assert countries(found.recipients) == [country]


def test_a_person_told_by_what_they_are_is_that_person_again(code: Code) -> None:
    text = "Artsvik Minasyan, a deputy of the faction, spoke. The treaty is a loss, the deputy declared."
    assert [s.source.name for s in code(text).statements] == ["Artsvik Minasyan"]


def test_both_countries_are_states_and_not_what_they_fly(code: Code) -> None:
    text = "India fired missiles at Pakistan. Pakistan shot down five Indian jets. China urged both countries to stop."
    (asked,) = [e for e in code(text).events if e.type == "REQUEST"]
    assert {a.name for a in asked.recipients} == {"India", "Pakistan"}


def test_they_who_strike_us_are_not_of_us(code: Code) -> None:
    text = 'Marines left the shoal. "They attacked us twice," said the Philippine navy spokesman.'
    assert not [a for e in code(text).events if e.type == "ASSAULT" for a in e.actors if a.country == "PHL"]
