"""What was done, in the codebook's types, and whether it happened: the decision rules that the coder holds."""

from __future__ import annotations

from datetime import date

import pytest

from foreshock.codebook.base import event_types
from tests.coding.conftest import Code, acts, countries, first, names, told, voices


@pytest.mark.parametrize(
    ("sentence", "kind", "mode"),
    [
        ("Egypt offered to send troops to Sudan.", "AGREE", None),
        ("Egyptian and Qatari ministers met in Cairo.", "CONSULT", None),
        ("Turkey's president visited Baghdad on Monday.", "CONSULT", "visit"),
        ("France recognised Palestine.", "SUPPORT", None),
        ("Egypt sent humanitarian aid to Sudan.", "AID", "humanitarian"),
        ("Russia withdrew its troops from Georgia.", "RETREAT", "withdraw"),
        ("The prime minister of Georgia resigned on Monday.", "RETREAT", "resign"),
        ("Hamas released two Israeli hostages.", "RETREAT", "release"),
        ("Lebanon asked the United Nations for help.", "REQUEST", "assist"),
        ("Iran condemned Israel.", "ACCUSE", "disapprove"),
        ("Sudan accused Chad of arming the rebels.", "ACCUSE", "allege"),
        ("Iran rejected the Turkish proposal.", "REJECT", None),
        ("Iran threatened to attack Israel.", "THREATEN", "violence"),
        ("Thousands of protesters marched in Baghdad.", "PROTEST", "demo"),
        ("Turkish workers went on strike on Monday.", "PROTEST", "strike"),
        ("Turkey imposed sanctions on Syria.", "SANCTION", None),
        ("A Turkish court sentenced a journalist to ten years in prison.", "SANCTION", "convict"),
        ("Chad deployed troops to the border.", "MOBILIZE", "troops"),
        ("Iran held a military drill on Monday.", "MOBILIZE", "troops"),
        ("Turkish police arrested three opposition leaders.", "COERCE", "arrest"),
        ("Turkey seized an Iranian tanker.", "COERCE", "seize"),
        ("Turkey shelled Syria.", "ASSAULT", "heavy-weapons"),
        ("Turkish warplanes bombed Syria.", "ASSAULT", "aerial"),
        ("Hamas captured four Israeli soldiers.", "ASSAULT", "abduct"),
        ("Iran attacked Iraq with drones.", "ASSAULT", "drone"),
        ("A suicide bomber killed three soldiers in Baghdad.", "ASSAULT", "suicide-attack"),
        ("Turkey deported two Iranian diplomats.", "COERCE", "deport"),
        ("Turkey declared a state of emergency.", "COERCE", "martial-law"),
        ("Turkey banned a newspaper.", "COERCE", "censor"),
        ("Turkey apologised to Israel.", "CONCEDE", None),
        ("Turkey's foreign minister phoned his Iranian counterpart.", "CONSULT", "phone"),
        ("Turkey passed intelligence to Iraq.", "AID", None),
        ("Turkey recalled its ambassador to Israel.", "SANCTION", "withdraw"),
    ],
)
def test_an_act_has_its_type_and_mode(code: Code, sentence: str, kind: str, mode: str | None) -> None:
    event = first(code(sentence), kind)
    assert event.quad == event_types()[kind].quad
    assert mode is None or event.mode == mode


@pytest.mark.parametrize(
    ("sentence", "standing"),
    [
        ("Turkey attacked Syria.", "actual"),
        ("Turkey has been attacking Syria.", "actual"),
        ("In 1991 Iraq attacked Kuwait.", "historical"),
        ("Turkey will attack Syria.", "future"),
        ("Turkey plans to attack Syria.", "future"),
        ("Turkey may attack Syria.", "hypothetical"),
        ("Turkey could attack Syria.", "hypothetical"),
        ("If Turkey attacks Syria, Russia will leave.", "hypothetical"),
        ("Iran urged Turkey to attack Syria.", "hypothetical"),
        ("Iran feared a Turkish attack on Syria.", "hypothetical"),
        ("Iran tried to prevent a Turkish attack on Syria.", "hypothetical"),
        ("Iran warned of a possible Turkish attack on Syria.", "hypothetical"),
        ("Turkey did not attack Syria.", "negated"),
        ("Turkey never attacked Syria.", "negated"),
        ("Turkey refused to attack Syria.", "negated"),
    ],
)
def test_the_words_around_an_act_tell_whether_it_happened(code: Code, sentence: str, standing: str) -> None:
    assert first(code(sentence), "ASSAULT").standing == standing


def test_a_denied_strike_is_a_claim_but_not_a_happening(code: Code) -> None:
    event = first(code("Israel denied that it had attacked Syria."), "ASSAULT")
    assert event.standing == "negated"
    assert voices(event) == [("Israel", "denies")]


def test_standing_is_judged_inside_the_speakers_words(code: Code) -> None:
    event = first(code("Israel said that Iran may attack Syria."), "ASSAULT")
    assert event.standing == "hypothetical"
    assert voices(event) == [("Israel", "asserts")]


def test_a_threat_that_was_uttered_happened_and_what_it_threatens_did_not(code: Code) -> None:
    coded = code("Iran threatened to attack Israel.")
    assert first(coded, "THREATEN").standing == "actual"
    assert first(coded, "ASSAULT").standing == "hypothetical"


def test_a_request_that_was_made_happened_and_what_it_asks_did_not(code: Code) -> None:
    coded = code("Baghdad urged Ankara to withdraw its troops.")
    assert first(coded, "REQUEST").standing == "actual"
    assert first(coded, "RETREAT").standing == "hypothetical"


def test_a_warning_of_ones_own_force_is_a_threat(code: Code) -> None:
    event = first(code("Egypt warned Israel that it would strike Gaza."), "THREATEN")
    assert (names(event.actors), names(event.recipients)) == (["Egypt"], ["Israel"])


def test_a_warning_of_somebody_elses_force_is_a_statement(code: Code) -> None:
    coded = code("Egypt warned that Israel might attack Lebanon.")
    assert [e.type for e in coded.events] == ["ASSAULT"]
    assert coded.events[0].standing == "hypothetical"
    assert voices(coded.events[0]) == [("Egypt", "asserts")]
    assert [s.kind for s in coded.statements] == ["warn"]


def test_summoning_an_ambassador_is_an_accusation(code: Code) -> None:
    assert acts(code("Iran summoned the Turkish ambassador."))[0][0] == "ACCUSE"


def test_a_meeting_to_come_is_told_as_to_come(code: Code) -> None:
    event = code("Egypt and Qatar will meet in Cairo on Friday.").events[0]
    assert (event.type in ("AGREE", "CONSULT"), event.standing) == (True, "future")
    assert event.when.start == date(2024, 11, 29)


def test_a_cancelled_meeting_is_a_rejection(code: Code) -> None:
    event = first(code("Israel cancelled a meeting with Turkey."), "REJECT")
    assert (names(event.actors), names(event.recipients)) == (["Israel"], ["Turkey"])


def test_refused_entry_is_a_rejection(code: Code) -> None:
    assert first(code("Egypt refused entry to Israeli officials."), "REJECT").actors[0].country == "EGY"


def test_ones_own_drill_is_a_mobilisation(code: Code) -> None:
    assert acts(code("Iran held a military drill on Monday.")) == [("MOBILIZE", ["Iran"], [])]


def test_those_who_fight_each_other_are_all_actors(code: Code) -> None:
    assert acts(code("Hamas and Israel fought in Gaza.")) == [("ASSAULT", ["Hamas", "Israel"], [])]


def test_two_deeds_of_one_sentence_are_two_rows(code: Code) -> None:
    coded = code("Israel bombed Gaza after Hamas had fired rockets at Israel.")
    assert acts(coded) == [("ASSAULT", ["Israel"], ["Palestine"]), ("ASSAULT", ["Hamas"], ["Israel"])]


def test_a_verbal_act_has_no_link_of_its_own_speaker(code: Code) -> None:
    assert first(code("Iran condemned Israel."), "ACCUSE").chain == ()
    assert voices(first(code("Egypt said that Iran had condemned Israel."), "ACCUSE")) == [("Egypt", "asserts")]


def test_an_accusation_makes_the_accuser_vouch_for_the_deed(code: Code) -> None:
    event = first(code("Iran accused Israel of attacking Syria."), "ASSAULT")
    assert (names(event.actors), names(event.recipients)) == (["Israel"], ["Syria"])
    assert voices(event) == [("Iran", "asserts")]


def test_the_outlets_own_voice_is_an_empty_chain(code: Code) -> None:
    assert first(code("Turkey attacked Syria."), "ASSAULT").chain == ()
    assert first(code("Turkey reportedly attacked Syria."), "ASSAULT").chain == ()


def test_a_chain_is_as_deep_as_it_is_told_outermost_first(code: Code) -> None:
    sentence = "The United Nations said that Iraq said that Turkey had shelled Syria."
    assert voices(first(code(sentence), "ASSAULT")) == [("United Nations", "asserts"), ("Iraq", "asserts")]


def test_a_private_quarrel_is_no_event(code: Code) -> None:
    coded = code("A neighbour attacked a shopper.")
    assert coded.events == ()
    assert "private" in coded.left_out[0].reason


def test_a_use_of_a_word_that_is_no_act_is_left_out(code: Code) -> None:
    coded = code("Turkey struck gold. Iran fired a minister. The film hit Turkey.")
    assert not [e for e in coded.events if e.type == "ASSAULT" and "gold" in e.sentence.of(coded.report.text)]


def test_an_act_told_by_verb_and_noun_is_one_row(code: Code) -> None:
    coded = code("Turkey carried out an attack on Syria.")
    assert [a[0] for a in acts(coded)] == ["ASSAULT"]


def test_the_same_claim_by_two_sources_is_two_rows(code: Code) -> None:
    coded = code("Iran said Turkey had attacked Syria. Egypt said Turkey had attacked Syria.")
    assert [voices(e) for e in coded.events] == [[("Iran", "asserts")], [("Egypt", "asserts")]]


def test_when_and_where_come_from_the_words_of_the_clause(code: Code) -> None:
    coded = code("Turkey shelled Syria near Aleppo on Monday.")
    event = first(coded, "ASSAULT")
    assert (event.when.start, event.when.end) == (date(2024, 11, 25), date(2024, 11, 25))
    assert "Monday" in (event.when.text or "")
    assert event.where is not None
    assert (event.where.text, event.where.country) == ("Aleppo", "SYR")


def test_a_count_belongs_to_the_act_it_counts(code: Code) -> None:
    coded = code("Turkish airstrikes killed at least 12 Syrian soldiers.")
    bound = {f for e in coded.events for f in e.figures}
    assert bound == {f.id for f in coded.figures}
    assert [(f.low, f.high) for f in coded.figures] == [(12, None)]


def test_contexts_are_told_by_the_words_of_the_sentence(code: Code) -> None:
    event = first(code("Turkish warplanes bombed an oil terminal in Syria."), "ASSAULT")
    assert "military" in event.contexts
    assert first(code("Iran condemned Israel."), "ACCUSE").contexts == ()


def test_because_names_the_line_and_the_word_that_decided(code: Code) -> None:
    event = first(code("Turkey may attack Syria."), "ASSAULT")
    assert event.because[0].startswith("triggers.csv line ")
    assert event.because[-1] == "standing by: may"


def test_a_trigger_is_the_words_of_the_act(code: Code) -> None:
    coded = code("Turkey attacked Syria. Turkish warplanes bombed Syria.")
    assert told((e.trigger for e in coded.events), coded) == ["attacked", "bombed"]


def test_a_line_for_verb_and_object_goes_before_another_sense_of_the_object(code: Code) -> None:
    events = code("Gunmen opened fire at a police station in Nigeria.").events
    assert [(e.type, e.mode) for e in events] == [("ASSAULT", "firearms")]


def test_a_figure_of_speech_is_none_whatever_carries_it(code: Code) -> None:
    assert code("Kenya launched a war on inflation.").events == ()


@pytest.mark.parametrize(
    ("headline", "told"),
    [
        ("Pupils abducted in Nigeria", "Pupils"),
        ("Church bombed in Burkina Faso", "Church"),
        ("Protesters shot in Iran", "Protesters"),
        ("Journalist detained in Ethiopia", "Journalist"),
        ("Five soldiers shot dead by rebels in Congo", "Five soldiers"),
    ],
)
def test_what_a_headline_tells_in_the_past_without_an_object_is_done_to_its_subject(
    code: Code, headline: str, told: str
) -> None:
    event = code(f"{headline}\n\nThe weather was fine on Monday, and trade went on.").events[0]
    assert [actor.name for actor in event.recipients] == [told]
    assert told not in [actor.name for actor in event.actors]


FIGHTING = "Sudan's army shelled a market in Omdurman. Chad condemned Sudan. Egypt sent food to Sudan. "


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("A ceasefire was reached in early October.", "RETREAT"),
        ("The build-up could lead to a clash.", "ASSAULT"),
        ("Observers said an invasion remained unlikely.", "ASSAULT"),
        ("The blockade could last through the rainy season.", "COERCE"),
    ],
)
def test_where_it_is_told_who_fights_a_sentence_needs_no_party(code: Code, sentence: str, kind: str) -> None:
    assert code(FIGHTING + sentence).events[-1].type == kind
    assert not code(sentence).events


@pytest.mark.parametrize(
    ("sentence", "kind", "mode"),
    [
        ("Belarus passed satellite images of Ukrainian positions to Russia.", "AID", "military"),
        ("Two Russian ships unloaded rockets and ammunition in Syria.", "AID", "military"),
        ("Algeria has harboured militants for years.", "AID", "asylum"),
        ("Poland sent tanks to its border with Belarus.", "MOBILIZE", "weapons"),
        ("Greece halted flights from Israel on Sunday.", "SANCTION", "discontinue"),
        ("Serbia sent home two Croatian envoys on Sunday.", "SANCTION", "expel"),
        ("The Israeli army said it had hit a Hamas command post.", "ASSAULT", None),
    ],
)
def test_what_is_given_moved_or_struck_makes_the_act(code: Code, sentence: str, kind: str, mode: str | None) -> None:
    assert [(e.type, e.mode) for e in code(sentence).events] == [(kind, mode)]


def test_a_denial_of_ones_own_deed_is_no_refusal(code: Code) -> None:
    assert [e.type for e in code("Rwanda denied sheltering rebel commanders.").events] == ["AID"]
    assert acts(code("Airlines halted flights because of the storm.")) == []


def test_an_agreement_signed_on_a_day_is_an_act_and_no_tie(code: Code) -> None:
    signed = code("India's president and the president of China signed on March 10 an agreement on patrols.")
    assert {"SUPPORT", "AGREE"} & {e.type for e in signed.events}


@pytest.mark.parametrize(
    "sentence",
    [
        "If we are attacked, our forces will respond by all means, Iran's defence minister said.",
        "The Russian foreign ministry said any attack on Crimea would be met with a harsh response.",
        "Hezbollah said Israel would face consequences for the strike.",
        "If Chad is attacked, our forces will respond, the group's leader said.",
        "Turkey said it would expel Greek diplomats if Athens closed the consulate.",
    ],
)
def test_harm_that_a_speaker_who_commands_force_foretells_is_a_threat(code: Code, sentence: str) -> None:
    threat = first(code(sentence), "THREATEN")
    assert threat.standing == "actual" and threat.chain == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Analysts said any attack would bring consequences for Iran.",
        "The company said it would respond to any questions.",
        "The central bank said any delay would have consequences for the economy.",
        "If it rains, we will respond quickly, the mayor of Nairobi said.",
    ],
)
def test_harm_foretold_by_others_or_by_nature_is_no_threat(code: Code, sentence: str) -> None:
    assert "THREATEN" not in [e.type for e in code(sentence).events]


def test_a_weapon_that_is_delivered_is_no_act_beside_its_delivery(code: Code) -> None:
    assert [e.type for e in code("Iran delivered drones to Sudan in May.").events] == ["AID"]
    two = "Egypt sent arms to Somalia in August, and Ethiopia massed troops on the Somali border, the report noted."
    assert [e.type for e in code(two).events] == ["AID", "MOBILIZE"]


@pytest.mark.parametrize(
    ("sentence", "kind", "standing"),
    [
        ("Israel denied limiting the amount of food allowed into Gaza.", "COERCE", "negated"),
        ("The envoy conveyed to Syria a warning from Washington.", "THREATEN", "actual"),
        ("The minister alleged that Serbia had trained the gunmen.", "ACCUSE", "actual"),
    ],
)
def test_what_is_denied_conveyed_or_alleged_is_told(code: Code, sentence: str, kind: str, standing: str) -> None:
    assert first(code(sentence), kind).standing == standing


@pytest.mark.parametrize(
    "sentence",
    [
        "The researcher ruled out that Iraq would resort to force.",
        "The mission received assurances from Sudan's army.",
    ],
)
def test_a_forecast_or_an_assurance_received_is_no_act_of_diplomacy(code: Code, sentence: str) -> None:
    assert not {"REJECT", "CONSULT"} & {e.type for e in code(sentence).events}


@pytest.mark.parametrize(
    ("sentence", "kind", "mode"),
    [
        ("Turkey pulled its soldiers out of Syria.", "RETREAT", "withdraw"),
        ("Supporters of the opposition in Georgia marched on Sunday.", "PROTEST", "demo"),
        ("Israel targeted a Hezbollah commander.", "ASSAULT", "targeted"),
    ],
)
def test_the_object_of_an_act_tells_its_mode(code: Code, sentence: str, kind: str, mode: str) -> None:
    assert first(code(sentence), kind).mode == mode


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Ukraine said Belarus shelled a village. Minsk denied the accusation.", "Belarus"),
        ("Kenya said that Ethiopia seized two boats. Ethiopia denies it.", "Ethiopia"),
        ("Kosovo accuses Serbia of arming the gunmen, which Belgrade denies.", "Serbia"),
    ],
)
def test_a_denial_that_points_back_is_a_row_beside_the_accusers(code: Code, sentence: str, source: str) -> None:
    *_, told, denied = code(sentence).events
    assert (told.type, told.standing, denied.type, denied.standing) == (told.type, "actual", told.type, "negated")
    assert [(link.source.name, link.stance) for link in denied.chain] == [(source, "denies")]


def test_who_did_not_do_the_act_denies_nothing(code: Code) -> None:
    assert len(code("Ukraine said Belarus shelled a village. Norway denied it.").events) == 1


def test_an_act_in_the_name_of_a_group_is_none(code: Code) -> None:
    named = code("The Committee for the Release of Prisoners met Egypt's president.")
    assert [e.type for e in named.events] == ["CONSULT"]


FIGHT = "Chad shelled Sudan. Sudan shelled Chad. Chad bombed Sudan again."


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("A ceasefire was reached on Monday.", "RETREAT"),
        ("Nine people were detained on Monday.", "COERCE"),
        ("Two prisoners were released.", "RETREAT"),
    ],
)
def test_an_act_goes_without_parties_only_in_a_report_that_tells_who_fights(
    code: Code, sentence: str, kind: str
) -> None:
    assert not code(sentence).events
    assert kind in {e.type for e in code(f"{sentence} {FIGHT}").events}
    assert kind in {e.type for e in code(f"{FIGHT} {sentence}").events}


@pytest.mark.parametrize(
    ("sentence", "kind", "mode"),
    [
        ("Hezbollah is rebuilding its arsenal.", "MOBILIZE", "weapons"),
        ("Sudan handed a note of protest to the Emirati envoy.", "ACCUSE", "disapprove"),
        ("Three civilians died at the hands of the Ethiopian army.", "ASSAULT", None),
        ("Thailand turned the hackers over to China.", "COOPERATE", None),
        ("Russia bankrolled the militia in Moldova.", "AID", "economic"),
    ],
)
def test_an_object_tells_what_a_plain_verb_does(code: Code, sentence: str, kind: str, mode: str | None) -> None:
    event = first(code(sentence), kind)
    assert mode is None or event.mode == mode


@pytest.mark.parametrize(
    "sentence",
    [
        "Hezbollah said it would not remain silent over the strike.",
        "Turkey's president said the raid would not go unpunished.",
        'The Iranian foreign minister said: "Israel will have to answer for it."',
        "The Iranian foreign minister said that the response would be harsh.",
    ],
)
def test_who_will_not_bear_it_or_makes_others_pay_threatens(code: Code, sentence: str) -> None:
    assert first(code(sentence), "THREATEN").mode == "violence"


def test_what_will_be_paid_or_noticed_is_no_threat(code: Code) -> None:
    assert not any(e.type == "THREATEN" for e in code("Ghana's minister said the state would pay for it.").events)
    assert not any(e.type == "THREATEN" for e in code("Chile's minister said it would not go unnoticed.").events)


@pytest.mark.parametrize(
    "sentence",
    [
        "Moscow warned that any attempt to disarm the forces in Moldova would be regarded as an attack on Russia.",
        "Iran's army said any strike on its ships would be treated as an act of war.",
    ],
)
def test_what_would_be_taken_for_an_attack_is_threatened(code: Code, sentence: str) -> None:
    assert "THREATEN" in {e.type for e in code(sentence).events}


def test_a_participle_of_speech_goes_to_whoever_is_quoted_before_it(code: Code) -> None:
    told = code("Iran replied that enrichment has not been resumed, accusing Israel of spying.")
    assert names(first(told, "ACCUSE").actors) == ["Iran"]


@pytest.mark.parametrize(
    "text",
    [
        "American warplanes bombed a missile store north of Hodeidah.",
        "A Russian drone struck a bakery in Kharkiv.",
        "Gunmen attacked Turkish border posts on Sunday.",
    ],
)
def test_what_is_struck_by_arms_is_no_figure_of_speech(code: Code, text: str) -> None:
    assert [e.type for e in code(text).events] == ["ASSAULT"]


def test_whose_posts_are_attacked_is_attacked(code: Code) -> None:
    event = first(code("Attacks on Turkish border posts killed three people in May."), "ASSAULT")
    assert countries(event.recipients) == ["TUR"]


def test_who_was_killed_in_the_raids_was_killed_by_those_who_raided(code: Code) -> None:
    coded = code("Russia shelled a market in Kherson on Sunday. Five Ukrainian soldiers were killed in the attack.")
    killed = [e for e in coded.events if e.trigger.of(coded.report.text) == "killed"]
    assert [countries(e.actors) for e in killed] == [["RUS"]]


def test_a_house_is_no_parliament(code: Code) -> None:
    event = first(code("Israel bombed a house in Gaza on Monday."), "ASSAULT")
    assert all(a.sector != "LEG" for a in event.recipients)


@pytest.mark.parametrize(
    ("sentence", "kind", "standing"),
    [
        ("A deployment of American troops to Poland was under study.", "MOBILIZE", "hypothetical"),
        ("Officials said a withdrawal of Russian troops from Syria was under discussion.", "RETREAT", "hypothetical"),
        ("Petro offered Noboa, nevertheless, to resume joint patrols.", "COOPERATE", "hypothetical"),
        ("Iran has not resumed enrichment, he said, accusing Israel of theft.", "ACCUSE", "actual"),
        ("Turkey did not attend the talks, demanding that Syria release the pilots.", "REQUEST", "actual"),
    ],
)
def test_what_is_weighed_or_offered_is_not_done_and_what_is_said_beside_a_denial_is(
    code: Code, sentence: str, kind: str, standing: str
) -> None:
    assert {e.standing for e in code(sentence).events if e.type == kind} == {standing}


@pytest.mark.parametrize(
    "sentence",
    [
        '"Anyone who thinks power can be taken in the street will go to prison," President Erdogan said.',
        '"Whoever raises a hand against the state will be punished," the Iranian interior minister said.',
        '"There will be no mercy for the traitors," the Syrian army commander said.',
        "The Israeli defence minister said an offensive on Rafah would begin unless the hostages were freed.",
    ],
)
def test_punishment_or_no_mercy_foretold_by_who_commands_force_is_a_threat(code: Code, sentence: str) -> None:
    assert first(code(sentence), "THREATEN").standing == "actual"


@pytest.mark.parametrize(
    "sentence",
    [
        '"Anyone who thinks prices will fall will go to the market," President Erdogan said.',
        '"There will be no rain in Syria," the Syrian army commander said.',
        '"Whoever did it will be punished," a neighbour in Ankara said.',
    ],
)
def test_what_harms_nobody_or_is_said_by_who_commands_nobody_is_no_threat(code: Code, sentence: str) -> None:
    assert "THREATEN" not in [e.type for e in code(sentence).events]


@pytest.mark.parametrize(
    ("sentence", "kind", "country"),
    [
        ("Three people have died at the hands of the Ecuadorian military in Imbabura.", "ASSAULT", "ECU"),
        ("Britain holds Russia responsible for the poisoning.", "ACCUSE", "GBR"),
        ("Azerbaijan evacuated the staff of its embassy in Tehran.", "RETREAT", "AZE"),
        ("Egypt put forward a compromise on Gaza.", "AGREE", "EGY"),
        ("The EU will lift the measures it imposed on Kosovo in 2023.", "SANCTION", "EUR"),
    ],
)
def test_a_set_phrase_tells_its_act_and_who_does_it(code: Code, sentence: str, kind: str, country: str) -> None:
    assert country in [a.country for a in first(code(sentence), kind).actors]


@pytest.mark.parametrize(
    "sentence",
    ["NATO saw no imminent threat in Kosovo.", "The minister assured the Syrian envoys that the border was quiet."],
)
def test_a_danger_seen_and_a_state_of_things_assured_are_no_acts(code: Code, sentence: str) -> None:
    assert not {"THREATEN", "AGREE"} & {e.type for e in code(sentence).events}


@pytest.mark.parametrize(
    ("sentence", "kind", "standing"),
    [
        ("A Russian invasion of Moldova remained very unlikely, the group wrote.", "ASSAULT", "hypothetical"),
        ("More attacks on Israeli ships are almost certain, the report says.", "ASSAULT", "hypothetical"),
        ("Jordan is worried about a new war between Iran and Israel.", "ASSAULT", "hypothetical"),
        ("Poland is worried about the Russian attacks on Ukraine.", "ASSAULT", "actual"),
    ],
)
def test_what_is_judged_likely_or_feared_has_not_come(code: Code, sentence: str, kind: str, standing: str) -> None:
    assert first(code(sentence), kind).standing == standing


def test_a_word_inside_the_title_of_a_force_is_no_act(code: Code) -> None:
    told = code("The United Nations Disengagement Observer Force came under fire in Syria.")
    assert "RETREAT" not in [e.type for e in told.events]


@pytest.mark.parametrize(
    ("sentence", "kind", "country"),
    [
        ("The South African army lost 14 soldiers in the battle for Goma.", "ASSAULT", "ZAF"),
        ("A suspect was handed over to Poland on 3 March.", "COOPERATE", "POL"),
        ("The patient smugglers were extradited to Poland in March.", "COOPERATE", "POL"),
    ],
)
def test_an_act_is_told_by_whom_it_befalls_or_reaches_without_a_doer(
    code: Code, sentence: str, kind: str, country: str
) -> None:
    told = [e for e in code(sentence).events if e.type == kind]
    assert country in {a.country for e in told for a in (*e.actors, *e.recipients)}


@pytest.mark.parametrize(
    ("sentence", "kind", "country"),
    [
        ("The Iraqi factions have regrouped around Kirkuk.", "MOBILIZE", "IRQ"),
        ("Russia relocated two battalions to Belgorod.", "MOBILIZE", "RUS"),
        ("Poland would close its airspace, Warsaw said.", "COERCE", "POL"),
        ("Turkey put its brigades on higher readiness.", "MOBILIZE", "TUR"),
        ("On Monday the Iranian navy seized a tanker.", "COERCE", "IRN"),
        ("Russia and Belarus watched the exercise of the Polish army.", "MOBILIZE", "POL"),
    ],
)
def test_a_force_that_moves_and_a_border_that_closes_are_acts(
    code: Code, sentence: str, kind: str, country: str
) -> None:
    told = [e for e in code(sentence).events if e.type == kind]
    assert country in {a.country for e in told for a in e.actors}


@pytest.mark.parametrize(
    "sentence",
    [
        'Moscow said the arrival of the brigade "will not remain without an answer".',
        "Ankara said the raid would not go without a response.",
        '"Serbia will not stand with folded arms," the Serbian president said.',
        "Ukraine will close its border if Poland does not free the sailors, Kyiv said.",
        "Poland will close its border unless Belarus withdraws the soldiers, the Polish minister said.",
    ],
)
def test_an_ultimatum_and_what_will_not_go_unanswered_are_threats(code: Code, sentence: str) -> None:
    assert first(code(sentence), "THREATEN").standing == "actual"


def test_who_closes_for_want_of_something_of_its_own_threatens_nobody(code: Code) -> None:
    told = code("Poland will close its border if Poland does not find the money, the Polish minister said.")
    assert "THREATEN" not in [e.type for e in told.events]


def test_who_condemns_a_raid_and_summons_the_envoy_did_two_things(code: Code) -> None:
    told = code("Iran condemned France and summoned the French ambassador.")
    assert [e.type for e in told.events].count("ACCUSE") == 2


def test_help_sent_for_a_purpose_is_one_act(code: Code) -> None:
    told = code("Germany sent money to help Ukraine.")
    assert [e.type for e in told.events].count("AID") == 1


@pytest.mark.parametrize(
    ("text", "word", "start"),
    [
        ("Iran shelled Basra on Monday, two days after Iraq bombed Ahvaz.", "bombed", date(2024, 11, 23)),
        ("Iran shelled Basra on Monday, a week before Iraq bombed Ahvaz.", "bombed", date(2024, 12, 2)),
        ("Iraq bombed Ahvaz on Monday. Iran shelled Basra that night.", "shelled", date(2024, 11, 25)),
        ("Iran left the 2022 pact after Iraqi troops shelled Ahvaz in June that year.", "shelled", date(2022, 6, 1)),
        ("In April 2021 Iraq bombed Ahvaz, and Iranian troops shelled Basra.", "shelled", date(2021, 4, 1)),
    ],
)
def test_a_day_told_by_another_day_is_counted_from_it(code: Code, text: str, word: str, start: date) -> None:
    coded = code(text)
    assert {e.when.start for e in coded.events if e.trigger.of(coded.report.text) == word} == {start}


def test_a_ministry_that_warns_of_retaliation_threatens_and_one_that_warns_of_anothers_does_not(code: Code) -> None:
    assert "THREATEN" in {e.type for e in code("Iran's defence ministry warned of retaliation.").events}
    assert "THREATEN" not in {e.type for e in code("Iran's defence ministry warned of Iraqi retaliation.").events}


def test_an_act_counted_from_one_without_a_day_has_none(code: Code) -> None:
    coded = code("A car bombing kills two soldiers in northern Sinai a day after four bodies were found.")
    assert {e.when.start for e in coded.events if e.type == "ASSAULT"} == {None}
