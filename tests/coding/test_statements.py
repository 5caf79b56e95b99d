"""Who said what, to whom, and who passes it on; kept whether or not an act lies inside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foreshock.coding import EventCoder
from foreshock.records import CodedReport, Part, Span
from foreshock.wire import read_text
from tests.coding.conftest import PUBLISHED, Code, first, voices


def sayings(coded: CodedReport) -> list[tuple[str, str, str]]:
    text = coded.report.text
    return [(s.kind, s.source.name, s.cue.of(text)) for s in coded.statements]


@pytest.mark.parametrize(
    ("sentence", "kind", "cue"),
    [
        ("Turkey said that the harvest had been good.", "say", "said"),
        ("Turkey warned that the harvest would be poor.", "warn", "warned"),
        ("Turkey predicted that the harvest would be poor.", "predict", "predicted"),
        ("Turkey denied that the harvest had been poor.", "deny", "denied"),
        ("Turkey has not denied that the harvest had been poor.", "say", "denied"),
        ("Turkey estimated that the harvest had doubled.", "estimate", "estimated"),
        ("Turkey explained that the road was closed.", "explain", "explained"),
        ("Turkey promised that the road would open.", "promise", "promised"),
    ],
)
def test_a_saying_is_kept_though_no_act_lies_inside(code: Code, sentence: str, kind: str, cue: str) -> None:
    assert sayings(code(sentence)) == [(kind, "Turkey", cue)]


def test_the_one_spoken_to_is_the_addressee(code: Code) -> None:
    told = code("Turkey told Iran that the road was closed.").statements[0]
    assert told.addressee is not None
    assert told.addressee.name == "Iran"


def test_the_outlet_told_is_addressee_and_no_link(code: Code) -> None:
    coded = code("The Turkish minister told AFP that Israel had struck Syria.")
    event = first(coded, "ASSAULT")
    assert [link.source.country for link in event.chain] == ["TUR"]
    assert coded.statements[0].addressee is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran said that Israel had attacked Syria.",
        "Israel had attacked Syria, Iran said.",
        "Israel had attacked Syria, according to Iran.",
        "According to Iran, Israel had attacked Syria.",
        "“Israel has attacked Syria,” Iran said.",
        "Israel, Iran said, had attacked Syria.",
    ],
)
def test_the_source_may_stand_before_behind_or_amid_its_words(code: Code, sentence: str) -> None:
    assert voices(first(code(sentence), "ASSAULT")) == [("Iran", "asserts")]


def test_a_saying_inside_a_saying_has_a_chain_of_those_outside(code: Code) -> None:
    coded = code("The United Nations said that Iraq said that Turkey had shelled Syria.")
    inner = next(s for s in coded.statements if s.source.name == "Iraq")
    outer = next(s for s in coded.statements if s.source.name == "United Nations")
    assert [link.source.name for link in inner.chain] == ["United Nations"]
    assert outer.chain == ()
    assert outer.content.covers(inner.content)


def test_a_denial_is_a_link_that_denies(code: Code) -> None:
    coded = code("Israel denied that it had attacked Syria.")
    assert voices(first(coded, "ASSAULT")) == [("Israel", "denies")]
    assert [s.kind for s in coded.statements] == ["deny"]


def test_a_doubt_is_a_link_that_doubts(code: Code) -> None:
    assert voices(first(code("Iraq doubts that Iran attacked Israel."), "ASSAULT")) == [("Iraq", "doubts")]


def test_a_speakers_words_end_with_the_sentence(code: Code) -> None:
    coded = code("Iran said that Israel had attacked Syria. Turkey shelled Iraq.")
    assert [voices(e) for e in coded.events] == [[("Iran", "asserts")], []]


def test_of_two_voices_each_vouches_for_its_own_words(code: Code) -> None:
    coded = code("Iran said that Israel had attacked Syria. Turkey said that Egypt had shelled Sudan.")
    assert [voices(e) for e in coded.events] == [[("Iran", "asserts")], [("Turkey", "asserts")]]


def test_a_retelling_runs_on_over_sentences_without_a_source(code: Code) -> None:
    coded = code(
        "The institute published a report on Iraq. The report noted that Iran had sent drones to Iraq. "
        "The report added that Israel had struck Syria. Turkey shelled Sudan on Monday."
    )
    shelled = coded.events[-1]
    assert shelled.trigger.of(coded.report.text) == "shelled"
    assert len(shelled.chain) == 1
    assert shelled.chain[0].cue.of(coded.report.text) in ("noted", "added")


def test_cue_and_content_of_a_saying_lie_in_one_sentence(code: Code) -> None:
    coded = code("Iran said that Israel had attacked Syria. Iraq’s envoy wrote: “We saw it.”")
    text = coded.report.text
    assert [(s.cue.of(text), s.content.of(text)) for s in coded.statements] == [
        ("said", "that Israel had attacked Syria"),
        ("wrote", "We saw it."),
    ]


def test_reportedly_with_nobody_named_is_no_link(code: Code) -> None:
    coded = code("Turkey reportedly shelled Syria.")
    assert (first(coded, "ASSAULT").chain, coded.statements) == ((), ())


@pytest.mark.parametrize(
    "sentence",
    [
        "Omani mediators carried a Saudi proposal, which stipulates that Riyadh pay the salaries of teachers.",
        "Hooded men believed to be from the intelligence service entered the house.",
        "The newcomers, said to number around 2,000, have stayed in their bases.",
        "The ministers left the hall without saying whether the talks would go on.",
        "The prisoners carried out “a hunger march of three days” in Damascus.",
        "The committee does not have proof that Chad knew what was on board.",
        "The army has gone on recruiting farmers in the north.",
        "The rebels seized the ship “Queen of the Seas” in May, and released its crew in June.",
    ],
)
def test_what_is_laid_down_left_open_or_believed_of_somebody_is_no_saying(code: Code, sentence: str) -> None:
    assert sayings(code(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("A Turkish official, who preferred not to reveal his name, said that the road was closed.", "said"),
        ("Turkey said that the road was closed, without indicating who had closed it.", "said"),
        ("Turkey knows that the road is closed.", "knows"),
        ("The foreign minister, who asked not to be identified, said the road was closed.", "said"),
    ],
)
def test_only_what_is_told_is_a_saying(code: Code, sentence: str, cue: str) -> None:
    assert [told for _, _, told in sayings(code(sentence))] == [cue]


@pytest.mark.parametrize(
    ("sentence", "kind", "event"),
    [
        ("France urged Iran to release the prisoners.", "urge", "REQUEST"),
        ("Russia accused Ukraine of shelling Belgorod.", "accuse", "ACCUSE"),
        ("Israel threatened to attack Iran.", "threaten", "THREATEN"),
    ],
)
def test_an_act_of_speech_that_is_an_event_is_no_statement_beside_it(
    code: Code, sentence: str, kind: str, event: str
) -> None:
    coded = code(sentence)
    assert event in [e.type for e in coded.events]
    assert kind not in [s.kind for s in coded.statements]


def test_what_is_quoted_is_told_once(code: Code) -> None:
    coded = code("“We think that the road is closed,” said the Turkish minister.")
    assert [cue for _, _, cue in sayings(coded)] == ["said"]


def test_what_a_title_says_is_told_by_the_body(coder: EventCoder) -> None:
    text = "Road is closed, Turkey says\n\nTurkey said on Monday that the road was closed. It will open in May."
    parts = (Part("title", Span(0, 27)), Part("body", Span(29, len(text))))
    coded = coder.code(replace(read_text(text, published=PUBLISHED), parts=parts))
    assert [cue for _, _, cue in sayings(coded)] == ["said"]


@pytest.mark.parametrize(
    ("sentence", "source", "cue"),
    [
        ("The ministry said that the raid had killed ten soldiers, adding that two died later.", "ministry", "adding"),
        (
            "Turkey warned that an attack would end the talks, pointing out that winter was near.",
            "Turkey",
            "pointing out",
        ),
        ("Observers viewed the threat as a message to the parliament.", "Observers", "viewed"),
        ("Kosovo accuses Serbia of having equipped the gunmen, which Serbia denies.", "Serbia", "denies"),
        ("Niger accused France of training terrorists, a charge France has denied.", "France", "denied"),
    ],
)
def test_who_adds_views_or_denies_is_who_speaks(code: Code, sentence: str, source: str, cue: str) -> None:
    assert (source, cue) in [(who, word) for _, who, word in sayings(code(sentence))]


def test_a_denial_told_in_passing_vouches_for_nothing(code: Code) -> None:
    coded = code("Kosovo accuses Serbia of having equipped the gunmen, which Serbia denies.")
    told = [event for event in coded.events if event.standing != "negated"]
    assert told and all("Serbia" not in [link.source.name for link in event.chain] for event in told)


@pytest.mark.parametrize(
    "sentence",
    [
        "The families can no longer assume that money will keep the missiles away.",
        "Turkey refused to set a date, demanding guarantees that it would not be bombed.",
        "Mali recalled its ambassador from Algiers.",
        "The president called an early election on Monday.",
        "The council declared a state of emergency in Tiraspol.",
        "The suspects did not say to which group they belonged.",
        "Macron spoke by phone with the envoy on Monday.",
    ],
)
def test_a_deed_done_with_words_or_a_word_that_is_not_given_is_no_saying(code: Code, sentence: str) -> None:
    assert not sayings(code(sentence))


def test_who_is_named_within_the_words_is_not_who_says_them(code: Code) -> None:
    coded = code("A diplomat said that talks went on. No shot was fired since the fall of Bashar al-Assad, he added.")
    assert "Bashar al-Assad" not in [who for _, who, _ in sayings(coded)]


def test_who_did_something_adds_and_not_the_report_that_tells_it(code: Code) -> None:
    coded = code(
        "The report noted that the Emir received a call from Masoud Pezeshkian, who apologized for the raid, "
        "stressing that Qatar was not the target."
    )
    assert ("Masoud Pezeshkian", "stressing") in [(who, cue) for _, who, cue in sayings(coded)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The captives are free, although neither delegation would confirm it.",
        "The army neither confirmed nor denied the report.",
        "The country could find itself a party to the war.",
        "Jordan reserved the right to respond on both sides of the line.",
    ],
)
def test_what_nobody_says_is_no_statement(code: Code, sentence: str) -> None:
    assert not code(sentence).statements


def test_an_offer_that_is_denied_is_the_denial_alone(code: Code) -> None:
    coded = code("An official denied that the kingdom had offered to pay reparations.")
    assert [s.kind for s in coded.statements] == ["deny"]


def test_who_was_quoted_as_saying_is_told_by_both_words(code: Code) -> None:
    coded = code("An officer was quoted as saying that the army would leave.")
    assert [s.cue.of(coded.report.text) for s in coded.statements] == ["quoted as saying"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "An aide to the president called it a success. A Tajik diplomat was less hopeful: no treaty, he said, "
            "would please everybody.",
            "Tajik diplomat",
        ),
        (
            "Hun Sen refused. Fighting could go on, said Ariya Suksawat, a political scientist. Nobody, she said, "
            "knows how long.",
            "Ariya Suksawat",
        ),
        ("One of the group's deputies, Hassan Karim, said that the paper was wrong.", "Hassan Karim"),
    ],
)
def test_who_goes_on_is_who_was_told_of_last(code: Code, text: str, who: str) -> None:
    assert code(text).statements[-1].source.name == who


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        (
            "The army says two drones were shot down and a third fell, and denies that the base was hit.",
            "army",
            "denies",
        ),
        ("Talks failed. Some 70,000 people have fled, UNHCR estimates.", "UNHCR", "estimates"),
        ("The ship was struck on Sunday, in what officers called the worst day since March.", "officers", "called"),
        ("The army denied at the time that it had received orders.", "army", "denied"),
        (
            "The Wall Street Journal reported, citing two officials, that the Pentagon had stopped the sale.",
            "two officials",
            "citing",
        ),
    ],
)
def test_who_says_it_is_who_the_words_say(code: Code, text: str, source: str, cue: str) -> None:
    coded = code(text)
    assert (source, cue) in [(s.source.name, s.cue.of(text)) for s in coded.statements]


@pytest.mark.parametrize(
    "text", ["The army did not respond to a request for comment.", "The newspaper did not mention any losses."]
)
def test_what_is_not_answered_is_no_statement(code: Code, text: str) -> None:
    assert not code(text).statements


def test_a_voice_ends_where_another_speaks_in_its_own_time(code: Code) -> None:
    text = "Serbia says that Kosovo had trained them, and the United Nations has called for talks with Turkey."
    (asked,) = [e for e in code(text).events if e.type == "REQUEST"]
    assert not asked.chain
