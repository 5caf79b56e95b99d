"""Standing ties: who backs, leads, belongs to, stands with or against whom; ties and no acts."""

from __future__ import annotations

import pytest

from foreshock.records import CodedReport
from tests.coding.conftest import Code


def ties(coded: CodedReport) -> list[tuple[str, str, str]]:
    return [(r.kind, r.left.name, r.right.name) for r in coded.relations]


@pytest.mark.parametrize(
    ("sentence", "kind", "left", "right"),
    [
        ("Iran backs Hezbollah.", "backs", "Iran", "Hezbollah"),
        ("Iran-backed militias fired on the base in Iraq.", "backs", "Iran", "Iran-backed militias"),
        ("Groups supported by Iran left the talks.", "backs", "Iran", "Groups"),
        ("Israeli Prime Minister Benjamin Netanyahu left.", "leads", "Benjamin Netanyahu", "Israel"),
        (
            "Hamas, a member of the Axis of Resistance, praised Iran.",
            "member-of",
            "Hamas",
            "Axis of Resistance",
        ),
    ],
)
def test_a_tie_with_a_direction_runs_from_left_to_right(
    code: Code, sentence: str, kind: str, left: str, right: str
) -> None:
    assert (kind, left, right) in ties(code(sentence))


@pytest.mark.parametrize(
    ("sentence", "kind", "ends"),
    [
        ("Hezbollah, an ally of Iran, criticised Israel.", "ally", {"Iran", "Hezbollah"}),
        ("Iran is an ally of Hezbollah.", "ally", {"Iran", "Hezbollah"}),
        ("Egypt is a rival of Ethiopia.", "opposes", {"Egypt", "Ethiopia"}),
        ("Egypt, which is at odds with Ethiopia, sent troops.", "opposes", {"Egypt", "Ethiopia"}),
        ("Pro-Iranian groups left the talks.", "ally", {"Iran", "Pro-Iranian groups"}),
        (
            "The strategic agreement between Iraq and the United States remains in force.",
            "agreement",
            {"Iraq", "United States"},
        ),
    ],
)
def test_a_mutual_tie_joins_two(code: Code, sentence: str, kind: str, ends: set[str]) -> None:
    assert (kind, ends) in [(k, {left, right}) for k, left, right in ties(code(sentence))]


def test_the_same_tie_is_one_row_at_its_first_mention(code: Code) -> None:
    coded = code("Hezbollah, an ally of Iran, left. Iran is an ally of Hezbollah.")
    assert [r.kind for r in coded.relations] == ["ally"]
    assert coded.relations[0].span.start < coded.report.text.index("left")


def test_a_former_leader_leads_no_more(code: Code) -> None:
    coded = code("Former Israeli Prime Minister Benjamin Netanyahu left.")
    assert [r for r in coded.relations if r.kind == "leads"] == []


def test_a_denied_or_a_past_backing_is_no_standing_tie(code: Code) -> None:
    assert ties(code("Iran does not back Hezbollah.")) == []
    assert ties(code("Iran backed Hezbollah in 2006.")) == []


def test_a_signed_deal_is_an_act_and_no_tie(code: Code) -> None:
    assert ties(code("India and Pakistan signed an agreement on Monday.")) == []


def test_nobody_is_tied_to_himself_nor_to_a_document(code: Code) -> None:
    coded = code("Iran is an ally of Iran. The report backs Hezbollah.")
    assert all(r.left.name != r.right.name for r in coded.relations)
    assert all("document" not in (r.left.kind, r.right.kind) for r in coded.relations)


def test_a_tie_keeps_who_says_so(code: Code) -> None:
    coded = code("Turkey said that Hezbollah, an ally of Iran, had left.")
    assert [[link.source.name for link in r.chain] for r in coded.relations] == [["Turkey"]]


def test_the_words_of_a_tie_hold_both_ends(code: Code) -> None:
    coded = code("Hezbollah, an ally of Iran, criticised Israel.")
    row = coded.relations[0]
    assert row.span.covers(row.left.span)
    assert row.span.covers(row.right.span)


@pytest.mark.parametrize(
    ("sentence", "tie"),
    [
        ("Rwanda and its partner, Uganda, sent troops to Kinshasa.", ("ally", "Rwanda", "Uganda")),
        ("Russia, a patron of Syria, sent doctors.", ("backs", "Russia", "Syria")),
        ("Kenya, the mission's biggest donor, sent doctors.", ("backs", "Kenya", "mission")),
        ("Militias friendly to Iran entered the town.", ("ally", "Militias", "Iran")),
        ("The coalition, which includes Hezbollah, met in Beirut.", ("member-of", "Hezbollah", "coalition")),
        ("Egypt left the talks after signing an agreement with Ethiopia.", ("agreement", "Egypt", "Ethiopia")),
        ("The Kremlin-run Africa Corps met in Bamako.", ("leads", "Russia", "Africa Corps")),
    ],
)
def test_a_tie_runs_from_who_holds_it_to_whom_it_holds(code: Code, sentence: str, tie: tuple[str, str, str]) -> None:
    assert tie in [(r.kind, r.left.name, r.right.name) for r in code(sentence).relations]


@pytest.mark.parametrize(
    ("sentence", "led"),
    [
        ("The road is closed, said Godfrey Otunge, the mission's Kenyan commander.", "mission"),
        ("The commander of the Quds Force, Esmail Qaani, met the minister.", "Quds Force"),
        ("Hassan Nasrallah, the secretary-general of Hezbollah, met the minister.", "Hezbollah"),
    ],
)
def test_who_has_a_title_leads_what_is_named_with_it(code: Code, sentence: str, led: str) -> None:
    assert [r.right.name for r in code(sentence).relations if r.kind == "leads"] == [led]


def test_who_led_before_leads_no_more(code: Code) -> None:
    assert not code("The former president of Bolivia, Evo Morales, met the minister.").relations


@pytest.mark.parametrize(
    ("sentence", "kind", "left", "right"),
    [
        ("The militia answers to Iran.", "leads", "Iran", "militia"),
        ("The militia takes its orders from Hezbollah.", "leads", "Hezbollah", "militia"),
        ("The brigade is under the command of Khalifa Haftar.", "leads", "Khalifa Haftar", "brigade"),
        ("Troops under the command of Khalifa Haftar burned the village.", "leads", "Khalifa Haftar", "Troops"),
        ("The attackers belonged to the Taliban, an official said.", "member-of", "attackers", "Taliban"),
        ("JNIM, an al-Qaeda affiliate, claimed the attack.", "member-of", "JNIM", "Al-Qaeda"),
        ("The Qassam Brigades, Hamas's armed wing, fired rockets.", "member-of", "Qassam Brigades", "Hamas"),
        ("NATO member Poland closed its border.", "member-of", "Poland", "NATO"),
        ("Iran's proxy Hezbollah fired rockets at Haifa.", "backs", "Iran", "Hezbollah"),
        ("Washington, which arms Ukraine, urged restraint.", "backs", "United States", "Ukraine"),
    ],
)
def test_who_obeys_arms_or_belongs_is_tied(code: Code, sentence: str, kind: str, left: str, right: str) -> None:
    assert (kind, left, right) in ties(code(sentence))


@pytest.mark.parametrize(
    ("sentence", "kind", "ends"),
    [
        ("Pakistan's arch-rival India rejected the plan.", "opposes", {"Pakistan", "India"}),
        ("US ally Japan condemned the launch.", "ally", {"United States", "Japan"}),
        ("Saudi Arabia has a mutual defence pact with Pakistan.", "agreement", {"Saudi Arabia", "Pakistan"}),
        ("The army and allied rebels entered the town.", "ally", {"army", "allied rebels"}),
    ],
)
def test_a_tie_told_beside_a_name_holds_both_ways(code: Code, sentence: str, kind: str, ends: set[str]) -> None:
    assert [(k, {left, right}) for k, left, right in ties(code(sentence))] == [(kind, ends)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Israel has no peace treaty with Lebanon.",
        "The opposition leader, Bobi Wine, was arrested in Kampala.",
        "The minister is under pressure from Washington.",
        "The plan was backed by Qatar.",
    ],
)
def test_no_tie_where_none_stands(code: Code, sentence: str) -> None:
    assert ties(code(sentence)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Serbian Interior Minister Ivica Dacic said 38 people were detained.",
        "Eastern Libyan commander Khalifa Haftar visited the port.",
        "He told the pro-government broadcaster Pink that the state would defend itself.",
    ],
)
def test_ministers_and_commanders_lead_no_state_and_broadcasters_are_no_ally(code: Code, text: str) -> None:
    assert not code(text).relations


def test_a_prime_minister_leads_the_state_and_a_council_head_the_council(code: Code) -> None:
    text = "Israeli Prime Minister Benjamin Netanyahu met Presidential Council head Mohammed al-Menfi."
    assert [right for _, _, right in ties(code(text))] == ["Israel", "Presidential Council"]


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        ("The deputy is Lee Dong of the ruling People Power Party.", ("member-of", "Lee Dong", "People Power Party")),
        (
            "The Lebanese Front, the umbrella that covers Hezbollah and Amal, met Egypt.",
            ("member-of", "Hezbollah", "Lebanese Front"),
        ),
        ("Mali and Chad, allied in the African Union, met Egypt.", ("member-of", "Chad", "African Union")),
        ("Hamas met Egypt. Its leader, Ali Deby, left.", ("leads", "Ali Deby", "Hamas")),
        ("Hamas, which won the vote and whose leader, Ali Deby, left, met Egypt.", ("leads", "Ali Deby", "Hamas")),
    ],
)
def test_who_belongs_to_or_leads_what_is_told_before(code: Code, text: str, tie: tuple[str, str, str]) -> None:
    assert tie in [(r.kind, r.left.name, r.right.name) for r in code(text).relations]


def test_an_agreement_that_two_reached_is_told_in_passing(code: Code) -> None:
    text = "What holds is the agreement which Saudi Arabia and Iran reached in Beijing."
    assert ("agreement", "Saudi Arabia", "Iran") in ties(code(text))


def test_a_name_at_the_very_end_of_a_text_is_no_fault(code: Code) -> None:
    code("Lincoln Chafee ends his campaign for the Democratic Party nomination in Washington, D.C.")


@pytest.mark.parametrize(
    ("sentence", "tie"),
    [
        (
            "Hamas and Hezbollah, both members of the Axis of Resistance, left.",
            ("member-of", "Hamas", "Axis of Resistance"),
        ),
        ("One of Hezbollah's deputies, Hassan Karim, told reporters so.", ("member-of", "Hassan Karim", "Hezbollah")),
        ("Hezbollah, which the institute calls Tehran's most trusted ally, left.", ("ally", "Iran", "Hezbollah")),
        ("Kfor, the Nato-led force, left Kosovo.", ("leads", "NATO", "Kosovo Force")),
        ("Russia, which has long backed Milorad Dodik, left.", ("backs", "Russia", "Milorad Dodik")),
        ("The feud between Ethiopia and Eritrea goes on.", ("opposes", "Ethiopia", "Eritrea")),
        ("The treaty between Egypt and Israel holds.", ("agreement", "Egypt", "Israel")),
        ("Egypt signed a defence pact with Somalia in August 2021.", ("agreement", "Egypt", "Somalia")),
    ],
)
def test_a_tie_told_in_passing_is_a_tie(code: Code, sentence: str, tie: tuple[str, str, str]) -> None:
    assert tie in ties(code(sentence))


def test_a_signing_that_is_the_news_is_an_act_and_no_tie(code: Code) -> None:
    assert not ties(code("Egypt signed a defence pact with Somalia on Tuesday."))


@pytest.mark.parametrize(
    ("sentence", "tie"),
    [
        ("The proposal was welcomed by Hamas, led by Yahya Sinwar.", ("leads", "Yahya Sinwar", "Hamas")),
        (
            "The US-led coalition left Iraq.",
            ("leads", "United States", "Global Coalition against the Islamic State"),
        ),
        ("The committee, which consists of Egypt and Qatar, met.", ("member-of", "Qatar", "committee")),
        ("The alliance, composed of Mali and Niger, left.", ("member-of", "Mali", "alliance")),
        ("Turkey, which has backed the opposition since 2011, left.", ("backs", "Turkey", "opposition")),
        ("Turkey maintains close ties with Qatar.", ("ally", "Turkey", "Qatar")),
        ("The UN accused Hamas and its rival, the Islamic State.", ("opposes", "Hamas", "Islamic State")),
        ("Hezbollah's elite Radwan force left the border.", ("member-of", "Radwan Force", "Hezbollah")),
        ("Washington warned the regime of Nicolás Maduro.", ("leads", "Nicolás Maduro", "Venezuela")),
        ("Hamas, which fights alongside Hezbollah, left.", ("ally", "Hamas", "Hezbollah")),
    ],
)
def test_a_tie_is_told_by_what_one_is_made_of_keeps_or_belongs_to(
    code: Code, sentence: str, tie: tuple[str, str, str]
) -> None:
    assert tie in ties(code(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Turkey could maintain close ties with Qatar.",
        "Turkey does not maintain close ties with Qatar.",
        "Turkey maintains a base in Qatar.",
    ],
)
def test_what_may_be_or_is_denied_is_no_tie(code: Code, sentence: str) -> None:
    assert not ties(code(sentence))
