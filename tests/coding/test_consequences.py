"""Claims that one thing would bring about, risk, prevent or require another, with both ends in words of the text."""

from __future__ import annotations

import pytest

from foreshock.records import CodedReport
from tests.coding.conftest import Code


def links(coded: CodedReport) -> list[tuple[str, str, str]]:
    text = coded.report.text
    return [(c.kind, c.cause.of(text), c.effect.of(text)) for c in coded.consequences]


@pytest.mark.parametrize(
    ("sentence", "kind", "cause", "effect"),
    [
        (
            "An attack on the port would lead to a war with Turkey.",
            "leads-to",
            "An attack on the port",
            "a war with Turkey",
        ),
        ("A truce would prevent a wider war.", "prevents", "A truce", "a wider war"),
        ("The raids risk a wider conflict.", "risks", "The raids", "a wider conflict"),
        (
            "Peace requires a withdrawal of foreign troops.",
            "requires",
            "Peace",
            "a withdrawal of foreign troops",
        ),
        ("The blockade caused a famine.", "leads-to", "The blockade", "a famine"),
        ("The raid poses a threat to the truce.", "risks", "The raid", "the truce"),
    ],
)
def test_a_joining_verb_joins_its_subject_to_its_object(
    code: Code, sentence: str, kind: str, cause: str, effect: str
) -> None:
    assert (kind, cause, effect) in links(code(sentence))


def test_a_condition_is_a_cause(code: Code) -> None:
    coded = code("If Israel attacks Iraq, the militias will respond.")
    assert [c.kind for c in coded.consequences] == ["leads-to"]
    assert "Israel attacks Iraq" in links(coded)[0][1]
    assert "the militias will respond" in links(coded)[0][2]


@pytest.mark.parametrize("joined", ["because of", "as a result of", "due to"])
def test_a_reason_is_a_cause(code: Code, joined: str) -> None:
    coded = code(f"The crisis worsened {joined} the drought.")
    assert [(c.kind, c.cause.of(coded.report.text)) for c in coded.consequences] == [("leads-to", "the drought")]
    assert links(coded)[0][2].startswith("The crisis worsened")


def test_an_answer_is_no_consequence(code: Code) -> None:
    assert code("Iran fired missiles in response to the raid.").consequences == ()


def test_a_state_that_acts_is_a_doer_and_no_cause(code: Code) -> None:
    assert links(code("Turkey prevented Syria from leaving.")) == []


def test_cause_and_effect_never_lie_on_each_other(code: Code) -> None:
    coded = code(
        "A raid could drag Iraq into the war. If talks fail, a war would follow because of the raids. "
        "The attack, which risks a wider war, would weaken the truce."
    )
    assert coded.consequences
    assert not [c for c in coded.consequences if c.cause.meets(c.effect)]


def test_a_consequence_keeps_who_claims_it(code: Code) -> None:
    coded = code("Iraq said that an attack on the port would lead to a war.")
    assert [[link.source.name for link in c.chain] for c in coded.consequences] == [["Iraq"]]


def test_the_joining_words_are_kept(code: Code) -> None:
    coded = code("An attack on the port would lead to a war.")
    assert [c.cue.of(coded.report.text) for c in coded.consequences] == ["lead"]


@pytest.mark.parametrize(
    ("sentence", "cause", "effect"),
    [
        ("The strikes on the ports could deprive millions of food.", "The strikes on the ports", "deprive millions"),
        ("The ban left the country without fuel.", "The ban", "left the country without fuel"),
        ("Sanctions would mean closing the port.", "Sanctions", "closing the port"),
        ("Without new weapons the army could lose the city.", "Without new weapons", "the army could lose the city"),
        (
            "The raid killed ten soldiers on Monday, which led to protests in Baghdad.",
            "The raid killed ten",
            "protests in Baghdad",
        ),
        ("Should Iran attack, Israel would respond.", "Should Iran attack", "Israel would respond"),
    ],
)
def test_what_takes_away_leaves_or_follows_is_a_consequence(code: Code, sentence: str, cause: str, effect: str) -> None:
    told = [(c.cause.of(sentence), c.effect.of(sentence)) for c in code(sentence).consequences]
    assert any(cause in one and effect in other for one, other in told)


@pytest.mark.parametrize(
    "sentence",
    [
        "Venezuela halted flights bringing home migrants deported from the United States.",
        "Fighting between two rebel groups has driven some 56,000 from their homes.",
        "Diplomacy has brought little relief.",
        "The coordinator has called on both sides to open a corridor.",
        "The minister left the country on Monday.",
    ],
)
def test_who_is_moved_or_asked_is_no_consequence(code: Code, sentence: str) -> None:
    assert not code(sentence).consequences


@pytest.mark.parametrize(
    ("sentence", "cause", "effect"),
    [
        ("Unless that stops, he warned, the country will slide into war.", "Unless that", "the country will slide"),
        ("Israel would strike again were the village to be attacked.", "were the village", "Israel would strike again"),
        ("The war will resume should the talks fail.", "should the talks fail", "The war will resume"),
        ("The army will not withdraw until the rebels disarm.", "until the rebels", "The army will not withdraw"),
        ("There will be no peace without a ceasefire.", "without a ceasefire", "There will be no peace"),
    ],
)
def test_a_condition_belongs_to_what_would_follow_wherever_it_stands(
    code: Code, sentence: str, cause: str, effect: str
) -> None:
    told = [(c.cause.of(sentence), c.effect.of(sentence)) for c in code(sentence).consequences]
    assert [(one.startswith(cause), other.startswith(effect)) for one, other in told] == [(True, True)]


@pytest.mark.parametrize(
    ("sentence", "cause", "effect"),
    [
        ("A single mistake could undo years of work.", "A single mistake", "undo years of work"),
        ("Blocking the canal would cost Egypt billions.", "Blocking the canal", "cost Egypt billions"),
        ("A truce would free up troops for the war in the west.", "A truce", "free up troops"),
        ("The vote could pave the way for an early election.", "The vote", "an early election"),
        ("The attack dealt a blow to the talks.", "The attack", "the talks"),
        ("The minister blamed the shortage on sabotage.", "sabotage", "the shortage"),
        ("The shortage results from years of emigration.", "years of emigration", "The shortage"),
        ("The crisis stems from a dispute over the budget.", "a dispute over the budget", "The crisis"),
    ],
)
def test_a_deed_that_would_do_something_is_a_cause(code: Code, sentence: str, cause: str, effect: str) -> None:
    told = [(c.cause.of(sentence), c.effect.of(sentence)) for c in code(sentence).consequences]
    assert [one == cause and effect in other for one, other in told] == [True]


@pytest.mark.parametrize(
    "sentence",
    [
        "The meeting could take place in Doha.",
        "The resolution would require Iran to open its sites.",
        "The conclusion rested on intercepts.",
        "The general blamed the attack on Rwanda.",
        "The ambassador did not speak until Sunday.",
        "The bombing left ten dead.",
    ],
)
def test_what_a_text_holds_or_who_did_it_is_no_consequence(code: Code, sentence: str) -> None:
    assert not code(sentence).consequences


def test_a_clause_with_a_condition_of_its_own_hangs_on_that_alone(code: Code) -> None:
    told = links(code("If the deal fails, prices will rise; but if it holds, the banks will reopen."))
    assert [(cause, effect) for _, cause, effect in told] == [
        ("If the deal fails", "prices will rise"),
        ("if it holds", "the banks will reopen"),
    ]


def test_what_would_then_come_about_is_the_effect_of_what_was_told_first(code: Code) -> None:
    told = links(code("Riyadh could pull out of the talks, and the truce would then collapse."))
    assert told == [("leads-to", "Riyadh could pull out of the talks", "the truce would then collapse")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The attack, if it comes, will not be led by the army.",
        "The raid will not remain without an answer.",
        "Radicals in the party will push the leadership to break the truce.",
    ],
)
def test_an_aside_an_answer_promised_or_a_camp_is_no_cause(code: Code, sentence: str) -> None:
    assert not code(sentence).consequences


def test_what_a_cause_does_to_its_object_is_part_of_the_effect(code: Code) -> None:
    told = links(code("Such a move would embolden the rebels and deepen the crisis."))
    assert [effect for _, _, effect in told] == ["embolden the rebels", "deepen the crisis"]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("The militias could fire rockets at the base. That would draw an answer.", "The militias could fire rockets"),
        (
            "The likeliest way is an attack that kills troops: this would bring air strikes.",
            "an attack that kills troops",
        ),
    ],
)
def test_this_and_that_are_what_was_told_before(code: Code, text: str, cause: str) -> None:
    ((_, told, _),) = links(code(text))
    assert told.startswith(cause)


def test_things_that_are_counted_are_those_behind_the_colon(code: Code) -> None:
    told = links(code("Two things keep Chad from fighting: the truce of 2022 and the talks in Oman."))
    assert told == [("prevents", "the truce of 2022 and the talks in Oman", "Chad from fighting")]


def test_what_should_happen_is_a_condition_where_the_parser_sees_no_verb(code: Code) -> None:
    ((kind, cause, _),) = links(code("Should the truce collapse, there would be air strikes on Chad."))
    assert (kind, cause) == ("leads-to", "Should the truce collapse")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "What has kept the rebels from marching on Gao is the presence of Russian aircraft.",
            ("prevents", "the presence of Russian aircraft", "the rebels from marching on Gao"),
        ),
        (
            "What could drag Iraq into the war is an attack by the factions on Israel.",
            ("leads-to", "an attack by the factions on Israel", "drag Iraq into the war"),
        ),
        ("American pressure has held Israel back so far.", ("prevents", "American pressure", "Israel")),
        (
            "Chad wants fuel. If it does not, hospitals in Gao may close within weeks.",
            ("leads-to", "If it does not", "hospitals in Gao may close within weeks"),
        ),
    ],
)
def test_a_cause_stands_behind_what_and_a_not_in_its_condition(
    code: Code, text: str, told: tuple[str, str, str]
) -> None:
    assert told in links(code(text))


def test_who_leads_a_part_of_a_state_does_not_lead_it(code: Code) -> None:
    coded = code("The separatist leader, Vadim Krasnoselsky, asked Moscow for help against Moldova.")
    assert [row for row in coded.relations if row.kind == "leads"] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A joint commission would lessen the danger.", ("prevents", "A joint commission", "the danger")),
        (
            "Should the canal open, the paper says, farmers in Gao would lose water.",
            ("leads-to", "Should the canal open", "farmers in Gao would lose water"),
        ),
        (
            "Without compensation, he said, no treaty will pass parliament.",
            ("leads-to", "Without compensation", "no treaty will pass parliament"),
        ),
        ("It has refused, citing secrecy.", ("leads-to", "secrecy", "It has refused")),
        (
            "The loss of the city would cut the road, they write, and could send thousands of people into Burundi.",
            ("leads-to", "The loss of the city", "send thousands of people into Burundi"),
        ),
        (
            "Washington could suspend the shipments, a step that would sink the dinar.",
            ("leads-to", "a step", "sink the dinar"),
        ),
        (
            "Only a discreet agreement with the insurgents would reopen the roads.",
            ("leads-to", "Only a discreet agreement with the insurgents", "reopen the roads"),
        ),
        (
            "An aide ruled out a ceasefire for as long as Western weapons reach Ukraine.",
            ("prevents", "as Western weapons reach Ukraine", "a ceasefire"),
        ),
        (
            "A prisoner exchange would keep the peace until May.",
            ("leads-to", "A prisoner exchange", "keep the peace until May"),
        ),
        (
            "The measures have cost the country 600 million euros.",
            ("leads-to", "The measures", "cost the country 600 million euros"),
        ),
    ],
)
def test_a_link_is_told_in_many_forms(code: Code, text: str, told: tuple[str, str, str]) -> None:
    assert told in links(code(text))


@pytest.mark.parametrize(
    "text",
    [
        "The brief, citing survivors as saying so, was read.",
        "It would mean little.",
        "Two mines in Mali halted work.",
    ],
)
def test_a_source_or_a_thing_that_stops_joins_nothing(code: Code, text: str) -> None:
    assert not links(code(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Grants will be paid by 2027, on condition that reforms are carried out.",
            ("requires", "reforms are carried out", "Grants will be paid by 2027"),
        ),
        (
            "Should a large vessel be lost with its oil, an executive cautioned, the route would be closed to all.",
            ("leads-to", "Should a large vessel be lost with its oil", "the route would be closed to all"),
        ),
        (
            "Only a ceasefire would hold Iran back from retaliation.",
            ("prevents", "Only a ceasefire", "Iran back from retaliation"),
        ),
        (
            "Units fired at the village, as a result of which the roof of a house was damaged.",
            ("leads-to", "Units fired at the village", "the roof of a house was damaged"),
        ),
        (
            "Any new provocation will have consequences.",
            ("leads-to", "Any new provocation", "consequences"),
        ),
        (
            "The withdrawal will almost certainly widen the gap between the two.",
            ("leads-to", "The withdrawal", "widen the gap between the two"),
        ),
    ],
)
def test_a_link_is_told_by_a_condition_that_is_set_and_by_what_surely_follows(
    code: Code, text: str, told: tuple[str, str, str]
) -> None:
    kind, cause, effect = told
    assert [k for k, c, e in links(code(text)) if cause.lower() in c.lower() and effect in e] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "The enemy is destroying our ports in order to deprive the world of grain.",
        "Strikes limited to camps would fail to deter the generals.",
        "The faction, which is led by the former president, left.",
        "Riyadh has been leading a coalition since March.",
        "The demand was reiterated by Iran, which threatened that it would close the strait.",
    ],
)
def test_an_aim_a_failure_and_a_leader_are_no_consequence(code: Code, text: str) -> None:
    assert not links(code(text))
