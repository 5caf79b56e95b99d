"""How likely somebody holds something to be: the words decide the band, and other words have none."""

from __future__ import annotations

from itertools import pairwise

import pytest

from foreshock.codebook.base import likelihood_bands
from foreshock.coding import EventCoder
from foreshock.records import CodedReport, Outlook
from foreshock.wire import read_text
from tests.coding.conftest import PUBLISHED, Code, told


def only(coded: CodedReport) -> Outlook:
    assert len(coded.outlooks) == 1, [o.words for o in coded.outlooks]
    return coded.outlooks[0]


@pytest.mark.parametrize(
    ("words", "band"),
    [
        ("very unlikely", (5, 20)),
        ("unlikely", (20, 45)),
        ("improbable", (20, 45)),
        ("likely", (55, 80)),
        ("probable", (55, 80)),
        ("very likely", (80, 95)),
        ("highly likely", (80, 95)),
        ("highly probable", (80, 95)),
        ("almost certain", (95, 99)),
    ],
)
def test_words_of_icd_203_have_its_band(code: Code, words: str, band: tuple[int, int]) -> None:
    outlook = only(code(f"The analyst said that a wider war was {words}."))
    assert (outlook.words, (outlook.low, outlook.high)) == (words, band)


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        ("The institute puts the chance of a war at 20 percent to 30 percent.", (20, 30)),
        ("The authors put the odds of a war at 20 to 30 per cent.", (20, 30)),
        ("There is a 40% chance of a coup in Mali, the analysts said.", (40, 40)),
        ("The probability of a war is between 10 and 20 percent, the brief said.", (10, 20)),
        ("There is a chance of a war, and prices rose 20 percent.", (None, None)),
    ],
)
def test_odds_have_the_percent_that_their_sentence_gives(
    code: Code, told: str, ends: tuple[int | None, int | None]
) -> None:
    outlook = only(code(told))
    assert (outlook.low, outlook.high) == ends


@pytest.mark.parametrize("words", ["possible", "inevitable", "conceivable", "imminent"])
def test_other_words_of_likelihood_have_no_band(code: Code, words: str) -> None:
    outlook = only(code(f"The analyst said that a wider war was {words}."))
    assert (outlook.words, outlook.low, outlook.high) == (words, None, None)


@pytest.mark.parametrize("modal", ["may", "might", "could"])
def test_a_modal_is_an_outlook_on_its_clause(code: Code, modal: str) -> None:
    coded = code(f"Turkey {modal} attack Syria.")
    assert told([only(coded).content], coded) == [f"Turkey {modal} attack Syria"]
    assert (only(coded).low, only(coded).high) == (None, None)


def test_what_is_judged_is_the_clause_behind_it_is_likely_that(code: Code) -> None:
    coded = code("It is likely that Turkey will attack Syria.")
    assert told([only(coded).content], coded) == ["Turkey will attack Syria"]


def test_what_a_relative_clause_judges_is_what_stands_before_it(code: Code) -> None:
    coded = code("The worst case would be an Israeli strike on the terminals, which the report judges very unlikely.")
    judged = next(o for o in coded.outlooks if o.words == "very unlikely")
    assert judged.content.of(coded.report.text).startswith("an Israeli strike on the terminals")


def test_an_outlook_keeps_who_holds_it(code: Code) -> None:
    outlook = only(code("Iraq said that a wider war was very unlikely."))
    assert [link.source.name for link in outlook.chain] == ["Iraq"]


def test_a_plain_account_is_no_outlook(code: Code) -> None:
    assert code("Turkey attacked Syria on Monday.").outlooks == ()
    assert code("Turkey will attack Syria on Monday.").outlooks == ()


def test_the_month_of_may_is_no_outlook(code: Code) -> None:
    assert code("Turkey attacked Syria in May.").outlooks == ()


def test_a_title_judges_nothing(coder: EventCoder) -> None:
    title = "Turkey may attack Syria"
    report = read_text(f"{title}\n\nThe army of Turkey stayed in its camps.", title=title, published=PUBLISHED)
    assert [p.kind for p in report.parts if p.kind == "title"]
    assert coder.code(report).outlooks == ()


def test_bands_run_upward_and_share_no_words() -> None:
    bands = likelihood_bands()
    assert all(0 < b.low < b.high < 100 for b in bands)
    assert all(one.high == other.low for one, other in pairwise(bands))
    words = [w for b in bands for w in b.words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Analysts doubt that the truce will hold.", ["doubt"]),
        ("The minister ruled out that Iran would attack.", ["ruled out"]),
        ("There are no indications that Iran is preparing an attack.", ["no indications"]),
        ("Officials said it was unlikely that Israel could win.", ["unlikely"]),
        ("The mission has seen no sign of Serbian troops.", []),
        ("The panel found no evidence that Chad knew of the arms.", []),
        ("The footage could not be verified.", []),
        ("Russia ruled out withdrawing its troops.", []),
    ],
)
def test_doubt_is_a_judgement_and_lack_of_proof_is_none(code: Code, sentence: str, words: list[str]) -> None:
    assert [o.words for o in code(sentence).outlooks] == words


@pytest.mark.parametrize(
    "sentence",
    [
        "Neither account could be verified on Monday.",
        "Moscow warned that any attempt to disarm the force would be regarded as an attack.",
        "The envoy declared that his country would not leave the hill.",
    ],
)
def test_what_was_not_possible_or_is_planned_is_no_outlook(code: Code, sentence: str) -> None:
    assert code(sentence).outlooks == ()


@pytest.mark.parametrize(
    ("sentence", "words", "content"),
    [
        (
            "The institute puts the odds of a wider war at roughly even if the militia kills civilians.",
            "roughly even",
            "a wider war at roughly even if the militia kills civilians",
        ),
        (
            "The agency put the chance of a coup at almost certain if the general is dismissed.",
            "almost certain",
            "a coup at almost certain if the general is dismissed",
        ),
    ],
)
def test_odds_put_at_some_words_are_one_judgement_of_what_has_them(
    code: Code, sentence: str, words: str, content: str
) -> None:
    coded = code(sentence)
    outlook = only(coded)
    assert (outlook.words, outlook.content.of(coded.report.text)) == (words, content)
