"""Who vouches for what: claims, chains of any depth, denials, and speech that runs on over sentences."""

from __future__ import annotations

import pytest

from foreshock.records import CodedReport, Event
from tests.coding.conftest import Code, first, voices


def sources(event: Event) -> list[str]:
    """The sources of the event's chain by the words used, outermost first."""
    return [link.source.text for link in event.chain]


def contents(coded: CodedReport) -> list[str]:
    """The contents of all statements, in order of their cues."""
    return [s.content.of(coded.report.text) for s in coded.statements]


@pytest.mark.parametrize(
    "text",
    [
        "The Turkish foreign ministry said that Syrian troops had shelled the border post.",
        "Syrian troops shelled the border post, the Turkish foreign ministry said in a statement.",
        "According to the Turkish foreign ministry, Syrian troops shelled the border post.",
        "Syrian troops, the Turkish foreign ministry said, shelled the border post.",
    ],
)
def test_where_the_cue_stands_does_not_change_who_vouches(code: Code, text: str) -> None:
    assert sources(first(code(text), "ASSAULT")) == ["Turkish foreign ministry"]


def test_what_the_outlet_tells_itself_has_no_chain(code: Code) -> None:
    assert first(code("Syrian troops shelled a Turkish border post on Monday."), "ASSAULT").chain == ()


def test_a_source_inside_a_source_makes_two_links_outermost_first(code: Code) -> None:
    text = "The report said that Turkish officials believe that Syria shelled the dam."
    assert sources(first(code(text), "ASSAULT")) == ["report", "Turkish officials"]


def test_one_quoted_as_saying_speaks_inside_the_one_who_quotes(code: Code) -> None:
    text = "A Turkish newspaper quoted two diplomats as saying that Syria had shelled the dam."
    chain = first(code(text), "ASSAULT").chain
    assert [link.source.text.split()[-1] for link in chain] == ["newspaper", "diplomats"]


def test_a_denied_strike_is_a_claim_but_not_a_happening(code: Code) -> None:
    event = first(code("Syria denied that its army had shelled the dam."), "ASSAULT")
    assert voices(event) == [("Syria", "denies")]
    assert event.standing == "negated"


@pytest.mark.parametrize(
    "text",
    [
        "Iran rejected the claim that it had fired missiles at Israel.",
        "A claim that Iran had fired missiles at Israel was rejected by Iran.",
    ],
)
def test_who_rejects_a_claim_denies_what_it_tells(code: Code, text: str) -> None:
    assert voices(first(code(text), "ASSAULT")) == [("Iran", "denies")]


def test_one_cited_vouches_inside_the_one_who_cites(code: Code) -> None:
    text = "Syria's state agency, citing a military source, said that Israel bombed the port."
    assert sources(first(code(text), "ASSAULT")) == ["Syria's state agency", "military source"]


def test_what_one_is_accused_of_doing_is_the_accusers_word(code: Code) -> None:
    event = first(code("Turkey accused the Syrian army of shelling a border post."), "ASSAULT")
    assert voices(event) == [("Turkey", "asserts")]


@pytest.mark.parametrize(
    "asked",
    ["urged Syria to withdraw its troops from the border", "asked Syria for the withdrawal of its troops",
     "called on Syria to withdraw its troops", "demanded that Syria withdraw its troops"],
)  # fmt: skip
def test_what_is_asked_rests_on_who_asks_and_the_asking_on_nobody(code: Code, asked: str) -> None:
    coded = code(f"Turkey {asked}.")
    assert sources(first(coded, "RETREAT")) == ["Turkey"] and first(coded, "REQUEST").chain == ()


def test_who_speaks_on_behind_the_words_of_others_is_the_speaker(code: Code) -> None:
    coded = code("An envoy of Qatar said that the rebels would leave Chad and accused Sudan of shelling a market.")
    assert first(coded, "ACCUSE").actors[0].country == "QAT" and first(coded, "ACCUSE").chain == ()
    assert sources(first(coded, "ASSAULT")) == ["An envoy of Qatar".removeprefix("An ")]


@pytest.mark.parametrize(
    "text, told_by",
    [
        ("An assessment described by two diplomats says that Sudan shelled a market.", ["two diplomats", "assessment"]),
        ('"Sudan shelled a market," the report conveyed from a Chadian officer.', ["report", "Chadian officer"]),
        ("Turkey denied in a statement that its army shelled a market.", ["Turkey"]),
        ('Turkey denied the shelling of a Syrian market, calling the reports "an invention of the enemy".', ["Turkey"]),
        ("Sources close to the talks revealed to the agency that Sudan shelled a market.", ["Sources"]),
        ("Egypt, which accuses Sudan of an attack on a Libyan market, recalled its envoy.", ["Egypt"]),
        (
            "In a video shared on Telegram, Chad's president, Ali Deby, boasted that he shelled a market in Sudan.",
            ["Chad's president, Ali Deby"],
        ),
    ],
)
def test_a_claim_is_told_apart_from_its_means_its_bearers_and_its_neighbours(
    code: Code, text: str, told_by: list[str]
) -> None:
    assert sources(first(code(text), "ASSAULT")) == told_by


@pytest.mark.parametrize(
    "text",
    [
        "An Israeli drone struck a truck on Thursday, the mayor said, hours before Sudan shelled a market.",
        "Chad accused Libya of arming rebels, a charge that the army which shelled a market in Sudan denies.",
        "Sudan shelled a market in a week in which forty people drowned, according to the mayor.",
    ],
)
def test_what_stands_beside_a_claim_is_not_claimed(code: Code, text: str) -> None:
    [shelling] = [event for event in code(text).events if event.trigger.of(text) == "shelled"]
    assert shelling.chain == ()


@pytest.mark.parametrize(("house", "document"), [("Almadin Center", "report"), ("Velm Observatory", "brief")])
def test_a_house_of_research_that_no_list_knows_is_the_author_of_the_document(
    code: Code, house: str, document: str
) -> None:
    coded = code(f"The {house} said that Chad attacked a convoy. The {document} said that Sudan shelled a market.")
    assert [link.source.name for event in coded.events for link in event.chain] == [house, f"{house} {document}"]


def test_a_medical_center_is_no_author_of_reports(code: Code) -> None:
    coded = code("Sahel Medical Center said that Chad attacked a convoy. The report said that Sudan shelled a market.")
    assert [link.source.name for link in coded.events[-1].chain] == ["report"]


def test_who_is_quoted_speaks_inside_the_one_who_quotes(code: Code) -> None:
    text = '"The rebels gave their word," the report quoted an envoy as saying. "Sudan shelled a market."'
    assert sources(first(code(text), "ASSAULT")) == ["report", "envoy"]


def test_what_was_asked_for_is_no_claim_of_him_who_rejects_it(code: Code) -> None:
    coded = code("Sudan rejected a request by Chad to withdraw its troops.")
    assert first(coded, "REQUEST").chain == ()


def test_who_denies_an_act_of_speech_is_told(code: Code) -> None:
    assert voices(first(code("Rwanda denied backing the rebels in Congo."), "SUPPORT")) == [("Rwanda", "denies")]


@pytest.mark.parametrize(
    "text",
    [
        "Chad said that Sudan had moved troops, while Egypt urged Libya to withdraw its soldiers.",
        "Chad accused Libya of harbouring the rebels, who said that Sudan had withdrawn its soldiers.",
    ],
)
def test_what_another_says_beside_a_claim_is_the_others(code: Code, text: str) -> None:
    assert "Chad" not in sources(first(code(text), "RETREAT"))


def test_a_quotation_of_two_sentences_is_its_speakers_from_its_start(code: Code) -> None:
    text = 'Rain fell in Chad. "Sudan shelled a market. We shall not forget," Egypt said.'
    assert contents(code(text)) == ["Sudan shelled a market. We shall not forget"]


def test_what_is_told_of_the_source_is_not_the_sources_word(code: Code) -> None:
    text = '"Sudan shelled a market," says Ali Deby, who has called on Chad to act, "and burned a school."'
    coded = code(text)
    assert sources(first(coded, "ASSAULT")) == ["Ali Deby"] and first(coded, "REQUEST").chain == ()


def test_what_is_vowed_rests_on_who_vows(code: Code) -> None:
    assert sources(first(code("Turkey vowed to strike the rebels in Syria."), "ASSAULT")) == ["Turkey"]


STUDY = (
    "Drones for rebels\n\nRebels in Chad have bought drones, the Nile Institute said in a study.\n\n"
    "The study counted nine crates. A second plane carried rifles.\n\n"
)
NEWS = "Sudan's army shelled a market on Sunday.\n\nEgypt condemned the raid. Jets bombed a bridge.\n\n"


def test_a_source_among_others_is_retold_to_the_end_of_its_paragraph_and_no_further(code: Code) -> None:
    coded = code(STUDY + NEWS + "Sudan's president flew home.\n\n" * 2)
    assert first(coded, "ASSAULT").chain == () and first(coded, "ACCUSE").chain == ()


def test_a_source_that_frames_most_paragraphs_is_retold_where_others_speak(code: Code) -> None:
    coded = code(
        "Drones for rebels\n\nThe Nile Institute said in a study that rebels in Chad seized an officer.\n\n"
        "The study warned of famine. Egypt stressed that Sudan's army shelled a market.\n\n"
        "Sudan's army bombed a bridge."
    )
    *_, shelled, bombed = (event for event in coded.events if event.type == "ASSAULT")
    assert len(shelled.chain) == 2 and sources(shelled)[1] == "Egypt" and sources(bombed) == sources(shelled)[:1]


def test_an_act_of_speech_carries_no_link_of_its_own_speaker(code: Code) -> None:
    assert first(code("Turkey accused Syria of shelling a border post."), "ACCUSE").chain == ()


def test_a_semicolon_parts_what_two_speakers_say(code: Code) -> None:
    text = "Syria shelled a Turkish border post on Monday; it says that the post stands on its land."
    assert first(code(text), "ASSAULT").chain == ()


def test_a_quotation_that_goes_on_behind_the_cue_keeps_its_speaker(code: Code) -> None:
    text = '"We did not come for war," said a farmer. "Soldiers attacked our village at dawn." It rained.'
    assert "Soldiers attacked our village" in contents(code(text))[0]
    assert sources(first(code(text), "ASSAULT")) == ["farmer"]


def test_another_of_many_sources_speaks_for_them(code: Code) -> None:
    text = "Syria shelled the dam, two Turkish officials said. Syrian jets bombed a mill, one of them added."
    assert [s.source.name for s in code(text).statements] == ["two Turkish officials"] * 2


def test_what_the_report_adds_behind_according_to_is_the_reports(code: Code) -> None:
    text = "According to the ministry, Syria shelled the dam, adding that its troops had crossed the river."
    assert {s.source.text for s in code(text).statements} == {"ministry"}


def test_words_that_were_refused_are_no_claim(code: Code) -> None:
    assert code("The Syrian army refused to say whether it had shelled the dam.").statements == ()


def test_an_official_statement_speaks_for_its_issuer_to_the_end(code: Code) -> None:
    text = (
        "The Ministry of Foreign Affairs of Turkey announces that its troops will leave the valley in May. "
        "Syrian jets have bombed two villages there. The road stays open."
    )
    assert [link.source.country for link in first(code(text), "ASSAULT").chain] == ["TUR"]


def test_a_scholar_retold_in_the_present_vouches_for_what_follows(code: Code) -> None:
    text = "Analysts at a think-tank in Oslo say that Syria is short of fuel. Turkey might then attack its ports."
    assert [link.source.text for link in first(code(text), "ASSAULT").chain] == ["Analysts"]


def test_a_minister_in_the_past_tense_does_not_vouch_for_the_next_sentence(code: Code) -> None:
    text = "The Turkish minister said that the talks had failed. Syrian jets bombed two villages on Monday."
    assert first(code(text), "ASSAULT").chain == ()


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Turkey spoke of a fire in the hills.", "spoke of"),
        ("Turkey pointed out that the bridge was old.", "pointed out"),
        ("The group claimed responsibility for the attack.", "claimed responsibility"),
    ],
)
def test_a_cue_of_several_words_is_told_whole(code: Code, text: str, cue: str) -> None:
    assert [s.cue.of(text) for s in code(text).statements] == [cue]


def test_who_claims_an_attack_vouches_for_it(code: Code) -> None:
    event = first(code("Hezbollah claimed responsibility for an attack on an Israeli post."), "ASSAULT")
    assert [link.source.name for link in event.chain] == ["Hezbollah"]


def test_a_report_that_names_one_document_in_most_paragraphs_is_its_account_throughout(code: Code) -> None:
    coded = code(
        "The Danube Centre said in a brief that Serbia armed gunmen.\n\n"
        "The document deals with the raid of April, in which Kosovo police arrested six men.\n\n"
        "A second chapter is about Bosnia. Russia sent instructors to Banja Luka.\n\n"
        "The Centre reported that Hungary sent drones.\n\n"
        "Serbia bombed a bridge near Zvecan in May."
    )
    by = {event.type: [link.source.name for link in event.chain] for event in coded.events}
    assert {kind: names[0].startswith("Danube Centre") for kind, names in by.items()} == dict.fromkeys(by, True)
    assert {"COERCE", "ASSAULT"} <= set(by)


@pytest.mark.parametrize(
    "answer",
    [
        "Belgrade rejected the findings and accused Kosovo of theft.",
        "Serbia accused Kosovo of theft, Ivan Ilic told Reuters.",
    ],
)
def test_who_answers_a_document_does_not_speak_in_it(code: Code, answer: str) -> None:
    coded = code(
        "The Danube Centre said in a brief that Serbia armed gunmen.\n\n"
        "The brief noted that Kosovo police arrested six men.\n\n"
        f"{answer}\n\n"
        "The Centre reported that Hungary sent drones."
    )
    told = {event.type: [link.source.name for link in event.chain] for event in coded.events}
    assert told["COERCE"][0].startswith("Danube Centre")
    assert not any(name.startswith("Danube Centre") for name in told["ACCUSE"])


def test_a_document_quoted_in_one_paragraph_of_many_vouches_for_that_one(code: Code) -> None:
    coded = code(
        "The Danube Centre said in a brief that Serbia armed gunmen.\n\n"
        "Kosovo police arrested six men in April.\n\n"
        "Russia sent instructors to Banja Luka.\n\n"
        "Serbia bombed a bridge near Zvecan in May."
    )
    assert first(coded, "ASSAULT").chain == ()


@pytest.mark.parametrize(
    "text",
    [
        "Police fired on protesters in Belgrade on Sunday, hours after the president ruled out calling an early vote.",
        "Rebels shelled the port of Hodeidah on Monday, days after Saudi Arabia denied arming them.",
        "Turkish jets bombed a village in Iraq, a day before Baghdad said it had asked Ankara to stop.",
    ],
)
def test_who_spoke_before_or_after_a_deed_does_not_vouch_for_it(code: Code, text: str) -> None:
    deed = first(code(text), "ASSAULT")
    assert deed.chain == ()
    assert deed.standing == "actual"


def test_a_ministry_tells_of_the_raid_and_not_of_the_visit_that_came_hours_later(code: Code) -> None:
    text = "A drone struck a truck, killing two people, the Health Ministry said, hours before the envoy met Aoun."
    coded = code(text)
    assert sources(first(coded, "ASSAULT")) == ["Health Ministry"]
    assert first(coded, "CONSULT").chain == ()


@pytest.mark.parametrize(
    "text",
    [
        "The Syrian interior ministry, as state television reported, announced that Israel had bombed a depot.",
        "As state television reported, the Syrian interior ministry announced that Israel had bombed a depot.",
    ],
)
def test_an_agency_that_reports_what_a_ministry_says_stands_outside_it(code: Code, text: str) -> None:
    assert sources(first(code(text), "ASSAULT")) == ["state television", "Syrian interior ministry"]


def test_as_residents_told_a_paper_makes_them_the_source_of_all_before(code: Code) -> None:
    assert sources(first(code("Rebels shelled the town of Bunagana, as residents told Reuters."), "ASSAULT")) == [
        "residents"
    ]
    assert first(code("Gunmen attacked a convoy in Cabo Delgado as the president spoke."), "ASSAULT").chain == ()


@pytest.mark.parametrize("cited", ["quoted by Haaretz", "cited by Haaretz", ", who was quoted by Haaretz,"])
def test_a_paper_that_quotes_an_officer_stands_outside_the_officer(code: Code, cited: str) -> None:
    text = f"An officer {cited} said that Israel had bombed a depot.".replace(" ,", ",")
    assert sources(first(code(text), "ASSAULT"))[0] == "Haaretz"
    assert len(first(code(text), "ASSAULT").chain) == 2


def test_a_source_named_before_a_semicolon_vouches_for_its_own_half_and_all_of_it(code: Code) -> None:
    text = (
        "Aircraft bombed a hospital last month, killing 30 people, according to rescue workers; "
        "the military said rebels had attacked its soldiers."
    )
    bombed, attacked = (e for e in code(text).events if e.type == "ASSAULT")
    assert sources(bombed) == ["rescue workers"]
    assert sources(attacked) == ["military"]


def test_a_note_that_assesses_vouches_for_what_it_holds(code: Code) -> None:
    text = "A note prepared by the security agencies assesses that the rebels are likely to attack the port."
    assert "note" in sources(first(code(text), "ASSAULT"))[0]


def test_who_specifies_behind_what_is_told_is_its_source(code: Code) -> None:
    assert sources(first(code("The army killed nine rebels, specified the defence ministry."), "ASSAULT")) == [
        "defence ministry"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The minister said Israel would ask the Security Council to meet.",
        "Lebanon will file a complaint against Israel with the Security Council, the minister announced.",
    ],
)
def test_who_tells_of_a_demand_or_complaint_to_come_is_its_source(code: Code, text: str) -> None:
    told = next(e for e in code(text).events if e.type in ("REQUEST", "ACCUSE"))
    assert [s.split()[-1] for s in sources(told)] == ["minister"]


def test_a_refusal_that_is_announced_is_the_speakers_own_act(code: Code) -> None:
    text = "The Turkish president said that Turkey will oppose the bids of Sweden and Finland."
    assert first(code(text), "REJECT").chain == ()


@pytest.mark.parametrize(
    "text",
    [
        "Sources said the minister would meet Karim Adel, who is expected to demand the release of hostages.",
        "Sources said that envoys brought a proposal, which stipulates that Riyadh demand the release of hostages.",
    ],
)
def test_a_clause_in_which_nobody_else_speaks_stays_with_the_source(code: Code, text: str) -> None:
    assert all(sources(e)[:1] == ["Sources"] for e in code(text).events)


def test_he_is_the_person_quoted_and_neither_the_title_nor_who_spoke_before(code: Code) -> None:
    titled = (
        "Jean Marot, Under-Secretary-General for Peace Operations, said that a convoy had come under fire. "
        "Syria had shelled the dam in January, he reported."
    )
    assert first(code(titled), "ASSAULT").chain[-1].source.name == "Jean Marot"
    another = (
        "Pakistan's representative recalled that Israel annexed the Golan in 1981. The speaker for Türkiye alleged "
        "that Israel was arming militias. Last week, he warned, Israel had bombed the dam."
    )
    assert first(code(another), "ASSAULT").chain[-1].source.name == "speaker for Türkiye"


def test_they_are_the_authors_where_nobody_else_spoke(code: Code) -> None:
    text = "The reprisals are a mistake, the authors argue. Rebels seized a town. They note that Syria shelled the dam."
    assert first(code(text), "ASSAULT").chain[-1].source.name == "authors"


def test_a_quoted_name_for_a_war_says_nothing(code: Code) -> None:
    text = (
        'President Daniel Noboa, who in January declared an "internal armed conflict" against gangs, reiterated on '
        "Sunday that Colombia had shelled the dam."
    )
    assert [link.source.name for link in first(code(text), "ASSAULT").chain] == ["Daniel Noboa"]


def test_what_somebody_is_recommended_to_offer_was_not_offered(code: Code) -> None:
    coded = code("The institute recommends that ECOWAS offer Mali an exchange of intelligence.")
    assert [link.source.text for e in coded.events for link in e.chain if e.type == "COOPERATE"] == ["institute"]


def test_what_is_ruled_out_is_denied_by_who_rules_it_out(code: Code) -> None:
    text = "The Kremlin spokesman ruled out sending additional troops but said Russia would stay."
    assert voices(first(code(text), "MOBILIZE"))[-1][1] == "denies"


@pytest.mark.parametrize(
    "text",
    [
        "Rebels killed ten soldiers, according to what residents told local radio.",
        "According to what was told by residents, rebels killed ten soldiers.",
        "Rebels killed ten soldiers, residents told AFP.",
    ],
)
def test_who_told_what_the_report_relies_on_is_the_source(code: Code, text: str) -> None:
    assert sources(first(code(text), "ASSAULT")) == ["residents"]


def test_he_said_between_a_saying_and_its_clause_stands_outside_both(code: Code) -> None:
    text = "The minister arrived in Rome. Israel had told Damascus in clear terms, he said, that it would strike again."
    assert [link.source.text for link in first(code(text), "ASSAULT").chain] == ["he", "Israel"]


def test_accusations_by_survivors_are_told_by_survivors(code: Code) -> None:
    text = "The brief relays accusations by survivors that Malian soldiers and their auxiliaries executed 22 herders."
    assert sources(first(code(text), "ASSAULT"))[-1:] == ["survivors"]


def test_what_one_does_next_is_no_part_of_what_one_denies(code: Code) -> None:
    text = 'The minister denied any training had taken place and described the arrests as "an act of terror by Kurti".'
    denied = next(s for s in code(text).statements if s.kind == "deny")
    assert "arrests" not in denied.content.of(text)


def test_who_refuses_demands_and_not_who_tells_of_it(code: Code) -> None:
    text = (
        "The report said that Abbas Araghchi refused to set a date, demanding guarantees that his country would not "
        "be bombed again."
    )
    assert [link.source.name for link in first(code(text), "ASSAULT").chain] == ["report", "Abbas Araghchi"]


def test_a_body_of_people_is_never_he(code: Code) -> None:
    text = (
        "Karim Issa said that the Turkish intelligence informed Damascus of its intention to withdraw. "
        "He added that rebels had shelled the dam."
    )
    assert first(code(text), "ASSAULT").chain[-1].source.name == "Karim Issa"


def test_what_a_study_goes_on_to_tell_behind_a_but_is_still_the_studys(code: Code) -> None:
    text = (
        "The analysis said that the truce would hold. The analysis said that Damascus and Tel Aviv held talks in Baku, "
        "but Israel refuses to leave the summit, which it occupied in December."
    )
    assert sources(first(code(text), "REJECT")) == ["analysis"]


def test_who_answers_a_charge_and_stresses_something_is_its_source(code: Code) -> None:
    text = (
        "Britain accused Iran of smuggling weapons in violation of the embargo, which was rejected by the mission, "
        "stressing that Israel had shelled the dam."
    )
    assert sources(first(code(text), "ASSAULT")) == ["mission"]


def test_who_blames_a_deed_on_somebody_vouches_for_it(code: Code) -> None:
    assert sources(first(code("Pristina blamed that attack on Belgrade."), "ASSAULT")) == ["Pristina"]
    text = "The minister has attributed the attack on the convoy to the Serbian army."
    assert contents(code(text)) == ["the attack on the convoy"]


def test_a_day_between_a_call_and_what_it_is_for_does_not_part_them(code: Code) -> None:
    text = "The minister said that Egypt had called last month for a withdrawal of Israeli troops."
    withdrawal = next(e for e in code(text).events if e.type in ("RETREAT", "CONCEDE"))
    assert sources(withdrawal)[-1] == "Egypt"


def test_what_somebody_is_urged_to_do_in_a_message_is_urged_by_the_speaker(code: Code) -> None:
    text = "Machado urged the soldiers in a video message to withdraw from the town."
    assert sources(first(code(text), "RETREAT")) == ["Machado"]


def test_words_between_two_quotations_are_the_outlets(code: Code) -> None:
    text = (
        '"Nobody should have to pay," Foreign Minister Andrii Sybiha said after Syria shelled the dam. '
        '"We have the coal and we have the trains."'
    )
    assert first(code(text), "ASSAULT").chain == ()


def test_a_verb_joined_behind_a_comma_is_said_by_who_spoke(code: Code) -> None:
    text = "The minister said that the army was shelling the town, and warned that Kenya would strike back."
    assert [actor.name for actor in first(code(text), "THREATEN").actors] == ["minister"]


def test_what_experts_do_not_exclude_is_theirs(code: Code) -> None:
    event = first(code("The experts do not exclude that Iran may attack the port."), "ASSAULT")
    assert (sources(event), event.standing) == (["experts"], "hypothetical")


def test_involvement_denied_by_itself_is_the_deed_told_just_before(code: Code) -> None:
    bare = "Witnesses said Rwandan troops shelled the camp. Rwanda denied involvement."
    shelled = [e for e in code(bare).events if e.type == "ASSAULT"]
    assert [e.standing for e in shelled] == ["actual", "negated"]
    assert voices(shelled[-1]) == [("Rwanda", "denies")]


@pytest.mark.parametrize(
    "again", ["the researchers write", "the experts warn", "the institute says", "the study recalls"]
)
def test_who_wrote_a_study_is_one_source_by_whatever_plain_name(code: Code, again: str) -> None:
    coded = code(
        "War is unlikely, says a study by the Dutch institute Clingendael, which was presented on Tuesday.\n\n"
        f"In May, {again}, Russia bombed a depot in Ukraine."
    )
    assert [name.split()[0] for name, _ in voices(first(coded, "ASSAULT"))] == ["Clingendael"]


def test_experts_without_a_study_told_before_are_themselves(code: Code) -> None:
    coded = code("Some experts met in Rome. In May, the experts write, Russia bombed a depot in Ukraine.")
    assert [name for name, _ in voices(first(coded, "ASSAULT"))] == ["experts"]


def test_a_clause_set_behind_what_is_ruled_out_is_the_outlets(code: Code) -> None:
    text = "The minister ruled out a new closing of the border, which Poland had shut in September."
    assert next(e.chain for e in code(text).events if e.trigger.of(text) == "shut") == ()


def test_the_one_quoted_stays_who_she_is_over_many_sentences(code: Code) -> None:
    asides = " The port was quiet and the shops in the old town were open until late in the evening." * 4
    text = (
        f'"It is a pause," said Nadia Hakimi, an economist.{asides} The raids cost money, she said.{asides} '
        "Iran was arming the rebels, she said."
    )
    assert [link.source.name for link in first(code(text), "AID").chain] == ["Nadia Hakimi"]


def test_what_the_outlet_was_told_itself_ends_the_account_of_another(code: Code) -> None:
    text = (
        "The Danube Institute wrote in a report that Iran was arming the rebels.\n\n"
        "The report added that the truce was weak.\n\n"
        "The institute warned that the war would go on.\n\n"
        "A diplomat told this newspaper that the talks were over. Syria shelled the dam on Friday."
    )
    assert first(code(text), "ASSAULT").chain == ()


def test_a_quotation_without_a_mark_goes_on_with_the_speaker_before(code: Code) -> None:
    text = (
        "Colonel Dembele denied the report on state television. "
        '"The rebels were preparing an assault on our garrison. Kenya will answer for it."'
    )
    assert voices(first(code(text), "ASSAULT")) == [("Dembele", "asserts")]


def test_a_quotation_in_a_paragraph_of_its_own_is_not_the_last_speakers(code: Code) -> None:
    text = 'The wreck was found, Colonel Dembele told state television.\n\n"The rebels shelled the garrison."'
    assert first(code(text), "ASSAULT").chain == ()


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A hospital official put the number of dead at 21.", "hospital official"),
        ("The ministry put its losses at 12 soldiers.", "ministry"),
    ],
)
def test_who_puts_a_count_at_a_number_vouches_for_it(code: Code, text: str, source: str) -> None:
    [figure] = code(text).figures
    assert [link.source.name for link in figure.chain] == [source]


def test_who_warns_behind_a_case_warns_of_both_its_clauses(code: Code) -> None:
    coded = code("If Pakistan bombs Kandahar, the Taliban could attack Lahore, a former Indian general warned.")
    assert coded.events and all(len(event.chain) == 1 for event in coded.events if event.type == "ASSAULT")


@pytest.mark.parametrize(
    "text",
    [
        'The Harwell Institute put the chance of an Israeli strike on Iran at "roughly even".',
        "The Harwell Institute sees a growing risk of an Israeli strike on Iran.",
        "The Harwell Institute sketched a scenario in which Israel would strike Iran.",
    ],
)
def test_who_says_how_likely_it_is_vouches_for_it(code: Code, text: str) -> None:
    assert [link.source.name for link in first(code(text), "ASSAULT").chain] == ["Harwell Institute"]


def test_who_is_quoted_aside_is_quoted_for_the_warning_itself(code: Code) -> None:
    text = "A Chinese general, quoted by the Global Times, warned that Beijing would seize the ship if Manila moved."
    threat = next(e for e in code(text).events if e.type == "THREATEN")
    assert [link.source.name for link in threat.chain] == ["Global Times"]
